#include "runtime/net/ip_octets.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace troupe::runtime::net {

ip_octets::ip_octets(std::string_view text) noexcept : text_(text) {
  // The longest spelling of an IPv6 address, with a null behind it.
  char spelled[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof(spelled))
    return;
  *std::copy(text.begin(), text.end(), spelled) = '\0';
  if (::inet_pton(AF_INET, spelled, octets_) == 1)
    size_ = 4;
  else if (::inet_pton(AF_INET6, spelled, octets_) == 1)
    size_ = 16;
}

std::string_view ip_octets::view() const noexcept {
  return size_ > 0 ? std::string_view{octets_, size_} : text_;
}

} // namespace troupe::runtime::net
