#include "actors/cluster/messages.hpp"
#include "actors/http_service/service.hpp"
#include "actors/pipeline/pipeline_here.hpp"
#include "actors/session_h1/session_h1.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/loopback_pair.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/io/middleman.hpp>
#include <caf/send.hpp>

#include <array>
#include <chrono>
#include <optional>
#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

struct system_config : caf::actor_system_config {
  system_config() {
    load<caf::io::middleman>();
    add_cluster_messages(*this);
    set("logger.verbosity", caf::atom("quiet"));
    set("scheduler.max-threads", 1u);
  }
};

/// Another node, in the same process: its stage marks what it examined.
class node {
public:
  explicit node(std::uint16_t port = 0)
    : actor_(system_.spawn(
      [](stage_actor::pointer, int) -> stage_actor::behavior_type {
        return {[](const examine& x) { return mark(x); }};
      },
      0)) { // CAF binds a null reference where there is no argument
    auto bound = system_.middleman().publish(actor_, port, "127.0.0.1", true);
    BOOST_TEST_REQUIRE(bound);
    port_ = *bound;
  }
  ~node() { caf::anon_send_exit(actor_, caf::exit_reason::user_shutdown); }

  std::uint16_t port() const { return port_; }

private:
  static judgment mark(const examine& x) {
    auto says = judgment{};
    says.edits
      = {{.what = field_edit::kind::set,
          .name = "X-Marked",
          .value = std::string{x.fields.find("X-Key")} + '@' + x.target}};
    return says;
  }

  system_config config_;
  caf::actor_system system_{config_};
  stage_actor actor_;
  std::uint16_t port_ = 0;
};

/// A proxy on a loop that the test turns, with real time: connections to other
/// nodes have no other.
class fixture {
public:
  fixture() {
    runtime::log::open({.level = runtime::log::level::off, .file = {}});
    auto& here = home_.here;
    here.services.push_back(
      std::make_unique<http_service_actor>(answer_with([](const auto& x) {
        return http_response{.status = 200,
                             .fields = {},
                             .body
                             = '[' + std::string{x.field("X-Marked")} + ']'};
      })(unit_)));
    here.routes.add("", "/", 0);
    here.targets.push_back({.name = "test",
                            .target = here.services.back().get(),
                            .stages = nullptr});
    auto pair = runtime::net::loopback_pair::make();
    client_ = runtime::net::stream{std::move(pair.first)};
    start_session(home_,
                  {.socket = runtime::net::stream{std::move(pair.second)},
                   .client = "192.0.2.7"});
  }

  ~fixture() {
    home_.guests.stop();
    home_.here.targets.front().stages = nullptr;
    caf::anon_send_exit(*home_.here.services.front(),
                        caf::exit_reason::user_shutdown);
    home_.here.services.clear();
    while (unit_.system().registry().running() > 2) // the middleman's own
      if (!loop_.turn(10ms) && ++idle_ > 200)
        break;
    runtime::log::close();
  }

protected:
  void ask(std::uint16_t port) {
    auto stages = pipeline{};
    stages.ask(phase::request, "marker", on_node("127.0.0.1", port),
               {.on_failure = stage_policy::open()});
    home_.here.targets.front().stages
      = std::make_shared<pipeline_here>(stages, unit_);
  }

  std::string exchange() {
    client_.write(
      codecs::as_octets("GET /a HTTP/1.1\r\nHost: a\r\nX-Key: k\r\n\r\n"));
    auto answer = std::array<std::byte, 1024>{};
    for (auto i = 0; i < 500; ++i) {
      loop_.turn(10ms);
      client_.note({.readable = true});
      auto got = client_.read(answer);
      if (got.state != runtime::net::io_state::done)
        continue;
      auto text = codecs::as_text(codecs::octets{answer}.first(got.octets));
      return std::string{text.substr(text.find("\r\n\r\n") + 4)};
    }
    return "nothing";
  }

  /// Asks until that is the answer: connections come about in their own time.
  bool comes_to(std::string_view want) {
    auto end = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < end) {
      if (exchange() == want)
        return true;
      loop_.turn(10ms);
    }
    return false;
  }

private:
  system_config config_;
  caf::actor_system system_{config_};
  runtime::loop::event_loop loop_;
  loop_unit unit_{system_, loop_};
  loop_home home_{unit_};
  runtime::net::stream client_;
  int idle_ = 0;
};

BOOST_FIXTURE_TEST_SUITE(stage_on_node_test, fixture)

BOOST_AUTO_TEST_CASE(a_stage_on_another_node_is_asked_lost_and_found_again) {
  auto other = std::optional<node>{std::in_place};
  auto port = other->port();
  ask(port);
  BOOST_TEST(comes_to("[k@/a]"));
  other.reset();
  BOOST_TEST(comes_to("[]")); // the policy lets it pass
  other.emplace(port);
  BOOST_TEST(comes_to("[k@/a]"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
