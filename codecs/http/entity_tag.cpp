#include "codecs/http/entity_tag.hpp"

namespace troupe::codecs::http {

namespace {

// etagc (RFC 9110 section 8.8.3), obs-text included.
bool is_tag_char(char c) noexcept {
  auto octet = static_cast<unsigned char>(c);
  return octet == 0x21 || (octet >= 0x23 && octet != 0x7f);
}

} // namespace

std::optional<entity_tag> take_entity_tag(std::string_view& text) noexcept {
  auto rest = text;
  auto tag = entity_tag{.weak = rest.starts_with("W/"), .text = {}};
  if (tag.weak)
    rest.remove_prefix(2);
  if (!rest.starts_with('"'))
    return std::nullopt;
  auto size = std::size_t{1};
  while (size < rest.size() && is_tag_char(rest[size]))
    ++size;
  if (size == rest.size() || rest[size] != '"')
    return std::nullopt;
  tag.text = rest.substr(0, size + 1);
  text = rest.substr(size + 1);
  return tag;
}

std::optional<entity_tag> parse_entity_tag(std::string_view text) noexcept {
  auto tag = take_entity_tag(text);
  return text.empty() ? tag : std::nullopt;
}

} // namespace troupe::codecs::http
