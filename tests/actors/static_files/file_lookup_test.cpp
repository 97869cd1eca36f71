#include "tests/actors/static_files/requests.hpp"
#include "tests/support/scratch_directory.hpp"

#include "actors/static_files/file_lookup.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <span>

namespace troupe::actors {
namespace {

struct fixture {
  fixture() {
    place.write("index.html", "home");
    place.write("a.txt", "text");
    place.write("a.TXT", "loud text");
    place.write("page.webc", "component");
    place.write("docs/index.html", "docs");
    place.write("empty/b.txt", "b");
    options.root = place.path().string();
  }

  static std::string text_of(const found_file& x) {
    auto text = std::string(x.file->state().size, '\0');
    BOOST_TEST_REQUIRE(
      x.file->read(std::as_writable_bytes(std::span{text}), 0).ok());
    return text;
  }

  /// "text (type)", the status, or the failure's word.
  std::string outcome(std::string_view target,
                      const test::field_list& fields = {}) {
    auto x = look_up(test::request_for(target, fields, options));
    if (auto* found = std::get_if<found_file>(&x)) {
      auto coding = found->coding == codecs::coding::kind::identity
                      ? std::string{}
                      : std::string{to_string(found->coding)}.append(1, ' ');
      return coding + text_of(*found) + " (" + found->type + ")";
    }
    if (auto* plan = std::get_if<response_plan>(&x)) {
      auto place = test::field_of(*plan, "Location");
      return std::to_string(plan->status) + (place.empty() ? "" : " ") + place;
    }
    return std::string{to_string(std::get<failure>(x).what)};
  }

  test::scratch_directory place;
  static_files_options options;
};

BOOST_FIXTURE_TEST_SUITE(file_lookup_test, fixture)

BOOST_AUTO_TEST_CASE(finds_files_with_their_types) {
  BOOST_TEST(outcome("/a.txt") == "text (text/plain; charset=utf-8)");
  BOOST_TEST(outcome("/a.TXT") == "loud text (text/plain; charset=utf-8)");
  BOOST_TEST(outcome("/page.webc") == "component (application/octet-stream)");
  options.types["webc"] = "text/html";
  options.types["txt"] = "text/x-mine";
  options.default_type = "text/plain";
  BOOST_TEST(outcome("/page.webc") == "component (text/html)");
  BOOST_TEST(outcome("/a.TXT") == "loud text (text/x-mine)");
}

BOOST_AUTO_TEST_CASE(directories_are_their_index_behind_a_slash) {
  BOOST_TEST(outcome("/") == "home (text/html; charset=utf-8)");
  BOOST_TEST(outcome("/docs/") == "docs (text/html; charset=utf-8)");
  BOOST_TEST(outcome("/docs") == "301 /docs/");
  BOOST_TEST(outcome("/docs?x") == "301 /docs/?x");
  BOOST_TEST(outcome("/empty/") == "404");
  options.index = "b.txt";
  BOOST_TEST(outcome("/empty/") == "b (text/plain; charset=utf-8)");
  options.index = "";
  BOOST_TEST(outcome("/docs/") == "404");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_a_404) {
  BOOST_TEST(outcome("/b.txt") == "404");
  BOOST_TEST(outcome("/a.txt/") == "404");
  BOOST_TEST(outcome("/a.txt/b") == "404");
  BOOST_TEST(outcome("/" + std::string(1000, 'x')) == "404");
  place.link("out", "/etc/passwd");
  BOOST_TEST(outcome("/out") == "404");
  options.root += "/nothing";
  BOOST_TEST(outcome("/a.txt") == "404");
}

BOOST_AUTO_TEST_CASE(a_fallback_answers_for_what_is_not_there) {
  options.fallback = "index.html";
  BOOST_TEST(outcome("/some/route") == "home (text/html; charset=utf-8)");
  BOOST_TEST(outcome("/empty/") == "home (text/html; charset=utf-8)");
  BOOST_TEST(outcome("/docs") == "301 /docs/");
  options.fallback = "nothing.html";
  BOOST_TEST(outcome("/some/route") == "404");
}

BOOST_AUTO_TEST_CASE(what_may_not_be_read_is_a_403) {
  if (::geteuid() == 0)
    return; // who may read everything
  std::filesystem::permissions(place.path() / "a.txt",
                               std::filesystem::perms::none);
  BOOST_TEST(outcome("/a.txt") == "403");
}

BOOST_AUTO_TEST_CASE(coded_siblings_go_to_who_wants_them) {
  place.write("a.txt.br", "brotli");
  place.write("a.txt.gz", "gzip");
  auto type = " (text/plain; charset=utf-8)";
  auto asked = [&](const char* wanted) {
    return outcome("/a.txt", {{"Accept-Encoding", wanted}});
  };
  BOOST_TEST(asked("br, gzip") == std::string{"text"} + type);
  options.precompressed = true;
  BOOST_TEST(asked("br, gzip") == std::string{"br brotli"} + type);
  BOOST_TEST(asked("gzip") == std::string{"gzip gzip"} + type);
  BOOST_TEST(asked("gzip, br;q=0.5") == std::string{"gzip gzip"} + type);
  BOOST_TEST(asked("zstd, gzip;q=0.5") == std::string{"gzip gzip"} + type);
  BOOST_TEST(asked("zstd") == std::string{"text"} + type);
  BOOST_TEST(asked("identity, br;q=0") == std::string{"text"} + type);
  BOOST_TEST(outcome("/a.txt") == std::string{"text"} + type);
}

BOOST_AUTO_TEST_CASE(an_older_sibling_is_out_of_date) {
  options.precompressed = true;
  place.write("a.txt.gz", "gzip");
  place.date("a.txt", 2000);
  place.date("a.txt.gz", 1999);
  auto wanted = test::field_list{{"Accept-Encoding", "gzip"}};
  BOOST_TEST(outcome("/a.txt", wanted) == "text (text/plain; charset=utf-8)");
  place.date("a.txt.gz", 2000);
  BOOST_TEST(outcome("/a.txt", wanted)
             == "gzip gzip (text/plain; charset=utf-8)");
}

BOOST_AUTO_TEST_CASE(without_descriptors_there_is_no_answer) {
  auto request = test::request_for("/a.txt", {}, options);
  auto before = rlimit{};
  BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  auto none = before;
  none.rlim_cur = 0;
  BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  auto x = look_up(request);
  BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  BOOST_TEST_REQUIRE(std::holds_alternative<failure>(x));
  BOOST_TEST((std::get<failure>(x).what == proxy_errc::out_of_resources));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
