#include "tests/runtime/tls/certificates.hpp"

#include "runtime/tls/identity_book.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::runtime::tls {
namespace {

struct fixture {
  certificates all;
  identity_book uut;

  std::string found(std::string_view name) const {
    auto result = std::string{};
    for (auto& x : uut.find(name))
      result.append(x.kind() == key_kind::rsa ? "rsa " : "ecdsa ")
        .append(x.facts().subject.substr(3))
        .append(" ");
    return result;
  }
};

BOOST_FIXTURE_TEST_SUITE(identity_book_test, fixture)

BOOST_AUTO_TEST_CASE(the_first_is_for_whoever_asks_for_nobody) {
  BOOST_TEST(uut.empty());
  uut.add(all.make_identity("a.example"));
  uut.add(all.make_identity("b.example"));
  BOOST_TEST(found("b.example") == "ecdsa b.example ");
  BOOST_TEST(found("") == "ecdsa a.example ");
  BOOST_TEST(found("c.example") == "ecdsa a.example ");
}

BOOST_AUTO_TEST_CASE(one_of_each_kind_stands_for_a_name) {
  uut.add(all.make_identity("a.example"));
  uut.add(all.make_identity("a.example", key_kind::rsa));
  uut.add(all.make_identity("a.example"));
  BOOST_TEST(found("a.example") == "ecdsa a.example rsa a.example ");
  BOOST_TEST(found("") == "ecdsa a.example rsa a.example ");
  BOOST_TEST(uut.all().size() == 3u);
}

BOOST_AUTO_TEST_CASE(another_name_s_second_kind_is_not_the_default) {
  uut.add(all.make_identity("a.example"));
  uut.add(all.make_identity("b.example", key_kind::rsa));
  BOOST_TEST(found("") == "ecdsa a.example ");
}

BOOST_AUTO_TEST_CASE(names_that_are_said_replace_those_of_the_certificate) {
  auto names = std::vector<std::string>{"*.c.example"};
  uut.add(all.make_identity("a.example"));
  uut.add(all.make_identity("b.example"), names);
  BOOST_TEST(found("x.c.example") == "ecdsa b.example ");
  BOOST_TEST(found("b.example") == "ecdsa a.example ");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::runtime::tls
