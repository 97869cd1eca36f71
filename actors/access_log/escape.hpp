#pragma once

#include <string>
#include <string_view>

namespace troupe::actors {

// What peers sent, in a line of a log. The result is printable ASCII whatever
// they sent: nobody can end a line, a quoted part or a string before its end,
// or make a terminal do anything.

/// Where in a line of text a value stands.
enum class surroundings { plain, quoted };

/// Quotation marks, backslashes and everything that is not printable ASCII
/// become \xHH; outside of quotation marks blanks do, too, so that words stay
/// words.
void append_text(std::string& to, std::string_view value, surroundings where);

/// A string of RFC 8259, with its quotation marks. What is not ASCII is written
/// as \uHHHH; an octet that is not UTF-8 becomes U+FFFD.
void append_json(std::string& to, std::string_view value);

} // namespace troupe::actors
