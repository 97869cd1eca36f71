#include "actors/pipeline/stages/security_headers.hpp"

#include <chrono>

namespace troupe::actors::stages {

using namespace runtime::config;

void read_security_headers(const setting& x, pipeline& to, findings& out) {
  auto options = security_header_options{};
  auto hsts = std::chrono::milliseconds{0};
  constexpr auto value = text{.wanted = "a field's value"};
  section in{x, out};
  in.bind("hsts", hsts, duration{.may_be_off = true});
  in.bind("nosniff", options.nosniff, boolean{});
  in.bind("frame_options", options.frame_options, value);
  in.bind("referrer_policy", options.referrer_policy, value);
  in.bind("content_security_policy", options.content_security_policy, value);
  in.bind("permissions_policy", options.permissions_policy, value);
  in.bind("override_origin", options.override_origin, boolean{});
  in.close();
  if (hsts.count() > 0)
    options.hsts = hsts_options{
      .max_age = std::chrono::duration_cast<std::chrono::seconds>(hsts)};
  if (auto wrong = problem_with(options))
    out.add(place_of(x), *wrong);
  else
    to.add(security_headers{options});
}

} // namespace troupe::actors::stages
