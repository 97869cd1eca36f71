#include "tests/fuzz/fuzzing.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/base/base64.hpp"
#include "codecs/http/basic_credentials.hpp"

#include <algorithm>
#include <string>

namespace {

using namespace troupe::codecs;
using namespace troupe::codecs::http;
using namespace troupe::fuzz;

bool is_text(std::string_view x) {
  return std::none_of(x.begin(), x.end(),
                      [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

void keeps_to_the_grammar(std::string_view value) {
  auto got = parse_basic_credentials(value);
  if (!got)
    return;
  demand(got->user.find(':') == std::string::npos);
  demand(is_text(got->user) && is_text(got->password));
  demand(same_text(value.substr(0, 6), "Basic "));
  demand(value.ends_with(to_base64(got->user + ':' + got->password)));
  demand(parse_basic_credentials(to_string(*got)) == got);
}

/// What a client may send is read as it was meant, whatever is in it.
void survives_a_round(std::string_view pair) {
  auto colon = pair.find(':');
  if (colon == pair.npos)
    return;
  auto sent
    = basic_credentials{.user = std::string{pair.substr(0, colon)},
                        .password = std::string{pair.substr(colon + 1)}};
  auto got = parse_basic_credentials(to_string(sent));
  demand(got.has_value() == is_text(pair));
  demand(!got || *got == sent);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  auto wire = as_wire(data, size);
  keeps_to_the_grammar(wire);
  keeps_to_the_grammar("Basic " + to_base64(wire));
  survives_a_round(wire);
  return 0;
}
