#include "actors/pipeline/stages/rewrite.hpp"

#include "actors/pipeline/stages/exchange_variables.hpp"
#include "actors/rewrite/target_text.hpp"

#include <fmt/format.h>

namespace troupe::actors::stages {

using namespace runtime::config;

verdict rewrite::request(exchange_context& x) {
  using enum codecs::uri::target_form;
  auto& [rule, query] = *rule_;
  auto& target = x.request().target;
  auto values = exchange_variables{x};
  target_.clear();
  if (target.form != origin && target.form != absolute)
    return verdict::go_on();
  // http://host is http://host/ (RFC 9110 section 4.2.3).
  auto path = target.path.empty() ? std::string_view{"/"} : target.path;
  if (!rule.apply(target_, path, values, scratch_))
    return verdict::go_on();
  if (query) {
    scratch_.clear();
    query->append_to(scratch_, values);
    if (!scratch_.empty())
      append_query_text(target_ += '?', scratch_);
  } else if (target.has_query) {
    target_.append(1, '?').append(target.query);
  }
  if (target_.size() > path_rewrite::most_octets)
    return verdict::answer(414, "414 URI Too Long\n");
  if (x.target(target_))
    return verdict::go_on();
  return verdict::fail({proxy_errc::stage_failed, "rewrite: not a path"});
}

namespace {

/// "off" is a query that is empty.
std::optional<text_template> read_query(const setting& x, findings& out) {
  auto said = text{.wanted = "a query, or off"}(x, out);
  if (!said)
    return std::nullopt;
  auto parsed = text_template::parse(*said == "off" ? "" : *said);
  if (parsed)
    return *std::move(parsed);
  out.add(place_of(x), fmt::format("'query' will not do: {}", parsed.error()));
  return std::nullopt;
}

} // namespace

void read_rewrite(const setting& x, pipeline& to, findings& out) {
  auto prefix = std::string{};
  auto pattern = std::string{};
  auto with = std::string{};
  section in{x, out};
  in.bind("prefix", prefix, text{.wanted = "a path's beginning"});
  in.bind("pattern", pattern, text{.wanted = "a regular expression"});
  in.bind("to", with, text{.wanted = "a path"});
  auto query = std::optional<text_template>{};
  if (auto* found = in.find("query"))
    query = read_query(*found, out);
  in.close();
  if (prefix.empty() == pattern.empty()) {
    out.add(place_of(x), "'rewrite' should have a 'prefix' or a 'pattern'");
    return;
  }
  auto rule = !pattern.empty() ? path_rewrite::replace_pattern(pattern, with)
              : with.empty()   ? path_rewrite::strip_prefix(prefix)
                               : path_rewrite::replace_prefix(prefix, with);
  if (rule)
    to.add(rewrite{*std::move(rule), std::move(query)});
  else
    out.add(place_of(x),
            fmt::format("'rewrite' will not do: {}", rule.error()));
}

} // namespace troupe::actors::stages
