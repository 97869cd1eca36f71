#include "tests/fuzz/fuzzing.hpp"

#include "codecs/fields/list.hpp"
#include "codecs/http/trace_context.hpp"

#include <algorithm>
#include <regex>
#include <set>
#include <string>

namespace {

using namespace troupe::codecs;
using namespace troupe::codecs::http;
using namespace troupe::fuzz;

/// Section 3.2.2 in another language.
bool is_trace_parent(std::string_view x) {
  static const auto form
    = std::regex{"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}"};
  auto version_00 = std::string{x.substr(0, 55)};
  auto match = std::smatch{};
  if (!std::regex_match(version_00, match, form) || match[1] == "ff"
      || match[2] == std::string(32, '0') || match[3] == std::string(16, '0'))
    return false;
  return x.size() == 55 || (match[1] != "00" && x[55] == '-');
}

void reads_trace_parents(std::string_view value) {
  auto got = parse_trace_parent(value);
  demand(got.has_value() == is_trace_parent(value));
  if (!got)
    return;
  auto text = trace_parent_text{*got};
  demand(parse_trace_parent(text.view()) == got);
  demand(text.view().substr(3, 49) == value.substr(3, 49));
}

/// A line for each line of the input.
fields::map with_tracestate(std::string_view lines) {
  auto all = fields::map{};
  for (;;) {
    auto end = lines.find('\n');
    all.append("tracestate", lines.substr(0, end));
    if (end == lines.npos)
      return all;
    lines.remove_prefix(end + 1);
  }
}

void passes_on_trace_states(std::string_view lines) {
  auto got = joined_tracestate(with_tracestate(lines));
  demand(got.size() <= max_tracestate);
  demand(joined_tracestate(with_tracestate(got)) == got);
  // Each member was sent, in that order, under a key of its own.
  auto sent = lines;
  auto keys = std::set<std::string_view>{};
  fields::for_each_element(got, [&](std::string_view member) {
    auto at = sent.find(member);
    demand(at != sent.npos);
    sent.remove_prefix(at + member.size());
    auto key = member.substr(0, member.find('='));
    demand(!key.empty() && key.size() < member.size());
    demand(keys.insert(key).second);
  });
  demand(keys.size() <= max_tracestate_members);
  demand(std::all_of(got.begin(), got.end(),
                     [](char c) { return c >= 0x20 && c <= 0x7e; }));
}

} // namespace

/// The first octet says which of the two fields the rest is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 1 || size > 4096)
    return 0;
  auto wire = as_wire(data + 1, size - 1);
  if (data[0] == 'p')
    reads_trace_parents(wire);
  else
    passes_on_trace_states(wire);
  return 0;
}
