#pragma once

#include <functional>
#include <string_view>

namespace troupe::codecs {

/// Has a view that lies in `from` point at the same place of `to`, after the
/// octets were moved there. An empty view may lie at the end of `from`; views
/// into anything else stay.
inline void rebase(std::string_view& x, std::string_view from,
                   const char* to) noexcept {
  // std::less orders pointers into different objects, too.
  auto before = std::less<const char*>{};
  auto* end = from.data() + from.size();
  if (!before(x.data(), from.data()) && !before(end, x.data() + x.size()))
    x = {to + (x.data() - from.data()), x.size()};
}

} // namespace troupe::codecs
