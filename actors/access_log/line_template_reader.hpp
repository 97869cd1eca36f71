#pragma once

#include "actors/access_log/line_format.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace troupe::actors {

/// Reads the template of a line, once.
class line_template_reader {
public:
  line_template_reader(std::string_view text, field_notes::wishes& wanted)
    : text_(text), wanted_(wanted) {
    // nop
  }

  codecs::result<line_format, std::string> read();

private:
  using complaint = std::optional<std::string>;

  complaint read_next();
  complaint read_literal(char x);
  complaint read_dollar();
  complaint add_variable(std::string_view name);
  complaint complain(std::string what) const;
  void add(log_variable what, std::size_t field = 0);

  std::string_view text_;
  field_notes::wishes& wanted_;
  std::size_t at_ = 0;
  std::string literal_;
  std::optional<std::size_t> quoted_since_;
  line_format result_;
};

} // namespace troupe::actors
