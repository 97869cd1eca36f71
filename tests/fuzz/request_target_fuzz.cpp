#include "tests/fuzz/fuzzing.hpp"

#include "codecs/uri/request_target.hpp"

#include <regex>
#include <string>

namespace {

using namespace troupe::codecs;
using namespace troupe::fuzz;

bool has_good_authority(const std::string& text) {
  static const std::regex grammar{
    "(\\[[0-9A-Fa-f:.]+\\]|([-._~!$&'()*+,;=0-9A-Za-z]|%[0-9A-Fa-f]{2})+)"
    "(:[0-9]*)?"};
  return std::regex_match(text, grammar);
}

// Each form, put together again from its parts, is what it was taken from.
std::string put_together(const uri::request_target& x) {
  std::string text;
  switch (x.form) {
    case uri::target_form::asterisk: return "*";
    case uri::target_form::authority: return std::string{x.authority};
    case uri::target_form::absolute:
      text.append(x.scheme).append("://").append(x.authority);
      break;
    case uri::target_form::origin: break;
  }
  text.append(x.path);
  if (x.has_query)
    text.append("?").append(x.query);
  return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0 || size > 500)
    return 0;
  auto is_connect = data[0] % 2 == 1;
  auto text = as_wire(data + 1, size - 1);
  auto x = uri::parse_request_target(text, is_connect);
  if (!x)
    return 0;
  demand(x->text == text);
  demand(put_together(*x) == text);
  for (auto c : text)
    demand(c > ' ' && c < '\x7f' && c != '#');
  demand(is_connect == (x->form == uri::target_form::authority));
  if (!x->authority.empty()) {
    auto parts = uri::parse_authority(x->authority);
    demand(parts && !parts->host.empty());
    demand(has_good_authority(std::string{x->authority}));
    demand(!is_connect || !parts->port.empty());
  } else {
    demand(x->form == uri::target_form::origin
           || x->form == uri::target_form::asterisk);
  }
  return 0;
}
