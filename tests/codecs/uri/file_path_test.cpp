#include "codecs/uri/file_path.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace troupe::codecs::uri {
namespace {

namespace data = boost::unit_test::data;

/// The name, with a slash for directories and "!" for what is hidden, or "no".
std::string outcome(std::string_view path) {
  auto got = parse_file_path(path);
  if (!got)
    return "no";
  return (got->hidden ? "!" : "") + got->name + (got->directory ? "/" : "");
}

struct row {
  std::string path;
  const char* want;
};

std::ostream& operator<<(std::ostream& out, const row& x) {
  return out << x.path;
}

const auto paths = std::vector<row>{
  {"", "/"},
  {"/", "/"},
  {"/a", "a"},
  {"/a/", "a/"},
  {"/a/b.c", "a/b.c"},
  {"//a///b//", "a/b/"},
  {"/./a/./b", "a/b"},
  {"/a/.", "a/"},
  {"/.", "/"},
  {"/%2e", "/"},
  {"/a%20b", "a b"},
  {"/%61%62%63", "abc"},
  {"/%C3%A9", "\xc3\xa9"},
  {"/a+b", "a+b"},
  {"/a%2Bb;c=d", "a+b;c=d"},
  // -- once, and not twice
  {"/%252e%252e/a", "%2e%2e/a"},
  {"/%252F", "%2F"},
  // -- out
  {"/..", "no"},
  {"/../a", "no"},
  {"/a/../b", "no"},
  {"/a/..", "no"},
  {"/%2e%2e/a", "no"},
  {"/.%2e/a", "no"},
  {"/%2E./a", "no"},
  {"/a/%2e%2e", "no"},
  {"/...", "!..."},
  {"/..a", "!..a"},
  {"/a..", "a.."},
  // -- what is not what it seems
  {"/a%2Fb", "no"},
  {"/a%2fb", "no"},
  {"/%2F", "no"},
  {"/a%00b", "no"},
  {"/%00", "no"},
  {std::string{"/a\0b", 4}, "no"},
  {"/..%2F", "no"},
  {"/a%5Cb", "a\\b"},
  {"/..%5Ca", "!..\\a"},
  {"/%", "no"},
  {"/%2", "no"},
  {"/%zz", "no"},
  {"/%2/", "no"},
  {"a", "no"},
  {"*", "no"},
  // -- hidden
  {"/.git/config", "!.git/config"},
  {"/a/.b", "!a/.b"},
  {"/%2Egit", "!.git"},
  {"/.well-known/x", ".well-known/x"},
  {"/.well-known/.x", "!.well-known/.x"},
  {"/a/.well-known", "!a/.well-known"},
};

BOOST_AUTO_TEST_SUITE(file_path_test)

BOOST_DATA_TEST_CASE(names_a_file_or_none, data::make(paths), row) {
  BOOST_TEST(outcome(row.path) == row.want);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::uri
