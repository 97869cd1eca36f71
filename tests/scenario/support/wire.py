"""HTTP/1.1 as strict as it gets: reads octets of a socket as messages.

The parser accepts nothing that RFC 9112 does not want to be generated, so that
whatever the proxy emits is checked merely by being read.
"""

import re
import select
import socket
import struct

from .patience import PATIENCE, scaled

_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_STATUS_LINE = re.compile(rb"HTTP/(1\.[01]) ([1-9][0-9][0-9]) ([\t -~\x80-\xff]*)\Z")
_REQUEST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) HTTP/(1\.[01])\Z")
_CHUNK_LINE = re.compile(rb"([0-9A-Fa-f]{1,16})(?:;[\t -~]*)?\Z")


class Violation(AssertionError):
    """What came is not HTTP/1.1."""


class Ended(AssertionError):
    """The connection ended where a message should have gone on."""

    def __init__(self, what, so_far=b"", reset=False):
        how = "was reset" if reset else "ended"
        super().__init__(f"the connection {how} {what}, after {bytes(so_far[-200:])!r}")
        self.so_far = bytes(so_far)
        self.reset = reset


class Fields:
    """Field lines, in order."""

    def __init__(self, lines=()):
        self.lines = list(lines)

    def all(self, name):
        return [v for n, v in self.lines if n.lower() == name.lower()]

    def get(self, name, default=None):
        """The value of a field that may stand once."""
        found = self.all(name)
        if len(found) > 1:
            raise Violation(f"{name} stands {len(found)} times: {found}")
        return found[0] if found else default

    def elements(self, name):
        """The members of a list, over all lines of that name."""
        return [e.strip() for v in self.all(name) for e in v.split(",") if e.strip()]

    def has(self, name, element):
        return element.lower() in (e.lower() for e in self.elements(name))

    def names(self):
        return [n.lower() for n, _ in self.lines]

    def __contains__(self, name):
        return bool(self.all(name))

    def __getitem__(self, name):
        found = self.get(name)
        if found is None:
            raise Violation(f"no field {name} in {self.lines}")
        return found

    def __repr__(self):
        return repr(self.lines)


class Message:
    def __init__(self, version, fields):
        self.version = version
        self.fields = fields
        self.framing = "none"  # or "length", "chunked", "close"
        self.length = 0
        self.body = b""
        self.trailers = Fields()

    def __getitem__(self, name):
        return self.fields[name]


class Request(Message):
    def __init__(self, method, target, version, fields):
        super().__init__(version, fields)
        self.method = method
        self.target = target
        self.connection = None  # its number at the origin, from 0
        if "transfer-encoding" in fields:
            _only_chunked(self)
        elif "content-length" in fields:
            self.framing, self.length = "length", _length(fields)

    def __repr__(self):
        return f"<{self.method} {self.target} {self.fields}>"


class Response(Message):
    def __init__(self, status, reason, version, fields, asked):
        super().__init__(version, fields)
        self.status = status
        self.reason = reason
        self.interim = []
        if "transfer-encoding" in fields:
            if status < 200 or status == 204:
                raise Violation(f"Transfer-Encoding in a {status}")
        if status < 200 or status == 204:
            if "content-length" in fields:
                raise Violation(f"Content-Length in a {status}")
        elif asked == "HEAD" or status == 304:
            if "content-length" in fields:
                _length(fields)
        elif "transfer-encoding" in fields:
            _only_chunked(self)
        elif "content-length" in fields:
            self.framing, self.length = "length", _length(fields)
        else:
            self.framing = "close"

    def __repr__(self):
        return f"<{self.status} {self.fields} {self.body[:80]!r}>"


def _length(fields):
    text = fields["content-length"]
    if not re.fullmatch("[0-9]{1,19}", text):
        raise Violation(f"Content-Length: {text}")
    return int(text)


def _only_chunked(message):
    if message.fields["transfer-encoding"].lower() != "chunked":
        raise Violation(f"Transfer-Encoding: {message.fields['transfer-encoding']}")
    if "content-length" in message.fields:
        raise Violation("Content-Length beside Transfer-Encoding")
    if message.version != "1.1":
        raise Violation("Transfer-Encoding in HTTP/1.0")
    message.framing = "chunked"


class Wire:
    """One end of a connection. Every operation has a deadline."""

    def __init__(self, sock, patience=PATIENCE):
        self.socket = sock
        self.patience = patience
        self.held = bytearray()  # received, not yet read
        self.heard = 0           # octets received in all
        self.over = False
        sock.settimeout(patience)
        if sock.family == socket.AF_INET:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    # -- octets ----------------------------------------------------------------

    def send(self, octets):
        self.socket.sendall(octets)

    def send_slowly(self, octets, pieces=1):
        """A few octets a segment; stops without a word when the peer has."""
        for at in range(0, len(octets), pieces):
            try:
                self.socket.sendall(octets[at:at + pieces])
            except (BrokenPipeError, ConnectionResetError):
                return

    def send_what_they_take(self, octets, still=0.5):
        """Sends until the peer has taken nothing for a while; says how much."""
        view, sent = memoryview(octets), 0
        self.socket.setblocking(False)
        try:
            while sent < len(view):
                _, ready, _ = select.select([], [self.socket], [], scaled(still))
                if not ready:
                    break
                try:
                    sent += self.socket.send(view[sent:sent + 262144])
                except BlockingIOError:
                    pass
        finally:
            self.socket.settimeout(self.patience)
        return sent

    def _receive(self, what, size=262144):
        """More octets; b"" at the end."""
        try:
            got = self.socket.recv(size)
        except TimeoutError:
            raise AssertionError(f"waited {self.patience:g} s {what}, having "
                                 f"{bytes(self.held[-200:])!r}") from None
        except ConnectionResetError:
            raise Ended(what, self.held, reset=True) from None
        self.heard += len(got)
        self.over = self.over or not got
        return got

    def _more(self, what):
        got = self._receive(what)
        if not got:
            raise Ended(what, self.held)
        self.held += got

    def read_exactly(self, count, what="in the middle of octets"):
        while len(self.held) < count:
            self._more(what)
        taken = bytes(self.held[:count])
        del self.held[:count]
        return taken

    def read_until_end(self):
        """All that still comes; a reset is an end as well as any."""
        while True:
            try:
                got = self._receive("for the end")
            except Ended:
                break
            if not got:
                break
            self.held += got
        taken = bytes(self.held)
        self.held.clear()
        return taken

    def silent_for(self, seconds):
        """Does nothing arrive, not even the end?"""
        if self.held or self.over:
            return False
        ready, _, _ = select.select([self.socket], [], [], scaled(seconds))
        return not ready

    def ended(self, within=5.0):
        """Does the connection end, without another octet?"""
        return self.has_ended(within) is True

    def has_ended(self, within=0.0):
        """True at the end, False if it goes on, or the octets that came."""
        if self.held:
            return bytes(self.held)
        ready, _, _ = select.select([self.socket], [], [], scaled(within))
        if not ready:
            return False
        try:
            got = self._receive("for the end")
        except Ended:
            return True
        self.held += got
        return bytes(got) if got else True

    # -- messages ----------------------------------------------------------------

    def read_line(self, what):
        while True:
            at = self.held.find(b"\n")
            if at >= 0:
                break
            self._more(what)
        line = bytes(self.held[:at + 1])
        del self.held[:at + 1]
        if not line.endswith(b"\r\n") or b"\r" in line[:-2]:
            raise Violation(f"a line does not end with CRLF: {line!r}")
        return line[:-2]

    def read_fields(self, what):
        lines = []
        while True:
            line = self.read_line(what)
            if not line:
                return Fields(lines)
            name, colon, value = line.partition(b":")
            if not colon or not _TOKEN.match(name):
                raise Violation(f"not a field line: {line!r}")
            value = value.strip(b" \t")
            if re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", value):
                raise Violation(f"control octets in a field: {line!r}")
            lines.append((name.decode(), value.decode("latin-1")))

    def read_request_head(self):
        line = self.read_line("in a request line")
        found = _REQUEST_LINE.match(line)
        if not found:
            raise Violation(f"not a request line: {line!r}")
        method, target, version = (x.decode() for x in found.groups())
        request = Request(method, target, version, self.read_fields("in a request's head"))
        if version == "1.1" and len(request.fields.all("host")) != 1:
            raise Violation(f"Host: {request.fields.all('host')}")
        return request

    def read_response_head(self, method="GET"):
        line = self.read_line("in a status line")
        found = _STATUS_LINE.match(line)
        if not found:
            raise Violation(f"not a status line: {line!r}")
        version, status, reason = (x.decode("latin-1") for x in found.groups())
        return Response(int(status), reason, version,
                        self.read_fields("in a response's head"), method)

    def body_pieces(self, message):
        """The body as it comes; trailers are in the message at the end."""
        if message.framing == "length":
            yield from self._pieces(message.length, "in a body of known length")
        elif message.framing == "chunked":
            while True:
                line = self.read_line("in a chunk's size")
                found = _CHUNK_LINE.match(line)
                if not found:
                    raise Violation(f"not a chunk's size: {line!r}")
                size = int(found[1], 16)
                if not size:
                    break
                yield from self._pieces(size, "in a chunk")
                if self.read_exactly(2, "after a chunk") != b"\r\n":
                    raise Violation("no CRLF after a chunk")
            message.trailers = self.read_fields("in trailers")
        elif message.framing == "close":
            while True:
                if self.held:
                    yield bytes(self.held)
                    self.held.clear()
                got = self._receive("for the end of a body")
                if not got:
                    return
                self.held += got

    def _pieces(self, left, what):
        while left:
            if not self.held:
                got = self._receive(what, min(left, 1048576))
                if not got:
                    raise Ended(what)
                left -= len(got)
                yield got
                continue
            piece = bytes(self.held[:left])
            del self.held[:left]
            left -= len(piece)
            yield piece

    def read_body(self, message, sink=None):
        if sink:
            for piece in self.body_pieces(message):
                sink(piece)
        else:
            so_far = bytearray()
            try:
                for piece in self.body_pieces(message):
                    so_far += piece
            except Ended as end:
                message.body = bytes(so_far)
                end.message = message
                raise
            message.body = bytes(so_far)
        return message

    def read_request(self, sink=None):
        """Exactly one request, all of it."""
        return self.read_body(self.read_request_head(), sink)

    def read_response(self, method="GET", sink=None):
        """Exactly one response, all of it, and the 1xx before it."""
        interim = []
        while True:
            head = self.read_response_head(method)
            if head.status >= 200 or head.status == 101:
                break
            interim.append(head)
        head.interim = interim
        return self.read_body(head, sink)

    def read_broken_response(self, method="GET"):
        """A response that ends before it is complete, as far as it went."""
        try:
            whole = self.read_response(method)
        except Ended as end:
            return getattr(end, "message", None)
        raise AssertionError(f"the response looks complete: {whole}")

    # -- endings -----------------------------------------------------------------

    def half_close(self):
        self.socket.shutdown(socket.SHUT_WR)

    def close(self):
        self.socket.close()

    def reset(self):
        """Ends as a process does that was killed with data unread."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


# -- writing -----------------------------------------------------------------------

def _head(start, fields):
    lines = [start]
    for name, value in fields:
        lines.append(f"{name}: {value}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def request(method="GET", target="/", *fields, body=None, host="example.test", version="1.1"):
    """The octets of a request; a body brings its Content-Length."""
    lines = [("Host", host)] if host is not None else []
    lines += fields
    if body is not None:
        lines.append(("Content-Length", len(body)))
    return _head(f"{method} {target} HTTP/{version}", lines) + (body or b"")


def response(status=200, *fields, body=None, reason="Said", version="1.1"):
    lines = list(fields)
    if body is not None:
        lines.append(("Content-Length", len(body)))
    return _head(f"HTTP/{version} {status} {reason}", lines) + (body or b"")


def chunked(*chunks, trailers=()):
    """The octets of a chunked body."""
    out = b"".join(b"%x\r\n%s\r\n" % (len(x), x) for x in chunks)
    return out + b"0\r\n" + b"".join(f"{n}: {v}\r\n".encode() for n, v in trailers) + b"\r\n"


CHUNKED = ("Transfer-Encoding", "chunked")
CLOSE = ("Connection", "close")
