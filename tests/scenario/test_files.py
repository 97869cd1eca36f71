"""Files of a directory: what clients get, what they do not, and what it costs."""

import email.utils
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import threading
import time
import unittest

from support import (TROUPE_BIN, Client, Process, Scenario, eventually, has_symbol, memory, request,
                     scaled, start)

HOUR = 3600


class Files(Scenario):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="troupe-files-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.root = self.folder / "www"
        self.root.mkdir()
        (self.folder / "secret.txt").write_text("secret")

    def write(self, name, octets, age=HOUR):
        """A file that was changed so long ago."""
        place = self.root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(octets)
        then = int(time.time()) - age
        os.utime(place, (then, then))
        return place

    def serve(self, descriptors=None, timeouts=None, **options):
        return self.keep(start({
            "loops": 1, "timeouts": {"drain": "1s", **(timeouts or {})},
            "routes": [{"files": {"root": str(self.root), **options}}]},
            descriptors=descriptors))


class Serving(Files):
    def test_a_file_an_index_and_a_redirect(self):
        self.write("a.css", b"body {}")
        self.write("docs/index.html", b"docs")
        client = self.client(self.serve())
        answer = client.get("/a.css")
        self.assertEqual((answer.status, answer.body), (200, b"body {}"))
        self.assertEqual(answer["content-type"], "text/css; charset=utf-8")
        self.assertEqual(answer["accept-ranges"], "bytes")
        self.assertEqual(client.get("/docs/").body, b"docs")
        answer = client.get("/docs?x")
        self.assertEqual((answer.status, answer["location"]), (301, "/docs/?x"))
        self.assertEqual(client.get("/none").status, 404)
        client.send(request("HEAD", "/a.css"))
        answer = client.read_response("HEAD")
        self.assertEqual((answer.status, answer["content-length"]), (200, "7"))
        client.send(request("PUT", "/a.css", body=b""))
        answer = client.read_response()
        self.assertEqual((answer.status, answer["allow"]), (405, "GET, HEAD"))

    def test_conditions(self):
        self.write("a.txt", b"text")
        client = self.client(self.serve())
        whole = client.get("/a.txt")
        tag, date = whole["etag"], whole["last-modified"]
        earlier = email.utils.formatdate(time.time() - 2 * HOUR, usegmt=True)
        for status, *fields in (
                (304, ("If-None-Match", tag)),
                (304, ("If-None-Match", f'"x", W/{tag}')),
                (304, ("If-None-Match", "*")),
                (200, ("If-None-Match", '"x"')),
                (200, ("If-None-Match", '"x"'), ("If-Modified-Since", date)),
                (304, ("If-Modified-Since", date)),
                (200, ("If-Modified-Since", earlier)),
                (200, ("If-Modified-Since", "rubbish")),
                (200, ("If-Match", tag)),
                (412, ("If-Match", '"x"')),
                (412, ("If-Unmodified-Since", earlier)),
                (200, ("If-Unmodified-Since", date)),
                (206, ("Range", "bytes=0-1"), ("If-Range", tag)),
                (206, ("Range", "bytes=0-1"), ("If-Range", date)),
                (200, ("Range", "bytes=0-1"), ("If-Range", '"x"'))):
            answer = client.get("/a.txt", *fields)
            self.assertEqual(answer.status, status, fields)
            if status == 304:
                self.assertEqual(answer["etag"], tag)
        self.write("a.txt", b"other", age=HOUR // 2)
        self.assertEqual(client.get("/a.txt", ("If-None-Match", tag)).body, b"other")

    def test_ranges(self):
        octets = random.Random(1).randbytes(300000)
        self.write("a.bin", octets)
        client = self.client(self.serve(max_ranges=4))
        for wanted, first, last in (("0-9", 0, 9), ("299990-", 299990, 299999),
                                    ("-5", 299995, 299999), ("5-999999", 5, 299999),
                                    ("0-9,10-19", 0, 19)):
            answer = client.get("/a.bin", ("Range", f"bytes={wanted}"))
            self.assertEqual(answer.status, 206)
            self.assertEqual(answer["content-range"], f"bytes {first}-{last}/300000")
            self.assertTrue(answer.body == octets[first:last + 1])
        answer = client.get("/a.bin", ("Range", "bytes=300000-"))
        self.assertEqual((answer.status, answer["content-range"]), (416, "bytes */300000"))
        for wanted in ("bytes=x", "lines=0-1", "bytes=0-0,2-2,4-4,6-6,8-8"):
            self.assertEqual(client.get("/a.bin", ("Range", wanted)).status, 200)

    def test_several_ranges_are_a_multipart(self):
        octets = random.Random(2).randbytes(300000)
        self.write("a.bin", octets)
        client = self.client(self.serve())
        answer = client.get("/a.bin", ("Range", "bytes=0-9,100000-200000,-1"))
        self.assertEqual(answer.status, 206)
        kind, _, boundary = answer["content-type"].partition("; boundary=")
        self.assertEqual(kind, "multipart/byteranges")
        parts = answer.body.split(b"\r\n--" + boundary.encode())
        self.assertEqual((parts[0], parts[-1]), (b"", b"--\r\n"))
        for part, (first, last) in zip(parts[1:-1], ((0, 9), (100000, 200000), (299999, 299999)),
                                       strict=True):
            head, _, body = part.partition(b"\r\n\r\n")
            self.assertIn(f"Content-Range: bytes {first}-{last}/300000".encode(), head)
            self.assertTrue(body == octets[first:last + 1])

    def test_precompressed_siblings(self):
        self.write("a.js", b"plain")
        self.write("a.js.gz", b"gzipped")
        self.write("a.js.br", b"brotli", age=2 * HOUR)  # out of date
        client = self.client(self.serve(precompressed=True))
        answer = client.get("/a.js", ("Accept-Encoding", "br, gzip"))
        self.assertEqual((answer.body, answer["content-encoding"]), (b"gzipped", "gzip"))
        self.assertEqual(answer["content-type"], "text/javascript; charset=utf-8")
        self.assertEqual(answer["vary"], "Accept-Encoding")
        answer = client.get("/a.js")
        self.assertEqual((answer.body, answer["vary"]), (b"plain", "Accept-Encoding"))
        self.assertNotIn("content-encoding", answer.fields)

    def test_a_fallback_for_applications(self):
        self.write("index.html", b"app")
        client = self.client(self.serve(fallback="index.html"))
        answer = client.get("/some/route")
        self.assertEqual((answer.status, answer.body), (200, b"app"))

    def test_a_root_that_is_a_link_may_be_turned(self):
        for name in ("one", "two"):
            (self.folder / name).mkdir()
            (self.folder / name / "v").write_text(name)
        self.root = self.folder / "current"
        self.root.symlink_to("one")
        client = self.client(self.serve())
        self.assertEqual(client.get("/v").body, b"one")
        (self.folder / "next").symlink_to("two")
        (self.folder / "next").rename(self.root)
        self.assertEqual(client.get("/v").body, b"two")

    def test_a_root_that_is_not_there_is_told_at_the_start(self):
        file = self.folder / "troupe.yaml"
        file.write_text("listeners: [127.0.0.1:0]\nroutes:\n"
                        f"  - files: {self.folder}/nothing\n")
        started = self.keep(Process(TROUPE_BIN, "run", "--config", file))
        started.expected_status = 1
        self.assertEqual(started.status(), 1)
        self.assertIn(f"{self.folder}/nothing: No such file or directory", started.log())

    @unittest.skipUnless(shutil.which("curl"), "no curl")
    def test_curl_resumes_and_asks_again(self):
        octets = random.Random(3).randbytes(5000000)
        self.write("big.bin", octets)
        proxy = self.serve()
        there = f"http://{proxy.address}/big.bin"
        got = self.folder / "got.bin"
        got.write_bytes(octets[:1234567])
        subprocess.run(["curl", "-sS", "--fail", "-C", "-", "-o", got, there], check=True,
                       timeout=scaled(30))
        self.assertTrue(got.read_bytes() == octets)
        said = subprocess.run(["curl", "-sS", "-o", self.folder / "again", "-z", got, "-w",
                               "%{http_code}", there], check=True, capture_output=True,
                              timeout=scaled(30))
        self.assertEqual(said.stdout, b"304")


class Hidden(Files):
    ATTEMPTS = ("/../secret.txt", "/%2e%2e/secret.txt", "/.%2e/secret.txt", "/a/../../secret.txt",
                "/a/%2e%2e/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt",
                "/..%5csecret.txt", "/%252e%252e/secret.txt", "/%252e%252e%252fsecret.txt",
                "/..%c0%afsecret.txt", "/....//secret.txt", "//../secret.txt", "/./../secret.txt",
                "/..;/secret.txt", "/a.txt%00", "/%00", "/..%00/secret.txt", "/out.txt",
                "/out/secret.txt", "/absolute.txt", "/.git/config", "/%2egit/config", "/proc")

    def test_nothing_leads_out(self):
        self.write("a.txt", b"a")
        self.write("a/b.txt", b"b")
        self.write(".git/config", b"secret")
        (self.root / "out.txt").symlink_to("../secret.txt")
        (self.root / "out").symlink_to("..")
        (self.root / "absolute.txt").symlink_to(self.folder / "secret.txt")
        (self.root / "proc").symlink_to("/proc/self/environ")
        proxy = self.serve()
        for target in self.ATTEMPTS:
            with Client(proxy.address) as client:
                answer = client.get(target)
                self.assertIn(answer.status, (400, 404), target)
                self.assertNotIn(b"secret", answer.body)
        with Client(proxy.address) as client:
            client.send(request("GET", "http://example.test/../secret.txt"))
            self.assertIn(client.read_response().status, (400, 404))
            self.assertEqual(client.get("/a.txt").body, b"a")

    @unittest.skipUnless(shutil.which("curl"), "no curl")
    def test_curl_as_it_is_does_not_get_out_either(self):
        proxy = self.serve()
        said = subprocess.run(["curl", "-sS", "--path-as-is",
                               f"http://{proxy.address}/../secret.txt"], check=True,
                              capture_output=True, timeout=scaled(30))
        self.assertNotIn(b"secret", said.stdout)

    def test_links_follow_the_policy(self):
        self.write("a.txt", b"a")
        (self.root / "inner.txt").symlink_to("a.txt")
        (self.root / "out.txt").symlink_to("../secret.txt")
        for policy, inner, out in (("never", 404, 404), ("beneath", 200, 404),
                                   ("anywhere", 200, 200)):
            with Client(self.serve(symlinks=policy).address) as client:
                self.assertEqual(client.get("/inner.txt").status, inner, policy)
                self.assertEqual(client.get("/out.txt").status, out, policy)

    def test_pipes_and_sockets_do_not_block(self):
        os.mkfifo(self.root / "pipe")
        self.write("a.txt", b"a")
        client = self.client(self.serve())
        self.assertEqual(client.get("/pipe").status, 404)
        self.assertEqual(client.get("/a.txt").body, b"a")


class UnderWay(Files):
    SIZE = 200 * 1048576

    def sparse(self, name="big.bin"):
        place = self.root / name
        with open(place, "wb") as out:
            out.truncate(self.SIZE)
        return place

    def read_rest(self, client, head):
        total = [0]

        def count(piece):
            total[0] += len(piece)
        client.read_body(head, count)
        return total[0]

    def test_slow_readers_cost_a_bounded_buffer(self):
        self.sparse()
        proxy = self.serve()
        before = proxy.resident()
        crowd = []
        for _ in range(20):
            client = self.client(proxy, receive_buffer=65536)
            client.send(request("GET", "/big.bin"))
            crowd.append((client, client.read_response_head()))
        time.sleep(scaled(1))
        self.assertLess(proxy.most_resident() - before, memory(24))
        self.assertLess(proxy.cpu_seconds_during(1.0), 0.1)
        client, head = crowd[0]
        self.assertEqual(self.read_rest(client, head), self.SIZE)
        self.assertLess(proxy.most_resident() - before, memory(24))

    def test_a_file_that_is_removed_is_sent_as_it_was(self):
        place = self.sparse()
        client = self.client(self.serve(), receive_buffer=65536)
        client.send(request("GET", "/big.bin"))
        head = client.read_response_head()
        place.unlink()
        self.assertEqual(self.read_rest(client, head), self.SIZE)
        self.assertEqual(client.get("/big.bin").status, 404)

    def test_a_file_that_is_truncated_is_cut(self):
        place = self.sparse()
        proxy = self.serve()
        client = self.client(proxy, receive_buffer=65536)
        client.send(request("GET", "/big.bin"))
        client.read_response_head()
        os.truncate(place, 1000)
        self.assertLess(len(client.read_until_end()), self.SIZE)

    def test_who_leaves_gives_the_file_back(self):
        self.sparse()
        proxy = self.serve()
        with Client(proxy.address) as client:
            client.get("/none")
        eventually(lambda: proxy.descriptors() > 0, "")
        before = proxy.descriptors()
        crowd = [self.client(proxy, receive_buffer=65536) for _ in range(20)]
        for client in crowd:
            client.send(request("GET", "/big.bin"))
        for client in crowd:
            client.read_response_head()
        for client in crowd:
            client.reset()
        self.assert_returns_to(proxy, before)

    def test_many_at_once(self):
        octets = {f"/{i}.bin": random.Random(i).randbytes(150000 + i) for i in range(20)}
        for name, some in octets.items():
            self.write(name[1:], some)
        proxy = self.serve()
        mistakes = []

        def ask(seed):
            names = list(octets)
            random.Random(seed).shuffle(names)
            with Client(proxy.address) as client:
                for name in names:
                    if client.get(name).body != octets[name]:
                        mistakes.append(name)
        threads = [threading.Thread(target=ask, args=(i,)) for i in range(8)]
        for x in threads:
            x.start()
        for x in threads:
            x.join()
        self.assertEqual(mistakes, [])


@unittest.skipIf(has_symbol("__ubsan_handle_dynamic_type_cache_miss"),
                 "built with -fsanitize=vptr, which needs descriptors")
class Descriptors(Files):
    def test_without_descriptors_files_are_a_503_and_then_come_back(self):
        self.write("a.txt", b"a")
        with open(self.root / "big.bin", "wb") as out:
            out.truncate(50 * 1048576)
        proxy = self.serve(descriptors=64)
        late = self.client(proxy)
        self.assertEqual(late.get("/a.txt").body, b"a")
        crowd = []
        for _ in range(64):  # more than there are; some are not accepted
            crowd.append(self.client(proxy, receive_buffer=65536))
            crowd[-1].send(request("GET", "/big.bin"))
        eventually(lambda: proxy.descriptors() >= 63, "descriptors are used up")
        self.assert_failed(late.get("/a.txt"), 503)
        for client in crowd:
            client.reset()
        eventually(lambda: late.get("/a.txt").status == 200, "files can be opened again")


if __name__ == "__main__":
    unittest.main()
