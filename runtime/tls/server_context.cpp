#include "runtime/tls/server_context.hpp"

#include "runtime/tls/error_text.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace troupe::runtime::tls {

namespace {

constexpr auto session_scope = std::string_view{"troupe"};

int verification_of(client_proof x) {
  switch (x) {
    case client_proof::none: return SSL_VERIFY_NONE;
    case client_proof::wished: return SSL_VERIFY_PEER;
    case client_proof::demanded:
      return SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  }
  return SSL_VERIFY_NONE;
}

bool has(std::string_view offered, std::string_view wanted) {
  while (!offered.empty()) {
    auto size = static_cast<unsigned char>(offered.front());
    if (offered.substr(1, size) == wanted)
      return true;
    offered.remove_prefix(std::min<std::size_t>(1 + size, offered.size()));
  }
  return false;
}

/// For a ticket that is sealed or opened.
int start(const ticket_key& key, unsigned char* iv, EVP_CIPHER_CTX* cipher,
          EVP_MAC_CTX* mac, bool seals) {
  auto octets
    = [](auto& x) { return reinterpret_cast<const unsigned char*>(x.data()); };
  char digest[] = "SHA256";
  OSSL_PARAM parameters[]
    = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
       OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY,
                                         const_cast<std::byte*>(key.mac.data()),
                                         key.mac.size()),
       OSSL_PARAM_construct_end()};
  return EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), nullptr,
                           octets(key.cipher), iv, seals ? 1 : 0)
               == 1
             && EVP_MAC_CTX_set_params(mac, parameters) == 1
           ? 1
           : -1;
}

} // namespace

/// What OpenSSL calls.
struct server_callbacks {
  static server_context& of(SSL* ssl) {
    return *static_cast<server_context*>(
      SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
  }

  static int on_identity(SSL* ssl, void* self) {
    return static_cast<server_context*>(self)->choose_identity(*ssl);
  }

  static int on_protocols(SSL*, const unsigned char** chosen,
                          unsigned char* size, const unsigned char* offered,
                          unsigned offered_size, void* self) {
    auto& protocols = static_cast<server_context*>(self)->protocols_;
    auto all
      = std::string_view{reinterpret_cast<const char*>(offered), offered_size};
    for (auto& x : protocols)
      if (has(all, x)) {
        *chosen = reinterpret_cast<const unsigned char*>(x.data());
        *size = static_cast<unsigned char>(x.size());
        return SSL_TLSEXT_ERR_OK;
      }
    return SSL_TLSEXT_ERR_ALERT_FATAL; // RFC 7301 section 3.2
  }

  /// Names of the client's choice are no errors: who knows none of them shows
  /// the default (RFC 6066 section 3 allows for it), and answers that SNI was
  /// heard.
  static int on_server_name(SSL*, int*, void*) { return SSL_TLSEXT_ERR_OK; }

  static int on_ticket(SSL* ssl, unsigned char* name, unsigned char* iv,
                       EVP_CIPHER_CTX* cipher, EVP_MAC_CTX* mac, int seals) {
    auto& self = of(ssl);
    auto guard = std::scoped_lock{self.mutex_};
    auto now = std::chrono::steady_clock::now();
    if (seals) {
      auto& key = self.tickets_.current(now);
      std::memcpy(name, key.name.data(), key.name.size());
      if (RAND_bytes(iv, EVP_CIPHER_get_iv_length(EVP_aes_256_cbc())) != 1)
        return -1;
      return start(key, iv, cipher, mac, true);
    }
    auto* key = self.tickets_.find(
      {reinterpret_cast<const std::byte*>(name), sizeof(ticket_key::name)},
      now);
    if (!key)
      return 0; // a whole handshake, then
    // A ticket of TLS 1.3 is used once, and so another is given (2).
    auto renews = SSL_version(ssl) == TLS1_3_VERSION
                  || !self.tickets_.seals_with(*key, now);
    auto done = start(*key, iv, cipher, mac, false);
    return done == 1 && renews ? 2 : done;
  }

  static int on_staple(SSL* ssl, void* self) {
    auto book = static_cast<server_context*>(self)->shown();
    auto* chosen = SSL_get_certificate(ssl);
    for (auto& x : book->all())
      if (x.shows(chosen))
        return x.staple(*ssl) ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
    return SSL_TLSEXT_ERR_NOACK;
  }
};

server_context::server_context(const server_options& options)
  : context_(SSL_CTX_new(TLS_server_method())),
    protocols_(options.protocol.protocols),
    book_(std::make_shared<identity_book>()), tickets_(options.ticket_life) {
  // nop
}

server_context::~server_context() = default;

codecs::result<std::shared_ptr<server_context>, std::string>
server_context::make(const server_options& options) {
  auto result = std::shared_ptr<server_context>{new server_context{options}};
  if (!result->context_)
    return take_error_text();
  if (auto wrong = result->set(options))
    return *std::move(wrong);
  return result;
}

std::optional<std::string> server_context::set(const server_options& options) {
  auto& to = *context_;
  if (auto wrong = apply(options.protocol, to))
    return wrong;
  if (auto wrong = set_clients(options))
    return wrong;
  if (!options.protocol.key_log.empty()) {
    auto log = open_key_log(options.protocol.key_log, to);
    if (!log)
      return log.error();
    log_ = *std::move(log);
  }
  SSL_CTX_set_app_data(&to, this);
  SSL_CTX_set_options(&to, SSL_OP_CIPHER_SERVER_PREFERENCE
                             | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_cert_cb(&to, server_callbacks::on_identity, this);
  SSL_CTX_set_tlsext_servername_callback(&to, server_callbacks::on_server_name);
  SSL_CTX_set_tlsext_status_cb(&to, server_callbacks::on_staple);
  SSL_CTX_set_tlsext_status_arg(&to, this);
  if (!protocols_.empty())
    SSL_CTX_set_alpn_select_cb(&to, server_callbacks::on_protocols, this);
  if (options.early_data > 0
      && (options.tickets == 0 || options.remembered == 0))
    return "early data needs sessions that are remembered: a replay is told "
           "from them";
  set_sessions(options);
  return std::nullopt;
}

std::optional<std::string>
server_context::set_clients(const server_options& options) {
  if (options.clients == client_proof::none)
    return std::nullopt;
  auto& to = *context_;
  SSL_CTX_set_verify(&to, verification_of(options.clients), nullptr);
  if (options.trust.authorities.empty())
    return "clients are to be verified: name the authorities";
  if (auto wrong = apply(options.trust, to))
    return wrong;
  SSL_CTX_set_client_CA_list(
    &to, SSL_load_client_CA_file(options.trust.authorities.c_str()));
  ERR_clear_error();
  return std::nullopt;
}

void server_context::set_sessions(const server_options& options) {
  auto& to = *context_;
  SSL_CTX_set_session_id_context(
    &to, reinterpret_cast<const unsigned char*>(session_scope.data()),
    unsigned{session_scope.size()});
  SSL_CTX_set_timeout(&to, static_cast<long>(options.ticket_life.count()));
  SSL_CTX_set_session_cache_mode(
    &to, options.remembered == 0 ? SSL_SESS_CACHE_OFF : SSL_SESS_CACHE_SERVER);
  SSL_CTX_sess_set_cache_size(&to, static_cast<long>(options.remembered));
  SSL_CTX_set_num_tickets(&to, options.tickets);
  SSL_CTX_set_max_early_data(&to, options.early_data);
  SSL_CTX_set_recv_max_early_data(&to, options.early_data);
  if (options.tickets == 0)
    SSL_CTX_set_options(&to, SSL_OP_NO_TICKET);
  else
    SSL_CTX_set_tlsext_ticket_key_evp_cb(&to, server_callbacks::on_ticket);
}

void server_context::show(std::shared_ptr<const identity_book> book) {
  auto guard = std::scoped_lock{mutex_};
  book_.swap(book);
}

std::shared_ptr<const identity_book> server_context::shown() const {
  auto guard = std::scoped_lock{mutex_};
  return book_;
}

std::unique_ptr<channel> server_context::accept() const {
  auto ssl = connection_ptr{SSL_new(context_.get())};
  if (!ssl)
    throw std::bad_alloc{};
  SSL_set_accept_state(ssl.get());
  auto early = SSL_get_max_early_data(ssl.get()) > 0;
  auto result = std::make_unique<channel>(std::move(ssl), shared_from_this());
  result->reads_early_ = early;
  return result;
}

int server_context::choose_identity(SSL& ssl) const {
  const auto& asking = ciphertext::loan::borrower();
  if (asks_) {
    if (!asking.supplied_)
      return -1;
    auto& given = asking.beginning_;
    return given && given->supplied && given->supplied->install(ssl) ? 1 : 0;
  }
  auto book = shown(); // another may be shown meanwhile
  auto done = 0;
  for (auto& x : book->find(asking.server_name()))
    if (x.install(ssl))
      done = 1;
  return done;
}

} // namespace troupe::runtime::tls
