#include "runtime/tls/errc.hpp"

#include "runtime/tls/error_text.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <utility>

namespace troupe::runtime::tls {

namespace {

errc meaning_of_verification(long result) noexcept {
  switch (result) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return errc::expired;
    case X509_V_ERR_CERT_NOT_YET_VALID: return errc::not_yet_valid;
    case X509_V_ERR_HOSTNAME_MISMATCH: return errc::wrong_host;
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return errc::wrong_address;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_CERT_UNTRUSTED:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: return errc::unknown_authority;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: return errc::self_signed;
    case X509_V_ERR_CERT_REVOKED: return errc::revoked;
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
    case X509_V_ERR_SUBTREE_MINMAX:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX: return errc::name_constraints;
    case X509_V_ERR_INVALID_PURPOSE: return errc::wrong_purpose;
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK: return errc::too_weak;
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
    case X509_V_ERR_CRL_SIGNATURE_FAILURE: return errc::no_revocation_list;
    default: return errc::bad_certificate;
  }
}

errc meaning_of(int reason) noexcept {
  switch (reason) {
    case SSL_R_HTTP_REQUEST: return errc::plain_http;
    case SSL_R_WRONG_VERSION_NUMBER: return errc::not_tls;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_VERSION_TOO_HIGH:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION: return errc::no_common_version;
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_SHARED_GROUPS:
    case SSL_R_NO_SUITABLE_KEY_SHARE:
    case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM: return errc::no_common_cipher;
    case SSL_R_NO_APPLICATION_PROTOCOL:
    case SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL:
      return errc::no_common_protocol;
    case SSL_R_CERT_CB_ERROR:
    case SSL_R_NO_CERTIFICATE_SET: return errc::no_identity;
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE: return errc::no_certificate;
    case SSL_R_UNEXPECTED_EOF_WHILE_READING: return errc::truncated;
    default:
      return reason >= SSL_AD_REASON_OFFSET ? errc::alert : errc::malformed;
  }
}

} // namespace

std::string_view to_string(errc x) noexcept {
  switch (x) {
    case errc::none: return "none";
    case errc::expired: return "expired";
    case errc::not_yet_valid: return "not_yet_valid";
    case errc::wrong_host: return "wrong_host";
    case errc::wrong_address: return "wrong_address";
    case errc::unknown_authority: return "unknown_authority";
    case errc::self_signed: return "self_signed";
    case errc::revoked: return "revoked";
    case errc::name_constraints: return "name_constraints";
    case errc::wrong_purpose: return "wrong_purpose";
    case errc::too_weak: return "too_weak";
    case errc::no_revocation_list: return "no_revocation_list";
    case errc::no_certificate: return "no_certificate";
    case errc::bad_certificate: return "bad_certificate";
    case errc::plain_http: return "plain_http";
    case errc::not_tls: return "not_tls";
    case errc::no_common_version: return "no_common_version";
    case errc::no_common_cipher: return "no_common_cipher";
    case errc::no_common_protocol: return "no_common_protocol";
    case errc::no_identity: return "no_identity";
    case errc::alert: return "alert";
    case errc::truncated: return "truncated";
    case errc::broken: return "broken";
    case errc::malformed: return "malformed";
  }
  return "unknown";
}

bool concerns_certificate(errc x) noexcept {
  return x >= errc::expired && x <= errc::bad_certificate;
}

problem take_problem(const SSL& connection) {
  // The last is what became of all of them; the first tells most.
  const auto last = ERR_peek_last_error();
  if (last == 0)
    return {errc::broken, {}};
  auto text = take_error_text();
  if (ERR_GET_LIB(last) != ERR_LIB_SSL)
    return {errc::malformed, std::move(text)};
  if (ERR_GET_REASON(last) != SSL_R_CERTIFICATE_VERIFY_FAILED)
    return {meaning_of(ERR_GET_REASON(last)), std::move(text)};
  auto result = SSL_get_verify_result(&connection);
  return {meaning_of_verification(result),
          X509_verify_cert_error_string(result)};
}

} // namespace troupe::runtime::tls
