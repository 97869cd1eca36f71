"""Unix-domain sockets, before and behind."""

import os
import pathlib
import shutil
import socket
import tempfile
import unittest

from support import Process, Scenario, TROUPE_BIN, request, response, start, yaml


class UnixSockets(Scenario):
    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="troupe-"))
        self.addCleanup(shutil.rmtree, self.home)
        self.front = f"unix:{self.home}/front"
        self.back = f"unix:{self.home}/back"

    def test_an_origin_behind_a_unix_socket(self):
        backend = self.answering_origin(address=self.back)
        proxy = self.troupe(backend)
        self.assert_serves(proxy, 5)
        self.assertEqual(len(backend.connections), 1)

    def test_clients_before_a_unix_socket(self):
        backend = self.answering_origin()
        proxy = self.troupe(backend, address=self.front)
        self.assert_serves(proxy, 5)
        self.assertIn("x-forwarded-host", backend.requests[0].fields)

    def test_both(self):
        backend = self.answering_origin(address=self.back)
        proxy = self.troupe(backend, address=self.front, loops=2)
        clients = [self.client(proxy) for _ in range(20)]
        for x in clients:
            x.send(request("POST", "/x", body=b"x" * 200000))
        for x in clients:
            self.assertEqual(x.read_response().body, b"answer to /x")

    def test_large_bodies_both_ways(self):
        body = bytes(i * 7 & 0xff for i in range(3000017))
        backend = self.answering_origin(lambda asked: response(200, body=asked.body),
                                        address=self.back)
        client = self.client(self.troupe(backend, address=self.front))
        for _ in range(3):
            client.send(request("POST", "/", body=body))
            self.assertTrue(client.read_response().body == body)

    def test_a_unix_backend_has_no_host_to_tell(self):
        with self.assertRaisesRegex(AssertionError, "'host' should be keep or a name"):
            self.troupe(self.back, upstream={"host": "backend"})

    def test_a_stale_socket_file_is_replaced(self):
        stale = socket.socket(socket.AF_UNIX)
        stale.bind(f"{self.home}/front")
        stale.close()
        proxy = self.troupe(self.answering_origin(), address=self.front)
        self.assert_serves(proxy)

    def test_a_file_that_is_no_socket_is_left_alone(self):
        precious = self.home / "front"
        precious.write_text("precious")
        with self.assertRaises(AssertionError):
            start({"upstreams": {"app": {"backends": ["127.0.0.1:9"]}},
                   "routes": [{"match": {"path": "/"}, "upstream": "app"}]}, self.front)
        self.assertEqual(precious.read_text(), "precious")

    def test_a_socket_in_use_is_left_alone(self):
        first = self.troupe(self.answering_origin(), address=self.front)
        self.assert_serves(first)
        file = self.home / "second.yaml"
        file.write_text(yaml({"listeners": [{"address": self.front}],
                              "upstreams": {"app": {"backends": ["127.0.0.1:9"]}},
                              "routes": [{"match": {"path": "/"}, "upstream": "app"}]}))
        second = self.keep(Process(TROUPE_BIN, "run", "--config", file))
        second.expected_status = 1
        self.assertEqual(second.status(), 1)
        self.assert_serves(first)

    def test_an_origin_that_leaves_and_comes_back(self):
        backend = self.answering_origin(address=self.back)
        proxy = self.troupe(backend)
        self.assert_serves(proxy)
        backend.close()
        os.unlink(f"{self.home}/back")
        client = self.client(proxy)
        self.assertEqual(client.get("/").status, 502)
        self.answering_origin(address=self.back)
        self.assert_serves(proxy)


if __name__ == "__main__":
    unittest.main()
