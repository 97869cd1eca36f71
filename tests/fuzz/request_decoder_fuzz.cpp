#include "tests/fuzz/fuzzing.hpp"
#include "tests/fuzz/strict_reader.hpp"

#include "codecs/http1/encoder.hpp"

namespace {

using namespace troupe;
using namespace troupe::codecs;
using namespace troupe::fuzz;

constexpr auto small = http1::limits{.start_line = 200,
                                     .field_line = 100,
                                     .field_count = 12,
                                     .head = 600,
                                     .chunk_line = 20,
                                     .trailers = 80,
                                     .trailer_count = 3,
                                     .body = 1u << 20};

// The first head of the wire, as a proxy would send it on.
void holds_for_the_first_head(std::string_view wire) {
  while (wire.starts_with("\r\n"))
    wire.remove_prefix(2);
  http1::request_decoder decoder{small};
  http1::request_head head;
  fields::map trailers;
  auto fed = decoder.feed(as_octets(wire), head, trailers);
  if (!fed || !std::holds_alternative<http1::head_end>(fed->event))
    return;

  auto strict = read_strictly(wire);
  demand(strict && strict->size == fed->consumed);
  demand(is_strict_request_line(strict->start_line));
  demand(strict->fields.size() == head.fields.size());
  for (std::size_t i = 0; i < head.fields.size(); ++i) {
    auto& x = head.fields[i];
    demand(fields::same_name(x.name, strict->fields[i].name));
    demand(x.value == strict->fields[i].value);
    demand(x.id == fields::find_name(x.name));
    demand(!x.whole_line
           || std::string_view{x.value.data() + x.value.size(), 2} == "\r\n");
  }
  auto codings = strict->values_of("transfer-encoding");
  auto lengths = strict->values_of("content-length");
  demand(codings.empty() || lengths.empty());
  if (head.framing.kind == http::body_kind::chunked)
    demand(codings.size() == 1);
  else
    demand(codings.empty());
  if (head.framing.kind == http::body_kind::length)
    demand(strict_length(*strict) == std::to_string(head.framing.length));
  else
    demand(lengths.empty());
  demand(strict->values_of("host").size() <= 1);

  std::string again;
  http1::write_request_line(again, head.method_text, head.target.text);
  http1::write_fields(again, head.fields,
                      [](const fields::field&) { return true; });
  http1::end_head(again);
  auto bounds = http1::limits{};
  http1::request_decoder second{bounds};
  http1::request_head copy;
  auto fed_again = second.feed(as_octets(again), copy, trailers);
  if (head.version == http::version::http_1_0)
    return; // in HTTP/1.1 it may mean something else
  demand(fed_again && fed_again->consumed == again.size());
  demand(http1::text_of(head) == http1::text_of(copy));
  demand(http1::text_of(head.fields) == http1::text_of(copy.fields));
  demand(head.authority == copy.authority);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0)
    return 0;
  auto wire = as_wire(data + 1, size - 1);
  demand(http1::read_requests(wire, whole(wire), small)
         == http1::read_requests(wire, cut_by(data[0]), small));
  holds_for_the_first_head(wire);
  return 0;
}
