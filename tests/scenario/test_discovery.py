"""Backends are found in a file and by name, and change while requests flow."""

import os
import pathlib
import shutil
import tempfile
import threading
import unittest

from support import Client, Scenario, eventually, nobody, response


class Discovery(Scenario):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="troupe-discovery-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.file = self.folder / "backends.yaml"

    def named(self, name):
        return self.answering_origin(lambda _: response(body=name))

    def tell(self, *backends):
        """Renamed into place, as the guide says."""
        new = self.folder / "new"
        new.write_text("".join(f"- {getattr(x, 'address', x)}\n" for x in backends))
        os.rename(new, self.file)

    def following(self, **more):
        return self.troupe(upstream={"discover": {"file": str(self.file)}, **more})

    def who_answers(self, client, times=6):
        return {client.get("/").body for _ in range(times)}

    def test_a_file_tells_who_there_is(self):
        one, two, three = (self.named(x) for x in (b"one", b"two", b"three"))
        self.tell(one, two)
        proxy = self.following()
        with Client(proxy.address) as client:
            self.assertEqual(self.who_answers(client), {b"one", b"two"})
            self.tell(three)
            eventually(lambda: self.who_answers(client) == {b"three"}, "three alone")
            self.file.write_text("- {address: 127.0.0.1:1, wieght: 3}\n")
            eventually(lambda: "discovery_failed upstream=app" in proxy.log(), "a line of the log")
            self.assertIn("backends.yaml:1:26: unknown key 'wieght' (did you mean 'weight'?)",
                          proxy.log())
            self.assertEqual(self.who_answers(client), {b"three"})
            self.tell(one)
            eventually(lambda: self.who_answers(client) == {b"one"}, "one alone")

    def test_changes_break_no_request(self):
        backends = [self.named(str(i).encode()) for i in range(4)]
        self.tell(*backends)
        proxy = self.following(balance="least_connections")
        over, failures = threading.Event(), []

        def ask():
            with Client(proxy.address) as client:
                while not over.is_set():
                    answer = client.get("/")
                    if answer.status != 200:
                        failures.append(answer)
                        return

        askers = [threading.Thread(target=ask, daemon=True) for _ in range(4)]
        for x in askers:
            x.start()
        for i in range(20):
            self.tell(*backends[i % 3:i % 3 + 2])
            wanted = "backends_changed upstream=app backends=2"
            eventually(lambda: proxy.log().count(wanted) > i, f"change {i}")
        over.set()
        for x in askers:
            x.join(10)
        self.assertEqual(failures, [])

    def test_it_starts_without_the_file_and_waits_for_it(self):
        proxy = self.following()
        with Client(proxy.address) as client:
            self.assert_failed(client.get("/"), 503, "destination_unavailable")
            self.tell(self.named(b"late"))
            eventually(lambda: client.get("/").status == 200, "it is found")

    def test_a_name_is_known_before_the_first_request(self):
        backend = self.named(b"here")
        port = backend.address.rpartition(":")[2]
        proxy = self.troupe(f"localhost:{port}")
        with Client(proxy.address) as client:
            self.assertEqual(client.get("/").body, b"here")

    def test_a_name_that_nobody_knows_is_no_end(self):
        proxy = self.troupe(nobody(), upstream={"discover": {"dns": {
            "name": "no-such-host.invalid", "servers": [nobody()], "timeout": "100ms"}}})
        with Client(proxy.address) as client:
            self.assert_failed(client.get("/"), 502)
        eventually(lambda: 'discovery_failed upstream=app because="no-such-host.invalid: '
                   in proxy.log(), "a line of the log")


if __name__ == "__main__":
    unittest.main()
