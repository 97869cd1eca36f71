#pragma once

#include "actors/access/password_store.hpp"
#include "actors/pipeline/pipeline.hpp"

#include "runtime/config/reader.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace troupe::actors::stages {

struct basic_auth_options {
  std::string realm = "troupe";
  bool forward = false; ///< Authorization goes on to the origin
  /// For a password to be checked, which others may wait for, too. -> 504
  std::chrono::milliseconds timeout = std::chrono::seconds{5};
  /// Passwords of one loop that wait to be checked. -> 503
  std::size_t waiting = 100;
};

/// Lets in who has proved who he is (RFC 7617): 401 for all others. Who did so
/// lately passes at once. Any other password is checked by an actor with a
/// thread of its own, for that is slow by design; it also looks, once a second,
/// whether the file has changed.
void add_basic_auth(pipeline& to, std::shared_ptr<password_store> passwords,
                    basic_auth_options options);

/// basic_auth: {file: /etc/troupe/users, realm: troupe, forward: off,
///              timeout: 5s, waiting: 100}
void read_basic_auth(const runtime::config::setting& x, pipeline& to,
                     runtime::config::findings& out);

} // namespace troupe::actors::stages
