#pragma once

#include "runtime/tls/channel.hpp"
#include "runtime/tls/identity_book.hpp"
#include "runtime/tls/options.hpp"
#include "runtime/tls/settings.hpp"
#include "runtime/tls/ticket_keys.hpp"

#include "codecs/base/result.hpp"

#include <memory>
#include <mutex>
#include <string>

namespace troupe::runtime::tls {

/// What all TLS connections of a listener have in common. May be shared by
/// threads, so that a client resumes on whichever loop it meets.
class server_context : public std::enable_shared_from_this<server_context> {
public:
  /// The error is a sentence.
  static codecs::result<std::shared_ptr<server_context>, std::string>
  make(const server_options& options);

  ~server_context();
  server_context(const server_context&) = delete;
  server_context& operator=(const server_context&) = delete;

  /// From now on these are shown. Who is in the middle of a handshake is not
  /// disturbed.
  void show(std::shared_ptr<const identity_book> book);
  std::shared_ptr<const identity_book> shown() const;

  /// Every handshake asks its caller which identity it should show
  /// (handshake_state::wants_identity), and those shown() are not.
  void ask_for_identities(bool on) noexcept { asks_ = on; }

  /// For a connection that was accepted.
  std::unique_ptr<channel> accept() const;

private:
  explicit server_context(const server_options& options);

  std::optional<std::string> set(const server_options& options);
  std::optional<std::string> set_clients(const server_options& options);
  void set_sessions(const server_options& options);

  friend struct server_callbacks;
  /// As OpenSSL's cert_cb: 1, 0 for no identity, -1 for later.
  int choose_identity(SSL& ssl) const;

  context_ptr context_;
  std::shared_ptr<key_log> log_;
  std::vector<std::string> protocols_;
  bool asks_ = false;
  mutable std::mutex mutex_; // of what follows
  std::shared_ptr<const identity_book> book_;
  mutable ticket_keys tickets_;
};

} // namespace troupe::runtime::tls
