"""HTTP/2 towards backends: shared connections, refusals, resets, tunnels, and
conversions in every pairing."""

import base64
import hashlib
import ssl
import threading
import time
import unittest

from support import (CHUNKED, Authority, Scenario, chunked, eventually, http2, ms, request,
                     scaled)
from support.http2 import (CANCEL, DATA, ENABLE_CONNECT_PROTOCOL, ENHANCE_YOUR_CALM, GOAWAY,
                           HEADERS, INITIAL_WINDOW_SIZE, INTERNAL_ERROR, MAX_CONCURRENT_STREAMS,
                           NO_ERROR, REFUSED_STREAM)

ROOM = (INITIAL_WINDOW_SIZE, 0x7fffffff)


class Http2Origin(Scenario):
    def before(self, *origins, **more):
        """A troupe whose backends speak HTTP/2."""
        upstream = {"protocols": ["h2"], **more.pop("upstream", {})}
        return self.troupe(*origins, upstream=upstream, **more)

    def backend(self, origin, **more):
        """The next connection that troupe makes there."""
        return self.keep(http2.Backend(origin.accept().socket, **more))

    def speaks(self, troupe, **more):
        return self.keep(http2.connect(troupe.address, **more))

    def asks(self, troupe, method="GET", target="/", *fields, **more):
        client = self.client(troupe)
        client.send(request(method, target, *fields, **more))
        return client


class Conversions(Http2Origin):
    def test_a_request_in_http_1_leaves_as_http_2_has_it(self):
        origin = self.origin()
        proxy = self.before(origin)
        client = self.asks(proxy, "POST", "/x?y", ("X-Own", "1"),
                           ("Connection", "X-Hop, keep-alive"), ("X-Hop", "1"),
                           ("Keep-Alive", "5"), ("TE", "trailers"), ("Cookie", "a=1; b=2"),
                           CHUNKED)
        client.send(chunked(b"some ", b"body", trailers=[("X-Sum", "9")]))
        there = self.backend(origin)
        stream, = there.requests()
        asked = there.whole(stream)
        head = asked.heads[0]
        self.assertEqual({k: v for k, v in head.items() if k.startswith(":")},
                         {":method": "POST", ":scheme": "http", ":path": "/x?y",
                          ":authority": "example.test"})
        self.assertEqual((head["x-own"], head["cookie"], head["via"]),
                         ("1", "a=1; b=2", "1.1 troupe"))
        for name in ("host", "connection", "x-hop", "keep-alive", "transfer-encoding",
                     "content-length"):
            self.assertNotIn(name, head)
        self.assertEqual((asked.body, asked.trailers), (b"some body", {"x-sum": "9"}))
        there.respond(stream, 200, [("x-end", "2")], b"abc", ends=False)
        there.end_with(stream, [("x-sum", "6")])
        answer = client.read_response()
        self.assertEqual((answer.status, answer.body), (200, b"abc"))
        self.assertEqual((answer["x-end"], answer["via"], answer["transfer-encoding"]),
                         ("2", "2 troupe", "chunked"))
        self.assertEqual(answer.trailers["x-sum"], "6")
        # ... and the client's connection goes on
        client.send(request("GET", "/next"))
        there.respond(there.requests(2)[1], 204)
        self.assertEqual(client.read_response().status, 204)

    def test_a_length_is_kept_in_both_directions(self):
        origin = self.origin()
        proxy = self.before(origin)
        client = self.asks(proxy, "PUT", "/", body=b"12345")
        there = self.backend(origin)
        stream, = there.requests()
        self.assertEqual(there.whole(stream).heads[0]["content-length"], "5")
        there.respond(stream, 200, [("content-length", "3")], b"abc")
        answer = client.read_response()
        self.assertEqual((answer["content-length"], answer.body), ("3", b"abc"))
        self.assertNotIn("transfer-encoding", answer.fields)

    def test_a_message_without_a_body_ends_with_its_head(self):
        origin = self.origin()
        proxy = self.before(origin)
        there = None
        for n, (method, status, fields) in enumerate([
                ("GET", 204, []), ("GET", 304, [("etag", "x")]),
                ("HEAD", 200, [("content-length", "5")]), ("GET", 200, [("content-length", "0")])]):
            client = self.asks(proxy, method)
            there = there or self.backend(origin)
            stream = there.requests(n + 1)[n]
            self.assertEqual(there.frames[-1][1] & http2.END_STREAM, 1)
            there.respond(stream, status, fields)
            answer = client.read_response(method)
            self.assertEqual((answer.status, answer.body), (status, b""))

    def test_interim_responses_pass(self):
        origin = self.origin()
        proxy = self.before(origin)
        client = self.asks(proxy, "POST", "/", ("Expect", "100-continue"), ("Content-Length", 4))
        there = self.backend(origin)
        stream, = there.requests()
        there.respond(stream, 100, ends=False)
        there.respond(stream, 103, [("link", "x")], ends=False)
        self.assertEqual(client.read_response_head().status, 100)
        hints = client.read_response_head()
        self.assertEqual((hints.status, hints["link"]), (103, "x"))
        client.send(b"body")
        self.assertEqual(there.whole(stream).body, b"body")
        there.respond(stream, 200, body=b"fine")
        self.assertEqual(client.read_response().body, b"fine")

    def test_both_sides_may_speak_it(self):
        origin = self.origin()
        here = self.speaks(self.before(origin))
        stream = here.request("/", "POST", [("cookie", "a=1"), ("cookie", "b=2")], ends=False)
        here.data(stream, b"body")
        here.say(HEADERS, http2.END_HEADERS | http2.END_STREAM, stream,
                 http2.block([("x-sum", "4")]))
        there = self.backend(origin)
        asked = there.whole(there.requests()[0])
        self.assertEqual((asked.heads[0]["cookie"], asked.body, asked.trailers),
                         ("a=1; b=2", b"body", {"x-sum": "4"}))
        there.respond(1, 200, [("content-length", "3")], b"abc", ends=False)
        there.end_with(1, [("x-sum", "3")])
        answer = here.response(stream)
        self.assertEqual((answer.status, answer.body, answer.trailers),
                         (200, b"abc", {"x-sum": "3"}))

    def test_large_bodies_arrive_both_ways(self):
        octets = bytes(range(256)) * 8192
        origin = self.origin()
        proxy = self.before(origin)
        for client in (self.client(proxy), self.speaks(proxy)):
            if isinstance(client, http2.Http2):
                stream = client.request("/", "POST", ends=False)
                pump = threading.Thread(target=client.data_in_windows, args=(stream, octets))
            else:
                pump = threading.Thread(target=client.send,
                                        args=(request("POST", "/", body=octets),))
            pump.start()
            if origin.connections:
                asked = there.whole(there.requests(2)[1])
            else:
                there = self.backend(origin, ours=[ROOM])
                asked = there.whole(there.requests()[0])
            pump.join()
            self.assertEqual(asked.body, octets)
            number = there.asked()[-1]
            there.respond(number, 200, ends=False)
            it = threading.Thread(target=there.data_in_windows, args=(number, octets))
            it.start()
            answer = (client.response(stream) if isinstance(client, http2.Http2)
                      else client.read_response())
            it.join()
            self.assertEqual(answer.body, octets)

    def test_grpc_streams_both_ways_with_its_trailers_and_deadline(self):
        origin = self.origin()
        here = self.speaks(self.before(origin))
        stream = here.request("/echo.Echo/Chat", "POST",
                              [("content-type", "application/grpc"), ("te", "trailers"),
                               ("grpc-timeout", "5S")], ends=False)
        there = self.backend(origin)
        number, = there.requests()
        head = there.streams[number].heads[0]
        self.assertEqual((head["te"], head["grpc-timeout"], head["content-type"]),
                         ("trailers", "5S", "application/grpc"))
        there.respond(number, 200, [("content-type", "application/grpc")], ends=False)
        sent, heard = b"", b""
        for n in range(5):  # each message is answered before the next is sent
            message = b"\0" + (4).to_bytes(4, "big") + b"msg%d" % n
            here.data(stream, message)
            sent += message
            there.hear_until(lambda: there.streams[number].body == sent)
            there.data(number, message.upper())
            heard += message.upper()
            here.hear_until(lambda: here.streams[stream].body == heard)
        here.data(stream, b"", ends=True)
        there.whole(number)
        there.end_with(number, [("grpc-status", "0"), ("grpc-message", "")])
        self.assertEqual(here.response(stream).trailers["grpc-status"], "0")


class Sharing(Http2Origin):
    def test_one_connection_serves_many_at_once(self):
        origin = self.origin()
        proxy = self.before(origin)
        clients = [self.asks(proxy, "GET", f"/{n}") for n in range(20)]
        there = self.backend(origin)
        for stream in there.requests(20):
            path = there.streams[stream].heads[0][":path"]
            there.respond(stream, 200, body=path.encode())
        for n, client in enumerate(clients):
            self.assertEqual(client.read_response().body, b"/%d" % n)
        self.assertTrue(origin.is_left_alone())

    def test_another_connection_where_the_backend_takes_no_more(self):
        origin = self.origin()
        proxy = self.before(origin)
        clients = [self.asks(proxy, "GET", f"/{n}") for n in range(5)]
        theres = []
        for _ in range(3):
            theres.append(self.backend(origin, ours=[(MAX_CONCURRENT_STREAMS, 2)]))
        for there, count in zip(theres, (2, 2, 1)):
            for stream in there.requests(count):
                there.respond(stream, 200, body=b"fine")
        for client in clients:
            self.assertEqual(client.read_response().body, b"fine")
        self.assertTrue(origin.is_left_alone())

    def test_who_finds_no_stream_waits_for_one(self):
        origin = self.origin()
        proxy = self.before(origin, pool={"max_connections": 1})
        clients = [self.asks(proxy, "GET", f"/{n}") for n in range(3)]
        there = self.backend(origin, ours=[(MAX_CONCURRENT_STREAMS, 1)])
        for n in range(3):
            stream = there.requests(n + 1)[n]
            there.respond(stream, 200, body=there.streams[stream].heads[0][":path"].encode())
        self.assertEqual([x.read_response().body for x in clients], [b"/0", b"/1", b"/2"])
        self.assertTrue(origin.is_left_alone())

    def test_who_waits_for_a_connection_to_be_made_is_no_queue(self):
        origin = self.origin()
        proxy = self.before(origin, pool={"max_waiting": 0})
        clients = [self.asks(proxy, "GET", f"/{n}") for n in range(20)]
        there = self.backend(origin)
        for stream in there.requests(20):
            there.respond(stream, 204)
        for client in clients:
            self.assertEqual(client.read_response().status, 204)
        self.assertTrue(origin.is_left_alone())

    def test_a_backend_that_is_not_there_is_asked_once_for_all_who_wait(self):
        origin = self.origin()
        proxy = self.before(origin, waits={"connect": ms(300)})
        clients = [self.asks(proxy, "GET", f"/{n}") for n in range(5)]
        for client in clients:  # it accepts, and says nothing
            self.assert_failed(client.read_response(), 504, "connection_timeout")
        origin.accept()
        self.assertTrue(origin.is_left_alone())

    def test_a_backend_that_speaks_something_else_is_502(self):
        origin = self.scripted_origin(lambda there: (there.read_exactly(24), there.send(
            b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), there.read_until_end()))
        client = self.asks(self.before(origin))
        self.assert_failed(client.read_response(), 502, "http_protocol_error")

    def test_an_idle_connection_is_told_and_closed(self):
        origin = self.origin()
        proxy = self.before(origin, pool={"idle": ms(200)})
        client = self.asks(proxy)
        there = self.backend(origin)
        there.respond(there.requests()[0], 204)
        self.assertEqual(client.read_response().status, 204)
        self.assertEqual(there.ends_with(), NO_ERROR)

    def test_a_connection_serves_so_many_and_no_more(self):
        origin = self.origin()
        proxy = self.before(origin, pool={"max_requests": 2})
        for n in range(2):
            client = self.client(proxy)
            for turn in range(2):
                client.send(request("GET", "/"))
                there = there if turn else self.backend(origin)
                there.respond(there.requests(turn + 1)[turn], 204)
                self.assertEqual(client.read_response().status, 204)


class Refusals(Http2Origin):
    def test_a_refused_stream_is_asked_again_whatever_its_method(self):
        origin = self.origin()
        proxy = self.before(origin)
        client = self.asks(proxy, "POST", "/", body=b"precious")
        there = self.backend(origin)
        stream, = there.requests()
        there.reset(stream, REFUSED_STREAM)
        again = there.requests(2)[1]
        self.assertEqual(there.whole(again).body, b"precious")
        there.respond(again, 200, body=b"done")
        self.assertEqual(client.read_response().body, b"done")

    def test_who_is_refused_for_good_is_told_so(self):
        origin = self.origin()
        proxy = self.before(origin)
        client = self.asks(proxy)
        there = self.backend(origin)
        for n in range(2):
            there.reset(there.requests(n + 1)[n], REFUSED_STREAM)
        self.assert_failed(client.read_response(), 503)

    def test_a_goaway_moves_those_that_it_leaves_out(self):
        origin = self.origin()
        proxy = self.before(origin)
        first = self.asks(proxy, "GET", "/first")
        old = self.backend(origin)
        old.requests()
        second = self.asks(proxy, "POST", "/second", body=b"kept")
        old.whole(old.requests(2)[1])
        old.go_away(1)
        new = self.backend(origin)
        stream, = new.requests()
        asked = new.whole(stream)
        self.assertEqual((asked.heads[0][":path"], asked.body), ("/second", b"kept"))
        third = self.asks(proxy, "GET", "/third")
        new.requests(2)
        for number in new.asked():
            new.respond(number, 200, body=b"new")
        old.respond(1, 200, body=b"old")
        self.assertEqual(first.read_response().body, b"old")
        self.assertEqual(second.read_response().body, b"new")
        self.assertEqual(third.read_response().body, b"new")
        old.ends_with()  # and the old one is closed

    def test_a_connection_that_dies_is_forgiven_where_that_is_safe(self):
        origin = self.origin()
        proxy = self.before(origin)
        client = self.asks(proxy)
        there = self.backend(origin)
        there.respond(there.requests()[0], 204)
        client.read_response()
        safe, unsafe = self.asks(proxy), self.asks(proxy, "POST", "/", body=b"x")
        there.requests(3)
        there.close()
        again = self.backend(origin)
        stream, = again.requests()
        self.assertEqual(again.streams[stream].heads[0][":method"], "GET")
        again.respond(stream, 204)
        self.assertEqual(safe.read_response().status, 204)
        self.assert_failed(unsafe.read_response(), 502, "connection_terminated")


class Resets(Http2Origin):
    def test_a_reset_before_the_head_is_502_and_the_others_go_on(self):
        origin = self.origin()
        here = self.speaks(self.before(origin))
        bad, good = here.request("/bad"), here.request("/good")
        there = self.backend(origin)
        first, second = there.requests(2)
        there.reset(first, INTERNAL_ERROR)
        there.respond(second, 200, body=b"fine")
        self.assertEqual(here.response(good).body, b"fine")
        self.assertEqual(here.response(bad).status, 502)

    def test_a_reset_is_not_the_end_of_an_idle_connection(self):
        """Which is forgiven once, without an attempt being counted."""
        origin = self.origin()
        here = self.speaks(self.before(origin))
        warm = here.request("/")
        there = self.backend(origin)
        there.respond(there.requests()[0], 204)
        self.assertEqual(here.response(warm).status, 204)
        stream = here.request("/")
        there.reset(there.requests(2)[1], INTERNAL_ERROR)
        self.assertEqual(here.response(stream).status, 502)
        self.assertEqual(len(there.asked()), 2)

    def test_a_reset_after_the_head_goes_on_with_its_code(self):
        origin = self.origin()
        proxy = self.before(origin)
        here = self.speaks(proxy)
        there = None
        for n, code in enumerate((CANCEL, INTERNAL_ERROR, ENHANCE_YOUR_CALM)):
            stream = here.request("/")
            there = there or self.backend(origin)
            number = there.requests(n + 1)[n]
            there.respond(number, 200, body=b"half", ends=False)
            there.reset(number, code)
            self.assertEqual(here.response(stream).reset, code)
        client = self.asks(proxy)
        number = there.requests(4)[3]
        there.respond(number, 200, body=b"half", ends=False)
        there.reset(number, CANCEL)
        self.assertNotIn(b"0\r\n\r\n", client.read_until_end())

    def test_a_client_that_leaves_resets_its_stream(self):
        origin = self.origin()
        proxy = self.before(origin)
        here = self.speaks(proxy)
        stream = here.request("/")
        there = self.backend(origin)
        number, = there.requests()
        here.reset(stream)
        there.hear_until(lambda: there.streams[number].reset is not None)
        client = self.asks(proxy)
        number = there.requests(2)[1]
        client.reset()
        there.hear_until(lambda: there.streams[number].reset is not None)
        self.assertEqual([there.streams[n].reset for n in there.asked()], [CANCEL, CANCEL])

    def test_an_answer_before_the_body_ends_it(self):
        origin = self.origin()
        here = self.speaks(self.before(origin))
        stream = here.request("/", "POST", ends=False)
        here.data(stream, b"some")
        there = self.backend(origin)
        number, = there.requests()
        there.respond(number, 413, body=b"too much")
        there.reset(number, NO_ERROR)
        answer = here.response(stream)
        self.assertEqual((answer.status, answer.body), (413, b"too much"))
        here.hear_until(lambda: here.streams[stream].reset is not None)
        self.assertEqual(here.streams[stream].reset, NO_ERROR)

    def test_a_malformed_response_is_502_and_the_others_go_on(self):
        origin = self.origin()
        proxy = self.before(origin)
        bad, good = self.asks(proxy, "GET", "/bad"), self.asks(proxy, "GET", "/good")
        there = self.backend(origin)
        for stream in there.requests(2):
            if there.streams[stream].heads[0][":path"] == "/bad":
                there.respond(stream, 200, [("Upper", "case")])
            else:
                there.respond(stream, 200, body=b"fine")
        self.assert_failed(bad.read_response(), 502, "http_protocol_error")
        self.assertEqual(good.read_response().body, b"fine")

    def test_what_nobody_reads_any_more_gives_its_credit_back(self):
        origin = self.origin()
        proxy = self.before(origin)
        here = self.speaks(proxy, greedy=False)
        there = None
        for n in range(200):  # times 128 KiB is more than the connection's window
            stream = here.request("/")
            there = there or self.backend(origin)
            number = there.requests(n + 1)[n]
            there.respond(number, 200, body=b"x" * (128 << 10), ends=False)
            here.head_of(stream)
            here.reset(stream)
            there.hear_until(lambda: there.streams[number].reset is not None)
        opened = sum(int.from_bytes(x[3], "big") for x in there.frames
                     if x[0] == http2.WINDOW_UPDATE and x[2] == 0)
        self.assertGreaterEqual(opened, 200 * (128 << 10))


class Slowness(Http2Origin):
    def test_clients_that_do_not_read_stop_only_their_own(self):
        origin = self.origin()
        proxy = self.before(origin)
        stalled = [self.keep_small(proxy) for _ in range(40)]
        there = self.backend(origin, patience=scaled(20))
        big = b"x" * (128 << 10)
        for stream in there.requests(40):
            there.respond(stream, 200, body=big, ends=False)
        client = self.asks(proxy, "GET", "/quick")
        number = there.requests(41)[40]
        started = time.monotonic()
        there.respond(number, 200, body=big)
        self.assertEqual(client.read_response().body, big)
        self.assertLess(time.monotonic() - started, scaled(2))
        del stalled

    def keep_small(self, proxy):
        client = self.client(proxy, receive_buffer=4096)
        client.send(request("GET", "/stalled"))
        return client

    def test_a_window_that_stays_shut_stops_exactly_its_stream(self):
        origin = self.origin()
        here = self.speaks(self.before(origin))
        stuck = here.request("/stuck", "POST", ends=False)
        there = self.backend(origin, greedy=False)
        number, = there.requests()
        here.data(stuck, b"x" * 65535)
        there.hear_until(lambda: len(there.streams[number].body) == 65535)
        there.open_window(0, 1 << 20)
        here.data(stuck, b"y" * 65536)  # fills what the backend does not take
        quick = here.request("/quick", "POST", ends=False)
        here.data(quick, b"z" * 1000, ends=True)
        other = there.requests(2)[1]
        self.assertEqual(there.whole(other).body, b"z" * 1000)
        there.respond(other, 204)
        self.assertEqual(here.response(quick).status, 204)
        self.assertEqual(len(there.streams[number].body), 65535)
        there.open_window(number, 65536)
        there.hear_until(lambda: len(there.streams[number].body) == 131071)

    def test_a_backend_that_does_not_answer_a_ping_is_given_up(self):
        origin = self.origin()
        proxy = self.before(origin, upstream={"http2": {"ping": ms(200), "pong": ms(200)}})
        client = self.asks(proxy)
        there = self.backend(origin)
        there.requests()
        there.wire.patience = scaled(10)
        # It hears the question and says nothing: no hear() any more.
        answer = client.read_response()
        self.assert_failed(answer, 504, "http_response_timeout")

    def test_a_backend_that_answers_pings_may_take_its_time(self):
        origin = self.origin()
        proxy = self.before(origin, upstream={"http2": {"ping": ms(100), "pong": ms(500)}})
        client = self.asks(proxy)
        there = self.backend(origin)
        stream, = there.requests()
        pings = lambda: [x for x in there.frames if x[0] == http2.PING and not x[1] & http2.ACK]
        there.hear_until(lambda: len(pings()) == 2)
        there.respond(stream, 204)
        self.assertEqual(client.read_response().status, 204)


class Tunnels(Http2Origin):
    WEBSOCKET = [("Connection", "Upgrade"), ("Upgrade", "websocket"),
                 ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")]

    def test_a_websocket_of_http_1_is_asked_for_by_extended_connect(self):
        origin = self.origin()
        client = self.asks(self.before(origin), "GET", "/chat", *self.WEBSOCKET)
        there = self.backend(origin, ours=[(ENABLE_CONNECT_PROTOCOL, 1)])
        stream, = there.requests()
        head = there.streams[stream].heads[0]
        self.assertEqual((head[":method"], head[":protocol"], head[":path"], head[":scheme"]),
                         ("CONNECT", "websocket", "/chat", "http"))
        self.assertEqual(head["sec-websocket-version"], "13")
        self.assertNotIn("sec-websocket-key", head)
        self.assertFalse(there.streams[stream].ended)
        there.respond(stream, 200, [("sec-websocket-protocol", "chat")], b"hello", ends=False)
        answer = client.read_response_head()
        self.assertEqual((answer.status, answer["upgrade"]), (101, "websocket"))
        proof = base64.b64encode(hashlib.sha1(
            b"dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()).decode()
        self.assertEqual(answer["sec-websocket-accept"], proof)
        self.assertEqual(answer["sec-websocket-protocol"], "chat")
        self.assertEqual(client.read_exactly(5), b"hello")
        octets = bytes(range(256)) * 200
        client.send(octets)
        there.hear_until(lambda: there.streams[stream].body == octets)
        there.data(stream, octets)
        self.assertEqual(client.read_exactly(len(octets)), octets)
        there.data(stream, b"bye", ends=True)
        self.assertEqual(client.read_until_end(), b"bye")
        client.close()
        there.hear_until(lambda: there.streams[stream].over)

    def test_a_websocket_that_is_refused_is_a_response(self):
        origin = self.origin()
        client = self.asks(self.before(origin), "GET", "/chat", *self.WEBSOCKET)
        there = self.backend(origin, ours=[(ENABLE_CONNECT_PROTOCOL, 1)])
        there.respond(there.requests()[0], 403, body=b"no")
        answer = client.read_response()
        self.assertEqual((answer.status, answer.body), (403, b"no"))

    def test_a_backend_that_knows_no_websocket_ignores_the_wish(self):
        origin = self.origin()
        client = self.asks(self.before(origin), "GET", "/chat", *self.WEBSOCKET)
        there = self.backend(origin)
        stream, = there.requests()
        head = there.streams[stream].heads[0]
        self.assertEqual(head[":method"], "GET")
        self.assertNotIn("upgrade", head)
        there.respond(stream, 426)
        self.assertEqual(client.read_response().status, 426)

    def test_a_websocket_passes_from_http_2_to_http_2(self):
        origin = self.origin()
        here = self.speaks(self.before(origin))
        stream = here.request(ends=False, pseudo=[
            (":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "http"),
            (":path", "/chat"), (":authority", "a.example")],
            fields=[("sec-websocket-version", "13")])
        there = self.backend(origin, ours=[(ENABLE_CONNECT_PROTOCOL, 1)])
        number, = there.requests()
        self.assertEqual(there.streams[number].heads[0][":protocol"], "websocket")
        there.respond(number, 200, ends=False)
        self.assertEqual(here.head_of(stream).status, 200)
        for octets in (b"ping", b"x" * 100000):
            here.streams[stream].body = there.streams[number].body = b""
            here.data(stream, octets)
            there.hear_until(lambda: there.streams[number].body == octets)
            there.data(number, octets)
            here.hear_until(lambda: here.streams[stream].body == octets)
        there.reset(number, CANCEL)
        self.assertEqual(here.response(stream).reset, CANCEL)


class Tls(Http2Origin):
    def setUp(self):
        self.authority = self.keep(Authority())

    def secured(self, *protocols):
        own = self.authority.issue("a.test", "IP:127.0.0.1")
        context = self.authority.server_context(own)
        context.set_alpn_protocols(list(protocols))
        return context

    def tls(self, origin, protocols=("h2", "http/1.1")):
        return self.before(origin, upstream={
            "protocols": list(protocols),
            "tls": {"authorities": str(self.authority.certificate)}})

    def test_backends_choose_by_alpn(self):
        origin = self.origin()
        client = self.asks(self.tls(origin), "GET", "/x")
        sock = self.secured("h2").wrap_socket(origin.accept().socket, server_side=True)
        self.assertEqual(sock.selected_alpn_protocol(), "h2")
        there = self.keep(http2.Backend(sock))
        stream, = there.requests()
        self.assertEqual(there.streams[stream].heads[0][":scheme"], "https")
        there.respond(stream, 200, body=b"fine")
        self.assertEqual(client.read_response().body, b"fine")

    def test_a_backend_may_prefer_http_1(self):
        for alpn in (["http/1.1"], []):
            origin = self.origin()
            client = self.asks(self.tls(origin), "GET", "/x")
            there = origin.accept()
            there.socket = self.secured(*alpn).wrap_socket(there.socket, server_side=True)
            self.assertEqual(there.read_request().target, "/x")
            there.send(b"HTTP/1.1 204 No Content\r\n\r\n")
            self.assertEqual(client.read_response().status, 204)

    def test_a_backend_that_is_to_speak_it_and_does_not_is_502(self):
        origin = self.origin()
        client = self.asks(self.tls(origin, ["h2"]), "GET", "/x")
        self.keep(self.secured("http/1.1").wrap_socket(origin.accept().socket, server_side=True))
        self.assert_failed(client.read_response(), 502, "tls_protocol_error")


if __name__ == "__main__":
    unittest.main()
