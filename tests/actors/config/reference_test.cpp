// docs/reference/configuration.md is checked against what load_text() knows:
// every key that it documents is one, and every key that there is stands there.
#include "tests/support/scratch_directory.hpp"

#include "actors/config/load.hpp"

#include "runtime/tls/issue.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace troupe::actors {
namespace {

std::string slurp_file(const std::string& path) {
  std::ifstream in{path};
  BOOST_TEST_REQUIRE(in.good());
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string slurp(const std::string& name) {
  return slurp_file(TROUPE_SOURCE_DIR "/" + name);
}

// A configuration on its way to YAML; an item of a list has the key "[]".
struct tree {
  std::map<std::string, tree> inner;
  std::string text;

  tree& at(const std::string& path) {
    tree* x = this;
    std::string key;
    auto descend = [&] {
      if (!key.empty())
        x = &x->inner[key];
      key.clear();
    };
    for (auto c : path) {
      if (c == '.' || c == '[')
        descend();
      if (c != '.')
        key += c;
    }
    descend();
    return *x;
  }

  std::string yaml() const {
    if (inner.empty())
      return text;
    if (inner.contains("[]"))
      return "[" + inner.at("[]").yaml() + "]";
    std::string out;
    for (auto& [key, value] : inner)
      out += (out.empty() ? "{" : ", ") + key + ": " + value.yaml();
    return out + "}";
  }
};

// What has to stand beside that key.
/// A certificate with its key, for a configuration that names one.
std::string pem_file() {
  static const auto files = test::scratch_directory{};
  auto path = (files.path() / "pair.pem").string();
  if (std::filesystem::exists(path))
    return path;
  auto now = std::chrono::system_clock::now();
  auto made = runtime::tls::issue({.common_name = "a.example",
                                   .names = {"a.example"},
                                   .addresses = {},
                                   .not_before = now,
                                   .not_after = now + std::chrono::hours{1}});
  BOOST_TEST_REQUIRE(made.ok());
  files.write("pair.pem", made->certificate + made->key);
  return path;
}

std::string file_beside(const std::string& name, std::string_view octets) {
  auto path = std::filesystem::path{pem_file()}.replace_filename(name);
  std::ofstream{path, std::ios::binary} << octets;
  return path.string();
}

/// The shortest answer of an OCSP responder that there is: "successful".
std::string staple_file() {
  return file_beside("staple", {"\x30\x03\x0a\x01\x00", 5});
}

std::string revocations_file() {
  auto pem = slurp_file(pem_file());
  auto made
    = runtime::tls::issue_revocations({.certificate = pem, .key = pem}, {});
  BOOST_TEST_REQUIRE(made.ok());
  return file_beside("revoked.pem", made->pem);
}

tree least(const std::string& key) {
  tree result;
  result.at("listeners[].address").text = "127.0.0.1:0";
  result.at("upstreams.NAME.backends[].address").text = "127.0.0.1:1";
  if (key == "listeners[].tls.key")
    result.at("listeners[].tls.certificate").text = pem_file();
  else if (key.starts_with("listeners[].tls"))
    result.at("listeners[].tls.certificates[].certificate").text = pem_file();
  if (key.starts_with("listeners[].tls.clients"))
    result.at("listeners[].tls.clients.authorities").text = pem_file();
  if (key == "upstreams.NAME.tls.key")
    result.at("upstreams.NAME.tls.certificate").text = pem_file();
  if (key.starts_with("routes[].files"))
    result.at("routes[].files.root").text = "/srv/www";
  else if (key.starts_with("routes[].connect"))
    result.at("routes[].connect.allow").text = "[\"a.example:443\"]";
  else
    result.at("routes[].upstream").text = "NAME";
  if (key.starts_with("upstreams.NAME.balance."))
    result.at("upstreams.NAME.balance.by").text = "maglev";
  if (key == "upstreams.NAME.discover.file")
    result.at(key).text = "/etc/troupe/backends.yaml";
  else if (key.starts_with("upstreams.NAME.discover"))
    result.at("upstreams.NAME.discover.dns.name").text = "app.internal";
  if (key.starts_with("upstreams.NAME.health."))
    result.at("upstreams.NAME.health.check").text = "http";
  if (key.starts_with("upstreams.NAME.slow_start."))
    result.at("upstreams.NAME.slow_start.window").text = "10s";
  result.at("access_log.path").text = "access.log";
  return result;
}

// What stands between the back-quotes of a cell; otherwise nothing.
std::string text_of_cell(std::string_view cell) {
  auto begin = cell.find('`');
  auto end = cell.rfind('`');
  if (begin == std::string_view::npos || end == begin)
    return "";
  return std::string{cell.substr(begin + 1, end - begin - 1)};
}

// The keys that the page documents, with their defaults.
std::map<std::string, std::string> documented() {
  std::map<std::string, std::string> result;
  std::istringstream page{slurp("docs/reference/configuration.md")};
  bool in_table = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("| key |"))
      in_table = true;
    if (!line.starts_with("| "))
      in_table = in_table && line.starts_with("|");
    if (!in_table || !line.starts_with("| `"))
      continue;
    std::vector<std::string> cells;
    std::istringstream in{line};
    for (std::string cell; std::getline(in, cell, '|');)
      cells.push_back(cell);
    BOOST_TEST_REQUIRE(cells.size() >= 5u);
    auto is_new
      = result.emplace(text_of_cell(cells[1]), text_of_cell(cells[3])).second;
    BOOST_TEST(is_new, line);
  }
  return result;
}

// Values for keys whose default has no spelling.
std::string value_for(const std::string& key, const std::string& usual) {
  static const std::map<std::string, std::string> others{
    {"log.file", "troupe.log"},
    {"routes[].match.host", "a.example"},
    {"routes[].match.server_name", "a.example"},
    {"listeners[].keepalive", "off"},
    {"listeners[].tls", "{certificates: [{certificate: " + pem_file() + "}]}"},
    {"listeners[].tls.certificate", pem_file()},
    {"listeners[].tls.key", pem_file()},
    {"listeners[].tls.certificates[].key", pem_file()},
    {"listeners[].tls.certificates[].names", "[b.example]"},
    {"listeners[].tls.certificates[].staple", staple_file()},
    {"listeners[].tls.clients.revoked", revocations_file()},
    {"upstreams.NAME.tls.revoked", revocations_file()},
    {"listeners[].tls.pass_through", "{\"*.b.example\": NAME}"},
    {"listeners[].tls.ciphers", "ECDHE+AESGCM"},
    {"listeners[].tls.suites", "TLS_AES_128_GCM_SHA256"},
    {"listeners[].tls.groups", "X25519"},
    {"listeners[].tls.key_log", pem_file() + ".log"},
    {"upstreams.NAME.tls.authorities", pem_file()},
    {"upstreams.NAME.tls.name", "a.example"},
    {"upstreams.NAME.tls.also_named", "[b.example]"},
    {"upstreams.NAME.tls.server_name", "off"},
    {"upstreams.NAME.tls.certificate", pem_file()},
    {"upstreams.NAME.tls.key", pem_file()},
    {"upstreams.NAME.tls.ciphers", "ECDHE+AESGCM"},
    {"upstreams.NAME.tls.suites", "TLS_AES_128_GCM_SHA256"},
    {"upstreams.NAME.tls.groups", "X25519"},
    {"upstreams.NAME.tls.key_log", pem_file() + ".log"},
    {"upstreams.NAME.keepalive", "off"},
    {"upstreams.NAME.bind", "127.0.0.1"},
    {"upstreams.NAME.dscp", "46"},
    {"listeners[].dscp", "46"},
    {"upstreams.NAME.circuit", "{requests: 9}"},
    {"upstreams.NAME.discover.dns.servers", "[127.0.0.1]"},
    {"upstreams.NAME.health", "tcp"},
    {"upstreams.NAME.health.body", "well"},
    {"upstreams.NAME.health.body_matches", "^well"},
    {"upstreams.NAME.health.headers", "{X-A: b}"},
    {"upstreams.NAME.health.host", "a.example"},
    {"upstreams.NAME.outliers", "{interval: 5s}"},
    {"upstreams.NAME.outliers.success_rate", "off"},
    {"upstreams.NAME.retries", "{attempts: 2}"},
    {"upstreams.NAME.retries.budget", "20%"},
    {"upstreams.NAME.retries.on", "[reset, 502]"},
    {"upstreams.NAME.sticky", "troupe_backend"},
    {"upstreams.NAME.sticky.secret", "hush"},
    {"routes[].match.exact", "/a"},
    {"routes[].match.pattern", "^/a"},
    {"routes[].match.method", "GET"},
    {"routes[].match.header", "{X-A: b}"},
    {"routes[].match.query", "{v: }"},
    {"routes[].name", "main"},
    {"routes[].connect.allow", "[\"a.example:443\"]"},
    {"routes[].connect.deny", "[\"10.0.0.0/8:*\"]"},
    {"routes[].connect.hosts", "{a.example: 10.0.0.1}"},
    {"routes[].connect.servers", "[127.0.0.1]"},
    {"routes[].files.strip", "/static"},
    {"routes[].files.fallback", "index.html"},
    {"routes[].files.types", "{webc: text/html}"},
    {"routes[].stages", "[respond]"},
    {"stages", "[respond]"},
  };
  auto i = others.find(key);
  return i == others.end() ? usual : i->second;
}

std::string findings_of(const std::string& yaml) {
  auto got = load_text(yaml, "f");
  std::string out;
  if (!got)
    for (auto& x : got.error())
      out += x.message + "\n";
  return out;
}

BOOST_AUTO_TEST_SUITE(reference_test)

BOOST_AUTO_TEST_CASE(the_example_loads) {
  BOOST_TEST(findings_of(slurp("docs/reference/example.yaml")) == "");
}

BOOST_AUTO_TEST_CASE(the_page_shows_the_example) {
  auto shown
    = slurp("docs/reference/configuration.md")
        .find("```yaml\n" + slurp("docs/reference/example.yaml") + "```\n");
  BOOST_TEST(shown != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_guide_shows_a_file_that_loads) {
  auto page = slurp("docs/guide/quick_start.md");
  constexpr std::string_view fence = "```yaml\n";
  auto begin = page.find(fence) + fence.size();
  auto text = page.substr(begin, page.find("```", begin) - begin);
  BOOST_TEST(text.starts_with("listeners:"));
  BOOST_TEST(findings_of(text) == "");
  auto mistake = text;
  mistake.replace(mistake.find("upstream: "), 8, "upstrem");
  auto got = load_text(mistake, "troupe.yaml");
  BOOST_TEST_REQUIRE(!got.ok());
  for (auto& x : got.error())
    BOOST_TEST(page.find("    " + to_string(x) + "\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_guide_shows_what_the_examples_say) {
  auto page = slurp("docs/guide/quick_start.md");
  for (std::string name : {"reverse_proxy", "hello_service"}) {
    std::istringstream in{slurp("examples/" + name + ".cpp")};
    bool inside = false;
    std::size_t shown = 0;
    for (std::string line; std::getline(in, line);) {
      auto first = std::min(line.find_first_not_of(' '), line.size());
      auto text = line.substr(first);
      if (text.starts_with("// ["))
        inside = !inside;
      else if (inside) {
        BOOST_TEST(page.find(text + "\n") != std::string::npos, text);
        ++shown;
      }
    }
    BOOST_TEST(shown > 5u);
  }
}

BOOST_AUTO_TEST_CASE(every_documented_key_takes_its_documented_default) {
  auto keys = documented();
  BOOST_TEST(keys.size() > 60u);
  for (auto& [key, usual] : keys) {
    BOOST_TEST_CONTEXT(key) {
      auto configuration = least(key);
      auto value = value_for(key, usual);
      auto& place = configuration.at(key);
      if (place.text.empty() && place.inner.empty()) {
        BOOST_TEST(value != "");
        place.text = value;
      }
      BOOST_TEST(findings_of(configuration.yaml()) == "");
    }
  }
}

BOOST_AUTO_TEST_CASE(every_key_is_documented) {
  // The sections that the page knows, with the keys in them.
  std::map<std::string, std::set<std::string>> sections;
  for (auto& [key, usual] : documented()) {
    auto path = key;
    for (auto dot = path.rfind('.'); dot != std::string::npos;
         dot = path.rfind('.')) {
      auto last = path.substr(dot + 1);
      path.resize(dot);
      sections[path].insert(last.substr(0, last.find('[')));
    }
    sections[""].insert(path.substr(0, path.find('[')));
  }
  sections.erase("upstreams"); // its keys are names
  for (auto& [section, keys] : sections) {
    BOOST_TEST_CONTEXT("in '" << section << "'") {
      auto configuration = least(section);
      auto& place = configuration.at(section);
      place.inner["zzzzzzzz"].text = "1";
      auto found = findings_of(configuration.yaml());
      constexpr std::string_view before = "'zzzzzzzz'; known here: ";
      auto at = found.find(before);
      BOOST_TEST_REQUIRE(at != std::string::npos, found);
      std::istringstream in{found.substr(
        at + before.size(), found.find('\n', at) - at - before.size())};
      std::set<std::string> known;
      for (std::string key; in >> key;)
        known.insert(key.substr(0, key.find(',')));
      BOOST_TEST(known == keys, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
