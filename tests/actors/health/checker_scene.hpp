#pragma once

#include "tests/support/stage.hpp"

#include "actors/health/health_checker.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::actors {

using diary = std::shared_ptr<std::string>;

inline health_subscriber_actor::behavior_type
subscriber_double(health_subscriber_actor::pointer, diary heard) {
  return {
    [heard](const health_changed& x) {
      heard->append(heard->empty() ? "" : ", ");
      heard->append(std::to_string(static_cast<std::uint64_t>(x.id)));
      heard->append(x.healthy ? " up: " : " down: ").append(x.why);
    },
  };
}

/// Houses are backends, numbered from 1 as they are watched.
class checker_fixture : public test::stage_fixture {
protected:
  static constexpr std::string_view good
    = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  static constexpr std::string_view bad
    = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";

  ~checker_fixture() { stop(); }

  static check_options plain(check_kind kind = check_kind::http) {
    return {.kind = kind,
            .timing = {.interval = std::chrono::seconds{5},
                       .jitter = 0,
                       .timeout = std::chrono::seconds{2}}};
  }

  void spawn_uut(check_options options) {
    uut = spawn_pinned<health_checker>(
      unit, std::move(options),
      health_subscriber_actor{sys.spawn(subscriber_double, heard)});
  }

  static check_target target(unsigned number, const test::origin_house& house) {
    return {.id = static_cast<backend_id>(number),
            .name = "app.example",
            .address = house.address};
  }

  void watch(std::vector<check_target> targets) {
    caf::anon_send(uut, watch_backends{std::move(targets)});
    settle();
  }

  void stop() {
    if (uut)
      caf::anon_send_exit(std::exchange(uut, nullptr),
                          caf::exit_reason::user_shutdown);
    settle();
  }

  /// The connection of the next check; a moment passes meanwhile.
  test::peer next_check(const test::origin_house& house) {
    for (auto i = 0; i < patience; ++i) {
      if (auto probe = accept(house))
        return probe;
      pass(std::chrono::milliseconds{50});
    }
    BOOST_FAIL("nobody checks");
    return {};
  }

  /// Answers so the next checks, and closes.
  void answer(const test::origin_house& house, std::string_view with,
              int times = 1) {
    for (auto i = 0; i < times; ++i) {
      auto probe = next_check(house);
      BOOST_TEST(hear(probe, 1).starts_with("GET / HTTP/1.1\r\n"));
      say(probe, with);
    }
    settle();
  }

  const check_counters& counters() const {
    return static_cast<health_checker*>(
             caf::actor_cast<caf::abstract_actor*>(uut))
      ->counters();
  }

  /// What the subscriber was told since the last time.
  std::string news() {
    settle();
    return std::exchange(*heard, {});
  }

  diary heard = std::make_shared<std::string>();
  health_checker_actor uut;
  test::origin_house house = build_house();
};

} // namespace troupe::actors
