#include "tests/fuzz/fuzzing.hpp"
#include "tests/fuzz/strict_reader.hpp"

#include "codecs/http1/encoder.hpp"

namespace {

using namespace troupe;
using namespace troupe::codecs;
using namespace troupe::fuzz;

constexpr auto small = http1::limits{.start_line = 60,
                                     .field_line = 100,
                                     .field_count = 12,
                                     .head = 600,
                                     .chunk_line = 20,
                                     .trailers = 80,
                                     .trailer_count = 3};

void holds_for_the_first_head(std::string_view wire, http::method asked) {
  http1::response_decoder decoder{small};
  decoder.begin(asked);
  http1::response_head head;
  fields::map trailers;
  auto fed = decoder.feed(as_octets(wire), head, trailers);
  if (!fed || !std::holds_alternative<http1::head_end>(fed->event))
    return;

  auto strict = read_strictly(wire);
  demand(strict && strict->size == fed->consumed);
  demand(is_strict_status_line(strict->start_line));
  demand(strict->fields.size() == head.fields.size());
  if (head.framing.kind == http::body_kind::length)
    demand(strict_length(*strict) == std::to_string(head.framing.length)
           && strict->values_of("transfer-encoding").empty());
  if (head.framing.kind == http::body_kind::chunked)
    demand(strict->values_of("transfer-encoding").size() == 1
           && strict->values_of("content-length").empty());
  if (head.framing.kind == http::body_kind::until_close)
    demand(!head.keep_alive && strict->values_of("transfer-encoding").empty()
           && strict->values_of("content-length").empty());
  if (asked == http::method::head || head.status / 100 == 1
      || head.status == 204 || head.status == 304)
    demand(head.framing.kind == http::body_kind::none);

  std::string again;
  http1::write_status_line(again, head.status, head.reason);
  http1::write_fields(again, head.fields,
                      [](const fields::field&) { return true; });
  http1::end_head(again);
  auto bounds = http1::limits{};
  http1::response_decoder second{bounds};
  second.begin(asked);
  http1::response_head copy;
  auto fed_again = second.feed(as_octets(again), copy, trailers);
  if (head.version == http::version::http_1_0)
    return; // in HTTP/1.1 it may mean something else
  demand(fed_again && fed_again->consumed == again.size());
  demand(head.status == copy.status && head.keep_alive == copy.keep_alive);
  demand(head.framing.kind == copy.framing.kind
         && head.framing.length == copy.framing.length);
  demand(http1::text_of(head.fields) == http1::text_of(copy.fields));
}

} // namespace

// The first octet says how the wire is cut, the second what was asked.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 2)
    return 0;
  constexpr http::method methods[]
    = {http::method::get, http::method::head, http::method::connect};
  auto asked = methods[data[1] % 3];
  auto wire = as_wire(data + 2, size - 2);
  demand(http1::read_response(wire, whole(wire), asked, small)
         == http1::read_response(wire, cut_by(data[0]), asked, small));
  holds_for_the_first_head(wire, asked);
  return 0;
}
