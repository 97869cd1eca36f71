#include "runtime/text/pattern.hpp"

#include <re2/re2.h>

namespace troupe::runtime::text {

namespace {

re2::StringPiece piece(std::string_view x) {
  return {x.data(), x.size()};
}

} // namespace

pattern::pattern(std::shared_ptr<const re2::RE2> compiled)
  : compiled_(std::move(compiled)) {
  // nop
}

codecs::result<pattern, std::string>
pattern::compile(std::string_view expression, const pattern_options& options) {
  auto how = re2::RE2::Options{re2::RE2::Latin1};
  how.set_log_errors(false);
  how.set_case_sensitive(!options.ignore_case);
  auto compiled = std::make_shared<const re2::RE2>(piece(expression), how);
  const auto quoted = '\'' + std::string{expression} + '\'';
  if (!compiled->ok())
    return quoted + " is not a regular expression: " + compiled->error();
  const auto count = compiled->NumberOfCapturingGroups();
  if (static_cast<std::size_t>(count) > max_groups)
    return quoted + " has " + std::to_string(count)
           + " groups, which is more than " + std::to_string(max_groups);
  return pattern{std::move(compiled)};
}

const std::string& pattern::expression() const noexcept {
  return compiled_->pattern();
}

std::size_t pattern::group_count() const noexcept {
  return static_cast<std::size_t>(compiled_->NumberOfCapturingGroups());
}

bool pattern::matches(std::string_view text) const {
  return compiled_->Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED,
                          nullptr, 0);
}

bool pattern::find(std::string_view text, std::size_t from,
                   groups& found) const {
  auto pieces = std::array<re2::StringPiece, max_groups + 1>{};
  const auto wanted = compiled_->NumberOfCapturingGroups() + 1;
  if (!compiled_->Match(piece(text), from, text.size(), re2::RE2::UNANCHORED,
                        pieces.data(), wanted))
    return false;
  found = {};
  for (std::size_t i = 0; i < static_cast<std::size_t>(wanted); ++i)
    found[i] = {pieces[i].data(), pieces[i].size()};
  return true;
}

} // namespace troupe::runtime::text
