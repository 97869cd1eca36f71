#include "codecs/http1/section.hpp"

namespace troupe::codecs::http1 {

result<std::optional<std::string_view>, errc>
take_line(std::string_view input, const line_room& room) noexcept {
  using line = std::optional<std::string_view>;
  auto lf = input.find('\n');
  auto text = input.substr(0, lf);
  // At the end of the input a CR may be the first half of CRLF.
  auto ends_with_cr = text.ends_with('\r');
  if (ends_with_cr)
    text.remove_suffix(1);
  if (text.size() > room.octets)
    return room.excess;
  if (lf == input.npos)
    return line{};
  if (!ends_with_cr)
    return errc::bare_lf;
  if (text.find('\r') != text.npos)
    return errc::bare_cr;
  return line{text};
}

bool section_progress::is_worth_reading(
  std::string_view input, const section_bounds& bounds) const noexcept {
  // The first octets of a line may be wrong by themselves.
  if (input.size() < seen_ || seen_ < open_line_ + std::size_t{2})
    return true;
  if (input.find('\n', seen_) != input.npos)
    return true;
  auto room = room_at(bounds, open_line_);
  return !room || input.size() - open_line_ > room->octets;
}

} // namespace troupe::codecs::http1
