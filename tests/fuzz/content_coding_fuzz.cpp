#include "tests/codecs/coding/coders.hpp"
#include "tests/fuzz/fuzzing.hpp"

namespace {

using namespace troupe;
using namespace troupe::codecs;
using namespace troupe::codecs::coding;
using namespace troupe::fuzz;

// The smallest window and the slowest search that somebody may choose, and what
// is quick between them.
constexpr auto levels = std::array{1, 2, 4, 5};

/// The first octet says which coding, which level, and in what pieces the
/// encoder is fed; the octets themselves, after which pieces it is flushed.
std::string encode_in_pieces(encoder& uut, std::string_view text,
                             std::size_t piece) {
  std::string wire;
  while (!text.empty()) {
    auto part = text.substr(0, piece);
    uut.encode(as_octets(part), wire);
    if ((part.back() & 3) == 0)
      uut.flush(wire);
    text.remove_prefix(part.size());
  }
  uut.finish(wire);
  return wire;
}

void survives_a_round(kind x, int level, std::string_view text,
                      std::uint8_t cut) {
  auto uut = make_encoder(x, level);
  auto wire = encode_in_pieces(*uut, text, cut % 64 + 1u);
  auto reader = make_decoder(x);
  auto want = decoding{std::string{text}, "end"};
  demand(decode(*reader, wire, cut_by(cut), cut + 1u) == want);
  reader->reset();
  demand(decode(*reader, wire, whole(wire)) == want);
  uut->reset();
  demand(encode_in_pieces(*uut, text, cut % 64 + 1u) == wire);
}

bool is_a_limit(const decoding& x) {
  return x.ending == "ratio_exceeded" || x.ending == "total_exceeded";
}

void stays_within_limits(kind x, std::string_view wire, std::uint8_t cut) {
  constexpr auto limits
    = decoder_limits{.ratio = 100, .ratio_grace = 32'768, .total = 200'000};
  auto uut = make_decoder(x, limits);
  auto seen = decode(*uut, wire, whole(wire));
  uut->reset();
  auto again = decode(*uut, wire, cut_by(cut), cut * 64u + 1);
  demand(seen.text.size() <= limits.total);
  demand(seen.text.size()
         <= limits.ratio_grace + limits.ratio * wire.size() + 16'384);
  demand(again.text.size() <= limits.total);
  demand(again.ending != "not what decode() promises");
  if (!is_a_limit(seen) && !is_a_limit(again))
    demand(seen.ending == again.ending);
  if (seen.ending == "end" || seen.ending == "truncated")
    demand(is_a_limit(again) || seen == again);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 2)
    return 0;
  auto kind = all_kinds[data[0] & 3];
  auto rest = as_wire(data + 2, size - 2);
  if ((data[0] & 4) != 0)
    survives_a_round(kind, levels[data[0] >> 3 & 3], rest, data[1]);
  else
    stays_within_limits(kind, rest, data[1]);
  return 0;
}
