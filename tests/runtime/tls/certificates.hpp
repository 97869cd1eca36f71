#pragma once

#include "runtime/tls/issue.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <stdexcept>

namespace troupe::runtime::tls {

/// Certificates for tests, all of one authority unless they say otherwise.
struct certificates {
  static certificate_wish wish_for(std::string name,
                                   key_kind kind = key_kind::ecdsa) {
    using namespace std::chrono_literals;
    auto now = std::chrono::system_clock::now();
    auto result = certificate_wish{};
    result.common_name = name;
    result.names = {std::move(name)};
    result.kind = kind;
    result.not_before = now - 1h;
    result.not_after = now + 24h;
    return result;
  }

  static issued make(const certificate_wish& wish, const issued* from) {
    auto made = issue(wish, from);
    if (!made)
      throw std::runtime_error{made.error()};
    return *std::move(made);
  }

  static issued make_authority(std::string name, std::string permitted = {}) {
    auto wish = wish_for(std::move(name));
    wish.names.clear();
    wish.is_authority = true;
    wish.permitted = std::move(permitted);
    return make(wish, nullptr);
  }

  issued make(const certificate_wish& wish) const {
    return make(wish, &authority);
  }
  issued make(std::string name, key_kind kind = key_kind::ecdsa) const {
    return make(wish_for(std::move(name), kind));
  }

  identity make_identity(const certificate_wish& wish) const {
    auto files = make(wish);
    auto made = identity::from_pem(files.certificate, files.key);
    BOOST_TEST_REQUIRE(made.ok());
    return *made;
  }
  identity make_identity(std::string name,
                         key_kind kind = key_kind::ecdsa) const {
    return make_identity(wish_for(std::move(name), kind));
  }

  issued authority = make_authority("The Test Authority");
};

} // namespace troupe::runtime::tls
