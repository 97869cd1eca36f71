#include "codecs/http/basic_credentials.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/base/base64.hpp"

#include <algorithm>

namespace troupe::codecs::http {

namespace {

constexpr std::string_view scheme = "Basic";

bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

} // namespace

std::optional<basic_credentials>
parse_basic_credentials(std::string_view authorization) {
  const auto blank = authorization.find(' ');
  if (blank == authorization.npos
      || !same_text(authorization.substr(0, blank), scheme))
    return std::nullopt;
  authorization.remove_prefix(std::min(
    authorization.find_first_not_of(' ', blank), authorization.size()));
  const auto text = from_base64(authorization);
  if (!text || std::any_of(text->begin(), text->end(), is_control))
    return std::nullopt;
  const auto colon = text->find(':');
  if (colon == text->npos)
    return std::nullopt;
  return basic_credentials{.user = text->substr(0, colon),
                           .password = text->substr(colon + 1)};
}

std::string to_string(const basic_credentials& x) {
  return std::string{scheme} + ' ' + to_base64(x.user + ':' + x.password);
}

std::string basic_challenge(std::string_view realm) {
  auto result = std::string{scheme} + " realm=\"";
  for (auto c : realm) {
    if (c == '"' || c == '\\')
      result += '\\';
    result += c;
  }
  return result += "\", charset=\"UTF-8\"";
}

} // namespace troupe::codecs::http
