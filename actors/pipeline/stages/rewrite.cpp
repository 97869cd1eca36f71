#include "actors/pipeline/stages/rewrite.hpp"

#include "actors/pipeline/stages/exchange_variables.hpp"

#include <fmt/format.h>

namespace troupe::actors::stages {

using namespace runtime::config;

verdict rewrite::request(exchange_context& x) {
  auto& target = x.request().target;
  target_.clear();
  if (target.form == codecs::uri::target_form::asterisk
      || !rule_->apply(target_, target.path, exchange_variables{x}, scratch_))
    return verdict::go_on();
  if (target.has_query)
    target_.append(1, '?').append(target.query);
  if (x.target(target_))
    return verdict::go_on();
  return verdict::fail({proxy_errc::stage_failed, "rewrite: not a path"});
}

void read_rewrite(const setting& x, pipeline& to, findings& out) {
  auto prefix = std::string{};
  auto pattern = std::string{};
  auto with = std::string{};
  section in{x, out};
  in.bind("prefix", prefix, text{.wanted = "a path's beginning"});
  in.bind("pattern", pattern, text{.wanted = "a regular expression"});
  in.bind("to", with, text{.wanted = "a path"});
  in.close();
  if (prefix.empty() == pattern.empty()) {
    out.add(place_of(x), "'rewrite' should have a 'prefix' or a 'pattern'");
    return;
  }
  auto rule = !pattern.empty() ? path_rewrite::replace_pattern(pattern, with)
              : with.empty()   ? path_rewrite::strip_prefix(prefix)
                               : path_rewrite::replace_prefix(prefix, with);
  if (rule)
    to.add(rewrite{*std::move(rule)});
  else
    out.add(place_of(x),
            fmt::format("'rewrite' will not do: {}", rule.error()));
}

} // namespace troupe::actors::stages
