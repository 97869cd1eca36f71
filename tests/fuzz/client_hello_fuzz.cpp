#include "tests/fuzz/fuzzing.hpp"

#include "codecs/tls/client_hello.hpp"

namespace {

using namespace troupe::codecs;
using namespace troupe::codecs::tls;
using namespace troupe::fuzz;

} // namespace

/// What has come later decides nothing that was decided before.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  auto wire = as_wire(data, size);
  auto all = parse_client_hello(as_octets(wire));
  for (std::size_t cut = 0; cut < wire.size(); ++cut) {
    auto part = parse_client_hello(as_octets(wire.substr(0, cut)));
    if (part && !part->has_value())
      continue;
    demand(part.ok() == all.ok());
    demand(part ? **part == **all : part.error() == all.error());
    break;
  }
  return 0;
}
