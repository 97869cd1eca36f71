#pragma once

#include "codecs/fields/map.hpp"
#include "codecs/http/status.hpp"
#include "codecs/http/version.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::codecs::http1 {

// Each appends to `out`, which the caller reuses. What is written comes from
// decoders or from ourselves, and is not checked again.

inline constexpr auto request_line_end = std::string_view{" HTTP/1.1\r\n"};
void write_request_line(std::string& out, std::string_view method,
                        std::string_view target);
/// Always HTTP/1.1 (RFC 9110 section 6.2). An empty reason is replaced by the
/// phrase of the RFC.
void write_status_line(std::string& out, http::status code,
                       std::string_view reason);
void write_field(std::string& out, std::string_view name,
                 std::string_view value);
void write_field(std::string& out, std::string_view name, std::uint64_t value);
/// All fields for which `keep(field)`; neighbours that stand in memory as whole
/// lines are copied in one piece. Tells note(field, at) where each will begin.
template <class Keep, class Note>
void write_fields(std::string& out, const fields::map& all, Keep&& keep,
                  Note&& note) {
  const char* first = nullptr; // of the lines to be copied next
  const char* last = nullptr;
  auto copy
    = [&] { out.append(first, static_cast<std::size_t>(last - first)); };
  for (auto& x : all) {
    if (!keep(x))
      continue;
    note(x, out.size() + static_cast<std::size_t>(last - first));
    if (x.whole_line && x.name.data() == last) {
      last = x.value.data() + x.value.size() + 2;
      continue;
    }
    copy();
    first = last = nullptr;
    if (x.whole_line) {
      first = x.name.data();
      last = x.value.data() + x.value.size() + 2;
    } else {
      write_field(out, x.name, x.value);
    }
  }
  copy();
}
template <class Keep>
void write_fields(std::string& out, const fields::map& all, Keep&& keep) {
  write_fields(out, all, keep, [](const fields::field&, std::size_t) {
    // nop
  });
}
inline void end_head(std::string& out) {
  out.append("\r\n", 2);
}

/// What a gateway says of itself: the version in which the message came, and a
/// pseudonym (RFC 9110 section 7.6.3).
void write_via(std::string& out, http::version received,
               std::string_view pseudonym);
void write_via_value(std::string& out, http::version received,
                     std::string_view pseudonym);

/// chunk-size CRLF; the octets and write_chunk_end() follow.
void write_chunk_begin(std::string& out, std::uint64_t size);
inline void write_chunk_end(std::string& out) {
  out.append("\r\n", 2);
}
/// The last chunk, the trailers without those that nobody may send there
/// (RFC 9110 section 6.5.1), and the empty line.
void write_last_chunk(std::string& out, const fields::map& trailers);

} // namespace troupe::codecs::http1
