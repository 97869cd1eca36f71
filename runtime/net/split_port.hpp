#pragma once

#include "codecs/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::runtime::net {

/// "host:port" or "[host]:port", taken apart. Borrows from the text.
struct host_and_port {
  std::string_view host; ///< without brackets; may be empty
  bool bracketed = false;
  std::uint16_t port = 0;
};

/// The error is a sentence for the operator.
codecs::result<host_and_port, std::string> split_port(std::string_view text);

} // namespace troupe::runtime::net
