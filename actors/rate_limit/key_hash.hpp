#pragma once

#include "codecs/base/sip_hash.hpp"

#include <cstdint>
#include <string_view>

namespace troupe::actors {

/// What a limit is counted by (a client's address, an API key), as a number.
enum class key_digest : std::uint64_t {};

/// Makes digests under a key of its own, so that a client who chooses what it
/// is counted by cannot choose whom it is counted with. Digests of two hashes
/// have nothing to do with each other.
class key_hash {
public:
  /// A random key.
  key_hash();
  /// A key that is known: for tests.
  explicit key_hash(codecs::sip_key key) noexcept : key_(key) {}

  key_digest operator()(std::string_view key) const noexcept {
    return static_cast<key_digest>(codecs::sip_hash(key_, key));
  }

private:
  codecs::sip_key key_;
};

} // namespace troupe::actors
