#pragma once

#include "runtime/tls/certificate.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace troupe::runtime::tls {

/// What two sides have agreed on.
struct agreement {
  std::string_view version; ///< "TLSv1.3"
  std::string_view cipher;  ///< "TLS_AES_256_GCM_SHA384"
  std::string protocol;     ///< chosen by ALPN; empty: none
  std::string server_name;  ///< that the client asked for; may be empty
  bool resumed = false;
  std::optional<certificate_facts> peer; ///< who has proved to be there
};

} // namespace troupe::runtime::tls
