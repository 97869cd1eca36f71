#pragma once

#include "actors/access_log/escape.hpp"
#include "actors/access_log/exchange_record.hpp"
#include "actors/access_log/field_notes.hpp"
#include "actors/access_log/log_variable.hpp"

#include "codecs/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

/// How a line of an access log looks. Read once; then append() writes line
/// after line, without an allocation as long as the text has room.
class line_format {
public:
  /// "common", "combined", "json", or a template: text with ${variables}, and
  /// $$ for a dollar sign. Adds the fields it shows to `wanted`; records bring
  /// notes of these. The error is a sentence for the operator; columns count
  /// from 1.
  static codecs::result<line_format, std::string>
  parse(std::string_view text, field_notes::wishes& wanted);

  /// One line of printable ASCII, as far as the template is; without the line
  /// feed at its end.
  void append(std::string& to, const exchange_record& x) const;

private:
  friend class line_template_reader;

  enum class notation : std::uint8_t { text, json };

  struct part {
    std::string before; ///< as it is
    log_variable what;
    std::size_t field = 0; ///< its number, for request and response
    surroundings where = surroundings::plain;
  };

  static line_format json(field_notes::wishes& wanted);

  std::vector<part> parts_;
  std::string after_;
  notation notation_ = notation::text;
};

} // namespace troupe::actors
