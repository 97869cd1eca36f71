"""The examples, as a reader of the documentation would start them."""

import pathlib
import signal
import ssl
import subprocess
import tempfile
import unittest

from support import (ROOT, Client, Scenario, SecureClient, TROUPE_EXAMPLES_DIR, eventually, http2,
                     request, response)


class Examples(Scenario):
    def test_reverse_proxy_forwards(self):
        backend = self.answering_origin()
        proxy = self.example("reverse_proxy", backend.address)
        self.assert_serves(proxy, 5)
        with Client(proxy.address) as client:
            client.send(request("POST", "/up", body=b"x" * 100000))
            self.assertEqual(client.read_response().body, b"answer to /up")
        self.assertEqual(len(backend.requests[-1].body), 100000)
        proxy.signal(signal.SIGTERM)
        self.assertEqual(proxy.status(), 0)

    def test_hello_service_answers_by_itself(self):
        service = self.example("hello_service")
        with Client(service.address) as client:
            for i in range(5):
                answer = client.get(f"/{i}")
                self.assertEqual(answer.status, 200)
                self.assertIn(b"hello", answer.body.lower())
                self.assertIn("date", answer.fields)
            client.send(request("HEAD"))
            answer = client.read_response("HEAD")
            self.assertEqual((answer.status, answer.body), (200, b""))
            client.send(b"".join(request("GET", f"/{i}") for i in range(50)))
            for _ in range(50):
                self.assertEqual(client.read_response().status, 200)
            client.send(b"nonsense\r\n\r\n")
            self.assert_refused(client, 400)
        service.signal(signal.SIGTERM)
        self.assertEqual(service.status(), 0)

    def test_hello_service_ends_with_an_interrupt(self):
        service = self.example("hello_service")
        service.expected_status = 130
        service.signal(signal.SIGINT)
        self.assertEqual(service.status(), 130)

    def test_custom_pipeline_remembers_requests_and_connections(self):
        proxy = self.example("custom_pipeline", self.answering_origin().address)
        with Client(proxy.address) as client:
            for visit in "123":
                answer = client.get("/private")
                self.assertEqual((answer.status, answer.fields.get("x-visit")), (200, visit))
            answer = client.get("/private", ("User-Agent", "a-bot/1"))
            self.assertEqual((answer.status, answer.fields.get("x-visit")), (403, "4"))
        with Client(proxy.address) as client:
            self.assertEqual(client.get("/").fields.get("x-visit"), "1")

    def test_actor_stage_is_restarted_after_a_crash(self):
        origin = self.answering_origin()
        proxy = self.example("actor_stage", origin.address)
        with Client(proxy.address) as client:
            for token, status in (("open sesame", 200), ("open sesame", 200), ("guess", 401),
                                  ("crash", 503), ("open sesame", 200)):
                self.assertEqual(client.get("/", ("X-Token", token)).status, status, token)
        guests = [x.fields.get("x-guest") for x in origin.requests]
        self.assertEqual(guests, ["1", "2", "1"])

    def test_body_transform_shouts_text_and_nothing_else(self):
        origin = self.answering_origin(lambda asked: response(
            200, ("Content-Type", "text/plain" if asked.target == "/text" else "image/png"),
            body=b"abc" * 50000))
        proxy = self.example("body_transform", origin.address)
        with Client(proxy.address) as client:
            self.assertEqual(client.get("/text").body, b"ABC" * 50000 + b"!\n")
            answer = client.get("/image")
            self.assertEqual(answer.body, b"abc" * 50000)
            self.assertEqual(answer.fields.get("content-length"), "150000")

    def test_gateway_splits_visitors_and_keeps_them_where_they_are(self):
        old, new, following = (self.answering_origin(lambda _, name=name: response(body=name))
                               for name in (b"old", b"new", b"next"))
        proxy = self.example("gateway", old.address, new.address, following.address)
        with Client(proxy.address) as client:
            answers = [client.get("/") for _ in range(200)]
            self.assertEqual({x.body for x in answers}, {b"old", b"new"})
            self.assertLess(sum(x.body == b"new" for x in answers), 60)
            for answer in answers[:20]:
                cookie = answer["set-cookie"].split(";")[0]
                again = client.get("/", ("Cookie", cookie))
                self.assertEqual(again.body, answer.body)
                self.assertNotIn("set-cookie", again.fields)
            self.assertEqual(client.get("/health").body, b"old")
            self.assertEqual(client.get("/reports/2026").body, b"new")
            eventually(lambda: following.targets() == ["/reports/2026"], "a copy")
            self.assertEqual(client.get("/", ("X-Preview", "yes")).body, b"new")

    def test_tls_proxy_makes_a_certificate_for_each_name(self):
        backend = self.answering_origin()
        with tempfile.TemporaryDirectory() as folder:
            authority = pathlib.Path(folder) / "authority.pem"
            proxy = self.example("tls_proxy", backend.address, authority)
            context = ssl.create_default_context(cafile=str(authority))
            for name in ("localhost", "b.example"):
                with SecureClient(proxy.address, context, name) as client:
                    self.assertEqual(client.get("/x").body, b"answer to /x")
            said = subprocess.run(["curl", "-sS", "--cacert", authority,
                                   f"https://{proxy.address}/y"], capture_output=True, text=True)
            self.assertEqual((said.stdout, said.stderr), ("answer to /y", ""))

    def test_forward_proxy_leads_where_its_rules_say(self):
        origin = self.answering_origin()
        port = origin.address.rsplit(":", 1)[1]
        proxy = self.example("forward_proxy", "127.0.0.0/8:" + port)
        for credentials, target, status in (
                (["--proxy-user", "a:b"], origin.address, b"200"),
                (["--proxy-user", "a:b"], "192.0.2.1:80", b"403"), ([], origin.address, b"407")):
            told = subprocess.run(
                ["curl", "-s", "-p", "-x", f"http://{proxy.address}", *credentials, "-m", "10",
                 "-w", "%{http_connect}", "-o", "/dev/null", f"http://{target}/a"],
                capture_output=True, check=False).stdout
            self.assertEqual(told, status)
        self.assertEqual(origin.targets(), ["/a"])

    def test_load_balancer_survives_the_end_of_a_backend(self):
        backends = [self.example("hello_service") for _ in range(3)]
        proxy = self.example("load_balancer", *(x.address for x in backends))
        with Client(proxy.address) as client:
            def ask(times):
                for _ in range(times):
                    self.assertEqual(client.get("/").status, 200)
            ask(200)
            backends[1].expected_status = -signal.SIGKILL
            backends[1].signal(signal.SIGKILL)
            line = f"backend_fell upstream=app backend={backends[1].address}"
            eventually(lambda: ask(20) or line in proxy.log(), line)
            ask(200)

    def test_rate_limited_api_counts_by_key(self):
        origin = self.answering_origin()
        proxy = self.example("rate_limited_api", origin.address)
        with Client(proxy.address) as client:
            self.assertEqual(client.get("/").status, 401)
            answers = [client.get("/", ("X-Api-Key", "a")) for _ in range(4)]
            self.assertEqual([x.status for x in answers], [200, 200, 200, 429])
            self.assertGreaterEqual(int(answers[3]["retry-after"]), 1)
            self.assertEqual(answers[0]["ratelimit-policy"], '"default";q=10;w=60')
            self.assertEqual(client.get("/", ("X-Api-Key", "b")).status, 200)
        self.assertEqual(len(origin.requests), 4)

    def test_rate_limited_api_admits_two_requests_of_a_client_at_a_time(self):
        origin = self.origin()
        proxy = self.example("rate_limited_api", origin.address)
        inside = [self.keep(Client(proxy.address)) for _ in range(2)]
        there = []
        for x, key in zip(inside, "ab"):
            x.send(request("GET", "/", ("X-Api-Key", key)))
            there.append(origin.accept())
            there[-1].read_request()
        with Client(proxy.address) as client:
            answer = client.get("/", ("X-Api-Key", "c"))
            self.assertEqual((answer.status, answer["retry-after"]), (503, "1"))
        for x, end in zip(inside, there):
            end.send(response(200, ("Connection", "close"), body=b"done"))
            self.assertEqual(x.read_response().body, b"done")
        inside[0].send(request("GET", "/", ("X-Api-Key", "c")))
        with origin.accept() as again:
            again.read_request()
            again.send(response(body=b"again"))
            self.assertEqual(inside[0].read_response().body, b"again")

    def test_static_site_serves_a_directory(self):
        site = self.example("static_site", ROOT / "docs")
        with Client(site.address) as client:
            answer = client.get("/guide/static_files.md")
            self.assertEqual(answer.status, 200)
            self.assertEqual(answer.body, (ROOT / "docs/guide/static_files.md").read_bytes())
            self.assertEqual(answer["cache-control"], "max-age=60")
            self.assertEqual(client.get("/../README.md").status, 400)
        site.signal(signal.SIGTERM)
        self.assertEqual(site.status(), 0)

    def test_h2_dump_says_what_was_sent(self):
        def frame(kind, flags, stream, payload=b""):
            return (len(payload).to_bytes(3, "big") + bytes([kind, flags])
                    + stream.to_bytes(4, "big") + payload)

        def block(*fields):
            return b"".join(b"\0" + bytes([len(n)]) + n + bytes([len(v)]) + v for n, v in fields)
        head = block((b":method", b"POST"), (b":scheme", b"http"), (b":path", b"/up"),
                     (b":authority", b"a.example"), (b"x-a", b"b"))
        wire = (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0) + frame(1, 4, 1, head)
                + frame(0, 1, 1, b"body"))
        program = pathlib.Path(TROUPE_EXAMPLES_DIR) / "h2_dump"

        def dump(octets):
            return subprocess.run([program], input=octets, capture_output=True, timeout=30)
        said = dump(wire)
        self.assertEqual(said.stdout.decode().splitlines(),
                         ["1: POST /up of a.example", "1:   x-a: b", "1: 4 octets", "1: end"])
        self.assertEqual(said.returncode, 0)
        refused = dump(b"GET / HTTP/1.1\r\n\r\n")
        self.assertIn(b"refused: ", refused.stdout)
        self.assertEqual(refused.returncode, 1)

    def test_grpc_echo_answers_and_drains(self):
        echo = self.example("grpc_echo")
        here = self.keep(http2.connect(echo.address))
        grpc = ("content-type", "application/grpc")
        running = here.request("/echo.Echo/Bidi", "POST", [grpc], ends=False)
        answer = here.get("/echo.Echo/Bidi", method="POST", fields=[grpc])
        self.assertEqual((answer.status, answer.head["grpc-status"]), (200, "0"))
        self.assertEqual(here.get("/").status, 415)
        echo.signal(signal.SIGTERM)
        here.hear_until(lambda: here.goaway)
        self.assertEqual(here.goaway, (5, http2.NO_ERROR))
        here.data(running, b"\0\0\0\0\1x", ends=True)
        answer = here.response(running)
        self.assertEqual((answer.body, answer.trailers), (b"\0\0\0\0\1x", {"grpc-status": "0"}))
        here.close()
        self.assertEqual(echo.status(), 0)

    def test_unit_tested_stage_passes_its_test(self):
        program = pathlib.Path(TROUPE_EXAMPLES_DIR) / "unit_tested_stage"
        done = subprocess.run([program], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count("ok: "), 5)


if __name__ == "__main__":
    unittest.main()
