#include "runtime/tls/certificate.hpp"

#include "runtime/tls/handles.hpp"

#include "codecs/base/ascii.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <string_view>

namespace troupe::runtime::tls {

namespace {

std::string in_hex(const unsigned char* octets, std::size_t n) {
  auto result = std::string{};
  result.reserve(2 * n);
  for (std::size_t i = 0; i < n; ++i)
    result += fmt::format("{:02x}", octets[i]);
  return result;
}

std::string text_of(const X509_NAME* name) {
  auto out = bio_ptr{BIO_new(BIO_s_mem())};
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253);
  char* text = nullptr;
  auto n = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(std::max(n, 0L))};
}

std::chrono::system_clock::time_point time_of(const ASN1_TIME* x) {
  auto parts = std::tm{};
  if (ASN1_TIME_to_tm(x, &parts) != 1)
    return {};
  return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

std::string serial_of(const X509& x) {
  auto* serial = X509_get0_serialNumber(&x);
  return in_hex(ASN1_STRING_get0_data(serial),
                static_cast<std::size_t>(ASN1_STRING_length(serial)));
}

std::string fingerprint_of(const X509& x) {
  auto digest = std::array<unsigned char, EVP_MAX_MD_SIZE>{};
  auto n = 0u;
  X509_digest(&x, EVP_sha256(), digest.data(), &n);
  return in_hex(digest.data(), n);
}

/// Views what `x` holds; empty if that has a NUL, which would let a name end
/// sooner for one reader than for another.
std::string_view text_of(const ASN1_STRING* x) {
  auto text
    = std::string_view{reinterpret_cast<const char*>(ASN1_STRING_get0_data(x)),
                       static_cast<std::size_t>(ASN1_STRING_length(x))};
  return text.find('\0') == text.npos ? text : std::string_view{};
}

/// Empty if it is neither IPv4 nor IPv6.
std::string address_of(const ASN1_STRING* x) {
  auto n = ASN1_STRING_length(x);
  if (n != sizeof(in_addr) && n != sizeof(in6_addr))
    return {};
  char text[INET6_ADDRSTRLEN];
  return ::inet_ntop(n == sizeof(in_addr) ? AF_INET : AF_INET6,
                     ASN1_STRING_get0_data(x), text, sizeof(text));
}

void add(std::vector<std::string>& to, std::string_view text) {
  if (!text.empty())
    to.emplace_back(text);
}

void read_name(const GENERAL_NAME& x, certificate_facts& to) {
  switch (x.type) {
    case GEN_DNS: {
      auto name = std::string{text_of(x.d.dNSName)};
      std::ranges::transform(name, name.begin(), codecs::to_lower);
      add(to.names, name);
      break;
    }
    case GEN_EMAIL: add(to.emails, text_of(x.d.rfc822Name)); break;
    case GEN_URI: add(to.uris, text_of(x.d.uniformResourceIdentifier)); break;
    case GEN_IPADD: add(to.addresses, address_of(x.d.iPAddress)); break;
    default: break;
  }
}

} // namespace

certificate_facts facts_of(const x509_st& certificate) {
  auto result = certificate_facts{
    .subject = text_of(X509_get_subject_name(&certificate)),
    .issuer = text_of(X509_get_issuer_name(&certificate)),
    .serial = serial_of(certificate),
    .fingerprint = fingerprint_of(certificate),
    .names = {},
    .addresses = {},
    .emails = {},
    .uris = {},
    .not_before = time_of(X509_get0_notBefore(&certificate)),
    .not_after = time_of(X509_get0_notAfter(&certificate)),
  };
  auto names = names_ptr{static_cast<GENERAL_NAMES*>(
    X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr))};
  for (auto i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i)
    read_name(*sk_GENERAL_NAME_value(names.get(), i), result);
  return result;
}

} // namespace troupe::runtime::tls
