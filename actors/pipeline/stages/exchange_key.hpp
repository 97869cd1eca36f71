#pragma once

#include "actors/pipeline/exchange_context.hpp"

#include "runtime/config/reader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors::stages {

/// Which exchanges a limit counts together: those of a client's address, of a
/// route, of a host, or those with the same value in a field.
class exchange_key {
public:
  enum class kind : std::uint8_t { client, route, host, field };

  exchange_key() = default;
  explicit exchange_key(kind what, std::string field = {})
    : what_(what), field_(std::move(field)) {
    // nop
  }

  /// Borrowed from the exchange. Who does not have the field has the empty key,
  /// as all others without it.
  std::string_view of(exchange_context& x) const;

private:
  kind what_ = kind::client;
  std::string field_;
};

/// "client", "route", "host", or a field's name.
std::optional<exchange_key> read_exchange_key(const runtime::config::setting& x,
                                              runtime::config::findings& out);

} // namespace troupe::actors::stages
