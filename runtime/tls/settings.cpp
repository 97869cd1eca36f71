#include "runtime/tls/settings.hpp"

#include "runtime/config/file.hpp"
#include "runtime/net/fd.hpp"
#include "runtime/tls/error_text.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <system_error>
#include <utility>

namespace troupe::runtime::tls {

namespace {

constexpr std::size_t max_file = 16 * 1024 * 1024;

int number_of(version x) {
  return x == version::tls_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION;
}

bio_ptr reader_of(const std::string& text) {
  return bio_ptr{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

/// Reads one thing after the other until there is no more.
template <class Ptr, class Read, class Put>
std::size_t for_each_in(const std::string& pem, Read read, Put put) {
  auto in = reader_of(pem);
  auto count = std::size_t{0};
  while (auto x = Ptr{read(in.get(), nullptr, nullptr, nullptr)}) {
    put(*x);
    ++count;
  }
  ERR_clear_error(); // that there is no more
  return count;
}

std::optional<std::string> trust(const std::string& file, SSL_CTX& to) {
  auto pem = config::read_regular_file(file, max_file);
  if (!pem)
    return fmt::format("cannot read {}: {}", file, pem.error().why);
  auto* store = SSL_CTX_get_cert_store(&to);
  auto found = for_each_in<x509_ptr>(
    *pem, PEM_read_bio_X509, [&](X509& x) { X509_STORE_add_cert(store, &x); });
  if (found == 0)
    return fmt::format("{}: there is no certificate in it", file);
  return std::nullopt;
}

std::optional<std::string> revoke(const std::string& file, SSL_CTX& to) {
  auto pem = config::read_regular_file(file, max_file);
  if (!pem)
    return fmt::format("cannot read {}: {}", file, pem.error().why);
  auto* store = SSL_CTX_get_cert_store(&to);
  auto found
    = for_each_in<crl_ptr>(*pem, PEM_read_bio_X509_CRL,
                           [&](X509_CRL& x) { X509_STORE_add_crl(store, &x); });
  if (found == 0)
    return fmt::format("{}: there is no revocation list in it", file);
  X509_VERIFY_PARAM_set_flags(
    SSL_CTX_get0_param(&to), X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  return std::nullopt;
}

std::string complaint(std::string_view what, std::string_view value) {
  return fmt::format("{} \"{}\": {}", what, value, take_error_text());
}

} // namespace

class key_log {
public:
  explicit key_log(net::fd file) : file_(std::move(file)) {}

  /// A line is one write, and so threads do not mix them.
  void put(const char* line) const {
    auto text = std::string{line}.append(1, '\n');
    [[maybe_unused]] auto n = ::write(file_.get(), text.data(), text.size());
  }

private:
  net::fd file_;
};

std::optional<std::string> apply(const protocol_options& from, SSL_CTX& to) {
  SSL_CTX_set_min_proto_version(&to, number_of(from.least));
  SSL_CTX_set_max_proto_version(&to, number_of(from.most));
  if (!from.ciphers.empty()
      && SSL_CTX_set_cipher_list(&to, from.ciphers.c_str()) != 1)
    return complaint("ciphers", from.ciphers);
  if (!from.suites.empty()
      && SSL_CTX_set_ciphersuites(&to, from.suites.c_str()) != 1)
    return complaint("suites", from.suites);
  if (!from.groups.empty()
      && SSL_CTX_set1_groups_list(&to, from.groups.c_str()) != 1)
    return complaint("groups", from.groups);
  SSL_CTX_set_options(&to, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  // What lies in our queues need not stay where it was, an idle connection
  // needs no buffers, and a read takes what is there.
  SSL_CTX_set_mode(&to, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                          | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(&to, 1);
  return std::nullopt;
}

std::optional<std::string> apply(const trust_options& from, SSL_CTX& to) {
  SSL_CTX_set_verify_depth(&to, static_cast<int>(from.depth));
  if (from.authorities.empty())
    SSL_CTX_set_default_verify_paths(&to);
  else if (auto wrong = trust(from.authorities, to))
    return wrong;
  return from.revoked.empty() ? std::nullopt : revoke(from.revoked, to);
}

std::string wire_form(const std::vector<std::string>& protocols) {
  auto result = std::string{};
  for (auto& x : protocols)
    result.append(1, static_cast<char>(x.size())).append(x);
  return result;
}

namespace {

/// Where a context has its key_log; the place 0 is the context's own.
int place_of_log() {
  static const auto place
    = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return place;
}

} // namespace

codecs::result<std::shared_ptr<key_log>, std::string>
open_key_log(const std::string& path, SSL_CTX& to) {
  auto file
    = net::fd{::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC,
                     S_IRUSR | S_IWUSR)};
  if (!file)
    return fmt::format("cannot open {}: {}", path,
                       std::generic_category().message(errno));
  auto result = std::make_shared<key_log>(std::move(file));
  SSL_CTX_set_ex_data(&to, place_of_log(), result.get());
  SSL_CTX_set_keylog_callback(&to, [](const SSL* ssl, const char* line) {
    auto* context = SSL_get_SSL_CTX(ssl);
    static_cast<const key_log*>(SSL_CTX_get_ex_data(context, place_of_log()))
      ->put(line);
  });
  return result;
}

} // namespace troupe::runtime::tls
