#pragma once

#include "tests/codecs/http2/frames.hpp"

#include "codecs/http2/message_rules.hpp"

#include <ostream>
#include <string>
#include <string_view>

namespace troupe::codecs::http2::test {

inline ruling take(message_rules& uut, std::string_view name,
                   std::string_view value) {
  auto note = note_of(name, value);
  if (!name.starts_with(':'))
    return uut.take_field(note, value);
  return uut.take_pseudo(note, value) ? ruling::good : ruling::malformed;
}

/// Is all of that good?
inline bool take_all(message_rules& uut, const field_lines& fields) {
  for (auto& [name, value] : fields)
    if (take(uut, name, value) == ruling::malformed)
      return false;
  return true;
}

inline bool take_head(message_rules& uut, const field_lines& fields,
                      bool ends) {
  return take_all(uut, fields) && uut.end_head(ends);
}

inline message_rules a_request(bool extended_connect = true) {
  auto result = message_rules{};
  result.begin_request(extended_connect);
  return result;
}

inline message_rules a_response(http::method asked = http::method::get) {
  auto result = message_rules{};
  result.begin_response(asked);
  return result;
}

inline field_lines instead(field_lines x, std::string_view name,
                           std::string value) {
  for (auto& y : x)
    if (y.first == name)
      y.second = value;
  return x;
}

inline field_lines a_connect() {
  return {{":method", "CONNECT"}, {":authority", "a.example:443"}};
}

inline field_lines a_websocket() {
  return with(instead(a_get(), ":method", "CONNECT"), ":protocol", "websocket");
}

struct message {
  const char* what;
  field_lines head;
};

inline std::ostream& operator<<(std::ostream& out, const message& x) {
  return out << x.what;
}

} // namespace troupe::codecs::http2::test
