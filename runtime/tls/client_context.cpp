#include "runtime/tls/client_context.hpp"

#include "runtime/tls/error_text.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <new>
#include <utility>

namespace troupe::runtime::tls {

namespace {

int on_session(SSL*, SSL_SESSION* x) {
  ciphertext::loan::borrower().offered(session_ptr{x});
  return 1; // it is ours
}

bool is_address(const std::string& x) {
  auto* made = a2i_IPADDRESS(x.c_str());
  ASN1_OCTET_STRING_free(made);
  return made;
}

} // namespace

client_context::client_context(const client_options& options)
  : options_(options), context_(SSL_CTX_new(TLS_client_method())) {
  // nop
}

codecs::result<std::shared_ptr<client_context>, std::string>
client_context::make(const client_options& options,
                     const std::optional<identity>& own) {
  auto result = std::shared_ptr<client_context>{new client_context{options}};
  if (!result->context_)
    return take_error_text();
  if (auto wrong = result->set(own))
    return *std::move(wrong);
  return result;
}

std::optional<std::string>
client_context::set(const std::optional<identity>& own) {
  auto& to = *context_;
  if (auto wrong = apply(options_.protocol, to))
    return wrong;
  if (options_.verify) {
    SSL_CTX_set_verify(&to, SSL_VERIFY_PEER, nullptr);
    if (auto wrong = apply(options_.trust, to))
      return wrong;
  }
  if (own && !own->install(to))
    return "the certificate: " + take_error_text();
  if (auto names = wire_form(options_.protocol.protocols); !names.empty())
    SSL_CTX_set_alpn_protos(
      &to, reinterpret_cast<const unsigned char*>(names.data()),
      static_cast<unsigned>(names.size()));
  if (!options_.protocol.key_log.empty()) {
    auto log = open_key_log(options_.protocol.key_log, to);
    if (!log)
      return log.error();
    log_ = *std::move(log);
  }
  SSL_CTX_set_session_cache_mode(&to, SSL_SESS_CACHE_CLIENT
                                        | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(&to, on_session);
  return std::nullopt;
}

std::unique_ptr<channel>
client_context::connect(const std::string& peer,
                        std::optional<std::string> announced) const {
  auto ssl = connection_ptr{SSL_new(context_.get())};
  if (!ssl)
    throw std::bad_alloc{};
  SSL_set_connect_state(ssl.get());
  auto by_address = is_address(peer);
  auto* wanted = SSL_get0_param(ssl.get());
  // RFC 9525 section 6.3: a wildcard is a whole label, and the subject's common
  // name is no name.
  X509_VERIFY_PARAM_set_hostflags(wanted,
                                  X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS
                                    | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  if (by_address)
    X509_VERIFY_PARAM_set1_ip_asc(wanted, peer.c_str());
  else
    X509_VERIFY_PARAM_set1_host(wanted, peer.data(), peer.size());
  if (!by_address)
    for (auto& x : options_.also_named)
      X509_VERIFY_PARAM_add1_host(wanted, x.data(), x.size());
  auto name = announced    ? *std::move(announced)
              : by_address ? std::string{} // RFC 6066 section 3
                           : peer;
  if (!name.empty())
    SSL_set_tlsext_host_name(ssl.get(), name.c_str());
  return std::make_unique<channel>(std::move(ssl), shared_from_this());
}

} // namespace troupe::runtime::tls
