"""Who the client is, where proxies stand in between."""

import socket
import struct
import unittest

from support import Client, Scenario, free_address, request, response, start

SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"


def named(client, server="198.51.100.1"):
    return f"PROXY TCP4 {client} {server} 1234 80\r\n".encode()


def binary(client, *values):
    tlvs = b"".join(struct.pack("!BH", t, len(v)) + v for t, v in values)
    addresses = socket.inet_aton(client) + socket.inet_aton("198.51.100.1")
    rest = addresses + struct.pack("!HH", 1234, 80) + tlvs
    return SIGNATURE + b"\x21\x11" + struct.pack("!H", len(rest)) + rest


class ProxyProtocol(Scenario):
    def behind(self, *backends, trusted="127.0.0.0/8", upstream=None, **more):
        address = free_address()
        proxy = self.keep(start({
            "listeners": [{"address": address, "proxy_protocol": [trusted]}],
            "upstreams": {"app": {"backends": [x.address for x in backends], **(upstream or {})}},
            "routes": [{"match": {"path": "/"}, "upstream": "app"}],
            "timeouts": {"head": "1s", "drain": "1s"}, **more}, address))
        return proxy

    def setUp(self):
        self.origin_side = self.answering_origin()

    def told(self):
        return self.origin_side.requests[-1].fields.get("x-forwarded-for")

    def test_the_client_that_is_named_is_the_client(self):
        proxy = self.behind(self.origin_side)
        for header in (named("192.0.2.7"), binary("192.0.2.7"), binary("192.0.2.7", (5, b"id"))):
            with Client(proxy.address) as client:
                client.send(header + request())
                self.assertEqual(client.read_response().status, 200)
                self.assertEqual(self.told(), "192.0.2.7")
                client.send(request())
                self.assertEqual(client.read_response().status, 200)
                self.assertEqual(self.told(), "192.0.2.7")

    def test_rules_for_clients_are_for_the_one_that_is_named(self):
        proxy = self.behind(self.origin_side, stages=[
            {"access": {"rules": [{"allow": "192.0.2.0/24"}, {"deny": "all"}]}}])
        for client_address, status in (("192.0.2.7", 200), ("203.0.113.7", 403)):
            with Client(proxy.address) as client:
                client.send(named(client_address) + request())
                self.assertEqual(client.read_response().status, status)

    def test_who_is_not_trusted_is_a_client(self):
        proxy = self.behind(self.origin_side, trusted="10.0.0.0/8")
        with Client(proxy.address) as client:
            self.assertEqual(client.get("/").status, 200)
            self.assertEqual(self.told(), "127.0.0.1")
        with Client(proxy.address) as client:
            client.send(named("192.0.2.7") + request())
            self.assert_refused(client, 400)

    def test_who_is_trusted_must_speak_so(self):
        proxy = self.behind(self.origin_side)
        for octets in (request(), b"PROXY TCP4 here there 1 2\r\n", SIGNATURE + b"\x31" * 4):
            with Client(proxy.address) as client:
                client.send(octets)
                self.assertEqual(client.read_until_end(), b"")
        self.assertEqual(self.origin_side.requests, [])

    def test_silence_has_an_end(self):
        proxy = self.behind(self.origin_side)
        with Client(proxy.address) as client:
            client.send(named("192.0.2.7")[:20])
            self.assertEqual(client.read_until_end(), b"")

    def test_a_chain_of_proxies_knows_the_first_client(self):
        for version in ("v1", "v2"):
            inner = self.behind(self.origin_side)
            middle = self.behind(inner, upstream={"proxy_protocol": version,
                                                  "forwarded": "off"})
            outer = self.troupe(middle, upstream={"proxy_protocol": version, "forwarded": "off"})
            with Client(outer.address, source="127.0.0.9") as client:
                for _ in range(3):
                    client.send(request("POST", "/", body=b"x" * 100000))
                    self.assertEqual(client.read_response().status, 200)
                    self.assertEqual(self.told(), "127.0.0.9")

    def test_each_request_has_a_connection_of_its_own(self):
        origin = self.scripted_origin(self.answer_announced)
        proxy = self.troupe(origin, upstream={"proxy_protocol": "v1"})
        with Client(proxy.address) as client:
            for _ in range(3):
                self.assertEqual(client.get("/").status, 200)
        self.assertEqual(len(origin.connections), 3)

    def answer_announced(self, there):
        self.assertRegex(there.read_line("a header"), rb"^PROXY TCP4 127\.0\.0\.1 127\.0\.0\.1 ")
        there.read_request()
        there.send(response(200, body=b"ok"))
        self.assertEqual(there.read_until_end(), b"")


if __name__ == "__main__":
    unittest.main()
