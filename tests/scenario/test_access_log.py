"""The access log: one line for each request, however it ends."""

import json
import os
import pathlib
import re
import shutil
import signal
import tempfile
import threading
import unittest

from support import Client, Ended, Scenario, eventually, nobody, request, response


class AccessLog(Scenario):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="troupe-access-log-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.file = self.folder / "access.log"

    def logging(self, *backends, format="json", path=None, **more):
        log = {"path": str(path or self.file), "format": format}
        return self.troupe(*backends, access_log=log, **more)

    def records(self):
        """What is written when the program has ended. Whoever looked whether it
        listens asked for nothing."""
        self.proxy.signal(signal.SIGTERM)
        self.proxy.status()
        return [json.loads(x) for x in self.file.read_text().splitlines()]

    def record(self):
        records = self.records()
        self.assertEqual(len(records), 1, records)
        return records[0]

    # -- formats -------------------------------------------------------------------

    def test_a_line_of_the_common_format(self):
        self.proxy = self.logging(self.answering_origin(), format="common")
        self.client(self.proxy).get("/a?b=c")
        self.proxy.signal(signal.SIGTERM)
        self.assertEqual(self.proxy.status(), 0)
        self.assertRegex(self.file.read_text(),
                         r'^127\.0\.0\.1 - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000\] '
                         r'"GET /a\?b=c HTTP/1\.1" 200 16\n$')

    def test_a_line_of_json(self):
        there = self.answering_origin()
        self.proxy = self.logging(there)
        asked = request("GET", "/a", ("User-Agent", 'x"y'))
        client = self.client(self.proxy)
        client.send(asked)
        client.read_response()
        said = self.record()
        for key, value in {"client": "127.0.0.1", "method": "GET", "target": "/a",
                           "authority": "example.test", "protocol": "HTTP/1.1", "status": 200,
                           "request_octets": len(asked), "body_octets": 12, "upstream": "app",
                           "backend": there.address, "attempts": 1, "backend_reused": False,
                           "client_reused": False, "end": "done", "because": None,
                           "user_agent": 'x"y'}.items():
            self.assertEqual(said[key], value, key)
        self.assertGreater(said["total_us"], 0)
        self.assertLessEqual(said["connect_us"], said["wait_us"])
        self.assertLessEqual(said["first_octet_us"], said["total_us"])

    def test_lines_come_to_standard_output_within_two_seconds(self):
        self.proxy = self.logging(self.answering_origin(), format="${status} ${target}",
                                  path="stdout")
        self.client(self.proxy).get("/a")
        eventually(lambda: self.proxy.output() == "200 /a\n", "the line is written")

    def test_a_file_that_cannot_be_opened_is_told_at_the_start(self):
        with self.assertRaisesRegex(AssertionError, "cannot open .*No such file"):
            self.logging(self.answering_origin(), path=self.folder / "none" / "access.log")

    # -- ends ----------------------------------------------------------------------

    def test_what_is_answered_without_a_backend(self):
        self.proxy = self.logging(self.answering_origin(),
                                  routes=[{"match": {"path": "/only"}, "upstream": "app"}])
        self.assertEqual(self.client(self.proxy).get("/other").status, 404)
        said = self.record()
        self.assertEqual((said["status"], said["target"], said["end"], said["backend"]),
                         (404, "/other", "no_route", None))

    def test_what_is_no_request(self):
        self.proxy = self.logging(self.answering_origin())
        client = self.client(self.proxy)
        client.send(b"\x16\x03\x01\x02\x00\r\n\r\n")
        self.assert_refused(client, 400)
        said = self.record()
        self.assertEqual((said["status"], said["method"], said["end"], said["because"]),
                         (400, None, "malformed_request", "bad_method"))

    def test_a_backend_that_nobody_can_reach(self):
        self.proxy = self.logging(nobody())
        self.assertEqual(self.client(self.proxy).get("/a").status, 502)
        said = self.record()
        self.assertEqual((said["status"], said["end"], said["attempts"]),
                         (502, "connection_refused", 1))
        self.assertRegex(self.proxy.errors(),
                         r"exchange_failed what=connection_refused whose=upstream .* path=/a ")

    def test_a_client_that_leaves_in_the_middle(self):
        there = self.origin()
        self.proxy = self.logging(there, format="json")
        client = self.client(self.proxy)
        client.send(request("GET", "/a"))
        connection = there.accept()
        connection.read_request()
        connection.send(response(200, ("Content-Length", 100)) + b"x" * 50)
        client.read_response_head()
        client.reset()
        with self.assertRaises((Ended, OSError)):
            while True:
                connection.read_exactly(1)
        said = self.record()
        self.assertEqual((said["status"], said["body_octets"], said["end"]),
                         (200, 50, "client_gone"))

    def test_an_origin_that_dies_in_the_middle(self):
        there = self.origin()
        self.proxy = self.logging(there)
        client = self.client(self.proxy)
        client.send(request("GET", "/a"))
        with there.accept() as connection:
            connection.read_request()
            connection.send(response(200, ("Content-Length", 100)) + b"x" * 50)
        client.read_response_head()
        client.read_until_end()
        said = self.record()
        self.assertEqual((said["status"], said["body_octets"], said["end"]),
                         (200, 50, "response_incomplete"))

    def test_who_is_cut_off_by_sigint(self):
        there = self.origin()
        self.proxy = self.logging(there)
        client = self.client(self.proxy)
        client.send(request("GET", "/a"))
        there.accept().read_request()
        self.proxy.expected_status = 130
        self.proxy.signal(signal.SIGINT)
        self.assertEqual(self.proxy.status(), 130)
        said, = [json.loads(x) for x in self.file.read_text().splitlines()]
        self.assertEqual((said["status"], said["end"]), (None, "shut_down"))

    # -- files ---------------------------------------------------------------------

    def test_rotation_by_name_and_sigusr1(self):
        self.proxy = self.logging(self.answering_origin(), format="${target}")
        client = self.client(self.proxy)
        client.get("/before")
        eventually(lambda: self.file.read_text() == "/before\n", "a line is written")
        old = self.folder / "access.log.1"
        os.rename(self.file, old)
        client.get("/between")
        eventually(lambda: old.read_text().endswith("/between\n"), "it goes to the old file")
        self.proxy.signal(signal.SIGUSR1)
        eventually(self.file.exists, "there is a new file")
        client.get("/after")
        self.proxy.signal(signal.SIGTERM)
        self.assertEqual(self.proxy.status(), 0)
        self.assertEqual(old.read_text(), "/before\n/between\n")
        self.assertEqual(self.file.read_text(), "/after\n")

    def test_a_full_disk_does_not_hurt_requests(self):
        self.proxy = self.logging(self.answering_origin(), path="/dev/full",
                                  timeouts={"drain": "5s"})
        client = self.client(self.proxy)
        for i in range(2000):
            self.assertEqual(client.get(f"/{i}").status, 200)
        self.proxy.signal(signal.SIGTERM)
        self.assertEqual(self.proxy.status(), 0)
        errors = self.proxy.errors()
        self.assertIn("access_log_write_failed log=/dev/full", errors)
        counts = re.findall(r"access_log_lines_(?:dropped|lost) log=/dev/full count=(\d+)",
                            errors)
        self.assertEqual(sum(map(int, counts)), 2000, errors)

    def test_under_load_a_drain_loses_no_line(self):
        self.proxy = self.logging(self.answering_origin(), format="${target} ${status}", loops=2,
                                  timeouts={"drain": "30s"})
        answered = []
        stop = threading.Event()

        def ask(number):
            client = Client(self.proxy.address)
            for i in range(100000):
                target = f"/{number}-{i}"
                try:
                    client.send(request("GET", target))
                    said = client.read_response()
                except (Ended, OSError):
                    break
                answered.append(f"{target} {said.status}")
                if said.fields.has("connection", "close") or stop.is_set():
                    break
            client.close()
        threads = [threading.Thread(target=ask, args=(i,), daemon=True) for i in range(16)]
        for x in threads:
            x.start()
        eventually(lambda: len(answered) > 2000, "many are answered", within=20)
        self.proxy.signal(signal.SIGTERM)
        self.assertEqual(self.proxy.status(within=20), 0)
        stop.set()
        for x in threads:
            x.join()
        self.assertEqual(sorted(self.file.read_text().splitlines()), sorted(answered))


if __name__ == "__main__":
    unittest.main()
