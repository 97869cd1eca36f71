"""Requests that are malformed, and odd ones that are not, beyond the basic cases.
Sections are those of RFC 9113 unless they name another."""

from basic_cases import TRAILERS, initial_window, malformed
from judge import Case, answers, faults, passes_over, refuses, resets, section_of
from octets import *

MESSAGES = []
section = section_of(MESSAGES)


@section("8.1", "messages")
def messages(ask):
    start = ask.post() + data(1, b"test")
    def trailers(what, *fields):
        return Case(f"trailers with {what}", ask.post(path="/never") + data(1, b"test")
                    + headers(1, block(fields)), resets(PROTOCOL_ERROR))
    return [
        Case("trailers without a body", ask.post() + TRAILERS, answers()),
        Case("DATA behind trailers", [initial_window(0), start + TRAILERS + data(1, b"x")],
             faults(STREAM_CLOSED)),
        Case("trailers behind trailers", [initial_window(0), start + TRAILERS * 2],
             faults(STREAM_CLOSED)),
        Case("a second head", start + headers(1, ask.again("POST"), END_HEADERS),
             resets(PROTOCOL_ERROR)),
        trailers("a name in upper case", ("X-Sum", "1")),
        trailers("a status", (":status", "200")),
        trailers("a pseudo-field behind a field", ("x-sum", "1"), (":path", "/")),
        trailers("a field of one hop", ("connection", "close")),
        trailers("a line feed", ("x-sum", "1\n2")),
        trailers("blanks around a value", ("x-sum", " 1")),
    ]


@section("8.1.1", "malformed lengths")
def lengths(ask):
    def body(*lengths):
        return ask.post(1, *[("content-length", x) for x in lengths], path="/never")
    ends = data(1, b"test", END_STREAM)
    wrong = {"is no number": "x", "has a sign": "+4", "is negative": "-4", "is a sum": "2+2",
             "is hexadecimal": "0x4", "has a blank": "4 4", "is a fraction": "4.0",
             "is nothing": "", "is beyond all bounds": "4" * 40}
    return [
        Case("a body that is too short", body("5") + ends, resets(PROTOCOL_ERROR)),
        Case("a body that is too short before its trailers",
             body("5") + data(1, b"test") + TRAILERS, resets(PROTOCOL_ERROR)),
        Case("a body that is too long and goes on", body("3") + data(1, b"test"),
             resets(PROTOCOL_ERROR)),
        Case("an end where a body is due",
             headers(1, block([*ask.fields(method="POST"), ("content-length", "4")])),
             resets(PROTOCOL_ERROR)),
        Case("a body where none is due", ask.post(1, ("content-length", "0")) + ends,
             resets(PROTOCOL_ERROR)),
        Case("padding does not count", ask.post(1, ("content-length", "4"))
             + data(1, padded(b"test", 4), END_STREAM | PADDED), answers()),
        Case("two lengths", body("4", "5") + ends, resets(PROTOCOL_ERROR)),
        Case("no body and a length of 0", ask.get(1, ("content-length", "0")), answers()),
        *[Case(f"a length that {what}", body(x) + ends, resets(PROTOCOL_ERROR))
          for what, x in wrong.items()],
    ]


@section("8.2.1", "names and values")
def names_and_values(ask):
    names = [b"", b"X-A", b"x-A", b"x a", b"x\0a", b"x\x1fa", b"x\x7fa", b"x\x80a", b"x\xffa",
             b"x:a", b"x-a:", b" x-a", b"x-a ", b"x\r\na", b"x(a)", b"x/a", b"x@a", b'x"a', b"x,a"]
    values = [b"\0", b"\r", b"\n", b"a\0b", b"a\rb", b"a\nb", b"a\r\nb: c", b" a", b"a ", b"\ta",
              b"a\t", b" ", b"\t"]
    fine = [b"", b"a b", b"a\tb", b"\x80\xff", b"!#$%&'*+-.^_`|~", b'"{}()', "é".encode()]
    return [
        *[malformed(f"the name {x}", [*ask.fields(), (x, "v")]) for x in names],
        *[malformed(f"the value {x}", [*ask.fields(), ("x-a", x)]) for x in values],
        *[Case(f"the value {x} is fine", ask.get(1, ("x-a", x)), answers()) for x in fine],
        Case("the name 0!#$%&'*+-.^_`|~ is fine", ask.get(1, ("0!#$%&'*+-.^_`|~", "v")),
             answers()),
        *[malformed(f":{name} with {x}", ask.fields(**{name: x}))
          for name in ("method", "scheme", "path", "authority")
          for x in ("/a\0", "/a\n", "/a\r", " /a", "/a ")],
    ]


@section("8.2.2", "fields of one hop")
def fields_of_one_hop(ask):
    hop = [("connection", "close"), ("connection", ""), ("connection", "x-a"),
           ("proxy-connection", "keep-alive"), ("keep-alive", "timeout=5"),
           ("transfer-encoding", "chunked"), ("transfer-encoding", "identity"),
           ("upgrade", "h2c"), ("upgrade", "websocket"), ("te", "gzip"), ("te", ""),
           ("te", "trailers, gzip"), ("te", "trailers;q=0.5")]
    return [
        *[malformed(f"{name}: {value}", [*ask.fields(), (name, value)]) for name, value in hop],
        Case("te: trailers is fine", ask.get(1, ("te", "trailers")), answers()),
    ]


@section("8.2.3", "cookies")
def cookies(ask):
    return [Case("in crumbs", ask.get(1, ("cookie", "a=1"), ("x-a", "b"), ("cookie", "c=2")),
                 answers())]


@section("8.3", "pseudo-fields")
def pseudo_fields(ask):
    all_ = ask.fields()
    late = [malformed(f"{name} behind a field",
                      [x for x in all_ if x[0] != name] + [("x-a", "b"), (name, value)])
            for name, value in all_]
    twice = [malformed(f"two of {name}, one of them empty", [*all_, (name, "")])
             for name, _ in all_]
    return [
        *late, *twice,
        malformed("two authorities", [*all_, (":authority", "b.example")]),
        malformed("two that are the same", [*all_, all_[3]]),
        malformed("one without a name", [*all_, (":", "x")]),
        malformed("one in upper case", [*ask.fields(method=None), (":METHOD", "GET")]),
        malformed("one of RFC 8441 without CONNECT", [*all_, (":protocol", "websocket")]),
        malformed("none at all", [("x-a", "b")]),
        Case("another order", headers(1, block(ask.fields(path="/")[::-1])), answers()),
    ]


@section("8.3.1", "pseudo-fields of requests")
def pseudo_fields_of_requests(ask):
    fine = ask.fields(path="/")
    def path(x, method="GET"):
        return ask.fields(method=method, path=x)
    return [
        *[malformed(f"the method {x!r}", ask.fields(method=x))
          for x in ("", "G ET", "GET,", "GET/", "GÉT")],
        *[malformed(f"the scheme {x!r}", ask.fields(scheme=x), verdict=refuses)
          for x in ("", "1http", "ht tp", "http:", "http://")],
        *[malformed(f"the path {x!r}", path(x), verdict=refuses)
          for x in ("never", "*", "/never here", "/never#", "?never", "http://a.example/never",
                    "/never\\\x7f")],
        malformed("a path of * with a method that has none", path("*", "DELETE")),
        Case("a path of * with OPTIONS", headers(1, block(path("*", "OPTIONS"))), answers()),
        Case("a path that begins twice", headers(1, block(path("//a.example/b"))), answers()),
        *[malformed(f"the authority {x!r}", ask.fields(authority=x))
          for x in ("me@a.example", "me:secret@a.example", "@a.example", "a.example/never",
                    "a.example:x", "a example", "a.example:80:80")],
        malformed("no authority", ask.fields(authority=None), verdict=refuses),
        malformed("an empty authority", ask.fields(authority=""), verdict=refuses),
        Case("a host alone", headers(1, block([*fine[:3], ("host", "a.example")])), answers()),
        Case("a host that is the authority", headers(1, block([*fine, ("host", "a.example")])),
             answers()),
        Case("... in other letters", headers(1, block([*fine, ("host", "A.Example")])),
             answers()),
        *[malformed(f"the host {x!r} beside the authority", [*ask.fields(), ("host", x)])
          for x in ("b.example", "", "a.example:81", "a.example, b.example")],
        malformed("two hosts", [*ask.fields(), ("host", "a.example"), ("host", "a.example")]),
        malformed("two hosts alone",
                  [*ask.fields(authority=None), ("host", "a.example"), ("host", "b.example")]),
        malformed("a host alone that is none",
                  [*ask.fields(authority=None), ("host", "me@a.example")]),
    ]


@section("8.5", "CONNECT")
def connect(ask):
    def tunnel(what, **fields):
        wanted = {"scheme": None, "path": None, "authority": "a.example:80", **fields}
        return malformed(what, ask.fields(method="CONNECT", **wanted), END_HEADERS)
    return [
        tunnel("with a scheme", scheme=ask.scheme),
        tunnel("with a path", path="/"),
        tunnel("with both", path="/", scheme=ask.scheme),
        tunnel("to nowhere", authority=None),
        tunnel("to an empty authority", authority=""),
        tunnel("without a port", authority="a.example"),
        tunnel("to a port that is none", authority="a.example:x"),
        tunnel("with a user", authority="me@a.example:80"),
        Case("one that is well-formed is answered",
             headers(1, block(ask.fields(method="CONNECT", scheme=None, path=None,
                                         authority="a.example:80")), END_HEADERS),
             refuses_politely),
    ]


def refuses_politely(peer):
    assert 400 <= peer.head_of(1).status < 600
    passes_over(3)(peer)


@section("RFC 8441 4", "extended CONNECT")
def extended_connect(ask):
    def websocket(**fields):
        return [*ask.fields(method="CONNECT", **fields), (":protocol", "websocket")]
    return [
        *[malformed(f"without {x}", websocket(**{x: None}), END_HEADERS)
          for x in ("scheme", "path", "authority")],
        *[malformed(f"with an empty {x}", websocket(**{x: ""}), END_HEADERS)
          for x in ("scheme", "path", "authority")],
        malformed("with two protocols", [*websocket(), (":protocol", "websocket")], END_HEADERS),
        malformed("with an empty protocol", [*websocket()[:-1], (":protocol", "")], END_HEADERS),
        malformed("with another method",
                  [*ask.fields(method="POST"), (":protocol", "websocket")], END_HEADERS),
        malformed("with a field of one hop", [*websocket(), ("connection", "upgrade")],
                  END_HEADERS),
        Case("with a protocol that nobody knows",
             headers(1, block([*websocket()[:-1], (":protocol", "telnet")]), END_HEADERS),
             refuses_politely),
    ]
