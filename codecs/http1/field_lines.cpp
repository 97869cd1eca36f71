#include "codecs/http1/field_lines.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/base/scan.hpp"

namespace troupe::codecs::http1 {

namespace {

constexpr std::string_view text_between(const char* first, const char* last) {
  return {first, static_cast<std::size_t>(last - first)};
}

constexpr bool is_crlf(const char* p, const char* end) noexcept {
  return end - p >= 2 && p[0] == '\r' && p[1] == '\n';
}

// Reads a line that is complete and as it should be, and returns where the next
// one begins; or returns nullptr, and reason_against() says why. This is where
// the time goes: each octet is looked at once, and most of them 16 at a time.
const char* parse_line(const char* line, const char* end, fields::field& x) {
  auto* colon = find_colon(line, end);
  if (colon == end)
    return nullptr;
  x.name = text_between(line, colon);
  x.id = fields::find_name(x.name);
  if (x.id == fields::name::other && !is_token(x.name))
    return nullptr;
  auto* first = colon + 1;
  while (first != end && is_blank(*first))
    ++first;
  auto* cr = find_control(first, end);
  if (!is_crlf(cr, end))
    return nullptr;
  auto* last = cr;
  while (last != first && is_blank(last[-1]))
    --last;
  x.value = text_between(first, last);
  x.whole_line = last == cr;
  return cr + 2;
}

// A field line without its CRLF, of which no good can be said.
errc fault_of(std::string_view line) noexcept {
  auto name = line.substr(0, line.find(':'));
  return name.size() == line.size() || !is_token(name) ? errc::bad_field_name
                                                       : errc::bad_field_value;
}

// What is wrong with the line at `offset`; nothing if only its end is missing.
// Of an incomplete line no more than the first octets and the length is judged,
// and so they come first when it is complete, too.
std::optional<errc> reason_against(std::string_view section, std::size_t offset,
                                   const section_bounds& bounds,
                                   std::size_t count) noexcept {
  auto room = room_at(bounds, offset);
  if (!room)
    return errc::head_too_large;
  auto input = section.substr(offset);
  if (input.empty() || input == "\r")
    return std::nullopt;
  if (input.front() == '\r')
    return errc::bare_cr;
  if (input.front() == '\n')
    return errc::bare_lf;
  if (count == bounds.count)
    return errc::too_many_fields;
  if (is_blank(input.front()))
    return errc::obs_fold;
  if (!is_tchar(input.front()))
    return errc::bad_field_name;
  auto line = take_line(input, *room);
  if (!line)
    return line.error();
  if (!*line)
    return std::nullopt;
  return fault_of(**line);
}

} // namespace

result<section_extent, errc> parse_field_lines(std::string_view section,
                                               std::size_t offset,
                                               const section_bounds& bounds,
                                               fields::map& fields) {
  auto* begin = section.data();
  auto* end = begin + section.size();
  auto* line = begin + offset;
  for (std::size_t count = 0;; ++count) {
    auto at = static_cast<std::size_t>(line - begin);
    auto room = room_at(bounds, at);
    if (room && is_crlf(line, end))
      return section_extent{.size = at + 2, .open_line = at};
    fields::field x;
    auto* next
      = room && count != bounds.count ? parse_line(line, end, x) : nullptr;
    if (next == nullptr
        || static_cast<std::size_t>(next - line) - 2 > room->octets) {
      if (auto fault = reason_against(section, at, bounds, count))
        return *fault;
      return section_extent{.size = 0, .open_line = at};
    }
    fields.append_resolved(x);
    line = next;
  }
}

} // namespace troupe::codecs::http1
