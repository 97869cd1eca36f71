#include "actors/discovery/backend_list.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace troupe::actors {
namespace {

/// "name@address weight", with "backup" if it is one, an entry a line; or the
/// error.
std::string outcome(std::string_view text) {
  auto got = parse_backend_list(text, "f");
  if (!got)
    return got.error();
  auto result = std::string{};
  for (auto& x : *got) {
    result += x.name + '@' + x.address + ' ' + std::to_string(x.weight);
    result += x.tier == backend_tier::backup ? " backup\n" : "\n";
  }
  return result;
}

BOOST_AUTO_TEST_SUITE(backend_list_test)

BOOST_AUTO_TEST_CASE(an_address_is_enough) {
  BOOST_TEST(outcome("- 10.0.0.1:80\n"
                     "- '[2001:DB8::0:1]:80'\n"
                     "- unix:/run/app.sock\n")
             == "10.0.0.1:80@10.0.0.1:80 1\n"
                "[2001:db8::1]:80@[2001:db8::1]:80 1\n"
                "unix:/run/app.sock@unix:/run/app.sock 1\n");
}

BOOST_AUTO_TEST_CASE(a_map_says_more) {
  BOOST_TEST(
    outcome("- {address: '10.0.0.1:80', name: app.example, weight: 3}\n"
            "- address: 10.0.0.2:80\n"
            "  name: app.example:8080\n"
            "  backup: true\n"
            "  weight: 0\n")
    == "app.example@10.0.0.1:80 3\napp.example:8080@10.0.0.2:80 0 backup\n");
}

BOOST_AUTO_TEST_CASE(the_list_may_stand_under_its_key_as_in_a_configuration) {
  BOOST_TEST(outcome("backends: [10.0.0.1:80]")
             == "10.0.0.1:80@10.0.0.1:80 1\n");
  BOOST_TEST(outcome("backend: [10.0.0.1:80]")
             == "f:1:1: unknown key 'backend' (did you mean 'backends'?)");
  BOOST_TEST(outcome("{}") == "f:1:1: 'backends' is missing here");
}

BOOST_AUTO_TEST_CASE(json_is_yaml) {
  BOOST_TEST(outcome(R"([{"address": "10.0.0.1:80", "weight": 2}])")
             == "10.0.0.1:80@10.0.0.1:80 2\n");
}

BOOST_AUTO_TEST_CASE(an_upstream_without_backends_is_taken_for_a_mistake) {
  BOOST_TEST(outcome("") == "f: 'backends' should be a list, not empty");
  BOOST_TEST(outcome("# nobody\n")
             == "f: 'backends' should be a list, not empty");
  BOOST_TEST(outcome("[]")
             == "f:1:1: 'backends' should name one backend at least");
  BOOST_TEST(outcome("10.0.0.1:80")
             == "f:1:1: 'backends' should be a list, not '10.0.0.1:80'");
}

BOOST_AUTO_TEST_CASE(an_address_is_one_that_can_be_connected_to) {
  auto wrong = [](std::string_view address) {
    return outcome("- 10.0.0.1:80\n- '" + std::string{address} + "'\n");
  };
  constexpr std::string_view start = "f:2:3: 'backend' will not do: ";
  for (auto name : {"app.example:80", "10.0.0.1", "http://10.0.0.1:80",
                    "unix:", "[::1%x]:80", "10.0.0.1:65536"})
    BOOST_TEST(wrong(name).starts_with(start), name);
  for (auto all : {"*:80", ":80"})
    BOOST_TEST(wrong(all) == std::string{start} + all + " names no host");
  BOOST_TEST(wrong("10.0.0.1:0")
             == std::string{start} + "10.0.0.1:0: no backend has port 0");
}

BOOST_AUTO_TEST_CASE(says_where_a_mistake_is) {
  BOOST_TEST(outcome("- {weight: 1}\n") == "f:1:3: 'address' is missing here");
  BOOST_TEST(outcome("- {address: '10.0.0.1:80', wieght: 1}\n")
             == "f:1:28: unknown key 'wieght' (did you mean 'weight'?)");
  BOOST_TEST(outcome("- {address: '10.0.0.1:80', weight: 65536}\n")
             == "f:1:36: 'weight' should be from 0 to 65535, not '65536'");
  BOOST_TEST(outcome("- {address: '10.0.0.1:80', backup: maybe}\n")
             == "f:1:36: 'backup' should be true or false, not 'maybe'");
  BOOST_TEST(outcome("- [10.0.0.1:80]\n")
             == "f:1:3: 'backend' should be an address such as 10.0.0.1:80, "
                "not a list");
}

BOOST_AUTO_TEST_CASE(of_many_mistakes_the_first_is_told) {
  BOOST_TEST(outcome("- a\n- 10.0.0.1:80\n- b\n- c\n")
             == "f:1:3: 'backend' will not do: a has no port (and 2 more)");
}

BOOST_AUTO_TEST_CASE(a_name_cannot_end_the_line_that_it_goes_into) {
  for (auto name : {R"("a\r\nX: y")", "'a b'", "'a/b'", R"("a\0")", "''"})
    BOOST_TEST(
      outcome("- {address: '10.0.0.1:80', name: " + std::string{name} + "}")
        .starts_with("f:1:34: 'name' should be a host's name"));
}

BOOST_AUTO_TEST_CASE(an_address_is_listed_once) {
  BOOST_TEST(outcome("- 10.0.0.1:80\n"
                     "- {address: '10.0.0.1:80', name: app.example}\n")
             == "f:2:3: 10.0.0.1:80 is listed already, in line 1");
}

BOOST_AUTO_TEST_CASE(a_list_that_is_cut_short_is_seldom_one) {
  BOOST_TEST(outcome("[{address: '10.0.0.1:80'}, {addr")
             == "f:1:1: this is not YAML: end of map flow not found");
  BOOST_TEST(outcome("- 10.0.0.1:80\n- 10.0.0")
             == "f:2:3: 'backend' will not do: 10.0.0 has no port");
}

BOOST_AUTO_TEST_CASE(lists_are_bounded) {
  auto many = std::string{};
  for (std::size_t i = 0; i < max_listed_backends; ++i)
    many.append("- unix:/run/").append(std::to_string(i)).append("\n");
  BOOST_TEST(parse_backend_list(many, "f").ok());
  BOOST_TEST(outcome(many + "- unix:/run/one\n")
             == "f:1:1: more than 10000 backends are listed");
}

BOOST_AUTO_TEST_CASE(depth_and_aliases_cost_nothing_but_their_octets) {
  BOOST_TEST(!parse_backend_list(std::string(1 << 20, '['), "f").ok());
  BOOST_TEST(!parse_backend_list(std::string(1 << 20, '{'), "f").ok());
  auto bomb = std::string{"- &a0 [x]\n"};
  for (auto i = 1; i < 64; ++i) {
    auto last = "*a" + std::to_string(i - 1);
    bomb += "- &a" + std::to_string(i) + " [" + last + ", " + last + "]\n";
  }
  BOOST_TEST(!parse_backend_list(bomb, "f").ok());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
