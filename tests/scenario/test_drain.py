"""SIGTERM finishes what is under way; SIGINT does not."""

import signal
import threading
import time
import unittest

from support import (CHUNKED, Client, Ended, Scenario, echo_target, eventually, request, response,
                     scaled)


class Drain(Scenario):
    def under_way(self, drain="30s"):
        """A request whose answer is to come."""
        self.there = self.origin()
        self.proxy = self.troupe(self.there, timeouts={"drain": drain})
        self.client_ = self.client(self.proxy)
        self.client_.send(request("GET", "/slow"))
        self.connection = self.there.accept()
        self.connection.read_request()

    def is_refused(self):
        try:
            with Client(self.proxy.address):
                return False
        except (ConnectionRefusedError, ConnectionResetError):
            return True

    def test_nothing_under_way_ends_at_once(self):
        proxy = self.troupe(self.answering_origin())
        self.assert_serves(proxy)
        began = time.monotonic()
        proxy.signal(signal.SIGTERM)
        self.assertEqual(proxy.status(), 0)
        self.assertLess(time.monotonic() - began, scaled(2))

    def test_idle_clients_do_not_hold_it_up(self):
        proxy = self.troupe(self.answering_origin(), timeouts={"drain": "30s"})
        idle, fresh = self.client(proxy), self.client(proxy)
        idle.get("/")
        proxy.signal(signal.SIGTERM)
        self.assertEqual(proxy.status(within=5), 0)
        self.assertTrue(idle.ended())
        self.assertTrue(fresh.ended())

    def test_it_stops_accepting_and_finishes_what_is_under_way(self):
        self.under_way()
        self.proxy.signal(signal.SIGTERM)
        eventually(self.is_refused, "it stops listening")
        self.assertTrue(self.proxy.is_running())
        self.connection.send(response(200, CHUNKED) + b"3\r\none\r\n")
        self.assertTrue(self.proxy.is_running())
        self.connection.send(b"3\r\ntwo\r\n0\r\n\r\n")
        answer = self.client_.read_response()
        self.assertEqual(answer.body, b"onetwo")
        self.assertTrue(answer.fields.has("connection", "close"), answer)
        self.assertTrue(self.client_.ended())
        self.assertEqual(self.proxy.status(), 0)

    def test_an_answer_that_had_begun_is_finished(self):
        self.under_way()
        self.connection.send(response(200, ("Content-Length", 6)) + b"one")
        head = self.client_.read_response_head()
        self.proxy.signal(signal.SIGTERM)
        eventually(self.is_refused, "it stops listening")
        self.connection.send(b"two")
        self.assertEqual(self.client_.read_body(head).body, b"onetwo")
        self.assertTrue(self.client_.ended())
        self.assertEqual(self.proxy.status(), 0)

    def test_an_upload_is_finished(self):
        backend = self.answering_origin()
        self.proxy = self.troupe(backend, timeouts={"drain": "30s"})
        client = self.client(self.proxy)
        client.send(request("POST", "/up", ("Content-Length", 10)) + b"hello")
        eventually(lambda: backend.octets, "the origin hears of it")
        self.proxy.signal(signal.SIGTERM)
        eventually(self.is_refused, "it stops listening")
        client.send(b"world")
        self.assertEqual(client.read_response().body, b"answer to /up")
        self.assertEqual(self.proxy.status(), 0)

    def test_it_ends_by_the_deadline_whatever_is_under_way(self):
        self.under_way(drain="500ms")
        began = time.monotonic()
        self.proxy.signal(signal.SIGTERM)
        self.assertEqual(self.proxy.status(), 0)
        took = time.monotonic() - began
        self.assertGreater(took, 0.4)
        self.assertLess(took, scaled(3))
        self.assertNotIn(b"200", self.client_.read_until_end()[:20])

    def test_a_tunnel_ends_by_the_deadline(self):
        self.there = self.origin()
        self.proxy = self.troupe(self.there, timeouts={"drain": "500ms"})
        client = self.client(self.proxy)
        client.send(request("GET", "/", ("Connection", "Upgrade"), ("Upgrade", "echo")))
        there = self.there.accept()
        there.read_request()
        there.send(response(101, ("Connection", "Upgrade"), ("Upgrade", "echo")))
        self.assertEqual(client.read_response().status, 101)
        self.proxy.signal(signal.SIGTERM)
        self.assertEqual(self.proxy.status(), 0)
        self.assertTrue(client.ended())
        self.assertTrue(there.ended())

    def test_under_load_nothing_that_was_begun_is_lost(self):
        answered, heard, broken = [], [], []
        lock = threading.Lock()

        def answer(asked):
            with lock:
                heard.append(asked.target)
            time.sleep(0.02)
            return echo_target(asked)
        proxy = self.troupe(self.answering_origin(answer), loops=2, timeouts={"drain": "30s"})
        stop = threading.Event()

        def ask(number):
            client = None
            for i in range(100000):
                if stop.is_set():
                    break
                target = f"/{number}-{i}"
                try:
                    client = client or Client(proxy.address)
                    client.send(request("GET", target))
                except OSError:
                    client = None
                    continue
                try:
                    said = client.read_response()
                except (Ended, OSError) as end:
                    if getattr(end, "so_far", b"") or hasattr(end, "message"):
                        broken.append((target, end))
                    client.close()
                    client = None
                    continue
                except AssertionError as mistake:
                    broken.append((target, mistake))
                    return
                with lock:
                    answered.append((said.status, target))
                if said.fields.has("connection", "close"):
                    client.close()
                    client = None
            if client:
                client.close()
        threads = [threading.Thread(target=ask, args=(i,), daemon=True) for i in range(16)]
        for x in threads:
            x.start()
        eventually(lambda: len(answered) > 100, "there is load")
        proxy.signal(signal.SIGTERM)
        self.assertEqual(proxy.status(), 0)
        stop.set()
        for x in threads:
            x.join(scaled(10))
            self.assertFalse(x.is_alive())
        self.assertEqual(broken, [])
        self.assertEqual({s for s, _ in answered}, {200})
        # What the origin was asked, somebody was answered.
        self.assertEqual(set(heard) - {t for _, t in answered}, set())

    def test_pipelined_requests_are_answered_or_not_begun(self):
        self.under_way()
        self.client_.send(request("GET", "/second"))
        self.proxy.signal(signal.SIGTERM)
        eventually(self.is_refused, "it stops listening")
        self.connection.send(response(200, body=b"first"))
        answer = self.client_.read_response()
        self.assertEqual(answer.body, b"first")
        if answer.fields.has("connection", "close"):
            self.assertEqual(self.client_.read_until_end(), b"")
        else:
            self.connection.read_request()
            self.connection.send(response(200, body=b"second"))
            self.assertEqual(self.client_.read_response().body, b"second")
        self.assertEqual(self.proxy.status(), 0)


class Interrupt(Scenario):
    def test_it_ends_at_once_whatever_is_under_way(self):
        origin = self.origin()
        proxy = self.troupe(origin, timeouts={"drain": "60s"})
        client, idle = self.client(proxy), self.client(proxy)
        client.send(request())
        there = origin.accept()
        there.read_request()
        proxy.expected_status = 130
        began = time.monotonic()
        proxy.signal(signal.SIGINT)
        self.assertEqual(proxy.status(), 130)
        self.assertLess(time.monotonic() - began, scaled(2))
        self.assertTrue(idle.ended())
        self.assertTrue(there.ended())

    def test_it_ends_a_drain(self):
        origin = self.origin()
        proxy = self.troupe(origin, timeouts={"drain": "60s"})
        client = self.client(proxy)
        client.send(request())
        origin.accept().read_request()
        proxy.signal(signal.SIGTERM)

        def refused():
            try:
                Client(proxy.address).close()
            except OSError:
                return True
        eventually(refused, "it stops listening")
        proxy.expected_status = 130
        proxy.signal(signal.SIGINT)
        self.assertEqual(proxy.status(within=3), 130)


if __name__ == "__main__":
    unittest.main()
