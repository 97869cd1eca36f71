#include "tests/actors/access_log/records.hpp"

#include "actors/access_log/line_format.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
namespace data = boost::unit_test::data;

class line_format_fixture {
protected:
  /// What the format makes of the record, whose request had these fields.
  std::string line(std::string_view format) {
    auto wanted = field_notes::wishes{};
    auto uut = line_format::parse(format, wanted);
    BOOST_TEST_REQUIRE(uut.ok(), (uut.ok() ? "" : uut.error()));
    auto notes = field_notes{};
    notes.take_request(wanted, request);
    notes.take_response(wanted, response);
    record.fields = &notes;
    std::string result;
    uut->append(result, record);
    return result;
  }

  static std::string complaint_of(std::string_view format) {
    auto wanted = field_notes::wishes{};
    auto uut = line_format::parse(format, wanted);
    return uut.ok() ? "" : uut.error();
  }

  exchange_record record = test::good_record();
  codecs::fields::map request;
  codecs::fields::map response;
};

struct row {
  std::string format;
  std::string line;

  friend std::ostream& operator<<(std::ostream& out, const row& x) {
    return out << x.format;
  }
};

const auto variables = std::vector<row>{
  {"${time}", "1994-11-06T08:49:37.042Z"},
  {"${time_clf}", "06/Nov/1994:08:49:37 +0000"},
  {"${time_unix}", "784111777.042"},
  {"${client}", "192.0.2.7"},
  {"${user}", "ada"},
  {"${method}", "GET"},
  {"${target}", "/a/b?c=d&e"},
  {"${path}", "/a/b"},
  {"${query}", "c=d&e"},
  {"${authority}", "example.com"},
  {"${protocol}", "HTTP/1.1"},
  {"${request_octets}", "321"},
  {"${client_reused}", "true"},
  {"${status}", "200"},
  {"${body_octets}", "4096"},
  {"${route}", "/a"},
  {"${upstream}", "app"},
  {"${backend}", "127.0.0.1:9000"},
  {"${attempts}", "1"},
  {"${backend_reused}", "false"},
  {"${stages_us}", "-"},
  {"${wait_us}", "7"},
  {"${connect_us}", "5"},
  {"${first_octet_us}", "900"},
  {"${total_us}", "1234"},
  {"${request_id}", "r-17"},
  {"${trace_id}", "4bf92f3577b34da6a3ce929d0e0e4736"},
  {"${end}", "done"},
  {"${because}", "-"},
};

const auto templates = std::vector<row>{
  {"${request.x-a}|${request.X-A}|${response.x-a}", "1|1|-"},
  {"$${status}$$", "${status}$"},
  {"\t${status}\t[${method}] it's", "\t200\t[GET] it's"},
  {"\"${request.x-b}\" ${request.x-b}", R"("two \x22words" two\x20\x22words)"},
  {"\"${user}\" x${user}\"${user}\"", R"("ada" xada"ada")"},
};

const auto refused = std::vector<row>{
  {"combind", "'combind' is neither common, combined, json, nor a template "
              "with ${variables} (did you mean 'combined'?)"},
  {"", "'' is neither common, combined, json, nor a template with "
       "${variables}"},
  {"${method} ${stauts}",
   "column 11: unknown variable 'stauts' (did you mean 'status'?)"},
  {"${requests.host}", "column 1: unknown variable 'requests.host'"},
  {"${request.}", "column 1: '' is no name of a field"},
  {"${response.a b}", "column 1: 'a b' is no name of a field"},
  {"${request}", "column 1: unknown variable 'request' (did you mean "
                 "'request.'?)"},
  {"${}", "column 1: unknown variable ''"},
  {"x ${status", "column 3: '${' without '}'"},
  {"$status", "column 1: a variable is ${name}, and a dollar sign is $$"},
  {"${status}$", "column 10: a variable is ${name}, and a dollar sign is $$"},
  {"${status}\n", "column 10: a line has no control characters in it"},
  {"\"${status}\" \"", "column 13: this quotation mark has no partner"},
};

BOOST_FIXTURE_TEST_SUITE(line_format_test, line_format_fixture)

BOOST_DATA_TEST_CASE_F(line_format_fixture, shows_each_variable,
                       data::make(variables), row) {
  BOOST_TEST(line(row.format) == row.line);
}

BOOST_AUTO_TEST_CASE(no_variable_is_missing_from_the_table) {
  for (auto name : plain_log_variables())
    BOOST_TEST(std::any_of(variables.begin(), variables.end(),
                           [&](auto& x) {
                             return x.format == "${" + std::string{name} + '}';
                           }),
               name);
}

BOOST_AUTO_TEST_CASE(the_guide_shows_each_variable) {
  std::ifstream in{TROUPE_SOURCE_DIR "/docs/guide/access_log.md"};
  BOOST_TEST_REQUIRE(in.good());
  std::ostringstream page;
  page << in.rdbuf();
  for (auto name : plain_log_variables())
    BOOST_TEST(page.str().find("`${" + std::string{name} + "}`")
                 != std::string::npos,
               name);
}

BOOST_AUTO_TEST_CASE(knows_the_common_log_format) {
  BOOST_TEST(line("common")
             == R"(192.0.2.7 - ada [06/Nov/1994:08:49:37 +0000] )"
                R"("GET /a/b?c=d&e HTTP/1.1" 200 4096)");
}

BOOST_AUTO_TEST_CASE(combined_adds_two_fields) {
  request.append("User-Agent", "curl/7 (\"x\")");
  BOOST_TEST(line("combined")
             == R"(192.0.2.7 - ada [06/Nov/1994:08:49:37 +0000] )"
                R"("GET /a/b?c=d&e HTTP/1.1" 200 4096 "-" )"
                R"~("curl/7 (\x22x\x22)")~");
}

BOOST_AUTO_TEST_CASE(json_is_an_object_with_all_that_is_known) {
  request.append("Referer", "http://a/\xc3\xa9\"");
  BOOST_TEST(
    line("json")
    == R"({"time":"1994-11-06T08:49:37.042Z","client":"192.0.2.7",)"
       R"("user":"ada","method":"GET","authority":"example.com",)"
       R"("target":"/a/b?c=d&e","protocol":"HTTP/1.1","status":200,)"
       R"("request_octets":321,"body_octets":4096,"total_us":1234,)"
       R"("stages_us":null,"wait_us":7,"connect_us":5,"first_octet_us":900,)"
       R"("route":"/a","upstream":"app","backend":"127.0.0.1:9000",)"
       R"("attempts":1,"backend_reused":false,"client_reused":true,)"
       R"("request_id":"r-17","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736",)"
       R"("end":"done","because":null,"referer":"http://a/\u00E9\"",)"
       R"("user_agent":null})");
}

BOOST_AUTO_TEST_CASE(a_request_that_nobody_could_read_leaves_a_line_as_well) {
  record = {.begun = record.begun,
            .client = "192.0.2.7",
            .status = 400,
            .end = proxy_errc::malformed_request,
            .because = "head: \"bad\" octet\n"};
  BOOST_TEST(line("common")
             == R"(192.0.2.7 - - [06/Nov/1994:08:49:37 +0000] )"
                R"("- - -" 400 0)");
  BOOST_TEST(line("${end} ${because} ${backend_reused} ${status}")
             == R"(malformed_request head:\x20\x22bad\x22\x20octet\x0A - 400)");
  record.status = 0;
  BOOST_TEST(line("${status}") == "-");
}

BOOST_AUTO_TEST_CASE(no_client_can_forge_a_line) {
  const auto evil = std::string_view{
    "x\" 200 0\n192.0.2.8 - root [-] \"GET / HTTP/1.1\" 200 0 \\"};
  record.user = record.target = record.method = evil;
  request.append_view({.name = "User-Agent", .value = evil});
  for (auto format : {"common", "combined", "json", "${user} ${target}"}) {
    auto got = line(format);
    BOOST_TEST(std::count(got.begin(), got.end(), '\n') == 0);
  }
  auto got = line("${user} ${status}");
  BOOST_TEST(std::count(got.begin(), got.end(), ' ') == 1);
  got = line("combined");
  BOOST_TEST(std::count(got.begin(), got.end(), '"') == 6);
}

BOOST_DATA_TEST_CASE_F(line_format_fixture, reads_templates,
                       data::make(templates), row) {
  request.append("X-A", "1");
  request.append("X-B", "two \"words");
  BOOST_TEST(line(row.format) == row.line);
}

BOOST_DATA_TEST_CASE_F(line_format_fixture, says_what_is_wrong_and_where,
                       data::make(refused), row) {
  BOOST_TEST(complaint_of(row.format) == row.line);
}

BOOST_AUTO_TEST_CASE(formats_share_the_fields_they_want) {
  auto wanted = field_notes::wishes{};
  BOOST_TEST(
    line_format::parse("${request.host} ${response.etag}", wanted).ok());
  BOOST_TEST(line_format::parse("combined", wanted).ok());
  BOOST_TEST(line_format::parse("${request.Referer}", wanted).ok());
  BOOST_TEST(wanted.request.size() == 3u);
  BOOST_TEST(wanted.response.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
