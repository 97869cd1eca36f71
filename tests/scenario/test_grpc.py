"""gRPC and gRPC-web before a backend that speaks HTTP/2: examples/grpc_echo, or one
played by hand."""

import base64
import signal
import struct
import unittest

from support import Scenario, eventually, free_address, http2, memory, ms, request, scaled
from support.http2 import CANCEL, DATA, END_STREAM, HEADERS, INITIAL_WINDOW_SIZE

GRPC = [("content-type", "application/grpc"), ("te", "trailers")]
WEB, WEB_TEXT = "application/grpc-web", "application/grpc-web-text"
TRAILERS = 0x80
BINARY = "AP8B/w=="  # what a key that ends in -bin may have


def message(octets, flag=0):
    return struct.pack("!BI", flag, len(octets)) + octets


def frames(body):
    """What is whole of it: pairs of flag and octets."""
    found, at = [], 0
    while len(body) >= at + 5:
        flag, size = struct.unpack_from("!BI", body, at)
        if len(body) < at + 5 + size:
            break
        found.append((flag, body[at + 5:at + 5 + size]))
        at += 5 + size
    return found


def messages(body):
    return [octets for flag, octets in frames(body) if flag == 0]


class GrpcScenario(Scenario):
    def before(self, *backends, **more):
        upstream = {"protocols": ["h2"], **more.pop("upstream", {})}
        return self.troupe(*backends, upstream=upstream, **more)

    def before_echo(self, **more):
        self.echo = self.example("grpc_echo")
        return self.before(self.echo.address, **more)

    def speaks(self, troupe, **more):
        return self.keep(http2.connect(troupe.address, **more))

    def backend(self, origin, **more):
        return self.keep(http2.Backend(origin.accept().socket, **more))

    def call(self, here, method, *said, fields=(), ends=True):
        """A call with these messages. Returns its stream."""
        stream = here.request(method, "POST", [*GRPC, *fields], ends=False)
        here.data(stream, b"".join(message(x) for x in said), ends)
        return stream

    def send(self, here, stream, octets, at=0):
        """Ends with them, and goes on as the stream's window opens."""
        opened, seen = here.settings[INITIAL_WINDOW_SIZE], 0
        while at < len(octets):
            for kind, _, which, payload in here.frames[seen:]:
                if (kind, which) == (http2.WINDOW_UPDATE, stream):
                    opened += int.from_bytes(payload, "big")
            seen = len(here.frames)
            piece = octets[at:min(at + 16384, opened)]
            if piece:
                at += len(piece)
                here.data(stream, piece, ends=at == len(octets))
            else:
                here.hear()

    def hears(self, here, stream, count):
        """The messages that have come, once there are so many."""
        it = here.streams[stream]
        here.hear_until(lambda: it.over or len(messages(it.body)) >= count)
        return messages(it.body)

    def assert_ended(self, answer, status, *said):
        self.assertEqual((answer.status, answer.reset), (200, None))
        self.assertEqual(messages(answer.body), list(said))
        self.assertEqual(answer.trailers.get("grpc-status"), str(status))

    def assert_only_trailers(self, here, stream, status):
        """The head says it all, and ends the stream."""
        answer = here.response(stream)
        self.assertEqual((answer.status, answer.head.get("grpc-status"), answer.reset),
                         (200, str(status), None))
        self.assertEqual(answer.head["content-type"], "application/grpc")
        kinds = [(kind, flags & END_STREAM) for kind, flags, which, _ in here.frames
                 if which == stream and kind in (HEADERS, DATA)]
        self.assertEqual(kinds, [(HEADERS, END_STREAM)])
        return answer


class Calls(GrpcScenario):
    def setUp(self):
        self.proxy = self.before_echo()
        self.here = self.speaks(self.proxy)

    def test_unary_with_metadata_at_both_ends(self):
        stream = self.call(self.here, "/echo.Echo/Unary", b"hello", fields=[
            ("x-grpc-test-echo-initial", "begin"), ("x-grpc-test-echo-trailing-bin", BINARY)])
        answer = self.here.response(stream)
        self.assert_ended(answer, 0, b"hello")
        self.assertEqual(answer.head["x-grpc-test-echo-initial"], "begin")
        self.assertNotIn("x-grpc-test-echo-trailing-bin", answer.head)
        self.assertEqual(answer.trailers, {"grpc-status": "0",
                                           "x-grpc-test-echo-trailing-bin": BINARY})

    def test_messages_may_be_empty_and_large(self):
        for said in (b"", bytes(range(256)) * 8000):
            stream = self.here.request("/echo.Echo/Unary", "POST", GRPC, ends=False)
            self.here.hear_until(lambda: self.here.settings)
            self.send(self.here, stream, message(said))
            self.assert_ended(self.here.response(stream), 0, said)

    def test_client_streaming(self):
        stream = self.call(self.here, "/echo.Echo/ClientStream", ends=False)
        for n in range(100):
            self.here.data(stream, message(b"part %d" % n))
        self.here.data(stream, ends=True)
        self.assert_ended(self.here.response(stream), 0, b"100")

    def test_server_streaming(self):
        stream = self.call(self.here, "/echo.Echo/ServerStream", b"again")
        self.assert_ended(self.here.response(stream), 0, *[b"again"] * 10)

    def test_both_stream_and_each_message_is_answered_before_the_next(self):
        streams = [self.call(self.here, "/echo.Echo/Bidi", ends=False) for _ in range(3)]
        said = []
        for n in range(20):
            said.append(b"ping %d" % n)
            for stream in streams:
                self.here.data(stream, message(said[-1]))
            for stream in streams:
                self.assertEqual(self.hears(self.here, stream, n + 1), said)
        for stream in streams:
            self.here.data(stream, ends=True)
            self.assert_ended(self.here.response(stream), 0, *said)

    def test_a_message_that_comes_in_pieces_is_one(self):
        stream = self.call(self.here, "/echo.Echo/Bidi", ends=False)
        for octet in message(b"slow") + message(b"") + message(b"er"):
            self.here.data(stream, bytes([octet]))
        self.assertEqual(self.hears(self.here, stream, 3), [b"slow", b"", b"er"])
        self.here.data(stream, message(b"cut")[:-1], ends=True)
        self.assert_ended(self.here.response(stream), 13, b"slow", b"", b"er")

    def test_a_response_without_messages_is_only_trailers(self):
        stream = self.call(self.here, "/echo.Echo/Nothing", b"x", fields=[
            ("x-grpc-test-echo-trailing-bin", BINARY)])
        answer = self.assert_only_trailers(self.here, stream, 12)
        self.assertEqual((answer.head["grpc-message"], answer.head["via"]),
                         ("there is no such method", "2 troupe"))
        self.assertEqual(answer.head["x-grpc-test-echo-trailing-bin"], BINARY)

    def test_an_answer_before_the_end_of_the_request_stops_it(self):
        stream = self.call(self.here, "/echo.Echo/Nothing", b"x", ends=False)
        self.assert_only_trailers(self.here, stream, 12)
        self.here.hear_until(lambda: self.here.streams[stream].reset is not None)
        self.assertEqual(self.here.streams[stream].reset, http2.NO_ERROR)

    def test_a_client_that_cancels_ends_the_call_at_the_backend(self):
        stream = self.call(self.here, "/echo.Echo/Bidi", b"one", ends=False)
        self.hears(self.here, stream, 1)
        self.here.reset(stream, CANCEL)
        line = "call_broken_off method=/echo.Echo/Bidi why=cancel"
        eventually(lambda: self.echo.log().count(line) == 1, line)
        other = self.speaks(self.proxy)
        self.hears(other, self.call(other, "/echo.Echo/Bidi", b"two", ends=False), 1)
        other.close()
        eventually(lambda: self.echo.log().count(line) == 2, line)
        again = self.call(self.here, "/echo.Echo/Unary", b"three")
        self.assert_ended(self.here.response(again), 0, b"three")

    def test_who_reads_slowly_is_waited_for_and_nobody_else(self):
        said = bytes(1024 * 1024)
        slow = self.speaks(self.proxy, greedy=False)
        stream = slow.request("/echo.Echo/ServerStream", "POST", GRPC, ends=False)
        slow.hear_until(lambda: slow.settings)
        self.send(slow, stream, message(said))
        before = [x.most_resident() for x in (self.proxy, self.echo)]
        slow.hear_until(lambda: len(slow.streams[stream].body) == 65535)
        for n in range(20):
            quick = self.call(self.here, "/echo.Echo/Unary", b"%d" % n)
            self.assert_ended(self.here.response(quick), 0, b"%d" % n)
        for process, was in zip((self.proxy, self.echo), before):
            self.assertLess(process.most_resident() - was, memory(4))
        self.read_on(slow, stream)
        self.assert_ended(slow.response(stream), 0, *[said] * 10)

    def read_on(self, slow, stream):
        slow.greedy = True
        for which in (0, stream):
            slow.open_window(which, len(slow.streams[stream].body))

    def test_who_does_not_read_may_not_say_more_either(self):
        said = [bytes(1000)] * 4000
        octets = b"".join(message(x) for x in said)
        slow = self.speaks(self.proxy, greedy=False)
        stream = slow.request("/echo.Echo/Bidi", "POST", GRPC, ends=False)
        slow.hear_until(lambda: slow.settings)
        slow.wire.socket.settimeout(scaled(0.5))
        with self.assertRaisesRegex(AssertionError, "waited .* for a frame"):
            self.send(slow, stream, octets)
        slow.wire.socket.settimeout(slow.wire.patience)
        self.assertLess(slow.sent, len(octets) // 2)
        self.read_on(slow, stream)
        self.send(slow, stream, octets, at=slow.sent)
        self.assert_ended(slow.response(stream), 0, *said)

    def test_a_backend_that_drains_ends_its_calls_first(self):
        stream = self.call(self.here, "/echo.Echo/Bidi", b"one", ends=False)
        self.hears(self.here, stream, 1)
        self.echo.signal(signal.SIGTERM)
        eventually(lambda: not listens(self.echo.address), "it listens no more")
        late = self.call(self.here, "/echo.Echo/Unary", b"late")
        self.assert_only_trailers(self.here, late, 14)
        self.here.data(stream, message(b"two"), ends=True)
        self.assert_ended(self.here.response(stream), 0, b"one", b"two")
        self.assertEqual(self.echo.status(), 0)


class Failures(GrpcScenario):
    def fails(self, proxy, status, method="/echo.Echo/Unary", said=b"x", **more):
        here = self.speaks(proxy)
        return self.assert_only_trailers(here, self.call(here, method, said, **more), status)

    def test_nobody_listens(self):
        self.fails(self.before(free_address()), 14)

    def test_no_route(self):
        there = free_address()
        proxy = self.before(there, routes=[{"match": {"path": "/echo.Echo/"}, "upstream": "app"}])
        self.fails(proxy, 12, "/other.Echo/Unary")

    def test_a_body_that_is_too_large(self):
        self.fails(self.before_echo(limits={"body": 1000}), 8, said=bytes(2000))

    def test_a_deadline_before_the_response(self):
        origin = self.origin()
        here = self.speaks(self.before(origin, waits={"first_octet": ms(300)}))
        stream = self.call(here, "/echo.Echo/Unary", b"x")
        there = self.backend(origin)
        number, = there.requests()
        self.assert_only_trailers(here, stream, 4)
        there.hear_until(lambda: there.streams[number].reset is not None)
        self.assertEqual(there.streams[number].reset, CANCEL)

    def test_a_deadline_in_the_middle_of_a_stream_ends_it(self):
        proxy = self.before_echo(waits={"between_octets": ms(300)})
        here = self.speaks(proxy)
        stream = self.call(here, "/echo.Echo/Bidi", b"one", ends=False)
        answer = here.response(stream)
        self.assertEqual(messages(answer.body), [b"one"])
        self.assertIsNone(answer.reset)
        self.assertEqual(answer.trailers.get("grpc-status"), "4")
        line = "call_broken_off method=/echo.Echo/Bidi why=cancel"
        eventually(lambda: line in self.echo.log(), line)

    def test_a_backend_that_dies_with_a_call(self):
        here = self.speaks(self.before_echo())
        stream = self.call(here, "/echo.Echo/Bidi", b"one", ends=False)
        self.hears(here, stream, 1)
        self.echo.expected_status = -signal.SIGKILL
        self.echo.signal(signal.SIGKILL)
        answer = here.response(stream)
        self.assertIsNone(answer.reset)
        self.assertEqual(answer.trailers.get("grpc-status"), "14")
        self.assert_only_trailers(here, self.call(here, "/echo.Echo/Unary", b"x"), 14)


class ByHand(GrpcScenario):
    """What the backend is asked."""

    def test_deadlines_and_metadata_arrive_as_they_were_sent(self):
        origin = self.origin()
        proxy = self.before(origin, stages=["grpc_web"])
        here, there = self.speaks(proxy), None
        for n, timeout in enumerate(("1H", "20M", "30S", "250m", "99999999u", "1n")):
            fields = [("grpc-timeout", timeout), ("x-own-bin", BINARY), ("x-own", "a b,c")]
            if n % 2:
                here.request("/a.B/C", "POST", [("content-type", WEB), *fields])
            else:
                self.call(here, "/a.B/C", b"x", fields=fields)
            there = there or self.backend(origin)
            head = there.streams[there.requests(n + 1)[n]].heads[0]
            self.assertEqual([head[name] for name, _ in fields], [value for _, value in fields])
            self.assertEqual((head["te"], head["content-type"]), ("trailers", "application/grpc"))

    def test_a_client_that_cancels_a_response_resets_its_stream(self):
        origin = self.origin()
        proxy = self.before(origin, stages=["grpc_web"])
        here = self.speaks(proxy)
        stream = self.call(here, "/a.B/C", b"x", ends=False)
        there = self.backend(origin)
        web = self.client(proxy)
        web.send(request("POST", "/a.B/C", ("Content-Type", WEB), body=message(b"x")))
        for number in there.requests(2):
            there.respond(number, 200, GRPC[:1], message(b"half"), ends=False)
        self.hears(here, stream, 1)
        here.reset(stream, CANCEL)
        web.read_response_head()
        web.reset()
        for number in there.asked():
            there.hear_until(lambda it=there.streams[number]: it.reset is not None)
            self.assertEqual(there.streams[number].reset, CANCEL)


def listens(address):
    try:
        http2.connect(address).close()
    except OSError:
        return False
    return True


class WebAnswer:
    """What a browser gets."""

    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body
        if fields.get("content-type", "").startswith(WEB_TEXT):
            self.body = from_segments(body)

    @property
    def trailers(self):
        """Of the last frame, as there is nothing behind it."""
        *said, (flag, lines) = frames(self.body)
        assert flag == TRAILERS and all(x == 0 for x, _ in said), self.body[-200:]
        assert sum(5 + len(x) for _, x in [*said, (flag, lines)]) == len(self.body)
        assert lines.endswith(b"\r\n"), lines
        return dict(x.split(": ", 1) for x in lines.decode().splitlines())


def from_segments(text):
    """Base64, each segment with its own padding."""
    assert len(text) % 4 == 0, text[-200:]
    quanta = (text[at:at + 4] for at in range(0, len(text), 4))
    return b"".join(base64.b64decode(x, validate=True) for x in quanta)


class Web(GrpcScenario):
    """Browsers, which cannot read trailers."""

    def ask_1(self, proxy, method, kind, body, *fields):
        client = self.client(proxy)
        client.send(request("POST", method, ("Content-Type", kind), ("X-Grpc-Web", "1"), *fields,
                            body=body))
        answer = client.read_response()
        return WebAnswer(answer.status, {n.lower(): v for n, v in answer.fields.lines},
                         answer.body)

    def ask_2(self, proxy, method, kind, body, *fields):
        here = self.speaks(proxy)
        stream = here.request(method, "POST",
                              [("content-type", kind), ("x-grpc-web", "1"), *fields], ends=False)
        here.data(stream, body, ends=True)
        answer = here.response(stream)
        self.assertEqual((answer.ended, answer.trailers), (True, {}))
        return WebAnswer(answer.status, answer.head, answer.body)

    def each_way(self, method, said, check, *fields):
        """The same call by either version of HTTP, in octets and in base64."""
        proxy = self.before_echo(stages=["grpc_web"])
        octets = b"".join(message(x) for x in said)
        for ask in (self.ask_1, self.ask_2):
            for kind in (WEB, WEB_TEXT, WEB + "+proto", WEB_TEXT + "+proto"):
                body = base64.b64encode(octets) if kind.startswith(WEB_TEXT) else octets
                with self.subTest(f"{ask.__name__} {kind}"):
                    answer = ask(proxy, method, kind, body, *fields)
                    self.assertEqual((answer.status, answer.fields["content-type"]), (200, kind))
                    check(answer)

    def test_unary(self):
        def check(answer):
            self.assertEqual(messages(answer.body), [b"hello"])
            self.assertEqual(answer.trailers, {"grpc-status": "0",
                                               "x-grpc-test-echo-trailing-bin": BINARY})
            self.assertEqual(answer.fields["x-grpc-test-echo-initial"], "begin")
        self.each_way("/echo.Echo/Unary", [b"hello"], check,
                      ("x-grpc-test-echo-initial", "begin"),
                      ("x-grpc-test-echo-trailing-bin", BINARY))

    def test_server_streaming(self):
        said = bytes(range(256)) * 100

        def check(answer):
            self.assertEqual(messages(answer.body), [said] * 10)
            self.assertEqual(answer.trailers, {"grpc-status": "0"})
        self.each_way("/echo.Echo/ServerStream", [said], check)

    def test_a_status_after_messages_is_in_the_last_frame(self):
        def check(answer):
            self.assertEqual(messages(answer.body), [b"one", b"two"])
            self.assertEqual(answer.trailers, {"grpc-status": "12",
                                               "grpc-message": "one message is wanted"})
        self.each_way("/echo.Echo/Unary", [b"one", b"two"], check)

    def test_a_response_without_messages_has_its_status_in_the_head(self):
        def check(answer):
            self.assertEqual((answer.fields["grpc-status"], answer.body), ("12", b""))
        self.each_way("/echo.Echo/Nothing", [b"x"], check)

    def test_base64_may_come_in_segments(self):
        proxy = self.before_echo(stages=["grpc_web"])
        whole = message(b"hello")
        text = b"".join(base64.b64encode(x) for x in (whole[:1], whole[1:6], whole[6:]))
        for ask in (self.ask_1, self.ask_2):
            answer = ask(proxy, "/echo.Echo/Unary", WEB_TEXT, text)
            self.assertEqual(messages(answer.body), [b"hello"])
            answer = ask(proxy, "/echo.Echo/Unary", WEB_TEXT, b"no base64!!!")
            self.assertEqual(answer.status, 400)

    def test_each_message_is_here_when_it_was_said(self):
        origin = self.origin()
        proxy = self.before(origin, stages=["grpc_web"])
        there, text = None, base64.b64encode(message(b"x"))
        for n, kind in enumerate((WEB, WEB_TEXT)):
            web, here = self.client(proxy), self.speaks(proxy)
            body = text if kind == WEB_TEXT else message(b"x")
            web.send(request("POST", "/a.B/C", ("Content-Type", kind), body=body))
            stream = here.request("/a.B/C", "POST", [("content-type", kind)], ends=False)
            here.data(stream, body, ends=True)
            there = there or self.backend(origin)
            numbers = there.requests(2 * n + 2)[2 * n:]
            for number in numbers:
                self.assertEqual(there.whole(number).body, message(b"x"))
                there.respond(number, 200, GRPC[:1], ends=False)
            read = from_segments if kind == WEB_TEXT else bytes
            pieces = web.body_pieces(web.read_response_head())
            first, second = b"", here.streams[stream]
            for count in (1, 2, 3):
                for number in numbers:
                    there.data(number, message(b"%d" % count))
                while len(messages(read(first))) < count:
                    first += next(pieces)
                here.hear_until(lambda it=second: len(messages(read(it.body))) >= count)
            for number in numbers:
                there.end_with(number, [("grpc-status", "0")])
            first += b"".join(pieces)
            here.response(stream)
            for body in (first, second.body):
                self.assertEqual(frames(read(body)), [(0, b"1"), (0, b"2"), (0, b"3"),
                                                      (TRAILERS, b"grpc-status: 0\r\n")])

    def test_trailers_behind_no_message_are_the_whole_body(self):
        origin = self.origin()
        proxy = self.before(origin, stages=["grpc_web"])
        there = None
        for n, kind in enumerate((WEB, WEB_TEXT)):
            here = self.speaks(proxy)
            stream = here.request("/a.B/C", "POST", [("content-type", kind)])
            there = there or self.backend(origin)
            number = there.requests(n + 1)[n]
            there.respond(number, 200, GRPC[:1], ends=False)
            there.end_with(number, [("grpc-status", "5"), ("grpc-message", "gone%21")])
            answer = here.response(stream)
            self.assertEqual(WebAnswer(200, answer.head, answer.body).trailers,
                             {"grpc-status": "5", "grpc-message": "gone%21"})

    def test_failures_of_the_proxy_are_told_in_the_terms_of_http(self):
        proxy = self.before(free_address(), stages=["grpc_web"])
        for ask in (self.ask_1, self.ask_2):
            answer = ask(proxy, "/echo.Echo/Unary", WEB, message(b"x"))
            self.assertIn(answer.status, (502, 503))
            self.assertIn("connection_refused", answer.fields["proxy-status"])

    def test_pages_of_other_origins_may_call(self):
        page = "https://app.example.com"
        proxy = self.before_echo(stages=[
            {"cors": {"origins": [page], "headers": ["content-type", "x-grpc-web"],
                      "exposed": ["grpc-status", "grpc-message"]}}, "grpc_web"])
        client = self.client(proxy)
        client.send(request("OPTIONS", "/echo.Echo/Unary", ("Origin", page),
                            ("Access-Control-Request-Method", "POST"),
                            ("Access-Control-Request-Headers", "content-type,x-grpc-web")))
        answer = client.read_response("OPTIONS")
        self.assertEqual((answer.status, answer["access-control-allow-origin"]), (204, page))
        for ask in (self.ask_1, self.ask_2):
            answer = ask(proxy, "/echo.Echo/Unary", WEB, message(b"x"), ("origin", page))
            self.assertEqual(answer.trailers, {"grpc-status": "0"})
            self.assertEqual(answer.fields["access-control-allow-origin"], page)
            self.assertIn("grpc-status", answer.fields["access-control-expose-headers"])

    def test_a_backend_of_grpc_serves_both_on_one_route(self):
        proxy = self.before_echo(stages=["grpc_web"])
        here = self.speaks(proxy)
        self.assert_ended(here.response(self.call(here, "/echo.Echo/Unary", b"x")), 0, b"x")
        answer = self.ask_2(proxy, "/echo.Echo/Unary", WEB, message(b"x"))
        self.assertEqual(answer.trailers, {"grpc-status": "0"})


if __name__ == "__main__":
    unittest.main()
