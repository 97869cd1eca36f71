"""What becomes of the fields on their way."""

import email.utils
import time
import unittest

from support import CHUNKED, Scenario, chunked, free_address, response


class Story(Scenario):
    """One request and its answer, with what each side saw."""

    def through(self, *fields, answer=None, upstream=None, listeners=None, **more):
        backend = self.answering_origin(lambda asked: answer or response(200, body=b"x"))
        settings = {"listeners": listeners, "address": listeners[0]["address"]} if listeners else {}
        client = self.client(self.troupe(backend, upstream=upstream, **settings))
        said = client.get("/", *fields, **more)
        self.backend = backend
        self.assertEqual(len(backend.requests), 1, said)
        return backend.requests[0], said


class HopByHop(Story):
    def test_fields_of_one_hop_end_here(self):
        asked, _ = self.through(("Connection", "keep-alive"), ("Keep-Alive", "timeout=5"),
                                ("Proxy-Connection", "keep-alive"), ("X-Kept", "1"))
        for name in ("keep-alive", "proxy-connection"):
            self.assertNotIn(name, asked.fields)
        self.assertFalse(asked.fields.has("connection", "keep-alive"))
        self.assertEqual(asked["x-kept"], "1")

    def test_fields_that_connection_names_end_here(self):
        asked, _ = self.through(("X-One", "1"), ("x-two", "2"), ("X-Three", "3"),
                                ("Connection", "X-One, close"), ("connection", "X-TWO"))
        self.assertNotIn("x-one", asked.fields)
        self.assertNotIn("x-two", asked.fields)
        self.assertEqual(asked["x-three"], "3")
        self.assertFalse({"x-one", "x-two"} & {x.lower() for x in
                                               asked.fields.elements("connection")})

    def test_fields_of_a_response_that_are_of_one_hop_end_here(self):
        _, said = self.through(answer=response(
            200, ("Connection", "X-One, keep-alive"), ("Keep-Alive", "timeout=5"), ("X-One", "1"),
            ("X-Two", "2"), ("Upgrade", "h2c"), body=b"x"))
        for name in ("keep-alive", "x-one", "upgrade"):
            self.assertNotIn(name, said.fields)
        self.assertEqual(said["x-two"], "2")

    def test_fields_of_an_interim_response_that_are_of_one_hop_end_here(self):
        _, said = self.through(answer=response(
            103, ("Connection", "X-One"), ("X-One", "1"), ("Link", "</a>"))
            + response(200, body=b"x"))
        self.assertEqual(said.interim[0].fields.names(), ["link"])

    def test_an_upgrade_that_connection_does_not_name_ends_here(self):
        asked, _ = self.through(("Upgrade", "websocket"))
        self.assertNotIn("upgrade", asked.fields)

    def test_an_upgrade_to_http_2_ends_here(self):
        only_1 = [{"address": free_address(), "protocols": ["http/1.1"]}]
        asked, _ = self.through(("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"),
                                ("HTTP2-Settings", "AAMAAABkAAQAAP__"), listeners=only_1)
        self.assertNotIn("upgrade", asked.fields)
        self.assertNotIn("http2-settings", asked.fields)

    def test_connection_cannot_remove_what_the_origin_relies_on(self):
        asked, _ = self.through(
            ("Authorization", "Basic x"), ("Cookie", "a=b"),
            ("Connection", "Host, Authorization, Cookie, X-Forwarded-For, Via"))
        self.assertEqual(asked["host"], "example.test")
        self.assertEqual(asked["authorization"], "Basic x")
        self.assertEqual(asked["cookie"], "a=b")
        self.assertIn("x-forwarded-for", asked.fields)
        self.assertIn("via", asked.fields)

    def test_te_trailers_is_said_to_the_origin_too(self):
        asked, _ = self.through(("TE", "trailers, deflate;q=0.5"), ("Connection", "TE"))
        self.assertEqual(asked["te"], "trailers")
        self.assertTrue(asked.fields.has("connection", "te"))

    def test_te_without_trailers_ends_here(self):
        asked, _ = self.through(("TE", "deflate"), ("Connection", "TE"))
        self.assertNotIn("te", asked.fields)

    def test_other_fields_go_on_in_their_order(self):
        lines = [("X-A", "1"), ("Accept", "*/*"), ("X-a", "2"), ("Cookie", "a=b; c=d"),
                 ("X-Empty", ""), ("If-None-Match", '"x", "y"'), ("User-Agent", "a (b) c/1")]
        asked, _ = self.through(*lines)
        kept = [(n.lower(), v) for n, v in asked.fields.lines]
        self.assertEqual([x for x in kept if x[0] in {n.lower() for n, _ in lines}],
                         [(n.lower(), v) for n, v in lines])


class Via(Story):
    def test_our_name_is_added(self):
        asked, _ = self.through()
        self.assertEqual(asked.fields.elements("via"), ["1.1 troupe"])

    def test_our_name_comes_last(self):
        asked, _ = self.through(("Via", "1.0 fred, 1.1 p.example.net"))
        self.assertEqual(asked.fields.elements("via"),
                         ["1.0 fred", "1.1 p.example.net", "1.1 troupe"])

    def test_it_tells_the_version_that_the_client_spoke(self):
        asked, _ = self.through(version="1.0")
        self.assertEqual(asked.fields.elements("via"), ["1.0 troupe"])

    def test_our_name_is_a_matter_of_taste(self):
        asked, _ = self.through(upstream={"via": "edge-7"})
        self.assertEqual(asked.fields.elements("via"), ["1.1 edge-7"])

    def test_it_can_be_off(self):
        asked, _ = self.through(("Via", "1.0 fred"), upstream={"via": "off"})
        self.assertEqual(asked.fields.elements("via"), ["1.0 fred"])


class Forwarded(Story):
    def seen(self, asked):
        return tuple(asked.fields.elements("x-forwarded-" + x) for x in ("for", "proto", "host"))

    CLAIM = (("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-Proto", "https"),
             ("X-Forwarded-Host", "claimed.test"))

    def test_the_origin_learns_who_asked_and_how(self):
        asked, _ = self.through()
        self.assertEqual(self.seen(asked), (["127.0.0.1"], ["http"], ["example.test"]))

    def test_append_adds_the_client_and_believes_nothing_else(self):
        for policy in (None, {"forwarded": "append"}):
            asked, _ = self.through(*self.CLAIM, upstream=policy)
            self.assertEqual(self.seen(asked),
                             (["192.0.2.1", "127.0.0.1"], ["http"], ["example.test"]))

    def test_append_adds_to_several_lines(self):
        asked, _ = self.through(("X-Forwarded-For", "192.0.2.1"), ("x-forwarded-for", "192.0.2.2"))
        self.assertEqual(asked.fields.elements("x-forwarded-for"),
                         ["192.0.2.1", "192.0.2.2", "127.0.0.1"])

    def test_replace_forgets_what_was_claimed(self):
        asked, _ = self.through(*self.CLAIM, ("X-Forwarded-For", "192.0.2.9"),
                                upstream={"forwarded": "replace"})
        self.assertEqual(self.seen(asked), (["127.0.0.1"], ["http"], ["example.test"]))

    def test_trust_believes_what_was_claimed(self):
        asked, _ = self.through(*self.CLAIM, upstream={"forwarded": "trust"})
        self.assertEqual(self.seen(asked),
                         (["192.0.2.1", "127.0.0.1"], ["https"], ["claimed.test"]))

    def test_trust_supplies_what_was_not_claimed(self):
        asked, _ = self.through(upstream={"forwarded": "trust"})
        self.assertEqual(self.seen(asked), (["127.0.0.1"], ["http"], ["example.test"]))

    def test_off_touches_nothing(self):
        asked, _ = self.through(*self.CLAIM, upstream={"forwarded": "off"})
        self.assertEqual(self.seen(asked), (["192.0.2.1"], ["https"], ["claimed.test"]))

    def test_off_adds_nothing(self):
        asked, _ = self.through(upstream={"forwarded": "off"})
        self.assertEqual(self.seen(asked), ([], [], []))


class Host(Story):
    def test_it_is_kept(self):
        asked, _ = self.through(host="Example.test:8080")
        self.assertEqual(asked["host"], "Example.test:8080")

    def test_it_can_be_the_backend(self):
        asked, _ = self.through(upstream={"host": "backend"})
        self.assertEqual(asked["host"], self.backend.address)
        self.assertEqual(asked["x-forwarded-host"], "example.test")

    def test_it_can_be_a_name(self):
        asked, _ = self.through(upstream={"host": "inside.test"})
        self.assertEqual(asked["host"], "inside.test")

    def test_without_one_the_origin_gets_one_all_the_same(self):
        asked, _ = self.through(version="1.0", host=None)
        self.assertEqual(len(asked.fields.all("host")), 1)


class Date(Story):
    def test_it_is_supplied(self):
        _, said = self.through()
        when = email.utils.parsedate_to_datetime(said["date"])
        self.assertLess(abs(when.timestamp() - time.time()), 5)
        self.assertTrue(said["date"].endswith(" GMT"))

    def test_the_one_of_the_origin_is_kept(self):
        _, said = self.through(answer=response(
            200, ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), body=b"x"))
        self.assertEqual(said["date"], "Sun, 06 Nov 1994 08:49:37 GMT")

    def test_our_own_answers_have_one(self):
        client = self.client(self.troupe(self.origin()))
        client.send(b"nonsense\r\n\r\n")
        self.assertIn("date", client.read_response().fields)

    def test_it_goes_with_the_time(self):
        client = self.client(self.troupe(self.answering_origin()))
        first = client.get("/")["date"]
        deadline = time.monotonic() + 5
        while client.get("/")["date"] == first:
            self.assertLess(time.monotonic(), deadline, "the clock stands still")
            time.sleep(0.1)


class Trailers(Story):
    def test_trailers_of_one_hop_end_here(self):
        _, said = self.through(("TE", "trailers"), ("Connection", "TE"), answer=response(
            200, CHUNKED) + chunked(b"x", trailers=[("Content-Length", "7"), ("X-Sum", "1"),
                                                    ("Transfer-Encoding", "chunked")]))
        self.assertEqual(said.trailers.names(), ["x-sum"])


if __name__ == "__main__":
    unittest.main()
