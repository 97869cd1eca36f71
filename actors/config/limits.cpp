#include "actors/config/limits.hpp"

#include <cstdint>
#include <limits>

namespace troupe::actors {

namespace {

using namespace runtime::config;

// Less is a slip of the pen, and more than nobody's head needs.
constexpr auto of_a_line = size{.least = 64, .most = 16 << 20};
constexpr auto of_lines = whole_number{.least = 1, .most = 65535};

void bind_shared(section& in, codecs::http1::limits& to) {
  in.bind("field_line", to.field_line, of_a_line);
  in.bind("field_count", to.field_count, of_lines);
  in.bind("head", to.head, of_a_line);
  in.bind("chunk_line", to.chunk_line, size{.least = 16, .most = 65536});
  in.bind("trailers", to.trailers, of_a_line);
  in.bind("trailer_count", to.trailer_count, of_lines);
}

} // namespace

void bind_request_limits(section& in, codecs::http1::limits& to) {
  in.bind("request_line", to.start_line, of_a_line);
  bind_shared(in, to);
  in.bind("body", to.body,
          size{.off = std::numeric_limits<std::uint64_t>::max()});
}

void bind_response_limits(section& in, codecs::http1::limits& to) {
  in.bind("status_line", to.start_line, of_a_line);
  bind_shared(in, to);
}

} // namespace troupe::actors
