#pragma once

#include "codecs/fields/map.hpp"
#include "codecs/http1/head.hpp"
#include "codecs/http2/message_rules.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace troupe::codecs::http2 {

/// Gathers the fields of one head as they come out of HPACK, and says what they
/// mean: the same heads as those of HTTP/1, so that nobody behind has to know
/// the version. What is malformed does not get through: the message's rules are
/// asked of each field, and what several say together is verified here. Used
/// again for each head of a connection.
class head_reader {
public:
  /// Octets, counted as RFC 9113 section 10.5.1 does.
  explicit head_reader(std::size_t most) noexcept : most_(most) {}

  /// A head of that message begins.
  void begin(const message_rules& message) noexcept;
  /// Copies. What is beyond the limit is dropped. False: malformed.
  bool add(const field_note& note, std::string_view name,
           std::string_view value);
  /// All of it is here. False: malformed.
  bool end(bool ends) noexcept { return message_.end_head(ends); }
  /// What is known of the message by now.
  const message_rules& message() const noexcept { return message_; }
  bool too_large() const noexcept { return size_ > most_; }

  /// False if it is malformed: a target that is none, an authority that is
  /// none, Host that names another. `ends`: there is no body. The head's views
  /// live until begin().
  bool read_request(http1::request_head& to, bool ends);
  bool read_response(http1::response_head& to, bool ends);
  /// Those of a trailer section.
  void read_trailers(fields::map& to);

  /// Of an extended CONNECT (RFC 8441): "websocket". Else empty.
  std::string_view protocol() const noexcept {
    return said(pseudo_field::protocol);
  }

private:
  static constexpr auto pseudo_fields
    = static_cast<std::size_t>(pseudo_field::last_);

  static constexpr std::size_t index(pseudo_field x) noexcept {
    return static_cast<std::size_t>(x);
  }
  std::string_view said(pseudo_field x) const noexcept {
    return pseudo_[index(x)];
  }
  bool add_pseudo(const field_note& note, std::string_view name,
                  std::string_view value);
  bool has_room(std::string_view name, std::string_view value) noexcept {
    constexpr auto overhead = std::size_t{32};
    size_ += name.size() + value.size() + overhead;
    return !too_large();
  }
  /// As text, by us.
  bool is_asked_for(pseudo_field x) const noexcept {
    return x == pseudo_field::path || x == pseudo_field::authority
           || x == pseudo_field::protocol
           || (x == pseudo_field::method
               && message_.method() == http::method::other);
  }
  void end_fields();
  bool read_authority(http1::request_head& to);
  bool read_target(http1::request_head& to) const noexcept;
  http::framing read_framing(bool ends) const noexcept;

  std::size_t most_;
  std::size_t size_ = 0;
  message_rules message_;
  fields::map fields_;
  std::string cookie_;         // crumbs, joined (RFC 9113 section 8.2.3)
  std::string good_authority_; // the last: a client's next is the same, mostly
  std::array<std::string_view, pseudo_fields> pseudo_;
};

} // namespace troupe::codecs::http2
