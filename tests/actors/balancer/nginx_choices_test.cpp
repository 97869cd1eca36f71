#include "tests/actors/balancer/stage.hpp"

#include <arpa/inet.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace troupe::actors {
namespace {

/// What nginx was seen to choose (tests/scenario/test_nginx_choices.py).
struct recorded_request {
  std::string key;
  std::vector<std::uint64_t> tried;
};

struct recording {
  balancing how{};
  std::vector<backend> servers;
  std::vector<std::uint64_t> down;
  std::vector<recorded_request> requests;
};

backend read_server(std::istream& in, std::uint64_t number,
                    std::vector<std::uint64_t>& down) {
  auto result
    = backend{.id = static_cast<backend_id>(number), .name = {}, .address = {}};
  in >> result.name;
  result.address = result.name;
  for (std::string option; in >> option;) {
    if (option == "backup")
      result.tier = backend_tier::backup;
    else if (option == "down")
      down.push_back(number);
    else
      result.weight = static_cast<std::uint32_t>(
        std::stoul(option.substr(option.find('=') + 1)));
  }
  return result;
}

balancing way_called(std::string_view name) {
  for (auto x :
       {balancing::ketama, balancing::ip_hash, balancing::smooth_weighted})
    if (to_string(x) == name)
      return x;
  BOOST_FAIL("no such way of balancing");
  std::abort();
}

recording read(const std::filesystem::path& path) {
  auto result = recording{};
  auto in = std::ifstream{path};
  for (std::string line; std::getline(in, line);) {
    auto words = std::istringstream{line};
    std::string kind;
    words >> kind;
    if (kind == "balance") {
      std::string name;
      words >> name;
      result.how = way_called(name);
    } else if (kind == "server") {
      result.servers.push_back(
        read_server(words, result.servers.size(), result.down));
    } else {
      auto& x = result.requests.emplace_back();
      words >> x.key;
      for (std::uint64_t number; words >> number;)
        x.tried.push_back(number);
    }
  }
  return result;
}

/// The octets of an address that is written out.
std::string octets_of(const std::string& address) {
  auto octets = std::array<char, 16>{};
  if (inet_pton(AF_INET, address.c_str(), octets.data()) == 1)
    return {octets.data(), 4};
  BOOST_TEST_REQUIRE(inet_pton(AF_INET6, address.c_str(), octets.data()) == 1);
  return {octets.data(), 16};
}

std::optional<std::string> key_of(balancing how, const std::string& written) {
  if (how == balancing::ip_hash)
    return octets_of(written);
  if (how == balancing::smooth_weighted)
    return std::nullopt;
  return written;
}

BOOST_AUTO_TEST_SUITE(nginx_choices_test)

BOOST_AUTO_TEST_CASE(requests_try_backends_in_the_order_of_nginx) {
  auto files = 0;
  for (auto& file : std::filesystem::directory_iterator{
         TROUPE_SOURCE_DIR "/tests/corpus/nginx_choices"}) {
    ++files;
    auto said = read(file.path());
    auto ours = test::balancer_fixture{said.how, said.servers};
    for (auto x : said.down)
      ours.note(x, {.mode = backend_mode::disabled});
    for (auto& x : said.requests) {
      BOOST_TEST_CONTEXT(file.path().filename() << ": " << x.key) {
        auto key = key_of(said.how, x.key);
        BOOST_TEST(ours.all(key) == x.tried, boost::test_tools::per_element());
      }
    }
  }
  BOOST_TEST(files >= 9);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
