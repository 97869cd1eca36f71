#include "actors/headers/security_headers.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace troupe::actors {

namespace {

using std::string;
using std::string_view;

constexpr auto frame_options = std::array<string_view, 2>{"DENY", "SAMEORIGIN"};
constexpr auto referrer_policies
  = std::array<string_view, 8>{"no-referrer",
                               "no-referrer-when-downgrade",
                               "origin",
                               "origin-when-cross-origin",
                               "same-origin",
                               "strict-origin",
                               "strict-origin-when-cross-origin",
                               "unsafe-url"};
constexpr auto opener_policies
  = std::array<string_view, 4>{"same-origin", "same-origin-allow-popups",
                               "noopener-allow-popups", "unsafe-none"};
constexpr auto embedder_policies
  = std::array<string_view, 3>{"require-corp", "credentialless", "unsafe-none"};
constexpr auto resource_policies
  = std::array<string_view, 3>{"same-origin", "same-site", "cross-origin"};

std::optional<string> problem_with_word(string_view what, const string& word,
                                        std::span<const string_view> known) {
  if (word.empty()
      || std::find(known.begin(), known.end(), word) != known.end())
    return std::nullopt;
  auto result = string{what} + " is none of";
  for (auto x : known)
    result.append(" ").append(x);
  return result + ": '" + word + '\'';
}

bool is_text(string_view x) noexcept {
  return std::all_of(x.begin(), x.end(),
                     [](char c) { return c >= 0x20 && c < 0x7f; });
}

string hsts_value(const hsts_options& x) {
  auto result = "max-age=" + std::to_string(x.max_age.count());
  if (x.include_subdomains)
    result += "; includeSubDomains";
  if (x.preload)
    result += "; preload";
  return result;
}

} // namespace

std::optional<string> problem_with(const security_header_options& x) {
  constexpr auto year = std::chrono::seconds{std::chrono::hours{24 * 365}};
  if (x.hsts && x.hsts->max_age.count() < 0)
    return "a maximum age is not negative";
  if (x.hsts && x.hsts->preload
      && (x.hsts->max_age < year || !x.hsts->include_subdomains))
    return "to be preloaded, HSTS lasts a year at least and includes"
           " subdomains";
  struct choice {
    string_view what;
    const string& word;
    std::span<const string_view> known;
  };
  const auto choices = std::array<choice, 5>{
    {{"X-Frame-Options", x.frame_options, frame_options},
     {"Referrer-Policy", x.referrer_policy, referrer_policies},
     {"Cross-Origin-Opener-Policy", x.cross_origin_opener_policy,
      opener_policies},
     {"Cross-Origin-Embedder-Policy", x.cross_origin_embedder_policy,
      embedder_policies},
     {"Cross-Origin-Resource-Policy", x.cross_origin_resource_policy,
      resource_policies}}};
  for (auto& [what, word, known] : choices)
    if (auto problem = problem_with_word(what, word, known))
      return problem;
  if (!is_text(x.content_security_policy) || !is_text(x.permissions_policy))
    return "a policy is a line of ASCII text";
  return std::nullopt;
}

security_headers::security_headers(const security_header_options& options)
  : hsts_(options.hsts ? hsts_value(*options.hsts) : string{}),
    override_(options.override_origin) {
  auto say = [this](string_view name, string_view value) {
    if (!value.empty())
      fields_.emplace_back(name, value);
  };
  say("X-Content-Type-Options", options.nosniff ? "nosniff" : "");
  say("X-Frame-Options", options.frame_options);
  say("Referrer-Policy", options.referrer_policy);
  say("Content-Security-Policy", options.content_security_policy);
  say("Permissions-Policy", options.permissions_policy);
  say("Cross-Origin-Opener-Policy", options.cross_origin_opener_policy);
  say("Cross-Origin-Embedder-Policy", options.cross_origin_embedder_policy);
  say("Cross-Origin-Resource-Policy", options.cross_origin_resource_policy);
}

void security_headers::apply(codecs::fields::map& response, bool secure) const {
  auto say = [&](string_view name, string_view value) {
    if (override_ || !response.find(name))
      response.set(name, value);
  };
  for (auto& [name, value] : fields_)
    say(name, value);
  if (secure && !hsts_.empty())
    say("Strict-Transport-Security", hsts_);
}

} // namespace troupe::actors
