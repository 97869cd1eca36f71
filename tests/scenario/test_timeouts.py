"""Every wait has a deadline, with a name."""

import time
import unittest

from support import CHUNKED, CLOSE, Scenario, ms, request, response, scaled

SHORT = ms(300)
LONG = "60s"


class Waits(Scenario):
    def setUp(self):
        self._began = time.monotonic()

    def begin(self):
        self._began = time.monotonic()

    def assert_it_took(self, least, most=2.0):
        took = time.monotonic() - self._began
        self.assertGreater(took, scaled(least))
        self.assertLess(took, scaled(most))


class OfTheClient(Waits):
    """Only the deadline that is meant is short."""

    def proxy(self, *origins, **timeouts):
        others = {"head": LONG, "body": LONG, "keep_alive": LONG, "write": LONG}
        return self.troupe(*(origins or [self.answering_origin()]),
                           timeouts={**others, **timeouts})

    def test_head_a_client_that_says_nothing_is_not_waited_for(self):
        client = self.client(self.proxy(head=SHORT))
        self.begin()
        if client.has_ended(within=3) is not True:  # a 408, or no word at all
            self.assert_refused(client, 408)
        self.assert_it_took(0.25)

    def test_head_half_a_head_is_a_408(self):
        client = self.client(self.proxy(head=SHORT))
        client.send(b"GET / HTTP/1.1\r\nHos")
        self.begin()
        self.assert_refused(client, 408)
        self.assert_it_took(0.2)

    def test_head_is_for_all_of_it_not_between_octets(self):
        client = self.client(self.proxy(head=SHORT))
        client.send(b"GET / HTTP/1.1\r\nX: ")
        self.begin()
        while client.silent_for(0.05):
            self.assertLess(time.monotonic() - self._began, scaled(3), "it trickles for ever")
            client.send(b"a")
        self.assert_refused(client, 408)

    def test_head_counts_for_the_second_request_too(self):
        client = self.client(self.proxy(head=SHORT))
        client.get("/")
        client.send(b"GET / HTTP/1.1\r\nHos")
        self.begin()
        self.assert_refused(client, 408)
        self.assert_it_took(0.2)

    def test_body_a_client_that_stops_is_a_408(self):
        origin = self.origin()
        client = self.client(self.proxy(origin, body=SHORT))
        client.send(request("POST", "/", ("Content-Length", 10)) + b"hello")
        there = origin.accept()
        there.read_request_head()
        self.begin()
        self.assert_refused(client, 408)
        self.assert_it_took(0.2)
        self.assertEqual(there.read_until_end(), b"hello")

    def test_body_is_between_arrivals_not_for_all_of_it(self):
        client = self.client(self.proxy(body=SHORT))
        client.send(request("POST", "/", ("Content-Length", 10)))
        for _ in range(10):
            time.sleep(scaled(0.1))
            client.send(b"x")
        self.assertEqual(client.read_response().status, 200)

    def test_body_does_not_run_while_the_origin_is_slow(self):
        # The client has sent what it can; it waits for us.
        origin = self.origin(receive_buffer=65536)
        client = self.client(self.proxy(origin, body=SHORT))
        size = 64 * 1048576
        client.send(request("POST", "/", ("Content-Length", size)))
        there = origin.accept()
        there.read_request_head()
        sent = client.send_what_they_take(bytes(size), still=1.0)
        self.assertLess(sent, size, "the buffers on the way hold everything")
        self.assertTrue(client.silent_for(0.2))
        client.reset()

    def test_keep_alive_ends_without_a_word(self):
        client = self.client(self.proxy(keep_alive=SHORT))
        client.get("/")
        self.begin()
        self.assertTrue(client.ended(within=3))
        self.assert_it_took(0.25)

    def test_keep_alive_begins_anew_with_each_request(self):
        client = self.client(self.proxy(keep_alive=SHORT))
        for i in range(5):
            time.sleep(scaled(0.15))
            self.assertEqual(client.get(f"/{i}").status, 200)

    def test_write_a_client_that_does_not_read_is_given_up(self):
        size = 64 * 1048576

        def pour(there):
            there.read_request()
            there.send(response(200, ("Content-Length", size)))
            for _ in range(64):
                there.send(bytes(1048576))
        proxy = self.proxy(self.scripted_origin(pour), write=SHORT)
        before = proxy.descriptors()
        client = self.client(proxy, receive_buffer=16384)
        client.send(request())
        head = client.read_response_head()
        self.assert_returns_to(proxy, before)
        got = client.read_until_end()
        self.assertLess(len(got), head.length)

    def test_write_is_not_for_all_of_it(self):
        size = 12 * 1048576
        backend = self.answering_origin(lambda asked: response(200, CLOSE, body=bytes(size)))
        client = self.client(self.proxy(backend, write=ms(1000)),
                             receive_buffer=262144)
        client.send(request())
        head = client.read_response_head()
        left = head.length - len(client.held)
        self.begin()
        # Slow, but something is taken all the time. (The kernel lets the proxy
        # write again when a third of its buffer is free, which may be a MiB.)
        while left:
            time.sleep(scaled(0.1))
            for _ in range(8):
                got = client.socket.recv(min(left, 65536)) if left else b""
                self.assertTrue(got or not left, f"cut with {left} octets left")
                left -= len(got)
        self.assert_it_took(1.5, 30)

    def test_linger_a_client_that_does_not_close_is_not_waited_for(self):
        proxy = self.proxy(linger=SHORT)
        before = proxy.descriptors()
        client = self.client(proxy)
        client.send(b"nonsense\r\n\r\n")
        self.assert_refused(client, 400)
        self.assert_returns_to(proxy, before, within=3)
        client.close()

    def test_exchange_is_for_all_of_it(self):
        origin = self.origin()
        client = self.client(self.proxy(origin, exchange=SHORT))
        client.send(request())
        there = origin.accept()
        there.read_request()
        self.begin()
        self.assert_failed(client.read_response(), 504)
        self.assert_it_took(0.2)

    def test_exchange_cuts_an_answer_that_takes_too_long(self):
        origin = self.origin()
        client = self.client(self.proxy(origin, exchange=SHORT))
        client.send(request())
        there = origin.accept()
        there.read_request()
        there.send(response(200, CHUNKED) + b"5\r\nhello\r\n")
        self.begin()
        answer = client.read_broken_response()
        self.assertEqual(answer.body, b"hello")
        self.assert_it_took(0.1)


class OfTheOrigin(Waits):
    def proxy(self, *origins, **waits):
        others = {"connect": LONG, "first_octet": LONG, "between_octets": LONG,
                  "tunnel_idle": LONG}
        return self.troupe(*origins, waits={**others, **waits})

    def test_connect(self):
        client = self.client(self.proxy(self.black_hole(), connect=SHORT))
        self.begin()
        self.assert_failed(client.get("/"), 504, "connection_timeout")
        self.assert_it_took(0.25)

    def test_first_octet(self):
        origin = self.origin()
        client = self.client(self.proxy(origin, first_octet=SHORT))
        client.send(request())
        there = origin.accept()
        there.read_request()
        self.begin()
        self.assert_failed(client.read_response(), 504, "http_response_timeout")
        self.assert_it_took(0.2)
        self.assertTrue(there.ended(), "the connection is of no use any more")

    def test_first_octet_counts_from_the_last_of_the_request(self):
        origin = self.origin()
        client = self.client(self.proxy(origin, first_octet=SHORT))
        client.send(request("POST", "/", ("Content-Length", 5)))
        there = origin.accept()
        head = there.read_request_head()
        for piece in (b"h", b"e", b"l", b"l", b"o"):
            time.sleep(scaled(0.15))
            client.send(piece)
        there.read_body(head)
        there.send(response(200, body=b"x"))
        self.assertEqual(client.read_response().status, 200)

    def test_a_late_answer_is_nobodys(self):
        origin = self.origin()
        proxy = self.proxy(origin, first_octet=SHORT)
        client = self.client(proxy)
        client.send(request("GET", "/slow"))
        there = origin.accept()
        there.read_request()
        self.assertEqual(client.read_response().status, 504)
        try:
            there.send(response(200, body=b"poison"))
        except OSError:
            pass
        with self.client(proxy) as other:
            other.send(request("GET", "/other"))
            there = origin.accept()
            self.assertEqual(there.read_request().target, "/other")
            there.send(response(200, body=b"right"))
            self.assertEqual(other.read_response().body, b"right")

    def test_between_octets_half_a_head_is_a_504(self):
        origin = self.origin()
        client = self.client(self.proxy(origin, between_octets=SHORT))
        client.send(request())
        there = origin.accept()
        there.read_request()
        there.send(b"HTTP/1.1 200 OK\r\nCont")
        self.begin()
        self.assert_failed(client.read_response(), 504, "http_response_timeout")
        self.assert_it_took(0.2)

    def test_between_octets_half_a_body_is_cut(self):
        origin = self.origin()
        client = self.client(self.proxy(origin, between_octets=SHORT))
        client.send(request())
        there = origin.accept()
        there.read_request()
        there.send(response(200, ("Content-Length", 10)) + b"hello")
        self.begin()
        self.assertEqual(client.read_broken_response().body, b"hello")
        self.assert_it_took(0.2)
        self.assertTrue(there.ended())

    def test_between_octets_is_not_for_all_of_it(self):
        origin = self.origin()
        client = self.client(self.proxy(origin, between_octets=SHORT))
        client.send(request())
        there = origin.accept()
        there.read_request()
        there.send(response(200, ("Content-Length", 8)))
        for _ in range(8):
            time.sleep(scaled(0.1))
            there.send(b"x")
        self.assertEqual(client.read_response().body, b"xxxxxxxx")

    def test_between_octets_does_not_run_while_the_client_is_slow(self):
        size = 8 * 1048576
        body = bytes(size)
        backend = self.answering_origin(lambda asked: response(200, body=body))
        client = self.client(self.proxy(backend, between_octets=SHORT), receive_buffer=16384)
        client.send(request())
        head = client.read_response_head()
        time.sleep(scaled(1.0))
        client.read_body(head)
        self.assertEqual(len(head.body), size)

    def test_between_octets_an_origin_that_does_not_take_the_request(self):
        origin = self.origin(receive_buffer=16384)
        client = self.client(self.proxy(origin, between_octets=SHORT))
        size = 64 * 1048576
        client.send(request("POST", "/", ("Content-Length", size)))
        there = origin.accept()
        there.read_request_head()
        client.send_what_they_take(bytes(size), still=0.2)
        answer = client.read_response()
        self.assert_failed(answer, 504)

    def test_tunnel_idle(self):
        origin = self.origin()
        client = self.client(self.proxy(origin, tunnel_idle=SHORT))
        client.send(request("GET", "/", ("Connection", "Upgrade"), ("Upgrade", "echo")))
        there = origin.accept()
        there.read_request()
        there.send(response(101, ("Connection", "Upgrade"), ("Upgrade", "echo")))
        self.assertEqual(client.read_response().status, 101)
        for _ in range(5):  # octets in either direction keep it alive
            time.sleep(scaled(0.1))
            client.send(b"x")
            there.read_exactly(1)
            time.sleep(scaled(0.1))
            there.send(b"y")
            client.read_exactly(1)
        self.begin()
        self.assertTrue(client.ended(within=3))
        self.assertTrue(there.ended(within=3))
        self.assert_it_took(0.2)


class NoDeadline(Waits):
    def test_zero_is_for_ever(self):
        origin = self.origin()
        client = self.client(self.troupe(origin, waits={"first_octet": "0s"},
                                         timeouts={"head": "0s", "exchange": "0s"}))
        time.sleep(scaled(0.3))
        client.send(request())
        there = origin.accept()
        there.read_request()
        self.assertTrue(client.silent_for(0.5))
        there.send(response(200, body=b"x"))
        self.assertEqual(client.read_response().body, b"x")


if __name__ == "__main__":
    unittest.main()
