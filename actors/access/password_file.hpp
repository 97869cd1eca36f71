#pragma once

#include "codecs/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace troupe::actors {

/// Who may come with which password: lines of "user:hash", as htpasswd and
/// mkpasswd write them. Empty lines and those that begin with '#' are skipped.
///
/// Hashes are those of crypt(3) that are meant to be slow: yescrypt ($y$),
/// bcrypt ($2y$, $2a$, $2b$), SHA-512 ($6$) and SHA-256 ($5$). Those that are
/// broken, or that are no hashes at all, are refused ({SHA}, $apr1$, DES).
class password_file {
public:
  /// Reads the text of a file. The error is a sentence for the operator that
  /// names the line: "line 3: ...".
  static codecs::result<password_file, std::string>
  parse(std::string_view text);

  std::size_t size() const noexcept { return hashes_.size(); }

  /// Is that the user's password? Takes as long as the hash was made to take,
  /// from a millisecond to a second: never on a loop, unless
  /// `credential_cache` has been asked before. For any number of threads.
  ///
  /// A user who is not known costs as much as the first in the file, and hashes
  /// are compared in constant time, so that the answer's delay tells little.
  bool verify(std::string_view user, std::string_view password) const;

private:
  password_file() = default;

  std::unordered_map<std::string, std::string> hashes_; // by user
  std::string decoy_; // what the passwords of unknown users are tried against
};

} // namespace troupe::actors
