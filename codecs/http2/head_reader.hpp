#pragma once

#include "codecs/fields/map.hpp"
#include "codecs/http1/head.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace troupe::codecs::http2 {

/// Gathers the fields of one head as they come out of HPACK, and says what they
/// mean: the same heads as those of HTTP/1, so that nobody behind has to know
/// the version. Whoever feeds it has verified what RFC 9113 section 8.2 and 8.3
/// say of each field by itself; what several say together is verified here.
/// Used again for each head of a connection.
class head_reader {
public:
  /// Octets, counted as RFC 9113 section 10.5.1 does.
  explicit head_reader(std::size_t most) noexcept : most_(most) {}

  void begin() noexcept;
  /// Copies. What is beyond the limit is dropped.
  void add(std::string_view name, std::string_view value);
  bool too_large() const noexcept { return size_ > most_; }

  /// False if it is malformed: a target that is none, an authority that is
  /// none, Host that names another. `ends`: there is no body. The head's views
  /// live until begin().
  bool read_request(http1::request_head& to, bool ends);
  /// A response to a request with that method.
  bool read_response(http1::response_head& to, http::method asked, bool ends);
  /// Those of a trailer section.
  void read_trailers(fields::map& to);

  /// Of an extended CONNECT (RFC 8441): "websocket". Else empty.
  std::string_view protocol() const noexcept { return protocol_; }
  std::string_view scheme() const noexcept { return scheme_; }

private:
  void add_pseudo(std::string_view name, std::string_view value);
  void end_fields();
  bool read_authority(http1::request_head& to) const noexcept;
  bool read_target(http1::request_head& to) const noexcept;
  http::framing read_framing(bool ends) const noexcept;

  std::size_t most_;
  std::size_t size_ = 0;
  fields::map fields_;
  std::string cookie_; // crumbs, joined (RFC 9113 section 8.2.3)
  std::string_view method_;
  std::string_view scheme_;
  std::string_view authority_;
  std::string_view path_;
  std::string_view protocol_;
  std::string_view status_;
};

} // namespace troupe::codecs::http2
