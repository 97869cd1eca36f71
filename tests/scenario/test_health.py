"""Which backends are well, says a checker that nothing else depends on."""

import pathlib
import signal
import time
import unittest

from support import (Authority, Process, Scenario, TROUPE_EXAMPLES_DIR, eventually, free_address,
                     http2, memory, ms, nobody, scaled)
from support.http2 import (CANCEL, END_HEADERS, ENHANCE_YOUR_CALM, HEADERS, INTERNAL_ERROR,
                           NO_ERROR, PING)
from support.mischief import drip, flood, garbage, reset, silence


def example(name):
    return pathlib.Path(TROUPE_EXAMPLES_DIR) / name


class Health(Scenario):
    def watch(self, *backends, path="/healthz"):
        return self.keep(Process(example("health_watch"), path, *backends))

    def backend(self):
        """A process that can be hurt."""
        address = free_address()
        started = self.keep(Process(example("hello_service"), address))
        started.address = address
        started.wait_until_it_listens(address)
        return started

    def says(self, watcher, event, backend, because=None):
        line = f"{event} upstream=watched backend={backend}"
        if because:
            line += f' because="{because}'
        eventually(lambda: line in watcher.log(), line)

    def test_a_stopped_process_falls_and_rises_when_it_goes_on(self):
        backend = self.backend()
        watcher = self.watch(backend.address)
        time.sleep(scaled(1))
        self.assertNotIn("backend_", watcher.log())
        backend.signal(signal.SIGSTOP)
        try:
            self.says(watcher, "backend_fell", backend.address, "no whole response within 200ms")
        finally:
            backend.signal(signal.SIGCONT)
        self.says(watcher, "backend_rose", backend.address, "status 200")
        self.assertEqual(watcher.log().count("backend_fell"), 1)

    def test_a_killed_process_falls_at_once(self):
        backend = self.backend()
        watcher = self.watch(backend.address)
        backend.expected_status = -signal.SIGKILL
        backend.signal(signal.SIGKILL)
        backend.status()
        self.says(watcher, "backend_fell", backend.address, "Connection refused")

    def test_each_mischief_costs_its_own_checks_only(self):
        late = "no whole response within 200ms"
        scripts = {silence: late, drip: late, reset: "Connection reset by peer",
                   garbage: "its response is not HTTP/1: ",
                   flood: "its response is not HTTP/1: head_too_large"}
        bad = {self.scripted_origin(x).address: why for x, why in scripts.items()}
        hole = self.black_hole()
        bad[hole.address] = "no connection within 200ms"
        bad[nobody()] = "Connection refused"
        good = self.answering_origin()
        watcher = self.watch(good.address, *bad)
        for address, why in bad.items():
            self.says(watcher, "backend_fell", address, why)
        before = len(good.requests)
        eventually(lambda: len(good.requests) >= before + 4, "it goes on checking", within=10)
        self.assertNotIn(good.address, watcher.log())
        self.assertEqual(set(good.targets()), {"/healthz"})
        self.assertLess(watcher.most_resident(), memory(64))


def speaks_http2(answer):
    """A script: each request of a connection is answered by that function of the
    connection, the stream and what was asked."""
    def script(there):
        backend = http2.Backend(there.socket)
        try:
            backend.serve(lambda stream, asked: answer(backend, stream, asked))
        finally:
            backend.inflate.close()
    return script


def well(backend, stream, asked):
    backend.respond(stream, 200, body=b"I'm ready")


class Http2Checks(Scenario):
    """Backends that speak HTTP/2 are asked in HTTP/2."""

    def before(self, *origins, health=None, **more):
        upstream = {"protocols": ["h2"],
                    "health": {"check": "http", "path": "/healthz", "interval": ms(100),
                               "timeout": ms(300), "rise": 1, "fall": 1, "initially": "down",
                               **(health or {})},
                    **more}
        return self.troupe(*origins, upstream=upstream)

    def says(self, proxy, event, backend, because):
        line = f'{event} upstream=app backend={backend} because="{because}'
        eventually(lambda: line in proxy.log(), line)


class ClearText(Http2Checks):
    def test_a_backend_is_asked_in_its_own_words_and_left_politely(self):
        origin = self.origin()
        proxy = self.before(origin, health={
            "method": "HEAD", "host": "inside.test", "headers": {"X-Key": "a b"}})
        there = self.keep(http2.Backend(origin.accept().socket))
        stream, = there.requests()
        self.assertEqual(there.whole(stream).heads, [{
            ":method": "HEAD", ":scheme": "http", ":path": "/healthz",
            ":authority": "inside.test", "user-agent": "troupe-health-check", "x-key": "a b"}])
        there.respond(stream, 204)
        self.says(proxy, "backend_rose", origin.address, "status 204")
        self.assertEqual(there.ends_with(), NO_ERROR)
        # ... and the next check is another connection's
        there = self.keep(http2.Backend(origin.accept().socket))
        stream, = there.requests()
        self.assertEqual(stream, 1)
        there.respond(stream, 503)
        self.says(proxy, "backend_fell", origin.address, "status 503")

    def test_who_passes_is_asked_by_clients(self):
        origin = self.scripted_origin(speaks_http2(well))
        proxy = self.before(origin, health={"body": "ready"})
        self.says(proxy, "backend_rose", origin.address, "status and body as expected")
        answer = self.client(proxy).get("/")
        self.assertEqual((answer.status, answer.body), (200, b"I'm ready"))

    def test_a_server_of_grpc_answers_as_it_is_expected_to(self):
        echo = self.example("grpc_echo")
        proxy = self.before(echo.address, health={"expect": 415})
        self.says(proxy, "backend_rose", echo.address, "status 415")

    def test_each_mischief_costs_its_own_checks_only(self):
        def resets(backend, stream, asked):
            backend.reset(stream, INTERNAL_ERROR)

        def goes_away(backend, stream, asked):
            backend.go_away(0, ENHANCE_YOUR_CALM)

        def never_answers(backend, stream, asked):
            pass

        def hints_for_ever(backend, stream, asked):
            while True:
                backend.say(HEADERS, END_HEADERS, stream, http2.block([(":status", "103")]))

        def asks_for_ever(backend, stream, asked):
            while True:
                backend.say(PING, 0, 0, b"12345678")

        def speaks_http_1(there):
            there._receive("for the preface")
            there.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            there.read_until_end()

        def says_nothing(there):
            there.read_until_end()

        def closes(there):
            there._receive("for the preface")

        no_http2 = "its response is not HTTP/2: "
        scripts = {speaks_http2(resets): "RST_STREAM, internal_error",
                   speaks_http2(goes_away): "GOAWAY, enhance_your_calm",
                   speaks_http2(never_answers): "no whole response within ",
                   speaks_http2(hints_for_ever): "no end of its response after ",
                   speaks_http2(asks_for_ever): no_http2,
                   speaks_http_1: no_http2,
                   says_nothing: "no settings of HTTP/2 within ",
                   closes: ""}  # with or without a reset
        bad = {self.scripted_origin(x).address: why for x, why in scripts.items()}
        good = self.scripted_origin(speaks_http2(well))
        proxy = self.before(good, *bad, health={"initially": "up"})
        for address, why in bad.items():
            self.says(proxy, "backend_fell", address, why)
        before = len(good.connections)
        eventually(lambda: len(good.connections) >= before + 4, "it goes on checking", within=10)
        self.assertNotIn(f"backend={good.address}", proxy.log())
        self.assertLess(proxy.most_resident(), memory(64))

    def test_who_is_late_is_told_that_nobody_waits(self):
        origin = self.origin()
        self.before(origin)
        there = self.keep(http2.Backend(origin.accept().socket))
        stream, = there.requests()
        self.assertEqual(there.ends_with(), NO_ERROR)
        self.assertEqual(there.streams[stream].reset, CANCEL)


class Alpn(Http2Checks):
    """Over TLS a check offers what its upstream may speak."""

    def setUp(self):
        self.authority = self.keep(Authority())

    def secured(self, script, *protocols):
        context = self.authority.server_context(self.authority.issue("a.test", "IP:127.0.0.1"))
        if protocols:
            context.set_alpn_protocols(list(protocols))

        def play(there):
            there.socket = context.wrap_socket(there.socket, server_side=True)
            script(there)
        return self.scripted_origin(play)

    def tls(self, origin, *protocols, **more):
        return self.before(origin, protocols=list(protocols),
                           tls={"authorities": str(self.authority.certificate)}, **more)

    def test_a_backend_may_choose_http_2(self):
        schemes = []

        def answer(backend, stream, asked):
            schemes.append(asked.heads[0][":scheme"])
            backend.respond(stream, 200)

        for protocols in (["h2"], ["h2", "http/1.1"]):
            origin = self.secured(speaks_http2(answer), "h2", "http/1.1")
            proxy = self.tls(origin, *protocols)
            self.says(proxy, "backend_rose", origin.address, "status 200")
        self.assertEqual(set(schemes), {"https"})

    def test_a_backend_may_choose_http_1(self):
        def answer(there):
            there.read_request()
            there.send(b"HTTP/1.1 204 No Content\r\n\r\n")

        for known in (["http/1.1"], []):
            origin = self.secured(answer, *known)
            proxy = self.tls(origin, "h2", "http/1.1")
            self.says(proxy, "backend_rose", origin.address, "status 204")

    def test_who_does_not_agree_is_down(self):
        origin = self.secured(lambda there: there.read_until_end())
        proxy = self.tls(origin, "h2", health={"initially": "up"})
        self.says(proxy, "backend_fell", origin.address, "it does not speak h2")


if __name__ == "__main__":
    unittest.main()
