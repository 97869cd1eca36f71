"""What every suite looks at first. Sections are those of RFC 7540 and 7541, which
name them still; "generic" ones are about what must work."""

from judge import (Case, acknowledgement, acknowledges, answers, begins_with_settings, closes,
                   faults, goes_away, hangs_up, passes_over, pongs, resets, response, says_data,
                   section_of, some_of)
from octets import *

BASIC = []
section = section_of(BASIC)
PREFACES = PREFACE, settings((INITIAL_WINDOW_SIZE, 65535))
TRAILERS = headers(1, block([("x-sum", "1")]))


def initial_window(octets):
    return settings((INITIAL_WINDOW_SIZE, octets))


def more_than_is_allowed(ask, known=None):
    """Requests whose answers cannot end, one more than may be open: the number
    that we have been told, or that we know without."""
    def step(peer):
        most = known or peer.settings[MAX_CONCURRENT_STREAMS]
        peer.says(ask.get(1))
        for stream in range(3, 2 * most + 2, 2):
            peer.says(headers(stream, ask.again()))
        peer.refused = 2 * most + 1
    return step


def refuses_the_last(peer):
    peer.hear_until(lambda: peer.resets_heard(peer.refused) or peer.goaway)
    if peer.goaway:
        goes_away(PROTOCOL_ERROR)(peer)
        return
    peer.hear_all()
    refused = {x: peer.resets_heard(x) for x in peer.streams if peer.resets_heard(x)}
    assert refused == {peer.refused: [REFUSED_STREAM]}, refused


# -- what must work --------------------------------------------------------------------

@section("generic 1", "beginnings")
def beginnings(ask):
    return [Case("a preface", PREFACES, begins_with_settings, is_first=True)]


@section("generic 2", "streams")
def streams(ask):
    return [
        Case("PRIORITY on an idle stream", priority(1), passes_over()),
        Case("WINDOW_UPDATE on a half-closed stream",
             [initial_window(0), ask.get(), window(1, 1)], says_data(1)),
        Case("PRIORITY on a half-closed stream",
             [initial_window(0), ask.get(), priority(1), window(1, 1)], says_data(1)),
        Case("RST_STREAM on a half-closed stream", ask.get() + reset(1), passes_over()),
        Case("PRIORITY on a closed stream", [ask.get(), response(), priority(1)],
             passes_over()),
    ]


@section("generic 3", "frames")
def frames(ask):
    whole, pad, ends = ask.block(), bytes(8), END_STREAM
    first, second, rest = whole[:5], whole[5:10], whole[10:]
    return [
        Case("a DATA frame", ask.post() + data(1, b"test", ends), answers()),
        Case("several DATA frames", ask.post() + data(1, b"test") + data(1, b"test", ends),
             answers()),
        Case("a padded DATA frame",
             ask.post() + data(1, padded(b"test", 6), ends | PADDED), answers()),
        Case("a HEADERS frame", ask.get(), answers()),
        Case("a padded HEADERS frame", headers(1, padded(whole, 8), WHOLE | PADDED), answers()),
        Case("a HEADERS frame with a priority",
             headers(1, dependency(weight=256) + whole, WHOLE | WITH_PRIORITY), answers()),
        Case("PRIORITY with a weight of 1", priority(1, weight=1) + ask.get(), answers()),
        Case("PRIORITY with a weight of 256", priority(1, weight=256) + ask.get(), answers()),
        Case("PRIORITY with a dependency", priority(3, on=1) + ask.get(), answers()),
        Case("PRIORITY that is exclusive", priority(1, exclusive=True) + ask.get(), answers()),
        Case("PRIORITY for a stream that comes later", priority(3) + ask.get(), answers()),
        Case("a RST_STREAM frame", ask.post() + reset(1), passes_over()),
        Case("a SETTINGS frame",
             settings((HEADER_TABLE_SIZE, 4096), (ENABLE_PUSH, 1), (MAX_CONCURRENT_STREAMS, 100),
                      (INITIAL_WINDOW_SIZE, 65535), (MAX_FRAME_SIZE, 16384),
                      (MAX_HEADER_LIST_SIZE, 100)), acknowledges),
        Case("a PING frame", ping(b"abcdefgh"), pongs(b"abcdefgh")),
        Case("a GOAWAY frame", goaway(0, NO_ERROR, b"farewell"), closes),
        Case("a WINDOW_UPDATE frame for all", window(0, 1), passes_over()),
        Case("a WINDOW_UPDATE frame for a stream", ask.get() + window(1, 1), answers()),
        Case("a CONTINUATION frame",
             headers(1, first, ends) + continuation(1, second + rest), answers()),
        Case("several CONTINUATION frames",
             headers(1, first, ends) + continuation(1, second, 0) + continuation(1, rest),
             answers()),
    ]


@section("generic 4", "messages")
def messages(ask):
    return [
        Case("a GET request", ask.get(), answers()),
        Case("a HEAD request", ask.get(method="HEAD"), answers(body=b"")),
        Case("a POST request", ask.post() + data(1, b"test", END_STREAM), answers()),
        Case("a POST request with trailers",
             ask.post(1, ("trailer", "x-test")) + data(1, b"test")
             + headers(1, block([("x-test", "ok")])), answers()),
    ]


@section("generic 5", "header compression")
def compression(ask):
    names = {"a name that is indexed": USER_AGENT, "a new name": text(b"x-new"),
             "a new name with Huffman's code": huffman(CUSTOM_KEY)}
    values = {"a name that is indexed with Huffman's code": (USER_AGENT, huffman(NO_CACHE))}
    all_ = {**{k: (name, text(b"value")) for k, name in names.items()}, **values}
    ways = {"that is to be indexed": INDEXED, "without indexing": PLAIN, "never indexed": NEVER}
    return [
        Case("an indexed field", headers(1, ask.block() + indexed(USER_AGENT)), answers()),
        *[Case(f"{what}, {way}", headers(1, ask.block() + literal(*field, how)), answers())
          for way, how in ways.items() for what, field in all_.items()],
        Case("a table that is emptied", headers(1, table_size(0) + ask.block()), answers()),
        Case("a table that is emptied and grows",
             headers(1, table_size(0) + table_size(4096) + ask.block()), answers()),
    ]


# -- what must be told -----------------------------------------------------------------

@section("3.5", "the preface")
def preface(ask):
    return [
        Case("one that is right", PREFACES, begins_with_settings, is_first=True),
        Case("one that is wrong", [lambda peer: peer.wire.send(b"NOT A PREFACE AT ALL\r\n\r\n")],
             hangs_up, is_first=True),
    ]


@section("4.1", "frame format")
def frame_format(ask):
    return [
        Case("a type that nobody knows", frame(UNKNOWN, 0, 0, bytes(8)), passes_over()),
        Case("a flag that nobody knows", ping(b"12345678", flags=0x16), pongs(b"12345678")),
        Case("the reserved bit", ping(b"12345678", stream=RESERVED_BIT), pongs(b"12345678")),
    ]


@section("4.2", "frame size")
def frame_size(ask):
    return [
        Case("DATA as large as it may be",
             ask.post() + data(1, bytes(MAX_FRAME), END_STREAM), answers()),
        Case("DATA that is too large",
             ask.post() + data(1, bytes(MAX_FRAME + 1), END_STREAM), faults(FRAME_SIZE_ERROR)),
        Case("HEADERS that are too large",
             ask.get(1, *[(f"x-big{n}", "x" * 4000) for n in range(5)]),
             goes_away(FRAME_SIZE_ERROR)),
    ]


def interrupted(ask):
    begun = headers(1, ask.block(), 0)
    return [
        Case("PRIORITY in the middle of a head",
             begun + priority(1) + continuation(1, block([ask.BIG])), goes_away(PROTOCOL_ERROR)),
        Case("another stream's HEADERS in the middle of a head",
             begun + headers(3, ask.again()) + continuation(1, block([ask.BIG])),
             goes_away(PROTOCOL_ERROR)),
    ]


@section("4.3", "compression")
def compressed(ask):
    return [Case("a field that breaks off", headers(1, b"\x40"), goes_away(COMPRESSION_ERROR)),
            *interrupted(ask)]


@section("5.1", "stream states")
def stream_states(ask):
    late = data(1, b"test", END_STREAM)
    again = headers(1, ask.again())
    more = continuation(1, block([ask.BIG]))
    cancelled = ask.post() + reset(1)
    return [
        Case("idle: DATA", late, goes_away(PROTOCOL_ERROR)),
        Case("idle: RST_STREAM", reset(1), goes_away(PROTOCOL_ERROR)),
        Case("idle: WINDOW_UPDATE", window(1, 100), goes_away(PROTOCOL_ERROR)),
        Case("idle: CONTINUATION", continuation(1, ask.block()), goes_away(PROTOCOL_ERROR)),
        Case("half-closed: DATA", ask.get() + late, faults(STREAM_CLOSED)),
        Case("half-closed: HEADERS", ask.get() + again, faults(STREAM_CLOSED)),
        Case("half-closed: CONTINUATION", ask.get() + more, goes_away(PROTOCOL_ERROR)),
        Case("closed by RST_STREAM: DATA", cancelled + late, faults(STREAM_CLOSED)),
        Case("closed by RST_STREAM: HEADERS", cancelled + again, faults(STREAM_CLOSED)),
        Case("closed by RST_STREAM: CONTINUATION", cancelled + more, goes_away(PROTOCOL_ERROR)),
        Case("closed by END_STREAM: DATA", [ask.get(), response(), late],
             goes_away(STREAM_CLOSED)),
        Case("closed by END_STREAM: HEADERS", [ask.get(), response(), again],
             goes_away(STREAM_CLOSED)),
        Case("closed by END_STREAM: CONTINUATION", [ask.get(), response(), more],
             goes_away(PROTOCOL_ERROR)),
    ]


@section("5.1.1", "stream identifiers")
def identifiers(ask):
    return [
        Case("an even one", ask.get(2), goes_away(PROTOCOL_ERROR)),
        Case("one that goes back", ask.get(5) + headers(3, ask.again()),
             goes_away(PROTOCOL_ERROR)),
    ]


@section("5.1.2", "concurrency")
def concurrency(ask):
    return [Case("one stream too many", [initial_window(0), more_than_is_allowed(ask)],
                 refuses_the_last)]


@section("5.3.1", "dependencies")
def dependencies(ask):
    itself = headers(1, dependency(on=1) + ask.block(), WHOLE | WITH_PRIORITY)
    return [
        Case("HEADERS that depend on themselves", itself, faults(PROTOCOL_ERROR)),
        Case("PRIORITY that depends on itself", priority(1, on=1), faults(PROTOCOL_ERROR)),
    ]


@section("5.4.1", "connection errors")
def connection_errors(ask):
    return [
        Case("the end comes", ping(stream=3), goes_away(PROTOCOL_ERROR)),
        Case("GOAWAY comes before, and tells the last stream",
             [ask.get(), response(), headers(3, ask.again()), response(3), ping(stream=3)],
             goes_away(PROTOCOL_ERROR, last=3)),
    ]


@section("5.5", "extensions")
def extensions(ask):
    unknown = frame(UNKNOWN, 0, 0, bytes(8))
    return [
        Case("a frame of one", unknown, passes_over()),
        Case("a frame of one in the middle of a head",
             headers(1, ask.block(), END_STREAM) + unknown, goes_away(PROTOCOL_ERROR)),
    ]


@section("6.1", "DATA")
def data_frames(ask):
    return [
        Case("stream 0", data(0, b"test", END_STREAM), goes_away(PROTOCOL_ERROR)),
        Case("a stream that is not open", ask.post(1)[:4] + bytes([WHOLE]) + ask.post(1)[5:]
             + data(1, b"test", END_STREAM), faults(STREAM_CLOSED)),
        Case("more padding than there is",
             ask.post(1, ("content-length", "4"))
             + data(1, padded(b"test", 0, claimed=6), END_STREAM | PADDED),
             goes_away(PROTOCOL_ERROR)),
    ]


@section("6.2", "HEADERS")
def headers_frames(ask):
    whole = ask.block()
    return [
        *interrupted(ask),
        Case("stream 0", ask.get(0), goes_away(PROTOCOL_ERROR)),
        Case("more padding than there is",
             headers(1, padded(whole, 0, claimed=len(whole) + 1), WHOLE | PADDED),
             goes_away(PROTOCOL_ERROR)),
    ]


@section("6.3", "PRIORITY")
def priority_frames(ask):
    return [
        Case("stream 0", priority(0), goes_away(PROTOCOL_ERROR)),
        Case("four octets", ask.get() + frame(PRIORITY, 0, 1, dependency()[:4]),
             faults(FRAME_SIZE_ERROR)),
    ]


@section("6.4", "RST_STREAM")
def reset_frames(ask):
    return [
        Case("stream 0", reset(0), goes_away(PROTOCOL_ERROR)),
        Case("an idle stream", reset(1), goes_away(PROTOCOL_ERROR)),
        Case("three octets", ask.post() + frame(RST_STREAM, 0, 1, bytes(3)),
             goes_away(FRAME_SIZE_ERROR)),
    ]


@section("6.5", "SETTINGS")
def settings_frames(ask):
    return [
        Case("an acknowledgement with content", frame(SETTINGS, ACK, 0, b"\0"),
             goes_away(FRAME_SIZE_ERROR)),
        Case("stream 1", frame(SETTINGS, 0, 1, settings((MAX_CONCURRENT_STREAMS, 100))[9:]),
             goes_away(PROTOCOL_ERROR)),
        Case("three octets", frame(SETTINGS, 0, 0, bytes(3)), goes_away(FRAME_SIZE_ERROR)),
    ]


@section("6.5.2", "settings")
def defined_settings(ask):
    return [
        Case("ENABLE_PUSH of 2", settings((ENABLE_PUSH, 2)), goes_away(PROTOCOL_ERROR)),
        Case("INITIAL_WINDOW_SIZE above its maximum", initial_window(MAX_WINDOW + 1),
             goes_away(FLOW_CONTROL_ERROR)),
        Case("MAX_FRAME_SIZE below its minimum", settings((MAX_FRAME_SIZE, 16383)),
             goes_away(PROTOCOL_ERROR)),
        Case("MAX_FRAME_SIZE above its maximum", settings((MAX_FRAME_SIZE, 1 << 24)),
             goes_away(PROTOCOL_ERROR)),
        Case("one that nobody knows", settings((0xff, 1)), acknowledges),
    ]


@section("6.5.3", "synchronization")
def synchronization(ask):
    return [
        Case("the last of two values counts",
             [settings((INITIAL_WINDOW_SIZE, 100), (INITIAL_WINDOW_SIZE, 1)), acknowledgement(),
              ask.get()], says_data(1)),
        Case("what is said is acknowledged", settings((ENABLE_PUSH, 0)), acknowledges),
    ]


@section("6.7", "PING")
def ping_frames(ask):
    return [
        Case("one comes back as it is", ping(b"as it is"), pongs(b"as it is")),
        Case("one that comes back does not turn again",
             ping(b"an echo.", flags=ACK) + ping(b"a call.."), pongs(b"a call..")),
        Case("stream 1", ping(stream=1), goes_away(PROTOCOL_ERROR)),
        Case("six octets", ping(bytes(6)), goes_away(FRAME_SIZE_ERROR)),
    ]


@section("6.8", "GOAWAY")
def goaway_frames(ask):
    return [Case("stream 1", goaway(stream=1), goes_away(PROTOCOL_ERROR))]


@section("6.9", "WINDOW_UPDATE")
def window_frames(ask):
    return [
        Case("nothing for all", window(0, 0), goes_away(PROTOCOL_ERROR)),
        Case("nothing for a stream", ask.post() + window(1, 0), faults(PROTOCOL_ERROR)),
        Case("three octets", frame(WINDOW_UPDATE, 0, 0, bytes(2) + b"\1"),
             goes_away(FRAME_SIZE_ERROR)),
    ]


@section("6.9.1", "windows")
def windows(ask):
    return [
        Case("one octet and no more", [initial_window(1), acknowledgement(), ask.get()],
             says_data(1)),
        Case("that of all overflows", window(0, MAX_WINDOW) * 2, goes_away(FLOW_CONTROL_ERROR)),
        Case("that of a stream overflows", ask.post() + window(1, MAX_WINDOW) * 2,
             resets(FLOW_CONTROL_ERROR)),
    ]


@section("6.9.2", "initial windows")
def initial_windows(ask):
    return [
        Case("a change reaches streams that are open",
             [initial_window(0), acknowledgement(), ask.get(), initial_window(1),
              acknowledgement(2)], says_data(1)),
        Case("a window may become negative",
             [initial_window(3), acknowledgement(), ask.get(), some_of(DATA), initial_window(2),
              acknowledgement(2), window(1, 2)], says_data(3, 1)),
        Case("one above the maximum", initial_window(1 << 31), goes_away(FLOW_CONTROL_ERROR)),
    ]


@section("6.10", "CONTINUATION")
def continuation_frames(ask):
    more, open_ = block([ask.BIG]), headers(1, ask.block(), END_STREAM)
    posting = headers(1, ask.block("POST"), 0)
    return [
        Case("several behind HEADERS", open_ + continuation(1, more, 0) + continuation(1, more),
             answers()),
        Case("DATA behind one that is not the last",
             posting + continuation(1, more, 0) + data(1, b"test", END_STREAM),
             goes_away(PROTOCOL_ERROR)),
        Case("stream 0", open_ + continuation(0, more), goes_away(PROTOCOL_ERROR)),
        Case("behind a head that is whole", ask.get() + continuation(1, more),
             goes_away(PROTOCOL_ERROR)),
        Case("behind one that was the last", open_ + continuation(1, more) * 2,
             goes_away(PROTOCOL_ERROR)),
        Case("behind DATA",
             posting + data(1, b"test", END_STREAM) + continuation(1, more, 0)
             + continuation(0, more), goes_away(PROTOCOL_ERROR)),
    ]


@section("7", "error codes")
def error_codes(ask):
    return [
        Case("GOAWAY with one that nobody knows", goaway(0, 0xff), closes),
        Case("RST_STREAM with one that nobody knows", ask.post() + reset(1, 0xff),
             passes_over()),
    ]


@section("8.1", "exchanges")
def exchanges(ask):
    return [Case("trailers that do not end the stream",
                 ask.post() + data(1, b"test")
                 + headers(1, block([("x-test", "ok")]), END_HEADERS), resets(PROTOCOL_ERROR))]


def malformed(what, fields, flags=WHOLE, verdict=resets):
    return Case(what, headers(1, block(fields), flags), verdict(PROTOCOL_ERROR))


@section("8.1.2", "fields")
def fields(ask):
    return [malformed("a name in upper case", [*ask.fields(), ("X-TEST", "ok")])]


@section("8.1.2.1", "pseudo-fields")
def pseudo_fields(ask):
    return [
        malformed("one that nobody knows", [*ask.fields(), (":test", "ok")]),
        malformed("one of a response", [*ask.fields(), (":status", "200")]),
        Case("one in trailers",
             ask.post() + data(1, b"test") + headers(1, block([(":method", "POST")])),
             resets(PROTOCOL_ERROR)),
        malformed("one behind a field", [("x-test", "ok"), *ask.fields()]),
    ]


@section("8.1.2.2", "fields of one hop")
def fields_of_one_hop(ask):
    return [
        malformed("connection", [*ask.fields(), ("connection", "keep-alive")]),
        malformed("te with more than trailers",
                  [*ask.fields(), ("trailers", "test"), ("te", "trailers, deflate")]),
    ]


@section("8.1.2.3", "pseudo-fields of requests")
def pseudo_fields_of_requests(ask):
    return [
        malformed("an empty path", ask.fields(path="")),
        *[malformed(f"no {x}", ask.fields(**{x: None})) for x in ("method", "scheme", "path")],
        *[malformed(f"two of {x}", [*ask.fields(), (":" + x, dict(ask.fields())[":" + x])])
          for x in ("method", "scheme", "path")],
    ]


@section("8.1.2.6", "malformed requests")
def lengths(ask):
    one = ask.post(1, ("content-length", "1"), path="/never")
    return [
        Case("a body that is too long", one + data(1, b"test", END_STREAM),
             resets(PROTOCOL_ERROR)),
        Case("a body that is too long, in parts",
             one + data(1, b"test") + data(1, b"test", END_STREAM), resets(PROTOCOL_ERROR)),
    ]


@section("8.2", "push")
def pushes(ask):
    return [Case("a PUSH_PROMISE frame", push(1, 3, ask.block()), goes_away(PROTOCOL_ERROR))]


@section("hpack 2.3.3", "indices")
def indices(ask):
    return [
        Case("a field that is not there", headers(1, ask.block() + indexed(126)),
             goes_away(COMPRESSION_ERROR)),
        Case("a name that is not there", headers(1, ask.block() + literal(126, text(b"x"))),
             goes_away(COMPRESSION_ERROR)),
    ]


@section("hpack 4.2", "the table's size")
def size_of_the_table(ask):
    return [Case("a change at the end of a head", headers(1, ask.block() + table_size(1)),
                 goes_away(COMPRESSION_ERROR))]


@section("hpack 5.2", "strings")
def strings(ask):
    def with_value(octets):
        return headers(1, ask.block() + literal(CACHE_CONTROL, huffman(octets)))
    return [
        Case("an octet of padding", with_value(CUSTOM_VALUE + b"\xff"),
             goes_away(COMPRESSION_ERROR)),
        Case("padding that is zero", with_value(b"\x18"),
             goes_away(COMPRESSION_ERROR)),
        Case("the end of a string within it", with_value(b"\xff\xff\xff\xfc\xff"),
             goes_away(COMPRESSION_ERROR)),
    ]


@section("hpack 6.1", "indexed fields")
def indexed_fields(ask):
    return [Case("index 0", headers(1, ask.block() + indexed(0)), goes_away(COMPRESSION_ERROR))]


@section("hpack 6.3", "changes of size")
def changes_of_size(ask):
    return [Case("above what we allow", headers(1, table_size(4097) + ask.block()),
                 goes_away(COMPRESSION_ERROR))]
