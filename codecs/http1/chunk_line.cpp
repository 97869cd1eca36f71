#include "codecs/http1/chunk_line.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/base/scan.hpp"
#include "codecs/http1/section.hpp"

namespace troupe::codecs::http1 {

namespace {

constexpr auto largest_chunk
  = std::uint64_t{std::numeric_limits<std::int64_t>::max()};

// What may follow the digits: *( BWS ";" … ), or nothing.
bool is_extension(std::string_view text) noexcept {
  if (text.empty())
    return true;
  auto* end = text.data() + text.size();
  return trim(text).starts_with(';') && find_control(text.data(), end) == end;
}

} // namespace

result<chunk_line, errc> parse_chunk_line(std::string_view input,
                                          const limits& bounds) noexcept {
  if (input.empty())
    return chunk_line{};
  if (hex_value(input.front()) < 0)
    return errc::bad_chunk_size;
  auto line = take_line(input, {bounds.chunk_line, errc::chunk_line_too_long});
  if (!line)
    return line.error();
  if (!*line)
    return chunk_line{};
  auto text = **line;
  chunk_line x{.chunk = 0, .size = text.size() + 2};
  for (; !text.empty(); text.remove_prefix(1)) {
    auto digit = hex_value(text.front());
    if (digit < 0)
      break;
    if (x.chunk > largest_chunk / 16)
      return errc::chunk_size_overflow;
    x.chunk = x.chunk * 16 + static_cast<std::uint64_t>(digit);
  }
  if (!is_extension(text))
    return errc::bad_chunk_size;
  return x;
}

} // namespace troupe::codecs::http1
