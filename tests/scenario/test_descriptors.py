"""Too few descriptors: a pause, not an end, and no spinning."""

import threading
import unittest

from support import Client, Scenario, eventually, has_symbol, request, scaled


# One check of the undefined behaviour sanitizer looks at objects through a pipe,
# and takes them for none when there are no descriptors for one.
@unittest.skipIf(has_symbol("__ubsan_handle_dynamic_type_cache_miss"),
                 "built with -fsanitize=vptr, which needs descriptors")
class Exhaustion(Scenario):
    LIMIT = 64

    def crowd(self, proxy, count):
        """Connects in the kernel's eyes, whether or not the proxy accepts."""
        return [self.client(proxy) for _ in range(count)]

    def test_it_pauses_and_recovers(self):
        proxy = self.troupe(self.answering_origin(), descriptors=self.LIMIT, loops=2)
        self.assert_serves(proxy)
        crowd = self.crowd(proxy, self.LIMIT * 2)
        eventually(lambda: proxy.descriptors() >= self.LIMIT - 8, "descriptors are used up")
        self.assertLess(proxy.cpu_seconds_during(1.0), 0.1, "it spins")
        self.assertTrue(proxy.is_running())
        for x in crowd:
            x.close()
        eventually(lambda: self.serves(proxy), "it accepts again")
        self.assert_serves(proxy, 5)

    @staticmethod
    def serves(proxy):
        try:
            with Client(proxy.address) as client:
                return client.get("/again").status == 200
        except (AssertionError, OSError):
            return False

    def test_who_was_kept_waiting_is_served_when_others_leave(self):
        proxy = self.troupe(self.answering_origin(), descriptors=self.LIMIT)
        crowd = self.crowd(proxy, self.LIMIT)
        eventually(lambda: proxy.descriptors() >= self.LIMIT - 8, "descriptors are used up")
        late = self.client(proxy)
        late.send(request("GET", "/late"))
        for x in crowd:
            x.close()
        self.assertEqual(late.read_response().body, b"answer to /late")

    def test_requests_without_a_descriptor_for_the_origin_fail_and_pass(self):
        # All descriptors are clients'; what they ask is answered by a 503, or
        # waits; nobody is harmed.
        proxy = self.troupe(self.answering_origin(), descriptors=self.LIMIT,
                            timeouts={"head": "2s", "keep_alive": "2s"})
        crowd = self.crowd(proxy, self.LIMIT * 2)
        eventually(lambda: proxy.descriptors() >= self.LIMIT - 8, "descriptors are used up")
        for x in crowd:
            x.send(request("GET", "/x"))
        statuses = []

        def read(client):
            try:
                statuses.append(client.read_response().status)
                client.close()
            except AssertionError:
                statuses.append(None)
        readers = [threading.Thread(target=read, args=(x,), daemon=True) for x in crowd]
        for x in readers:
            x.start()
        for x in readers:
            x.join(scaled(15))
        self.assertEqual(len(statuses), len(crowd))
        self.assertLessEqual(set(statuses), {200, 502, 503})
        self.assertGreater(statuses.count(200), 0)
        eventually(lambda: self.serves(proxy), "it serves again")

    def test_established_connections_go_on(self):
        proxy = self.troupe(self.answering_origin(), descriptors=self.LIMIT)
        client = self.client(proxy)
        self.assertEqual(client.get("/before").status, 200)
        crowd = self.crowd(proxy, self.LIMIT * 2)
        eventually(lambda: proxy.descriptors() >= self.LIMIT - 8, "descriptors are used up")
        for i in range(10):
            self.assertEqual(client.get(f"/{i}").body, b"answer to /%d" % i)
        for x in crowd:
            x.close()

    def test_it_ends_in_good_order_while_exhausted(self):
        proxy = self.troupe(self.answering_origin(), descriptors=self.LIMIT)
        self.crowd(proxy, self.LIMIT * 2)
        eventually(lambda: proxy.descriptors() >= self.LIMIT - 8, "descriptors are used up")
        proxy.signal(15)
        self.assertEqual(proxy.status(), 0)


class Admission(Scenario):
    def test_connections_beyond_the_limit_wait_outside(self):
        proxy = self.troupe(self.answering_origin(), limits={"connections": 3})
        first = []
        for i in range(3):
            client = self.client(proxy)
            self.assertEqual(client.get(f"/{i}").status, 200)
            first.append(client)
        late = self.client(proxy)
        late.send(request("GET", "/late"))
        self.assertTrue(late.silent_for(0.3))
        self.assertLess(proxy.cpu_seconds_during(0.5), 0.05)
        first[0].close()
        self.assertEqual(late.read_response().body, b"answer to /late")
        for x in first[1:]:
            self.assertEqual(x.get("/still").status, 200)

    def test_the_limit_is_for_all_loops_together(self):
        # No idle connections to the origin, which each loop would keep for itself.
        proxy = self.troupe(self.answering_origin(), limits={"connections": 6}, loops=2,
                            pool={"max_idle": 0})
        self.assert_serves(proxy)
        before = proxy.descriptors()
        crowd = [self.client(proxy) for _ in range(40)]
        eventually(lambda: proxy.descriptors() > before + 1, "some are let in")
        for i, client in enumerate(crowd):
            client.send(request("GET", f"/{i}", ("Connection", "close")))
        most = proxy.descriptors()
        for i, client in enumerate(crowd):
            self.assertEqual(client.read_response().body, b"answer to /%d" % i)
            most = max(most, proxy.descriptors())
        # Each has one connection to the origin, at most.
        self.assertLessEqual(most, before + 12)


if __name__ == "__main__":
    unittest.main()
