#include "actors/pipeline/stages/headers.hpp"

#include "actors/pipeline/stages/exchange_variables.hpp"

namespace troupe::actors::stages {

using namespace runtime::config;

void headers::upstream_request(exchange_context& x) {
  rules_->first.apply(x.upstream_head().fields, exchange_variables{x},
                      scratch_);
}

void headers::response(exchange_context& x) {
  rules_->second.apply(x.response().fields, exchange_variables{x}, scratch_);
}

namespace {

/// The rule that the map's one verb begins, with what belongs to it.
void read_rule(const setting& x, const template_scope& scope, field_rules& to,
               findings& out) {
  using enum field_action;
  auto rule = field_rule{};
  section in{x, out};
  constexpr auto name = text{.wanted = "a field's name"};
  auto verbs = 0;
  for (auto [word, what] :
       {std::pair{"set", set}, std::pair{"append", append},
        std::pair{"set_if_absent", set_if_absent}, std::pair{"remove", remove},
        std::pair{"rename", rename}, std::pair{"replace", replace}})
    if (in.find(word)) {
      ++verbs;
      rule.what = what;
      in.bind(word, rule.name, name);
    }
  in.bind("to", rule.value, text{.wanted = "a value"});
  in.bind("pattern", rule.pattern, text{.wanted = "a regular expression"});
  in.close();
  if (verbs != 1)
    refuse(x, "one of set, append, set_if_absent, remove, rename and replace",
           out);
  else if (auto wrong = to.add(rule, scope))
    out.add(place_of(x), *wrong);
}

} // namespace

void read_headers(const setting& x, pipeline& to, findings& out) {
  auto request = field_rules{};
  auto response = field_rules{};
  section in{x, out};
  if (auto* rules = in.find("request"))
    for (auto& one : items_of(*rules, "rule", out))
      read_rule(one, {}, request, out);
  if (auto* rules = in.find("response"))
    for (auto& one : items_of(*rules, "rule", out))
      read_rule(one, {.has_response = true}, response, out);
  in.close();
  to.add(headers{std::move(request), std::move(response)});
}

} // namespace troupe::actors::stages
