"""HTTP/2 towards clients: streams, windows, tunnels, drains, and who misbehaves."""

import base64
import hashlib
import random
import signal
import socket
import threading
import time
import unittest

from support import (CHUNKED, SANITIZED, Scenario, eventually, free_address, http2, memory, ms,
                     request, response, scaled)
from support.http2 import (CANCEL, CONTINUATION, DATA, END_HEADERS, END_STREAM, ENHANCE_YOUR_CALM,
                           HEADERS, INITIAL_WINDOW_SIZE, INTERNAL_ERROR, NO_ERROR, PING,
                           PROTOCOL_ERROR, block)


class Http2Scenario(Scenario):
    def speaks(self, troupe, **more):
        return self.keep(http2.connect(troupe.address, **more))


class Requests(Http2Scenario):
    def test_it_is_recognised_on_the_port_of_http_1(self):
        proxy = self.troupe(self.answering_origin())
        for _ in range(2):
            here = self.speaks(proxy)
            answer = here.get("/one")
            self.assertEqual((answer.status, answer.body), (200, b"answer to /one"))
            self.assert_serves(proxy)

    def test_the_preface_may_come_octet_by_octet(self):
        proxy = self.troupe(self.answering_origin())
        sock = self.client(proxy)
        sock.send_slowly(http2.PREFACE + http2.settings())
        sock.send(http2.frame(HEADERS, END_HEADERS | END_STREAM, 1, block(
            [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "a")])))
        self.assertEqual(sock.read_exactly(9)[3], http2.SETTINGS)

    def test_the_fields_of_one_hop_are_taken_off_and_cookies_joined(self):
        origin = self.origin()
        here = self.speaks(self.troupe(origin))
        stream = here.request("/x?y", "POST", [("cookie", "a=1"), ("cookie", "b=2"),
                                               ("te", "trailers"), ("x-own", "1")], ends=False)
        here.data(stream, b"some ")
        here.data(stream, b"body", ends=True)
        there = origin.accept()
        asked = there.read_request()
        self.assertEqual((asked.method, asked.target, asked.body), ("POST", "/x?y", b"some body"))
        self.assertEqual(asked["host"], "a.example")
        self.assertEqual(asked["cookie"], "a=1; b=2")
        self.assertEqual(asked["x-own"], "1")
        self.assertEqual(asked["via"], "2 troupe")
        self.assertEqual(asked["transfer-encoding"], "chunked")
        there.send(response(200, ("Connection", "X-Hop"), ("X-Hop", "1"), ("Keep-Alive", "x"),
                            ("X-End", "2"), CHUNKED) + b"3\r\nabc\r\n0\r\nX-Sum: 6\r\n\r\n")
        answer = here.response(stream)
        self.assertEqual(answer.body, b"abc")
        for name in ("connection", "x-hop", "keep-alive", "transfer-encoding"):
            self.assertNotIn(name, answer.head)
        self.assertEqual(answer.head["x-end"], "2")
        self.assertEqual(answer.head["via"], "1.1 troupe")
        self.assertIn("date", answer.head)
        self.assertEqual(answer.trailers, {"x-sum": "6"})

    def test_trailers_of_a_request_arrive(self):
        origin = self.origin()
        here = self.speaks(self.troupe(origin))
        stream = here.request("/", "POST", ends=False)
        here.data(stream, b"body")
        here.say(HEADERS, END_HEADERS | END_STREAM, stream, block([("x-sum", "4")]))
        asked = origin.accept().read_request()
        self.assertEqual(asked.trailers["x-sum"], "4")

    def test_a_request_without_a_body_says_so_to_http_1(self):
        origin = self.origin()
        here = self.speaks(self.troupe(origin))
        here.request("/", "POST")
        self.assertEqual(origin.accept().read_request()["content-length"], "0")

    def test_responses_without_a_body_end_with_their_head(self):
        def answer(asked):
            status = int(asked.target[1:])
            return response(status, *([("Content-Length", 5)] if asked.method == "HEAD" else []))
        here = self.speaks(self.troupe(self.answering_origin(answer)))
        for status, method in ((204, "GET"), (304, "GET"), (200, "HEAD")):
            stream = here.request(f"/{status}", method)
            answer = here.response(stream)
            self.assertEqual((answer.status, answer.body), (status, b""))
            data = [x for x in here.frames if x[0] == DATA and x[2] == stream]
            self.assertEqual(data, [])

    def test_interim_responses_pass(self):
        origin = self.origin()
        here = self.speaks(self.troupe(origin))
        stream = here.request("/", "POST", [("expect", "100-continue"), ("content-length", "4")],
                              ends=False)
        there = origin.accept()
        there.read_request_head()
        there.send(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
        it = here.streams[stream]
        here.hear_until(lambda: len(it.heads) == 2)
        self.assertEqual([x[":status"] for x in it.heads], ["100", "103"])
        here.data(stream, b"body", ends=True)
        self.assertEqual(there.read_exactly(4), b"body")
        there.send(response(200, body=b"fine"))
        self.assertEqual(here.response(stream).body, b"fine")

    def test_upgrades_from_http_1(self):
        proxy = self.troupe(self.answering_origin())
        client = self.client(proxy)
        client.send(request("GET", "/first", ("Connection", "Upgrade, HTTP2-Settings"),
                            ("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABkAAQAoAAA")))
        answer = client.read_response()
        self.assertEqual((answer.status, answer["upgrade"]), (101, "h2c"))
        here = http2.Http2(client.socket)
        here.wire.held = client.held
        here.streams[1] = http2.Stream()
        self.assertEqual(here.response(1).body, b"answer to /first")
        here.next = 3
        self.assertEqual(here.get("/second").body, b"answer to /second")

    def test_an_upgrade_that_is_none_is_a_request(self):
        proxy = self.troupe(self.answering_origin())
        for fields in ([("Connection", "Upgrade"), ("HTTP2-Settings", "AAMAAABk")],
                       [("Connection", "Upgrade, HTTP2-Settings")],
                       [("Connection", "Upgrade, HTTP2-Settings"), ("HTTP2-Settings", "?")]):
            client = self.client(proxy)
            client.send(request("GET", "/x", ("Upgrade", "h2c"), *fields))
            self.assertEqual(client.read_response().status, 200)

    def test_a_listener_speaks_what_it_is_told_to(self):
        origin = self.answering_origin()
        def speaking(*protocols):
            address = free_address()
            return self.troupe(origin, address=address,
                               listeners=[{"address": address, "protocols": list(protocols)}])
        only_1 = speaking("http/1.1")
        client = self.client(only_1)
        client.send(http2.PREFACE)
        self.assertIn(client.read_response().status, (400, 505))
        only_2 = speaking("h2")
        self.assertEqual(self.speaks(only_2).get("/").status, 200)
        client = self.client(only_2)
        client.send(request())
        self.assertNotIn(b"HTTP/1", client.read_until_end())

    def test_a_body_is_bounded(self):
        origin = self.answering_origin()
        here = self.speaks(self.troupe(origin, limits={"body": "1KiB"}))
        answer = here.get("/", method="POST", fields=[("content-length", "2000")], ends=False)
        self.assertEqual(answer.status, 413)
        stream = here.request("/", "POST", ends=False)
        here.data(stream, bytes(2000))
        self.assertEqual(here.head_of(stream).status, 413)
        self.assertEqual(here.get("/next").status, 200)

    def test_a_head_that_is_too_large_is_431_and_the_rest_goes_on(self):
        here = self.speaks(self.troupe(self.answering_origin(), http2={"head": "2KiB"}))
        self.assertEqual(here.get("/", fields=[("x", "y" * 4000)]).status, 431)
        self.assertEqual(here.get("/").status, 200)

    def test_errors_are_answered_and_the_connection_goes_on(self):
        dead = self.origin()
        address = dead.address
        dead.close()
        here = self.speaks(self.troupe(address))
        for _ in range(2):
            stream = here.request("/", "POST", ends=False)
            here.data(stream, b"some of it")
            answer = here.response(stream)
            self.assertEqual(answer.status, 502)
            self.assertIn("connection_refused", answer.head["proxy-status"])
            here.hear_until(lambda: answer.reset is not None)
            self.assertEqual(answer.reset, NO_ERROR)
        self.assertIsNone(here.goaway)


class Flow(Http2Scenario):
    def test_a_stream_that_stands_still_holds_only_itself_back(self):
        origin = self.origin()
        proxy = self.troupe(origin)
        before = proxy.resident()
        here = self.speaks(proxy, greedy=False, ours=[(INITIAL_WINDOW_SIZE, 65535)])
        here.open_window(0, 2**30)
        slow = here.request("/slow")
        there = origin.accept()
        there.read_request()
        much = 64 * 1048576
        there.send(response(200, ("Content-Length", much)))
        sent = there.send_what_they_take(bytes(much))
        self.assertLess(sent, much)
        began = time.monotonic()
        for i in range(50):
            stream = here.request(f"/{i}")
            if i == 0:
                other = origin.accept()
            self.assertEqual(other.read_request().target, f"/{i}")
            other.send(response(200, body=b"fast"))
            self.assertEqual(here.response(stream).body, b"fast")
        self.assertLess(time.monotonic() - began, scaled(2))
        self.assertEqual(len(here.streams[slow].body), 65535)
        self.assertLess(proxy.most_resident() - before, memory(16))

    def test_an_origin_that_does_not_read_stops_exactly_its_stream(self):
        origin = self.origin()
        proxy = self.troupe(origin)
        here = self.speaks(proxy)
        stuck = here.request("/stuck", "POST", ends=False)
        there = origin.accept()
        there.read_request_head()
        # As much as its window lets us, until it stays shut.
        here.hear_until(lambda: INITIAL_WINDOW_SIZE in here.settings)
        room, sent = here.settings[INITIAL_WINDOW_SIZE], 0
        other = None
        while room > 0:
            piece = bytes(min(room, 16384))
            here.data(stuck, piece)
            sent += len(piece)
            room -= len(piece)
            stream = here.request("/probe")
            other = other or origin.accept()
            other.read_request()
            other.send(response(200, body=b"."))
            here.response(stream)
            room += self.credit(here, stuck)
            here.frames.clear()
            self.assertLess(sent, 200 * 1048576, "nobody was held back")
        # It goes on when the origin does.
        threading.Thread(target=there.read_until_end, daemon=True).start()
        here.hear_until(lambda: self.credit(here, stuck) > 0)

    @staticmethod
    def credit(here, stream):
        return sum(int.from_bytes(payload, "big") for kind, _, of, payload in here.frames
                   if kind == http2.WINDOW_UPDATE and of == stream)

    def test_what_is_reset_gives_its_credit_back(self):
        origin = self.origin()
        proxy = self.troupe(origin)
        here = self.speaks(proxy)
        here.hear_until(lambda: INITIAL_WINDOW_SIZE in here.settings)
        room = here.settings[INITIAL_WINDOW_SIZE]
        total = 0
        # Far more than the connection's window in all.
        for i in range(40):
            stream = here.request("/", "POST", ends=False)
            there = origin.accept()
            there.read_request_head()
            here.data(stream, bytes(room - 1))
            total += room - 1
            here.reset(stream)
            while total - self.credit(here, 0) > 2 * 1048576:
                here.hear()
        self.assertIsNone(here.goaway)

    def test_urgency_orders_what_leaves(self):
        origin = self.origin()
        proxy = self.troupe(origin)
        here = self.speaks(proxy, greedy=False)
        here.hear()
        late = here.request("/late", fields=[("priority", "u=7")])
        soon = here.request("/soon", fields=[("priority", "u=0")])
        for _ in range(2):
            there = origin.accept()
            there.read_request()
            there.send(response(200, body=bytes(200000)))
        # The connection's window, 65,535 octets, is shut: now both wait.
        it = here.streams
        here.hear_until(lambda: len(it[late].body) + len(it[soon].body) == 65535)
        for stream in (late, soon):
            here.open_window(stream, 2**20)
        eventually(lambda: proxy.cpu_seconds_during(0.1) < 0.05, "all that fits is there")
        before = len(it[late].body)
        sent = len(it[soon].body) + 40000
        here.open_window(0, 40000)
        here.hear_until(lambda: len(it[soon].body) == sent)
        self.assertEqual(len(it[late].body), before)


class FullSockets(Http2Scenario):
    """A client whose windows are wide, and that reads nothing for a while."""

    WIDE = 2**30

    def reads_nothing(self, proxy):
        here = self.speaks(proxy, greedy=False, ours=[(INITIAL_WINDOW_SIZE, self.WIDE)])
        here.open_window(0, self.WIDE)
        return here

    def settle(self, proxy):
        eventually(lambda: proxy.cpu_seconds_during(0.1) < 0.05, "all that fits is there")

    def downloads(self, size):
        """An origin for whose answers nobody waits before they are read."""
        return self.answering_origin(lambda _: response(200, body=bytes(size)))

    def test_who_shuts_his_half_is_not_reset(self):
        proxy = self.troupe(self.downloads(32 << 20))
        here = self.reads_nothing(proxy)
        here.request("/")
        self.settle(proxy)
        sock = here.wire.socket
        sock.shutdown(socket.SHUT_WR)
        while sock.recv(65536):  # which raises for a reset
            pass

    def test_many_downloads_cost_no_memory_while_nobody_reads(self):
        proxy = self.troupe(self.downloads(4 << 20))
        self.speaks(proxy).get("/")
        before = proxy.resident()
        here = self.reads_nothing(proxy)
        streams = [here.request("/") for _ in range(100)]
        self.settle(proxy)
        self.assertLess(proxy.resident() - before, memory(8))
        for stream in streams:
            self.assertEqual(len(here.response(stream).body), 4 << 20)


class Deadlines(Http2Scenario):
    def test_an_idle_connection_is_told_to_go(self):
        here = self.speaks(self.troupe(self.answering_origin(), timeouts={"keep_alive": ms(200)}))
        here.get("/")
        self.assertEqual(here.ends_with(), NO_ERROR)
        self.assertEqual(here.goaway[0], 1)

    def test_who_asks_nothing_is_told_to_go_sooner(self):
        here = self.speaks(self.troupe(self.answering_origin(), timeouts={"head": ms(200)}))
        self.assertEqual(here.ends_with(), NO_ERROR)

    def test_a_body_that_stands_still_is_408(self):
        origin = self.origin()
        here = self.speaks(self.troupe(origin, timeouts={"body": ms(300)}))
        stream = here.request("/", "POST", ends=False)
        here.data(stream, b"half")
        self.assertEqual(here.head_of(stream).status, 408)

    def test_a_window_that_stays_shut_ends_its_stream(self):
        origin = self.origin()
        here = self.speaks(self.troupe(origin, timeouts={"write": ms(400)}), greedy=False)
        stream = here.request("/")
        there = origin.accept()
        there.read_request()
        there.send(response(200, body=bytes(500000)))
        here.hear_until(lambda: here.streams[stream].reset is not None)
        self.assertEqual(here.streams[stream].reset, CANCEL)

    def test_an_origin_that_is_silent_is_504_for_its_stream(self):
        origin = self.origin()
        here = self.speaks(self.troupe(origin, waits={"first_octet": ms(300)}))
        answer = here.get("/")
        self.assertEqual(answer.status, 504)

    def test_who_does_not_answer_a_ping_is_gone(self):
        origin = self.origin()
        proxy = self.troupe(origin, http2={"ping": ms(200), "pong": ms(200)})
        here = self.speaks(proxy)
        here.request("/")
        there = origin.accept()
        there.read_request()
        here.hear_until(lambda: any(x[0] == PING for x in here.frames))
        # Who answers stays; who is not heard of any more is not.
        here.hear_until(lambda: sum(x[0] == PING for x in here.frames) >= 2)
        self.assertTrue(there.ended(within=5), "the request is still under way")


class Ends(Http2Scenario):
    def test_a_client_that_resets_ends_its_request(self):
        origin = self.origin()
        here = self.speaks(self.troupe(origin))
        stream = here.request("/")
        there = origin.accept()
        there.read_request()
        here.reset(stream)
        self.assertTrue(there.ended())
        stream = here.request("/")
        there = origin.accept()
        there.read_request()
        there.send(response(200, body=b"fine"))
        self.assertEqual(here.response(stream).body, b"fine")

    def test_a_response_that_breaks_off_resets_its_stream(self):
        origin = self.origin()
        here = self.speaks(self.troupe(origin))
        stream = here.request("/")
        there = origin.accept()
        there.read_request()
        there.send(response(200, ("Content-Length", 10)) + b"half")
        there.close()
        answer = here.response(stream)
        self.assertEqual((answer.body, answer.reset), (b"half", INTERNAL_ERROR))
        self.assertFalse(answer.ended)

    def test_a_client_that_is_gone_ends_all_its_requests(self):
        origin = self.origin()
        proxy = self.troupe(origin)
        self.assert_serves_h2(proxy, origin)
        before = proxy.descriptors()
        here = self.speaks(proxy)
        there = []
        for i in range(5):
            here.request(f"/{i}")
            there.append(origin.accept())
            there[-1].read_request()
        here.wire.socket.close()
        for x in there:
            self.assertTrue(x.ended())
        self.assert_returns_to(proxy, before)

    def assert_serves_h2(self, proxy, origin):
        here = http2.connect(proxy.address)
        stream = here.request("/")
        there = origin.accept()
        there.read_request()
        there.send(response(200, ("Connection", "close"), body=b"x"))
        there.close()
        here.response(stream)
        here.close()

    def test_a_drain_says_so_first_and_answers_what_is_on_its_way(self):
        origin = self.origin()
        proxy = self.troupe(origin, timeouts={"drain": ms(5000)})
        here = self.speaks(proxy)
        running = here.request("/running")
        there = origin.accept()
        there.read_request()
        proxy.signal(signal.SIGTERM)
        here.hear_until(lambda: here.goaway is not None)
        self.assertEqual(here.goaway, (2**31 - 1, NO_ERROR))
        # Sent before we could know.
        late = here.request("/late")
        second = origin.accept()
        second.read_request()
        second.send(response(200, body=b"late"))
        self.assertEqual(here.response(late).body, b"late")
        there.send(response(200, body=b"running"))
        self.assertEqual(here.response(running).body, b"running")
        self.assertEqual(here.ends_with(), NO_ERROR)
        self.assertLessEqual(here.goaway[0], late)
        self.assertEqual(proxy.status(), 0)

    def test_so_many_requests_and_no_more(self):
        here = self.speaks(self.troupe(self.answering_origin(),
                                       limits={"requests_per_connection": 3}))
        for i in range(3):
            self.assertEqual(here.get(f"/{i}").status, 200)
        self.assertEqual(here.ends_with(), NO_ERROR)


class Tunnels(Http2Scenario):
    ASKS = [(":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http"),
            (":path", "/chat"), (":authority", "a.example")]

    def test_a_websocket_is_asked_for_as_http_1_does(self):
        origin = self.origin()
        here = self.speaks(self.troupe(origin))
        stream = here.request(pseudo=self.ASKS, ends=False,
                              fields=[("sec-websocket-version", "13"),
                                      ("sec-websocket-protocol", "chat")])
        here.data(stream, b"early")
        there = origin.accept()
        asked = there.read_request()
        self.assertEqual((asked.method, asked.target), ("GET", "/chat"))
        self.assertEqual(asked["upgrade"], "websocket")
        self.assertTrue(asked.fields.has("connection", "upgrade"))
        self.assertTrue(there.silent_for(0.2), "the origin hears what is not agreed on")
        key = asked["sec-websocket-key"]
        self.assertEqual(len(base64.b64decode(key)), 16)
        proof = base64.b64encode(hashlib.sha1(
            (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        there.send(response(101, ("Connection", "Upgrade"), ("Upgrade", "websocket"),
                            ("Sec-WebSocket-Accept", proof),
                            ("Sec-WebSocket-Protocol", "chat")) + b"hello")
        head = here.head_of(stream).head
        self.assertEqual(head[":status"], "200")
        self.assertEqual(head["sec-websocket-protocol"], "chat")
        for name in ("upgrade", "connection", "sec-websocket-accept"):
            self.assertNotIn(name, head)
        it = here.streams[stream]
        here.hear_until(lambda: it.body == b"hello")
        self.assertEqual(there.read_exactly(5), b"early")
        octets = bytes(range(256)) * 100
        here.data(stream, octets)
        self.assertEqual(there.read_exactly(len(octets)), octets)
        there.send(octets)
        here.hear_until(lambda: it.body == b"hello" + octets)
        here.data(stream, b"last", ends=True)
        self.assertEqual(there.read_until_end(), b"last")
        there.send(b"words")
        there.close()
        here.response(stream)
        self.assertTrue(it.body.endswith(b"words"))
        self.assertTrue(it.ended)

    def test_a_websocket_that_is_refused_is_a_response(self):
        def refuse(asked):
            return response(403, body=b"no")
        here = self.speaks(self.troupe(self.answering_origin(refuse)))
        stream = here.request(pseudo=self.ASKS, ends=False)
        self.assertEqual(here.head_of(stream).status, 403)
        self.assertEqual(here.get("/next").status, 403)

    def test_an_origin_that_proves_nothing_is_no_websocket(self):
        origin = self.origin()
        here = self.speaks(self.troupe(origin))
        stream = here.request(pseudo=self.ASKS, ends=False)
        there = origin.accept()
        there.read_request()
        there.send(response(101, ("Connection", "Upgrade"), ("Upgrade", "websocket"),
                            ("Sec-WebSocket-Accept", "wrong")))
        self.assertEqual(here.head_of(stream).status, 502)

    def test_other_protocols_are_not_implemented(self):
        here = self.speaks(self.troupe(self.answering_origin()))
        asks = [(n, "telnet" if n == ":protocol" else v) for n, v in self.ASKS]
        stream = here.request(pseudo=asks, ends=False)
        self.assertEqual(here.head_of(stream).status, 501)

    def test_connect_leads_where_routes_let_it(self):
        origin = self.origin()
        proxy = self.troupe(origin, routes=[
            {"match": {"path": "/"}, "upstream": "app"},
            {"connect": {"allow": [origin.address]}}])
        here = self.speaks(proxy)
        stream = here.request(pseudo=[(":method", "CONNECT"), (":authority", origin.address)],
                              ends=False)
        there = origin.accept()
        self.assertEqual(here.head_of(stream).status, 200)
        here.data(stream, b"ping")
        self.assertEqual(there.read_exactly(4), b"ping")
        there.send(b"pong")
        here.hear_until(lambda: here.streams[stream].body == b"pong")
        # A tunnel that breaks off must not look like one that ended.
        there.reset()
        here.response(stream)
        self.assertEqual(here.streams[stream].reset, INTERNAL_ERROR)
        stream = here.request(pseudo=[(":method", "CONNECT"), (":authority", "b.example:443")],
                              ends=False)
        self.assertEqual(here.head_of(stream).status, 403)


class Grpc(Http2Scenario):
    ASKS = [("content-type", "application/grpc"), ("te", "trailers")]

    def test_failures_are_told_in_its_own_words(self):
        dead = self.origin()
        address = dead.address
        dead.close()
        here = self.speaks(self.troupe(address))
        answer = here.get("/echo.Echo/Say", method="POST", fields=self.ASKS)
        self.assertEqual((answer.status, answer.head["grpc-status"]), (200, "14"))
        self.assertEqual(answer.head["content-type"], "application/grpc")

    def test_a_deadline_of_ours_is_deadline_exceeded(self):
        here = self.speaks(self.troupe(self.origin(), waits={"first_octet": ms(200)}))
        answer = here.get("/echo.Echo/Say", method="POST", fields=self.ASKS)
        self.assertEqual(answer.head["grpc-status"], "4")


class Abuse(Http2Scenario):
    def test_rapid_reset_is_sent_away(self):
        origin = self.answering_origin()
        proxy = self.troupe(origin, http2={"resets": {"burst": 100, "per_second": 10}})
        here = self.speaks(proxy)
        try:
            for _ in range(1000):
                here.reset(here.request("/"))
        except OSError:
            pass
        self.assertEqual(here.ends_with(), ENHANCE_YOUR_CALM)
        self.assert_serves(proxy)

    def test_floods_are_sent_away(self):
        proxy = self.troupe(self.answering_origin(),
                            http2={"idle_frames": {"burst": 200, "per_second": 10}})
        floods = {
            "ping": lambda here: here.say(PING, 0, 0, bytes(8)),
            "settings": lambda here: here.wire.send(http2.settings()),
            "empty data": lambda here: here.say(DATA, 0, 1),
            "priority": lambda here: here.say(2, 0, 3, bytes(5)),
        }
        for name, flood in floods.items():
            with self.subTest(name):
                here = self.speaks(proxy)
                here.request("/", "POST", ends=False)
                try:
                    for _ in range(3000):
                        flood(here)
                except OSError:
                    pass
                self.assertEqual(here.ends_with(), ENHANCE_YOUR_CALM)
        self.assert_serves(proxy)

    def test_a_head_without_end_is_cut_off(self):
        proxy = self.troupe(self.answering_origin())
        here = self.speaks(proxy)
        try:
            here.say(HEADERS, END_STREAM, 1, block([(":method", "GET")]))
            for _ in range(10000):
                here.say(CONTINUATION, 0, 1, block([("x", "y" * 100)]))
        except OSError:
            pass
        self.assertIn(here.ends_with(), (ENHANCE_YOUR_CALM, PROTOCOL_ERROR, INTERNAL_ERROR))
        self.assert_serves(proxy)

    def test_garbage_ends_its_connection_and_nothing_else(self):
        proxy = self.troupe(self.answering_origin())
        dice = random.Random(7)
        for _ in range(50):
            client = self.client(proxy)
            client.send_slowly(http2.PREFACE + http2.settings()
                               + dice.randbytes(dice.randrange(1, 400)), 300)
            client.socket.shutdown(1)
            client.read_until_end()
        self.assert_serves(proxy)
        self.assertEqual(self.speaks(proxy).get("/").status, 200)

    def test_ten_thousand_streams_reset_at_random_leave_nothing_behind(self):
        def answer(asked):
            return response(200, body=bytes(random.Random(asked.target).randrange(30000)))
        proxy = self.troupe(self.answering_origin(answer),
                            http2={"resets": {"burst": 1000000, "per_second": 1000000}},
                            pool={"max_idle": 8})
        warm = self.speaks(proxy)
        warm.get("/")
        warm.close()
        before = proxy.descriptors()
        dice = random.Random(8)
        for _ in range(4 if SANITIZED else 10):
            here = self.speaks(proxy)
            open_ = []
            for i in range(1000):
                ends = dice.random() < 0.5
                stream = here.request(f"/{i}", dice.choice(["GET", "POST"]), ends=ends)
                open_.append(stream)
                if not ends and not dice.randrange(3):
                    try:
                        here.data(stream, bytes(dice.randrange(2000)))
                    except OSError:
                        break
                while len(open_) > dice.randrange(1, 60):
                    here.reset(open_.pop(dice.randrange(len(open_))))
                while here.wire.held or not here.wire.silent_for(0):
                    here.hear()
            for stream in open_:
                here.reset(stream)
            # All credit is back, and it still serves.
            self.assertEqual(here.get("/last").status, 200)
            self.assertIsNone(here.goaway)
            here.close()
        self.assert_returns_to(proxy, before + 16)
        self.assert_serves_plainly(proxy)

    def assert_serves_plainly(self, proxy):
        self.assertEqual(self.client(proxy).get("/").status, 200)


if __name__ == "__main__":
    unittest.main()
