#pragma once

#include "codecs/fields/name.hpp"
#include "codecs/http/method.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace troupe::codecs::http2 {

/// The names that begin with a colon (RFC 9113 section 8.3, RFC 8441).
enum class pseudo_field : std::uint8_t {
  none,
  authority,
  method,
  path,
  protocol,
  scheme,
  status,
  last_, ///< not a name: how many there are
};

enum class ruling : std::uint8_t {
  good,
  superfluous, ///< may be there, and says nothing: passed over
  malformed,
};

/// What a field says by itself, whatever the message: its octets need be looked
/// at once, also if it comes again and again.
struct field_note {
  fields::name id = fields::name::other;
  pseudo_field part = pseudo_field::none;
  http::method method = http::method::other; ///< of `:method`
  bool is_good = false; ///< false: malformed in any message
};

field_note note_of(std::string_view name, std::string_view value) noexcept;

/// What RFC 9113 section 8 asks of one message, field by field and octet by
/// octet. Once something is malformed there is no use in asking further, and no
/// harm. Knows no frames; small, for each stream has one.
class message_rules {
public:
  /// It is a request. May it be an extended CONNECT (RFC 8441)?
  void begin_request(bool extended_connect) noexcept {
    is_request_ = true;
    extended_connect_ = extended_connect;
  }
  /// It is the response to such a request, with the interim ones before it.
  void begin_response(http::method asked) noexcept { method_ = asked; }
  /// Of a name that begins with a colon. False: malformed.
  bool take_pseudo(const field_note& x, std::string_view value) noexcept;
  /// Of any other.
  ruling take_field(const field_note& x, std::string_view value) noexcept;
  /// The head is here, or the trailers are. False: malformed.
  bool end_head(bool ends) noexcept;
  /// So many octets of content came. False: malformed.
  bool take_content(std::size_t n) noexcept {
    received_ += static_cast<std::int64_t>(n);
    return phase_ != phase::interim
           && (length_ == unknown || received_ <= length_);
  }
  /// May the message end here?
  bool complete() const noexcept {
    return phase_ != phase::interim
           && (length_ == unknown || received_ == length_);
  }

  /// The request's, or the one that the response is for.
  http::method method() const noexcept { return method_; }
  /// Of the response's head; 0: none was told.
  unsigned status() const noexcept { return status_; }
  /// Of the content, if it was told.
  std::optional<std::uint64_t> length() const noexcept {
    if (length_ == unknown)
      return std::nullopt;
    return static_cast<std::uint64_t>(length_);
  }

private:
  enum class phase : std::uint8_t { head, interim, content };

  ruling take_special(fields::name id, std::string_view value) noexcept;
  ruling take_length(std::string_view value) noexcept;
  bool end_request() noexcept;
  bool end_response() noexcept;

  static constexpr std::uint8_t bit(pseudo_field x) noexcept {
    return static_cast<std::uint8_t>(1u << static_cast<unsigned>(x));
  }
  bool has(pseudo_field x) const noexcept { return (seen_ & bit(x)) != 0; }

  static constexpr auto unknown = std::int64_t{-1};
  static constexpr auto nothing_closed = std::uint8_t{1}; // but `none`
  static constexpr auto all_closed = std::uint8_t{0xff};

  std::int64_t length_ = unknown; // that was told
  std::int64_t received_ = 0;
  std::uint16_t status_ = 0;
  std::uint8_t seen_ = 0;                // pseudo-fields, a bit each
  std::uint8_t closed_ = nothing_closed; // more that may not come any more
  phase phase_ = phase::head;
  http::method method_ = http::method::other;
  bool is_request_ = false;
  bool extended_connect_ = false;
  bool has_host_ = false;
  bool is_http_ = false;      // or https
  bool has_slash_ = false;    // the path begins with one
  bool has_asterisk_ = false; // the path is one
};

} // namespace troupe::codecs::http2
