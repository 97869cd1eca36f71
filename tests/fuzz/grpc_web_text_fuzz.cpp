#include "tests/fuzz/fuzzing.hpp"

#include "codecs/base/base64.hpp"
#include "codecs/grpc_web/text_decoder.hpp"

namespace {

using namespace troupe;
using namespace troupe::codecs;
using namespace troupe::fuzz;

struct reading {
  std::string octets;
  bool good = true;
  bool complete = false;

  /// Where it fails, how much was read before depends on the cuts.
  bool operator==(const reading& x) const {
    return good == x.good
           && (!good || (octets == x.octets && complete == x.complete));
  }
};

reading read(std::string_view wire, const test::cutting& cuts) {
  auto uut = grpc_web::text_decoder{};
  auto got = reading{};
  test::deliver(wire, cuts, [&](octets input) -> test::fed {
    got.good = uut.feed(input, got.octets);
    return {input.size(),
            got.good ? test::fed::then::wait : test::fed::then::stop};
  });
  got.complete = uut.complete();
  return got;
}

/// Segments of any sizes say what they were made of.
void survives_a_round(std::string_view text, std::uint8_t cut) {
  auto wire = std::string{};
  for (auto left = text; !left.empty();) {
    auto part = left.substr(0, cut % 16 + 1u);
    wire += to_base64(part);
    left.remove_prefix(part.size());
  }
  auto got = read(wire, cut_by(cut));
  demand(got.good && got.complete && got.octets == text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 1)
    return 0;
  auto wire = as_wire(data + 1, size - 1);
  auto seen = read(wire, whole(wire));
  demand(seen == read(wire, cut_by(data[0])));
  if (seen.good && seen.complete && wire.find('=') == wire.npos)
    demand(to_base64(seen.octets) == wire);
  survives_a_round(wire, data[0]);
  return 0;
}
