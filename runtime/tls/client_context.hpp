#pragma once

#include "runtime/tls/channel.hpp"
#include "runtime/tls/options.hpp"
#include "runtime/tls/settings.hpp"

#include "codecs/base/result.hpp"

#include <memory>
#include <optional>
#include <string>

namespace troupe::runtime::tls {

/// What all TLS connections to an upstream have in common. May be shared by
/// threads.
class client_context : public std::enable_shared_from_this<client_context> {
public:
  /// `own` is shown to servers that ask for a certificate. The error is a
  /// sentence.
  static codecs::result<std::shared_ptr<client_context>, std::string>
  make(const client_options& options, const std::optional<identity>& own = {});

  client_context(const client_context&) = delete;
  client_context& operator=(const client_context&) = delete;

  /// For a connection that is made. The server must prove to be `peer`, a name
  /// or an IP address; a name is told to the server (SNI), unless `announced`
  /// is another, or empty.
  std::unique_ptr<channel> connect(const std::string& peer,
                                   std::optional<std::string> announced
                                   = std::nullopt) const;

private:
  explicit client_context(const client_options& options);

  std::optional<std::string> set(const std::optional<identity>& own);

  client_options options_;
  context_ptr context_;
  std::shared_ptr<key_log> log_;
};

} // namespace troupe::runtime::tls
