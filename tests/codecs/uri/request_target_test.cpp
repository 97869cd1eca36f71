#include "codecs/uri/request_target.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

namespace troupe::codecs::uri {
namespace {

namespace data = boost::unit_test::data;

struct text_case {
  const char* text;
  const char* want;
};

std::ostream& operator<<(std::ostream& out, const text_case& x) {
  return out << x.text;
}

// form scheme|authority|path|query
const text_case targets[] = {
  {"/", "origin ||/|-"},
  {"/a/b", "origin ||/a/b|-"},
  {"/a?b=c", "origin ||/a|b=c"},
  {"/a?", "origin ||/a|"},
  {"/a??b?", "origin ||/a|?b?"},
  {"//a", "origin ||//a|-"},
  {"/%41%e4", "origin ||/%41%e4|-"},
  {"/a[]|{}^`'b", "origin ||/a[]|{}^`'b|-"},
  {"/?a[]=\\%", "origin ||/|a[]=\\%"},
  {"/http://a", "origin ||/http://a|-"},
  {"*", "asterisk |||-"},
  {"http://a", "absolute http|a||-"},
  {"http://a?b", "absolute http|a||b"},
  {"HTTPS://a:8/b?c", "absolute HTTPS|a:8|/b|c"},
  {"http://[::1]:8/", "absolute http|[::1]:8|/|-"},
  {"", "nothing"},
  {"a", "nothing"},
  {"?a", "nothing"},
  {"**", "nothing"},
  {"*?", "nothing"},
  {"a:80", "nothing"},
  {"http:/a", "nothing"},
  {"http:a", "nothing"},
  {"http://", "nothing"},
  {"http:///a", "nothing"},
  {"http://a@b/", "nothing"},
  {"http://a:b@c/", "nothing"},
  {"http://:80/", "nothing"},
  {"http://a b/", "nothing"},
  {"http://a\\b/", "nothing"},
  {"ftp://a/", "nothing"},
  {"xhttp://a/", "nothing"},
  {"://a/", "nothing"},
  {"/#", "nothing"},
  {"/?#", "nothing"},
  {"http://a#", "nothing"},
  {"/\"", "nothing"},
  {"/<", "nothing"},
  {"/?>", "nothing"},
  {"/a\\b", "nothing"},
  {"/ ", "nothing"},
  {"/\t", "nothing"},
  {"/\x01", "nothing"},
  {"/\x7f", "nothing"},
  {"/\xc3\xa4", "nothing"},
  {"/?\xc3\xa4", "nothing"},
  {"/%", "nothing"},
  {"/%4", "nothing"},
  {"/%4g", "nothing"},
  {"/%%41", "nothing"},
};

const text_case connect_targets[] = {
  {"a.test:443", "authority |a.test:443||-"},
  {"[::1]:443", "authority |[::1]:443||-"},
  {"a.test", "nothing"},
  {"a.test:", "nothing"},
  {":443", "nothing"},
  {"/", "nothing"},
  {"*", "nothing"},
  {"http://a:80", "nothing"},
  {"u@a:80", "nothing"},
};

// host|port
const text_case authorities[] = {
  {"a", "a|"},
  {"a.test:80", "a.test|80"},
  {"a:", "a|"},
  {"A-b_c~!$&'()*+,;=", "A-b_c~!$&'()*+,;=|"},
  {"%41", "%41|"},
  {"127.0.0.1:0", "127.0.0.1|0"},
  {"a:65535", "a|65535"},
  {"a:00080", "a|00080"},
  {"[::1]", "[::1]|"},
  {"[2001:db8::1]:8080", "[2001:db8::1]|8080"},
  {"", "nothing"},
  {":", "nothing"},
  {":80", "nothing"},
  {"a:65536", "nothing"},
  {"a:99999999999999999999", "nothing"},
  {"a:-1", "nothing"},
  {"a:8x", "nothing"},
  {"a:80:80", "nothing"},
  {"a b", "nothing"},
  {"a,b", "a,b|"},
  {"a/", "nothing"},
  {"a?", "nothing"},
  {"a#", "nothing"},
  {"u@a", "nothing"},
  {"a\\b", "nothing"},
  {"%4", "nothing"},
  {"\xc3\xa4", "nothing"},
  {"::1", "nothing"},
  {"[", "nothing"},
  {"[]", "nothing"},
  {"[::1", "nothing"},
  {"[::1]x", "nothing"},
  {"[::1]]", "nothing"},
  {"[::1%25eth0]", "nothing"},
  {"[v1.a]", "nothing"},
  {"[a]", "nothing"},
};

std::string read(std::string_view text, bool is_connect) {
  constexpr const char* forms[]
    = {"origin", "absolute", "authority", "asterisk"};
  auto x = parse_request_target(text, is_connect);
  if (!x)
    return "nothing";
  BOOST_TEST(x->text == text);
  auto out = std::string{forms[static_cast<int>(x->form)]};
  out.append(" ").append(x->scheme);
  out.append("|").append(x->authority);
  out.append("|").append(x->path);
  return out.append("|").append(x->has_query ? x->query : "-");
}

BOOST_AUTO_TEST_SUITE(request_target_test)

BOOST_DATA_TEST_CASE(takes_targets_apart, data::make(targets), row) {
  BOOST_TEST(read(row.text, false) == row.want);
}

BOOST_DATA_TEST_CASE(takes_targets_of_connect_apart,
                     data::make(connect_targets), row) {
  BOOST_TEST(read(row.text, true) == row.want);
}

BOOST_DATA_TEST_CASE(takes_authorities_apart, data::make(authorities), row) {
  auto x = parse_authority(row.text);
  auto got = std::string{"nothing"};
  if (x)
    got = std::string{x->host}.append("|").append(x->port);
  BOOST_TEST(got == row.want);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::codecs::uri
