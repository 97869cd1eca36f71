#pragma once

#include <netinet/in.h>

#include <cstddef>
#include <string_view>

namespace troupe::runtime::net {

/// An IP address as its octets, 4 or 16 of them, in network order; or, if the
/// text is none, the text: something to hash.
class ip_octets {
public:
  /// Without a port. Borrowed.
  explicit ip_octets(std::string_view text) noexcept;

  /// Borrowed from this, or from the text.
  std::string_view view() const noexcept;

private:
  char octets_[sizeof(in6_addr)];
  std::size_t size_ = 0;
  std::string_view text_;
};

} // namespace troupe::runtime::net
