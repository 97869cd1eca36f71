"""HTTP/2 as octets: frames and HPACK, also such as nobody should send."""

import struct

from support.http2 import (ACK, CANCEL, CONTINUATION, DATA, END_HEADERS, END_STREAM,
                           ENHANCE_YOUR_CALM, FLOW_CONTROL_ERROR, GOAWAY, HEADERS, NO_ERROR, PING,
                           PREFACE, PRIORITY, PROTOCOL_ERROR, PUSH, REFUSED_STREAM, RST_STREAM,
                           SETTINGS, WINDOW_UPDATE, block, frame, number, settings)

STREAM_CLOSED, FRAME_SIZE_ERROR, COMPRESSION_ERROR = 5, 6, 9
PADDED, WITH_PRIORITY = 0x8, 0x20
PRIORITY_UPDATE, UNKNOWN = 0x10, 0x4e
WHOLE = END_HEADERS | END_STREAM
MAX_FRAME, MAX_WINDOW = 16384, 2**31 - 1
HEADER_TABLE_SIZE, ENABLE_PUSH, MAX_CONCURRENT_STREAMS, INITIAL_WINDOW_SIZE, MAX_FRAME_SIZE, \
    MAX_HEADER_LIST_SIZE = range(1, 7)
ENABLE_CONNECT_PROTOCOL, NO_RFC7540_PRIORITIES = 8, 9
RESERVED_BIT = 1 << 31


# -- frames ------------------------------------------------------------------------

def data(stream, octets=b"", flags=0):
    return frame(DATA, flags, stream, octets)


def headers(stream, fragment, flags=WHOLE):
    return frame(HEADERS, flags, stream, fragment)


def continuation(stream, fragment, flags=END_HEADERS):
    return frame(CONTINUATION, flags, stream, fragment)


def padded(octets, pad, claimed=None):
    """A payload for the flag PADDED; it may claim more padding than it has."""
    return bytes([pad if claimed is None else claimed]) + octets + bytes(pad)


def dependency(on=0, weight=16, exclusive=False):
    return struct.pack("!IB", on | (RESERVED_BIT if exclusive else 0), weight - 1)


def priority(stream, **how):
    return frame(PRIORITY, 0, stream, dependency(**how))


def priority_update(stream, value=b"u=1", on=0):
    return frame(PRIORITY_UPDATE, 0, on, number(stream) + value)


def reset(stream, code=CANCEL):
    return frame(RST_STREAM, 0, stream, number(code))


def ping(octets=bytes(8), flags=0, stream=0):
    return frame(PING, flags, stream, octets)


def goaway(last=0, code=0, debug=b"", stream=0):
    return frame(GOAWAY, 0, stream, number(last) + number(code) + debug)


def window(stream, octets):
    return frame(WINDOW_UPDATE, 0, stream, number(octets))


def push(stream, promised, fragment):
    return frame(PUSH, END_HEADERS, stream, number(promised) + fragment)


def frames_of(octets):
    """Each frame by itself; what is not whole comes last."""
    while octets:
        size = 9 + int.from_bytes(octets[:3], "big")
        yield octets[:size]
        octets = octets[size:]


# -- HPACK (RFC 7541) ----------------------------------------------------------------

PLAIN, INDEXED, NEVER = (0x00, 4), (0x40, 6), (0x10, 4)
FIRST_DYNAMIC = 62
# Appendix C.4 and C.6 of RFC 7541, coded as Huffman has it.
NO_CACHE = bytes.fromhex("a8eb10649cbf")
CUSTOM_KEY = bytes.fromhex("25a849e95ba97d7f")
CUSTOM_VALUE = bytes.fromhex("25a849e95bb8e8b4bf")
CACHE_CONTROL, USER_AGENT = 24, 58


def integer(value, prefix, pattern=0):
    most = (1 << prefix) - 1
    if value < most:
        return bytes([pattern | value])
    out, value = bytearray([pattern | most]), value - most
    while value >= 128:
        out.append(value % 128 + 128)
        value //= 128
    return bytes(out) + bytes([value])


def indexed(index):
    return integer(index, 7, 0x80)


def text(octets):
    return integer(len(octets), 7) + octets


def huffman(octets):
    return integer(len(octets), 7, 0x80) + octets


def literal(name, value, how=PLAIN):
    """A name by its index or as a string, a value as a string."""
    pattern, prefix = how
    if isinstance(name, int):
        return integer(name, prefix, pattern) + value
    return bytes([pattern]) + name + value


def table_size(octets):
    return integer(octets, 5, 0x20)


# -- requests ------------------------------------------------------------------------

class Ask:
    """The requests of one client: as ordinary as they can be, but for what a
    case adds."""

    METHODS = {"GET": indexed(2), "POST": indexed(3)}
    BIG = ("x-big", "x" * 4000)

    def __init__(self, scheme, begins=b"", authority="a.example"):
        self.scheme, self.authority = scheme, authority
        self.begins = begins  # of each field block

    def block(self, method="GET", *fields, path="/"):
        return self.begins + (self.METHODS.get(method) or literal(2, text(method.encode()))) \
            + indexed(6 if self.scheme == "http" else 7) \
            + (indexed(4) if path == "/" else literal(4, text(path.encode()))) \
            + literal(1, text(self.authority.encode()), INDEXED) + block(fields)

    def again(self, method="GET"):
        """The same, by what the peer's table holds since the last one."""
        return self.METHODS[method] + indexed(6 if self.scheme == "http" else 7) + indexed(4) \
            + indexed(FIRST_DYNAMIC)

    def get(self, stream=1, *fields, method="GET", path="/"):
        return headers(stream, self.block(method, *fields, path=path))

    def post(self, stream=1, *fields, path="/"):
        """Its body follows."""
        return headers(stream, self.block("POST", *fields, path=path), END_HEADERS)

    def fields(self, **others):
        """Those of a GET that must not reach anybody, some changed or (None) left out."""
        all_ = {"method": "GET", "scheme": self.scheme, "path": "/never",
                "authority": self.authority, **others}
        return [(":" + n, v) for n, v in all_.items() if v is not None]
