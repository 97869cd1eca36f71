#include "actors/config/load.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;

std::string with(std::string_view files) {
  return "listeners: [127.0.0.1:8080]\nroutes:\n  - files: "
         + std::string{files} + '\n';
}

/// What is wrong, without places, a line each.
std::string wrong(const std::string& text) {
  auto got = load_text(text, "f");
  auto out = std::string{};
  if (!got)
    for (auto& x : got.error())
      out += x.message + '\n';
  return out;
}

static_files_options files(std::string_view text) {
  BOOST_TEST(wrong(with(text)) == "");
  return *load_text(with(text), "f")->proxy.routes.at(0).files;
}

BOOST_AUTO_TEST_SUITE(static_files_config_test)

BOOST_AUTO_TEST_CASE(a_directory_will_do_and_nobody_needs_an_upstream) {
  auto x = files("/srv/www");
  BOOST_TEST(x.root == "/srv/www");
  BOOST_TEST(x.index == "index.html");
  BOOST_TEST((x.symlinks == runtime::files::symlinks::beneath));
  BOOST_TEST(files("{root: /srv/www}").root == "/srv/www");
}

BOOST_AUTO_TEST_CASE(all_options_are_bound) {
  auto x = files("{root: /a, index: main.htm, strip: /static/, "
                 "fallback: app/index.html, symlinks: anywhere, dotfiles: yes, "
                 "precompressed: on, etag: weak, types: {WEBC: text/html}, "
                 "default_type: text/plain, max_ranges: 3, timeout: 5s}");
  BOOST_TEST(x.index == "main.htm");
  BOOST_TEST(x.strip == "/static");
  BOOST_TEST(x.fallback == "app/index.html");
  BOOST_TEST((x.symlinks == runtime::files::symlinks::anywhere));
  BOOST_TEST(x.dotfiles);
  BOOST_TEST(x.precompressed);
  BOOST_TEST((x.tag == file_tag::weak));
  BOOST_TEST(x.types.at("webc") == "text/html");
  BOOST_TEST(x.default_type == "text/plain");
  BOOST_TEST(x.max_ranges == 3u);
  BOOST_TEST((x.timeout == 5s));
  BOOST_TEST(files("{root: /a, index: off}").index == "");
}

BOOST_AUTO_TEST_CASE(mistakes_are_found) {
  BOOST_TEST(wrong(with("{index: a}")).find("root") != std::string::npos);
  BOOST_TEST(wrong(with("{root: /a, index: a/b}"))
             == "'index' should be a file's name such as index.html, or off, "
                "not 'a/b'\n");
  BOOST_TEST(wrong(with("{root: /a, strip: static}"))
             == "'strip' should be a path's beginning such as /static, not "
                "'static'\n");
  BOOST_TEST(wrong(with("{root: /a, types: [a]}"))
               .starts_with("'types' should be a map from extensions"));
  BOOST_TEST(wrong(with("{root: /a, fallback: /b.html}"))
               .find("has a fallback that is not below its root")
             != std::string::npos);
  BOOST_TEST(wrong(with("/a\n    upstream: app"))
               .starts_with("'files' and 'upstream' exclude each other"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
