#include "actors/config/balance.hpp"

#include "codecs/base/ascii.hpp"

#include <cmath>

namespace troupe::actors {

namespace {

using namespace runtime::config;

constexpr auto time = duration{.may_be_off = true};

const auto policies = choice<balancing>{{
  {"round_robin", balancing::smooth_weighted},
  {"unweighted_round_robin", balancing::round_robin},
  {"random", balancing::weighted_random},
  {"unweighted_random", balancing::random},
  {"least_connections", balancing::least_connections},
  {"two_choices", balancing::two_choices},
  {"peak_ewma", balancing::peak_ewma},
  {"ip_hash", balancing::ip_hash},
  {"ketama", balancing::ketama},
  {"bounded_ketama", balancing::bounded_ketama},
  {"maglev", balancing::maglev},
}};

std::optional<balancing_key> read_key(const setting& x, findings& out) {
  using enum balancing_key::kind;
  constexpr std::string_view wanted
    = "uri, path, client, stage, cookie:NAME or a field's name";
  constexpr auto cookies = std::string_view{"cookie:"};
  auto said = text{wanted}(x, out);
  if (!said)
    return std::nullopt;
  if (*said == "uri")
    return balancing_key{uri};
  if (*said == "path")
    return balancing_key{path};
  if (*said == "client")
    return balancing_key{client};
  if (*said == "stage")
    return balancing_key{stage};
  auto of_cookie = said->starts_with(cookies);
  auto name = of_cookie ? said->substr(cookies.size()) : *said;
  if (codecs::is_token(name))
    return balancing_key{of_cookie ? cookie : field, std::move(name)};
  refuse(x, wanted, out);
  return std::nullopt;
}

std::optional<std::string> read_cookie(const setting& x, findings& out) {
  auto said = text{.wanted = "a cookie's name"}(x, out);
  if (said && !codecs::is_token(*said)) {
    refuse(x, "a cookie's name", out);
    return std::nullopt;
  }
  return said;
}

void read_policy(const setting& x, balance_options& to, findings& out) {
  if (x.value->what != node::kind::map) {
    if (auto how = policies(x, out))
      to.policy.how = *how;
    return;
  }
  section in{x, out};
  if (auto* by = in.require("by"))
    if (auto how = policies(*by, out))
      to.policy.how = *how;
  in.bind("key", to.key, read_key);
  in.bind("bound", to.policy.bound, number{});
  in.bind("slots", to.policy.maglev_slots,
          whole_number{.most = maglev_table::most_slots});
  in.bind("decay", to.policy.ewma_decay, duration{});
  in.close();
  if (auto problem = problem_with(to.policy))
    out.add(place_of(x), *problem);
}

void read_sticky(const setting& x, balance_options& to, findings& out) {
  auto& sticky = to.sticky.emplace();
  if (x.value->what != node::kind::map) {
    if (auto name = read_cookie(x, out))
      sticky.cookie = *std::move(name);
    return;
  }
  section in{x, out};
  in.bind("cookie", sticky.cookie, read_cookie);
  auto age = std::chrono::milliseconds{0};
  in.bind("max_age", age, time);
  sticky.max_age = std::chrono::duration_cast<std::chrono::seconds>(age);
  in.bind("secret", sticky.secret, text{});
  in.close();
}

void read_slow_start(const setting& x, slow_start_options& to, findings& out) {
  if (x.value->what != node::kind::map) {
    if (auto said = time(x, out))
      to.window = *said;
    return;
  }
  section in{x, out};
  if (auto* window = in.require("window"))
    if (auto said = time(*window, out))
      to.window = *said;
  in.bind("floor", to.floor, share{.may_be_none = false});
  in.bind("aggression", to.aggression, number{});
  in.close();
  if (auto problem = problem_with(to))
    out.add(place_of(x), *problem);
}

} // namespace

void bind_balance(section& upstream, balance_options& to) {
  auto& out = upstream.out();
  if (auto* x = upstream.find("balance"))
    read_policy(*x, to, out);
  if (auto* x = upstream.find("sticky"))
    read_sticky(*x, to, out);
  if (auto* x = upstream.find("slow_start"))
    read_slow_start(*x, to.eligibility.slow_start, out);
  if (auto* x = upstream.find("panic_threshold"))
    if (auto part = share{}(*x, out))
      to.eligibility.panic_threshold
        = static_cast<std::uint32_t>(std::lround(*part * 100));
}

} // namespace troupe::actors
