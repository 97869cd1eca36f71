"""Upgrades: WebSocket and others become a tunnel, after the 101 and not before."""

import base64
import hashlib
import os
import threading
import unittest

from support import Scenario, memory, request, response, scaled

ASKS = (("Connection", "Upgrade"), ("Upgrade", "echo/1"))
AGREED = response(101, *ASKS)


class Tunnels(Scenario):
    def opened(self, early=b"", behind=b"", **more):
        """A tunnel; the client's early octets, and the origin's behind the 101."""
        origin = self.origin()
        self.proxy = self.troupe(origin, **more)
        self.here = self.client(self.proxy)
        self.here.send(request("GET", "/chat", *ASKS) + early)
        self.there = origin.accept()
        self.asked = self.there.read_request()
        self.there.send(AGREED + behind)
        self.agreed = self.here.read_response()
        self.assertEqual(self.agreed.status, 101)

    def test_the_upgrade_is_asked_for_and_agreed_on_end_to_end(self):
        self.opened()
        self.assertEqual(self.asked["upgrade"], "echo/1")
        self.assertTrue(self.asked.fields.has("connection", "upgrade"))
        self.assertEqual(self.agreed["upgrade"], "echo/1")
        self.assertTrue(self.agreed.fields.has("connection", "upgrade"))

    def test_octets_pass_both_ways_untouched(self):
        self.opened()
        octets = bytes(range(256)) + b"\r\n\r\nGET / HTTP/1.1\r\n\r\n0\r\n\r\n"
        self.here.send(octets)
        self.assertEqual(self.there.read_exactly(len(octets)), octets)
        self.there.send(octets)
        self.assertEqual(self.here.read_exactly(len(octets)), octets)

    def test_octets_right_behind_the_101_are_the_tunnels(self):
        self.opened(behind=b"hello")
        self.assertEqual(self.here.read_exactly(5), b"hello")

    def test_octets_before_the_101_go_nowhere(self):
        origin = self.origin()
        proxy = self.troupe(origin)
        client = self.client(proxy)
        client.send(request("GET", "/chat", *ASKS) + b"too early")
        there = origin.accept()
        there.read_request()
        self.assertTrue(there.silent_for(0.3), "the origin hears what is not agreed on")
        there.send(AGREED)
        self.assertEqual(client.read_response().status, 101)
        client.send(b"in time")
        # From now on it is a tunnel; what came early belongs to it or to nobody.
        got = there.read_exactly(7)
        self.assertIn(got, (b"in time", b"too ear"))

    def test_a_refused_upgrade_goes_on_as_http(self):
        origin = self.origin()
        client = self.client(self.troupe(origin))
        client.send(request("GET", "/chat", *ASKS))
        there = origin.accept()
        there.read_request()
        there.send(response(403, body=b"no"))
        self.assertEqual(client.read_response().status, 403)
        client.send(request("GET", "/next"))
        self.assertEqual(there.read_request().target, "/next")
        there.send(response(200, body=b"fine"))
        self.assertEqual(client.read_response().body, b"fine")

    def test_early_octets_of_a_refused_upgrade_are_requests(self):
        origin = self.origin()
        client = self.client(self.troupe(origin))
        client.send(request("GET", "/chat", *ASKS) + request("GET", "/next"))
        there = origin.accept()
        there.read_request()
        self.assertTrue(there.silent_for(0.2))
        there.send(response(200, body=b"no"))
        self.assertEqual(client.read_response().body, b"no")
        self.assertEqual(there.read_request().target, "/next")
        there.send(response(200, body=b"fine"))
        self.assertEqual(client.read_response().body, b"fine")

    def test_early_octets_of_a_refused_upgrade_that_are_no_requests_are_refused(self):
        origin = self.origin()
        client = self.client(self.troupe(origin))
        client.send(request("GET", "/chat", *ASKS) + b"\x81\x05hello\r\n\r\n")
        there = origin.accept()
        there.read_request()
        there.send(response(200, body=b"no"))
        self.assertEqual(client.read_response().body, b"no")
        self.assert_refused(client, 400)
        self.assertTrue(there.silent_for(0.1) or there.ended())

    def test_an_interim_response_may_come_before_the_101(self):
        origin = self.origin()
        client = self.client(self.troupe(origin))
        client.send(request("GET", "/chat", *ASKS))
        there = origin.accept()
        there.read_request()
        there.send(response(103, ("Link", "</a>")) + AGREED + b"hello")
        answer = client.read_response()
        self.assertEqual((answer.status, [x.status for x in answer.interim]), (101, [103]))
        self.assertEqual(client.read_exactly(5), b"hello")

    def test_a_101_without_upgrade_is_a_failure(self):
        backend = self.scripted_origin(
            lambda there: (there.read_request(), there.send(AGREED + b"poison"),
                           there.read_until_end()))
        client = self.client(self.troupe(backend))
        self.assert_failed(client.get("/"), 502)

    def test_an_upgrade_in_http_1_0_is_none(self):
        backend = self.answering_origin()
        client = self.client(self.troupe(backend))
        self.assertEqual(client.get("/", *ASKS, version="1.0").status, 200)
        self.assertNotIn("upgrade", backend.requests[0].fields)

    def test_the_client_may_end_its_direction_first(self):
        self.opened()
        self.here.send(b"question")
        self.here.half_close()
        self.assertEqual(self.there.read_exactly(8), b"question")
        self.assertTrue(self.there.ended())
        self.there.send(b"answer")
        self.there.close()
        self.assertEqual(self.here.read_until_end(), b"answer")

    def test_the_origin_may_end_its_direction_first(self):
        self.opened()
        self.there.send(b"question")
        self.there.half_close()
        self.assertEqual(self.here.read_exactly(8), b"question")
        self.assertTrue(self.here.ended())
        self.here.send(b"answer")
        self.here.close()
        self.assertEqual(self.there.read_until_end(), b"answer")

    def test_the_client_ends_while_the_origin_has_half_closed(self):
        self.opened()
        before = self.proxy.descriptors()
        self.there.half_close()
        self.assertTrue(self.here.ended())
        self.here.close()
        self.assertTrue(self.there.ended())
        self.assert_returns_to(self.proxy, before - 2)

    def test_a_reset_ends_both(self):
        self.opened()
        before = self.proxy.descriptors()
        self.here.reset()
        self.assertTrue(self.there.ended())
        self.assert_returns_to(self.proxy, before - 2)
        self.opened()
        before = self.proxy.descriptors()
        self.there.reset()
        self.assertTrue(self.here.ended())
        self.assert_returns_to(self.proxy, before - 2)

    def test_64_mib_pass_both_ways_at_once_in_bounded_memory(self):
        self.opened()
        size, block = 64 * 1048576, os.urandom(1048573)
        before = self.proxy.resident()
        digests = {}

        def pour(wire):
            left = size
            while left:
                wire.send(block[:left])
                left -= min(left, len(block))
            wire.half_close()

        def drink(wire, name):
            digest, total = hashlib.sha256(), 0
            while True:
                got = wire.socket.recv(1048576)
                if not got:
                    break
                digest.update(got)
                total += len(got)
            digests[name] = (total, digest.hexdigest())
        threads = [threading.Thread(target=x, args=y, daemon=True) for x, y in (
            (pour, (self.here,)), (pour, (self.there,)),
            (drink, (self.here, "here")), (drink, (self.there, "there")))]
        for x in threads:
            x.start()
        for x in threads:
            x.join(scaled(60))
        expected = hashlib.sha256()
        left = size
        while left:
            expected.update(block[:left])
            left -= min(left, len(block))
        self.assertEqual(digests, {"here": (size, expected.hexdigest()),
                                   "there": (size, expected.hexdigest())})
        self.assertLess(self.proxy.most_resident() - before, memory(24))

    def test_a_reader_that_stops_holds_the_other_end_back(self):
        self.opened()
        before = self.proxy.resident()
        much = 160 * 1048576
        sent = self.there.send_what_they_take(bytes(much), still=1.0)
        self.assertLess(sent, much * 3 // 4)
        self.assertLess(self.proxy.most_resident() - before, memory(16))
        self.assertLess(self.proxy.cpu_seconds_during(1.0), 0.1)
        left = sent
        while left:
            got = self.here.socket.recv(min(left, 1048576))
            self.assertTrue(got)
            left -= len(got)

    def test_an_upgraded_connection_is_not_anothers(self):
        self.opened()
        self.there.send(b"x")
        self.here.read_exactly(1)
        self.here.close()
        self.assertTrue(self.there.ended())

    def test_many_tunnels_live_side_by_side(self):
        def echo(there):
            there.read_request()
            there.send(AGREED)
            while True:
                got = there.socket.recv(65536)
                if not got:
                    return
                there.send(got)
        proxy = self.troupe(self.scripted_origin(echo), loops=2)
        before = proxy.descriptors()
        clients = [self.client(proxy) for _ in range(50)]
        for x in clients:
            x.send(request("GET", "/", *ASKS))
        for i, x in enumerate(clients):
            self.assertEqual(x.read_response().status, 101)
            x.send(b"%04d" % i)
        for i, x in enumerate(clients):
            self.assertEqual(x.read_exactly(4), b"%04d" % i)
            x.close()
        self.assert_returns_to(proxy, before)


class WebSocket(Scenario):
    def test_a_conversation(self):
        """RFC 6455, as small as it gets."""
        key = base64.b64encode(os.urandom(16)).decode()
        accept = base64.b64encode(hashlib.sha1(
            (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()

        def frame(octets, mask=False):
            head = b"\x81" + bytes([len(octets) | (0x80 if mask else 0)])
            if not mask:
                return head + octets
            keys = os.urandom(4)
            return head + keys + bytes(x ^ keys[i % 4] for i, x in enumerate(octets))

        def serve(there):
            asked = there.read_request()
            said = base64.b64encode(hashlib.sha1(
                (asked["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                .encode()).digest()).decode()
            there.send(response(101, ("Upgrade", "websocket"), ("Connection", "Upgrade"),
                                ("Sec-WebSocket-Accept", said)))
            while True:
                _, size = there.read_exactly(2)
                keys = there.read_exactly(4)
                octets = there.read_exactly(size & 0x7f)
                there.send(frame(bytes(x ^ keys[i % 4] for i, x in enumerate(octets))))
        client = self.client(self.troupe(self.scripted_origin(serve)))
        client.send(request("GET", "/chat", ("Upgrade", "websocket"),
                            ("Connection", "keep-alive, Upgrade"), ("Sec-WebSocket-Key", key),
                            ("Sec-WebSocket-Version", "13")))
        answer = client.read_response()
        self.assertEqual((answer.status, answer["sec-websocket-accept"]), (101, accept))
        for i in range(100):
            client.send(frame(b"message %d" % i, mask=True))
            self.assertEqual(client.read_exactly(2 + len(b"message %d" % i))[2:],
                             b"message %d" % i)


class Connect(Scenario):
    def test_it_is_refused(self):
        backend = self.answering_origin()
        client = self.client(self.troupe(backend))
        client.send(b"CONNECT example.test:443 HTTP/1.1\r\nHost: example.test:443\r\n\r\n"
                    + request("GET", "/hidden"))
        self.assert_refused(client, 405)
        self.assertEqual(backend.octets, 0)


if __name__ == "__main__":
    unittest.main()
