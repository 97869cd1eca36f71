#include "tests/fuzz/fuzzing.hpp"

#include "codecs/http/ranges.hpp"

namespace {

using namespace troupe::codecs;
using namespace troupe::fuzz;
using kind = http::range_request::kind;

constexpr std::size_t max_ranges = 4;

} // namespace

// The first octet tells how long the representation is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0 || size > 500)
    return 0;
  auto length = std::uint64_t{data[0]};
  auto got
    = http::parse_ranges(as_wire(data + 1, size - 1), length, max_ranges);
  demand((got.what == kind::satisfiable) == !got.ranges.empty());
  demand(got.ranges.size() <= max_ranges);
  for (auto& x : got.ranges) {
    demand(x.first <= x.last && x.last < length);
    for (auto& y : got.ranges) // none touches another
      demand(&x == &y || x.last + 1 < y.first || y.last + 1 < x.first);
  }
  // What was understood is understood the same when it is written out.
  auto again = std::string{"bytes="};
  for (auto& x : got.ranges)
    again.append(std::to_string(x.first) + '-' + std::to_string(x.last) + ',');
  if (got.what == kind::satisfiable)
    demand(http::parse_ranges(again, length, max_ranges).ranges == got.ranges);
  return 0;
}
