#pragma once

#include <cstdint>
#include <string>

namespace troupe::actors {

/// Names a backend for as long as it is known, whatever else of it changes.
enum class backend_id : std::uint64_t {};

/// Backups are asked when no primary backend can be.
enum class backend_tier : std::uint8_t { primary, backup };

/// A backend as balancers know it. A value.
struct backend {
  backend_id id{};
  /// As the operator spelled it: "10.0.0.1:80", "app.example:8080",
  /// "unix:/run/app". Backends share one if a name has many addresses.
  std::string name;
  /// Where it is, in the same spelling; no other backend is there.
  std::string address;
  std::uint32_t weight = 1; ///< relative to the others; 0: takes nothing new
  backend_tier tier = backend_tier::primary;

  friend bool operator==(const backend&, const backend&) = default;
};

} // namespace troupe::actors
