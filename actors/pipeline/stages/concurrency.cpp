#include "actors/pipeline/stages/concurrency.hpp"

#include "codecs/http/status.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace troupe::actors::stages {

using namespace runtime::config;

namespace {

/// Of an exchange, which ends with them. A route may have several limits.
struct places {
  std::vector<concurrency_limit::permit> taken;
};

} // namespace

verdict concurrency::request(exchange_context& x) const {
  auto& [options, limit] = *shared_;
  if (auto place = limit.acquire(options.key.of(x))) {
    x.state<places>().taken.push_back(*std::move(place));
    return verdict::go_on();
  }
  return verdict::answer(
    {.status = options.status,
     .fields = {{"Content-Type", "text/plain"},
                {"Retry-After", std::to_string(options.retry_after.count())}},
     .body = fmt::format("{} {}\n", options.status,
                         codecs::http::reason_phrase(options.status))});
}

void read_concurrency(const setting& x, pipeline& to, findings& out) {
  auto options = concurrency_options{};
  auto retry = std::chrono::milliseconds{options.retry_after};
  section in{x, out};
  if (auto* most = in.require("most"))
    if (auto n = whole_number{.least = 1, .most = 1'000'000'000}(*most, out))
      options.most = static_cast<std::uint32_t>(*n);
  in.bind("key", options.key, read_exchange_key);
  in.bind("status", options.status, whole_number{.least = 400, .most = 599});
  in.bind("retry_after", retry, duration{});
  options.retry_after = std::chrono::ceil<std::chrono::seconds>(retry);
  in.close();
  if (options.most > 0)
    to.add(concurrency{std::move(options)});
}

} // namespace troupe::actors::stages
