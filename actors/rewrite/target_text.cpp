#include "actors/rewrite/target_text.hpp"

#include <algorithm>

namespace troupe::actors {

namespace {

using std::string_view;

constexpr string_view never_in_uris = "\"<>\\^`{|}";

bool may_stand_in_uri(char c) noexcept {
  return c > 0x20 && c < 0x7f && never_in_uris.find(c) == string_view::npos;
}

void append_encoded(std::string& out, char c) {
  constexpr string_view digits = "0123456789ABCDEF";
  const auto octet = static_cast<unsigned char>(c);
  out += '%';
  out += digits[octet >> 4];
  out += digits[octet & 15];
}

void append_text(std::string& out, string_view text, string_view also_encoded) {
  for (auto c : text) {
    if (may_stand_in_uri(c) && also_encoded.find(c) == also_encoded.npos)
      out += c;
    else
      append_encoded(out, c);
  }
}

} // namespace

void append_uri_text(std::string& out, string_view text) {
  append_text(out, text, {});
}

void append_path_text(std::string& out, string_view text) {
  out += '/';
  text.remove_prefix(std::min(text.find_first_not_of('/'), text.size()));
  append_text(out, text, "?#");
}

void append_query_text(std::string& out, string_view text) {
  append_text(out, text, "#");
}

} // namespace troupe::actors
