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

/// After which of eight pieces in turn the encoder is flushed: a bit each.
using flush_pattern = std::uint8_t;

std::string encode_in_pieces(encoder& uut, std::string_view text,
                             std::size_t piece, flush_pattern flushes) {
  std::string wire;
  for (auto i = 0; !text.empty(); ++i) {
    auto part = text.substr(0, piece);
    uut.encode(as_octets(part), wire);
    if ((flushes >> i % 8 & 1) != 0)
      uut.flush(wire);
    text.remove_prefix(part.size());
  }
  uut.finish(wire);
  return wire;
}

/// Whatever was given before a flush can be read behind it.
void flushes_all(kind x, int level, std::string_view text, std::size_t piece,
                 flush_pattern flushes) {
  auto uut = make_encoder(x, level);
  auto reader = make_decoder(x);
  std::string seen;
  std::size_t given = 0;
  for (auto i = 0; given < text.size(); ++i) {
    std::string wire;
    auto part = text.substr(given, piece);
    given += part.size();
    uut->encode(as_octets(part), wire);
    auto flushed = (flushes >> i % 8 & 1) != 0;
    if (flushed)
      uut->flush(wire);
    demand(reader->decode(as_octets(wire), seen, text.size() + 1).ok());
    demand(!flushed || seen == text.substr(0, given));
  }
}

void survives_a_round(kind x, int level, std::string_view text,
                      std::uint8_t cut) {
  auto uut = make_encoder(x, level);
  auto piece = cut % 64 + 1u;
  auto flushes
    = text.empty() ? flush_pattern{} : static_cast<flush_pattern>(text[0]);
  auto wire = encode_in_pieces(*uut, text, piece, flushes);
  auto reader = make_decoder(x);
  auto want = decoding{std::string{text}, "end"};
  demand(decode(*reader, wire, cut_by(cut), cut + 1u) == want);
  reader->reset();
  demand(decode(*reader, wire, whole(wire)) == want);
  uut->reset();
  demand(encode_in_pieces(*uut, text, piece, flushes) == wire);
  flushes_all(x, level, text, piece, flushes);
}

/// A text that repeats itself is a bomb, and goes off at the limit, no sooner.
void stops_bombs(kind x, int level, std::string_view text, std::uint8_t cut) {
  constexpr auto slice = std::size_t{16'384}; // after which the decoder looks
  auto limits
    = decoder_limits{.ratio = cut % 32u + 2, .ratio_grace = 2 * slice};
  std::string repeated;
  while (repeated.size() < cut * 1024u && !text.empty())
    repeated += text;
  auto wire = encode(*make_encoder(x, level), repeated);
  auto uut = make_decoder(x, limits);
  auto seen = decode(*uut, wire, cut_by(cut));
  auto last_look = repeated.size() / slice * slice;
  auto is_bomb
    = last_look > limits.ratio_grace && last_look / limits.ratio > wire.size();
  demand(seen.ending == "ratio_exceeded"
         || (!is_bomb && seen == decoding{repeated, "end"}));
  if (repeated.size() <= limits.ratio_grace)
    demand(seen.ending == "end");
  demand(seen.text.size() <= limits.ratio_grace + slice
         || seen.text.size() <= limits.ratio * wire.size() + slice);
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

/// The first octet says which coding, which level and what is to hold; the
/// second, how things are cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 2)
    return 0;
  auto kind = all_kinds[data[0] & 3];
  auto rest = as_wire(data + 2, size - 2);
  auto level = levels[data[0] >> 3 & 3];
  if ((data[0] & 4) != 0 && (data[0] & 32) != 0)
    stops_bombs(kind, level, rest, data[1]);
  else if ((data[0] & 4) != 0)
    survives_a_round(kind, level, rest, data[1]);
  else
    stays_within_limits(kind, rest, data[1]);
  return 0;
}
