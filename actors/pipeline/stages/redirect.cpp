#include "actors/pipeline/stages/redirect.hpp"

#include <algorithm>

namespace troupe::actors::stages {

using namespace runtime::config;

verdict redirect::request(exchange_context& x) const {
  auto& head = x.request();
  auto place = std::string{};
  if (!options_.scheme.empty() || !options_.host.empty()) {
    place.append(options_.scheme.empty() ? x.client().scheme : options_.scheme);
    place.append("://").append(options_.host.empty() ? head.authority
                                                     : options_.host);
  }
  auto path = head.target.path;
  if (!options_.prefix.empty() && path.starts_with(options_.prefix)) {
    place.append(options_.by);
    path.remove_prefix(options_.prefix.size());
  }
  place.append(path);
  // "//host" would be another's authority (RFC 3986 section 4.2).
  if (place.starts_with("//"))
    place.erase(0, std::min(place.find_first_not_of('/'), place.size()) - 1);
  if (head.target.has_query)
    place.append(1, '?').append(head.target.query);
  return verdict::answer({.status = options_.status,
                          .fields = {{"Location", std::move(place)}},
                          .body = {}});
}

void read_redirect(const setting& x, pipeline& to, findings& out) {
  auto options = redirect_options{};
  section in{x, out};
  in.bind(
    "status", options.status,
    choice<codecs::http::status>{
      {{"301", 301}, {"302", 302}, {"303", 303}, {"307", 307}, {"308", 308}}});
  in.bind("scheme", options.scheme,
          choice<std::string>{{{"http", "http"}, {"https", "https"}}});
  in.bind("host", options.host, text{.wanted = "a host"});
  in.bind("prefix", options.prefix, text{.wanted = "a path's beginning"});
  in.bind("by", options.by, text{.wanted = "a path's beginning"});
  in.close();
  if (options.scheme.empty() && options.host.empty() && options.prefix.empty())
    out.add(place_of(x), "'redirect' leads nowhere else: it should have a "
                         "'scheme', a 'host' or a 'prefix'");
  to.add(redirect{std::move(options)});
}

} // namespace troupe::actors::stages
