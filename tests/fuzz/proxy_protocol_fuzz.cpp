#include "tests/fuzz/fuzzing.hpp"

#include "codecs/proxy_protocol/decoder.hpp"
#include "codecs/proxy_protocol/encoder.hpp"

#include <string>

namespace {

using namespace troupe;
using namespace troupe::codecs;
using namespace troupe::codecs::proxy_protocol;
using namespace troupe::fuzz;

/// The second half of a header decides nothing that the first has decided.
void is_decided_once(std::string_view wire) {
  auto all = decode(as_octets(wire));
  for (std::size_t cut = 0; cut < wire.size(); ++cut) {
    auto part = decode(as_octets(wire.substr(0, cut)));
    if (!part) {
      demand(!all && part.error() == all.error());
      return;
    }
    if (!part->has_value())
      continue;
    demand(all && all->has_value());
    demand((*part)->consumed == (*all)->consumed);
    demand((*part)->what == (*all)->what);
  }
}

void survives_a_round(const header& x) {
  auto wire = std::string{};
  write_binary(wire, x, true);
  auto got = decode(as_octets(wire), {.octets = 1 << 17});
  demand(got && got->has_value() && (*got)->consumed == wire.size());
  demand((*got)->what == x);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  auto wire = as_wire(data, size);
  is_decided_once(wire);
  if (auto got = decode(as_octets(wire)); got && got->has_value()) {
    demand((*got)->consumed <= size);
    auto x = (*got)->what;
    if (!x.local || x.tlvs.empty())
      survives_a_round(x);
  }
  return 0;
}
