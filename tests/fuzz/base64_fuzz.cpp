#include "tests/fuzz/fuzzing.hpp"

#include "codecs/base/base64.hpp"

#include <string>

namespace {

using namespace troupe::codecs;
using namespace troupe::fuzz;

std::size_t letters_for(std::size_t octets, base64_alphabet alphabet) {
  return alphabet == base64_alphabet::standard ? (octets + 2) / 3 * 4
                                               : (octets * 8 + 5) / 6;
}

void survives_a_round(std::string_view octets, base64_alphabet alphabet) {
  auto text = to_base64(octets, alphabet);
  demand(text.size() == letters_for(octets.size(), alphabet));
  demand(from_base64(text, alphabet) == octets);
}

/// There is one text for each octets, so what is read is what is written.
void is_the_only_spelling(std::string_view text, base64_alphabet alphabet) {
  if (auto octets = from_base64(text, alphabet))
    demand(to_base64(*octets, alphabet) == text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  auto wire = as_wire(data, size);
  for (auto alphabet : {base64_alphabet::standard, base64_alphabet::url}) {
    survives_a_round(wire, alphabet);
    is_the_only_spelling(wire, alphabet);
  }
  return 0;
}
