#include "runtime/tls/identity.hpp"

#include "runtime/config/file.hpp"
#include "runtime/tls/error_text.hpp"
#include "runtime/tls/handles.hpp"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>

#include <fmt/format.h>
#include <sys/stat.h>

#include <limits>
#include <utility>
#include <vector>

namespace troupe::runtime::tls {

struct identity::data {
  x509_ptr own;
  std::vector<x509_ptr> chain;
  key_ptr key;
  key_kind kind = key_kind::other;
  certificate_facts facts;
  std::string staple;
};

namespace {

/// A key with a passphrase is not for a program that starts by itself: nobody
/// is asked for it.
int no_passphrase(char*, int, int, void*) {
  return 0;
}

bio_ptr reader_of(std::string_view pem) {
  constexpr auto most = std::size_t{std::numeric_limits<int>::max()};
  return bio_ptr{
    BIO_new_mem_buf(pem.data(), static_cast<int>(std::min(pem.size(), most)))};
}

/// All certificates of the text. The error is a sentence.
codecs::result<std::vector<x509_ptr>, std::string>
read_certificates(std::string_view pem) {
  auto result = std::vector<x509_ptr>{};
  auto in = reader_of(pem);
  while (auto x = x509_ptr{
           PEM_read_bio_X509(in.get(), nullptr, no_passphrase, nullptr)})
    result.push_back(std::move(x));
  auto why = ERR_GET_REASON(ERR_peek_last_error());
  auto text = take_error_text();
  if (why != PEM_R_NO_START_LINE)
    return fmt::format("a certificate is malformed: {}", text);
  if (result.empty())
    return std::string{"there is no certificate in it"};
  return result;
}

codecs::result<key_ptr, std::string> read_key(std::string_view pem) {
  auto in = reader_of(pem);
  auto key = key_ptr{
    PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr)};
  if (key) {
    ERR_clear_error();
    return key;
  }
  auto encrypted = pem.find("ENCRYPTED") != pem.npos;
  auto text = take_error_text();
  if (encrypted)
    return std::string{"the key has a passphrase"};
  if (pem.find("PRIVATE KEY-----") == pem.npos)
    return std::string{"there is no private key in it"};
  return fmt::format("the key is malformed: {}", text);
}

bool is_response(std::string_view der) {
  auto* at = reinterpret_cast<const unsigned char*>(der.data());
  auto* made = d2i_OCSP_RESPONSE(nullptr, &at, static_cast<long>(der.size()));
  auto sound
    = made && OCSP_response_status(made) == OCSP_RESPONSE_STATUS_SUCCESSFUL;
  OCSP_RESPONSE_free(made);
  ERR_clear_error();
  return sound;
}

key_kind kind_of(const EVP_PKEY& key) {
  if (EVP_PKEY_is_a(&key, "RSA") == 1)
    return key_kind::rsa;
  if (EVP_PKEY_is_a(&key, "EC") == 1)
    return key_kind::ecdsa;
  return key_kind::other;
}

/// For a call, which takes references of its own.
STACK_OF(X509) * stack_of(const std::vector<x509_ptr>& chain) {
  auto* result = sk_X509_new_null();
  for (auto& x : chain)
    sk_X509_push(result, x.get());
  return result;
}

} // namespace

codecs::result<identity, std::string>
identity::from_pem(std::string_view certificates, std::string_view key,
                   std::string_view staple) {
  auto chain = read_certificates(certificates);
  if (!chain)
    return chain.error();
  auto secret = read_key(key);
  if (!secret)
    return secret.error();
  auto x = std::make_shared<data>();
  x->own = std::move(chain->front());
  chain->erase(chain->begin());
  x->chain = *std::move(chain);
  x->key = *std::move(secret);
  if (X509_check_private_key(x->own.get(), x->key.get()) != 1) {
    take_error_text();
    return std::string{"the key is not that of the certificate"};
  }
  if (!staple.empty() && !is_response(staple))
    return std::string{"the staple is no answer of an OCSP responder"};
  x->staple = staple;
  x->kind = kind_of(*x->key);
  x->facts = facts_of(*x->own);
  return identity{std::move(x)};
}

bool identity::operator==(const identity& other) const noexcept {
  return data_->facts.fingerprint == other.data_->facts.fingerprint
         && data_->staple == other.data_->staple;
}

const certificate_facts& identity::facts() const noexcept {
  return data_->facts;
}

key_kind identity::kind() const noexcept {
  return data_->kind;
}

bool identity::install(SSL_CTX& context) const noexcept {
  auto* chain = stack_of(data_->chain);
  auto done = SSL_CTX_use_cert_and_key(&context, data_->own.get(),
                                       data_->key.get(), chain, 1);
  sk_X509_free(chain);
  return done == 1;
}

bool identity::install(SSL& connection) const noexcept {
  // Without a chain there is none to be kept for each connection.
  auto* chain = data_->chain.empty() ? nullptr : stack_of(data_->chain);
  auto done = SSL_use_cert_and_key(&connection, data_->own.get(),
                                   data_->key.get(), chain, 1);
  sk_X509_free(chain);
  return done == 1;
}

bool identity::shows(const X509* certificate) const noexcept {
  return certificate == data_->own.get();
}

bool identity::staple(SSL& connection) const noexcept {
  auto& from = data_->staple;
  if (from.empty())
    return false;
  auto* copy
    = static_cast<unsigned char*>(OPENSSL_memdup(from.data(), from.size()));
  return copy
         && SSL_set_tlsext_status_ocsp_resp(&connection, copy,
                                            static_cast<long>(from.size()))
              == 1;
}

codecs::result<identity, std::string>
read_identity(const identity_files& from) {
  auto certificates
    = config::read_regular_file(from.certificate, identity::max_file);
  if (!certificates)
    return fmt::format("cannot read {}: {}", from.certificate,
                       certificates.error().why);
  auto key = config::read_regular_file(from.key, identity::max_file);
  if (!key)
    return fmt::format("cannot read {}: {}", from.key, key.error().why);
  auto staple = std::string{};
  if (!from.staple.empty()) {
    auto octets = config::read_regular_file(from.staple, identity::max_file);
    if (!octets)
      return fmt::format("cannot read {}: {}", from.staple, octets.error().why);
    staple = *std::move(octets);
  }
  auto made = identity::from_pem(*certificates, *key, staple);
  OPENSSL_cleanse(key->data(), key->size());
  if (!made)
    return fmt::format("{} with {}: {}", from.certificate, from.key,
                       made.error());
  return made;
}

std::optional<std::string> exposure_of(const identity_files& x) {
  struct stat found {};
  if (::stat(x.key.c_str(), &found) != 0 || (found.st_mode & S_IROTH) == 0)
    return std::nullopt;
  return fmt::format("{} has a private key, and everybody may read it", x.key);
}

} // namespace troupe::runtime::tls
