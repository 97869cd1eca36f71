#include "actors/access_log/line_template_reader.hpp"

#include "runtime/config/suggest.hpp"

#include "codecs/base/ascii.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace troupe::actors {

namespace {

constexpr std::string_view request_prefix = "request.";
constexpr std::string_view response_prefix = "response.";

bool may_stand_in_line(char x) noexcept {
  const auto octet = static_cast<unsigned char>(x);
  return (octet >= ' ' && octet != 0x7f) || x == '\t';
}

} // namespace

codecs::result<line_format, std::string> line_template_reader::read() {
  while (at_ < text_.size())
    if (auto wrong = read_next())
      return *std::move(wrong);
  if (quoted_since_) {
    at_ = *quoted_since_;
    return *complain("this quotation mark has no partner");
  }
  result_.after_ = std::move(literal_);
  return std::move(result_);
}

line_template_reader::complaint line_template_reader::read_next() {
  const auto x = text_[at_];
  return x == '$' ? read_dollar() : read_literal(x);
}

line_template_reader::complaint line_template_reader::read_literal(char x) {
  if (!may_stand_in_line(x))
    return complain("a line has no control characters in it");
  if (x == '"')
    quoted_since_ = quoted_since_ ? std::nullopt : std::optional{at_};
  literal_.push_back(x);
  ++at_;
  return std::nullopt;
}

line_template_reader::complaint line_template_reader::read_dollar() {
  const auto rest = text_.substr(at_);
  if (rest.starts_with("$$")) {
    literal_.push_back('$');
    at_ += 2;
    return std::nullopt;
  }
  if (!rest.starts_with("${"))
    return complain("a variable is ${name}, and a dollar sign is $$");
  const auto end = rest.find('}');
  if (end == rest.npos)
    return complain("'${' without '}'");
  if (auto wrong = add_variable(rest.substr(2, end - 2)))
    return wrong;
  at_ += end + 1;
  return std::nullopt;
}

line_template_reader::complaint
line_template_reader::add_variable(std::string_view name) {
  if (auto known = find_log_variable(name)) {
    add(*known);
    return std::nullopt;
  }
  const auto of_request = name.starts_with(request_prefix);
  if (of_request || name.starts_with(response_prefix)) {
    const auto field = name.substr(of_request ? request_prefix.size()
                                              : response_prefix.size());
    if (!codecs::is_token(field))
      return complain(fmt::format("'{}' is no name of a field", field));
    if (of_request)
      add(log_variable::request, wanted_.request.add(field));
    else
      add(log_variable::response, wanted_.response.add(field));
    return std::nullopt;
  }
  const auto plain = plain_log_variables();
  auto candidates = std::vector<std::string_view>{plain.begin(), plain.end()};
  candidates.insert(candidates.end(), {request_prefix, response_prefix});
  return complain(fmt::format("unknown variable '{}'{}", name,
                              runtime::config::did_you_mean(name, candidates)));
}

line_template_reader::complaint
line_template_reader::complain(std::string what) const {
  return fmt::format("column {}: {}", at_ + 1, what);
}

void line_template_reader::add(log_variable what, std::size_t field) {
  result_.parts_.push_back(
    {.before = std::exchange(literal_, {}),
     .what = what,
     .field = field,
     .where = quoted_since_ ? surroundings::quoted : surroundings::plain});
}

} // namespace troupe::actors
