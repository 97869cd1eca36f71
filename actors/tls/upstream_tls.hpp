#pragma once

#include "actors/tls/certificate_user.hpp"

#include "runtime/tls/client_context.hpp"
#include "runtime/tls/client_sessions.hpp"
#include "runtime/tls/identity.hpp"
#include "runtime/tls/options.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// How the backends of an upstream are spoken to over TLS. They are verified
/// unless `client` says otherwise.
struct upstream_tls_options {
  runtime::tls::client_options client;
  /// What backends are shown that ask who we are.
  std::optional<runtime::tls::identity_files> identity;
  /// Whom all backends must prove to be, a name or an IP address. Empty: what
  /// each is called, without its port.
  std::string name;
  /// What they are told that we look for (SNI). Nothing: that name, if it is
  /// one; empty: they are not told.
  std::optional<std::string> announced;
};

/// The connections of an upstream, on all loops, as far as TLS is concerned.
class upstream_tls final : public certificate_user {
public:
  /// The error is a sentence that names the file.
  static codecs::result<std::shared_ptr<upstream_tls>, std::string>
  make(const upstream_tls_options& options);

  const upstream_tls_options& options() const noexcept { return options_; }

  codecs::result<bool, std::string> reload() override;
  std::vector<std::string> files() const override;
  std::vector<runtime::tls::certificate_facts> shown_facts() const override;

  /// What new connections are made with.
  std::shared_ptr<const runtime::tls::client_context> context() const;

private:
  explicit upstream_tls(upstream_tls_options options)
    : options_(std::move(options)) {}

  upstream_tls_options options_;
  mutable std::mutex mutex_; // of what follows
  std::shared_ptr<const runtime::tls::client_context> context_;
  std::optional<runtime::tls::identity> identity_;
};

/// A backend as TLS sees it: whom it must prove to be, and the sessions that it
/// has offered. Belongs to a pool.
class tls_peer {
public:
  /// `backend` is what the backend is called, with its port.
  tls_peer(std::shared_ptr<const upstream_tls> how, std::string_view backend);

  /// For a connection that has been made.
  std::unique_ptr<runtime::tls::channel> connect();

  const std::string& name() const noexcept { return name_; }

private:
  std::shared_ptr<const upstream_tls> how_;
  std::string name_;
  std::shared_ptr<const runtime::tls::client_context> context_; // of sessions_
  std::shared_ptr<runtime::tls::client_sessions> sessions_;
};

} // namespace troupe::actors
