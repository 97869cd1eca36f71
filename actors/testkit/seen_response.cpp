#include "actors/testkit/seen_response.hpp"

#include "codecs/fields/map.hpp"

namespace troupe::testkit {

std::string_view seen_response::field(std::string_view name) const noexcept {
  for (auto& [known, value] : fields)
    if (codecs::fields::same_name(known, name))
      return value;
  return {};
}

} // namespace troupe::testkit
