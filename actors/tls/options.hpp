#pragma once

#include "runtime/tls/identity.hpp"
#include "runtime/tls/options.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace troupe::actors {

/// A certificate that a listener shows.
struct certificate_options {
  runtime::tls::identity_files files;
  /// For which names; empty: for those that it has itself.
  std::vector<std::string> names;

  bool operator==(const certificate_options&) const = default;
};

/// To be called once, on any thread; without an identity the handshake fails.
using identity_answer
  = std::function<void(std::optional<runtime::tls::identity>)>;

/// Supplies the certificate for the name that a client asks for, which may be
/// empty, at once or when it has found it. Called by all loops, and must not
/// block: an actor may be asked.
using identity_supplier
  = std::function<void(const std::string& server_name, identity_answer answer)>;

/// How a listener speaks TLS.
struct tls_options {
  runtime::tls::server_options server;
  /// The first is for clients that ask for no name, or for an unknown one.
  std::vector<certificate_options> certificates;
  identity_supplier supplier; ///< instead of them
  /// Names that are not for us, and the upstreams whose they are: connections
  /// that ask for one are led there as they are, and nobody reads them here.
  std::map<std::string, std::string> pass_through;
  /// For a whole handshake; 0: for ever.
  std::chrono::milliseconds handshake = std::chrono::seconds{10};
  /// Read files again when they change.
  bool watch = true;
};

} // namespace troupe::actors
