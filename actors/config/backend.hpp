#pragma once

#include "actors/upstream/options.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// Adds what is behind "127.0.0.1:9000", "[::1]:9000", "unix:/run/app.sock",
/// "app.internal:9000" or "http://app.example:9000": a backend, or a name that
/// name servers are asked for, each of whose addresses is a backend. With
/// "https://app.example" for the first, the upstream speaks TLS. What is
/// wrong with the text, if anything is, as a sentence for the operator.
std::optional<std::string>
add_backend(upstream_options& to, std::string_view text,
            std::uint32_t weight = 1,
            backend_tier tier = backend_tier::primary);

} // namespace troupe::actors
