#include "codecs/http/method.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::codecs::http {
namespace {

BOOST_AUTO_TEST_SUITE(method_test)

BOOST_AUTO_TEST_CASE(each_method_is_found_by_its_name) {
  for (auto i = 1; i <= static_cast<int>(method::patch); ++i) {
    auto x = static_cast<method>(i);
    BOOST_TEST_CONTEXT(to_string(x)) {
      BOOST_TEST((find_method(to_string(x)) == x));
    }
  }
}

BOOST_AUTO_TEST_CASE(whatever_else_is_another_method) {
  for (auto* text :
       {"", "G", "get", "Get", "GETS", "PAT", "PUSH", "HEAP", "PATCX", "TRACK",
        "DELETF", "OPTIONX", "CONNECX", "PRI", "PROPFIND", "other"})
    BOOST_TEST((find_method(text) == method::other));
}

BOOST_AUTO_TEST_CASE(some_may_be_sent_again) {
  for (auto x : {method::get, method::head, method::options, method::trace}) {
    BOOST_TEST(is_safe(x));
    BOOST_TEST(is_idempotent(x));
  }
  for (auto x : {method::put, method::delete_}) {
    BOOST_TEST(!is_safe(x));
    BOOST_TEST(is_idempotent(x));
  }
  for (auto x : {method::post, method::patch, method::connect, method::other}) {
    BOOST_TEST(!is_safe(x));
    BOOST_TEST(!is_idempotent(x));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::http
