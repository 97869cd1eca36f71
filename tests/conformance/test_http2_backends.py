"""troupe as a client of HTTP/2: what backends may do, and what they may not."""

import unittest

from backend_cases import BACKENDS
from judge import tests_of
from octets import headers, indexed, settings
from peer import BackendPlayer
from support import Client, Ended, Origin, request, start_troupe


class Upstream(BackendPlayer):
    """Has heard a request of `client`, which may ask another."""

    def __init__(self, sock, ask):
        self.ask = ask
        super().__init__(sock)

    def serves_another(self):
        before = self.asked()
        client = self.ask("/next")
        try:
            stream = self.requests(len(before) + 1)[-1]
            self.says(headers(stream, indexed(9)))
            assert client.read_response().status == 204
        finally:
            client.close()

    def leave(self):
        """The next request finds another connection."""
        try:
            self.wire.half_close()
        except OSError:
            pass
        self.wire.read_until_end()
        self.close()


@tests_of(BACKENDS)
class Backends(unittest.TestCase):
    ask = None

    @classmethod
    def setUpClass(cls):
        cls.origin = Origin()
        cls.addClassCleanup(cls.origin.close)
        cls.proxy = start_troupe(cls.origin, upstream={"protocols": ["h2"]})
        cls.addClassCleanup(cls.proxy.close)

    def asks(self, target):
        client = Client(self.proxy.address)
        client.send(request("GET", target))
        return client

    def judge(self, case):
        with self.asks("/case") as client:
            peer = Upstream(self.origin.accept().socket, self.asks)
            try:
                if not case.is_first:
                    peer.says(settings())
                    peer.hear_until(peer.acknowledgements)
                    peer.requests()
                peer.frames.clear()
                peer.plays(case.says)
                case.verdict(peer)
            finally:
                peer.leave()
            self.assertEqual(self.is_answered(client), case.is_answered)

    def is_answered(self, client):
        """Has a whole response come, and none of our failures?"""
        try:
            return client.read_response().status < 400
        except Ended:
            return False


if __name__ == "__main__":
    unittest.main()
