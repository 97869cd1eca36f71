#pragma once

#include <ctime>
#include <optional>
#include <string_view>

namespace troupe::codecs::http {

/// Reads an HTTP-date in any of its three forms, all of which a recipient must
/// accept (RFC 9110 section 5.6.7). `now` tells the century of a year that has
/// two digits. Nothing if it is no date; the day of the week is not compared
/// with the calendar.
std::optional<std::time_t> parse_date(std::string_view text,
                                      std::time_t now) noexcept;

} // namespace troupe::codecs::http
