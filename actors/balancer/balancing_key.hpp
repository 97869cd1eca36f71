#pragma once

#include "codecs/http1/head.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// What an upstream hashes requests by.
class balancing_key {
public:
  enum class kind : std::uint8_t {
    uri,    ///< path and query
    path,   ///< without the query
    field,  ///< the value of the request's first field of that name
    cookie, ///< the value of the request's cookie of that name
    client, ///< the client's address, never its port
    stage,  ///< what a stage has said: exchange_context::balancing_key()
  };

  balancing_key() = default;
  /// `name` is the field's or the cookie's.
  explicit balancing_key(kind what, std::string name = {})
    : what_(what), name_(std::move(name)) {
    // nop
  }

  /// Borrowed from the request; nothing if it has none. `client` is an address
  /// without port, `stage` what a stage has said, if one has: it comes first.
  std::optional<std::string_view>
  of(const codecs::http1::request_head& head, std::string_view client,
     std::optional<std::string_view> stage = {}) const;

private:
  kind what_ = kind::uri;
  std::string name_;
};

} // namespace troupe::actors
