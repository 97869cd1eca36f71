"""Requests that are not HTTP/1.1, or could be read in two ways."""

import unittest

from support import CHUNKED, AnsweringOrigin, Scenario, chunked, request, start_troupe

HOST = b"Host: example.test\r\n"


def get(*lines, start=b"GET / HTTP/1.1", host=HOST):
    return start + b"\r\n" + host + b"".join(x + b"\r\n" for x in lines) + b"\r\n"


def post(*lines, body=b""):
    return get(*lines, start=b"POST / HTTP/1.1") + body


# What is wrong, the octets, and what may be the answer.
MALFORMED_HEADS = [
    # -- the request line
    ("no_target_and_no_version", b"GET\r\n" + HOST + b"\r\n", 400),
    ("http_0_9", b"GET /\r\n" + HOST + b"\r\n", 400),
    ("two_spaces_before_the_target", get(start=b"GET  / HTTP/1.1"), 400),
    ("two_spaces_before_the_version", get(start=b"GET /  HTTP/1.1"), 400),
    ("a_space_after_the_version", get(start=b"GET / HTTP/1.1 "), 400),
    ("a_space_before_the_method", get(start=b" GET / HTTP/1.1"), 400),
    ("a_tab_for_a_space", get(start=b"GET\t/ HTTP/1.1"), 400),
    ("a_space_in_the_target", get(start=b"GET /a b HTTP/1.1"), 400),
    ("a_method_that_is_no_token", get(start=b"G(T / HTTP/1.1"), 400),
    ("a_version_in_lower_case", get(start=b"GET / http/1.1"), 400),
    ("a_version_with_two_digits", get(start=b"GET / HTTP/1.10"), 400),
    ("a_version_without_minor", get(start=b"GET / HTTP/1"), 400),
    ("another_protocol", get(start=b"GET / HTTQ/1.1"), 400),
    ("http_2", get(start=b"GET / HTTP/2.0"), 505),
    ("http_3", get(start=b"GET / HTTP/3.1"), 505),
    ("a_target_that_is_no_path", get(start=b"GET index.html HTTP/1.1"), 400),
    ("an_asterisk_for_a_get", get(start=b"GET * HTTP/1.1"), 400),
    ("a_fragment_in_the_target", get(start=b"GET /a#b HTTP/1.1"), 400),
    ("raw_non_ascii_in_the_target", get(start=b"GET /\xc3\xa9 HTTP/1.1"), 400),
    ("a_nul_in_the_target", get(start=b"GET /\0 HTTP/1.1"), 400),
    ("an_absolute_target_without_host", get(start=b"GET http:/// HTTP/1.1"), 400),
    ("user_information_in_the_target", get(start=b"GET http://a@b/ HTTP/1.1"), 400),
    ("tls_on_a_plain_port", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    # -- line ends
    ("a_bare_lf_after_the_request_line", b"GET / HTTP/1.1\n" + HOST + b"\r\n", 400),
    ("bare_lf_everywhere", b"GET / HTTP/1.1\nHost: example.test\n\n", 400),
    ("a_bare_lf_after_a_field", b"GET / HTTP/1.1\r\nHost: example.test\nX: y\r\n\r\n", 400),
    ("a_bare_lf_at_the_end_of_the_head", b"GET / HTTP/1.1\r\n" + HOST + b"\n", 400),
    ("a_bare_cr_in_a_value", get(b"X: a\rb"), 400),
    ("a_bare_cr_before_a_field", get(b"\rX: a"), 400),
    ("a_bare_cr_in_the_request_line", get(start=b"GET / HTTP/1.1\r"), 400),
    # -- field lines
    ("a_field_without_colon", get(b"X"), 400),
    ("a_field_without_name", get(b": x"), 400),
    ("a_space_before_the_colon", get(b"X : y"), 400),
    ("a_tab_before_the_colon", get(b"X\t: y"), 400),
    ("a_space_before_the_first_field", get(host=b" " + HOST), 400),
    ("a_folded_line", get(b"X: a", b" b"), 400),
    ("a_folded_line_with_a_tab", get(b"X: a", b"\tb"), 400),
    ("a_name_that_is_no_token", get(b"X(): y"), 400),
    ("a_name_with_non_ascii", get(b"X\xc3\xa9: y"), 400),
    ("a_nul_in_a_value", get(b"X: a\0b"), 400),
    ("a_control_octet_in_a_value", get(b"X: a\x01b"), 400),
    ("delete_in_a_value", get(b"X: a\x7fb"), 400),
    # -- host
    ("no_host", get(host=b""), 400),
    ("two_hosts", get(b"Host: other.test"), 400),
    ("the_same_host_twice", get(b"Host: example.test"), 400),
    ("two_names_in_a_host", get(host=b"Host: a.test, b.test\r\n"), 400),
    ("a_space_in_the_host", get(host=b"Host: a b\r\n"), 400),
    ("a_path_in_the_host", get(host=b"Host: a/b\r\n"), 400),
    ("user_information_in_the_host", get(host=b"Host: a@b\r\n"), 400),
    ("a_port_that_is_no_number", get(host=b"Host: a:b\r\n"), 400),
    ("a_bad_host_behind_an_absolute_target",
     get(start=b"GET http://good.test/ HTTP/1.1", host=b"Host: a b\r\n"), 400),
    # -- content-length
    ("a_negative_length", post(b"Content-Length: -1"), 400),
    ("a_length_with_plus", post(b"Content-Length: +1", body=b"x"), 400),
    ("a_hexadecimal_length", post(b"Content-Length: 0x1", body=b"x"), 400),
    ("an_empty_length", post(b"Content-Length: "), 400),
    ("a_length_with_a_space_inside", post(b"Content-Length: 1 1", body=b"x"), 400),
    ("a_length_with_a_fraction", post(b"Content-Length: 1.0", body=b"x"), 400),
    ("a_length_beyond_64_bits", post(b"Content-Length: 18446744073709551617"), 400),
    ("a_length_that_wraps_to_one", post(b"Content-Length: 340282366920938463463374607431768211457"),
     400),
    ("two_lengths_that_differ", post(b"Content-Length: 1", b"Content-Length: 2", body=b"xy"), 400),
    ("two_lengths_in_a_line_that_differ", post(b"Content-Length: 1, 2", body=b"xy"), 400),
    ("a_length_on_a_get_that_is_no_number", get(b"Content-Length: x"), 400),
    # -- transfer-encoding
    ("length_and_chunked",
     post(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"), 400),
    ("chunked_and_length",
     post(b"Transfer-Encoding: chunked", b"Content-Length: 5", body=b"0\r\n\r\n"), 400),
    ("chunked_and_length_zero",
     post(b"Transfer-Encoding: chunked", b"Content-Length: 0", body=b"0\r\n\r\n"), 400),
    ("chunked_with_a_space_before_the_colon",
     post(b"Transfer-Encoding : chunked", body=b"0\r\n\r\n"), 400),
    ("chunked_behind_a_fold", post(b"Transfer-Encoding:", b" chunked", body=b"0\r\n\r\n"), 400),
    ("chunked_behind_a_vertical_tab",
     post(b"Transfer-Encoding: \x0bchunked", body=b"0\r\n\r\n"), 400),
    ("chunked_twice", post(b"Transfer-Encoding: chunked, chunked", body=b"0\r\n\r\n"), 400),
    ("chunked_on_two_lines",
     post(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"), 400),
    ("chunked_that_is_not_last",
     post(b"Transfer-Encoding: chunked, gzip", body=b"0\r\n\r\n"), 400),
    ("chunked_and_identity_on_two_lines",
     post(b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity", body=b"0\r\n\r\n"),
     (400, 501)),
    ("no_chunked_at_all", post(b"Transfer-Encoding: gzip"), (400, 501)),
    ("an_empty_coding", post(b"Transfer-Encoding:"), 400),
    ("a_quoted_coding", post(b'Transfer-Encoding: "chunked"', body=b"0\r\n\r\n"), (400, 501)),
    ("chunked_with_a_parameter",
     post(b"Transfer-Encoding: chunked;a=b", body=b"0\r\n\r\n"), (400, 501)),
    ("an_unknown_coding", post(b"Transfer-Encoding: xchunked", body=b"0\r\n\r\n"), 501),
    ("another_unknown_coding", post(b"Transfer-Encoding: cow", body=b"0\r\n\r\n"), 501),
    ("chunked_in_http_1_0",
     b"POST / HTTP/1.0\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    # -- too much of it
    ("a_request_line_too_long", get(start=b"GET /" + b"a" * 9000 + b" HTTP/1.1"), 414),
    ("a_request_line_without_end", b"GET /" + b"a" * 70000, 414),
    ("a_field_line_too_long", get(b"X: " + b"a" * 17000), 431),
    ("a_field_line_without_end", get()[:-2] + b"X: " + b"a" * 70000, 431),
    ("too_many_fields", get(*[b"X-%d: y" % i for i in range(200)]), 431),
    ("a_head_too_large", get(*[b"X-%d: " % i + b"a" * 12000 for i in range(5)]), 431),
    # -- what a reverse proxy is not for
    ("connect", b"CONNECT example.test:443 HTTP/1.1\r\nHost: example.test:443\r\n\r\n", 405),
]

MALFORMED_BODIES = [
    ("a_chunk_size_that_is_no_number", b"xyz\r\nabc\r\n0\r\n\r\n", 400),
    ("an_empty_chunk_size", b"\r\nabc\r\n0\r\n\r\n", 400),
    ("a_negative_chunk_size", b"-3\r\nabc\r\n0\r\n\r\n", 400),
    ("a_chunk_size_with_plus", b"+3\r\nabc\r\n0\r\n\r\n", 400),
    ("a_chunk_size_with_prefix", b"0x3\r\nabc\r\n0\r\n\r\n", 400),
    ("a_space_before_a_chunk_size", b" 3\r\nabc\r\n0\r\n\r\n", 400),
    ("a_chunk_size_with_an_underscore", b"1_0\r\n0123456789abcdef\r\n0\r\n\r\n", 400),
    ("a_chunk_size_beyond_64_bits", b"10000000000000003\r\nabc\r\n0\r\n\r\n", 400),
    ("a_chunk_size_of_a_hundred_digits", b"f" * 100 + b"\r\nabc\r\n0\r\n\r\n", 400),
    ("a_bare_lf_after_a_chunk_size", b"3\nabc\r\n0\r\n\r\n", 400),
    ("a_bare_cr_after_a_chunk_size", b"3\rabc\r\n0\r\n\r\n", 400),
    ("a_bare_lf_after_a_chunk", b"3\r\nabc\n0\r\n\r\n", 400),
    ("a_chunk_longer_than_it_said", b"3\r\nabcdef\r\n0\r\n\r\n", 400),
    ("a_bare_lf_in_an_extension", b"3;a\nb\r\nabc\r\n0\r\n\r\n", 400),
    ("a_bare_cr_in_an_extension", b"3;a\rb\r\nabc\r\n0\r\n\r\n", 400),
    ("an_extension_without_end", b"3;" + b"a" * 70000, 400),
    ("a_bare_lf_after_the_last_chunk", b"3\r\nabc\r\n0\n\r\n", 400),
    ("a_bare_lf_at_the_very_end", b"3\r\nabc\r\n0\r\n\n", 400),
    ("a_trailer_without_colon", b"3\r\nabc\r\n0\r\nX\r\n\r\n", 400),
    ("a_trailer_with_a_space_before_the_colon", b"3\r\nabc\r\n0\r\nX : y\r\n\r\n", 400),
    ("a_folded_trailer", b"3\r\nabc\r\n0\r\nX: a\r\n b\r\n\r\n", 400),
    ("trailers_too_large",
     b"3\r\nabc\r\n0\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"a" * 100) for i in range(200))
     + b"\r\n", 431),
]


class Malformed(Scenario):
    @classmethod
    def setUpClass(cls):
        cls.backend = AnsweringOrigin()
        cls.addClassCleanup(cls.backend.close)
        cls.proxy = start_troupe(cls.backend)
        cls.addClassCleanup(cls.proxy.close)

    def tearDown(self):
        self.assert_serves(self.proxy)

    def refused(self, send, expected):
        expected = expected if isinstance(expected, tuple) else (expected,)
        requests, octets = len(self.backend.requests), self.backend.octets
        client = self.client(self.proxy)
        send(client)
        self.assert_refused(client, *expected)
        client.close()
        self.assertEqual(len(self.backend.requests), requests, "the origin was asked")
        return self.backend.octets - octets


def _add(kind, name, test):
    test.__name__ = f"test_{name}"
    setattr(kind, test.__name__, test)


class MalformedHeads(Malformed):
    """Each is refused and ends the connection; the origin hears nothing."""


class MalformedHeadsOctetByOctet(Malformed):
    """The same, however they are cut."""


class MalformedBodies(Malformed):
    """The origin may have begun to hear them, but never hears the end."""


class MalformedBodiesOctetByOctet(Malformed):
    pass


for _name, _octets, _expected in MALFORMED_HEADS:
    # A second request hides behind each; nobody may find it.
    _hidden = request("GET", "/smuggled")

    def _whole(self, octets=_octets + _hidden, expected=_expected):
        self.assertEqual(self.refused(lambda c: c.send(octets), expected), 0)

    def _cut(self, octets=_octets + _hidden, expected=_expected):
        pieces = 1 if len(octets) < 1000 else 997
        self.assertEqual(self.refused(lambda c: c.send_slowly(octets, pieces), expected), 0)

    _add(MalformedHeads, f"{_name}_is_refused", _whole)
    _add(MalformedHeadsOctetByOctet, f"{_name}_is_refused_octet_by_octet", _cut)

for _name, _octets, _expected in MALFORMED_BODIES:
    _octets = request("POST", "/", CHUNKED) + _octets + request("GET", "/smuggled")

    def _whole(self, octets=_octets, expected=_expected):
        self.refused(lambda c: c.send(octets), expected)

    def _cut(self, octets=_octets, expected=_expected):
        pieces = 1 if len(octets) < 1000 else 997
        self.refused(lambda c: c.send_slowly(octets, pieces), expected)

    _add(MalformedBodies, f"{_name}_is_refused", _whole)
    _add(MalformedBodiesOctetByOctet, f"{_name}_is_refused_octet_by_octet", _cut)


class Strictness(Malformed):
    """What is unusual, but can be read in one way only, is served."""

    def serves(self, octets, target="/"):
        client = self.client(self.proxy)
        client.send(octets)
        answer = client.read_response()
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(self.backend.requests[-1].target, target)
        return self.backend.requests[-1]

    def test_an_empty_line_before_a_request_is_overlooked(self):
        self.serves(b"\r\n" + get())

    def test_an_unknown_method_is_forwarded(self):
        self.assertEqual(self.serves(get(start=b"BREW / HTTP/1.1")).method, "BREW")

    def test_a_method_in_lower_case_is_another_method(self):
        self.assertEqual(self.serves(get(start=b"get / HTTP/1.1")).method, "get")

    def test_an_asterisk_is_forwarded_for_options(self):
        self.serves(get(start=b"OPTIONS * HTTP/1.1"), "*")

    def test_an_absolute_target_is_forwarded_as_a_path(self):
        asked = self.serves(get(start=b"GET http://example.test/a?b=c HTTP/1.1"), "/a?b=c")
        self.assertEqual(asked["host"], "example.test")

    def test_the_host_of_an_absolute_target_overrules_the_field(self):
        asked = self.serves(get(start=b"GET http://one.test/ HTTP/1.1",
                                host=b"Host: other.test\r\n"))
        self.assertEqual(asked["host"], "one.test")

    def test_percent_encoding_goes_on_as_it_came(self):
        self.serves(get(start=b"GET /a%2Fb%2e/..%00?%0d%0a HTTP/1.1"), "/a%2Fb%2e/..%00?%0d%0a")

    def test_no_white_space_after_the_colon_is_needed(self):
        self.serves(get(host=b"host:example.test\r\n"))

    def test_non_ascii_in_values_goes_on_as_it_came(self):
        asked = self.serves(get(b"X: \xc3\xa9"))
        self.assertEqual(asked["x"], b"\xc3\xa9".decode("latin-1"))

    def test_chunk_extensions_are_dropped(self):
        asked = self.serves(request("POST", "/", CHUNKED)
                            + b'3;a=b;c="d e"\r\nabc\r\n0;x\r\n\r\n')
        self.assertEqual(asked.body, b"abc")

    def test_leading_zeros_of_a_chunk_size_count_for_nothing(self):
        asked = self.serves(request("POST", "/", CHUNKED) + b"0003\r\nabc\r\n000\r\n\r\n")
        self.assertEqual(asked.body, b"abc")

    def test_equal_lengths_become_one_or_are_refused(self):
        client = self.client(self.proxy)
        client.send(post(b"Content-Length: 3", b"Content-Length: 3", body=b"abc"))
        answer = client.read_response()
        self.assertIn(answer.status, (200, 400))
        if answer.status == 200:  # the origin's parser admits only one
            self.assertEqual(self.backend.requests[-1].body, b"abc")


class Smuggling(Scenario):
    """What stands behind a request is a request, or nothing."""

    def setUp(self):
        self.backend = self.answering_origin()
        self.proxy = self.troupe(self.backend)

    def test_a_body_that_looks_like_a_request_is_a_body(self):
        hidden = request("GET", "/hidden")
        client = self.client(self.proxy)
        client.send(request("POST", "/a", body=hidden) + request("GET", "/b"))
        self.assertEqual(client.read_response()["x-target"], "/a")
        self.assertEqual(client.read_response()["x-target"], "/b")
        self.assertEqual(self.backend.targets(), ["/a", "/b"])
        self.assertEqual(self.backend.requests[0].body, hidden)

    def test_a_chunk_that_looks_like_the_end_is_a_chunk(self):
        hidden = b"0\r\n\r\n" + request("GET", "/hidden")
        client = self.client(self.proxy)
        client.send(request("POST", "/a", CHUNKED) + chunked(hidden) + request("GET", "/b"))
        self.assertEqual(client.read_response()["x-target"], "/a")
        self.assertEqual(client.read_response()["x-target"], "/b")
        self.assertEqual(self.backend.requests[0].body, hidden)

    def test_a_get_with_a_body_is_forwarded_with_it(self):
        client = self.client(self.proxy)
        client.send(request("GET", "/a", body=b"xyz") + request("GET", "/b"))
        self.assertEqual(client.read_response()["x-target"], "/a")
        self.assertEqual(client.read_response()["x-target"], "/b")
        self.assertEqual([x.body for x in self.backend.requests], [b"xyz", b""])

    def test_connection_cannot_make_the_length_vanish(self):
        client = self.client(self.proxy)
        client.send(request("POST", "/a", ("Connection", "Content-Length, Host, Transfer-Encoding"),
                            body=request("GET", "/hidden")) + request("GET", "/b"))
        self.assertEqual(client.read_response()["x-target"], "/a")
        self.assertEqual(client.read_response()["x-target"], "/b")
        self.assertEqual(self.backend.targets(), ["/a", "/b"])

    def test_a_body_beyond_the_limit_is_refused_before_the_origin_hears_of_it(self):
        proxy = self.troupe(self.backend, limits={"body": 1000})
        client = self.client(proxy)
        client.send(request("POST", "/", ("Content-Length", 1001)))
        self.assert_refused(client, 413)
        self.assertEqual(self.backend.octets, 0)

    def test_a_chunked_body_beyond_the_limit_is_refused(self):
        proxy = self.troupe(self.backend, limits={"body": 1000})
        client = self.client(proxy)
        client.send(request("POST", "/", CHUNKED) + chunked(b"x" * 600, b"x" * 600))
        self.assert_refused(client, 413)
        self.assertEqual(self.backend.requests, [])

    def test_a_body_at_the_limit_is_served(self):
        proxy = self.troupe(self.backend, limits={"body": 1000})
        client = self.client(proxy)
        client.send(request("POST", "/", body=b"x" * 1000))
        self.assertEqual(client.read_response().status, 200)
        client.send(request("POST", "/", CHUNKED) + chunked(b"x" * 500, b"x" * 500))
        self.assertEqual(client.read_response().status, 200)

    def test_limits_are_those_of_the_configuration(self):
        proxy = self.troupe(self.backend, limits={"request_line": 100, "field_line": 200,
                                                  "field_count": 10, "head": 1000,
                                                  "chunk_line": 20, "trailers": 100,
                                                  "trailer_count": 2})
        chunky = request("POST", "/", CHUNKED)
        for what, octets, status in (
                ("request_line", request("GET", "/" + "a" * 100), 414),
                ("field_line", get(b"X: " + b"a" * 200), 431),
                ("field_count", get(*[b"X: y"] * 10), 431),
                ("head", get(*[b"X: " + b"a" * 190] * 6), 431),
                ("chunk_line", chunky + b"3;" + b"a" * 30 + b"\r\nabc\r\n0\r\n\r\n", 400),
                ("trailers", chunky + b"0\r\nX: " + b"a" * 120 + b"\r\n\r\n", 431),
                ("trailer_count", chunky + b"0\r\n" + b"X: y\r\n" * 3 + b"\r\n", 431)):
            with self.subTest(what):
                client = self.client(proxy)
                client.send(octets)
                self.assert_refused(client, status)
        self.assert_serves(proxy)

    def test_a_refused_request_leaves_those_before_it_whole(self):
        client = self.client(self.proxy)
        client.send(request("GET", "/a") + request("GET", "/b") + get(b"X : y"))
        self.assertEqual(client.read_response()["x-target"], "/a")
        self.assertEqual(client.read_response()["x-target"], "/b")
        self.assert_refused(client, 400)

    def test_a_refusal_is_heard_even_while_the_client_still_sends(self):
        # Closing with data unread would reset the connection, and the client
        # would lose the answer.
        client = self.client(self.proxy)
        client.send(get(b"X : y") + b"a" * 200000)
        self.assert_refused(client, 400)


if __name__ == "__main__":
    unittest.main()
