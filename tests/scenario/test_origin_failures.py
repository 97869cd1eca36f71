"""Origins that are not there, die, or lie. Nobody else may suffer from it."""

import random
import threading
import unittest

from support import (CHUNKED, CLOSE, Client, Ended, Scenario, chunked, echo_target, nobody, request,
                     response, scaled)

GONE = ("connection_terminated", "connection_refused", "connection_reset")
NOT_HTTP = ("http_protocol_error", "http_response_incomplete", "connection_terminated")


class Unreachable(Scenario):
    def test_an_origin_that_refuses_is_a_502(self):
        client = self.client(self.troupe(nobody()))
        for _ in range(3):
            self.assert_failed(client.get("/"), 502, "connection_refused")

    def test_an_origin_that_cannot_be_connected_to_is_a_504(self):
        client = self.client(self.troupe(self.black_hole(), waits={"connect": "300ms"}))
        self.assert_failed(client.get("/"), 504, "connection_timeout")

    def test_a_refused_body_does_not_become_a_request(self):
        client = self.client(self.troupe(nobody()))
        client.send(request("POST", "/", body=request("GET", "/hidden")))
        answer = client.read_response()
        self.assert_failed(answer, 502)
        if not answer.fields.has("connection", "close"):
            self.assert_failed(client.get("/next"), 502)
        self.assertIn(client.has_ended(), (True, False))

    def test_a_large_body_does_not_hide_the_answer(self):
        client = self.client(self.troupe(nobody()))
        client.send(request("POST", "/", body=bytes(3000000)))
        self.assert_failed(client.read_response(), 502)

    def test_a_unix_socket_that_is_not_there_is_a_502(self):
        client = self.client(self.troupe("unix:/nonexistent/socket"))
        self.assert_failed(client.get("/"), 502)

    def test_an_origin_that_comes_back_is_used_again(self):
        address = nobody()
        proxy = self.troupe(address)
        client = self.client(proxy)
        self.assertEqual(client.get("/").status, 502)
        backend = self.answering_origin(address=address)
        self.assert_serves(proxy)
        self.assertEqual(client.get("/").status, 200)
        self.assertEqual(len(backend.requests), 2)

    def test_the_answer_to_head_has_no_body(self):
        client = self.client(self.troupe(nobody()))
        for _ in range(2):
            client.send(request("HEAD"))
            self.assertEqual(client.read_response("HEAD").status, 502)


class Misbehaving(Scenario):
    """The origin serves everybody right but who asks for /bad; meanwhile others
    ask, too, and each gets what is theirs."""

    def stage(self, misbehave, warm, loops=1, **more):
        """`misbehave(there, asked)` answers /bad; the connection ends unless
        it returns "goes on"."""
        def script(there):
            while True:
                asked = there.read_request()
                if asked.target == "/bad":
                    if misbehave(there, asked) != "goes on":
                        return
                else:
                    there.send(echo_target(asked))
        self.backend = self.scripted_origin(script)
        self.proxy = self.troupe(self.backend, loops=loops, **more)
        self.neighbour = self.client(self.proxy)
        self.client_ = self.client(self.proxy)
        if warm:  # the connection that is met is one that was used before
            self.assertEqual(self.client_.get("/warm").body, b"answer to /warm")

    def all_is_well(self):
        """For the neighbour, for newcomers, and for the same client if it can
        go on."""
        for i in range(3):
            self.assertEqual(self.neighbour.get(f"/n-{i}").body, b"answer to /n-%d" % i)
        self.assert_serves(self.proxy, times=3)

    def bad(self, method="POST"):
        # POST is not idempotent: it is not sent again.
        self.client_.send(request(method, "/bad", body=b"x" if method == "POST" else None))

    def failed(self, misbehave, status, *errors, method="POST"):
        for warm in (False, True):
            with self.subTest(warm=warm):
                self.stage(misbehave, warm)
                self.bad(method)
                answer = self.client_.read_response(method)
                self.assert_failed(answer, status, *errors)
                if not answer.fields.has("connection", "close"):
                    self.assertEqual(self.client_.get("/after").body, b"answer to /after")
                self.all_is_well()

    def cut(self, misbehave, *, body=None):
        """The head has left: the client can tell that the rest has not."""
        for warm in (False, True):
            with self.subTest(warm=warm):
                self.stage(misbehave, warm)
                self.bad()
                answer = self.client_.read_broken_response()
                if body is not None and answer is not None:
                    self.assertTrue(body.startswith(answer.body), answer.body)
                self.all_is_well()

    def ignored(self, misbehave, body):
        """The answer is whole; what follows it is nobody's."""
        for warm in (False, True):
            with self.subTest(warm=warm):
                self.stage(misbehave, warm)
                self.bad()
                self.assertEqual(self.client_.read_response().body, body)
                self.all_is_well()
                self.assertEqual(self.client_.get("/after").body, b"answer to /after")
                self.all_is_well()


def says(octets, then=None):
    def misbehave(there, asked):
        there.send(octets)
        if then == "reset":
            there.reset()
        return then
    return misbehave


class Deaths(Misbehaving):
    """At each point of an exchange, by end and by reset."""

    def test_before_the_request_is_read(self):
        def script(there):
            there.read_exactly(1)
            there.reset()
        client = self.client(self.troupe(self.scripted_origin(script)))
        client.send(request("POST", "/", body=b"x" * 1000000))
        self.assert_failed(client.read_response(), 502, *GONE)

    def test_as_soon_as_it_is_connected(self):
        for end in ("close", "reset"):
            with self.subTest(end):
                client = self.client(self.troupe(self.scripted_origin(
                    lambda there: getattr(there, end)())))
                answer = client.get("/")
                self.assert_failed(answer, 502, *GONE)

    def test_after_the_request(self):
        self.failed(says(b""), 502, *GONE)

    def test_after_the_request_by_reset(self):
        self.failed(says(b"", "reset"), 502, *GONE)

    def test_after_a_part_of_the_status_line(self):
        self.failed(says(b"HTTP/1.1 2"), 502, *NOT_HTTP)

    def test_after_a_part_of_the_head(self):
        self.failed(says(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Ha"), 502, *NOT_HTTP)

    def test_after_a_part_of_the_head_by_reset(self):
        self.failed(says(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Ha", "reset"), 502, *NOT_HTTP)

    def test_after_an_interim_response(self):
        self.stage(says(response(103, ("Link", "</a>"))), False)
        self.bad()
        answer = self.client_.read_response()
        self.assert_failed(answer, 502)
        self.assertEqual([x.status for x in answer.interim], [103])
        self.all_is_well()

    def test_after_the_head(self):
        self.cut(says(response(200, ("Content-Length", 5))))

    def test_after_the_head_by_reset(self):
        self.cut(says(response(200, ("Content-Length", 5)), "reset"))

    def test_in_the_body(self):
        self.cut(says(response(200, ("Content-Length", 500)) + b"hello"), body=b"hello")

    def test_in_the_body_by_reset(self):
        self.cut(says(response(200, ("Content-Length", 500)) + b"hello", "reset"), body=b"hello")

    def test_in_a_large_body(self):
        self.cut(says(response(200, ("Content-Length", 10000000)) + b"x" * 9999999))

    def test_after_the_head_of_a_chunked_answer(self):
        self.cut(says(response(200, CHUNKED)))

    def test_in_a_chunk_size(self):
        self.cut(says(response(200, CHUNKED) + b"5\r\nhello\r\n1"), body=b"hello")

    def test_in_a_chunk(self):
        self.cut(says(response(200, CHUNKED) + b"5\r\nhe"), body=b"he")

    def test_between_chunks(self):
        self.cut(says(response(200, CHUNKED) + b"5\r\nhello\r\n"), body=b"hello")

    def test_between_chunks_by_reset(self):
        self.cut(says(response(200, CHUNKED) + b"5\r\nhello\r\n", "reset"), body=b"hello")

    def test_in_the_last_chunk(self):
        self.cut(says(response(200, CHUNKED) + b"5\r\nhello\r\n0\r\n"), body=b"hello")

    def test_in_trailers(self):
        self.cut(says(response(200, CHUNKED) + b"5\r\nhello\r\n0\r\nX-Sum: 1\r\n"), body=b"hello")

    def test_by_reset_in_a_body_that_ends_with_the_connection(self):
        begun = threading.Event()

        def misbehave(there, asked):
            there.send(response(200) + b"hello")
            begun.wait(scaled(10))
            there.reset()
        self.stage(misbehave, False)
        self.bad()
        head = self.client_.read_response_head()
        begun.set()
        with self.assertRaises(Ended):  # it must not look complete
            self.client_.read_body(head)
        self.all_is_well()

    def test_while_the_request_is_still_coming(self):
        def script(there):
            if there.number == 0:
                there.read_request_head()
                return
            while True:
                there.send(echo_target(there.read_request()))
        proxy = self.troupe(self.scripted_origin(script))
        client = self.client(proxy)
        client.send(request("POST", "/", CHUNKED) + b"5\r\nhello\r\n")
        self.assert_failed(client.read_response(), 502, *GONE)
        self.assert_serves(proxy, 3)


class Lies(Misbehaving):
    def test_a_body_shorter_than_it_said_is_a_broken_one(self):
        self.cut(says(response(200, ("Content-Length", 10)) + b"hello"), body=b"hello")

    def test_a_body_longer_than_it_said_is_cut(self):
        self.ignored(says(response(200, ("Content-Length", 5)) + b"hello, world", "goes on"),
                     b"hello")

    def test_a_second_response_behind_the_first_is_nobodys(self):
        self.ignored(says(response(200, body=b"first") + response(200, body=b"poison"), "goes on"),
                     b"first")

    def test_a_second_response_behind_a_chunked_one_is_nobodys(self):
        self.ignored(says(response(200, CHUNKED) + chunked(b"first")
                          + response(200, body=b"poison"), "goes on"), b"first")

    def test_a_body_behind_a_204_is_nobodys(self):
        self.ignored(says(response(204) + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison",
                          "goes on"), b"")

    def test_a_body_behind_a_304_is_nobodys(self):
        self.ignored(says(response(304, ("Content-Length", 6)) + b"poison", "goes on"), b"")

    def test_a_body_behind_the_answer_to_head_is_nobodys(self):
        for warm in (False, True):
            with self.subTest(warm=warm):
                self.stage(says(response(200, body=b"poison"), "goes on"), warm)
                self.bad("HEAD")
                self.assertEqual(self.client_.read_response("HEAD").status, 200)
                self.all_is_well()
                self.assertEqual(self.client_.get("/after").body, b"answer to /after")

    def test_a_response_that_comes_later_to_nobody_is_nobodys(self):
        poisoned = []

        def misbehave(there, asked):
            poisoned.append(there)
            there.send(response(200, body=b"first"))
            return "goes on"
        self.stage(misbehave, False)
        self.bad()
        self.assertEqual(self.client_.read_response().body, b"first")
        # The connection is idle now. What arrives there must spoil it.
        poisoned[0].send(response(200, body=b"poison"))
        self.all_is_well()
        self.assertEqual(self.client_.get("/after").body, b"answer to /after")
        self.all_is_well()

    def test_an_interim_response_to_nobody_is_nobodys(self):
        idle = []
        backend = self.scripted_origin(
            lambda there: (idle.append(there), self.echo(there)))
        proxy = self.troupe(backend)
        self.assert_serves(proxy)
        idle[0].send(response(103, ("Link", "</poison>")))
        client = self.client(proxy)
        answer = client.get("/x")
        self.assertEqual((answer.body, answer.interim), (b"answer to /x", []))

    @staticmethod
    def echo(there):
        while True:
            there.send(echo_target(there.read_request()))

    def test_a_101_that_nobody_asked_for_is_a_failure(self):
        self.failed(says(response(101, ("Connection", "upgrade"), ("Upgrade", "x"))), 502,
                    *NOT_HTTP)

    def test_a_408_to_nobody_is_nobodys(self):
        # Some servers say it on idle connections before they close them.
        idle = []
        backend = self.scripted_origin(
            lambda there: (idle.append(there), self.echo(there)))
        proxy = self.troupe(backend)
        self.assert_serves(proxy)
        idle[0].send(response(408, CLOSE, body=b"late"))
        self.assert_serves(proxy)


MALFORMED_RESPONSES = [
    ("two_lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy"),
    ("two_lengths_in_a_line", b"HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nxy"),
    ("a_length_that_is_no_number", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"),
    ("a_negative_length", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"),
    ("a_length_beyond_64_bits",
     b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551617\r\n\r\nx"),
    ("length_and_chunked",
     b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("chunked_twice",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
    ("an_unknown_coding", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: cow\r\n\r\n0\r\n\r\n"),
    ("chunked_in_http_1_0", b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("a_bare_lf", b"HTTP/1.1 200 OK\nContent-Length: 1\n\nx"),
    ("a_bare_cr_in_a_value", b"HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 0\r\n\r\n"),
    ("a_nul_in_a_value", b"HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n"),
    ("a_folded_line", b"HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n"),
    ("a_space_before_the_colon", b"HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\nx"),
    ("a_field_without_colon", b"HTTP/1.1 200 OK\r\nX\r\nContent-Length: 0\r\n\r\n"),
    ("a_status_of_two_digits", b"HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n"),
    ("a_status_of_four_digits", b"HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"),
    ("a_status_that_is_no_number", b"HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n"),
    ("status_zero", b"HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n"),
    ("another_version", b"HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
    ("another_protocol", b"SSH-2.0-OpenSSH_9.2p1 Debian\r\n\r\n"),
    ("http_0_9", b"<html>hello</html>\r\n\r\n"),
    ("a_head_without_end", b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 200000),
    ("a_status_line_without_end", b"HTTP/1.1 200 " + b"a" * 200000),
    ("too_many_fields",
     b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % i for i in range(1000)) + b"\r\n"),
]

BAD_CHUNKS = [
    ("a_size_that_is_no_number", b"xyz\r\nabc\r\n0\r\n\r\n"),
    ("an_empty_size", b"\r\nabc\r\n0\r\n\r\n"),
    ("a_negative_size", b"-3\r\nabc\r\n0\r\n\r\n"),
    ("a_size_beyond_64_bits", b"10000000000000003\r\nabc\r\n0\r\n\r\n"),
    ("a_bare_lf", b"3\nabc\n0\n\n"),
    ("a_chunk_that_is_longer_than_it_said", b"3\r\nabcdef\r\n0\r\n\r\n"),
    ("a_line_without_end", b"3;" + b"a" * 100000),
    ("a_bad_trailer", b"3\r\nabc\r\n0\r\nX : y\r\n\r\n"),
]


class Malformed(Misbehaving):
    """All of it a 502, and no desynchronisation. A GET is not tried again: the
    origin has answered, only badly."""


class MalformedOctetByOctet(Misbehaving):
    pass


class BadChunks(Misbehaving):
    pass


for _name, _octets in MALFORMED_RESPONSES:
    _poison = _octets + response(200, body=b"poison")

    def _whole(self, octets=_poison):
        for method in ("GET", "POST"):
            self.failed(says(octets, "goes on"), 502, method=method)

    def _cut(self, octets=_poison):
        self.stage(lambda there, asked: there.send_slowly(octets, 1 if len(octets) < 500 else 997),
                   False)
        self.bad()
        self.assert_failed(self.client_.read_response(), 502)
        self.all_is_well()

    setattr(Malformed, f"test_{_name}_is_a_502", _whole)
    setattr(MalformedOctetByOctet, f"test_{_name}_is_a_502_octet_by_octet", _cut)

for _name, _octets in BAD_CHUNKS:
    def _in_a_body(self, octets=_octets + response(200, body=b"poison")):
        # Whatever was good of it may have left, or nothing at all yet.
        for at_once in (True, False):
            def misbehave(there, asked, at_once=at_once):
                if at_once:
                    there.send(response(200, CHUNKED) + octets)
                else:
                    there.send(response(200, CHUNKED))
                    there.send_slowly(octets, 1 if len(octets) < 500 else 997)
                return "goes on"
            self.stage(misbehave, False)
            self.bad()
            try:
                answer = self.client_.read_response()
            except Ended as end:
                answer = getattr(end, "message", None)
                if answer is not None:
                    self.assertIn(answer.body, (b"", b"a", b"ab", b"abc"))
            else:
                self.assert_failed(answer, 502)
            self.all_is_well()
    setattr(BadChunks, f"test_{_name}_breaks_the_answer_off", _in_a_body)


class Crowd(Misbehaving):
    """Many clients at once before origins that misbehave at random: each gets
    its own answer or a failure, never another's."""

    def test_nobody_ever_gets_what_is_anothers(self):
        kinds = [lambda b: response(200, body=b),
                 lambda b: response(200, CHUNKED) + chunked(b[:3], b[3:]),
                 lambda b: response(200, body=b),
                 lambda b: response(200, body=b) + response(200, body=b"poison"),
                 lambda b: response(200, ("Content-Length", len(b) - 2)) + b,
                 lambda b: response(200, ("Content-Length", len(b) + 2)) + b,
                 lambda b: response(200, CHUNKED) + b"%x\r\n%s" % (len(b) - 1, b),
                 lambda b: response(200, ("Content-Length", 1), ("Content-Length", 2)) + b,
                 lambda b: response(103, ("Link", "</a>")),
                 lambda b: b"",
                 lambda b: b"HTTP/1.1 200"]

        def script(there):
            dice = random.Random(there.number)
            while True:
                asked = there.read_request()
                body = b"answer to " + asked.target.encode()
                kind = dice.randrange(len(kinds))
                there.send(kinds[kind](body))
                if kind >= 4 and dice.random() < 0.7:
                    (there.reset if dice.random() < 0.5 else there.close)()
                    return
        proxy = self.troupe(self.scripted_origin(script), loops=2,
                            waits={"first_octet": "300ms", "between_octets": "300ms"})
        wrong, right = [], []

        def ask(number):
            client = None
            for i in range(60):
                target = f"/{number:02}-{i:03}"
                whole = b"answer to " + target.encode()
                try:
                    client = client or Client(proxy.address)
                    client.send(request("POST", target, body=target.encode()))
                    answer = client.read_response()
                except (Ended, OSError) as end:
                    answer = getattr(end, "message", None)
                    if answer is not None and not whole.startswith(answer.body):
                        wrong.append((target, answer))
                    client.close()
                    client = None
                    continue
                except AssertionError as mistake:
                    wrong.append((target, mistake))
                    return
                if answer.status == 200:
                    right.append(target)
                    # A length that was too short is the origin's own lie.
                    if answer.body not in (whole, whole[:-2]):
                        wrong.append((target, answer))
                elif answer.status not in (502, 503, 504):
                    wrong.append((target, answer))
                if answer.fields.has("connection", "close"):
                    client.close()
                    client = None
            if client:
                client.close()
        threads = [threading.Thread(target=ask, args=(i,), daemon=True) for i in range(12)]
        for x in threads:
            x.start()
        for x in threads:
            x.join(scaled(60))
            self.assertFalse(x.is_alive(), "a client hangs")
        self.assertEqual(wrong, [])
        self.assertGreater(len(right), 100)


if __name__ == "__main__":
    unittest.main()
