#include "runtime/tls/error_text.hpp"

#include <openssl/err.h>

namespace troupe::runtime::tls {

std::string take_error_text() {
  auto first = ERR_get_error();
  ERR_clear_error();
  if (first == 0)
    return {};
  auto* reason = ERR_reason_error_string(first);
  return reason ? reason : "error " + std::to_string(first);
}

} // namespace troupe::runtime::tls
