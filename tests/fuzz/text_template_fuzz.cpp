#include "tests/fuzz/fuzzing.hpp"

#include "actors/rewrite/text_template.hpp"

#include <array>
#include <charconv>
#include <string>

namespace {

using namespace troupe::actors;
using namespace troupe::fuzz;

/// Says which variable was asked for, in signs that no literal has.
class echo : public variables {
public:
  std::optional<std::string_view> find(const variable& x) const override {
    text_ = "\1" + std::to_string(static_cast<int>(x.kind)) + "\2";
    text_.append(x.header).append("\3");
    return text_;
  }

private:
  mutable std::string text_;
};

constexpr auto groups
  = std::array<std::string_view, 3>{"\1all\3", "\1one\3", "\1two\3"};

std::string written(const text_template& x) {
  auto out = std::string{};
  x.append_to(out, echo{}, groups);
  return out;
}

/// What is left of a template without "${...}", and with '$' for "$$".
std::string literals_of(std::string_view text) {
  auto out = std::string{};
  while (!text.empty()) {
    auto is_variable = text.starts_with("${");
    auto length = text.starts_with("$$") ? 2 : 1;
    if (is_variable)
      text.remove_prefix(text.find('}') + 1);
    else {
      out += text[0];
      text.remove_prefix(static_cast<std::size_t>(length));
    }
  }
  return out;
}

std::string without_values(std::string_view text) {
  auto out = std::string{};
  auto inside = false;
  for (auto c : text) {
    inside = inside || c == '\1';
    if (!inside)
      out += c;
    inside = inside && c != '\3';
  }
  return out;
}

void names_its_column(std::string_view error, std::string_view text) {
  demand(error.starts_with("column "));
  auto column = std::size_t{0};
  std::from_chars(error.data() + 7, error.data() + error.size(), column);
  demand(column > 0 && column <= text.size() && text[column - 1] == '$');
}

/// Text that somebody else wrote stands for itself once its dollars are two.
void can_be_quoted(std::string_view text) {
  auto quoted_text = std::string{};
  for (auto c : text)
    quoted_text.append(c == '$' ? 2 : 1, c);
  auto uut = text_template::parse(quoted_text);
  demand(uut.ok() && written(*uut) == text && uut->leading_text() == text);
}

} // namespace

/// The first octet says where the template is used.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 1)
    return 0;
  auto text = as_wire(data + 1, size - 1);
  can_be_quoted(text);
  auto scope = template_scope{.has_response = (data[0] & 1) != 0,
                              .has_match = (data[0] & 2) != 0,
                              .groups = data[0] >> 2 & 3u};
  auto got = text_template::parse(text, scope);
  if (!got) {
    names_its_column(got.error(), text);
    return 0;
  }
  if (text.find_first_of("\1\2\3") != text.npos)
    return 0;
  auto out = written(*got);
  demand(without_values(out) == literals_of(text));
  demand(out.starts_with(got->leading_text()));
  return 0;
}
