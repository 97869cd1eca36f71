#include "actors/config/route.hpp"

#include "actors/config/connect.hpp"
#include "actors/config/stages.hpp"
#include "actors/config/static_files.hpp"

#include "runtime/config/suggest.hpp"
#include "runtime/text/pattern.hpp"

#include "codecs/base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace troupe::actors {

namespace {

using namespace runtime::config;

bool is_host_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-'
         || c == '.' || c == '_';
}

// Hosts are compared without regard to case (RFC 9110 section 4.2.3).
std::optional<std::string> read_host(const setting& x, findings& out) {
  constexpr std::string_view wanted
    = "a host without port such as example.com or '*.example.com'";
  auto said = text{wanted}(x, out);
  if (!said)
    return std::nullopt;
  for (auto& c : *said)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  if (said->ends_with('.')) // the root's dot says nothing new
    said->pop_back();
  std::string_view name{*said};
  if (name.starts_with("*."))
    name.remove_prefix(2);
  auto is_literal
    = name.size() > 2 && name.front() == '[' && name.back() == ']'
      && name.find_first_not_of("0123456789abcdef:.", 1) == name.size() - 1;
  if (is_literal
      || (!name.empty() && name.front() != '.'
          && std::all_of(name.begin(), name.end(), is_host_char)))
    return said;
  refuse(x, wanted, out);
  return std::nullopt;
}

std::optional<std::string> read_path(const setting& x, findings& out) {
  constexpr std::string_view wanted = "a path such as /, without a query";
  auto said = text{wanted}(x, out);
  if (!said)
    return std::nullopt;
  auto is_visible = [](char c) { return c > 0x20 && c < 0x7f; };
  if (said->front() == '/' && said->find_first_of("?#") == std::string::npos
      && std::all_of(said->begin(), said->end(), is_visible))
    return said;
  refuse(x, wanted, out);
  return std::nullopt;
}

/// A method, or a list of them. They are case-sensitive (RFC 9110 section 9.1).
void read_methods(const setting& x, std::vector<std::string>& to,
                  findings& out) {
  constexpr auto method = text{.wanted = "a method such as GET"};
  auto add = [&](const setting& one) {
    auto said = method(one, out);
    if (said && !codecs::is_token(*said))
      refuse(one, method.wanted, out);
    else if (said)
      to.push_back(*std::move(said));
  };
  if (x.value->what == node::kind::text)
    add(x);
  else
    for (auto& one : items_of(x, "method", out))
      add(one);
}

/// A map from names to values; without a value, any will do.
void read_named_values(const setting& x,
                       std::vector<route_match::named_value>& to,
                       findings& out) {
  if (x.value->what != node::kind::map) {
    refuse(x, "a map from names to values", out);
    return;
  }
  for (auto& one : x.value->settings) {
    auto value = std::optional<std::string>{};
    if (one.value->what != node::kind::nothing) {
      value = text{}(one, out);
      if (!value)
        continue;
    }
    to.emplace_back(one.key, std::move(value));
  }
}

void read_match(const setting& x, route_match& to, findings& out) {
  section in{x, out};
  in.bind("host", to.host, read_host);
  in.bind("server_name", to.server_name, read_host);
  in.bind("path", to.path, read_path);
  if (auto* pattern = in.find("pattern")) {
    if (auto said = text{.wanted = "a regular expression"}(*pattern, out)) {
      if (auto made = runtime::text::pattern::compile(*said); !made)
        out.add(place_of(*pattern),
                fmt::format("'pattern' will not do: {}", made.error()));
      to.pattern = *std::move(said);
    }
    for (auto* other : {"path", "exact"})
      if (in.find(other))
        out.add(place_of(*pattern),
                fmt::format("'pattern' and '{}' exclude each other", other));
  }
  if (auto* exact = in.find("exact")) {
    to.whole_path = true;
    if (auto path = read_path(*exact, out))
      to.path = *std::move(path);
    if (in.find("path"))
      out.add(place_of(*exact), "'exact' and 'path' exclude each other");
  }
  if (auto* some = in.find("method"))
    read_methods(*some, to.methods, out);
  if (auto* some = in.find("header"))
    read_named_values(*some, to.fields, out);
  if (auto* some = in.find("query"))
    read_named_values(*some, to.query, out);
  in.close();
}

route_options read_route(const setting& x,
                         std::span<const std::string_view> upstreams,
                         const stage_registry& stages, findings& out) {
  route_options result;
  section in{x, out};
  if (auto* match = in.find("match"))
    read_match(*match, result.match, out);
  in.bind("name", result.name, text{.wanted = "a route's name"});
  auto* some = in.find("stages");
  if (some)
    result.stages = read_stages(*some, stages, out);
  if (auto* files = in.find("files")) {
    result.files = read_static_files(*files, out);
    if (in.find("upstream"))
      out.add(place_of(*files), "'files' and 'upstream' exclude each other");
  }
  if (auto* connect = in.find("connect")) {
    result.connect = read_connect(*connect, out);
    for (auto* other : {"upstream", "files"})
      if (in.find(other))
        out.add(place_of(*connect),
                fmt::format("'connect' and '{}' exclude each other", other));
  }
  // Where stages answer by themselves, nobody need be behind them.
  auto is_missed = result.stages.empty() && !result.files && !result.connect;
  if (auto* upstream
      = is_missed ? in.require("upstream") : in.find("upstream")) {
    auto name = text{.wanted = "an upstream's name"}(*upstream, out);
    if (name && !upstreams.empty()
        && std::find(upstreams.begin(), upstreams.end(), *name)
             == upstreams.end())
      out.add(place_of(*upstream),
              fmt::format("there is no upstream '{}'{}", *name,
                          did_you_mean(*name, upstreams)));
    result.upstream = std::move(name).value_or("");
  }
  in.close();
  return result;
}

} // namespace

std::vector<route_options>
read_routes(const setting& x, std::span<const std::string_view> upstreams,
            const stage_registry& stages, findings& out) {
  std::vector<route_options> result;
  std::vector<std::size_t> lines; // of those in `result`
  for (auto& entry : items_of(x, "route", out)) {
    auto before = out.size();
    auto route = read_route(entry, upstreams, stages, out);
    if (out.size() > before)
      continue;
    auto first = std::find_if(result.begin(), result.end(), [&](auto& other) {
      return other.match == route.match
             && other.connect.has_value() == route.connect.has_value();
    });
    if (first != result.end())
      out.add(
        entry.at,
        fmt::format("this route matches what the one in line {} does",
                    lines[static_cast<std::size_t>(first - result.begin())]));
    lines.push_back(entry.at.line);
    result.push_back(std::move(route));
  }
  return result;
}

} // namespace troupe::actors
