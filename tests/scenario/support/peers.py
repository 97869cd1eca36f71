"""The two that troupe stands between: clients and origins."""

import select
import socket
import threading

from .patience import PATIENCE, eventually, scaled
from .wire import Ended, Violation, Wire, request, response


class Client(Wire):
    """A connection to troupe."""

    def __init__(self, address, receive_buffer=None, source=None):
        super().__init__(_connected(address, receive_buffer, source))

    def get(self, target="/", *fields, **more):
        """Asks, and returns the whole answer."""
        self.send(request("GET", target, *fields, **more))
        return self.read_response()


def _connected(address, receive_buffer=None, source=None):
    if address.startswith("unix:"):
        sock = socket.socket(socket.AF_UNIX)
        to = address[5:]
    else:
        sock = socket.socket()
        host, _, port = address.rpartition(":")
        to = (host, int(port))
    try:
        if receive_buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        if source:
            sock.bind((source, 0))
        sock.settimeout(PATIENCE)
        sock.connect(to)
    except BaseException:
        sock.close()
        raise
    return sock


class OriginConnection(Wire):
    """A connection from troupe, as the origin holds it."""

    def __init__(self, sock, number):
        super().__init__(sock)
        self.number = number

    def read_request(self, sink=None):
        got = super().read_request(sink)
        got.connection = self.number
        return got


class Origin:
    """Listens. The test takes each connection and plays the origin by hand:

        origin = self.origin()
        ...
        with origin.accept() as there:
            there.read_request()
            there.send(response(200, body=b"hello"))
    """

    def __init__(self, address="127.0.0.1:0", receive_buffer=None):
        if address.startswith("unix:"):
            self.listener = socket.socket(socket.AF_UNIX)
            self.listener.bind(address[5:])
            self.address = address
        else:
            host, _, port = address.rpartition(":")
            self.listener = socket.socket()
            self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if receive_buffer:
                self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            self.listener.bind((host, int(port)))
            self.address = "%s:%d" % self.listener.getsockname()
        self.listener.listen(1024)
        self.listener.settimeout(PATIENCE)
        self.connections = []

    def accept(self):
        try:
            sock, _ = self.listener.accept()
        except TimeoutError:
            raise AssertionError("nobody connected to the origin") from None
        there = OriginConnection(sock, len(self.connections))
        self.connections.append(there)
        return there

    def is_left_alone(self, seconds=0.2):
        """Does nobody connect?"""
        ready, _, _ = select.select([self.listener], [], [], scaled(seconds))
        return not ready

    def close(self):
        self.listener.close()
        for there in self.connections:
            there.close()


class ScriptedOrigin(Origin):
    """Plays a script on each connection, in a thread of its own."""

    def __init__(self, script, **more):
        super().__init__(**more)
        self.script = script
        self.requests = []       # complete ones, in the order of their ends
        self.mistakes = []
        self._threads = []
        self._closing = False
        self.listener.settimeout(None)
        self._acceptor = threading.Thread(target=self._accept_all, daemon=True)
        self._acceptor.start()

    def _accept_all(self):
        while not self._closing:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            there = OriginConnection(sock, len(self.connections))
            there.patience = scaled(120)
            sock.settimeout(there.patience)
            self.connections.append(there)
            thread = threading.Thread(target=self._play, args=(there,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _play(self, there):
        try:
            self.script(there)
        except Violation as mistake:
            self.mistakes.append(mistake)
        except (Ended, OSError, ValueError):
            pass  # whoever ended it, the test will know why
        finally:
            there.close()

    @property
    def octets(self):
        """All that was ever received."""
        return sum(x.heard for x in self.connections)

    def targets(self):
        return [x.target for x in list(self.requests)]

    def close(self):
        self._closing = True
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._acceptor.join(PATIENCE)
        for there in self.connections:
            try:
                there.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        for thread in self._threads:
            thread.join(PATIENCE)
        super().close()
        if self.mistakes:
            raise self.mistakes[0]


def echo_target(asked):
    """Tells each request's answer from any other's."""
    return response(200, ("X-Target", asked.target), body=b"answer to " + asked.target.encode())


class AnsweringOrigin(ScriptedOrigin):
    """Answers each request by a function; None ends the connection."""

    def __init__(self, answer=echo_target, **more):
        self.answer = answer
        super().__init__(self._answer_all, **more)

    def _answer_all(self, there):
        while True:
            if not there.held and not self._readable(there):
                return
            asked = there.read_request()
            self.requests.append(asked)
            said = self.answer(asked)
            if said is None:
                return
            there.send(said)
            if asked.fields.has("connection", "close"):
                return

    @staticmethod
    def _readable(there):
        first = there._receive("for a request")
        there.held += first
        return bool(first)


class BlackHole:
    """An address where connecting neither succeeds nor fails."""

    def __init__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.address = "%s:%d" % self.listener.getsockname()
        self.fillers = []
        # A full queue of connections that nobody accepts: further SYNs are
        # dropped.
        for _ in range(8):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(self.listener.getsockname())
            self.fillers.append(filler)
        eventually(lambda: any(not select.select([], [x], [], 0)[1] for x in self.fillers),
                   "the queue of the black hole is full")

    def close(self):
        for x in self.fillers:
            x.close()
        self.listener.close()


def nobody():
    """An address where nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return "%s:%d" % sock.getsockname()
