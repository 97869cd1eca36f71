#include "actors/cors/cors_policy.hpp"

#include "codecs/base/ascii.hpp"
#include "codecs/fields/list.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace troupe::actors {

namespace {

using codecs::same_text;
using codecs::fields::map;
using codecs::fields::name;
using std::string;
using std::string_view;

constexpr string_view any = "*";

string lower(string_view x) {
  auto result = string{x};
  std::transform(result.begin(), result.end(), result.begin(),
                 codecs::to_lower);
  return result;
}

bool has(std::span<const string> all, string_view wanted) {
  return std::find(all.begin(), all.end(), wanted) != all.end();
}

string joined(std::span<const string> all) {
  auto result = string{};
  for (auto& x : all) {
    if (!result.empty())
      result += ", ";
    result += x;
  }
  return result;
}

bool is_host_octet(char c) noexcept {
  return codecs::is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
}

bool is_origin(string_view x) {
  if (x == any || x == "null")
    return true;
  const auto end = x.find("://");
  if (end == x.npos || end == 0)
    return false;
  auto host = x.substr(end + 3);
  if (host.starts_with("*."))
    host.remove_prefix(2);
  const auto fits = [](char c) {
    return is_host_octet(codecs::to_lower(c)) || c == ':' || c == '['
           || c == ']';
  };
  return !host.empty() && std::all_of(host.begin(), host.end(), fits);
}

std::optional<string> problem_with_tokens(std::span<const string> all,
                                          string_view what) {
  for (auto& x : all)
    if (!codecs::is_token(x))
      return "'" + x + "' is not the name of a " + string{what};
  return std::nullopt;
}

/// The Fetch standard's CORS-safelisted methods.
bool is_always_allowed(string_view method) noexcept {
  return method == "GET" || method == "HEAD" || method == "POST";
}

} // namespace

std::optional<string> problem_with(const cors_options& x) {
  if (x.origins.empty())
    return "no origin is allowed";
  for (auto& origin : x.origins)
    if (!is_origin(origin))
      return "'" + origin
             + "' is not an origin such as https://a.example, without a path";
  if (auto problem = problem_with_tokens(x.methods, "method"))
    return problem;
  for (auto* names : {&x.headers, &x.exposed})
    if (auto problem = problem_with_tokens(*names, "field"))
      return problem;
  if (x.credentials && has(x.origins, any))
    return "any origin together with credentials would let every site act for"
           " whoever is logged in";
  if (x.credentials && has(x.exposed, any))
    return "'*' is not a wildcard for exposed fields where there are"
           " credentials";
  if (x.max_age && x.max_age->count() < 0)
    return "a maximum age is not negative";
  return std::nullopt;
}

cors_policy::cors_policy(const cors_options& options)
  : any_origin_(has(options.origins, any)),
    any_method_(has(options.methods, any)),
    any_header_(has(options.headers, any)), credentials_(options.credentials),
    private_network_(options.private_network), methods_(options.methods),
    headers_(options.headers), methods_value_("GET, HEAD, POST"),
    headers_value_(joined(options.headers)),
    exposed_value_(joined(options.exposed)) {
  for (auto& x : options.origins) {
    auto origin = lower(x);
    if (auto star = origin.find('*'); star == origin.npos)
      origins_.push_back(std::move(origin));
    else if (origin != any)
      wildcards_.push_back({origin.substr(0, star), origin.substr(star + 1)});
  }
  for (auto& x : methods_)
    if (!is_always_allowed(x))
      methods_value_.append(", ").append(x);
  if (options.max_age)
    max_age_value_ = std::to_string(options.max_age->count());
}

cors_decision cors_policy::decide(string_view method, const map& request,
                                  map& out) const {
  if (!any_origin_)
    out.append("Vary", "Origin");
  if (!request.has(name::origin))
    return {.kind = cors_kind::none};
  const auto origin = request.get(name::origin);
  const auto known = !request.repeated(name::origin) && knows(origin);
  const auto asks_first
    = method == "OPTIONS" && request.has(name::access_control_request_method);
  if (!asks_first) {
    if (known) {
      append_origin(origin, out);
      if (!exposed_value_.empty())
        out.append("Access-Control-Expose-Headers", exposed_value_);
    }
    return {.kind = cors_kind::actual, .allowed = known};
  }
  out.append("Vary", "Access-Control-Request-Method,"
                     " Access-Control-Request-Headers");
  const auto allowed
    = known && allows_method(request.get(name::access_control_request_method))
      && allows_headers(request);
  if (allowed) {
    append_origin(origin, out);
    append_permissions(request, out);
  }
  return {.kind = cors_kind::preflight, .allowed = allowed};
}

bool cors_policy::knows(string_view origin) const noexcept {
  if (any_origin_)
    return true;
  const auto same = [origin](auto& x) { return same_text(x, origin); };
  if (std::any_of(origins_.begin(), origins_.end(), same))
    return true;
  return std::any_of(
    wildcards_.begin(), wildcards_.end(), [origin](const wildcard& x) {
      if (origin.size() <= x.before.size() + x.after.size())
        return false;
      const auto labels = origin.substr(
        x.before.size(), origin.size() - x.before.size() - x.after.size());
      return same_text(origin.substr(0, x.before.size()), x.before)
             && same_text(origin.substr(origin.size() - x.after.size()),
                          x.after)
             && std::all_of(labels.begin(), labels.end(), [](char c) {
                  return is_host_octet(codecs::to_lower(c));
                });
    });
}

// Methods are compared with their case, fields without (Fetch section 4.8).
bool cors_policy::allows_method(string_view method) const noexcept {
  return codecs::is_token(method)
         && (any_method_ || is_always_allowed(method) || has(methods_, method));
}

bool cors_policy::allows_headers(const map& request) const {
  auto all_allowed = true;
  const auto allows = [this](string_view x) {
    return any_header_
           || std::any_of(headers_.begin(), headers_.end(),
                          [x](auto& y) { return same_text(x, y); });
  };
  codecs::fields::for_each_element(
    request, name::access_control_request_headers, [&](string_view x) {
      all_allowed = all_allowed && codecs::is_token(x) && allows(x);
    });
  return all_allowed;
}

void cors_policy::append_origin(string_view origin, map& out) const {
  out.append("Access-Control-Allow-Origin", any_origin_ ? any : origin);
  if (credentials_)
    out.append("Access-Control-Allow-Credentials", "true");
}

void cors_policy::append_permissions(const map& request, map& out) const {
  // "*" says less than one might think (not Authorization, nothing at all with
  // credentials), and so what was asked for is named.
  out.append("Access-Control-Allow-Methods",
             any_method_ ? request.get(name::access_control_request_method)
                         : methods_value_);
  if (!any_header_) {
    if (!headers_value_.empty())
      out.append("Access-Control-Allow-Headers", headers_value_);
  } else {
    for (auto& x : request)
      if (x.id == name::access_control_request_headers && !x.value.empty())
        out.append("Access-Control-Allow-Headers", x.value);
  }
  if (!max_age_value_.empty())
    out.append("Access-Control-Max-Age", max_age_value_);
  const auto* asked = request.find("Access-Control-Request-Private-Network");
  if (private_network_ && asked && asked->value == "true")
    out.append("Access-Control-Allow-Private-Network", "true");
}

} // namespace troupe::actors
