#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

struct x509_st;

namespace troupe::runtime::tls {

/// What a certificate tells, in text that logs, stages and fields can have.
struct certificate_facts {
  std::string subject; ///< RFC 4514: "CN=a.example,O=Players"
  std::string issuer;
  std::string serial;      ///< hexadecimal, as it is commonly written
  std::string fingerprint; ///< SHA-256 of all of it, hexadecimal
  /// The subject's alternative names (RFC 5280 section 4.2.1.6): names in lower
  /// case, and addresses as text.
  std::vector<std::string> names;
  std::vector<std::string> addresses;
  std::vector<std::string> emails;
  std::vector<std::string> uris;
  std::chrono::system_clock::time_point not_before;
  std::chrono::system_clock::time_point not_after;
};

/// Names that no text can hold (a NUL within) are left out.
certificate_facts facts_of(const x509_st& certificate);

} // namespace troupe::runtime::tls
