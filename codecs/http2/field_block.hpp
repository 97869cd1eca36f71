#pragma once

#include "codecs/fields/map.hpp"
#include "codecs/http1/head.hpp"
#include "codecs/http1/request_outline.hpp"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace troupe::codecs::http2 {

/// The fields of a head as nghttp2 takes them. What belongs to one hop of
/// HTTP/1 is left out (RFC 9113 section 8.2.2), and names become lower case.
/// Borrowed: until it is submitted.
class field_block {
public:
  void set_request(const http1::request_head& head, std::string_view scheme,
                   std::string_view authority, std::string_view protocol);
  /// The same for one that is outlined. Borrowed, too: the text.
  void set_request(const http1::request_outline& head, std::string_view text,
                   std::string_view scheme);
  void set_response(const http1::response_head& head);
  void set_trailers(const fields::map& trailers);

  const nghttp2_nv* data() const noexcept { return all_.data(); }
  std::size_t size() const noexcept { return size_; }

private:
  void add(std::string_view name, std::string_view value, std::uint8_t flags) {
    // nghttp2 copies what it changes.
    auto octets_of = [](std::string_view x) {
      return reinterpret_cast<std::uint8_t*>(const_cast<char*>(x.data()));
    };
    if (size_ == all_.size())
      all_.resize(std::max(usual_size, 2 * size_));
    all_[size_++] = {.name = octets_of(name),
                     .value = octets_of(value),
                     .namelen = name.size(),
                     .valuelen = value.size(),
                     .flags = flags};
  }
  /// `name` is in lower case, and lives for ever.
  void add_known(std::string_view name, std::string_view value) {
    add(name, value, NGHTTP2_NV_FLAG_NO_COPY_NAME);
  }
  void add(fields::name id, std::string_view name, std::string_view value) {
    if (id == fields::name::other)
      add(name, value, NGHTTP2_NV_FLAG_NONE);
    else
      add_known(fields::lower_case(id), value);
  }
  void add_fields(const fields::map& from, bool is_request);

  static constexpr auto usual_size = std::size_t{16};

  std::vector<nghttp2_nv> all_; // and room for more
  std::size_t size_ = 0;
  std::array<char, 3> status_{};
};

} // namespace troupe::codecs::http2
