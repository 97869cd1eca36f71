"""What a client may not do with frames and streams, and what it may however odd,
beyond the basic cases. Sections are those of RFC 9113 unless they name another."""

from basic_cases import (PREFACES, TRAILERS, initial_window, more_than_is_allowed,
                         refuses_the_last)
from judge import (Case, acknowledgement, acknowledges, answers, begins_with_settings, faults,
                   finishes, goes_away, passes_over, pongs, resets, response, says_data,
                   says_in_all, section_of, some_of)
from octets import *

FRAMES = []
section = section_of(FRAMES)


@section("3.4", "preface")
def preface(ask):
    def first(what, octets):
        return Case(what, [PREFACE, octets], goes_away(PROTOCOL_ERROR), is_first=True)
    return [
        first("PING where SETTINGS are due", ping()),
        first("an acknowledgement where SETTINGS are due", frame(SETTINGS, ACK, 0)),
        first("HEADERS where SETTINGS are due", ask.get()),
        Case("a request that does not wait for ours", [*PREFACES, ask.get()], answers(),
             is_first=True),
        Case("empty SETTINGS", [PREFACE, settings()], begins_with_settings, is_first=True),
    ]


@section("4.1", "frame format")
def frame_format(ask):
    def unknown(stream):
        return frame(UNKNOWN, 0xff, stream, b"anything")
    reserved = RESERVED_BIT | 1
    return [
        Case("flags that DATA do not have", ask.post() + data(1, b"x", 0xf6 & ~PADDED | 1),
             answers()),
        Case("flags that HEADERS do not have", headers(1, ask.block(), WHOLE | 0xd2 & ~PADDED),
             answers()),
        Case("flags that SETTINGS do not have", frame(SETTINGS, 0xfe, 0), acknowledges),
        Case("the reserved bit before a request's stream", headers(reserved, ask.block()),
             answers()),
        Case("the reserved bit of an increment", [initial_window(0), ask.get(),
                                                  window(1, RESERVED_BIT | 1)], says_data(1)),
        Case("unknown frames in every state",
             [unknown(1), ask.post(), unknown(1), data(1, b"x", END_STREAM), unknown(1),
              response(), unknown(1), unknown(2)], passes_over()),
        Case("an unknown frame that is too large", frame(UNKNOWN, 0, 0, bytes(MAX_FRAME + 1)),
             goes_away(FRAME_SIZE_ERROR)),
        Case("an unknown frame as large as it may be", frame(UNKNOWN, 0, 0, bytes(MAX_FRAME)),
             passes_over()),
    ]


@section("4.2", "frame size")
def frame_size(ask):
    def sized(kind, stream, *sizes, flags=0, verdict=goes_away, before=b""):
        return [Case(f"type {kind} on stream {stream} with {size} octets and flags {flags}",
                     before + frame(kind, flags, stream, bytes(size)), verdict(FRAME_SIZE_ERROR))
                for size in sizes]
    return [
        *sized(PRIORITY, 1, 0, 4, 6, verdict=faults),
        *sized(RST_STREAM, 1, 0, 3, 5, before=ask.post()),
        *sized(SETTINGS, 0, 1, 5, 7),
        *sized(SETTINGS, 0, 6, flags=ACK),
        *sized(PING, 0, 0, 7, 9),
        *sized(PING, 0, 7, flags=ACK),
        *sized(GOAWAY, 0, 0, 7),
        *sized(WINDOW_UPDATE, 0, 0, 5),
        *sized(WINDOW_UPDATE, 1, 3, 5, before=ask.post()),
        *sized(HEADERS, 1, 0, flags=WHOLE | PADDED),
        *sized(HEADERS, 1, 4, flags=WHOLE | WITH_PRIORITY),
        *sized(HEADERS, 1, 5, flags=WHOLE | WITH_PRIORITY | PADDED),
        *sized(DATA, 1, 0, flags=PADDED, verdict=faults, before=ask.post()),
        Case("CONTINUATION that is too large",
             headers(1, ask.block(), END_STREAM)
             + continuation(1, block([(f"x-big{n}", "x" * 4000) for n in range(5)])),
             goes_away(FRAME_SIZE_ERROR)),
        *sized(PRIORITY_UPDATE, 0, 3),
    ]


@section("4.3", "field blocks")
def field_blocks(ask):
    begun = headers(1, ask.block(), END_STREAM)
    between = {"DATA": data(1, b"x"), "RST_STREAM": reset(1), "SETTINGS": settings(),
               "an acknowledgement": frame(SETTINGS, ACK, 0), "PING": ping(),
               "GOAWAY": goaway(), "WINDOW_UPDATE for all": window(0, 1),
               "WINDOW_UPDATE": window(1, 1), "the same HEADERS": begun,
               "another's CONTINUATION": continuation(3, b""),
               "PRIORITY_UPDATE": priority_update(3)}
    named = block([("x-a", "1")])
    return [
        *[Case(f"{what} in the middle of a head", begun + octets, goes_away(PROTOCOL_ERROR))
          for what, octets in between.items()],
        Case("fragments without octets",
             headers(1, b"", END_STREAM) + continuation(1, b"", 0) + continuation(1, ask.block()),
             answers()),
        Case("a field in two fragments",
             headers(1, ask.block() + named[:3], END_STREAM) + continuation(1, named[3:]),
             answers()),
        Case("trailers in two frames",
             ask.post() + headers(1, named[:3], END_STREAM) + continuation(1, named[3:]),
             answers()),
        Case("fragments without end", begun + continuation(1, named, 0) * 100,
             goes_away(ENHANCE_YOUR_CALM)),
    ]


@section("5.1", "stream states")
def stream_states(ask):
    bad = headers(1, block(ask.fields(path=None)), END_HEADERS)
    refused = [bad, some_of(RST_STREAM)]
    return [
        *[Case(f"idle, and not a client's: {what}", octets, goes_away(PROTOCOL_ERROR))
          for what, octets in {"DATA": data(2, b"x"), "RST_STREAM": reset(2),
                               "WINDOW_UPDATE": window(2, 1)}.items()],
        Case("idle, and not a client's: PRIORITY", priority(2), passes_over(2)),
        Case("half-closed: an empty DATA frame", ask.get() + data(1), faults(STREAM_CLOSED)),
        Case("half-closed by trailers: DATA",
             [initial_window(0), ask.post() + TRAILERS + data(1, b"x")], faults(STREAM_CLOSED)),
        *[Case(f"closed by both: {what}", [ask.get(), response(), octets], passes_over())
          for what, octets in {"WINDOW_UPDATE": window(1, 1), "RST_STREAM": reset(1)}.items()],
        *[Case(f"closed by our RST_STREAM: {what}", [*refused, octets], resets(PROTOCOL_ERROR))
          for what, octets in {"DATA": data(1, b"x"), "the last DATA": data(1, b"x", END_STREAM),
                               "trailers": TRAILERS, "WINDOW_UPDATE": window(1, 1),
                               "RST_STREAM": reset(1), "PRIORITY": priority(1)}.items()],
        Case("closed by our RST_STREAM: trailers that fill the table",
             [*refused, headers(1, literal(text(b"x-kept"), text(b"1"), INDEXED)),
              headers(3, ask.block() + indexed(FIRST_DYNAMIC + 1))], answers(stream=3)),
        Case("closed because it was passed over: DATA", ask.get(5) + data(3, b"x"),
             goes_away(STREAM_CLOSED, PROTOCOL_ERROR)),
    ]


@section("5.1.1", "stream identifiers")
def identifiers(ask):
    last = MAX_WINDOW
    return [
        Case("the last there is", ask.get(last), is_the_last(last)),
        Case("one that was passed over", [ask.get(7), response(7), headers(1, ask.again())],
             goes_away(PROTOCOL_ERROR)),
        Case("one in use", ask.post() + headers(3, ask.again()) + headers(3, ask.again()),
             faults(STREAM_CLOSED, stream=3)),
    ]


@section("5.1.2", "concurrency")
def concurrency(ask):
    return [Case("one stream too many for a client that has not heard of the bound",
                 [PREFACE, initial_window(0), more_than_is_allowed(ask, known=128)],
                 refuses_the_last, is_first=True)]


def is_the_last(stream):
    def verdict(peer):
        assert peer.response(stream).status == 200
        peer.hear_all()
        assert peer.goaway is None or peer.goaway[1] == 0
    return verdict


@section("5.2", "flow control")
def flow_control(ask):
    much = [initial_window(2**20), acknowledgement(), ask.get(path="/large")]
    return [
        Case("the window of all holds", much, says_in_all(65535)),
        Case("the window of all opens", [*much, window(0, 1000)], says_in_all(66535)),
        Case("a stream's window holds", ask.get(path="/large") + window(0, 2**20),
             says_in_all(65535)),
        Case("a stream's window opens", [ask.get(path="/large"), window(0, 2**20),
                                         window(1, 1000)], says_in_all(66535)),
        Case("frames are large, and no larger than they may be",
             [*much, window(0, 2**20)], says_in_all(200_000, largest=MAX_FRAME)),
        Case("a client that sends more than a stream's window",
             [ask.post(path="/stuck"), without_end(1)], faults(FLOW_CONTROL_ERROR)),
    ]


def without_end(stream):
    """DATA, whatever the windows say, until we are told to stop."""
    def step(peer):
        peer.wire.socket.settimeout(peer.wire.patience)
        for _ in range(4000):
            if not peer.wire.silent_for(0):
                peer.hear()
            if peer.goaway or peer.resets_heard(stream):
                return
            peer.says(data(stream, bytes(MAX_FRAME)))
    return step


@section("5.4.1", "connection errors")
def connection_errors(ask):
    return [
        Case("nothing came before", ping(stream=1), goes_away(PROTOCOL_ERROR, last=0)),
        Case("streams that were under way count",
             [initial_window(0), ask.get(1) + headers(3, ask.again()), some_of(HEADERS, 3),
              ping(stream=1)], goes_away(PROTOCOL_ERROR, last=3)),
        Case("what follows is not answered", ping(stream=1) + ask.get() + ping(b"too late"),
             goes_away(PROTOCOL_ERROR)),
    ]


# -- frames, type by type ----------------------------------------------------------------

@section("6.1", "DATA")
def data_frames(ask):
    four = ask.post(1, ("content-length", "4"))
    return [
        Case("as much padding as there are octets",
             four + data(1, padded(b"", 4, claimed=5), END_STREAM | PADDED),
             goes_away(PROTOCOL_ERROR)),
        Case("nothing but padding",
             four + data(1, padded(b"", 255), PADDED) + data(1, b"test", END_STREAM), answers()),
        Case("padding of no octets", four + data(1, padded(b"test", 0), END_STREAM | PADDED),
             answers()),
        Case("padding that is not zero",
             four + data(1, b"\3testabc", END_STREAM | PADDED), answers()),
        Case("an end without octets", ask.post() + data(1, b"", END_STREAM), answers()),
        Case("padding on stream 0", data(0, padded(b"", 9, claimed=20), PADDED),
             goes_away(PROTOCOL_ERROR)),
    ]


@section("6.2", "HEADERS")
def headers_frames(ask):
    whole = ask.block()
    both = WHOLE | PADDED | WITH_PRIORITY
    return [
        Case("padding and a priority",
             headers(1, padded(dependency() + whole, 9), both), answers()),
        Case("padding that reaches into the priority",
             headers(1, padded(dependency(), 0, claimed=1), both), goes_away(PROTOCOL_ERROR)),
        Case("nothing but padding", headers(1, padded(b"", 9), WHOLE | PADDED),
             resets(PROTOCOL_ERROR)),
        Case("nothing at all", headers(1, b""), resets(PROTOCOL_ERROR)),
        Case("padding longer than the frame",
             headers(1, padded(whole, 0, claimed=255), WHOLE | PADDED), goes_away(PROTOCOL_ERROR)),
    ]


@section("6.3", "PRIORITY")
def priority_frames(ask):
    return [
        Case("before, during and after", [
            priority(1), ask.post(), priority(1), data(1, b"x", END_STREAM), priority(1),
            response(), priority(1), priority(3, on=1)], passes_over()),
        Case("stream 0 while others are open", ask.post() + priority(0),
             goes_away(PROTOCOL_ERROR)),
    ]


@section("6.4", "RST_STREAM")
def reset_frames(ask):
    return [
        Case("a stream that others are beyond", ask.get(1) + reset(3), goes_away(PROTOCOL_ERROR)),
        Case("it is not answered by another", [ask.post(), reset(1), reset(1, 0)],
             passes_over()),
        Case("a request that is reset before its end does not hold up the next",
             ask.post() + reset(1) + headers(3, ask.again()), answers(stream=3)),
    ]


@section("6.5", "SETTINGS")
def settings_frames(ask):
    open_ = [ask.post(path="/"), window(1, 1)]
    return [
        Case("no settings", settings(), acknowledges),
        Case("each is acknowledged", settings() * 3, acknowledges_times(3)),
        *[Case(f"{what}", settings(pair), acknowledges) for what, pair in {
            "ENABLE_PUSH of 0": (ENABLE_PUSH, 0), "ENABLE_PUSH of 1": (ENABLE_PUSH, 1),
            "the largest window": (INITIAL_WINDOW_SIZE, MAX_WINDOW),
            "the smallest frame": (MAX_FRAME_SIZE, 1 << 14),
            "the largest frame": (MAX_FRAME_SIZE, (1 << 24) - 1),
            "no streams": (MAX_CONCURRENT_STREAMS, 0),
            "a large table": (HEADER_TABLE_SIZE, 2**32 - 1),
            "no fields": (MAX_HEADER_LIST_SIZE, 0),
            "websockets": (ENABLE_CONNECT_PROTOCOL, 1)}.items()],
        Case("ENABLE_PUSH of its maximum", settings((ENABLE_PUSH, 2**32 - 1)),
             goes_away(PROTOCOL_ERROR)),
        Case("MAX_FRAME_SIZE of nothing", settings((MAX_FRAME_SIZE, 0)),
             goes_away(PROTOCOL_ERROR)),
        Case("a window beyond all others", initial_window(2**32 - 1),
             goes_away(FLOW_CONTROL_ERROR)),
        Case("a wrong one behind right ones",
             settings((MAX_CONCURRENT_STREAMS, 1), (INITIAL_WINDOW_SIZE, 1), (ENABLE_PUSH, 3)),
             goes_away(PROTOCOL_ERROR)),
        Case("a change that makes a window overflow", [*open_, initial_window(MAX_WINDOW)],
             goes_away(FLOW_CONTROL_ERROR)),
        Case("a change that makes a window as large as it may be",
             [*open_, initial_window(MAX_WINDOW - 1)], acknowledges),
        Case("an acknowledgement of a stream", frame(SETTINGS, ACK, 1),
             goes_away(PROTOCOL_ERROR)),
        *[Case(f"RFC 9218: NO_RFC7540_PRIORITIES of {x}",
               [PREFACE, settings((NO_RFC7540_PRIORITIES, x))], verdict, is_first=True)
          for x, verdict in ((0, begins_with_settings), (1, begins_with_settings),
                             (2, goes_away(PROTOCOL_ERROR)))],
    ]


def acknowledges_times(count):
    def verdict(peer):
        acknowledgement(count)(peer)
        passes_over()(peer)
        assert peer.acknowledgements() == count, peer.acknowledgements()
    return verdict


@section("6.6", "PUSH_PROMISE")
def pushes(ask):
    return [Case(f"on {what}", octets, goes_away(PROTOCOL_ERROR)) for what, octets in {
        "an open stream": ask.post() + push(1, 2, ask.block()),
        "a half-closed stream": ask.get() + push(1, 2, ask.block()),
        "stream 0": push(0, 2, ask.block())}.items()]


@section("6.7", "PING")
def ping_frames(ask):
    return [
        Case("they come back in order", b"".join(ping(b"number %d" % n) for n in range(9)),
             pongs(*[b"number %d" % n for n in range(9)])),
        Case("a stray echo", ping(b"nobody's", flags=ACK), passes_over()),
        Case("an echo on a stream", ping(flags=ACK, stream=1), goes_away(PROTOCOL_ERROR)),
    ]


@section("6.8", "GOAWAY")
def goaway_frames(ask):
    return [
        Case("what is under way is finished",
             [initial_window(0), ask.get(), some_of(HEADERS), goaway(), window(1, 1000)],
             finishes(1)),
        Case("words that come with it", ask.get() + goaway(debug=b"x" * 1000), finishes(1)),
        Case("stream 3", ask.get() + goaway(stream=3), goes_away(PROTOCOL_ERROR)),
    ]


@section("6.9", "WINDOW_UPDATE")
def window_frames(ask):
    return [
        Case("as large as it may be", window(0, MAX_WINDOW - 65535), passes_over()),
        Case("one octet larger than it may be", window(0, MAX_WINDOW - 65534),
             goes_away(FLOW_CONTROL_ERROR)),
        Case("a stream's as large as it may be", ask.post() + window(1, MAX_WINDOW - 65535),
             passes_over()),
        Case("a stream's one octet larger than it may be",
             ask.post() + window(1, MAX_WINDOW - 65534), resets(FLOW_CONTROL_ERROR)),
        Case("nothing, but for the reserved bit", window(0, RESERVED_BIT),
             goes_away(PROTOCOL_ERROR)),
        Case("nothing for a half-closed stream", [initial_window(0), ask.get(), window(1, 0)],
             faults(PROTOCOL_ERROR)),
        Case("a request behind a stream that was overdrawn",
             ask.post() + window(1, MAX_WINDOW) + headers(3, ask.again()), answers(stream=3)),
    ]


@section("6.9.2", "initial windows")
def initial_windows(ask):
    return [
        Case("one octet at a time", [initial_window(0), ask.get(), window(1, 1), some_of(DATA),
                                     window(1, 1)], says_data(1, 1)),
        Case("a negative window that opens to nothing",
             [initial_window(3), acknowledgement(), ask.get(), some_of(DATA), initial_window(0),
              acknowledgement(2), window(1, 3)], says_data(3)),
        Case("a change back opens it",
             [initial_window(3), acknowledgement(), ask.get(), some_of(DATA), initial_window(0),
              acknowledgement(2), initial_window(5), acknowledgement(3)], says_data(3, 2)),
        Case("the window of all is not changed",
             [settings((INITIAL_WINDOW_SIZE, 2**20)), acknowledgement(), ask.get(path="/large")],
             says_in_all(65535)),
    ]


@section("6.10", "CONTINUATION")
def continuation_frames(ask):
    return [
        Case("behind SETTINGS", settings() + continuation(1, b""), goes_away(PROTOCOL_ERROR)),
        Case("behind trailers that are whole", ask.post() + TRAILERS + continuation(1, b""),
             goes_away(PROTOCOL_ERROR)),
        Case("END_STREAM means nothing there",
             headers(1, ask.block("POST"), 0) + continuation(1, b"", WHOLE)
             + data(1, b"x", END_STREAM), answers()),
    ]


@section("RFC 9218 7.1", "PRIORITY_UPDATE")
def priority_updates(ask):
    return [
        Case("a stream that comes later", priority_update(1) + ask.get(), answers()),
        Case("a stream that is open", ask.post() + priority_update(1)
             + data(1, b"x", END_STREAM), answers()),
        Case("a stream that is closed", [ask.get(), response(), priority_update(1)],
             passes_over()),
        Case("a value of nothing", priority_update(1, b"") + ask.get(), answers()),
        Case("a value that is none", priority_update(1, b"\xff=,;") + ask.get(), answers()),
        Case("sent on stream 1", ask.post() + priority_update(1, on=1),
             goes_away(PROTOCOL_ERROR)),
        Case("for stream 0", priority_update(0), goes_away(PROTOCOL_ERROR)),
        Case("for a push that nobody made", priority_update(2), goes_away(PROTOCOL_ERROR)),
    ]
