"""Doing nothing costs nothing, even for ten thousand."""

import resource
import time
import unittest

from support import Client, Scenario, echo_target, memory, request, scaled

MANY = 10000


class Idle(Scenario):
    def test_a_program_with_nothing_to_do_does_nothing(self):
        proxy = self.troupe(self.answering_origin(), loops=2)
        time.sleep(scaled(0.3))
        self.assertLessEqual(proxy.cpu_seconds_during(3.0), 0.02)

    def test_nor_after_it_has_served(self):
        proxy = self.troupe(self.answering_origin(), loops=2)
        clients = [self.client(proxy) for _ in range(20)]
        for x in clients:
            x.get("/")
        time.sleep(scaled(0.3))
        self.assertLessEqual(proxy.cpu_seconds_during(3.0), 0.03)

    def test_nor_while_it_waits_for_an_origin(self):
        origin = self.origin()
        proxy = self.troupe(origin)
        client = self.client(proxy)
        client.send(request())
        origin.accept().read_request()
        self.assertLessEqual(proxy.cpu_seconds_during(2.0), 0.02)

    def test_nor_with_a_client_that_has_half_closed(self):
        origin = self.origin()
        proxy = self.troupe(origin)
        client = self.client(proxy)
        client.send(request())
        there = origin.accept()
        there.read_request()
        client.half_close()
        self.assertLessEqual(proxy.cpu_seconds_during(1.0), 0.02)

    def test_nor_with_half_requests_and_half_answers(self):
        origin = self.origin()
        proxy = self.troupe(origin)
        halves = [self.client(proxy) for _ in range(10)]
        for x in halves:
            x.send(b"GET / HTTP/1.1\r\nHost: exa")
        asking = self.client(proxy)
        asking.send(request())
        there = origin.accept()
        there.read_request()
        there.send(b"HTTP/1.1 200 OK\r\nContent-Le")
        self.assertLessEqual(proxy.cpu_seconds_during(2.0), 0.02)


class Crowd(Scenario):
    def test_ten_thousand_idle_connections_cost_little(self):
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard != resource.RLIM_INFINITY and hard < MANY + 500:
            self.skipTest(f"only {hard} descriptors are allowed")
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        proxy = self.troupe(self.answering_origin(echo_target), loops=2, pool={"max_idle": 100},
                            timeouts={"keep_alive": "10m", "head": "10m"})
        before = proxy.resident()
        crowd = []
        self.addCleanup(lambda: [x.close() for x in crowd])
        for i in range(MANY):
            # Each has been served once, so that it is idle and not merely new.
            client = Client(proxy.address, source=f"127.0.0.{2 + i % 4}")
            client.send(request("GET", f"/{i}"))
            crowd.append(client)
            if i % 500 == 499:
                for j in range(i - 499, i + 1):
                    answer = crowd[j].read_response()
                    self.assertEqual(answer.body, b"answer to /%d" % j)
        self.assertGreaterEqual(proxy.descriptors(), MANY)
        each = (proxy.resident() - before) / MANY
        self.assertLess(each, memory(1) / 100, f"{each:.0f} octets for each connection")
        time.sleep(scaled(0.5))
        self.assertLessEqual(proxy.cpu_seconds_during(3.0), 0.05)
        for i in range(0, MANY, 97):
            self.assertEqual(crowd[i].get(f"/again-{i}").body, b"answer to /again-%d" % i)
        self.assert_serves(proxy)
        for x in crowd:
            x.close()
        self.assert_returns_to(proxy, 150, within=10)


if __name__ == "__main__":
    unittest.main()
