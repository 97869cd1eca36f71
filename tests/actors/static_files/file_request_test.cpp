#include "tests/actors/static_files/requests.hpp"

#include <boost/test/unit_test.hpp>

namespace troupe::actors {
namespace {

using codecs::http::method;

struct fixture {
  /// The name, with a slash for a directory, or the status.
  std::string outcome(std::string_view target, method asked = method::get) {
    auto refused = codecs::http::status{};
    auto x = test::request_for(target, {}, options, asked, &refused);
    return refused == 200 ? x.name + (x.directory ? "/" : "")
                          : std::to_string(refused);
  }

  static_files_options options;
};

BOOST_FIXTURE_TEST_SUITE(file_request_test, fixture)

BOOST_AUTO_TEST_CASE(a_path_is_a_name_below_the_root) {
  BOOST_TEST(outcome("/a%20b/c.txt?d") == "a b/c.txt");
  BOOST_TEST(outcome("/a/") == "a/");
  BOOST_TEST(outcome("/") == "/");
  BOOST_TEST(outcome("http://a.test/b") == "b");
  BOOST_TEST(outcome("http://a.test") == "/");
}

BOOST_AUTO_TEST_CASE(what_is_no_file_is_refused) {
  BOOST_TEST(outcome("/../a") == "400");
  BOOST_TEST(outcome("/a%2fb") == "400");
  BOOST_TEST(outcome("/a%00") == "400");
  BOOST_TEST(outcome("*") == "400");
  for (auto x : {method::post, method::put, method::options, method::other})
    BOOST_TEST(outcome("/a", x) == "405");
  BOOST_TEST(outcome("/a", method::head) == "a");
}

BOOST_AUTO_TEST_CASE(hidden_files_are_not_there_unless_that_is_wanted) {
  BOOST_TEST(outcome("/.git/config") == "404");
  BOOST_TEST(outcome("/a/.b") == "404");
  BOOST_TEST(outcome("/.well-known/acme") == ".well-known/acme");
  options.dotfiles = true;
  BOOST_TEST(outcome("/.git/config") == ".git/config");
}

BOOST_AUTO_TEST_CASE(a_beginning_may_be_stripped_and_then_has_to_be_there) {
  options.strip = "/static";
  BOOST_TEST(outcome("/static/a") == "a");
  BOOST_TEST(outcome("/static/") == "/");
  BOOST_TEST(outcome("/static") == ""); // and is sent to the one above
  BOOST_TEST(outcome("/statics/a") == "404");
  BOOST_TEST(outcome("/a") == "404");
  BOOST_TEST(outcome("/static/..") == "400");
}

BOOST_AUTO_TEST_CASE(keeps_what_chooses_among_representations) {
  auto x = test::request_for("/a?b",
                             {{"Range", "bytes=0-1"},
                              {"Cookie", "secret"},
                              {"If-None-Match", "\"x\""},
                              {"Accept-Encoding", "br"}},
                             options);
  BOOST_TEST(x.fields.size() == 3u);
  BOOST_TEST(!x.fields.find("Cookie"));
  BOOST_TEST(x.target == "/a?b");
  BOOST_TEST(x.path_size == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
