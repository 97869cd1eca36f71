"""Listeners that speak TLS."""

import os
import pathlib
import signal
import socket
import ssl
import subprocess
import threading
import unittest

from support import (AnsweringOrigin, Authority, Client, Ended, Scenario, SecureClient, echo_target,
                     eventually, free_address, memory, nobody, request, response, start)


class Tls(Scenario):
    def setUp(self):
        self.authority = self.keep(Authority())
        self.origin_side = self.answering_origin()

    def encrypted(self, *pairs, backends=None, listener=None, tls=None, **more):
        address = free_address()
        pairs = pairs or (self.authority.issue("localhost"),)
        tls = {"certificates": [{"certificate": c, "key": k} for c, k in pairs], **(tls or {})}
        backends = backends or [self.origin_side]
        return self.keep(start({
            "loops": 2, "listeners": [{"address": address, **(listener or {}), "tls": tls}],
            "upstreams": {"app": {"backends": [x.address for x in backends]}},
            "routes": [{"match": {"path": "/"}, "upstream": "app"}],
            "timeouts": {"drain": "1s"}, **more}, address))

    def secure(self, proxy, name="localhost", context=None, **more):
        return self.keep(SecureClient(proxy.address, context or self.authority.client_context(),
                                      name, **more))

    def shown_by(self, proxy, name="localhost"):
        with SecureClient(proxy.address, self.authority.client_context(), name) as client:
            return client.socket.getpeercert(binary_form=True)

    # -- requests ------------------------------------------------------------------

    def test_requests_come_through_and_the_origin_is_told_that_they_were_safe(self):
        proxy = self.encrypted()
        client = self.secure(proxy)
        for i in range(3):
            self.assertEqual(client.get(f"/{i}").body, b"answer to /%d" % i)
        self.assertEqual(self.origin_side.requests[-1].fields.get("x-forwarded-proto"), "https")
        self.assertEqual(client.socket.version(), "TLSv1.3")

    def test_a_route_may_be_for_the_name_of_a_connection(self):
        other = self.answering_origin()
        proxy = self.encrypted(
            self.authority.issue("localhost", "b.localhost"),
            upstreams={"app": {"backends": [self.origin_side.address]},
                       "other": {"backends": [other.address]}},
            routes=[{"match": {"path": "/"}, "upstream": "app"},
                    {"match": {"server_name": "*.localhost"}, "upstream": "other"}])
        for name in ("localhost", "b.localhost"):
            self.secure(proxy, name).get("/" + name)
        self.assertEqual([x.target for x in self.origin_side.requests], ["/localhost"])
        self.assertEqual([x.target for x in other.requests], ["/b.localhost"])

    def hasty(self, proxy, asked, session):
        """OpenSSL's client, which asks with its first flight."""
        question = self.authority.folder / "question"
        question.write_bytes(asked)
        return self.s_client(proxy, "-sess_in", session, "-early_data", question, wanted=b"HTTP/1.1 ")

    def s_client(self, proxy, *more, asked=b"", wanted):
        client = subprocess.Popen(
            ["openssl", "s_client", "-connect", proxy.address, "-servername", "localhost",
             "-CAfile", self.authority.certificate, "-ign_eof", *map(str, more)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            client.stdin.write(asked)
            client.stdin.flush()
            os.set_blocking(client.stdout.fileno(), False)
            seen = b""

            def has_come():
                nonlocal seen
                seen += client.stdout.read() or b""
                return wanted in seen
            eventually(has_come, repr(wanted))
            return seen
        finally:
            client.kill()
            client.communicate()

    def test_what_a_responder_said_is_shown_to_who_asks(self):
        certificate, key = self.authority.issue("localhost")
        proxy = self.encrypted(tls={"certificates": [
            {"certificate": certificate, "key": key,
             "staple": self.authority.vouch(certificate)}]})
        ask = request("GET", "/", ("Connection", "close"))
        seen = self.s_client(proxy, "-status", asked=ask, wanted=b"answer to /")
        self.assertIn(b"OCSP Response Status: successful", seen)
        self.assertIn(b"Cert Status: good", seen)
        seen = self.s_client(proxy, asked=ask, wanted=b"answer to /")
        self.assertNotIn(b"OCSP", seen)

    def test_who_comes_again_may_ask_at_once(self):
        proxy = self.encrypted(tls={"sessions": {"early_data": "16KiB"}})
        session = self.authority.folder / "session"

        def meet():
            session.unlink(missing_ok=True)
            self.s_client(proxy, "-sess_out", session, asked=request("GET", "/first"),
                          wanted=b"answer to /first")
            eventually(session.exists, "a session")
        meet()
        self.assertNotIn("early-data", self.origin_side.requests[-1].fields)
        seen = self.hasty(proxy, request("GET", "/early"), session)
        self.assertIn(b"Early data was accepted", seen)
        self.assertIn(b"HTTP/1.1 200 ", seen)
        self.assertEqual(self.origin_side.requests[-1].target, "/early")
        self.assertEqual(self.origin_side.requests[-1].fields.get("early-data"), "1")
        meet()
        before = len(self.origin_side.requests)
        seen = self.hasty(proxy, request("DELETE", "/early"), session)
        self.assertIn(b"HTTP/1.1 425 ", seen)
        self.assertEqual(len(self.origin_side.requests), before)

    def test_large_bodies_go_both_ways_at_the_readers_pace(self):
        size = 24 << 20
        body = os.urandom(1 << 20) * (size >> 20)

        def swap(there):
            asked = there.read_request()
            there.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(asked.body))
            there.send(asked.body)
        proxy = self.encrypted(backends=[self.scripted_origin(swap)])
        client = self.secure(proxy)
        client.send(request("POST", "/", body=body))  # the origin takes all of it first
        answer = client.read_response()
        self.assertTrue(answer.body == body)
        self.assertLess(proxy.most_resident(), memory(64))

    def test_the_end_of_a_connection_is_told(self):
        proxy = self.encrypted()
        client = self.secure(proxy)
        client.send(request("GET", "/", ("Connection", "close")))
        self.assertEqual(client.read_response().status, 200)
        self.assertEqual(client.read_until_end(), b"")  # else ssl.SSLEOFError

    def test_half_a_response_is_not_taken_for_a_whole_one(self):
        def half(there):
            there.read_request()
            there.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        proxy = self.encrypted(backends=[self.scripted_origin(half)])
        client = self.secure(proxy)
        client.send(request())
        with self.assertRaises(Exception):
            client.read_response()

    # -- certificates ----------------------------------------------------------------

    def test_each_name_has_its_certificate(self):
        proxy = self.encrypted(self.authority.issue("localhost"), self.authority.issue("a.test"),
                               self.authority.issue("*.b.test"))
        for name in ("localhost", "a.test", "x.b.test"):
            self.assertEqual(self.secure(proxy, name).get().status, 200)
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.secure(proxy, "c.test")

    def test_new_certificates_are_shown_and_connections_stay(self):
        proxy = self.encrypted(tls={"watch": False})
        client = self.secure(proxy)
        before = self.shown_by(proxy)
        self.authority.issue("localhost")
        self.assertEqual(self.shown_by(proxy), before)
        proxy.signal(signal.SIGHUP)
        eventually(lambda: self.shown_by(proxy) != before, "the new one is shown")
        self.assertEqual(client.get().status, 200)

    def test_changed_files_are_noticed(self):
        proxy = self.encrypted()
        before = self.shown_by(proxy)
        self.authority.issue("localhost")
        eventually(lambda: self.shown_by(proxy) != before, "the new one is shown")

    def test_a_pair_that_does_not_fit_is_refused_and_the_old_one_stays(self):
        certificate, key = self.authority.issue("localhost")
        proxy = self.encrypted((certificate, key), tls={"watch": False})
        before = self.shown_by(proxy)
        other, _ = self.authority.issue("localhost", file="other")
        pathlib.Path(other).replace(certificate)
        proxy.signal(signal.SIGHUP)
        eventually(lambda: "certificate_refused" in proxy.log(), "the log says so")
        self.assertIn("the key is not that of the certificate", proxy.log())
        self.assertEqual(self.shown_by(proxy), before)
        secret = pathlib.Path(key).read_text().splitlines()[1]
        self.assertNotIn(secret, proxy.log())

    def test_a_hundred_changes_lose_no_request(self):
        proxy = self.encrypted(tls={"watch": False})
        pairs = [[pathlib.Path(x).read_bytes() for x in self.authority.issue("localhost", file=f)]
                 for f in ("one", "two")]
        done, failures = threading.Event(), []

        def ask():
            context = self.authority.client_context()
            while not done.is_set():
                try:
                    with SecureClient(proxy.address, context) as client:
                        for _ in range(3):
                            if client.get().status != 200:
                                failures.append("status")
                except Exception as why:  # whatever it is, it is lost
                    failures.append(repr(why))
        clients = [threading.Thread(target=ask) for _ in range(4)]
        for x in clients:
            x.start()
        shown = set()
        for i in range(100):
            for stem, octets in zip(("localhost.pem", "localhost.key"), pairs[i % 2]):
                (self.authority.folder / stem).write_bytes(octets)
            proxy.signal(signal.SIGHUP)
            shown.add(self.shown_by(proxy))
        done.set()
        for x in clients:
            x.join()
        self.assertEqual(failures, [])
        self.assertGreaterEqual(len(shown), 2)

    # -- clients -----------------------------------------------------------------------

    def test_clients_prove_who_they_are_and_the_origin_is_told(self):
        proxy = self.encrypted(
            tls={"clients": {"authorities": self.authority.certificate}},
            stages=[{"headers": {"request": [{"set": "X-Client", "to": "${client.subject}"}]}}])
        own = self.authority.issue("client.test")
        client = self.secure(proxy, context=self.authority.client_context(own))
        self.assertEqual(client.get().status, 200)
        self.assertEqual(self.origin_side.requests[-1].fields.get("x-client"), "CN=client.test")
        with self.assertRaises(Exception):  # TLS 1.3 tells after the handshake
            self.secure(proxy).get()
        eventually(lambda: "because=no_certificate" in proxy.log(), "the log says so")

    # -- resumption --------------------------------------------------------------------

    def test_who_comes_again_resumes_on_any_loop(self):
        proxy = self.encrypted()
        context = self.authority.client_context()
        session, resumed = None, 0
        for _ in range(8):
            client = self.secure(proxy, context=context, session=session)
            self.assertEqual(client.get().status, 200)
            resumed += client.socket.session_reused
            session = client.socket.session
        self.assertEqual(resumed, 7)

    # -- names that are not ours -------------------------------------------------------

    def test_names_may_pass_through_unread(self):
        theirs = self.keep(Authority("Another authority"))
        bank = self.keep(SecureOrigin(theirs.server_context(theirs.issue("www.bank.test"))))
        nobody_there = nobody()
        proxy = self.encrypted(
            tls={"pass_through": {"*.bank.test": "bank"}},
            upstreams={"app": {"backends": [self.origin_side.address]},
                       "bank": {"backends": [nobody_there, bank.address]}})
        for _ in range(3):
            client = self.secure(proxy, "www.bank.test", context=theirs.client_context())
            self.assertEqual(client.get("/secret").body, b"answer to /secret")
            self.assertEqual(self.secure(proxy).get("/ours").body, b"answer to /ours")
        self.assertEqual(bank.targets(), ["/secret"] * 3)
        self.assertEqual(self.origin_side.targets(), ["/ours"] * 3)
        client = self.client(proxy)
        client.send(request())
        self.assertEqual(client.read_response().status, 400)

    # -- mischief ----------------------------------------------------------------------

    def test_plain_http_is_told_that_it_is_wrong_here(self):
        proxy = self.encrypted()
        client = self.client(proxy)
        client.send(request())
        answer = client.read_response()
        self.assertEqual(answer.status, 400)
        self.assertIn(b"HTTPS", answer.body)
        self.assertEqual(client.read_until_end(), b"")

    def test_garbage_and_silence_end(self):
        proxy = self.encrypted(tls={"handshake_timeout": "300ms"})
        before = proxy.descriptors()
        for octets in (b"", b"\x16\x03\x01", os.urandom(200), b"\x16\x03\x01\x02\x00" + b"x" * 512):
            for _ in range(5):
                sock = socket.create_connection(proxy.address.split(":"))
                self.addCleanup(sock.close)
                sock.sendall(octets)
        self.assert_returns_to(proxy, before)
        eventually(lambda: "because=timed_out" in proxy.log(), "the log says so")
        self.assertEqual(self.secure(proxy).get().status, 200)

    def test_an_announcing_proxy_stands_before_the_handshake(self):
        proxy = self.encrypted(listener={"proxy_protocol": ["127.0.0.0/8"]})
        plain = socket.create_connection(proxy.address.split(":"))
        plain.sendall(b"PROXY TCP4 192.0.2.7 198.51.100.1 1234 443\r\n")
        secure = self.authority.client_context().wrap_socket(plain, server_hostname="localhost")
        self.addCleanup(secure.close)
        secure.sendall(request("GET", "/", ("Connection", "close")))
        self.assertTrue(secure.recv(100).startswith(b"HTTP/1.1 200"))
        self.assertEqual(self.origin_side.requests[-1].fields.get("x-forwarded-for"), "192.0.2.7")


class SecureOrigin(AnsweringOrigin):
    """Answers over TLS, and counts handshakes and resumptions."""

    def __init__(self, context, answer=echo_target, **more):
        self.context = context
        self.handshakes, self.resumed, self.refused = 0, 0, 0
        super().__init__(answer, **more)

    def _play(self, there):
        try:
            there.socket = self.context.wrap_socket(there.socket, server_side=True)
        except OSError:
            self.refused += 1
            there.close()
            return
        self.handshakes += 1
        self.resumed += there.socket.session_reused
        super()._play(there)


class Upstream(Scenario):
    """Backends that speak TLS."""

    def setUp(self):
        self.authority = self.keep(Authority())

    def origin_that_is(self, *names, context=None, **more):
        own = self.authority.issue(*names)
        return self.keep(SecureOrigin(context or self.authority.server_context(own), **more))

    def before(self, *origins, tls=None, **more):
        tls = {"authorities": self.authority.certificate, **(tls or {})}
        return self.troupe(*origins, upstream={"tls": tls, **more.pop("upstream", {})}, **more)

    def test_requests_reach_a_backend_that_proves_its_address(self):
        origin = self.origin_that_is("a.test", "IP:127.0.0.1")
        proxy = self.before(origin)
        client = self.client(proxy)
        for i in range(3):
            self.assertEqual(client.get(f"/{i}").body, b"answer to /%d" % i)
        self.assertEqual(origin.handshakes, 1)

    def test_who_does_not_prove_it_gets_no_request(self):
        now = self.origin_that_is("a.test")  # another name, and no address
        proxy = self.before(now)
        answer = self.client(proxy).get()
        self.assert_failed(answer, 502, "tls_certificate_error")
        eventually(lambda: "wrong_address" in proxy.log(), "the log says so")
        self.assertEqual(now.requests, [])

    def test_a_name_may_be_said_and_is_told(self):
        heard = []
        context = self.authority.server_context(self.authority.issue("a.test"))
        context.sni_callback = lambda sock, name, ctx: heard.append(name)
        proxy = self.before(self.origin_that_is("a.test", context=context), tls={"name": "a.test"})
        self.assertEqual(self.client(proxy).get().status, 200)
        self.assertEqual(heard, ["a.test"])

    def test_strangers_are_not_believed_unless_everybody_is(self):
        origin = self.origin_that_is("a.test", "IP:127.0.0.1")
        proxy = self.troupe(origin, upstream={"tls": True})
        self.assert_failed(self.client(proxy).get(), 502, "tls_certificate_error")
        eventually(lambda: "unknown_authority" in proxy.log(), "the log says so")
        proxy = self.troupe(origin, upstream={"tls": {"verify": False}})
        self.assertEqual(self.client(proxy).get().status, 200)

    def test_we_prove_who_we_are(self):
        context = self.authority.server_context(self.authority.issue("a.test", "IP:127.0.0.1"))
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(str(self.authority.certificate))
        context.maximum_version = ssl.TLSVersion.TLSv1_2  # refuses in the handshake
        origin = self.origin_that_is("a.test", context=context)
        certificate, key = self.authority.issue("us.test")
        proxy = self.before(origin, tls={"certificate": certificate, "key": key})
        self.assertEqual(self.client(proxy).get().status, 200)
        proxy = self.before(origin)
        self.assert_failed(self.client(proxy).get(), 502, "tls_alert_received")

    def test_what_speaks_no_tls_is_no_backend(self):
        plain = self.scripted_origin(lambda there: there.send(response(400)))
        proxy = self.before(plain)
        self.assert_failed(self.client(proxy).get(), 502, "tls_protocol_error")

    def test_another_backend_is_asked(self):
        good, bad = self.origin_that_is("a.test", "IP:127.0.0.1"), self.origin_that_is("b.test")
        proxy = self.before(bad, good)
        for _ in range(4):
            self.assertEqual(self.client(proxy).get().status, 200)
        self.assertEqual(bad.requests, [])

    def test_connections_are_resumed(self):
        origin = self.origin_that_is("a.test", "IP:127.0.0.1", answer=lambda asked: response(
            200, ("Connection", "close"), body=b"x"))
        proxy = self.before(origin)
        client = self.client(proxy)
        for _ in range(4):
            self.assertEqual(client.get().status, 200)
        self.assertEqual((origin.handshakes, origin.resumed), (4, 3))

    def test_a_silent_handshake_ends_in_time(self):
        silent = self.origin()
        proxy = self.before(silent, waits={"connect": "300ms"})
        self.assert_failed(self.client(proxy).get(), 504, "connection_timeout")

    def test_a_body_that_only_the_end_ends_needs_tls_to_say_so(self):
        """Who cuts the connection cannot make a response shorter."""
        def says_half(there, with_notice):
            there.read_request()
            there.send(b"HTTP/1.1 200 OK\r\n\r\nhalf")
            if with_notice:
                there.socket.unwrap()
            there.socket.shutdown(socket.SHUT_RDWR)

        class Speaking(SecureOrigin):
            def _answer_all(self, there):
                says_half(there, self.answer)
        for with_notice in (True, False):
            with self.subTest(with_notice=with_notice):
                own = self.authority.issue("a.test", "IP:127.0.0.1")
                origin = self.keep(Speaking(self.authority.server_context(own), with_notice))
                proxy = self.before(origin)
                client = self.client(proxy)
                client.send(request())
                if with_notice:
                    self.assertEqual(client.read_response().body, b"half")
                else:
                    with self.assertRaises(Ended):
                        client.read_response()

    def test_checks_of_health_are_encrypted(self):
        origin = self.origin_that_is("a.test", "IP:127.0.0.1")
        proxy = self.before(origin, upstream={
            "health": {"check": "http", "interval": "100ms", "initially": "down"}})
        with Client(proxy.address) as client:
            eventually(lambda: client.get().status == 200, "it is healthy")


if __name__ == "__main__":
    unittest.main()
