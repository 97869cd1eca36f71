#pragma once

#include "runtime/tls/handles.hpp"
#include "runtime/tls/options.hpp"

#include <memory>
#include <optional>
#include <string>

namespace troupe::runtime::tls {

/// Where secrets are written. May be shared by threads.
class key_log;

// What servers and clients set alike. Each returns what is wrong, as a sentence
// that begins with what it is about.

std::optional<std::string> apply(const protocol_options& from, SSL_CTX& to);
/// Loads the authorities and the revocation lists. `from.authorities` may be
/// empty: then the system's.
std::optional<std::string> apply(const trust_options& from, SSL_CTX& to);

/// In the form that OpenSSL wants: each name behind its length.
std::string wire_form(const std::vector<std::string>& protocols);

/// Opens the file, and makes the context write to it. Keep the result as long
/// as the context.
codecs::result<std::shared_ptr<key_log>, std::string>
open_key_log(const std::string& path, SSL_CTX& to);

} // namespace troupe::runtime::tls
