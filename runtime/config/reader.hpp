#pragma once

#include "runtime/config/document.hpp"
#include "runtime/config/findings.hpp"

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::runtime::config {

// -- readers: a setting -> a value, or nothing and a finding
// -------------------

/// Where the value begins, or the key if there is no value.
place place_of(const setting& x);

/// Says that the value is not what it should be: "'key' should be <wanted>,
/// not <what it is>", and whatever is to follow.
void refuse(const setting& x, std::string_view wanted, findings& out,
            std::string_view hint = {});

/// Text that is not empty.
struct text {
  std::string_view wanted = "text";

  std::optional<std::string> operator()(const setting& x, findings& out) const;
};

/// true, yes, on; false, no, off.
struct boolean {
  std::optional<bool> operator()(const setting& x, findings& out) const;
};

struct whole_number {
  std::uint64_t least = 0;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  /// What "off" stands for; without it, "off" is no number.
  std::optional<std::uint64_t> off = std::nullopt;

  std::optional<std::uint64_t> operator()(const setting& x,
                                          findings& out) const;
};

/// Octets.
struct size {
  std::uint64_t least = 0;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  std::optional<std::uint64_t> off = std::nullopt;

  std::optional<std::uint64_t> operator()(const setting& x,
                                          findings& out) const;
};

struct duration {
  std::chrono::milliseconds least{1};
  /// Whether "off" and 0 are allowed; both are zero.
  bool may_be_off = false;

  std::optional<std::chrono::milliseconds> operator()(const setting& x,
                                                      findings& out) const;
};

/// With or without a fraction, and not below 0.
struct number {
  std::optional<double> operator()(const setting& x, findings& out) const;
};

/// A part of all: a number up to 1, such as 0.1, or 10%.
struct share {
  bool may_be_none = true; ///< 0

  std::optional<double> operator()(const setting& x, findings& out) const;
};

/// One of a few words.
template <class T>
struct choice {
  std::vector<std::pair<std::string_view, T>> words;

  std::optional<T> operator()(const setting& x, findings& out) const;
};

/// A list of texts. `item` is what a finding calls one of them.
struct text_list {
  std::string_view item = "item";
  std::string_view wanted = "text";

  std::optional<std::vector<std::string>> operator()(const setting& x,
                                                     findings& out) const;
};

// -- what has parts
// -------------------------------------------------------------

/// A map whose keys are asked for one by one. What nobody asked for is unknown,
/// and close() says so.
class section {
public:
  /// A finding if it is not a map; then no key is there, and none is missed.
  section(setting x, findings& out);

  /// The setting of that name, or null. Borrowed from the document.
  const setting* find(std::string_view key);

  /// The same; a finding if it is missing, unless an unknown key was probably
  /// meant to be it.
  const setting* require(std::string_view key);

  /// Reads a key into an option, which stays as it is without the key.
  template <class T, class Reader>
  void bind(std::string_view key, T& to, const Reader& read) {
    if (auto* x = find(key))
      if (auto value = read(*x, *out_))
        to = static_cast<T>(*std::move(value));
  }

  void close();

  findings& out() const noexcept { return *out_; }

private:
  setting map_;
  findings* out_;
  std::vector<std::string_view> asked_;
  std::vector<std::string_view> missing_;
};

/// The items of a list, each under the name that one of them has; a finding and
/// nothing if it is no list, or one without items.
std::vector<setting> items_of(const setting& x, std::string_view name,
                              findings& out);

// -- implementation
// ---------------------------------------------------------------

namespace detail {

std::optional<std::size_t>
index_of(const setting& x, std::vector<std::string_view> words, findings& out);

} // namespace detail

template <class T>
std::optional<T> choice<T>::operator()(const setting& x, findings& out) const {
  std::vector<std::string_view> names;
  for (auto& word : words)
    names.push_back(word.first);
  if (auto i = detail::index_of(x, std::move(names), out))
    return words[*i].second;
  return std::nullopt;
}

} // namespace troupe::runtime::config
