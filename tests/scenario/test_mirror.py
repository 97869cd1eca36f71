"""Copies of requests for another upstream: nobody waits for them, or for their end."""

import re
import time
import unittest

from support import (CHUNKED, Client, Process, Scenario, TROUPE_BIN, chunked, eventually, memory,
                     ms, request, response, scaled, start, yaml)


class Mirror(Scenario):
    def proxy(self, origin, shadow, descriptors=None, **options):
        return self.keep(start({
            "loops": 1, "timeouts": {"drain": ms(1000)},
            "upstreams": {"app": {"backends": [origin.address]},
                          "shadow": {"backends": [shadow.address]}},
            "routes": [{"upstream": "app", "stages": [
                {"mirror": {"to": "shadow", **options}}]}]}, descriptors=descriptors))

    def arrived(self, shadow, count):
        eventually(lambda: len(shadow.requests) >= count, f"{count} copies arrive")
        return shadow.requests

    def test_copies_arrive_with_body_and_fields(self):
        origin, shadow = self.answering_origin(), self.answering_origin(
            lambda asked: response(500, body=b"no" * 100000))
        proxy = self.proxy(origin, shadow, shadow_host=True)
        client = self.client(proxy)
        client.send(request("POST", "/a?b", ("X-A", "1"), body=b"x" * 50000, host="a.test:81"))
        self.assertEqual(client.read_response().body, b"answer to /a?b")
        client.send(request("PUT", "/c", CHUNKED) + chunked(b"he", b"llo"))
        self.assertEqual(client.read_response().body, b"answer to /c")
        self.assertEqual(client.get("/d").body, b"answer to /d")
        seen = {x.target: x for x in self.arrived(shadow, 3)}
        self.assertEqual(seen["/a?b"].body, b"x" * 50000)
        self.assertEqual(seen["/a?b"]["x-a"], "1")
        self.assertEqual(seen["/a?b"]["host"], "a.test-shadow:81")
        self.assertEqual((seen["/c"].method, seen["/c"].body), ("PUT", b"hello"))
        self.assertEqual(seen["/d"]["x-forwarded-for"], "127.0.0.1")
        self.assertEqual([x["host"] for x in origin.requests][0], "a.test:81")

    def test_a_large_body_is_copied_where_that_is_wanted(self):
        origin, shadow = self.answering_origin(), self.answering_origin()
        client = self.client(self.proxy(origin, shadow, body="1MiB"))
        body = bytes(range(256)) * 3000
        for target in ("/a", "/b"):
            client.send(request("POST", target, body=body))
            self.assertEqual(client.read_response().status, 200)
        self.assertEqual([x.body == body for x in self.arrived(shadow, 2)], [True, True])
        client.send(request("POST", "/c", body=body + body))
        self.assertEqual(client.read_response().status, 200)
        self.assertTrue(origin.requests[-1].body == body + body)
        self.assertEqual(len(shadow.requests), 2)

    def test_a_share_is_copied(self):
        origin, shadow = self.answering_origin(), self.answering_origin()
        client = self.client(self.proxy(origin, shadow, percent=20))
        for i in range(50):
            client.get(f"/{i}")
        self.arrived(shadow, 10)
        time.sleep(scaled(0.2))
        self.assertEqual(len(shadow.requests), 10)

    def test_an_upstream_that_hangs_delays_nobody_and_costs_little(self):
        def listen_and_say_nothing(there):
            there.read_until_end()
        origin, shadow = self.answering_origin(), self.scripted_origin(listen_and_say_nothing)
        proxy = self.proxy(origin, shadow, in_flight=50, timeout=ms(1000))
        client = self.client(proxy)
        client.get("/first")
        before, descriptors = proxy.resident(), proxy.descriptors()
        begun = time.monotonic()
        for i in range(500):
            client.send(request("POST", f"/{i}", body=b"x" * 60000))
            self.assertEqual(client.read_response().status, 200)
        self.assertLess(time.monotonic() - begun, scaled(5))
        self.assertLess(proxy.most_resident() - before, memory(24))
        self.assertLessEqual(proxy.descriptors(), descriptors + 52)
        eventually(lambda: proxy.descriptors() <= descriptors, "copies are forgotten")
        self.assertIn("mirror_lost upstream=shadow", proxy.log())

    def test_an_upstream_that_is_not_there_delays_nobody(self):
        origin, shadow = self.answering_origin(), self.answering_origin()
        shadow.close()
        proxy = self.proxy(origin, shadow)
        self.assert_serves(proxy, 50)

    def test_a_drain_does_not_wait_for_copies(self):
        origin, shadow = self.answering_origin(), self.black_hole()
        proxy = self.proxy(origin, shadow, timeout="60s")
        with Client(proxy.address) as client:
            client.get("/a")
        proxy.signal(15)
        self.assertEqual(proxy.status(within=0.9), 0)

    def test_an_upstream_that_nobody_knows_is_found_at_check(self):
        origin = self.answering_origin()
        proxy = self.keep(start({
            "loops": 1, "upstreams": {"app": {"backends": [origin.address]}},
            "routes": [{"upstream": "app"}]}))
        file = proxy.folder / "bad.yaml"
        file.write_text(yaml({
            "listeners": ["127.0.0.1:0"], "upstreams": {"app": {"backends": [origin.address]}},
            "routes": [{"upstream": "app", "stages": [{"mirror": {"to": "shadow"}}]}]}))
        check = self.keep(Process(TROUPE_BIN, "check", "--config", file))
        check.expected_status = 2
        self.assertEqual(check.status(), 2)
        self.assertRegex(check.log(), re.escape("has a stage that names no upstream: 'shadow'"))


if __name__ == "__main__":
    unittest.main()
