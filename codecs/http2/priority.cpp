#include "codecs/http2/priority.hpp"

#include "codecs/fields/list.hpp"

namespace troupe::codecs::http2 {

namespace {

void take_member(std::string_view x, priority& to) noexcept {
  x = trim(x.substr(0, x.find(';'))); // parameters say nothing that is known
  if (x.size() == 3 && x.starts_with("u=") && x[2] >= '0' && x[2] <= '7')
    to.urgency = static_cast<std::uint8_t>(x[2] - '0');
  else if (x == "i" || x == "i=?1")
    to.incremental = true;
  else if (x == "i=?0")
    to.incremental = false;
}

} // namespace

priority parse_priority(std::string_view x) noexcept {
  auto result = priority{};
  fields::for_each_element(
    x, [&](std::string_view member) { take_member(member, result); });
  return result;
}

} // namespace troupe::codecs::http2
