"""Who is slow holds back who is fast, and costs a bounded buffer."""

import hashlib
import threading
import time
import unittest

from support import CHUNKED, Scenario, eventually, memory, request, response, scaled

# More than all socket buffers on the way can hold.
MUCH = 160 * 1048576
BLOCK = bytes(1048576)


class Stalls(Scenario):
    def still(self, progress, for_seconds=0.5):
        """Waits until a transfer has come to rest; tells where."""
        seen = [-1, 0]

        def rests():
            now = progress()
            if now != seen[0]:
                seen[:] = [now, time.monotonic()]
                return False
            return now > 0 and time.monotonic() - seen[1] > scaled(for_seconds)
        eventually(rests, "the transfer comes to rest", within=20)
        return seen[0]

    def stalled(self, proxy, before, progress):
        """Held back, at little cost in memory and none in time."""
        resting = self.still(progress)
        self.assertLess(resting, MUCH * 3 // 4, "nobody was held back")
        self.assertLess(proxy.most_resident() - before, memory(16))
        self.assertLess(proxy.cpu_seconds_during(1.0), 0.1)
        return resting


class SlowReader(Stalls):
    def play(self, *, in_chunks):
        sent = [0]

        def pour(there):
            there.read_request()
            if in_chunks:
                there.send(response(200, CHUNKED))
            else:
                there.send(response(200, ("Content-Length", MUCH)))
            while sent[0] < MUCH:
                there.send(b"%x\r\n" % len(BLOCK) + BLOCK + b"\r\n" if in_chunks else BLOCK)
                sent[0] += len(BLOCK)
            there.send(b"0\r\n\r\n" if in_chunks else b"")
            there.read_until_end()
        proxy = self.troupe(self.scripted_origin(pour))
        before = proxy.resident()
        client = self.client(proxy, receive_buffer=65536)
        client.send(request())
        head = client.read_response_head()
        self.stalled(proxy, before, lambda: sent[0])
        total = [0]

        def count(piece):
            total[0] += len(piece)
        client.read_body(head, sink=count)
        self.assertEqual(total[0], MUCH)
        self.assertLess(proxy.most_resident() - before, memory(24))

    def test_a_client_that_does_not_read_holds_the_origin_back(self):
        self.play(in_chunks=False)

    def test_a_client_that_does_not_read_chunks_holds_the_origin_back(self):
        self.play(in_chunks=True)

    def test_many_clients_that_do_not_read_cost_little_each(self):
        size = 16 * 1048576

        def pour(there):
            there.read_request()
            there.send(response(200, ("Content-Length", size)))
            for _ in range(size // len(BLOCK)):
                there.send(BLOCK)
        proxy = self.troupe(self.scripted_origin(pour))
        before = proxy.resident()
        clients = [self.client(proxy, receive_buffer=16384) for _ in range(100)]
        for client in clients:
            client.send(request())
        for client in clients:
            client.read_response_head()
        self.still(lambda: sum(x.heard for x in clients) + 1, 1.0)
        grown = proxy.most_resident() - before
        self.assertLess(grown, memory(64), f"{grown / 1048576:.1f} MiB for 100 clients")
        for client in clients:
            client.close()


class SlowOrigin(Stalls):
    def play(self, *, in_chunks):
        origin = self.origin(receive_buffer=65536)
        proxy = self.troupe(origin)
        before = proxy.resident()
        client = self.client(proxy)
        sent = [0]

        def pour():
            try:
                client.send(request("POST", "/", *([CHUNKED] if in_chunks
                                                   else [("Content-Length", MUCH)])))
                while sent[0] < MUCH:
                    client.send(b"%x\r\n" % len(BLOCK) + BLOCK + b"\r\n" if in_chunks else BLOCK)
                    sent[0] += len(BLOCK)
                client.send(b"0\r\n\r\n" if in_chunks else b"")
            except OSError:
                pass
        client.socket.settimeout(scaled(60))
        sender = threading.Thread(target=pour, daemon=True)
        sender.start()
        there = origin.accept()
        head = there.read_request_head()
        self.stalled(proxy, before, lambda: sent[0])
        total = [0]

        def count(piece):
            total[0] += len(piece)
        there.read_body(head, sink=count)
        there.send(response(200, body=b"thanks"))
        self.assertEqual(total[0], MUCH)
        self.assertEqual(client.read_response().body, b"thanks")
        sender.join(scaled(10))
        self.assertLess(proxy.most_resident() - before, memory(24))

    def test_an_origin_that_does_not_read_holds_the_client_back(self):
        self.play(in_chunks=False)

    def test_an_origin_that_does_not_read_chunks_holds_the_client_back(self):
        self.play(in_chunks=True)

    def test_a_body_for_an_origin_that_does_not_accept_waits_with_the_client(self):
        proxy = self.troupe(self.black_hole(), waits={"connect": "30s"})
        before = proxy.resident()
        client = self.client(proxy)
        client.send(request("POST", "/", ("Content-Length", MUCH)))
        taken = client.send_what_they_take(bytes(MUCH))
        self.assertLess(taken, MUCH * 3 // 4)
        self.assertLess(proxy.most_resident() - before, memory(16))


class Pipelines(Stalls):
    def test_a_client_that_only_asks_is_held_back(self):
        backend = self.answering_origin(lambda asked: response(200, body=BLOCK[:100000]))
        proxy = self.troupe(backend)
        before = proxy.resident()
        client = self.client(proxy, receive_buffer=65536)
        one = request("GET", "/" + "a" * 2000)
        taken = client.send_what_they_take(one * (MUCH // len(one)), still=1.0)
        self.assertLess(taken, MUCH * 3 // 4, "the proxy takes requests without end")
        self.assertLess(proxy.most_resident() - before, memory(16))
        client.reset()

    def test_pipelined_requests_behind_a_slow_one_cost_little(self):
        origin = self.origin()
        proxy = self.troupe(origin)
        before = proxy.resident()
        client = self.client(proxy)
        client.send(request("GET", "/slow"))
        there = origin.accept()
        self.assertEqual(there.read_request().target, "/slow")
        one = request("GET", "/" + "a" * 2000)
        taken = client.send_what_they_take(one * (MUCH // len(one)), still=1.0)
        self.assertLess(taken, MUCH * 3 // 4)
        self.assertLess(proxy.most_resident() - before, memory(16))
        self.assertLess(proxy.cpu_seconds_during(1.0), 0.1)
        client.reset()


class Trickle(Scenario):
    def test_a_slow_client_gets_all_of_it(self):
        size = 2 * 1048576
        body = bytes(i * 31 & 0xff for i in range(size))
        backend = self.answering_origin(lambda asked: response(200, body=body))
        client = self.client(self.troupe(backend), receive_buffer=4096)
        client.send(request())
        head = client.read_response_head()
        digest = hashlib.sha256()
        left = size - len(client.held)
        digest.update(client.held)
        while left:
            got = client.socket.recv(min(left, 1500))
            self.assertTrue(got)
            digest.update(got)
            left -= len(got)
        self.assertEqual(head["content-length"], str(size))
        self.assertEqual(digest.digest(), hashlib.sha256(body).digest())


if __name__ == "__main__":
    unittest.main()
