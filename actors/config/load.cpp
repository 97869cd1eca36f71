#include "actors/config/load.hpp"

#include "actors/config/access_log.hpp"
#include "actors/config/http2.hpp"
#include "actors/config/limits.hpp"
#include "actors/config/listener.hpp"
#include "actors/config/route.hpp"
#include "actors/config/stages.hpp"
#include "actors/config/upstream.hpp"

#include "runtime/config/document.hpp"
#include "runtime/config/file.hpp"
#include "runtime/config/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace troupe::actors {

namespace {

using namespace runtime::config;
using namespace std::chrono_literals;

constexpr auto time = duration{.may_be_off = true};
constexpr auto any_number = whole_number{.most = 1'000'000'000, .off = 0};

std::optional<unsigned> read_loops(const setting& x, findings& out) {
  if (x.value->what == node::kind::text && x.value->text == "auto")
    return 0;
  findings in_other_words{{}};
  auto number = whole_number{.least = 1, .most = 1024}(x, in_other_words);
  if (number)
    return static_cast<unsigned>(*number);
  refuse(x, "auto or a number from 1 to 1024", out);
  return std::nullopt;
}

void read_listeners(const setting& x, std::vector<listener_options>& to,
                    findings& out) {
  std::vector<std::pair<runtime::net::address, std::size_t>> lines;
  for (auto& entry : items_of(x, "listener", out)) {
    auto listener = read_listener(entry, out);
    if (!listener)
      continue;
    auto& address = listener->listen.address;
    auto first = std::find_if(lines.begin(), lines.end(), [&](auto& seen) {
      return seen.first == address;
    });
    // Port 0 is another one each time.
    auto is_any = address.path().empty() && address.port() == 0;
    if (first != lines.end() && !is_any)
      out.add(entry.at, fmt::format("{} is listened on already, see line {}",
                                    to_string(address), first->second));
    lines.emplace_back(address, entry.at.line);
    to.push_back(*std::move(listener));
  }
}

void read_timeouts(const setting& x, proxy_options& to, findings& out) {
  auto& timeouts = to.session.timeouts;
  section in{x, out};
  in.bind("head", timeouts.head, time);
  in.bind("body", timeouts.body, time);
  in.bind("keep_alive", timeouts.keep_alive, time);
  in.bind("write", timeouts.write, time);
  in.bind("exchange", timeouts.exchange, time);
  in.bind("linger", timeouts.linger, time);
  in.bind("drain", to.drain, time);
  in.close();
}

void read_limits(const setting& x, proxy_options& to, findings& out) {
  section in{x, out};
  bind_request_limits(in, to.session.limits);
  in.bind("requests_per_connection", to.session.max_requests, any_number);
  in.bind("connections", to.admission.max_connections, any_number);
  in.close();
}

void read_log(const setting& x, runtime::log::log_options& to, findings& out) {
  using runtime::log::level;
  section in{x, out};
  in.bind("level", to.level,
          choice<level>{{{"trace", level::trace},
                         {"debug", level::debug},
                         {"info", level::info},
                         {"warning", level::warning},
                         {"error", level::error},
                         {"off", level::off}}});
  in.bind("file", to.file, text{.wanted = "a file's name"});
  in.close();
}

std::vector<std::string_view>
read_upstreams(const setting& x, std::map<std::string, upstream_options>& to,
               findings& out) {
  if (x.value->what != node::kind::map)
    refuse(x, "a map", out);
  else if (x.value->settings.empty())
    out.add(place_of(x), "'upstreams' should name one upstream at least");
  std::vector<std::string_view> names;
  for (auto& upstream : x.value->settings) {
    names.push_back(upstream.key);
    to.emplace(upstream.key, read_upstream(upstream, out));
  }
  return names;
}

void read_proxy(section& in, const stage_registry& stages, proxy_options& to) {
  auto& out = in.out();
  in.bind("loops", to.loops, read_loops);
  if (auto* listeners = in.require("listeners"))
    read_listeners(*listeners, to.listeners, out);
  std::vector<std::string_view> names;
  if (auto* upstreams = in.find("upstreams"))
    names = read_upstreams(*upstreams, to.upstreams, out);
  auto before = out.size();
  if (auto* routes = in.require("routes"))
    to.routes = read_routes(*routes, names, stages, out);
  // Who serves files, or answers by stages, needs none.
  if (std::any_of(to.routes.begin(), to.routes.end(),
                  [](auto& x) { return !x.upstream.empty(); })
      || (to.routes.empty() && out.size() == before))
    in.require("upstreams");
  if (auto* some = in.find("stages"))
    for (auto first = read_stages(*some, stages, out); auto& route : to.routes)
      route.stages = pipeline{first}.append(route.stages);
  if (auto* timeouts = in.find("timeouts"))
    read_timeouts(*timeouts, to, out);
  if (auto* limits = in.find("limits"))
    read_limits(*limits, to, out);
  if (auto* http2 = in.find("http2"))
    read_http2(*http2, to.session.http2, out);
  if (auto* logs = in.find("access_log"))
    to.access_logs = read_access_logs(*logs, out);
}

configuration read_configuration(const document& from,
                                 const stage_registry& stages, findings& out) {
  configuration result;
  auto whole = setting{"the file", from.root().at, &from.root()};
  if (from.root().what != node::kind::map) {
    out.add({}, from.root().what == node::kind::nothing
                  ? "this file says nothing"
                  : fmt::format("this file should be a map with keys such as "
                                "'listeners', not {}",
                                describe(from.root())));
    return result;
  }
  section in{whole, out};
  read_proxy(in, stages, result.proxy);
  if (auto* log = in.find("log"))
    read_log(*log, result.log, out);
  in.close();
  // What holds for options of any origin has no place in the file.
  if (out.empty())
    for (auto& problem : problems_with(result.proxy))
      out.add({}, problem);
  return result;
}

} // namespace

codecs::result<configuration, std::vector<finding>>
load_text(std::string_view text, const std::string& name,
          const stage_registry& stages) {
  findings out{name};
  configuration result;
  if (auto parsed = document::parse(text, out))
    result = read_configuration(*parsed, stages, out);
  if (!out.empty())
    return std::move(out).take();
  return result;
}

codecs::result<configuration, std::vector<finding>>
load(const std::string& path, const stage_registry& stages) {
  auto text = read_file(path);
  if (text)
    return load_text(*text, path, stages);
  findings out{path};
  out.add({}, text.error().why);
  return std::move(out).take();
}

} // namespace troupe::actors
