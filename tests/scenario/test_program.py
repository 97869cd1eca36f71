"""The program's command line: what it says, and how it ends."""

import pathlib
import re
import shutil
import signal
import socket
import tempfile
import unittest

from support import (Client, Process, Scenario, TROUPE_BIN, Troupe, eventually, free_address,
                     request)

FINDING = re.compile(r"^(?P<file>\S+?):(?P<line>\d+):(?P<column>\d+): (?P<what>.+)$", re.M)

GOOD = """\
listeners:
  - address: 127.0.0.1:8080
upstreams:
  app:
    backends: [127.0.0.1:9000]
routes:
  - match: {path: /}
    upstream: app
"""


class Command(Scenario):
    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="troupe-scenario-"))
        self.addCleanup(shutil.rmtree, self.home)

    def file(self, text, name="troupe.yaml"):
        path = self.home / name
        path.write_text(text)
        return path

    def run_to_end(self, *arguments, status):
        """Runs it until it ends by itself; returns all that it said."""
        ran = self.keep(Process(TROUPE_BIN, *arguments))
        ran.expected_status = ran.status()
        said = ran.log()
        expected = status if isinstance(status, tuple) else (status,)
        self.assertIn(ran.expected_status, expected, said)
        return said

    def findings(self, text, command=("check",)):
        said = self.run_to_end(*command, "--config", self.file(text), status=2)
        found = [(int(x["line"]), int(x["column"]), x["what"]) for x in FINDING.finditer(said)]
        self.assertTrue(found, said)
        return found


class Check(Command):
    def test_a_good_file_is_good(self):
        self.run_to_end("check", "--config", self.file(GOOD), status=0)
        self.run_to_end("check", "-c", self.file(GOOD), status=0)

    def test_nothing_is_started(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            self.run_to_end("check", "--config",
                            self.file(GOOD.replace("8080", str(port))), status=0)

    def test_an_unknown_key_is_told_where_it_stands_and_what_it_may_mean(self):
        found = self.findings(GOOD.replace("upstreams:", "upstream:"))
        self.assertIn((3, 1, "unknown key 'upstream' (did you mean 'upstreams'?)"), found)

    def test_all_findings_come_in_one_go(self):
        found = self.findings("""\
listeners:
  - adress: 127.0.0.1:8080
upstreams:
  app:
    backends: [127.0.0.1:99999]
    pool: {max_conections: 5}
    timeouts: {connect: quickly}
routes:
  - match: {path: /}
    upstream: ap
timeouts:
  head: 5parsecs
limits:
  body: -1
""")
        for line in (2, 5, 6, 7, 10, 12, 14):
            with self.subTest(line=line):
                self.assertIn(line, [x[0] for x in found], found)

    def test_a_route_to_an_upstream_that_is_not_there(self):
        found = self.findings(GOOD.replace("upstream: app", "upstream: apps"))
        self.assertEqual(found[0][0], 8)
        self.assertIn("apps", found[0][2])

    def test_text_that_is_no_yaml_is_told_where(self):
        found = self.findings("listeners: [\n")
        self.assertGreaterEqual(found[0][0], 1)

    def test_wrong_kinds_of_values(self):
        for wrong, text in (
                ("a map for a list", GOOD.replace("  - address", "  address")),
                ("a list for a text", GOOD.replace("127.0.0.1:8080", "[127.0.0.1:8080]")),
                ("no port", GOOD.replace("127.0.0.1:8080", "127.0.0.1")),
                ("no number", GOOD + "loops: many\n"),
                ("a number without unit", GOOD + "timeouts: {head: 5}\n"),
                ("a negative duration", GOOD + "timeouts: {head: -5s}\n"),
                ("no backends", GOOD.replace("[127.0.0.1:9000]", "[]")),
                ("an unknown policy", GOOD.replace("    backends", "    forwarded: maybe\n"
                                                   "    backends")),
                ("an unknown level", GOOD + "log: {level: loud}\n"),
                ("a path without slash", GOOD.replace("path: /", "path: a")),
                ("the same key twice", GOOD + "loops: 1\nloops: 2\n")):
            with self.subTest(wrong):
                self.findings(text)

    def test_a_file_that_is_not_there(self):
        said = self.run_to_end("check", "--config", self.home / "none.yaml", status=(1, 2))
        self.assertIn("none.yaml", said)

    def test_an_empty_file_is_not_enough(self):
        self.run_to_end("check", "--config", self.file(""), status=2)

    def test_run_refuses_what_check_refuses(self):
        text = GOOD.replace("upstreams:", "upstream:")
        self.assertEqual(self.findings(text, command=("run",)), self.findings(text))

    def test_every_key_that_there_is_is_good(self):
        self.run_to_end("check", "--config", self.file("""\
loops: auto
listeners:
  - address: 127.0.0.1:8080
  - address: "[::1]:8080"
  - address: unix:/tmp/troupe.sock
upstreams:
  app:
    balance: round_robin
    backends: [127.0.0.1:9000, {address: 127.0.0.1:9001}]
    pool: {max_connections: 10, max_idle: 5, max_waiting: 100, wait: 1s, idle: 30s, max_age: 10m,
           max_requests: 1000}
    timeouts: {connect: 250ms, first_octet: 5s, between_octets: 5s, tunnel_idle: 1m}
    host: backend
    forwarded: replace
    via: off
    replay_buffer: 65536
  other:
    backends: [unix:/tmp/app.sock]
    host: other.test
    via: edge
routes:
  - match: {host: example.test, path: /a}
    upstream: app
  - match: {host: "*.example.test"}
    upstream: other
  - match: {path: /}
    upstream: app
timeouts: {head: 15s, body: 30s, keep_alive: 60s, write: 30s, exchange: 0s, linger: 2s, drain: 30s}
limits: {request_line: 8192, field_line: 16384, field_count: 128, head: 49152, chunk_line: 256,
         trailers: 8192, trailer_count: 64, body: 1000000, requests_per_connection: 1000,
         connections: 10000}
log: {level: info, file: /tmp/troupe.log}
"""), status=0)


class Words(Command):
    def test_help_tells_the_commands(self):
        said = self.run_to_end("--help", status=0)
        for command in ("run", "check", "proxy", "demo"):
            self.assertIn(command, said)

    def test_help_for_a_command(self):
        for command, option in (("run", "--config"), ("check", "--config"), ("proxy", "--to")):
            self.assertIn(option, self.run_to_end(command, "--help", status=0))

    def test_version(self):
        self.assertRegex(self.run_to_end("--version", status=0), r"\d+\.\d+\.\d+")

    def test_an_unknown_command_is_refused(self):
        said = self.run_to_end("prxoy", status=tuple(range(1, 256)))
        self.assertIn("did you mean 'proxy'?", said)

    def test_an_unknown_option_is_refused(self):
        self.run_to_end("run", "--confg", "x", status=tuple(range(1, 256)))

    def test_run_wants_a_file(self):
        self.run_to_end("run", status=tuple(range(1, 256)))


class Start(Command):
    def test_a_port_in_use_is_told_and_ends_it(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = "127.0.0.1:%d" % taken.getsockname()[1]
            said = self.run_to_end(
                "run", "--config", self.file(GOOD.replace("127.0.0.1:8080", address)), status=1)
        self.assertIn(address, said)
        self.assertIn("in use", said.lower())

    def test_an_address_that_is_not_ours(self):
        said = self.run_to_end("run", "--config",
                               self.file(GOOD.replace("127.0.0.1:8080", "192.0.2.1:8080")),
                               status=1)
        self.assertIn("192.0.2.1:8080", said)

    def test_a_second_listener_that_fails_fails_it_all(self):
        good = free_address()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = "127.0.0.1:%d" % taken.getsockname()[1]
            self.run_to_end("run", "--config", self.file(GOOD.replace(
                "  - address: 127.0.0.1:8080",
                f"  - address: {good}\n  - address: {address}")), status=1)

    def test_it_listens_at_several_addresses(self):
        backend = self.answering_origin()
        addresses = [free_address() for _ in range(3)]
        proxy = self.keep(Troupe(
            GOOD.replace("  - address: 127.0.0.1:8080",
                         "\n".join(f"  - address: {x}" for x in addresses))
            .replace("127.0.0.1:9000", backend.address), addresses[-1]))
        for address in addresses:
            with Client(address) as client:
                self.assertEqual(client.get("/").status, 200)
        self.assertTrue(proxy.is_running())

    def test_it_listens_on_ipv6(self):
        try:
            with socket.socket(socket.AF_INET6) as probe:
                probe.bind(("::1", 0))
                port = probe.getsockname()[1]
        except OSError:
            self.skipTest("no IPv6 here")
        backend = self.answering_origin()
        other = free_address()
        self.keep(Troupe(GOOD.replace(
            "  - address: 127.0.0.1:8080", f'  - address: {other}\n  - address: "[::1]:{port}"')
            .replace("127.0.0.1:9000", backend.address), other))
        with socket.create_connection(("::1", port), 5) as sock:
            sock.sendall(request("GET", "/", ("Connection", "close")))
            self.assertIn(b" 200 ", sock.recv(65536))
        self.assertEqual(backend.requests[0]["x-forwarded-for"].strip("[]"), "::1")

    def test_the_log_goes_to_its_file(self):
        backend = self.answering_origin()
        log = self.home / "troupe.log"
        proxy = self.troupe(backend, log={"level": "debug", "file": str(log)})
        self.assert_serves(proxy)
        proxy.signal(signal.SIGTERM)
        self.assertEqual(proxy.status(), 0)
        self.assertTrue(log.read_text())

    def test_without_a_stated_wish_there_is_no_access_log(self):
        proxy = self.troupe(self.answering_origin())
        before = len(proxy.log())
        with self.client(proxy) as client:
            for i in range(200):
                client.get("/needle-in-the-log")
        self.assertNotIn("needle-in-the-log", proxy.log())
        self.assertLess(len(proxy.log()) - before, 2000)


class Proxy(Command):
    def start(self, *arguments, address):
        started = self.keep(Process(TROUPE_BIN, *arguments))
        started.address = address
        started.wait_until_it_listens(address)
        return started

    def test_no_file_is_needed(self):
        backend = self.answering_origin()
        address = free_address()
        proxy = self.start("proxy", "--listen", address, "--to", f"http://{backend.address}",
                           address=address)
        self.assert_serves(proxy, 5)
        proxy.signal(signal.SIGTERM)
        self.assertEqual(proxy.status(), 0)

    def test_a_backend_that_is_no_url_is_refused(self):
        for to in ("ftp://127.0.0.1:9000", "nonsense", "http://"):
            with self.subTest(to):
                said = self.run_to_end("proxy", "--listen", free_address(), "--to", to,
                                       status=tuple(range(1, 256)))
                self.assertTrue(said)

    def test_an_address_that_is_none_is_refused(self):
        self.run_to_end("proxy", "--listen", "nowhere", "--to", "http://127.0.0.1:9000",
                        status=tuple(range(1, 256)))

    def test_a_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = "127.0.0.1:%d" % taken.getsockname()[1]
            said = self.run_to_end("proxy", "--listen", address, "--to", "http://127.0.0.1:9000",
                                   status=1)
        self.assertIn(address, said)

    def test_an_interrupt_ends_it_with_130(self):
        address = free_address()
        proxy = self.start("proxy", "--listen", address, "--to", "http://127.0.0.1:9",
                           address=address)
        proxy.expected_status = 130
        proxy.signal(signal.SIGINT)
        self.assertEqual(proxy.status(), 130)

    def test_the_demo_shows_what_to_try(self):
        address = free_address()
        demo = self.start("demo", "--listen", address, address=address)
        eventually(lambda: address in demo.log(), "it says where it listens")
        with Client(address) as client:
            for _ in range(3):
                self.assertEqual(client.get("/").status, 200)
        demo.signal(signal.SIGTERM)
        self.assertEqual(demo.status(), 0)


if __name__ == "__main__":
    unittest.main()
