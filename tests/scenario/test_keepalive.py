"""Connections that serve many requests, and those that serve one."""

import unittest

from support import CHUNKED, CLOSE, Scenario, chunked, request, response


class Reuse(Scenario):
    def setUp(self):
        self.backend = self.answering_origin()

    def test_a_connection_serves_one_request_after_the_other(self):
        proxy = self.troupe(self.backend)
        client = self.client(proxy)
        for i in range(100):
            self.assertEqual(client.get(f"/{i}").body, b"answer to /%d" % i)
        self.assertEqual(self.backend.targets(), [f"/{i}" for i in range(100)])

    def test_requests_of_one_client_share_a_connection_to_the_origin(self):
        proxy = self.troupe(self.backend)
        client = self.client(proxy)
        for i in range(20):
            client.get(f"/{i}")
        self.assertEqual(len(self.backend.connections), 1)

    def test_clients_one_after_the_other_share_a_connection_to_the_origin(self):
        proxy = self.troupe(self.backend)
        for i in range(20):
            with self.client(proxy) as client:
                client.get(f"/{i}")
        self.assertEqual(len(self.backend.connections), 1)

    def test_an_origin_that_says_close_is_not_asked_again_there(self):
        backend = self.answering_origin(lambda asked: response(200, CLOSE, body=b"x"))
        client = self.client(self.troupe(backend))
        for i in range(5):
            answer = client.get(f"/{i}")
            self.assertEqual((answer.status, answer.body), (200, b"x"))
            self.assertFalse(answer.fields.has("connection", "close"))
        self.assertEqual([x.connection for x in backend.requests], [0, 1, 2, 3, 4])

    def test_an_origin_of_http_1_0_is_not_asked_again_there(self):
        backend = self.answering_origin(lambda asked: response(200, body=b"x", version="1.0"))
        client = self.client(self.troupe(backend))
        for i in range(3):
            self.assertEqual(client.get(f"/{i}").version, "1.1")
        self.assertEqual([x.connection for x in backend.requests], [0, 1, 2])

    def test_the_requests_of_a_connection_are_counted(self):
        proxy = self.troupe(self.backend, limits={"requests_per_connection": 3})
        client = self.client(proxy)
        self.assertFalse(client.get("/1").fields.has("connection", "close"))
        self.assertFalse(client.get("/2").fields.has("connection", "close"))
        self.assertTrue(client.get("/3").fields.has("connection", "close"))
        self.assertTrue(client.ended())
        self.assert_serves(proxy)


class Pipelining(Scenario):
    def setUp(self):
        self.backend = self.answering_origin()
        self.proxy = self.troupe(self.backend)

    def read_all(self, client, count):
        for i in range(count):
            answer = client.read_response()
            self.assertEqual((answer.status, answer["x-target"]), (200, f"/{i}"))

    def test_many_requests_in_one_segment_are_answered_in_order(self):
        client = self.client(self.proxy)
        client.send(b"".join(request("GET", f"/{i}") for i in range(500)))
        self.read_all(client, 500)
        self.assertTrue(client.silent_for(0.05))

    def test_requests_cut_anywhere_are_answered_in_order(self):
        octets = b"".join(request("GET", f"/{i}") for i in range(60))
        for piece in (1, 7, 61, 128, 1009):
            with self.subTest(piece=piece):
                client = self.client(self.proxy)
                client.send_slowly(octets, piece)
                self.read_all(client, 60)

    def test_two_requests_cut_at_every_position_are_answered_in_order(self):
        octets = (request("POST", "/0", body=b"abc") + request("POST", "/1", CHUNKED)
                  + chunked(b"de", b"f", trailers=[("X", "y")]) + request("GET", "/2"))
        client = self.client(self.proxy)
        for at in range(1, len(octets)):
            client.send(octets[:at])
            client.send(octets[at:])
            self.read_all(client, 3)

    def test_bodies_between_pipelined_requests_stay_apart(self):
        octets = b""
        for i in range(0, 100, 2):
            octets += request("POST", f"/{i}", body=b"%d" % i * 100)
            octets += request("PUT", f"/{i + 1}", CHUNKED) + chunked(b"%d" % (i + 1) * 100)
        client = self.client(self.proxy)
        client.send(octets)
        self.read_all(client, 100)
        self.assertEqual([x.body for x in self.backend.requests],
                         [b"%d" % i * 100 for i in range(100)])

    def test_requests_behind_one_that_says_close_are_not_served(self):
        client = self.client(self.proxy)
        client.send(request("GET", "/0") + request("GET", "/1", CLOSE) + request("GET", "/2"))
        self.read_all(client, 1)
        last = client.read_response()
        self.assertEqual(last["x-target"], "/1")
        self.assertTrue(last.fields.has("connection", "close"))
        self.assertEqual(client.read_until_end(), b"")
        self.assertEqual(self.backend.targets(), ["/0", "/1"])

    def test_pipelined_requests_after_which_the_client_half_closes_are_answered(self):
        client = self.client(self.proxy)
        client.send(b"".join(request("GET", f"/{i}") for i in range(20)))
        client.half_close()
        self.read_all(client, 20)
        self.assertTrue(client.ended())

    def test_head_and_get_may_be_mixed(self):
        backend = self.answering_origin(
            lambda asked: response(200, ("Content-Length", 5), ("X-Target", asked.target))
            + (b"" if asked.method == "HEAD" else b"hello"))
        client = self.client(self.troupe(backend))
        client.send((request("HEAD", "/h") + request("GET", "/g")) * 20)
        for _ in range(20):
            self.assertEqual(client.read_response("HEAD")["x-target"], "/h")
            self.assertEqual(client.read_response()["x-target"], "/g")


class SmallBodies(Scenario):
    """A head and its body in one segment, met by a connection that is there."""

    def test_the_connection_to_the_origin_is_free_as_soon_as_it_is_answered(self):
        proxy = self.troupe(self.answering_origin(), pool={"max_connections": 1})
        first, second = self.client(proxy), self.client(proxy)
        first.get("/warm")
        for i in range(5):
            first.send(request("POST", f"/first-{i}", body=b"x"))
            self.assertEqual(first.read_response().body, b"answer to /first-%d" % i)
            second.send(request("PUT", f"/second-{i}", body=b"xyz" * 1000))
            self.assertEqual(second.read_response().body, b"answer to /second-%d" % i)

    def test_the_deadline_for_the_answer_holds(self):
        origin = self.origin()
        client = self.client(self.troupe(origin, waits={"first_octet": "300ms"}))
        client.send(request("GET", "/warm"))
        there = origin.accept()
        there.read_request()
        there.send(response(200, body=b"x"))
        client.read_response()
        client.send(request("POST", "/x", body=b"x"))
        there.read_request()
        self.assert_failed(client.read_response(), 504, "http_response_timeout")

    def test_the_deadline_for_the_next_request_holds(self):
        proxy = self.troupe(self.answering_origin(), timeouts={"keep_alive": "300ms",
                                                               "body": "60s"})
        client = self.client(proxy)
        client.get("/warm")
        client.send(request("POST", "/x", body=b"x"))
        client.read_response()
        self.assertTrue(client.ended(within=3))


class OldClients(Scenario):
    """HTTP/1.0: a connection is kept for those who ask."""

    def setUp(self):
        self.backend = self.answering_origin()
        self.proxy = self.troupe(self.backend)

    def test_without_keep_alive_the_connection_is_closed(self):
        client = self.client(self.proxy)
        answer = client.get("/", version="1.0")
        self.assertEqual(answer.body, b"answer to /")
        self.assertTrue(client.ended())

    def test_without_host_it_is_served(self):
        client = self.client(self.proxy)
        self.assertEqual(client.get("/", version="1.0", host=None).status, 200)

    def test_with_keep_alive_the_connection_is_kept(self):
        client = self.client(self.proxy)
        for i in range(3):
            answer = client.get(f"/{i}", ("Connection", "keep-alive"), version="1.0")
            self.assertEqual(answer.body, b"answer to /%d" % i)
            self.assertTrue(answer.fields.has("connection", "keep-alive"), answer)

    def test_a_body_of_unknown_length_ends_with_the_connection(self):
        backend = self.answering_origin(
            lambda asked: response(200, CHUNKED) + chunked(b"hello, ", b"world"))
        proxy = self.troupe(backend)
        for keep in ((), (("Connection", "keep-alive"),)):
            with self.subTest(keep=keep):
                client = self.client(proxy)
                answer = client.get("/", *keep, version="1.0")
                self.assertEqual((answer.framing, answer.body), ("close", b"hello, world"))
                self.assertNotIn("transfer-encoding", answer.fields)

    def test_it_gets_no_interim_responses(self):
        backend = self.answering_origin(
            lambda asked: response(103, ("Link", "</a>")) + response(200, body=b"x"))
        client = self.client(self.troupe(backend))
        answer = client.get("/", version="1.0")
        self.assertEqual((answer.status, answer.interim), (200, []))

    def test_the_origin_is_asked_in_http_1_1(self):
        client = self.client(self.proxy)
        client.get("/", version="1.0")
        self.assertEqual(self.backend.requests[0].version, "1.1")


class Endings(Scenario):
    def test_a_client_that_says_close_is_closed_and_told_so(self):
        client = self.client(self.troupe(self.answering_origin()))
        answer = client.get("/", CLOSE)
        self.assertTrue(answer.fields.has("connection", "close"))
        self.assertTrue(client.ended())

    def test_a_last_answer_is_heard_though_more_requests_lie_unread(self):
        # A socket that is closed with octets unread resets the connection, and
        # whatever was sent last may never arrive (RFC 9112 section 9.6).
        for why, fields, limits in (("close", (CLOSE,), None),
                                    ("count", (), {"requests_per_connection": 1})):
            with self.subTest(why):
                origin = self.origin()
                client = self.client(self.troupe(origin, limits=limits))
                client.send(request("GET", "/last", *fields))
                there = origin.accept()
                there.read_request()
                client.send(request("GET", "/unread"))
                there.send(response(200, body=b"x" * 10000))
                self.assertEqual(client.read_response().body, b"x" * 10000)
                self.assertTrue(client.ended())

    def test_a_client_that_leaves_between_requests_is_forgotten(self):
        proxy = self.troupe(self.answering_origin())
        self.assert_serves(proxy)
        before = proxy.descriptors()
        for _ in range(20):
            self.assert_serves(proxy)
        self.assert_returns_to(proxy, before)

    def test_close_for_the_client_does_not_close_the_origin(self):
        backend = self.answering_origin()
        proxy = self.troupe(backend)
        for i in range(5):
            with self.client(proxy) as client:
                client.get(f"/{i}", CLOSE)
        self.assertEqual(len(backend.connections), 1)


if __name__ == "__main__":
    unittest.main()
