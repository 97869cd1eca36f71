#pragma once

#include <string>
#include <string_view>

namespace troupe::actors {

/// Appends text that is to stand in a URI, wherever it came from: octets that
/// no URI has (RFC 3986: controls, blanks, what is not ASCII, and "<>\^`{|})
/// are percent-encoded, so that no client can end a line or lead a browser
/// astray.
void append_uri_text(std::string& out, std::string_view text);

/// The same for a path: it begins with one slash, and no more than one, since
/// "//host" is another site; '?' and '#' are encoded, too, for they would end
/// it.
void append_path_text(std::string& out, std::string_view text);

/// The same for a query, without its question mark: '#' is encoded.
void append_query_text(std::string& out, std::string_view text);

} // namespace troupe::actors
