"""Content codings: what curl and zlib make of what the program sends."""

import subprocess
import unittest
import zlib

from support import CHUNKED, Ended, Scenario, chunked, memory, request, response

PAGE = b"".join(b"<p>line %d of a page that gets shorter</p>\n" % i for i in range(2000))
HTML = ("Content-Type", "text/html")
GZIP = ("Accept-Encoding", "gzip")


def gzipped(octets):
    coder = zlib.compressobj(9, zlib.DEFLATED, 31)
    return coder.compress(octets) + coder.flush()


def bomb(size):
    """What becomes `size` octets."""
    coder = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(1 << 20)
    return b"".join(coder.compress(piece) for _ in range(size >> 20)) + coder.flush()


class Compression(Scenario):
    def setUp(self):
        self.there = self.answering_origin(
            lambda asked: response(200, HTML, ("ETag", '"a"'), body=PAGE))
        self.proxy = self.troupe(self.there, stages=["compress"])

    def curl(self, *options):
        return subprocess.run(["curl", "-sS", "--max-time", "20", *options,
                               f"http://{self.proxy.address}/"],
                              check=True, capture_output=True).stdout

    def test_curl_understands_each_coding(self):
        self.assertEqual(self.curl("--compressed"), PAGE)
        for coding in ("gzip", "br", "zstd"):
            with self.subTest(coding):
                head = self.curl("-o", "/dev/null", "-D", "-", "-H", f"Accept-Encoding: {coding}")
                if f"content-encoding: {coding}".encode() not in head.lower():
                    self.fail(head)
                self.assertEqual(
                    self.curl("--compressed", "-H", f"Accept-Encoding: {coding}"), PAGE)

    def test_the_head_tells_caches_and_clients(self):
        client = self.client(self.proxy)
        coded = client.get("/", GZIP)
        self.assertEqual(zlib.decompress(coded.body, 31), PAGE)
        self.assertLess(len(coded.body), len(PAGE) // 4)
        self.assertEqual((coded["vary"], coded["etag"], coded.framing),
                         ("Accept-Encoding", 'W/"a"', "chunked"))
        plain = client.get("/")
        self.assertEqual((plain.body, plain["vary"], plain["etag"]),
                         (PAGE, "Accept-Encoding", '"a"'))

    def test_head_says_what_get_would(self):
        client = self.client(self.proxy)
        client.send(request("HEAD", "/", GZIP))
        head = client.read_response("HEAD")
        self.assertEqual((head["content-encoding"], head.body), ("gzip", b""))
        self.assertNotIn("content-length", head.fields)
        self.assertEqual(zlib.decompress(client.get("/", GZIP).body, 31), PAGE)

    def test_many_at_a_time_on_one_connection(self):
        client = self.client(self.proxy)
        client.send(request("GET", "/", GZIP) * 20)
        for _ in range(20):
            self.assertEqual(zlib.decompress(client.read_response().body, 31), PAGE)

    def test_an_event_reaches_the_client_when_it_is_said(self):
        there = self.origin()
        proxy = self.troupe(there, stages=["compress"])
        client = self.client(proxy)
        client.send(request("GET", "/", GZIP))
        with there.accept() as origin:
            origin.read_request()
            origin.send(response(200, ("Content-Type", "text/event-stream"), CHUNKED))
            head = client.read_response_head()
            self.assertEqual(head["content-encoding"], "gzip")
            decoder = zlib.decompressobj(31)
            pieces = client.body_pieces(head)
            for i in range(5):
                event = b"data: %d\n\n" % i
                origin.send(b"%x\r\n%s\r\n" % (len(event), event))
                heard = b""
                while len(heard) < len(event):
                    heard += decoder.decompress(next(pieces))
                self.assertEqual(heard, event)
            origin.send(b"0\r\n\r\n")
            for piece in pieces:
                decoder.decompress(piece)
            self.assertTrue(decoder.eof)


class Decompression(Scenario):
    def test_the_origin_gets_requests_in_plain(self):
        there = self.answering_origin()
        client = self.client(self.troupe(there, stages=["decompress"]))
        client.send(request("POST", "/", ("Content-Encoding", "gzip"), body=gzipped(PAGE)))
        self.assertEqual(client.read_response().status, 200)
        got = there.requests[0]
        self.assertEqual(got.body, PAGE)
        self.assertNotIn("content-encoding", got.fields)

    def test_a_bomb_does_not_go_off(self):
        there = self.answering_origin()
        proxy = self.troupe(there, stages=[{"decompress": {"ratio": 100}}])
        before = proxy.resident()
        for _ in range(5):
            client = self.client(proxy)
            client.send(request("POST", "/", ("Content-Encoding", "gzip"), body=bomb(256 << 20)))
            self.assert_failed(client.read_response(), 413)
        self.assertLess(proxy.most_resident() - before, memory(64))
        self.assertEqual(there.requests, [])
        self.assert_serves(proxy)

    def test_a_response_that_is_a_bomb_is_cut(self):
        coded = bomb(64 << 20)
        there = self.answering_origin(
            lambda asked: response(200, ("Content-Encoding", "gzip"), body=coded))
        proxy = self.troupe(there, stages=[{"decompress": {"response": "on"}}])
        client = self.client(proxy)
        client.send(request("GET", "/"))
        with self.assertRaises(Ended):
            client.read_response()

    def test_a_client_that_cannot_decode_gets_it_in_plain(self):
        there = self.answering_origin(
            lambda asked: response(200, HTML, ("Content-Encoding", "gzip"), body=gzipped(PAGE)))
        proxy = self.troupe(there, stages=[{"decompress": {"response": "unaccepted"}}])
        client = self.client(proxy)
        self.assertEqual(client.get("/").body, PAGE)
        coded = client.get("/", GZIP)
        self.assertEqual((coded["content-encoding"], zlib.decompress(coded.body, 31)),
                         ("gzip", PAGE))


class Buffering(Scenario):
    def test_a_slow_client_holds_no_backend(self):
        there = self.origin()
        proxy = self.troupe(there, stages=[{"buffer_request": {"most": "64KiB"}}])
        client = self.client(proxy)
        client.send(request("POST", "/", CHUNKED) + b"5\r\nhello\r\n")
        self.assertTrue(there.is_left_alone())
        client.send(b"1\r\n!\r\n0\r\n\r\n")
        with there.accept() as origin:
            got = origin.read_request()
            self.assertEqual((got.body, got["content-length"]), (b"hello!", "6"))
            origin.send(response(200, body=b"ok"))
            self.assertEqual(client.read_response().body, b"ok")

    def test_a_large_body_is_refused(self):
        proxy = self.troupe(self.answering_origin(),
                            stages=[{"buffer_request": {"most": "64KiB"}}])
        client = self.client(proxy)
        client.send(request("POST", "/", CHUNKED) + chunked(bytes(70_000)))
        self.assert_failed(client.read_response(), 413)


class GrpcWeb(Scenario):
    def test_trailers_end_the_body(self):
        message = b"\0\0\0\0\5hello"
        there = self.answering_origin(
            lambda asked: response(200, ("Content-Type", "application/grpc+proto"), CHUNKED)
            + chunked(asked.body, trailers=[("grpc-status", "0")]))
        client = self.client(self.troupe(there, stages=["grpc_web"]))
        client.send(request("POST", "/a.B/C", ("Content-Type", "application/grpc-web+proto"),
                            body=message))
        answer = client.read_response()
        self.assertEqual(answer["content-type"], "application/grpc-web+proto")
        self.assertEqual(answer.body, message + b"\x80\0\0\0\x10grpc-status: 0\r\n")
        self.assertEqual(there.requests[0]["content-type"], "application/grpc+proto")
        self.assertEqual(there.requests[0]["te"], "trailers")


if __name__ == "__main__":
    unittest.main()
