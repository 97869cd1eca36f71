#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::fuzz {

// A second reading of RFC 9112, as plain and as strict as can be, and without
// regard to speed. It shares nothing with the codecs. Whatever they accept, it
// accepts, too, and finds the same end: or else two programs would disagree
// about where a message ends, which is what smuggling is made of.

struct strict_field {
  std::string name; // in lower case
  std::string value;
};

struct strict_head {
  std::string start_line;
  std::vector<strict_field> fields;
  std::size_t size = 0;

  std::vector<std::string> values_of(std::string_view name) const {
    std::vector<std::string> all;
    for (auto& x : fields)
      if (x.name == name)
        all.push_back(x.value);
    return all;
  }
};

inline std::optional<strict_field> strict_field_line(const std::string& line) {
  static const std::regex grammar{
    "([-!#$%&'*+.^_`|~0-9A-Za-z]+):[ \\t]*([^\\x01-\\x08\\x0a-\\x1f\\x7f]*)"};
  std::smatch parts;
  if (line.find('\0') != line.npos || !std::regex_match(line, parts, grammar))
    return std::nullopt;
  strict_field x{parts[1], parts[2]};
  std::transform(x.name.begin(), x.name.end(), x.name.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  while (!x.value.empty() && (x.value.back() == ' ' || x.value.back() == '\t'))
    x.value.pop_back();
  return x;
}

/// The head that a wire begins with; nothing if it is wrong or not complete.
inline std::optional<strict_head> read_strictly(std::string_view wire) {
  auto end = wire.find("\r\n\r\n");
  if (end == wire.npos)
    return std::nullopt;
  strict_head x;
  x.size = end + 4;
  auto rest = wire.substr(0, end + 2);
  while (!rest.empty()) {
    auto line = std::string{rest.substr(0, rest.find("\r\n"))};
    rest.remove_prefix(line.size() + 2);
    if (line.find_first_of("\r\n") != line.npos)
      return std::nullopt;
    if (x.start_line.empty()) {
      x.start_line = line;
      continue;
    }
    auto field = strict_field_line(line);
    if (!field)
      return std::nullopt;
    x.fields.push_back(*field);
  }
  return x;
}

inline bool is_strict_request_line(const std::string& line) {
  static const std::regex grammar{"[-!#$%&'*+.^_`|~0-9A-Za-z]+ "
                                  "(/[!-~]*|https?://[!-~]+|\\*|[!-~]+:[0-9]+) "
                                  "HTTP/1\\.[01]",
                                  std::regex::ECMAScript | std::regex::icase};
  auto target = line.substr(line.find(' ') + 1);
  return target.find('#') == target.npos && std::regex_match(line, grammar);
}

inline bool is_strict_status_line(const std::string& line) {
  static const std::regex grammar{"HTTP/1\\.[01] [1-9][0-9][0-9]( "
                                  "[^\\x01-\\x08\\x0a-\\x1f\\x7f]*)?"};
  return line.find('\0') == line.npos && std::regex_match(line, grammar);
}

/// The length that a head announces. Nothing if there is none, or no single.
inline std::optional<std::string> strict_length(const strict_head& x) {
  auto all = x.values_of("content-length");
  auto same = std::all_of(all.begin(), all.end(),
                          [&](auto& y) { return y == all.front(); });
  if (all.empty() || !same || all.front().empty()
      || all.front().find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  auto& digits = all.front();
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return digits;
}

} // namespace troupe::fuzz
