#include "runtime/tls/ticket_keys.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>

namespace troupe::runtime::tls {

namespace {

template <std::size_t N>
void draw(std::array<std::byte, N>& into) {
  if (RAND_bytes(reinterpret_cast<unsigned char*>(into.data()), int{N}) != 1)
    throw std::runtime_error{"there are no random octets"};
}

} // namespace

const ticket_key& ticket_keys::current(time::steady_point now) {
  if (!all_.empty() && seals_with(all_.back(), now))
    return all_.back();
  auto next = ticket_key{.name = {}, .cipher = {}, .mac = {}, .born = now};
  draw(next.name);
  draw(next.cipher);
  draw(next.mac);
  if (all_.size() > 1) {
    OPENSSL_cleanse(&all_.front(), sizeof(ticket_key));
    all_.erase(all_.begin());
  }
  all_.push_back(next);
  return all_.back();
}

const ticket_key* ticket_keys::find(std::span<const std::byte> name,
                                    time::steady_point now) const {
  auto x = std::ranges::find_if(all_, [&](const ticket_key& key) {
    return std::ranges::equal(key.name, name) && now < key.born + 2 * life_;
  });
  return x == all_.end() ? nullptr : &*x;
}

} // namespace troupe::runtime::tls
