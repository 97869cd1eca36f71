#include "actors/access/password_file.hpp"

#include <crypt.h>
#include <string.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <utility>

namespace troupe::actors {

namespace {

using std::string;
using std::string_view;

/// A way of hashing that is meant to be slow, by how its hashes begin.
struct slow_hash {
  string_view prefix;
  std::size_t tail; // letters after the last dollar sign
};

constexpr auto slow_hashes = std::array<slow_hash, 6>{{{"$y$", 43},
                                                       {"$2y$", 53},
                                                       {"$2a$", 53},
                                                       {"$2b$", 53},
                                                       {"$6$", 86},
                                                       {"$5$", 43}}};

/// crypt's memory, 32 KiB of it, which holds the password afterwards.
class crypt_room {
public:
  crypt_room() : data_(std::make_unique<crypt_data>()) {}
  ~crypt_room() { ::explicit_bzero(data_.get(), sizeof(crypt_data)); }

  crypt_room(const crypt_room&) = delete;
  crypt_room& operator=(const crypt_room&) = delete;

  /// The hash of the password under the setting that begins `hash`. Borrowed,
  /// from this. Empty if there is none.
  string_view hash(const string& password, const string& setting) {
    const auto* result
      = ::crypt_r(password.c_str(), setting.c_str(), data_.get());
    // A failure is null or, "*0" and the like, no hash that a file may have.
    return result && *result != '*' ? string_view{result} : string_view{};
  }

private:
  std::unique_ptr<crypt_data> data_;
};

bool same_secret(string_view a, string_view b) noexcept {
  if (a.size() != b.size())
    return false;
  auto difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= a[i] ^ b[i];
  return difference == 0;
}

/// Null if the hash is none of those.
const slow_hash* kind_of(string_view hash) noexcept {
  const auto* found
    = std::find_if(slow_hashes.begin(), slow_hashes.end(),
                   [hash](auto& x) { return hash.starts_with(x.prefix); });
  return found != slow_hashes.end() ? found : nullptr;
}

/// Can crypt compute such a hash, and is it as long as one?
bool is_complete(const string& hash, const slow_hash& kind) {
  const auto known = ::crypt_checksalt(hash.c_str());
  return known != CRYPT_SALT_INVALID && known != CRYPT_SALT_METHOD_DISABLED
         && hash.size() - hash.rfind('$') - 1 == kind.tail;
}

string_view next_line(string_view& text) noexcept {
  const auto end = std::min(text.find('\n'), text.size());
  auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r'))
    line.remove_suffix(1);
  return line;
}

} // namespace

codecs::result<password_file, string> password_file::parse(string_view text) {
  auto result = password_file{};
  for (auto number = 1; !text.empty(); ++number) {
    const auto line = next_line(text);
    if (line.empty() || line.starts_with('#'))
      continue;
    const auto wrong = [number](string_view why) {
      return ("line " + std::to_string(number) + ": ").append(why);
    };
    const auto colon = line.find(':');
    if (colon == line.npos || colon == 0)
      return wrong("is not of the form user:hash");
    auto user = string{line.substr(0, colon)};
    auto hash = string{line.substr(colon + 1)};
    const auto* kind = kind_of(hash);
    if (!kind)
      return wrong("the hash of '" + user
                   + "' is none of $y$, $2y$, $2a$, $2b$, $6$ and $5$");
    if (hash.find('\0') != hash.npos || !is_complete(hash, *kind))
      return wrong("the hash of '" + user + "' is damaged");
    if (result.decoy_.empty())
      result.decoy_ = hash;
    if (!result.hashes_.emplace(user, std::move(hash)).second)
      return wrong("there is another line for '" + user + '\'');
  }
  return result;
}

bool password_file::verify(string_view user, string_view password) const {
  // crypt would take the text up to there for the password.
  if (decoy_.empty() || password.find('\0') != password.npos)
    return false;
  const auto found = hashes_.find(string{user});
  const auto known = found != hashes_.end();
  const auto& hash = known ? found->second : decoy_;
  auto room = crypt_room{};
  auto copy = string{password};
  const auto same = same_secret(room.hash(copy, hash), hash);
  ::explicit_bzero(copy.data(), copy.size());
  return same && known;
}

} // namespace troupe::actors
