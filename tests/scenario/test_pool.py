"""Connections to origins: how many, how long, and who waits for one."""

import threading
import time
import unittest

from support import (Client, Scenario, echo_target, eventually, ms, request, response, scaled)


class Gate:
    """An origin's answers, held back until the test lets them go."""

    def __init__(self):
        self.open = threading.Event()
        self.waiting = 0
        self.most = 0
        self.lock = threading.Lock()

    def __call__(self, asked):
        with self.lock:
            self.waiting += 1
            self.most = max(self.most, self.waiting)
        self.open.wait(scaled(10))
        with self.lock:
            self.waiting -= 1
        return echo_target(asked)


class Cap(Scenario):
    def setUp(self):
        self.gate = Gate()
        self.backend = self.answering_origin(self.gate)
        self.addCleanup(self.gate.open.set)

    def asking(self, proxy, count, first=0):
        clients = [self.client(proxy) for _ in range(count)]
        for i, client in enumerate(clients):
            client.send(request("GET", f"/{first + i}"))
        return clients

    def test_there_are_never_more_connections_than_the_cap(self):
        proxy = self.troupe(self.backend, pool={"max_connections": 3})
        clients = self.asking(proxy, 12)
        eventually(lambda: self.gate.waiting == 3, "three requests are under way")
        self.assertTrue(all(x.silent_for(0.01) for x in clients))
        self.gate.open.set()
        for i, client in enumerate(clients):
            self.assertEqual(client.read_response().body, b"answer to /%d" % i)
        self.assertLessEqual(self.gate.most, 3)
        self.assertLessEqual(len(self.backend.connections), 3)

    def test_the_cap_is_for_all_loops_together(self):
        proxy = self.troupe(self.backend, loops=2, pool={"max_connections": 4, "wait": "10s"})
        clients = self.asking(proxy, 40)
        eventually(lambda: self.gate.waiting >= 2, "some requests are under way")
        self.gate.open.set()
        for client in clients:
            self.assertEqual(client.read_response().status, 200)
        self.assertLessEqual(self.gate.most, 4)

    def test_who_waits_is_served_in_turn(self):
        proxy = self.troupe(self.backend, pool={"max_connections": 1})
        clients = []
        for i in range(5):
            clients += self.asking(proxy, 1, first=i)
            time.sleep(scaled(0.02))  # so that they arrive in this order
        self.gate.open.set()
        for client in clients:
            client.read_response()
        self.assertEqual(self.backend.targets(), [f"/{i}" for i in range(5)])

    def test_waiting_has_a_deadline(self):
        proxy = self.troupe(self.backend, pool={"max_connections": 1, "wait": ms(300)})
        first, = self.asking(proxy, 1)
        eventually(lambda: self.gate.waiting == 1, "the first is under way")
        began = time.monotonic()
        second, = self.asking(proxy, 1, first=1)
        answer = second.read_response()
        self.assert_failed(answer, 503, "connection_limit_reached")
        self.assertGreater(time.monotonic() - began, 0.25)
        self.gate.open.set()
        self.assertEqual(first.read_response().body, b"answer to /0")
        self.assertEqual(second.get("/again").body, b"answer to /again")

    def test_the_queue_is_bounded(self):
        proxy = self.troupe(self.backend, pool={"max_connections": 1, "max_waiting": 2})
        first = self.asking(proxy, 1)
        eventually(lambda: self.gate.waiting == 1, "the first is under way")
        others = self.asking(proxy, 5, first=1)
        # Two of the five wait, and three are told at once.
        eventually(lambda: sum(not x.silent_for(0) for x in others) == 3, "three are refused",
                   within=3)
        self.gate.open.set()
        statuses = sorted(x.read_response().status for x in others)
        self.assertEqual(statuses, [200, 200, 503, 503, 503])
        self.assertEqual(first[0].read_response().status, 200)

    def test_who_leaves_the_queue_leaves_it(self):
        proxy = self.troupe(self.backend, pool={"max_connections": 1})
        first, = self.asking(proxy, 1)
        eventually(lambda: self.gate.waiting == 1, "the first is under way")
        before = proxy.descriptors()
        leaver, = self.asking(proxy, 1, first=1)
        eventually(lambda: proxy.descriptors() == before + 1, "the second waits")
        leaver.reset()
        self.assert_returns_to(proxy, before)
        last, = self.asking(proxy, 1, first=2)
        self.gate.open.set()
        self.assertEqual(first.read_response().body, b"answer to /0")
        self.assertEqual(last.read_response().body, b"answer to /2")
        self.assertNotIn("/1", self.backend.targets())

    def test_who_waits_is_served_when_a_connection_breaks(self):
        def script(there):
            asked = there.read_request()
            self.gate(asked)
            if asked.target == "/0":
                there.reset()
            else:
                there.send(echo_target(asked))
        proxy = self.troupe(self.scripted_origin(script), pool={"max_connections": 1})
        first, = self.asking(proxy, 1)
        eventually(lambda: self.gate.waiting == 1, "the first is under way")
        second, = self.asking(proxy, 1, first=1)
        self.gate.open.set()
        self.assertEqual(first.read_response().status, 502)
        self.assertEqual(second.read_response().body, b"answer to /1")


class Expiry(Scenario):
    def test_an_idle_connection_is_closed_after_a_while(self):
        origin = self.origin()
        client = self.client(self.troupe(origin, pool={"idle": ms(300)}))
        client.send(request())
        there = origin.accept()
        there.read_request()
        there.send(response(200, body=b"x"))
        client.read_response()
        began = time.monotonic()
        self.assertTrue(there.silent_for(0.15))
        self.assertTrue(there.ended(within=3))
        self.assertGreater(time.monotonic() - began, 0.25)

    def test_a_connection_in_use_is_not_idle(self):
        origin = self.origin()
        client = self.client(self.troupe(origin, pool={"idle": "200ms"}))
        client.send(request())
        there = origin.accept()
        there.read_request()
        self.assertTrue(there.silent_for(0.5))
        there.send(response(200, body=b"x"))
        self.assertEqual(client.read_response().body, b"x")

    def test_an_old_connection_is_not_used_again(self):
        backend = self.answering_origin()
        client = self.client(self.troupe(backend, pool={"max_age": ms(500)}))
        client.get("/1")
        client.get("/2")
        time.sleep(scaled(0.6))
        client.get("/3")
        self.assertEqual([x.connection for x in backend.requests], [0, 0, 1])

    def test_a_connection_serves_so_many_requests_and_no_more(self):
        backend = self.answering_origin()
        client = self.client(self.troupe(backend, pool={"max_requests": 3}))
        for i in range(7):
            self.assertEqual(client.get(f"/{i}").status, 200)
        self.assertEqual([x.connection for x in backend.requests], [0, 0, 0, 1, 1, 1, 2])

    def test_no_more_idle_connections_are_kept_than_allowed(self):
        gate = Gate()
        self.addCleanup(gate.open.set)
        backend = self.answering_origin(gate)
        proxy = self.troupe(backend, pool={"max_idle": 2})
        clients = [self.client(proxy) for _ in range(6)]
        for client in clients:
            client.send(request())
        eventually(lambda: gate.waiting == 6, "six requests are under way")
        gate.open.set()
        for client in clients:
            client.read_response()
        eventually(lambda: sum(x.socket.fileno() != -1 for x in backend.connections) == 2,
                   "two connections are left")

    def test_an_idle_connection_that_the_origin_closes_is_let_go(self):
        origin = self.origin()
        proxy = self.troupe(origin)
        client = self.client(proxy)
        client.send(request())
        there = origin.accept()
        there.read_request()
        there.send(response(200, body=b"x"))
        client.read_response()
        there.half_close()
        self.assertTrue(there.ended(within=2))

    def test_max_idle_zero_keeps_none(self):
        backend = self.answering_origin()
        client = self.client(self.troupe(backend, pool={"max_idle": 0}))
        for i in range(3):
            self.assertEqual(client.get(f"/{i}").status, 200)
        self.assertEqual([x.connection for x in backend.requests], [0, 1, 2])


class Balance(Scenario):
    def test_backends_take_turns(self):
        backends = [self.answering_origin() for _ in range(3)]
        client = self.client(self.troupe(*backends))
        for i in range(30):
            client.get(f"/{i}")
        self.assertEqual([len(x.requests) for x in backends], [10, 10, 10])

    def test_each_backend_has_its_own_connections(self):
        backends = [self.answering_origin() for _ in range(2)]
        client = self.client(self.troupe(*backends))
        for i in range(10):
            client.get(f"/{i}")
        self.assertEqual([len(x.connections) for x in backends], [1, 1])

    def test_requests_of_all_clients_take_turns(self):
        backends = [self.answering_origin() for _ in range(2)]
        proxy = self.troupe(*backends)
        for i in range(10):
            with Client(proxy.address) as client:
                client.get(f"/{i}")
        self.assertEqual([len(x.requests) for x in backends], [5, 5])


if __name__ == "__main__":
    unittest.main()
