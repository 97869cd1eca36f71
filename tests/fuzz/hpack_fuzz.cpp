#include "tests/codecs/hpack/blocks.hpp"
#include "tests/fuzz/fuzzing.hpp"

#include <algorithm>
#include <string>

namespace {

using namespace troupe::codecs;
using namespace troupe::codecs::hpack::test;
using namespace troupe::fuzz;

/// What is written again says the same, but for what has become secret, and for
/// capitals, which names on a wire do not have.
void demand_same(const lines& told, const lines& want) {
  demand(told.size() == want.size());
  for (std::size_t i = 0; i < told.size(); ++i) {
    auto name = want[i].name;
    std::transform(name.begin(), name.end(), name.begin(), to_lower);
    demand(told[i].name == name && told[i].value == want[i].value);
    demand(told[i].never_indexed || !want[i].never_indexed
           || name.starts_with(':'));
  }
}

} // namespace

// Blocks of one connection, each behind an octet for its size. The first octet
// says what tables the sides have.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0)
    return 0;
  auto limit = std::size_t{data[0]} * 32;
  auto wire = as_wire(data + 1, size - 1);
  auto uut = hpack::decoder{limit, sizes()};
  auto again = hpack::encoder{};
  auto there = hpack::decoder{4096, sizes()};
  while (!wire.empty()) {
    auto n = std::min(std::size_t{static_cast<unsigned char>(wire[0])} + 1,
                      wire.size());
    auto told = decode(uut, wire.substr(1, n - 1));
    demand(uut.table_size() <= uut.table_limit());
    demand(uut.table_limit() <= std::max(limit, hpack::default_limit));
    if (!told)
      return 0;
    auto heard = decode(there, encode(again, *told));
    demand(heard.has_value());
    demand_same(*heard, *told);
    if (n % 7 == 0)
      again.set_limit(n * 16);
    wire.remove_prefix(n);
  }
  return 0;
}
