#include "runtime/tls/sha1.hpp"

#include <openssl/evp.h>

#include <array>
#include <new>

namespace troupe::runtime::tls {

std::string sha1(std::string_view text) {
  auto digest = std::array<unsigned char, EVP_MAX_MD_SIZE>{};
  auto size = 0u;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(),
                 nullptr)
      != 1)
    throw std::bad_alloc{};
  return {reinterpret_cast<const char*>(digest.data()), size};
}

} // namespace troupe::runtime::tls
