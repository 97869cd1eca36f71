#include "runtime/tls/issue.hpp"

#include "runtime/tls/error_text.hpp"
#include "runtime/tls/handles.hpp"

#include <openssl/pem.h>
#include <openssl/rand.h>

#include <fmt/format.h>

#include <array>
#include <utility>

namespace troupe::runtime::tls {

namespace {

using extension_ptr
  = std::unique_ptr<X509_EXTENSION, freed_by<X509_EXTENSION_free>>;

using time_ptr = std::unique_ptr<ASN1_TIME, freed_by<ASN1_TIME_free>>;
using revoked_ptr = std::unique_ptr<X509_REVOKED, freed_by<X509_REVOKED_free>>;

key_ptr make_key(key_kind kind) {
  return key_ptr{kind == key_kind::rsa ? EVP_RSA_gen(2048)
                                       : EVP_EC_gen("P-256")};
}

bool set_serial(X509& x) {
  auto octets = std::array<unsigned char, 16>{};
  if (RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1)
    return false;
  octets[0] = (octets[0] & 0x3f) | 0x40; // positive, without a zero in front
  auto* serial = X509_get_serialNumber(&x);
  return ASN1_STRING_set(serial, octets.data(), static_cast<int>(octets.size()))
         == 1;
}

bool set_times(X509& x, const certificate_wish& wish) {
  using std::chrono::system_clock;
  return ASN1_TIME_set(X509_getm_notBefore(&x),
                       system_clock::to_time_t(wish.not_before))
         && ASN1_TIME_set(X509_getm_notAfter(&x),
                          system_clock::to_time_t(wish.not_after));
}

bool set_subject(X509& x, const std::string& name) {
  auto* text = reinterpret_cast<const unsigned char*>(name.data());
  return X509_NAME_add_entry_by_NID(X509_get_subject_name(&x), NID_commonName,
                                    MBSTRING_UTF8, text,
                                    static_cast<int>(name.size()), -1, 0)
         == 1;
}

bool add_extension(X509& x, X509& issuer, int what, const std::string& value) {
  auto context = X509V3_CTX{};
  X509V3_set_ctx(&context, &issuer, &x, nullptr, nullptr, 0);
  auto extension = extension_ptr{
    X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str())};
  return extension && X509_add_ext(&x, extension.get(), -1) == 1;
}

std::string alternative_names(const certificate_wish& wish) {
  auto result = std::string{};
  auto add = [&](std::string_view kind, const std::string& value) {
    result += fmt::format("{}{}:{}", result.empty() ? "" : ",", kind, value);
  };
  for (auto& x : wish.names)
    add("DNS", x);
  for (auto& x : wish.addresses)
    add("IP", x);
  return result;
}

bool add_extensions(X509& x, X509& issuer, const certificate_wish& wish) {
  auto names = alternative_names(wish);
  return add_extension(x, issuer, NID_basic_constraints,
                       wish.is_authority ? "critical,CA:TRUE"
                                         : "critical,CA:FALSE")
         && add_extension(x, issuer, NID_subject_key_identifier, "hash")
         && (!wish.is_authority
             || add_extension(x, issuer, NID_key_usage,
                              "critical,keyCertSign,cRLSign"))
         && (names.empty()
             || add_extension(x, issuer, NID_subject_alt_name, names))
         && (wish.permitted.empty()
             || add_extension(x, issuer, NID_name_constraints,
                              "critical,permitted;DNS:" + wish.permitted));
}

std::string text_of(BIO& x) {
  char* text = nullptr;
  auto n = BIO_get_mem_data(&x, &text);
  return {text, static_cast<std::size_t>(n)};
}

std::string pem_of(X509& x) {
  auto out = bio_ptr{BIO_new(BIO_s_mem())};
  PEM_write_bio_X509(out.get(), &x);
  return text_of(*out);
}

std::string pem_of(EVP_PKEY& x) {
  auto out = bio_ptr{BIO_new(BIO_s_mem())};
  PEM_write_bio_PrivateKey(out.get(), &x, nullptr, nullptr, 0, nullptr,
                           nullptr);
  return text_of(*out);
}

/// Who signs: `issuer`, with its key.
struct signer {
  x509_ptr certificate;
  key_ptr key;
};

signer read_signer(const issued& x) {
  auto read = [](const std::string& pem) {
    return bio_ptr{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  };
  auto certificate = read(x.certificate);
  auto key = read(x.key);
  return {
    x509_ptr{PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr)},
    key_ptr{PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr)}};
}

bool add_revoked(X509_CRL& to, const issued& what, const ASN1_TIME& when) {
  auto certificate = read_signer(what).certificate;
  auto entry = revoked_ptr{X509_REVOKED_new()};
  return certificate && entry
         && X509_REVOKED_set_serialNumber(
              entry.get(), X509_get_serialNumber(certificate.get()))
              == 1
         && X509_REVOKED_set_revocationDate(entry.get(),
                                            const_cast<ASN1_TIME*>(&when))
              == 1
         && X509_CRL_add0_revoked(&to, entry.release()) == 1;
}

} // namespace

codecs::result<issued, std::string> issue(const certificate_wish& wish,
                                          const issued* issuer) {
  auto failed
    = [] { return "cannot make a certificate: " + take_error_text(); };
  auto above = issuer ? read_signer(*issuer) : signer{};
  auto key = make_key(wish.kind);
  auto x = x509_ptr{X509_new()};
  if (!key || !x || (issuer && !(above.certificate && above.key)))
    return failed();
  auto& from = issuer ? *above.certificate : *x;
  if (X509_set_version(x.get(), X509_VERSION_3) != 1 || !set_serial(*x)
      || !set_times(*x, wish) || !set_subject(*x, wish.common_name)
      || X509_set_issuer_name(x.get(), X509_get_subject_name(&from)) != 1
      || X509_set_pubkey(x.get(), key.get()) != 1
      || !add_extensions(*x, from, wish)
      || X509_sign(x.get(), issuer ? above.key.get() : key.get(), EVP_sha256())
           == 0)
    return failed();
  return issued{pem_of(*x).append(issuer ? issuer->certificate : ""),
                pem_of(*key)};
}

codecs::result<revocation_list, std::string>
issue_revocations(const issued& issuer, std::span<const issued> revoked) {
  constexpr auto day = 24L * 60 * 60;
  auto above = read_signer(issuer);
  auto x = crl_ptr{X509_CRL_new()};
  auto now = time_ptr{X509_gmtime_adj(nullptr, 0)};
  auto then = time_ptr{X509_gmtime_adj(nullptr, day)};
  auto sound = above.certificate && above.key && x && now && then
               && X509_CRL_set_version(x.get(), X509_CRL_VERSION_2) == 1
               && X509_CRL_set_issuer_name(
                    x.get(), X509_get_subject_name(above.certificate.get()))
                    == 1
               && X509_CRL_set1_lastUpdate(x.get(), now.get()) == 1
               && X509_CRL_set1_nextUpdate(x.get(), then.get()) == 1;
  for (auto& one : revoked)
    sound = sound && add_revoked(*x, one, *now);
  if (!sound || X509_CRL_sign(x.get(), above.key.get(), EVP_sha256()) == 0)
    return "cannot make a revocation list: " + take_error_text();
  auto out = bio_ptr{BIO_new(BIO_s_mem())};
  PEM_write_bio_X509_CRL(out.get(), x.get());
  return revocation_list{text_of(*out)};
}

} // namespace troupe::runtime::tls
