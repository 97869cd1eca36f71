"""What a backend may not do. Each case begins when a request, on stream 1, has been
heard whole. Sections are those of RFC 9113 unless they name another RFC."""

from basic_cases import initial_window
from judge import (Case, acknowledges, faults, goes_away, passes_over, pongs, resets, section_of,
                   some_of, whole_answer)
from octets import *

BACKENDS = []
section = section_of(BACKENDS)
OK = indexed(8)                               # :status 200
HEAD = headers(1, OK, END_HEADERS)
ANSWER = HEAD + data(1, b"fine", END_STREAM)
NO_CONTENT = headers(1, indexed(9))           # :status 204


def malformed(what, *fields, flags=WHOLE):
    return Case(what, headers(1, block(fields), flags), resets(PROTOCOL_ERROR))


def works(what, says, verdict=whole_answer):
    return Case(what, says, verdict, is_answered=True)


def tells(code):
    """By GOAWAY. We acknowledge SETTINGS that may be the last that is said to us,
    and then are reset: that is our doing."""
    def verdict(peer):
        peer.hear_until(lambda: peer.goaway)
        assert peer.goaway[1] == code, peer.goaway
    return verdict


@section("3.4", "preface")
def preface(_):
    return [Case(f"{what} where SETTINGS are due", octets, tells(PROTOCOL_ERROR), is_first=True)
            for what, octets in {"PING": ping(), "HEADERS": NO_CONTENT,
                                 "an acknowledgement": frame(SETTINGS, ACK, 0)}.items()]


@section("4.1", "frame format")
def frame_format(_):
    return [
        works("frames that nobody knows", frame(UNKNOWN, 0xff, 0, bytes(8))
              + frame(UNKNOWN, 0, 1) + HEAD + frame(UNKNOWN, 1, 1) + data(1, b"fine", END_STREAM)),
        works("flags that nobody knows", headers(1, OK, WHOLE | 0xd2 & ~PADDED)),
        works("the reserved bit", headers(RESERVED_BIT | 1, OK)),
        works("PING with both", ping(b"12345678", flags=0x16, stream=RESERVED_BIT)
              + NO_CONTENT, pongs(b"12345678")),
    ]


@section("4.2", "frame size")
def frame_size(_):
    def sized(kind, stream, *sizes, flags=0, verdict=goes_away):
        return [Case(f"type {kind} on stream {stream} with {size} octets and flags {flags}",
                     frame(kind, flags, stream, bytes(size)), verdict(FRAME_SIZE_ERROR))
                for size in sizes]
    big = block([(f"x-big{n}", "x" * 4000) for n in range(5)])
    return [
        works("DATA as large as it may be", HEAD + data(1, bytes(MAX_FRAME), END_STREAM)),
        Case("DATA that is too large", HEAD + data(1, bytes(MAX_FRAME + 1)),
             faults(FRAME_SIZE_ERROR)),
        Case("HEADERS that are too large", headers(1, OK + big), goes_away(FRAME_SIZE_ERROR)),
        Case("CONTINUATION that is too large",
             headers(1, OK, END_STREAM) + continuation(1, big), goes_away(FRAME_SIZE_ERROR)),
        *sized(PRIORITY, 1, 4, verdict=faults),
        *sized(RST_STREAM, 1, 3),
        *sized(SETTINGS, 0, 5),
        *sized(SETTINGS, 0, 6, flags=ACK),
        *sized(PING, 0, 7),
        *sized(GOAWAY, 0, 7),
        *sized(WINDOW_UPDATE, 0, 3),
        *sized(WINDOW_UPDATE, 1, 5),
        *sized(HEADERS, 1, 0, flags=WHOLE | PADDED),
        *sized(HEADERS, 1, 4, flags=WHOLE | WITH_PRIORITY),
    ]


@section("4.3", "field blocks")
def field_blocks(_):
    begun = headers(1, OK, END_STREAM)
    between = {"PRIORITY": priority(1), "another's HEADERS": headers(3, OK), "PING": ping(),
               "DATA": data(1, b"x"), "another's CONTINUATION": continuation(3, b""),
               "an unknown frame": frame(UNKNOWN, 0, 0)}
    wrong = {"a field that breaks off": b"\x40", "an index that is not there": indexed(126),
             "index 0": indexed(0), "a table that is too large": table_size(4097),
             "a change at the end": OK + table_size(0),
             "an integer beyond 32 bits": b"\xff\xff\xff\xff\xff\xff\xff\x7f",
             "padding that is zero": OK + literal(CACHE_CONTROL, huffman(b"\x18"))}
    return [
        *[Case(what, headers(1, octets), goes_away(COMPRESSION_ERROR))
          for what, octets in wrong.items()],
        *[Case(f"{what} in the middle of a head", begun + octets, goes_away(PROTOCOL_ERROR))
          for what, octets in between.items()],
        works("fragments", headers(1, b"", END_STREAM) + continuation(1, OK[:1], 0)
              + continuation(1, block([("x-a", "b")]))),
    ]


@section("5.1", "stream states")
def stream_states(_):
    idle = {"DATA": data(3, b"x"), "RST_STREAM": reset(3), "WINDOW_UPDATE": window(3, 1),
            "CONTINUATION": continuation(3, OK), "HEADERS": headers(3, OK)}
    late = {"WINDOW_UPDATE": window(1, 1), "RST_STREAM": reset(1), "PRIORITY": priority(1)}
    return [
        *[Case(f"idle: {what}", octets, goes_away(PROTOCOL_ERROR))
          for what, octets in idle.items()],
        works("idle: PRIORITY", priority(3) + ANSWER),
        *[works(f"closed: {what}", ANSWER + octets, passes_over())
          for what, octets in late.items()],
        *[works(f"closed: {what}", NO_CONTENT + octets, tolerates_or(STREAM_CLOSED))
          for what, octets in {"DATA": data(1, b"x"), "HEADERS": headers(1, OK)}.items()],
        *[Case(f"closed by our RST_STREAM: {what}",
               [headers(1, block([("X-A", "b")]), END_HEADERS), some_of(RST_STREAM), octets],
               resets(PROTOCOL_ERROR))
          for what, octets in {"DATA": data(1, b"x"), "HEADERS": headers(1, OK), **late}.items()],
    ]


def tolerates_or(code):
    """RFC 9113 lets us forget streams, and what came for them with them."""
    def verdict(peer):
        peer.hear_all()
        (goes_away(code) if peer.goaway else passes_over())(peer)
    return verdict


@section("5.1.1", "stream identifiers")
def identifiers(_):
    return [
        Case("an even one", headers(2, OK), goes_away(PROTOCOL_ERROR)),
        Case("one that nobody asked", headers(101, OK), goes_away(PROTOCOL_ERROR)),
    ]


@section("5.2", "flow control")
def flow_control(_):
    return [Case("a backend that sends more than the window", [HEAD, without_end],
                 faults(FLOW_CONTROL_ERROR))]


def without_end(peer):
    for _ in range(8000):
        if not peer.wire.silent_for(0):
            peer.hear()
        if peer.goaway or peer.resets_heard(1):
            return
        peer.says(data(1, bytes(MAX_FRAME)))


@section("5.4.1", "connection errors")
def connection_errors(_):
    return [Case("it tells that no stream of the backend's was seen", ping(stream=3),
                 goes_away(PROTOCOL_ERROR, last=0))]


@section("6.1", "DATA")
def data_frames(_):
    return [
        Case("stream 0", data(0, b"x"), goes_away(PROTOCOL_ERROR)),
        Case("before HEADERS", data(1, b"x"), faults(PROTOCOL_ERROR)),
        Case("more padding than there is", HEAD + data(1, padded(b"x", 0, claimed=2), PADDED),
             goes_away(PROTOCOL_ERROR)),
        works("nothing but padding", HEAD + data(1, padded(b"", 255), PADDED | END_STREAM)),
    ]


@section("6.2", "HEADERS")
def headers_frames(_):
    return [
        Case("stream 0", headers(0, OK), goes_away(PROTOCOL_ERROR)),
        Case("more padding than there is", headers(1, padded(OK, 0, claimed=3), WHOLE | PADDED),
             goes_away(PROTOCOL_ERROR)),
        works("padding and a priority",
              headers(1, padded(dependency() + OK, 9), WHOLE | PADDED | WITH_PRIORITY)),
    ]


@section("6.3", "PRIORITY")
def priority_frames(_):
    return [Case("stream 0", priority(0), goes_away(PROTOCOL_ERROR))]


@section("6.4", "RST_STREAM")
def reset_frames(_):
    return [
        Case("stream 0", reset(0), goes_away(PROTOCOL_ERROR)),
        Case("it is not answered by another", reset(1), passes_over()),
        Case("a code that nobody knows", reset(1, 0xff), passes_over()),
    ]


@section("6.5", "SETTINGS")
def settings_frames(_):
    def wrong(what, *pairs, code=PROTOCOL_ERROR):
        return Case(what, settings(*pairs), goes_away(code))
    return [
        Case("stream 1", frame(SETTINGS, 0, 1), goes_away(PROTOCOL_ERROR)),
        wrong("ENABLE_PUSH of 1", (ENABLE_PUSH, 1)),
        wrong("ENABLE_PUSH of 2", (ENABLE_PUSH, 2)),
        wrong("a window beyond all bounds", (INITIAL_WINDOW_SIZE, 1 << 31),
              code=FLOW_CONTROL_ERROR),
        wrong("a frame that is too small", (MAX_FRAME_SIZE, 16383)),
        wrong("a frame that is too large", (MAX_FRAME_SIZE, 1 << 24)),
        wrong("RFC 8441: ENABLE_CONNECT_PROTOCOL of 2", (ENABLE_CONNECT_PROTOCOL, 2)),
        Case("RFC 8441: ENABLE_CONNECT_PROTOCOL taken back",
             settings((ENABLE_CONNECT_PROTOCOL, 1)) + settings((ENABLE_CONNECT_PROTOCOL, 0)),
             goes_away(PROTOCOL_ERROR)),
        works("settings that nobody knows", settings((0xff, 1), (ENABLE_PUSH, 0)) + NO_CONTENT,
              acknowledges),
    ]


@section("6.6", "PUSH_PROMISE")
def pushes(_):
    asked = block([(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "a")])
    return [Case("where we allow none", push(1, 2, asked), goes_away(PROTOCOL_ERROR)),
            Case("on stream 0", push(0, 2, asked), goes_away(PROTOCOL_ERROR))]


@section("6.7", "PING")
def ping_frames(_):
    return [
        works("one comes back as it is", ping(b"as it is") + NO_CONTENT, pongs(b"as it is")),
        works("one that comes back does not turn again",
              ping(b"an echo.", flags=ACK) + ping(b"a call..") + NO_CONTENT, pongs(b"a call..")),
        Case("stream 1", ping(stream=1), goes_away(PROTOCOL_ERROR)),
    ]


@section("6.8", "GOAWAY")
def goaway_frames(_):
    return [Case("stream 1", goaway(1, stream=1), goes_away(PROTOCOL_ERROR))]


@section("6.9", "WINDOW_UPDATE")
def window_frames(_):
    return [
        Case("nothing for all", window(0, 0), goes_away(PROTOCOL_ERROR)),
        Case("nothing for a stream", window(1, 0), faults(PROTOCOL_ERROR)),
        Case("that of all overflows", window(0, MAX_WINDOW), goes_away(FLOW_CONTROL_ERROR)),
        Case("that of a stream overflows", window(1, MAX_WINDOW), faults(FLOW_CONTROL_ERROR)),
        Case("a change that makes a window overflow",
             [window(1, 1), initial_window(MAX_WINDOW)], goes_away(FLOW_CONTROL_ERROR)),
    ]


@section("6.10", "CONTINUATION")
def continuation_frames(_):
    return [
        Case("stream 0", headers(1, OK, 0) + continuation(0, b""), goes_away(PROTOCOL_ERROR)),
        Case("behind a head that is whole", HEAD + continuation(1, b""),
             goes_away(PROTOCOL_ERROR)),
        Case("behind DATA", HEAD + data(1, b"x") + continuation(1, b""),
             goes_away(PROTOCOL_ERROR)),
    ]


@section("8.1", "responses")
def responses(_):
    ok, early = (":status", "200"), (":status", "103")
    def trailers(what, fragment, flags=WHOLE):
        return Case(f"trailers {what}", HEAD + data(1, b"x") + headers(1, fragment, flags),
                    resets(PROTOCOL_ERROR))
    def length(what, octets, *lengths):
        return Case(what, headers(1, block([ok, *[("content-length", x) for x in lengths]]),
                                  END_HEADERS) + octets, resets(PROTOCOL_ERROR))
    ends = data(1, b"four", END_STREAM)
    return [
        works("interim ones before the final one",
              headers(1, block([early, ("link", "x")]), END_HEADERS) * 2 + ANSWER),
        works("trailers", HEAD + data(1, b"x") + headers(1, block([("x-sum", "1")]))),
        malformed("an interim one that ends the stream", early),
        malformed("101", (":status", "101"), flags=END_HEADERS),
        trailers("with a status", block([ok])),
        trailers("that do not end the stream", block([("x-sum", "1")]), END_HEADERS),
        trailers("with a name in upper case", block([("X-Sum", "1")])),
        trailers("with a field of one hop", block([("connection", "close")])),
        length("a body that is too short", ends, "5"),
        length("a body that is too long", ends, "3"),
        length("two lengths", ends, "4", "5"),
        length("a length that is none", ends, "four"),
        Case("an end where a body is due", headers(1, block([ok, ("content-length", "4")])),
             resets(PROTOCOL_ERROR)),
        malformed("a body where the status has none", (":status", "204"),
                  ("content-length", "4"), flags=END_HEADERS),
    ]


@section("8.2", "fields")
def fields(_):
    def with_field(name, value):
        return malformed(f"{name}: {value}", (":status", "200"), (name, value))
    return [
        *[with_field(name, "v") for name in (b"X-A", b"", b"x a", b"x\0", b"x\x80", b"x:a")],
        *[with_field("x-a", value) for value in (b"\0", b"a\nb", b"a\rb", b" a", b"a ", b"a\t")],
        *[with_field(*x) for x in (("connection", "close"), ("keep-alive", "1"),
                                   ("proxy-connection", "x"), ("transfer-encoding", "chunked"),
                                   ("upgrade", "h2c"))],
    ]


@section("8.3", "pseudo-fields")
def pseudo_fields(_):
    return [
        malformed("none", ("x-a", "b")),
        malformed("two", (":status", "200"), (":status", "200")),
        malformed("one behind a field", ("x-a", "b"), (":status", "200")),
        malformed("one of a request", (":status", "200"), (":path", "/")),
        malformed("one that nobody knows", (":status", "200"), (":x", "y")),
        *[malformed(f"a status of {x!r}", (":status", x))
          for x in ("", "20", "2000", "abc", "099", "-20", "2 0", "20x", "+20")],
    ]
