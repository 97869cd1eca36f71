#include "tests/fuzz/fuzzing.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/coding/accept_encoding.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace {

using namespace troupe::codecs;
using namespace troupe::codecs::coding;
using namespace troupe::fuzz;

constexpr auto offered
  = std::array{kind::gzip, kind::deflate, kind::br, kind::zstd, kind::identity};

struct preference {
  std::string coding;
  double q;
};

/// Section 12.5.3 in another language: elements that are of its form.
std::vector<preference> read_by_hand(const std::string& value) {
  static const auto form = std::regex{
    "[ \\t]*([^ \\t,;]+)"
    "(?:[ \\t]*;[ \\t]*[qQ]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?[ \\t]*"};
  auto result = std::vector<preference>{};
  for (std::size_t at = 0; at <= value.size();) {
    auto comma = std::min(value.find(',', at), value.size());
    auto element = value.substr(at, comma - at);
    auto match = std::smatch{};
    if (std::regex_match(element, match, form))
      result.push_back({match[1], match[2].matched ? std::stod(match[2]) : 1});
    at = comma + 1;
  }
  return result;
}

std::optional<double> q_of(const std::vector<preference>& all,
                           std::string_view coding) {
  for (auto& x : all)
    if (same_text(x.coding, coding)
        || (coding == "gzip" && same_text(x.coding, "x-gzip")))
      return x.q;
  return std::nullopt;
}

bool accepts(const std::vector<preference>& all, kind x) {
  if (auto own = q_of(all, to_string(x)))
    return *own > 0;
  auto others = q_of(all, "*");
  return x == kind::identity ? others.value_or(1) > 0 : others.value_or(0) > 0;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size > 500)
    return 0;
  auto value = std::string{as_wire(data, size)};
  auto request = fields::map{};
  request.append("Accept-Encoding", value);
  auto uut = accept_encoding{request};
  demand(uut.stated());
  auto all = read_by_hand(value);
  auto any = false;
  for (auto x : offered) {
    demand(uut.accepts(x) == accepts(all, x));
    any = any || uut.accepts(x);
  }
  auto chosen = uut.choose(offered);
  demand(chosen.has_value() == any);
  demand(!chosen || uut.accepts(*chosen));
  for (auto x : offered) {
    auto wanted = q_of(all, to_string(x)).value_or(0);
    demand(wanted <= 0
           || wanted <= q_of(all, to_string(*chosen))
                          .value_or(q_of(all, "*").value_or(0)));
  }
  return 0;
}
