#pragma once

#include "runtime/tls/identity.hpp"
#include "runtime/tls/name_book.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::runtime::tls {

/// The identities of a server, one of each kind of key for each name. Built
/// once, then only read; a change is another book.
class identity_book {
public:
  /// For what its certificate names, and for `names`, if there are any: then
  /// for those alone. Of two with a name and a kind in common the first counts;
  /// the first of all is for clients that ask for no name, or for an unknown
  /// one.
  void add(identity x, std::span<const std::string> names = {});

  /// Those for a client that asks for that name, or for none: one of each kind.
  std::span<const identity> find(std::string_view name) const;

  bool empty() const noexcept { return default_.empty(); }
  /// The same certificates and staples, in the same order.
  bool operator==(const identity_book& other) const {
    return all_ == other.all_;
  }

  /// In the order in which they came.
  std::span<const identity> all() const noexcept { return all_; }

private:
  static void add_to(std::vector<identity>& some, const identity& x);

  name_book<std::vector<identity>> names_;
  std::vector<identity> default_;
  std::vector<identity> all_;
};

} // namespace troupe::runtime::tls
