#include "tests/actors/balancer/stage.hpp"

#include "actors/balancer/session_tokens.hpp"

namespace troupe::actors {
namespace {

constexpr auto secret = codecs::sip_key{.first = 17, .second = 4};

std::string text(const session_tokens::token& x) {
  return {x.begin(), x.end()};
}

BOOST_AUTO_TEST_SUITE(session_tokens_test)

BOOST_AUTO_TEST_CASE(a_token_leads_back_to_its_backend) {
  auto members = membership{test::so_many_backends(50)};
  auto uut = session_tokens{members, secret};
  for (membership::position i = 0; i < members.size(); ++i)
    BOOST_TEST(uut.holder(text(uut.of(i))).value() == i);
}

BOOST_AUTO_TEST_CASE(a_token_is_good_while_somebody_is_at_the_address) {
  auto before = session_tokens{membership{test::so_many_backends(3)}, secret};
  auto rest = test::so_many_backends(3);
  rest.erase(rest.begin());
  rest[0].id = backend_id{99};
  auto after = session_tokens{membership{rest}, secret};
  BOOST_TEST(!after.holder(text(before.of(0))).has_value());
  BOOST_TEST(after.holder(text(before.of(1))).value() == 0u);
  BOOST_TEST(after.holder(text(before.of(2))).value() == 1u);
}

BOOST_AUTO_TEST_CASE(without_the_secret_nobody_knows_the_token) {
  auto members = membership{test::so_many_backends(3)};
  auto uut = session_tokens{members, secret};
  auto other = session_tokens{members, {.first = 17, .second = 5}};
  BOOST_TEST(!uut.holder(text(other.of(0))).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_token_leads_nowhere) {
  auto uut = session_tokens{membership{test::so_many_backends(3)}, secret};
  auto good = text(uut.of(1));
  for (auto bad : {std::string{}, good.substr(1), good + "0", " " + good,
                   std::string(16, 'g'), std::string(16, '\0'),
                   "-" + good.substr(1), std::string(100'000, 'f')})
    BOOST_TEST(!uut.holder(bad).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
