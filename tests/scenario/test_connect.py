"""CONNECT: a forward proxy for what the rules allow, and for nothing else."""

import os
import pathlib
import subprocess
import tempfile
import threading
import unittest

from support import Scenario, eventually, request, start


def connect(target):
    return f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode()


class Connect(Scenario):
    def proxy(self, *allow, more=(), **options):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.log = pathlib.Path(folder.name) / "log"
        return self.keep(start({
            "loops": 1, "routes": [{"name": "out", "connect": {"allow": list(allow), **options}},
                                   *more],
            "access_log": {"path": str(self.log), "format":
                           "${target} ${status} ${body_octets} ${backend} ${end}"}}))

    def opened(self, proxy, target):
        client = self.client(proxy)
        client.send(connect(target))
        head = client.read_response_head("CONNECT")
        self.assertEqual((head.status, list(head.fields.names())), (200, []))
        return client

    def test_octets_pass_both_ways_and_each_way_ends_by_itself(self):
        origin = self.origin()
        client = self.opened(self.proxy("127.0.0.1:*"), origin.address)
        there = origin.accept()
        octets = os.urandom(300000)
        for giver, taker in ((client, there), (there, client)):
            sender = threading.Thread(target=giver.send, args=(octets,))
            sender.start()
            self.assertEqual(taker.read_exactly(len(octets)), octets)
            sender.join()
        client.half_close()
        self.assertEqual(there.read_until_end(), b"")
        there.send(b"the rest")
        self.assertEqual(client.read_exactly(8), b"the rest")
        there.close()
        self.assertEqual(client.read_until_end(), b"")
        line = f"{origin.address} 200 {len(octets) + 8} {origin.address} done\n"
        eventually(lambda: line in self.log.read_text(), line)

    def test_curl_tunnels_to_a_name_that_the_proxy_knows(self):
        origin = self.answering_origin()
        port = origin.address.rsplit(":", 1)[1]
        proxy = self.proxy("*.example.test:" + port, hosts={"www.example.test": "127.0.0.1"})
        told = subprocess.run(
            ["curl", "-s", "-p", "-x", f"http://{proxy.address}", "-m", "10",
             f"http://www.example.test:{port}/there"], capture_output=True, check=True).stdout
        self.assertEqual(told, b"answer to /there")

    def test_a_name_of_the_hosts_file_does_not_lead_to_loopback(self):
        origin = self.answering_origin()
        port = origin.address.rsplit(":", 1)[1]
        for rules, status in ((["localhost:*"], 403),
                              (["localhost:*", "127.0.0.0/8:*", "[::1]:*"], 200)):
            client = self.client(self.proxy(*rules))
            client.send(connect("localhost:" + port))
            self.assertEqual(client.read_response_head("CONNECT").status, status)
        self.assertEqual(origin.targets(), [])

    def test_what_is_not_allowed_is_refused_and_nothing_behind_it_is_read(self):
        origin = self.answering_origin()
        proxy = self.proxy("127.0.0.1:1", deny=["127.0.0.1:2"], more=[
            {"stages": [{"respond": {"body": "a page"}}]}])
        for target, status in ((origin.address, 403), ("127.0.0.1:2", 403), ("127.0.0.1:1", 502),
                               ("a.test:443", 403), ("127.0.0.1", 400), ("127.0.0.1:0", 400)):
            client = self.client(proxy)
            client.send(connect(target) + request("GET", "/hidden"))
            self.assert_refused(client, status)
        self.assertEqual(origin.octets, 0)
        self.assertEqual(self.client(proxy).get("/").body, b"a page")

    def test_stages_stand_before_a_tunnel(self):
        origin = self.origin()
        proxy = self.keep(start({"loops": 1, "routes": [{
            "connect": {"allow": ["127.0.0.1:*"]},
            "stages": [{"access": {"rules": [{"deny": "all"}]}}]}]}))
        client = self.client(proxy)
        client.send(connect(origin.address))
        self.assert_refused(client, 403)
        self.assertTrue(origin.is_left_alone())

    def test_tunnels_are_bounded_and_idle_ones_end(self):
        origin = self.origin()
        proxy = self.proxy("127.0.0.1:*", max_tunnels=1, timeouts={"idle": "500ms"})
        first = self.opened(proxy, origin.address)
        there = origin.accept()
        second = self.client(proxy)
        second.send(connect(origin.address))
        self.assert_refused(second, 503)
        self.assertEqual(first.read_until_end(), b"")
        self.assertEqual(there.read_until_end(), b"")
        self.opened(proxy, origin.address)


if __name__ == "__main__":
    unittest.main()
