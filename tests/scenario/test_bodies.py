"""Bodies go through whole, however they are framed; so do interim responses."""

import hashlib
import threading
import unittest

from support import (CHUNKED, CLOSE, Ended, Scenario, chunked, eventually, memory, request,
                     response, scaled)

LARGE = 64 * 1048576
# Not periodic in any power of two, so that a piece that is lost, doubled or
# moved changes the hash.
BLOCK = bytes((i * 7 + (i >> 8)) & 0xff for i in range(99991))


def large_pieces(left):
    while left:
        piece = BLOCK[:left]
        yield piece
        left -= len(piece)


def large_hash(size):
    digest = hashlib.sha256()
    for piece in large_pieces(size):
        digest.update(piece)
    return digest.hexdigest()


class Framing(Scenario):
    """Of what the client sends."""

    def setUp(self):
        self.backend = self.answering_origin()
        self.client = self.client(self.troupe(self.backend))

    def test_a_body_of_known_length_keeps_its_length(self):
        self.client.send(request("POST", "/", body=b"hello"))
        self.client.read_response()
        got = self.backend.requests[0]
        self.assertEqual((got.framing, got.body), ("length", b"hello"))

    def test_an_empty_body_of_known_length_says_so(self):
        self.client.send(request("POST", "/", body=b""))
        self.client.read_response()
        self.assertEqual(self.backend.requests[0]["content-length"], "0")

    def test_no_body_stays_no_body(self):
        self.client.get("/")
        got = self.backend.requests[0]
        self.assertEqual(got.framing, "none")

    def test_a_chunked_body_stays_chunked(self):
        self.client.send(request("POST", "/", CHUNKED) + chunked(b"hello, ", b"world"))
        self.client.read_response()
        got = self.backend.requests[0]
        self.assertEqual((got.framing, got.body), ("chunked", b"hello, world"))

    def test_an_empty_chunked_body_stays_chunked(self):
        self.client.send(request("POST", "/", CHUNKED) + chunked())
        self.client.read_response()
        self.assertEqual(self.backend.requests[0].framing, "chunked")

    def test_chunked_in_any_case_is_chunked(self):
        self.client.send(request("POST", "/", ("transfer-encoding", "CHUNKED")) + chunked(b"x"))
        self.client.read_response()
        self.assertEqual(self.backend.requests[0].body, b"x")

    def test_chunks_octet_by_octet_go_through(self):
        octets = bytes(range(256))
        self.client.send_slowly(request("POST", "/", CHUNKED)
                                + chunked(*[octets[i:i + 1] for i in range(256)]))
        self.client.read_response()
        self.assertEqual(self.backend.requests[0].body, octets)

    def test_trailers_of_a_request_are_forwarded(self):
        self.client.send(request("POST", "/", CHUNKED, ("Trailer", "X-Sum"))
                         + chunked(b"x", trailers=[("X-Sum", "1"), ("X-More", "2")]))
        self.client.read_response()
        got = self.backend.requests[0]
        self.assertEqual((got.trailers["x-sum"], got.trailers["x-more"]), ("1", "2"))

    def test_trailers_that_would_change_the_message_are_not_forwarded(self):
        self.client.send(request("POST", "/", CHUNKED) + chunked(b"x", trailers=[
            ("Content-Length", "5"), ("Host", "evil.test"), ("Transfer-Encoding", "gzip"),
            ("Authorization", "Basic x"), ("X-Ok", "1")]))
        answer = self.client.read_response()
        if answer.status == 400:
            return
        self.assertEqual(self.backend.requests[0].trailers.names(), ["x-ok"])

    def test_a_body_arrives_at_the_origin_before_it_is_complete(self):
        origin = self.origin()
        client = self.keep(self.troupe(origin).client())
        client.send(request("POST", "/", CHUNKED) + b"5\r\nhello\r\n")
        there = origin.accept()
        head = there.read_request_head()
        self.assertEqual(head.framing, "chunked")
        pieces = there.body_pieces(head)
        self.assertEqual(next(pieces), b"hello")
        client.send(b"0\r\n\r\n")
        self.assertEqual(list(pieces), [])
        there.send(response(204))
        self.assertEqual(client.read_response().status, 204)


class Answers(Scenario):
    """Framing of what the origin sends."""

    def asked(self, answer, method="GET", *fields, **more):
        backend = self.answering_origin(lambda asked: answer)
        client = self.client(self.troupe(backend))
        client.send(request(method, "/", *fields, **more))
        said = client.read_response(method)
        if said.framing != "close":
            self.assertTrue(client.silent_for(0.02), "there is more behind the response")
        return said

    def test_a_known_length_stays_known(self):
        said = self.asked(response(200, body=b"hello"))
        self.assertEqual((said.framing, said.body), ("length", b"hello"))

    def test_a_chunked_answer_stays_chunked(self):
        said = self.asked(response(200, CHUNKED) + chunked(b"hello, ", b"world"))
        self.assertEqual((said.framing, said.body), ("chunked", b"hello, world"))

    def test_an_empty_chunked_answer(self):
        said = self.asked(response(200, CHUNKED) + chunked())
        self.assertEqual((said.framing, said.body), ("chunked", b""))

    def test_trailers_reach_a_client_that_asks_for_them(self):
        said = self.asked(response(200, CHUNKED, ("Trailer", "X-Sum"))
                          + chunked(b"hello", trailers=[("X-Sum", "5")]),
                          "GET", ("TE", "trailers"), ("Connection", "TE"))
        self.assertEqual(said.trailers["x-sum"], "5")

    def test_status_and_reason_and_unknown_fields_go_through(self):
        said = self.asked(response(299, ("X-One", "1"), ("x-two", "2; a, b"), ("X-One", "3"),
                                   body=b"", reason="Miscellaneous Persistent Warning"))
        self.assertEqual((said.status, said.fields.all("x-one"), said["x-two"]),
                         (299, ["1", "3"], "2; a, b"))

    def test_several_cookies_stay_several(self):
        said = self.asked(response(200, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), body=b""))
        self.assertEqual(said.fields.all("set-cookie"), ["a=1", "b=2"])

    def test_the_answer_to_head_has_a_length_and_no_body(self):
        said = self.asked(response(200, ("Content-Length", 1000)), "HEAD")
        self.assertEqual((said["content-length"], said.body), ("1000", b""))

    def test_the_answer_to_head_may_be_announced_chunked(self):
        said = self.asked(response(200, CHUNKED), "HEAD")
        self.assertEqual(said.body, b"")

    def test_the_answer_to_head_may_have_no_length(self):
        said = self.asked(response(200), "HEAD")
        self.assertEqual(said.body, b"")

    def test_a_204_has_no_body_and_no_length(self):
        said = self.asked(response(204, ("X", "y")))
        self.assertEqual((said.status, said["x"], said.body), (204, "y", b""))

    def test_a_304_may_have_the_length_of_what_it_does_not_have(self):
        said = self.asked(response(304, ("Content-Length", 1000), ("ETag", '"x"')))
        self.assertEqual((said.status, said["content-length"], said["etag"]),
                         (304, "1000", '"x"'))

    def test_a_body_that_ends_with_the_connection_becomes_chunked(self):
        backend = self.scripted_origin(
            lambda there: (there.read_request(), there.send(response(200) + b"hello, world")))
        client = self.client(self.troupe(backend))
        for _ in range(3):
            said = client.get("/")
            self.assertEqual((said.framing, said.body), ("chunked", b"hello, world"))

    def test_an_empty_body_that_ends_with_the_connection_becomes_empty(self):
        backend = self.scripted_origin(
            lambda there: (there.read_request(), there.send(response(200))))
        client = self.client(self.troupe(backend))
        self.assertEqual(client.get("/").body, b"")
        self.assertEqual(client.get("/").body, b"")

    def test_an_answer_octet_by_octet_goes_through(self):
        octets = response(200, CHUNKED, ("X", "y")) + chunked(b"hello, ", b"world",
                                                             trailers=[("X-Sum", "1")])

        def trickle(there):
            while True:
                there.read_request()
                there.send_slowly(octets)
        client = self.client(self.troupe(self.scripted_origin(trickle)))
        for _ in range(5):
            said = client.get("/", ("TE", "trailers"), ("Connection", "TE"))
            self.assertEqual((said["x"], said.body), ("y", b"hello, world"))

    def test_an_answer_arrives_before_it_is_complete(self):
        origin = self.origin()
        client = self.client(self.troupe(origin))
        client.send(request())
        there = origin.accept()
        there.read_request()
        there.send(response(200, CHUNKED))
        head = client.read_response_head()
        pieces = client.body_pieces(head)
        for piece in (b"one", b"two", b"three"):
            there.send(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.assertEqual(next(pieces), piece)
        there.send(b"0\r\n\r\n")
        self.assertEqual(list(pieces), [])


class Interim(Scenario):
    def test_a_103_is_forwarded_when_it_comes(self):
        origin = self.origin()
        client = self.client(self.troupe(origin))
        client.send(request())
        there = origin.accept()
        there.read_request()
        there.send(response(103, ("Link", "</style.css>; rel=preload")))
        hint = client.read_response_head()
        self.assertEqual((hint.status, hint["link"]), (103, "</style.css>; rel=preload"))
        there.send(response(200, body=b"x"))
        self.assertEqual(client.read_response().body, b"x")

    def test_many_interim_responses_are_forwarded(self):
        backend = self.answering_origin(
            lambda asked: response(102) + response(103, ("Link", "</a>"))
            + response(103, ("Link", "</b>")) + response(199) + response(200, body=b"x"))
        client = self.client(self.troupe(backend))
        for _ in range(3):
            said = client.get("/")
            self.assertEqual([x.status for x in said.interim], [102, 103, 103, 199])
            self.assertEqual(said.body, b"x")

    def test_expect_goes_to_the_origin_and_its_100_comes_back(self):
        origin = self.origin()
        client = self.client(self.troupe(origin))
        client.send(request("POST", "/", ("Expect", "100-continue"), ("Content-Length", 5)))
        there = origin.accept()
        head = there.read_request_head()
        self.assertEqual(head["expect"].lower(), "100-continue")
        self.assertTrue(client.silent_for(0.1), "a 100 that the origin did not send")
        there.send(response(100))
        self.assertEqual(client.read_response_head().status, 100)
        client.send(b"hello")
        there.read_body(head)
        self.assertEqual(head.body, b"hello")
        there.send(response(200, body=b"thanks"))
        self.assertEqual(client.read_response().body, b"thanks")

    def test_expect_may_be_answered_without_a_100(self):
        origin = self.origin()
        proxy = self.troupe(origin)
        client = self.client(proxy)
        client.send(request("POST", "/", ("Expect", "100-continue"), ("Content-Length", 5)))
        there = origin.accept()
        there.read_request_head()
        there.send(response(401, body=b"no"))
        said = client.read_response()
        self.assertEqual((said.status, said.interim), (401, []))
        # Whether the body comes all the same is the client's choice: if the
        # connection goes on, it does; and no octet of it is a request.
        if not said.fields.has("connection", "close"):
            client.send(b"hello" + request("GET", "/after"))
            self.answer_next(origin, there, b"after")
            self.assertEqual(client.read_response().body, b"after")

    def answer_next(self, origin, there, body):
        """On the connection that was, or on another."""
        try:
            there.read_exactly(5)
            asked = there.read_request()
        except (Ended, OSError):
            there = origin.accept()
            asked = there.read_request()
        self.assertEqual(asked.target, "/after")
        there.send(response(200, body=body))

    def test_a_client_that_does_not_wait_for_the_100_is_served(self):
        backend = self.answering_origin(
            lambda asked: response(100) + response(200, body=asked.body))
        client = self.client(self.troupe(backend))
        for _ in range(3):
            client.send(request("POST", "/", ("Expect", "100-continue"), body=b"hello"))
            self.assertEqual(client.read_response().body, b"hello")


class EarlyAnswers(Scenario):
    """The origin answers before it has heard the request."""

    def test_an_early_answer_is_forwarded_at_once(self):
        origin = self.origin()
        client = self.client(self.troupe(origin))
        client.send(request("POST", "/", CHUNKED) + b"5\r\nhello\r\n")
        there = origin.accept()
        there.read_request_head()
        there.send(response(403, body=b"no"))
        self.assertEqual(client.read_response().status, 403)

    def test_an_early_answer_to_a_large_upload_is_heard(self):
        def refuse(there):
            there.read_request_head()
            there.send(response(413, CLOSE, body=b"no"))
            there.half_close()
            there.read_until_end()
        proxy = self.troupe(self.scripted_origin(refuse))
        client = self.client(proxy)
        client.send(request("POST", "/", ("Content-Length", LARGE)))

        def upload():
            try:
                for piece in large_pieces(LARGE):
                    client.send(piece)
            except OSError:
                pass
        sender = threading.Thread(target=upload, daemon=True)
        sender.start()
        self.assertEqual(client.read_response().status, 413)
        client.socket.shutdown(2)
        sender.join(scaled(10))

    def test_after_an_early_answer_the_next_request_is_not_mistaken(self):
        def refuse(there):
            while True:
                head = there.read_request_head()
                there.send(response(200, ("X-Target", head.target), body=b"early"))
                there.read_body(head)
        proxy = self.troupe(self.scripted_origin(refuse))
        client = self.client(proxy)
        client.send(request("POST", "/early", CHUNKED) + b"5\r\nhello\r\n")
        said = client.read_response()
        self.assertEqual(said["x-target"], "/early")
        try:
            client.send(b"1c\r\n" + request("GET", "/x", host="a")[:28].ljust(28) + b"\r\n0\r\n\r\n"
                        + request("GET", "/next"))
            if not said.fields.has("connection", "close"):
                self.assertEqual(client.read_response()["x-target"], "/next")
        except (BrokenPipeError, ConnectionResetError):
            self.assertTrue(said.fields.has("connection", "close"))
        with self.client(proxy) as other:
            self.assertEqual(other.get("/other")["x-target"], "/other")


class Large(Scenario):
    """64 MiB, unharmed and not kept."""

    CEILING = memory(24)

    def setUp(self):
        def serve(there):
            while True:
                digest = hashlib.sha256()
                asked = there.read_request(sink=digest.update)
                if asked.method == "POST":
                    there.send(response(200, body=digest.hexdigest().encode()))
                    continue
                kind = asked.target.strip("/")
                if kind == "length":
                    there.send(response(200, ("Content-Length", LARGE)))
                    for piece in large_pieces(LARGE):
                        there.send(piece)
                elif kind == "chunked":
                    there.send(response(200, CHUNKED))
                    for piece in large_pieces(LARGE):
                        there.send(b"%x\r\n" % len(piece) + piece + b"\r\n")
                    there.send(b"0\r\n\r\n")
                else:
                    there.send(response(200, CLOSE))
                    for piece in large_pieces(LARGE):
                        there.send(piece)
                    return
        self.backend = self.scripted_origin(serve)
        self.proxy = self.troupe(self.backend)
        self.client = self.client(self.proxy)
        self.before = self.proxy.resident()

    def tearDown(self):
        grown = self.proxy.most_resident() - self.before
        self.assertLess(grown, self.CEILING, f"grew by {grown / 1048576:.1f} MiB")

    def download(self, kind):
        digest = hashlib.sha256()
        self.client.send(request("GET", f"/{kind}"))
        said = self.client.read_response(sink=digest.update)
        self.assertEqual(digest.hexdigest(), large_hash(LARGE))
        return said

    def test_down_with_a_length(self):
        self.assertEqual(self.download("length").framing, "length")

    def test_down_in_chunks(self):
        self.assertEqual(self.download("chunked").framing, "chunked")

    def test_down_until_the_end(self):
        self.assertEqual(self.download("close").framing, "chunked")

    def test_up_with_a_length(self):
        self.client.send(request("POST", "/", ("Content-Length", LARGE)))
        for piece in large_pieces(LARGE):
            self.client.send(piece)
        self.assertEqual(self.client.read_response().body.decode(), large_hash(LARGE))

    def test_up_in_chunks(self):
        self.client.send(request("POST", "/", CHUNKED))
        for piece in large_pieces(LARGE):
            self.client.send(b"%x\r\n" % len(piece) + piece + b"\r\n")
        self.client.send(b"0\r\n\r\n")
        self.assertEqual(self.client.read_response().body.decode(), large_hash(LARGE))

    def test_up_and_down_at_once(self):
        def echo(there):
            asked = there.read_request_head()
            there.send(response(200, CHUNKED))
            for piece in there.body_pieces(asked):
                there.send(b"%x\r\n" % len(piece) + piece + b"\r\n")
            there.send(b"0\r\n\r\n")
            there.read_until_end()
        proxy = self.troupe(self.scripted_origin(echo))
        client = self.keep(proxy.client())
        before = proxy.resident()

        def upload():
            client.send(request("POST", "/", ("Content-Length", LARGE)))
            for piece in large_pieces(LARGE):
                client.send(piece)
        sender = threading.Thread(target=upload, daemon=True)
        sender.start()
        digest = hashlib.sha256()
        client.read_response(sink=digest.update)
        sender.join(scaled(10))
        self.assertEqual(digest.hexdigest(), large_hash(LARGE))
        self.assertLess(proxy.most_resident() - before, self.CEILING)


class Boundaries(Scenario):
    """Large bodies may take another way through the proxy than small ones; what
    stands behind them must not go along."""

    SIZE = 1500007  # more than any buffer, and no round number
    BODY = b"".join(large_pieces(SIZE))

    def upload_answers(self, asked):
        digest = hashlib.sha256(asked.body).hexdigest()
        return response(200, ("X-Target", asked.target), body=digest.encode())

    def test_a_request_behind_a_large_body_is_a_request(self):
        backend = self.answering_origin(self.upload_answers)
        client = self.client(self.troupe(backend))
        whole = hashlib.sha256(self.BODY).hexdigest().encode()
        for i in range(4):
            octets = (request("POST", f"/large-{i}", body=self.BODY)
                      + request("PUT", f"/chunked-{i}", CHUNKED) + chunked(self.BODY, b"x")
                      + request("GET", f"/small-{i}"))
            sender = threading.Thread(target=client.send, args=(octets,), daemon=True)
            sender.start()
            first, second, third = (client.read_response() for _ in range(3))
            sender.join(scaled(10))
            self.assertEqual((first["x-target"], first.body), (f"/large-{i}", whole))
            self.assertEqual((second["x-target"], second.body),
                             (f"/chunked-{i}", hashlib.sha256(self.BODY + b"x").hexdigest()
                              .encode()))
            self.assertEqual(third["x-target"], f"/small-{i}")
        self.assertEqual(backend.requests[2].framing, "none")

    def test_what_is_behind_a_large_answer_is_nobodys(self):
        backend = self.answering_origin(
            lambda asked: response(200, ("X-Target", asked.target), body=self.BODY)
            + response(200, body=b"poison"))
        proxy = self.troupe(backend)
        client = self.client(proxy)
        for i in range(4):
            said = client.get(f"/{i}")
            self.assertEqual((said["x-target"], said.body == self.BODY), (f"/{i}", True))
            with self.client(proxy) as other:
                self.assertEqual(other.get(f"/other-{i}")["x-target"], f"/other-{i}")

    def test_large_answers_follow_each_other_on_a_connection(self):
        backend = self.answering_origin(
            lambda asked: response(200, ("X-Target", asked.target), body=self.BODY))
        client = self.client(self.troupe(backend))
        client.send(b"".join(request("GET", f"/{i}") for i in range(10)))
        for i in range(10):
            said = client.read_response()
            self.assertEqual((said["x-target"], said.body == self.BODY), (f"/{i}", True))
        self.assertEqual(len(backend.connections), 1)

    def test_a_large_answer_to_http_1_0_ends_with_the_connection(self):
        for framing in ("chunked", "length", "close"):
            with self.subTest(framing):
                def serve(there):
                    there.read_request()
                    if framing == "chunked":
                        third = self.SIZE // 3
                        there.send(response(200, CHUNKED) + chunked(
                            self.BODY[:third], self.BODY[third:third + 5], self.BODY[third + 5:]))
                    elif framing == "length":
                        there.send(response(200, body=self.BODY))
                    else:
                        there.send(response(200) + self.BODY)
                client = self.client(self.troupe(self.scripted_origin(serve)))
                said = client.get("/", version="1.0")
                self.assertEqual(said.framing, "length" if framing == "length" else "close")
                self.assertTrue(said.body == self.BODY)
                self.assertTrue(client.ended())

    def test_a_client_that_has_half_closed_gets_all_of_a_large_answer(self):
        backend = self.answering_origin(lambda asked: response(200, body=self.BODY))
        client = self.client(self.troupe(backend))
        client.send(request())
        client.half_close()
        self.assertTrue(client.read_response().body == self.BODY)
        self.assertTrue(client.ended())

    def test_a_large_body_comes_back_while_it_is_sent(self):
        def echo(there):
            asked = there.read_request_head()
            there.send(response(200, ("Content-Length", asked.length)))
            for piece in there.body_pieces(asked):
                there.send(piece)
            there.read_until_end()
        client = self.client(self.troupe(self.scripted_origin(echo)))
        sender = threading.Thread(target=client.send, daemon=True,
                                  args=(request("POST", "/", body=self.BODY * 8),))
        sender.start()
        self.assertTrue(client.read_response().body == self.BODY * 8)
        sender.join(scaled(10))

    def test_large_bodies_that_were_broken_off_leave_nothing_for_others(self):
        def serve(there):
            while True:
                asked = there.read_request()
                there.send(response(200, ("X-Target", asked.target), body=(
                    b"x" * self.SIZE if asked.target == "/left" else self.BODY)))
        proxy = self.troupe(self.scripted_origin(serve))
        for i in range(10):
            leaver = self.client(proxy, receive_buffer=16384)
            leaver.send(request("GET", "/left"))
            leaver.read_response_head()
            uploader = self.client(proxy)
            uploader.send(request("POST", "/up", ("Content-Length", self.SIZE)))
            uploader.send(b"y" * (self.SIZE // 2))
            (leaver.reset if i % 2 else leaver.close)()
            (uploader.close if i % 2 else uploader.reset)()
            with self.client(proxy) as client:
                for _ in range(2):
                    self.assertTrue(client.get("/whole").body == self.BODY)

    def test_an_upload_that_is_broken_off_does_not_look_whole(self):
        begun, seen = [], []

        def serve(there):
            head = there.read_request_head()
            begun.append(there)
            try:
                there.read_body(head)
                seen.append("whole")
            except Ended:
                seen.append("broken")
        proxy = self.troupe(self.scripted_origin(serve))
        for i, leave in enumerate(("close", "reset")):
            client = self.client(proxy)
            client.send(request("POST", "/", ("Content-Length", self.SIZE + 1)) + self.BODY)
            eventually(lambda: len(begun) > i, "the origin hears of it")
            getattr(client, leave)()
            eventually(lambda: len(seen) > i, "the origin hears the end")
        self.assertEqual(seen, ["broken", "broken"])


if __name__ == "__main__":
    unittest.main()
