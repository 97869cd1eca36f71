"""Clients that go away at each point of an exchange, and leave nothing behind."""

import unittest

from support import (CHUNKED, Ended, Scenario, echo_target, eventually, request, response)


class Gone(Scenario):
    """Each way of going away, at each point; afterwards everything is as it was."""

    def setUp(self):
        self.there = self.origin()
        self.proxy = self.troupe(self.there)
        self.before = self.proxy.descriptors()

    def each_way(self, story, kept=0):
        """The story yields the client when it is to go away, and then goes on
        with what the origin sees. Some descriptors may be kept for the next of
        its kind."""
        for leave in ("close", "reset"):
            with self.subTest(leave):
                client = self.client(self.proxy)
                steps = story(client)
                next(steps)
                getattr(client, leave)()
                for _ in steps:
                    pass
                self.assert_returns_to(self.proxy, self.before + kept)

    def serves(self):
        """Nobody who comes later gets anything of those who left."""
        client = self.client(self.proxy)
        client.send(request("GET", "/later"))
        there = self.there.accept()
        self.assertEqual(there.read_request().target, "/later")
        there.send(response(200, ("Connection", "close"), body=b"later"))
        self.assertEqual(client.read_response().body, b"later")
        client.close()
        there.close()

    def broken_off(self, there):
        """The proxy ends the connection to the origin, and so the request."""
        with self.assertRaises((Ended, OSError)):
            while True:
                there.read_exactly(1)
        there.close()

    def test_before_the_first_octet(self):
        def story(client):
            yield
        self.each_way(story)
        self.assertTrue(self.there.is_left_alone())
        self.serves()

    def test_in_the_head(self):
        def story(client):
            client.send(b"GET / HTTP/1.1\r\nHost: exam")
            yield
        self.each_way(story)
        self.assertTrue(self.there.is_left_alone())
        self.serves()

    def test_before_the_body(self):
        def story(client):
            client.send(request("POST", "/", ("Content-Length", 100)))
            there = self.there.accept()
            there.read_request_head()
            yield
            self.broken_off(there)
        self.each_way(story)
        self.serves()

    def test_in_the_body(self):
        def story(client):
            client.send(request("POST", "/", ("Content-Length", 100)) + b"hello")
            there = self.there.accept()
            there.read_request_head()
            there.read_exactly(5)
            yield
            self.broken_off(there)
        self.each_way(story)
        self.serves()

    def test_in_a_chunked_body(self):
        def story(client):
            client.send(request("POST", "/", CHUNKED) + b"5\r\nhello\r\n")
            there = self.there.accept()
            head = there.read_request_head()
            self.assertEqual(next(there.body_pieces(head)), b"hello")
            yield
            rest = there.read_until_end()
            self.assertNotIn(b"0\r\n\r\n", rest, "a body that was cut looks complete")
            there.close()
        self.each_way(story)
        self.serves()

    def test_while_it_waits_for_a_100(self):
        def story(client):
            client.send(request("POST", "/", ("Expect", "100-continue"), ("Content-Length", 5)))
            there = self.there.accept()
            there.read_request_head()
            yield
            self.broken_off(there)
        self.each_way(story)
        self.serves()

    def test_while_it_waits_for_the_answer(self):
        def story(client):
            client.send(request())
            there = self.there.accept()
            there.read_request()
            yield
            # Whether the proxy notices now or when it answers, nobody gets it.
            try:
                there.send(response(200, body=b"poison"))
            except OSError:
                pass
            there.read_until_end() if not there.silent_for(0.3) else None
            there.close()
        self.each_way(story)
        self.serves()

    def test_after_a_part_of_the_answer(self):
        def story(client):
            client.send(request())
            there = self.there.accept()
            there.read_request()
            there.send(response(200, ("Content-Length", 100)) + b"hello")
            client.read_response_head()
            yield
            # The rest may be drained or refused, but never be another's.
            try:
                there.send(b"x" * 95)
            except OSError:
                pass
            there.close()
        self.each_way(story)
        self.serves()

    def test_in_a_large_answer(self):
        def story(client):
            client.send(request())
            there = self.there.accept()
            there.read_request()
            there.send(response(200, ("Content-Length", 1 << 40)))
            client.read_response_head()
            yield
            with self.assertRaises(OSError):
                for _ in range(1000):  # 1 GiB: the proxy would have to drain it
                    there.send(bytes(1048576))
            there.close()
        self.each_way(story, kept=2)  # a pipe
        self.serves()

    def test_after_the_answer(self):
        def story(client):
            client.send(request())
            there = self.there.accept()
            there.read_request()
            there.send(response(200, ("Connection", "close"), body=b"x"))
            client.read_response()
            yield
            there.close()
        self.each_way(story)
        self.serves()

    def test_with_requests_in_the_pipeline(self):
        def story(client):
            client.send(b"".join(request("GET", f"/{i}") for i in range(50)))
            there = self.there.accept()
            there.read_request()
            yield
            try:
                there.send(response(200, ("Connection", "close"), body=b"x" * 100000))
            except OSError:
                pass
            there.close()
            while not self.there.is_left_alone(0.3):
                self.there.accept().close()
        self.each_way(story)
        self.serves()

    def test_while_the_origin_is_being_connected_to(self):
        proxy = self.troupe(self.black_hole(), waits={"connect": "1s"})
        before = proxy.descriptors()
        for leave in ("close", "reset"):
            client = self.client(proxy)
            client.send(request())
            eventually(lambda: proxy.descriptors() >= before + 2, "it connects")
            getattr(client, leave)()
            self.assert_returns_to(proxy, before)


class Leaks(Scenario):
    def test_a_thousand_exchanges_that_end_badly_leave_nothing(self):
        def script(there):
            while True:
                asked = there.read_request_head()
                if asked.target == "/die":
                    there.send(response(200, ("Content-Length", 10)) + b"x")
                    return
                there.read_body(asked)
                there.send(echo_target(asked))
        proxy = self.troupe(self.scripted_origin(script), loops=2, waits={"first_octet": "2s"})
        self.assert_serves(proxy)
        before = proxy.descriptors()
        memory_before = None
        for round_ in range(5):
            for i in range(40):
                with self.client(proxy) as client:
                    client.send(request("POST", "/up", ("Content-Length", 1000)) + b"x" * 500)
                with self.client(proxy) as client:
                    client.send(request("GET", "/die"))
                    client.read_response_head()
                client = self.client(proxy)
                client.send(request("GET", "/x"))
                client.reset()
                with self.client(proxy) as client:
                    client.send(b"GET / HTTP/1.1\r\nHo")
            self.assert_serves(proxy)
            if round_ == 0:
                memory_before = proxy.resident()
        # A few connections to the origin may lie idle.
        self.assert_returns_to(proxy, before + 16)
        self.assertLess(proxy.resident() - memory_before, 16 * 1048576)


if __name__ == "__main__":
    unittest.main()
