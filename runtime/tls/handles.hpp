#pragma once

#include "codecs/base/freed_by.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>

namespace troupe::runtime::tls {

using codecs::freed_by;

inline void free_names(GENERAL_NAMES* x) noexcept {
  GENERAL_NAMES_free(x);
}

using bio_ptr = std::unique_ptr<BIO, freed_by<BIO_free>>;
using context_ptr = std::unique_ptr<SSL_CTX, freed_by<SSL_CTX_free>>;
using connection_ptr = std::unique_ptr<SSL, freed_by<SSL_free>>;
using session_ptr = std::unique_ptr<SSL_SESSION, freed_by<SSL_SESSION_free>>;
using crl_ptr = std::unique_ptr<X509_CRL, freed_by<X509_CRL_free>>;
using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using x509_ptr = std::unique_ptr<X509, freed_by<X509_free>>;
using names_ptr = std::unique_ptr<GENERAL_NAMES, freed_by<free_names>>;

} // namespace troupe::runtime::tls
