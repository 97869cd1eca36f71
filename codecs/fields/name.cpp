#include "codecs/fields/name.hpp"

#include "codecs/base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

namespace troupe::codecs::fields {

namespace {

constexpr auto name_count = static_cast<std::size_t>(name::last_);

// In the order of the enumerators.
constexpr std::array<std::string_view, name_count> spellings{
  "",
  "Accept",
  "Accept-Encoding",
  "Accept-Language",
  "Accept-Ranges",
  "Access-Control-Allow-Credentials",
  "Access-Control-Allow-Headers",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Origin",
  "Access-Control-Expose-Headers",
  "Access-Control-Max-Age",
  "Access-Control-Request-Headers",
  "Access-Control-Request-Method",
  "Age",
  "Allow",
  "Authorization",
  "Cache-Control",
  "Connection",
  "Content-Disposition",
  "Content-Encoding",
  "Content-Language",
  "Content-Length",
  "Content-Location",
  "Content-Range",
  "Content-Security-Policy",
  "Content-Type",
  "Cookie",
  "Date",
  "ETag",
  "Expect",
  "Expires",
  "Forwarded",
  "Host",
  "HTTP2-Settings",
  "If-Match",
  "If-Modified-Since",
  "If-None-Match",
  "If-Range",
  "If-Unmodified-Since",
  "Keep-Alive",
  "Last-Modified",
  "Link",
  "Location",
  "Max-Forwards",
  "Origin",
  "Permissions-Policy",
  "Pragma",
  "Priority",
  "Proxy-Authenticate",
  "Proxy-Authorization",
  "Proxy-Connection",
  "Proxy-Status",
  "Range",
  "Referer",
  "Referrer-Policy",
  "Retry-After",
  "Sec-Fetch-Dest",
  "Sec-Fetch-Mode",
  "Sec-Fetch-Site",
  "Sec-Fetch-User",
  "Sec-WebSocket-Accept",
  "Sec-WebSocket-Extensions",
  "Sec-WebSocket-Key",
  "Sec-WebSocket-Protocol",
  "Sec-WebSocket-Version",
  "Server",
  "Set-Cookie",
  "Strict-Transport-Security",
  "TE",
  "traceparent",
  "tracestate",
  "Trailer",
  "Transfer-Encoding",
  "Upgrade",
  "Upgrade-Insecure-Requests",
  "User-Agent",
  "Vary",
  "Via",
  "WWW-Authenticate",
  "X-Content-Type-Options",
  "X-Forwarded-For",
  "X-Forwarded-Host",
  "X-Forwarded-Proto",
  "X-Frame-Options",
  "X-Real-IP",
  "X-Request-ID",
};

constexpr auto shortest = std::size_t{2};
constexpr auto longest = std::size_t{32};

// -- comparison: a word at a time, exact in everything but the letters' case --

struct pattern {
  char lower[longest] = {};
  char letters[longest] = {}; // 0x20 where `lower` has a letter
};

constexpr std::array<pattern, name_count> make_patterns() {
  std::array<pattern, name_count> patterns{};
  for (std::size_t i = 1; i < name_count; ++i) {
    for (std::size_t k = 0; k < spellings[i].size(); ++k) {
      auto c = to_lower(spellings[i][k]);
      patterns[i].lower[k] = c;
      patterns[i].letters[k] = c >= 'a' && c <= 'z' ? '\x20' : '\0';
    }
  }
  return patterns;
}

constexpr auto patterns = make_patterns();

template <class Word>
bool same_word(const char* text, const pattern& x, std::size_t at) noexcept {
  Word word, lower, letters;
  std::memcpy(&word, text + at, sizeof word);
  std::memcpy(&lower, x.lower + at, sizeof lower);
  std::memcpy(&letters, x.letters + at, sizeof letters);
  return static_cast<Word>(word | letters) == lower;
}

// The last word overlaps the one before it.
template <class Word>
bool same_words(std::string_view text, const pattern& x) noexcept {
  auto last = text.size() - sizeof(Word);
  for (std::size_t at = 0; at < last; at += sizeof(Word))
    if (!same_word<Word>(text.data(), x, at))
      return false;
  return same_word<Word>(text.data(), x, last);
}

bool matches(std::string_view text, const pattern& x) noexcept {
  if (text.size() >= sizeof(std::uint64_t))
    return same_words<std::uint64_t>(text, x);
  if (text.size() >= sizeof(std::uint32_t))
    return same_words<std::uint32_t>(text, x);
  return same_words<std::uint16_t>(text, x);
}

// -- lookup: a hash that has no collisions among the names we know ------------

constexpr auto slot_bits = 10;
using slots = std::array<name, std::size_t{1} << slot_bits>;

constexpr std::size_t slot_of(std::string_view x, std::uint32_t factor) {
  auto octet = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(x[i]) | 0x20);
  };
  auto n = x.size();
  auto key = octet(n / 2) | octet(n - 1) << 8 | octet(n - 2) << 16
             | static_cast<std::uint32_t>(n) << 24;
  return (key * factor) >> (32 - slot_bits);
}

constexpr bool fill(slots& table, std::uint32_t factor) {
  table = {};
  for (std::size_t i = 1; i < name_count; ++i) {
    auto& slot = table[slot_of(spellings[i], factor)];
    if (slot != name::other)
      return false;
    slot = static_cast<name>(i);
  }
  return true;
}

struct perfect_hash {
  std::uint32_t factor = 0x9e3779b1;
  slots table{};
};

// Does not end, and so does not compile, for names that the key cannot tell
// apart.
constexpr perfect_hash find_perfect_hash() {
  perfect_hash x;
  while (!fill(x.table, x.factor))
    x.factor = x.factor * 747796405u + 2891336452u;
  return x;
}

constexpr auto known = find_perfect_hash();

static_assert(std::all_of(spellings.begin() + 1, spellings.end(), [](auto x) {
  return x.size() >= shortest && x.size() <= longest;
}));

} // namespace

name find_name(std::string_view text) noexcept {
  if (text.size() < shortest || text.size() > longest)
    return name::other;
  auto candidate = known.table[slot_of(text, known.factor)];
  auto i = static_cast<std::size_t>(candidate);
  if (text.size() != spellings[i].size() || !matches(text, patterns[i]))
    return name::other;
  return candidate;
}

std::string_view to_string(name x) noexcept {
  return x < name::last_ ? spellings[static_cast<std::size_t>(x)]
                         : std::string_view{};
}

std::string_view lower_case(name x) noexcept {
  auto i = static_cast<std::size_t>(x);
  return x < name::last_
           ? std::string_view{patterns[i].lower, spellings[i].size()}
           : std::string_view{};
}

bool same_name(std::string_view a, std::string_view b) noexcept {
  return same_text(a, b);
}

} // namespace troupe::codecs::fields
