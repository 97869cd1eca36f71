#include "tests/fuzz/fuzzing.hpp"
#include "tests/fuzz/strict_reader.hpp"

#include "codecs/http/hop_by_hop.hpp"
#include "codecs/http1/body_decoder.hpp"
#include "codecs/http1/encoder.hpp"

namespace {

using namespace troupe;
using namespace troupe::codecs;
using namespace troupe::fuzz;

constexpr auto budget = std::uint64_t{1000};

struct reading {
  std::string body;
  std::string ending = "more";
  std::size_t consumed = 0;
  std::vector<std::string> trailers;

  bool operator==(const reading&) const = default;
};

reading read(std::string_view wire, const test::cutting& cuts,
             const http1::limits& bounds) {
  http1::body_decoder decoder;
  decoder.begin({.kind = http::body_kind::chunked}, budget);
  http1::section_progress progress;
  fields::map trailers;
  reading seen;
  test::deliver(wire, cuts, [&](octets input) -> test::fed {
    auto fed = decoder.feed(input, bounds, progress, trailers);
    if (!fed) {
      seen.ending = to_string(fed.error());
      return {0, test::fed::then::stop};
    }
    seen.consumed += fed->consumed;
    if (std::holds_alternative<http1::need_more>(fed->event))
      return {fed->consumed, test::fed::then::wait};
    if (auto* slice = std::get_if<http1::body_slice>(&fed->event)) {
      seen.body += as_text(slice->bytes);
      return {fed->consumed, test::fed::then::again};
    }
    seen.ending = "end";
    for (auto& x : trailers)
      seen.trailers.push_back(std::string{x.name} + ": "
                              + std::string{x.value});
    return {fed->consumed, test::fed::then::stop};
  });
  // How much was consumed before an error, or while waiting, depends on the
  // cuts: a size line goes with the first octets of its chunk.
  if (seen.ending != "end")
    seen.consumed = 0;
  return seen;
}

// The plain reading: a regular expression a line.
std::optional<std::string> read_chunks_strictly(std::string_view wire) {
  static const std::regex size_line{
    "([0-9A-Fa-f]+)([ \\t]*;[^\\x01-\\x08\\x0a-\\x1f\\x7f]*)?"};
  std::string body;
  for (;;) {
    auto line = std::string{wire.substr(0, wire.find("\r\n"))};
    std::smatch parts;
    if (line.find('\0') != line.npos
        || !std::regex_match(line, parts, size_line))
      return std::nullopt;
    wire.remove_prefix(line.size() + 2);
    auto n = std::stoull(parts[1], nullptr, 16);
    if (n == 0)
      return body;
    if (wire.size() < n + 2 || wire.substr(n, 2) != "\r\n")
      return std::nullopt;
    body += wire.substr(0, n);
    wire.remove_prefix(n + 2);
  }
}

void survives_another_round(const reading& seen) {
  std::string wire;
  for (std::string_view rest = seen.body; !rest.empty();) {
    auto chunk = rest.substr(0, 7);
    http1::write_chunk_begin(wire, chunk.size());
    wire += chunk;
    http1::write_chunk_end(wire);
    rest.remove_prefix(chunk.size());
  }
  fields::map trailers;
  for (auto& x : seen.trailers)
    trailers.append(x.substr(0, x.find(':')), x.substr(x.find(':') + 2));
  http1::write_last_chunk(wire, trailers);
  auto want = std::vector<std::string>{};
  for (std::size_t i = 0; auto& x : trailers) {
    if (!http::forbidden_in_trailers(x)) // the encoder sends no others
      want.push_back(seen.trailers[i]);
    ++i;
  }
  auto again = read(wire, whole(wire), {});
  demand(again.ending == "end" && again.consumed == wire.size());
  demand(again.body == seen.body && again.trailers == want);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0)
    return 0;
  constexpr auto small = http1::limits{
    .field_line = 60, .chunk_line = 20, .trailers = 80, .trailer_count = 3};
  auto wire = as_wire(data + 1, size - 1);
  auto seen = read(wire, whole(wire), small);
  demand(seen == read(wire, cut_by(data[0]), small));
  if (seen.ending != "end")
    return 0;
  demand(read_chunks_strictly(wire) == seen.body);
  survives_another_round(seen);
  return 0;
}
