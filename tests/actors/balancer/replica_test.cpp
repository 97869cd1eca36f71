#include "tests/support/stage.hpp"

#include "actors/balancer/replica.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace troupe::actors {
namespace {

using slot = std::shared_ptr<std::optional<connection_lease>>;

/// Asks for a connection to whichever backend, and shows it to the test.
class caller_double final : public pinned<caf::event_based_actor> {
public:
  caller_double(caf::actor_config& cfg, balancer_actor whom, slot answer)
    : pinned(cfg), whom_(std::move(whom)), answer_(std::move(answer)) {
    // nop
  }

  caf::behavior make_behavior() override {
    request(whom_, caf::infinite, lease_of_upstream{lease_id{1}, {}})
      .then([this](connection_lease& x) { *answer_ = std::move(x); });
    return {};
  }

private:
  balancer_actor whom_;
  slot answer_;
};

struct fixture : test::stage_fixture {
  fixture() {
    uut = spawn_pinned<replica>(
      unit, replica_part{.upstream = &upstream,
                         .pool = {},
                         .on_pool = [this](backend_id who, const pool_actor&) {
                           pools.push_back(who);
                         }});
  }

  ~fixture() {
    caf::anon_send(uut, close_balancer{});
    settle();
    BOOST_TEST(upstream.empty());
  }

  void tell(std::initializer_list<const test::origin_house*> all) {
    auto entries = std::vector<backend_register::entry>{};
    for (auto* x : all)
      entries.push_back(
        {.name = to_string(x->address), .address = to_string(x->address)});
    known.tell(0, std::move(entries), loop.now());
    caf::anon_send(uut, upstream_changed{known.view()});
    settle();
  }

  slot ask() {
    auto answer = std::make_shared<std::optional<connection_lease>>();
    spawn_pinned<caller_double>(unit, uut, answer);
    settle();
    return answer;
  }

  test::origin_house a = build_house();
  test::origin_house b = build_house();
  upstream_here upstream{"app"};
  backend_register known{balance_options{}};
  std::vector<backend_id> pools;
  balancer_actor uut;
};

BOOST_FIXTURE_TEST_SUITE(replica_test, fixture)

BOOST_AUTO_TEST_CASE(who_comes_has_a_pool_and_who_stays_keeps_it) {
  tell({&a});
  auto first = upstream.backends().at(0);
  tell({&a, &b});
  BOOST_TEST(pools.size() == 2u);
  BOOST_TEST(upstream.backends().at(0) == first);
  tell({&b});
  BOOST_TEST(upstream.backends().size() == 1u);
  BOOST_TEST(pools.size() == 2u);
}

BOOST_AUTO_TEST_CASE(the_pool_of_the_chosen_backend_answers) {
  tell({&a, &b});
  auto first = ask();
  auto second = ask();
  for (auto& x : {first, second}) {
    BOOST_TEST_REQUIRE(x->has_value());
    BOOST_TEST((*x)->connection.get() != nullptr);
  }
  BOOST_TEST(bool{accept(a)}); // in turn
  BOOST_TEST(bool{accept(b)});
}

BOOST_AUTO_TEST_CASE(without_backends_the_answer_is_a_failure) {
  auto answer = ask();
  BOOST_TEST_REQUIRE(answer->has_value());
  BOOST_TEST((*answer)->connection.get() == nullptr);
  BOOST_TEST(((*answer)->why.what == proxy_errc::no_backend));
}

BOOST_AUTO_TEST_CASE(a_pool_that_fell_is_replaced) {
  tell({&a});
  auto& shelf = upstream.backends()[0]->shelf();
  auto fallen = shelf.pool;
  caf::anon_send(uut, replace_pool{upstream.backends()[0]->id()});
  settle();
  BOOST_TEST((shelf.pool != fallen));
  BOOST_TEST(pools.size() == 2u);
  caf::anon_send(uut, replace_pool{backend_id{99}}); // it has left
  settle();
  BOOST_TEST(pools.size() == 2u);
  caf::anon_send(fallen, close_pool{});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
