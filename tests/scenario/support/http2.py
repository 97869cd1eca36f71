"""HTTP/2 played by hand: frames as they are, fields through nghttp2's HPACK."""

import ctypes
import ctypes.util
import socket
import ssl
import struct

from .patience import PATIENCE
from .wire import Wire

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH, PING, GOAWAY, WINDOW_UPDATE, \
    CONTINUATION = range(10)
END_STREAM, ACK, END_HEADERS = 1, 1, 4
NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, FLOW_CONTROL_ERROR = 0, 1, 2, 3
REFUSED_STREAM, CANCEL, ENHANCE_YOUR_CALM = 7, 8, 11
MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE, ENABLE_CONNECT_PROTOCOL = 3, 4, 8


def frame(kind, flags, stream, payload=b""):
    return struct.pack("!I", len(payload))[1:] + struct.pack("!BBI", kind, flags, stream) + payload


def settings(*pairs):
    return frame(SETTINGS, 0, 0, b"".join(struct.pack("!HI", *x) for x in pairs))


def number(x):
    return struct.pack("!I", x)


def block(fields):
    """HPACK without its tables: literals, and nothing to remember."""
    def text(x):
        x = x.encode() if isinstance(x, str) else x
        if len(x) < 127:
            return bytes([len(x)]) + x
        rest, out = len(x) - 127, bytearray([127])
        while rest >= 128:
            out.append(rest % 128 + 128)
            rest //= 128
        out.append(rest)
        return bytes(out) + x
    return b"".join(b"\0" + text(n) + text(v) for n, v in fields)


class _NV(ctypes.Structure):
    _fields_ = [("name", ctypes.POINTER(ctypes.c_uint8)), ("value", ctypes.POINTER(ctypes.c_uint8)),
                ("namelen", ctypes.c_size_t), ("valuelen", ctypes.c_size_t),
                ("flags", ctypes.c_uint8)]


class Inflater:
    """What a peer's HPACK says."""

    def __init__(self):
        self.library = ctypes.CDLL("libnghttp2.so.14")
        self.state = ctypes.c_void_p()
        self.library.nghttp2_hd_inflate_new(ctypes.byref(self.state))

    def close(self):
        state, self.state = self.state, None
        if state:
            self.library.nghttp2_hd_inflate_del(state)

    def __call__(self, octets):
        fields, at = [], 0
        call = self.library.nghttp2_hd_inflate_hd2
        call.restype = ctypes.c_ssize_t
        while True:
            nv, flags = _NV(), ctypes.c_int(0)
            rest = octets[at:]
            n = call(self.state, ctypes.byref(nv), ctypes.byref(flags), rest,
                     ctypes.c_size_t(len(rest)), 1)
            assert n >= 0, f"not HPACK: {n}"
            at += n
            if flags.value & 2:  # EMIT
                fields.append((ctypes.string_at(nv.name, nv.namelen).decode(),
                               ctypes.string_at(nv.value, nv.valuelen).decode("latin-1")))
            if flags.value & 1:  # FINAL
                self.library.nghttp2_hd_inflate_end_headers(self.state)
                return fields
            if n == 0 and not flags.value & 2:
                return fields


class Stream:
    """What has come for one stream."""

    def __init__(self):
        self.heads = []       # interim ones, the final one, trailers: dicts
        self.body = bytearray()
        self.ended = False
        self.reset = None     # a code

    @property
    def status(self):
        return int(next(x[":status"] for x in self.heads if not x[":status"].startswith("1")))

    @property
    def head(self):
        return next(x for x in self.heads if not x.get(":status", "1").startswith("1"))

    @property
    def trailers(self):
        return self.heads[-1] if ":status" not in self.heads[-1] else {}

    @property
    def over(self):
        return self.ended or self.reset is not None


class Http2:
    """One end of a connection: says frames, and keeps the books of what comes.

    Windows open again as octets come, unless `greedy` is off. SETTINGS and PING
    are acknowledged."""

    def __init__(self, sock, greedy=True, ours=(), patience=PATIENCE):
        self.wire = Wire(sock, patience)
        self.inflate = Inflater()
        self.greedy = greedy
        self.streams = {}
        self.settings = {}
        self.goaway = None    # (last stream, code)
        self.pongs = 0
        self.next = 1
        self.frames = []      # (type, flags, stream, payload), all that came
        self.sent = 0         # octets of bodies
        self.half = b""       # a head that goes on
        self.greet(ours)

    def greet(self, ours):
        self.wire.send(PREFACE + settings(*ours))

    def close(self):
        self.wire.close()
        self.inflate.close()

    # -- what we say -------------------------------------------------------------

    def say(self, *args):
        self.wire.send(frame(*args))

    def request(self, path="/", method="GET", fields=(), ends=True, authority="a.example",
                scheme="http", pseudo=None):
        number_ = self.next
        self.next += 2
        self.streams[number_] = Stream()
        head = pseudo or [(":method", method), (":scheme", scheme), (":path", path),
                          (":authority", authority)]
        self.say(HEADERS, END_HEADERS | (END_STREAM if ends else 0), number_,
                 block([*head, *fields]))
        return number_

    def data(self, stream, octets=b"", ends=False):
        for at in range(0, max(len(octets), 1), 16384):
            piece = octets[at:at + 16384]
            last = at + 16384 >= len(octets)
            self.say(DATA, END_STREAM if ends and last else 0, stream, piece)
            self.sent += len(piece)

    def data_in_windows(self, stream, octets):
        """A whole body, the first of its stream, as far as both windows allow."""
        self.hear_until(lambda: self.settings)
        left, seen = {0: 65535 - self.sent, stream: self.settings[INITIAL_WINDOW_SIZE]}, 0
        at = 0
        while at < len(octets):
            for kind, _, which, payload in self.frames[seen:]:
                if kind == WINDOW_UPDATE and which in left:
                    left[which] += int.from_bytes(payload, "big")
            seen = len(self.frames)
            piece = octets[at:at + min(16384, *left.values())]
            if piece:
                at += len(piece)
                self.data(stream, piece, ends=at == len(octets))
                left = {which: n - len(piece) for which, n in left.items()}
            else:
                self.hear()

    def reset(self, stream, code=CANCEL):
        self.say(RST_STREAM, 0, stream, number(code))

    def open_window(self, stream, octets):
        self.say(WINDOW_UPDATE, 0, stream, number(octets))

    # -- what we hear ------------------------------------------------------------

    def hear(self):
        """One frame."""
        head = self.wire.read_exactly(9, "for a frame")
        size = int.from_bytes(head[:3], "big")
        kind, flags, stream = struct.unpack("!BBI", head[3:])
        payload = self.wire.read_exactly(size, "in a frame")
        self.frames.append((kind, flags, stream, payload))
        self._take(kind, flags, stream, payload)
        return self.frames[-1]

    def _take(self, kind, flags, number_, payload):
        stream = self.streams.setdefault(number_, Stream())
        if kind in (HEADERS, CONTINUATION):
            self.half += payload
            if kind == HEADERS and flags & END_STREAM:
                stream.ended = True
            if flags & END_HEADERS:
                stream.heads.append(dict(self.inflate(self.half)))
                self.half = b""
        elif kind == DATA:
            stream.body += payload
            stream.ended = stream.ended or bool(flags & END_STREAM)
            if self.greedy and payload:
                self.open_window(0, len(payload))
                if not stream.ended:
                    self.open_window(number_, len(payload))
        elif kind == RST_STREAM:
            stream.reset = int.from_bytes(payload, "big")
        elif kind == SETTINGS and not flags & ACK:
            for at in range(0, len(payload), 6):
                which, value = struct.unpack("!HI", payload[at:at + 6])
                self.settings[which] = value
            self.say(SETTINGS, ACK, 0)
        elif kind == PING:
            if flags & ACK:
                self.pongs += 1
            else:
                self.say(PING, ACK, 0, payload)
        elif kind == GOAWAY:
            self.goaway = struct.unpack("!II", payload[:8])

    def hear_until(self, condition):
        while not condition():
            self.hear()

    def response(self, stream):
        """All of it."""
        it = self.streams[stream]
        self.hear_until(lambda: it.over)
        return it

    def head_of(self, stream):
        it = self.streams[stream]
        self.hear_until(lambda: any(not x.get(":status", "").startswith("1") for x in it.heads)
                        or it.over)
        return it

    def get(self, path="/", **more):
        return self.response(self.request(path, **more))

    def ends_with(self):
        """The code of the GOAWAY before the connection's end, or None."""
        try:
            while True:
                self.hear()
        except AssertionError:
            pass
        return self.goaway and self.goaway[1]


class Backend(Http2):
    """The server's end, of a connection that an origin has accepted."""

    def greet(self, ours):
        self.wire.send(settings(*ours))
        octets = self.wire.read_exactly(len(PREFACE), "for the preface")
        assert octets == PREFACE, octets

    def requests(self, count=1):
        """Waits until so many have been asked in all; returns their streams."""
        self.hear_until(lambda: len(self.asked()) >= count)
        return self.asked()

    def asked(self):
        return [n for n, x in self.streams.items() if n % 2 and x.heads]

    def whole(self, stream):
        """All of a request: its head, and its body."""
        it = self.streams[stream]
        self.hear_until(lambda: it.over)
        return it

    def respond(self, stream, status=200, fields=(), body=b"", ends=True):
        self.say(HEADERS, END_HEADERS | (END_STREAM if ends and not body else 0), stream,
                 block([(":status", str(status)), *fields]))
        if body:
            self.data(stream, body, ends)

    def end_with(self, stream, trailers):
        self.say(HEADERS, END_HEADERS | END_STREAM, stream, block(trailers))

    def go_away(self, last, code=NO_ERROR):
        self.say(GOAWAY, 0, 0, number(last) + number(code))

    def serve(self, answer):
        """Answers whole requests by a function of stream and request, until the
        connection ends."""
        answered = set()
        try:
            while True:
                self.hear()
                for n in self.asked():
                    if n not in answered and self.streams[n].ended:
                        answered.add(n)
                        answer(n, self.streams[n])
        except (AssertionError, OSError):
            pass


def connect(address, **more):
    host, _, port = address.rpartition(":")
    sock = socket.create_connection((host, int(port)), timeout=PATIENCE)
    return Http2(sock, **more)


def connect_tls(address, **more):
    host, _, port = address.rpartition(":")
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    sock = context.wrap_socket(socket.create_connection((host, int(port)), timeout=PATIENCE))
    assert sock.selected_alpn_protocol() == "h2", sock.selected_alpn_protocol()
    return Http2(sock, **more)
