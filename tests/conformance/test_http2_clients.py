"""troupe as a server of HTTP/2: what clients may do, and what they may not."""

import socket
import unittest

from basic_cases import BASIC
from frame_cases import FRAMES
from hpack_cases import HPACK
from judge import tests_of
from message_cases import MESSAGES
from octets import Ask
from peer import PATIENCE, ClientPlayer
from support import AnsweringOrigin, Authority, Origin, free_address, response, start, start_troupe
from tight_cases import TIGHT, TIGHT_OPTIONS, TIGHT_START

RULES = FRAMES + MESSAGES + HPACK


def answer(asked):
    body = bytes(200_000) if asked.target == "/large" else b"an answer to anybody"
    return response(200, body=b"" if asked.method == "HEAD" else body)


class Client(ClientPlayer):
    def __init__(self, sock, ask):
        super().__init__(sock)
        self.ask = ask

    def serves_another(self):
        stream = self.highest + 2 | 1
        self.says(self.ask.get(stream, path="/next"))
        assert self.head_of(stream).status == 200, self.streams[stream].heads


class Conformance(unittest.TestCase):
    """In clear text, a segment for each frame, before an origin of HTTP/1.1."""
    scheme, begins, flushes = "http", b"", True

    @classmethod
    def setUpClass(cls):
        cls.ask = Ask(cls.scheme, cls.begins)
        cls.origin = cls.keep(AnsweringOrigin(answer))
        cls.stuck = cls.keep(Origin())  # accepts nobody, and reads nothing
        address = free_address()
        cls.proxy = cls.keep(start({
            "listeners": [{"address": address, **cls.listener()}],
            "loops": 1, "timeouts": {"drain": "1s"},
            "upstreams": {"app": cls.upstream(), "stuck": {"backends": [cls.stuck.address]}},
            "routes": [{"match": {"path": "/"}, "upstream": "app"},
                       {"match": {"path": "/stuck"}, "upstream": "stuck"}],
            **cls.options()}, address))

    @classmethod
    def keep(cls, thing):
        cls.addClassCleanup(thing.close)
        return thing

    @classmethod
    def options(cls):
        return {}

    @classmethod
    def listener(cls):
        return {}

    @classmethod
    def upstream(cls):
        return {"backends": [cls.origin.address]}

    def connect(self):
        host, _, port = self.proxy.address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=PATIENCE)

    def judge(self, case):
        self.origin.requests.clear()
        peer = Client(self.connect(), self.ask)
        peer.flushes = self.flushes
        try:
            if not case.is_first:
                peer.shake_hands()
            peer.plays(case.says)
            case.verdict(peer)
        finally:
            peer.close()
        self.assertNotIn("/never", self.origin.targets(), "it reached the origin")


class InOneSegment(Conformance):
    """What a case says in a row comes at once."""
    flushes = False


class OverTls(Conformance):
    scheme = "https"

    @classmethod
    def listener(cls):
        authority = cls.keep(Authority())
        certificate, key = authority.issue("a.example", "IP:127.0.0.1")
        cls.context = authority.client_context()
        cls.context.set_alpn_protocols(["h2"])
        return {"tls": {"certificates": [{"certificate": certificate, "key": key}]}}

    def connect(self):
        sock = self.context.wrap_socket(super().connect(), server_hostname="a.example",
                                        suppress_ragged_eofs=False)
        self.assertEqual(sock.selected_alpn_protocol(), "h2")
        return sock


class BeforeHttp2(Conformance):
    """The backend is another troupe, which speaks HTTP/2."""

    @classmethod
    def upstream(cls):
        second = cls.keep(start_troupe(cls.origin))
        return {"backends": [second.address], "protocols": ["h2"]}


@tests_of(BASIC)
class Basics(Conformance):
    pass


@tests_of(BASIC)
class BasicsInOneSegment(InOneSegment):
    pass


@tests_of(BASIC)
class BasicsOverTls(OverTls):
    pass


@tests_of(BASIC)
class BasicsBeforeHttp2(BeforeHttp2):
    pass


@tests_of(RULES)
class Rules(Conformance):
    pass


@tests_of(RULES)
class RulesInOneSegment(InOneSegment):
    pass


@tests_of(TIGHT)
class TightRules(Conformance):
    begins = TIGHT_START

    @classmethod
    def options(cls):
        return {"http2": TIGHT_OPTIONS}


if __name__ == "__main__":
    unittest.main()
