#pragma once

#include "runtime/config/findings.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::runtime::config {

struct node;

/// A key with its value, and where the key stands. Borrowed from a document,
/// which outlives it.
struct setting {
  std::string key;
  place at;
  const node* value = nullptr; ///< never null in a document
};

/// A value of a YAML document. Plain text stays text: what it means is for the
/// reader to say, who knows whether "off" is a name.
struct node {
  enum class kind { nothing, text, list, map };

  node::kind what = kind::nothing;
  place at;
  std::string text;
  std::vector<const node*> items;
  std::vector<setting> settings; ///< in the order of the file
};

/// "a list", "a map", "'text'": the end of "should be ..., not ...".
std::string describe(const node& x);

/// A YAML file as a tree that knows its places. Aliases are resolved, and "<<"
/// has brought in what it names.
class document {
public:
  /// Nothing if it is not YAML. Keys that stand twice are findings, too, but
  /// do not hinder: the first one counts.
  static std::optional<document> parse(std::string_view text, findings& out);

  document(document&&) = default;
  document& operator=(document&&) = default;

  /// A `nothing` if the file is empty.
  const node& root() const noexcept { return *root_; }

private:
  document() = default;

  std::deque<node> nodes_; // stay where they are, also when this is moved
  const node* root_ = nullptr;
};

} // namespace troupe::runtime::config
