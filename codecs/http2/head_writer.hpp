#pragma once

#include "codecs/fields/map.hpp"
#include "codecs/hpack/encoder.hpp"
#include "codecs/http1/head.hpp"
#include "codecs/http1/request_outline.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace troupe::codecs::http2 {

/// Writes heads as field blocks (RFC 9113 section 8.2), in the order in which
/// they leave: the peer's table follows. What belongs to one hop of HTTP/1 is
/// left out (section 8.2.2), and names become lower case.
class head_writer {
public:
  /// The peer's table may have that size.
  void set_table(std::size_t most) { encoder_.set_limit(most); }

  // Each appends to the text.
  void write_request(std::string& to, const http1::request_head& head,
                     std::string_view scheme, std::string_view authority,
                     std::string_view protocol);
  /// The same for one that is outlined.
  void write_request(std::string& to, const http1::request_outline& head,
                     std::string_view text, std::string_view scheme);
  void write_response(std::string& to, const http1::response_head& head);
  void write_trailers(std::string& to, const fields::map& trailers);

private:
  void add(std::string& to, const fields::field& x) {
    encoder_.add(to, x.id, x.name, x.value);
  }
  void add_fields(std::string& to, const fields::map& from, bool is_request);
  void add_te(std::string& to);

  hpack::encoder encoder_;
};

/// Is there anything in it that may stand in a trailer section?
bool has_trailers(const fields::map& x) noexcept;

} // namespace troupe::codecs::http2
