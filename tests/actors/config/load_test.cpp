#include "actors/config/load.hpp"

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace troupe::actors {
namespace {

using namespace std::chrono_literals;
using runtime::net::address;

constexpr auto least = R"(
listeners: [127.0.0.1:8080]
upstreams: {app: {backends: [127.0.0.1:9000]}}
routes: [{upstream: app}]
)";

class load_fixture {
protected:
  // What is wrong, without the file's name, a line each.
  static std::string wrong(std::string_view text) {
    auto got = load_text(text, "f");
    if (got)
      return "";
    std::string out;
    for (auto& x : got.error())
      out += to_string(x).substr(2) + "\n";
    return out;
  }

  static configuration loaded(std::string_view text) {
    BOOST_TEST(wrong(text) == "");
    return *load_text(text, "f");
  }

  // With one more upstream key, in a line of its own.
  static std::string upstream_with(std::string_view line) {
    return "listeners: [127.0.0.1:8080]\n"
           "routes: [{upstream: app}]\n"
           "upstreams:\n"
           "  app:\n"
           "    backends: [127.0.0.1:9000]\n"
           "    "
           + std::string{line} + "\n";
  }

  static std::string backends(std::string_view list) {
    return "listeners: [127.0.0.1:8080]\n"
           "routes: [{upstream: app}]\n"
           "upstreams:\n"
           "  app:\n"
           "    backends: "
           + std::string{list} + "\n";
  }

  static std::string listeners(std::string_view list) {
    return "upstreams: {app: {backends: [127.0.0.1:9000]}}\n"
           "routes: [{upstream: app}]\n"
           "listeners:\n"
           + std::string{list};
  }

  static std::string routes(std::string_view list) {
    return "listeners: [127.0.0.1:8080]\n"
           "upstreams: {app: {backends: [127.0.0.1:9000]}, "
           "reports: {backends: [127.0.0.1:9001]}}\n"
           "routes:\n"
           + std::string{list};
  }

  static address at(std::string_view text) { return *address::parse(text); }
};

BOOST_FIXTURE_TEST_SUITE(load_test, load_fixture)

// -- what is bound ------------------------------------------------------------

BOOST_AUTO_TEST_CASE(leaves_the_defaults_where_the_file_says_nothing) {
  auto got = loaded(least);
  auto& x = got.proxy;
  BOOST_TEST(x.loops == 0u);
  BOOST_TEST_REQUIRE(x.listeners.size() == 1u);
  BOOST_TEST((x.listeners[0].listen.address == at("127.0.0.1:8080")));
  BOOST_TEST(x.listeners[0].listen.backlog == 4096);
  BOOST_TEST(x.listeners[0].socket.keepalive.has_value());
  BOOST_TEST_REQUIRE(x.upstreams.size() == 1u);
  auto& app = x.upstreams.at("app");
  BOOST_TEST_REQUIRE(app.backends.size() == 1u);
  BOOST_TEST(app.backends[0].name == "127.0.0.1:9000");
  BOOST_TEST((app.backends[0].address == at("127.0.0.1:9000")));
  BOOST_TEST(app.exchange.via == "troupe");
  BOOST_TEST_REQUIRE(x.routes.size() == 1u);
  BOOST_TEST(x.routes[0].match.host == "");
  BOOST_TEST(x.routes[0].match.path == "/");
  BOOST_TEST(x.routes[0].upstream == "app");
  BOOST_TEST((got.log.level == runtime::log::level::info));
}

BOOST_AUTO_TEST_CASE(binds_what_belongs_to_the_process) {
  auto got = loaded(std::string{least} + R"(
loops: 7
timeouts:
  head: 1s
  body: 2s
  keep_alive: 3s
  write: 4s
  exchange: 5s
  linger: 6s
  drain: 7s
limits:
  request_line: 101
  field_line: 102
  field_count: 103
  head: 104
  chunk_line: 105
  trailers: 106
  trailer_count: 107
  body: 108
  requests_per_connection: 109
  connections: 110
log: {level: debug, file: troupe.log}
)");
  auto& x = got.proxy;
  BOOST_TEST(x.loops == 7u);
  auto& timeouts = x.session.timeouts;
  BOOST_TEST((timeouts.head == 1s));
  BOOST_TEST((timeouts.body == 2s));
  BOOST_TEST((timeouts.keep_alive == 3s));
  BOOST_TEST((timeouts.write == 4s));
  BOOST_TEST((timeouts.exchange == 5s));
  BOOST_TEST((timeouts.linger == 6s));
  BOOST_TEST((x.drain == 7s));
  auto& limits = x.session.limits;
  BOOST_TEST(limits.start_line == 101u);
  BOOST_TEST(limits.field_line == 102u);
  BOOST_TEST(limits.field_count == 103u);
  BOOST_TEST(limits.head == 104u);
  BOOST_TEST(limits.chunk_line == 105u);
  BOOST_TEST(limits.trailers == 106u);
  BOOST_TEST(limits.trailer_count == 107u);
  BOOST_TEST(limits.body == 108u);
  BOOST_TEST(x.session.max_requests == 109u);
  BOOST_TEST(x.admission.max_connections == 110u);
  BOOST_TEST((got.log.level == runtime::log::level::debug));
  BOOST_TEST(got.log.file == "troupe.log");
}

BOOST_AUTO_TEST_CASE(binds_listeners) {
  auto got = loaded(listeners(R"(
  - unix:/run/troupe.sock
  - address: "[::1]:81"
    backlog: 5
    reuse_port: no
    v6_only: yes
    unix_mode: 0600
    nodelay: off
    keepalive: {idle: 1m, interval: 2s, count: 3}
  - {address: "*:82", keepalive: off}
)"));
  auto& x = got.proxy.listeners;
  BOOST_TEST_REQUIRE(x.size() == 3u);
  BOOST_TEST((x[0].listen.address == at("unix:/run/troupe.sock")));
  BOOST_TEST(x[0].listen.unix_mode == 0666);
  BOOST_TEST((x[1].listen.address == at("[::1]:81")));
  BOOST_TEST(x[1].listen.backlog == 5);
  BOOST_TEST(!x[1].listen.reuse_port);
  BOOST_TEST(x[1].listen.v6_only);
  BOOST_TEST(x[1].listen.unix_mode == 0600);
  BOOST_TEST(!x[1].socket.nodelay);
  BOOST_TEST_REQUIRE(x[1].socket.keepalive.has_value());
  BOOST_TEST((x[1].socket.keepalive->idle == 60s));
  BOOST_TEST((x[1].socket.keepalive->interval == 2s));
  BOOST_TEST(x[1].socket.keepalive->count == 3);
  BOOST_TEST((x[2].listen.address == at("*:82")));
  BOOST_TEST(!x[2].socket.keepalive.has_value());
}

BOOST_AUTO_TEST_CASE(binds_upstreams) {
  auto got = loaded(R"(
listeners: [127.0.0.1:8080]
routes: [{upstream: app}]
upstreams:
  app:
    balance: round_robin
    backends: [127.0.0.1:9000, {address: "http://127.0.0.1", weight: 1}]
    host: app.example:81
    forwarded: trust
    via: us
    replay_buffer: 1KiB
    bind: 127.0.0.2
    nodelay: no
    keepalive: off
    pool:
      max_connections: 1
      max_idle: 0
      max_waiting: 3
      wait: 4s
      idle: 5s
      max_age: 6s
      max_requests: 7
    timeouts:
      connect: 8s
      first_octet: 9s
      between_octets: 10s
      tunnel_idle: 11s
    limits:
      status_line: 201
      field_line: 202
      field_count: 203
      head: 204
      chunk_line: 205
      trailers: 206
      trailer_count: 207
)");
  auto& x = got.proxy.upstreams.at("app");
  BOOST_TEST_REQUIRE(x.backends.size() == 2u);
  BOOST_TEST(x.backends[1].name == "127.0.0.1");
  BOOST_TEST((x.backends[1].address == at("127.0.0.1:80")));
  auto& exchange = x.exchange;
  BOOST_TEST((exchange.host == host_policy::fixed));
  BOOST_TEST(exchange.host_name == "app.example:81");
  BOOST_TEST((exchange.forwarding == forwarding_policy::trust));
  BOOST_TEST(exchange.via == "us");
  BOOST_TEST(exchange.replay_buffer == 1024u);
  auto& pool = x.pool;
  BOOST_TEST_REQUIRE(pool.socket.bind.has_value());
  BOOST_TEST((*pool.socket.bind == at("127.0.0.2:0")));
  BOOST_TEST(!pool.socket.socket.nodelay);
  BOOST_TEST(!pool.socket.socket.keepalive.has_value());
  BOOST_TEST(pool.max_connections == 1u);
  BOOST_TEST(pool.max_idle == 0u);
  BOOST_TEST(pool.max_waiting == 3u);
  BOOST_TEST((pool.wait == 4s));
  BOOST_TEST((pool.idle == 5s));
  BOOST_TEST((pool.max_age == 6s));
  BOOST_TEST(pool.max_requests == 7u);
  BOOST_TEST((pool.connect == 8s));
  BOOST_TEST((exchange.timeouts.first_octet == 9s));
  BOOST_TEST((exchange.timeouts.between_octets == 10s));
  BOOST_TEST((exchange.timeouts.tunnel_idle == 11s));
  auto& limits = exchange.response_limits;
  BOOST_TEST(limits.start_line == 201u);
  BOOST_TEST(limits.field_line == 202u);
  BOOST_TEST(limits.field_count == 203u);
  BOOST_TEST(limits.head == 204u);
  BOOST_TEST(limits.chunk_line == 205u);
  BOOST_TEST(limits.trailers == 206u);
  BOOST_TEST(limits.trailer_count == 207u);
}

BOOST_AUTO_TEST_CASE(reads_every_word_of_forwarded_host_and_via) {
  auto exchange = [](std::string_view line) {
    return loaded(upstream_with(line)).proxy.upstreams.at("app").exchange;
  };
  using enum forwarding_policy;
  BOOST_TEST((exchange("forwarded: append").forwarding == append));
  BOOST_TEST((exchange("forwarded: replace").forwarding == replace));
  BOOST_TEST((exchange("forwarded: trust").forwarding == trust));
  BOOST_TEST((exchange("forwarded: off").forwarding == off));
  BOOST_TEST((exchange("host: keep").host == host_policy::keep));
  BOOST_TEST((exchange("host: backend").host == host_policy::backend));
  BOOST_TEST((exchange("host: a.example").host == host_policy::fixed));
  BOOST_TEST(exchange("via: off").via == "");
  BOOST_TEST(exchange("replay_buffer: off").replay_buffer == 0u);
}

BOOST_AUTO_TEST_CASE(reads_off_as_no_bound) {
  auto got = loaded(std::string{least} + R"(
timeouts: {head: off, body: 0, keep_alive: off, write: off, exchange: off,
           linger: off, drain: off}
limits: {body: off, requests_per_connection: off, connections: 0}
)");
  auto& x = got.proxy;
  BOOST_TEST((x.session.timeouts.head == 0s));
  BOOST_TEST((x.session.timeouts.body == 0s));
  BOOST_TEST((x.drain == 0s));
  BOOST_TEST(x.session.limits.body
             == std::numeric_limits<std::uint64_t>::max());
  BOOST_TEST(x.session.max_requests == 0u);
  BOOST_TEST(x.admission.max_connections == 0u);
}

BOOST_AUTO_TEST_CASE(reads_routes) {
  auto got = loaded(routes(R"(
  - {match: {host: "*.Example.COM.", path: /a}, upstream: app}
  - {match: {host: example.com}, upstream: reports}
  - {match: {host: "[::1]"}, upstream: reports}
  - {match: {path: /}, upstream: app}
)"));
  auto& x = got.proxy.routes;
  BOOST_TEST_REQUIRE(x.size() == 4u);
  BOOST_TEST(x[0].match.host == "*.example.com");
  BOOST_TEST(x[0].match.path == "/a");
  BOOST_TEST(x[0].upstream == "app");
  BOOST_TEST(x[1].match.host == "example.com");
  BOOST_TEST(x[1].match.path == "/");
  BOOST_TEST(x[1].upstream == "reports");
  BOOST_TEST(x[2].match.host == "[::1]");
  BOOST_TEST(x[3].match.host == "");
}

BOOST_AUTO_TEST_CASE(asks_for_the_addresses_of_a_name_again_and_again) {
  auto got = loaded(backends("[127.0.0.1:1, 'http://localhost', "
                             "{address: a.internal:9000, weight: 3, "
                             "backup: true}]"));
  auto& x = got.proxy.upstreams.at("app");
  BOOST_TEST(x.backends.size() == 1u);
  BOOST_TEST_REQUIRE(x.sources.size() == 2u);
  auto& first = std::get<dns_options>(x.sources[0]);
  BOOST_TEST(first.name == "localhost");
  BOOST_TEST(first.label == "localhost");
  BOOST_TEST(first.port == 80);
  auto& second = std::get<dns_options>(x.sources[1]);
  BOOST_TEST(second.name == "a.internal");
  BOOST_TEST(second.label == "a.internal:9000");
  BOOST_TEST(second.port == 9000);
  BOOST_TEST(second.weight == 3u);
  BOOST_TEST((second.tier == backend_tier::backup));
  BOOST_TEST((x.exchange.timeouts.connect_race == 250ms));
}

BOOST_AUTO_TEST_CASE(lets_upstreams_share_what_they_have_in_common) {
  auto got = loaded(R"(
listeners: [127.0.0.1:8080]
upstreams:
  a: &a
    backends: [127.0.0.1:9000]
    timeouts: &patient {connect: 1s, first_octet: 2s}
  b: {<<: *a, backends: [127.0.0.1:9001]}
  c: {backends: [127.0.0.1:9002], timeouts: {<<: *patient, connect: 3s}}
routes: [{upstream: a}]
)");
  auto& x = got.proxy.upstreams;
  BOOST_TEST((x.at("b").pool.connect == 1s));
  BOOST_TEST(x.at("b").backends[0].name == "127.0.0.1:9001");
  BOOST_TEST((x.at("c").pool.connect == 3s));
  BOOST_TEST((x.at("c").exchange.timeouts.first_octet == 2s));
}

// -- what is wrong ------------------------------------------------------------

BOOST_AUTO_TEST_CASE(finds_what_is_missing) {
  BOOST_TEST(wrong("") == " this file says nothing\n");
  BOOST_TEST(wrong("# later\n") == " this file says nothing\n");
  BOOST_TEST(wrong("- a\n")
             == " this file should be a map with keys such as "
                "'listeners', not a list\n");
  BOOST_TEST(wrong("loops: auto\n")
             == "1:1: 'listeners' is missing here\n"
                "1:1: 'routes' is missing here\n"
                "1:1: 'upstreams' is missing here\n");
  BOOST_TEST(wrong("listeners: []\nupstreams: {}\nroutes: []\n")
             == "1:12: 'listeners' should name one listener at least\n"
                "2:12: 'upstreams' should name one upstream at least\n"
                "3:9: 'routes' should name one route at least\n");
  BOOST_TEST(wrong("listeners:\nupstreams:\nroutes:\n")
             == "1:1: 'listeners' should be a list, not empty\n"
                "2:1: 'upstreams' should be a map, not empty\n"
                "3:1: 'routes' should be a list, not empty\n");
}

BOOST_AUTO_TEST_CASE(finds_unknown_keys_everywhere) {
  BOOST_TEST(wrong(std::string{least} + "timeout: 1s\n")
             == "5:1: unknown key 'timeout' (did you mean 'timeouts'?)\n");
  BOOST_TEST(wrong(std::string{least} + "timeouts: {hed: 1s}\n")
             == "5:12: unknown key 'hed' (did you mean 'head'?)\n");
  BOOST_TEST(wrong(std::string{least} + "limits: {heads: 1}\n")
             == "5:10: unknown key 'heads' (did you mean 'head'?)\n");
  BOOST_TEST(wrong(std::string{least} + "log: {levle: info}\n")
             == "5:7: unknown key 'levle' (did you mean 'level'?)\n");
  BOOST_TEST(wrong(upstream_with("blance: round_robin"))
             == "6:5: unknown key 'blance' (did you mean 'balance'?)\n");
  BOOST_TEST(wrong(upstream_with("pool: {max-idle: 3}"))
             == "6:12: unknown key 'max-idle' (did you mean 'max_idle'?)\n");
  BOOST_TEST(wrong(upstream_with("timeouts: {conect: 1s}"))
             == "6:16: unknown key 'conect' (did you mean 'connect'?)\n");
  BOOST_TEST(wrong(upstream_with("limits: {request_line: 1KiB}"))
             == "6:14: unknown key 'request_line'; known here: status_line, "
                "field_line, field_count, head, chunk_line, trailers, "
                "trailer_count\n");
  BOOST_TEST(wrong(listeners("  - {address: 127.0.0.1:80, tsl: {}}\n"))
             == "4:29: unknown key 'tsl' (did you mean 'tls'?)\n");
  BOOST_TEST(wrong(listeners("  - {address: 127.0.0.1:80, tls: {}}\n"))
             == "4:34: 'certificates' is missing here\n");
  BOOST_TEST(wrong(listeners("  - {address: 127.0.0.1:80, tls: {certificates: "
                             "[{certificate: /no/such}]}}\n"))
             == "4:34: cannot read /no/such: there is no such file\n");
  BOOST_TEST(
    wrong(routes("  - {upstream: app, cache: {}}\n"))
    == "4:21: unknown key 'cache'; known here: match, name, stages, files, "
       "connect, upstream\n");
  BOOST_TEST(
    wrong(routes("  - {upstream: app, match: {cookie: a}}\n"))
    == "4:29: unknown key 'cookie'; known here: host, server_name, path, "
       "pattern, exact, method, header, query\n");
}

BOOST_AUTO_TEST_CASE(finds_wrong_values_of_the_process) {
  auto with = [](std::string_view line) {
    return wrong(std::string{least} + std::string{line} + "\n");
  };
  BOOST_TEST(with("loops: many")
             == "5:8: 'loops' should be auto or a number from 1 to 1024, not "
                "'many'\n");
  BOOST_TEST(with("loops: 0")
             == "5:8: 'loops' should be auto or a number from 1 to 1024, not "
                "'0'\n");
  BOOST_TEST(with("timeouts: {head: 15}")
             == "5:18: 'head' should be a duration such as 250ms, 5s or 1m30s, "
                "or off, not '15' (the units are ms, s, m and h)\n");
  BOOST_TEST(with("limits: {head: 8}")
             == "5:16: 'head' should be from 64 to 16MiB, not '8'\n");
  BOOST_TEST(with("limits: {field_count: 0}")
             == "5:23: 'field_count' should be from 1 to 65535, not '0'\n");
  BOOST_TEST(with("limits: none")
             == "5:9: 'limits' should be a map, not "
                "'none'\n");
  BOOST_TEST(with("log: {level: warn}")
             == "5:14: 'level' should be one of trace, debug, info, warning, "
                "error, off, not 'warn' (did you mean 'warning'?)\n");
  BOOST_TEST(with("log: {file: }")
             == "5:7: 'file' should be a file's name, not empty\n");
}

BOOST_AUTO_TEST_CASE(finds_wrong_listeners) {
  auto with = [](std::string_view item) {
    return wrong(listeners("  - " + std::string{item} + "\n"));
  };
  BOOST_TEST(with("127.0.0.1")
             == "4:5: 'listener' will not do: 127.0.0.1 has no port\n");
  BOOST_TEST(
    with("localhost:80")
    == "4:5: 'listener' will not do: localhost is not an IP address\n");
  BOOST_TEST(with("{backlog: 5}") == "4:5: 'address' is missing here\n");
  BOOST_TEST(with("{address: '[::1]'}")
             == "4:15: 'address' will not do: [::1] has no port\n");
  BOOST_TEST(with("[127.0.0.1:80]")
             == "4:5: 'listener' should be an address such as 127.0.0.1:80, "
                "not a list\n");
  BOOST_TEST(with("{address: 127.0.0.1:80, backlog: 0}")
             == "4:38: 'backlog' should be from 1 to 65535, not '0'\n");
  BOOST_TEST(with("{address: 127.0.0.1:80, unix_mode: 888}")
             == "4:40: 'unix_mode' should be permissions in octal such as "
                "0660, not '888'\n");
  BOOST_TEST(with("{address: 127.0.0.1:80, keepalive: 5s}")
             == "4:40: 'keepalive' should be a map of idle, interval and "
                "count, or off, not '5s'\n");
  BOOST_TEST(with("{address: 127.0.0.1:80, keepalive: {idle: 1500ms}}")
             == "4:47: 'idle' should be whole seconds, 9h at the most, not "
                "'1500ms'\n");
  BOOST_TEST(with("{address: 127.0.0.1:80, keepalive: {count: 200}}")
             == "4:48: 'count' should be from 1 to 127, not '200'\n");
}

BOOST_AUTO_TEST_CASE(finds_listeners_that_stand_twice) {
  BOOST_TEST(wrong(listeners("  - 127.0.0.1:80\n  - 127.0.0.1:81\n"
                             "  - address: 127.0.0.1:80\n"))
             == "6:5: 127.0.0.1:80 is listened on already, see line 4\n");
  BOOST_TEST(wrong(listeners("  - '*:80'\n  - :80\n"))
             == "5:5: " + to_string(at("*:80"))
                  + " is listened on already, see line 4\n");
  BOOST_TEST(wrong(listeners("  - unix:/a\n  - unix:/a\n"))
             == "5:5: unix:/a is listened on already, see line 4\n");
  // Two ports that the kernel chooses are two ports.
  BOOST_TEST(wrong(listeners("  - 127.0.0.1:0\n  - 127.0.0.1:0\n")) == "");
}

BOOST_AUTO_TEST_CASE(finds_wrong_backends) {
  auto with = [](std::string_view x) {
    return wrong(backends("[" + std::string{x} + "]"));
  };
  BOOST_TEST(wrong(backends("[]"))
             == "5:15: 'backends' should name one backend at least\n");
  BOOST_TEST(wrong(backends("127.0.0.1:9000"))
             == "5:15: 'backends' should be a list, not '127.0.0.1:9000'\n");
  BOOST_TEST(with("127.0.0.1")
             == "5:16: 'backend' will not do: 127.0.0.1 has no port\n");
  BOOST_TEST(with("127.0.0.1:0")
             == "5:16: 'backend' will not do: 127.0.0.1:0: no backend has port "
                "0\n");
  BOOST_TEST(with("{address: 'ftp://a'}")
             == "5:26: 'address' will not do: ftp://a: the scheme should be "
                "http or https\n");
  BOOST_TEST(with("{addres: 127.0.0.1:1}")
             == "5:17: unknown key 'addres' (did you mean 'address'?)\n");
  BOOST_TEST(with("{address: 127.0.0.1:1, weight: 65536}")
             == "5:47: 'weight' should be from 0 to 65535, not '65536'\n");
  BOOST_TEST(with("{address: 127.0.0.1:1, backup: maybe}")
             == "5:47: 'backup' should be true or false, not 'maybe'\n");
}

BOOST_AUTO_TEST_CASE(finds_wrong_values_of_upstreams) {
  auto with = [](std::string_view line) { return wrong(upstream_with(line)); };
  BOOST_TEST(with("forwarded: apend")
             == "6:16: 'forwarded' should be one of append, replace, trust, "
                "off, not 'apend' (did you mean 'append'?)\n");
  BOOST_TEST(with("host: 'a b'")
             == "6:11: 'host' should be keep, backend or a "
                "host's name, not 'a b'\n");
  BOOST_TEST(with("host: \"a\\r\\nX: y\"")
             == "6:11: 'host' should be keep, backend or a host's name, not "
                "'a  X: y'\n");
  BOOST_TEST(with("via: 'a, b'")
             == "6:10: 'via' should be a name, or off, not 'a, b'\n");
  BOOST_TEST(
    with("replay_buffer: 1GiB")
    == "6:20: 'replay_buffer' should be from 0 to 16MiB, not '1GiB'\n");
  BOOST_TEST(with("bind: eth0")
             == "6:11: 'bind' will not do: eth0 has no port\n");
  BOOST_TEST(with("pool: {wait: forever}")
             == "6:18: 'wait' should be a duration such as 250ms, 5s or 1m30s, "
                "or off, not 'forever'\n");
  BOOST_TEST(with("pool: {max_idle: off}")
             == "6:22: 'max_idle' should be a whole number, not 'off'\n");
  BOOST_TEST(wrong("listeners: [127.0.0.1:80]\nroutes: [{upstream: app}]\n"
                   "upstreams: {app: 127.0.0.1:80}\n")
             == "3:18: 'app' should be a map, not '127.0.0.1:80'\n");
}

BOOST_AUTO_TEST_CASE(finds_that_a_path_has_no_host) {
  BOOST_TEST(wrong("listeners: [127.0.0.1:80]\nroutes: [{upstream: app}]\n"
                   "upstreams:\n  app: {backends: [unix:/a], host: backend}\n")
             == "4:36: 'host' should be keep or a name: unix:/a has no host\n");
}

BOOST_AUTO_TEST_CASE(finds_routes_that_lead_nowhere) {
  BOOST_TEST(wrong(routes("  - upstream: report\n"))
             == "4:15: there is no upstream 'report' (did you mean "
                "'reports'?)\n");
  BOOST_TEST(wrong(routes("  - upstream: mail\n"))
             == "4:15: there is no upstream 'mail'\n");
  BOOST_TEST(wrong(routes("  - match: {path: /}\n"))
             == "4:5: 'upstream' is missing here\n");
  BOOST_TEST(wrong(routes("  - app\n"))
             == "4:5: 'route' should be a map, not 'app'\n");
}

BOOST_AUTO_TEST_CASE(does_not_blame_routes_where_there_are_no_upstreams) {
  BOOST_TEST(wrong("listeners: [127.0.0.1:80]\n"
                   "upsteams: {app: {backends: [127.0.0.1:81]}}\n"
                   "routes: [{upstream: app}]\n")
             == "2:1: unknown key 'upsteams' (did you mean 'upstreams'?)\n");
}

BOOST_AUTO_TEST_CASE(finds_patterns_that_are_none) {
  BOOST_TEST(wrong(routes("  - {upstream: app, match: {pattern: '('}}\n"))
             == "4:38: 'pattern' will not do: '(' is not a regular expression: "
                "missing ): (\n");
  BOOST_TEST(
    wrong(routes("  - {upstream: app, match: {path: /, pattern: a}}\n"))
    == "4:47: 'pattern' and 'path' exclude each other\n");
}

BOOST_AUTO_TEST_CASE(finds_routes_that_stand_twice) {
  BOOST_TEST(wrong(routes("  - {match: {host: a.example, path: /}, upstream: "
                          "app}\n"
                          "  - {match: {path: /}, upstream: app}\n"
                          "  - {match: {host: A.example}, upstream: "
                          "reports}\n"))
             == "6:5: this route matches what the one in line 4 does\n");
}

BOOST_AUTO_TEST_CASE(finds_what_no_request_could_match) {
  auto with = [](std::string_view match) {
    return wrong(
      routes("  - {match: {" + std::string{match} + "}, upstream: app}\n"));
  };
  for (auto bad : {"a.example:80", "a b", "http://a", "*", "a.*", "*.", ".a",
                   "[::1", "[]"}) {
    BOOST_TEST(with("host: '" + std::string{bad} + "'")
               == "4:20: 'host' should be a host without port such as "
                  "example.com or '*.example.com', not '"
                    + std::string{bad} + "'\n");
  }
  for (auto bad : {"a", "*", "/a?b", "/a#b", "/a b", "/\xc3\xa9"})
    BOOST_TEST(with("path: '" + std::string{bad} + "'")
               == "4:20: 'path' should be a path such as /, without a query, "
                  "not '"
                    + std::string{bad} + "'\n");
}

BOOST_AUTO_TEST_CASE(finds_everything_in_one_run) {
  BOOST_TEST(
    wrong(R"(loops: none
listners: [127.0.0.1:80]
listeners:
  - 127.0.0.1:8080
  - {address: 127.0.0.1:8080, backlog: x}
upstreams:
  app:
    backends: [127.0.0.1]
    timeouts: {connect: 5}
  app: {}
routes:
  - {match: {path: x}, upstream: ap}
limits: {head: 64KB}
)")
    == "1:8: 'loops' should be auto or a number from 1 to 1024, not 'none'\n"
       "2:1: unknown key 'listners' (did you mean 'listeners'?)\n"
       "5:5: 127.0.0.1:8080 is listened on already, see line 4\n"
       "5:40: 'backlog' should be a whole number, not 'x'\n"
       "8:16: 'backend' will not do: 127.0.0.1 has no port\n"
       "9:25: 'connect' should be a duration such as 250ms, 5s or 1m30s, or "
       "off, not '5' (the units are ms, s, m and h)\n"
       "10:3: 'app' stands here twice; first in line 7\n"
       "12:20: 'path' should be a path such as /, without a query, not 'x'\n"
       "12:34: there is no upstream 'ap' (did you mean 'app'?)\n"
       "13:16: 'head' should be a size such as 512, 64KiB or 1MiB, not '64KB' "
       "(that is 1000 to some and 1024 to others)\n");
}

BOOST_AUTO_TEST_CASE(tells_once_what_an_alias_repeats) {
  BOOST_TEST(
    wrong(R"(listeners: [127.0.0.1:8080]
upstreams:
  a: {backends: [127.0.0.1:9000], timeouts: &t {connect: 5}}
  b: {backends: [127.0.0.1:9000], timeouts: *t}
routes: [{upstream: a}]
)")
    == "3:58: 'connect' should be a duration such as 250ms, 5s or 1m30s, or "
       "off, not '5' (the units are ms, s, m and h)\n");
}

// -- files --------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(loads_a_file_and_names_it_in_findings) {
  auto name
    = (std::filesystem::temp_directory_path() / "troupe-XXXXXX").string();
  BOOST_TEST_REQUIRE(::mkdtemp(name.data()) != nullptr);
  auto path = name + "/troupe.yaml";
  std::ofstream{path} << least;
  BOOST_TEST(load(path).ok());
  std::ofstream{path} << "loops: auto\nlisteners: 5\n";
  auto got = load(path);
  BOOST_TEST_REQUIRE(!got.ok());
  BOOST_TEST(to_string(got.error().back())
             == path + ":2:12: 'listeners' should be a list, not '5'");
  auto none = load(name + "/none.yaml");
  BOOST_TEST(to_string(none.error().at(0))
             == name + "/none.yaml: there is no such file");
  BOOST_TEST(to_string(load(name).error().at(0))
             == name + ": this is a directory, not a file");
  std::filesystem::remove_all(name);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace troupe::actors
