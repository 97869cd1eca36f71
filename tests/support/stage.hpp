#pragma once

#include "tests/support/loop_fixture.hpp"
#include "tests/support/peer.hpp"
#include "tests/support/scratch_directory.hpp"

#include "actors/balancer/backend_register.hpp"
#include "actors/pool/pool.hpp"
#include "actors/session/loop_home.hpp"
#include "actors/session_h1/session_h1.hpp"
#include "actors/static_files/file_porter.hpp"
#include "actors/static_files/file_reader.hpp"

#include "runtime/log/log.hpp"
#include "runtime/net/listening_socket.hpp"
#include "runtime/net/loopback_pair.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::test {

using namespace std::chrono_literals;

/// What goes wrong on purpose is not worth a line in the log.
struct silence {
  silence() { runtime::log::open({.level = runtime::log::level::off}); }
  ~silence() { runtime::log::close(); }
};

/// A place that origins listen at.
struct origin_house {
  runtime::net::fd socket;
  runtime::net::address address;

  static origin_house at(std::string_view place) {
    auto made = runtime::net::listen_on(
      {.address = *runtime::net::address::parse(place), .reuse_port = false});
    BOOST_TEST_REQUIRE(made.ok());
    auto address = runtime::net::local_address(*made);
    return {.socket = *std::move(made), .address = address};
  }
};

/// A loop with all that sessions need on it, and nobody else. A test is the
/// client, the origin, and the time. Sockets are Unix-domain unless a case is
/// about TCP: what is written to one end is at the other at once.
class stage_fixture : public loop_fixture {
protected:
  using line = peer::line;

  stage_fixture() {
    static const auto quiet = silence{};
    auto& timeouts = home.here.session.timeouts;
    timeouts = {.head = 15s,
                .body = 30s,
                .keep_alive = 60s,
                .write = 20s,
                .exchange = 0s,
                .linger = 2s};
  }

  ~stage_fixture() {
    home.guests.stop();
    for (auto& x : home.here.targets)
      x.stages = nullptr;
    settle();
    for (auto& x : home.here.upstreams)
      x->clear();
    for (auto& x : home.here.services)
      caf::anon_send_exit(std::exchange(*x, nullptr),
                          caf::exit_reason::user_shutdown);
    if (file_porter)
      caf::anon_send(file_porter, actors::close_files{});
    settle();
  }

  // -- the stage is set -------------------------------------------------------

  /// Heads go on as they come, so that a case shows what it is about.
  static actors::exchange_options plain() {
    auto x = actors::exchange_options{};
    x.timeouts = {.first_octet = 7s, .between_octets = 5s, .tunnel_idle = 90s};
    x.forwarding = actors::forwarding_policy::off;
    x.via.clear();
    return x;
  }

  actors::upstream_here&
  add_upstream(std::string_view path = "/",
               const actors::exchange_options& options = plain(),
               const actors::balance_options& balance = {},
               std::string name = {}) {
    auto made = std::make_unique<actors::upstream_here>(
      name.empty() ? std::string{path} : std::move(name), options, balance);
    known.emplace_back(balance);
    home.here.routes.add("", path, home.here.targets.size());
    home.here.targets.push_back(
      {.name = std::string{path}, .target = made.get(), .stages = nullptr});
    home.here.upstreams.push_back(std::move(made));
    return *home.here.upstreams.back();
  }

  void add_backend(actors::upstream_here& to,
                   const runtime::net::address& address,
                   const actors::pool_options& options = {}) {
    add_backend(to, {.name = to_string(address), .address = to_string(address)},
                options);
  }
  void add_backend(actors::upstream_here& to,
                   actors::backend_register::entry who,
                   const actors::pool_options& options = {}) {
    auto& x = known[index_of(to)];
    x.entries.push_back(std::move(who));
    x.of.tell(0, x.entries, loop.now());
    adopt(to, options);
  }
  void set_backends(actors::upstream_here& to,
                    std::vector<actors::backend_register::entry> all) {
    auto& x = known[index_of(to)];
    x.entries = std::move(all);
    x.of.tell(0, x.entries, loop.now());
    adopt(to, {});
  }

  /// To the route that was added last.
  void add_stages(const actors::pipeline& stages) {
    home.here.targets.back().stages
      = std::make_shared<actors::pipeline_here>(stages, unit);
  }

  void add_service(std::string_view path, const actors::service_maker& make) {
    home.here.services.push_back(
      std::make_unique<actors::http_service_actor>(make(unit)));
    home.here.routes.add("", path, home.here.targets.size());
    home.here.targets.push_back({.name = std::string{path},
                                 .target = home.here.services.back().get(),
                                 .stages = nullptr});
  }

  /// A directory whose readers run when the test settles.
  void add_files(std::string_view path, actors::static_files_options options) {
    if (!file_porter)
      file_porter = actors::spawn_pinned<actors::file_porter>(
        unit,
        actors::file_porter_options{.make = [](caf::actor_system& system) {
          return actors::file_reader_actor{system.spawn(
            actors::file_reader, std::make_shared<std::random_device>())};
        }});
    auto& made = home.here.files.emplace_back(
      std::make_unique<actors::files_here>(std::move(options)));
    made->porter(file_porter);
    home.here.routes.add("", path, home.here.targets.size());
    home.here.targets.push_back(
      {.name = std::string{path}, .target = made.get(), .stages = nullptr});
  }

  /// Whatever is known of the upstream's backends.
  actors::backend_register& register_of(const actors::upstream_here& x) {
    return known[index_of(x)].of;
  }

  void adopt(actors::upstream_here& to, const actors::pool_options& options) {
    auto make = [&](const actors::membership::member& who) {
      auto made = std::make_shared<actors::backend_here>(who, loop, options);
      made->shelf().pool = actors::spawn_pinned<actors::pool>(
        unit, made->shared_shelf(), made->where(), to.options.response_limits);
      return made;
    };
    to.adopt(register_of(to).view(), make);
  }

  origin_house build_house() {
    auto name
      = "unix:" + (directory.path() / std::to_string(++houses)).string();
    return origin_house::at(name);
  }

  // -- clients ----------------------------------------------------------------

  /// A client has connected; the session is its handle's.
  peer connect(runtime::net::loopback_pair pair) {
    session = actors::start_session(
      home, {.socket = runtime::net::stream{std::move(pair.second)},
             .client = "192.0.2.7"});
    settle();
    return peer{std::move(pair.first)};
  }
  peer connect() { return connect(runtime::net::loopback_pair::make()); }
  peer connect_tcp() {
    return connect(runtime::net::loopback_pair::make_tcp());
  }

  /// The memory of the session that was made last.
  actors::session_h1_state& memory() {
    return static_cast<actors::session_h1*>(
             caf::actor_cast<caf::abstract_actor*>(session))
      ->state;
  }

  // -- what peers do and hear -------------------------------------------------

  void say(peer& who, std::string_view text) {
    who.write(text);
    settle();
  }

  /// Everything that came until now, or until there is so much.
  std::string hear(peer& who, std::size_t enough) {
    for (auto turns = 0; turns < patience; ++turns) {
      settle();
      who.read();
      if (who.heard().size() >= enough || who.state() != line::open)
        break;
      who.wait();
    }
    return who.take();
  }
  std::string hear(peer& who) {
    settle();
    who.read();
    return who.take();
  }

  /// Until its end has come.
  line state_of(peer& who) {
    for (auto turns = 0; turns < patience && who.state() == line::open;
         ++turns) {
      settle();
      who.read();
      if (who.state() == line::open)
        who.wait();
    }
    return who.state();
  }

  /// Whether its connection stands still, as far as it can tell.
  bool open(peer& who) {
    settle();
    who.read();
    return who.state() == line::open;
  }

  /// The connection that comes next, or none if there is none.
  peer accept(const origin_house& house) {
    settle();
    auto next = runtime::net::accept_from(house.socket);
    return next ? peer{std::move(next->socket)} : peer{};
  }

  static constexpr auto patience = 200;

  struct backends_of_upstream {
    explicit backends_of_upstream(const actors::balance_options& x) : of(x) {}

    std::vector<actors::backend_register::entry> entries;
    actors::backend_register of;
  };

  std::size_t index_of(const actors::upstream_here& x) const {
    auto& all = home.here.upstreams;
    auto found = std::find_if(all.begin(), all.end(),
                              [&x](auto& y) { return y.get() == &x; });
    return static_cast<std::size_t>(found - all.begin());
  }

  std::vector<backends_of_upstream> known; ///< by upstream
  scratch_directory directory;
  int houses = 0;
  actors::loop_home home{unit};
  actors::session_actor session;
  actors::file_porter_actor file_porter; ///< if a case has files
};

/// One client, one origin, and what they say to each other. The stage's plain
/// options: what the client says is what the origin hears.
class scene_fixture : public stage_fixture {
protected:
  static constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  static constexpr std::string_view ok
    = "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 2\r\n\r\nok";

  void client_sends(std::string_view text) {
    if (!client)
      client = connect();
    say(client, text);
  }
  void client_receives(std::string_view text) {
    BOOST_TEST(hear(client, text.size()) == text);
  }
  /// A whole response of ours, for that reason.
  void client_receives_error(int status, std::string_view word) {
    auto got = hear(client, 1);
    BOOST_TEST(got.starts_with("HTTP/1.1 " + std::to_string(status) + ' '));
    BOOST_TEST(got.ends_with(": " + std::string{word} + '\n'), got);
  }
  void client_hears_nothing() {
    BOOST_TEST(hear(client) == "");
    BOOST_TEST(open(client));
  }
  void client_sees(line end) {
    BOOST_TEST(state_of(client) == end);
    BOOST_TEST(client.take() == "");
  }

  /// On the connection there is, or on the next.
  void origin_receives(std::string_view text) {
    if (!origin)
      origin = accept(house);
    BOOST_TEST_REQUIRE(bool{origin});
    BOOST_TEST(hear(origin, text.size()) == text);
  }
  void origin_sends(std::string_view text) { say(origin, text); }
  void origin_hears_nothing() {
    BOOST_TEST(hear(origin) == "");
    BOOST_TEST(open(origin));
  }
  void origin_sees(line end) {
    BOOST_TEST(state_of(origin) == end);
    BOOST_TEST(origin.take() == "");
  }
  void nobody_connects() { BOOST_TEST(!accept(house)); }

  /// One exchange that leaves an idle connection at either side.
  void one_exchange() {
    client_sends(get);
    origin_receives(get);
    origin_sends(ok);
    client_receives(ok);
  }

  actors::exchange_options& options() { return upstream.options; }
  actors::session_timeouts& timeouts() { return home.here.session.timeouts; }
  actors::connection_shelf& shelf() { return upstream.backends()[0]->shelf(); }

  origin_house house = build_house();
  actors::upstream_here& upstream = [this]() -> auto& {
    auto& made = add_upstream("/", plain(), {}, "app");
    add_backend(made, house.address);
    return made;
  }
  ();
  peer client;
  peer origin;
};

} // namespace troupe::test
