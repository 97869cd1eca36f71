"""Who plays a client or a backend against the program, frame by frame."""

from octets import ACK, HEADERS, PING, RST_STREAM, SETTINGS, frames_of, ping, settings
from support import Ended, scaled
from support.http2 import PREFACE, Backend, Http2, Stream

# How long those who judge servers wait for an answer.
PATIENCE = scaled(2)


class Player:
    """What both ends of a connection do alike. Windows open only when a case
    says so."""

    trips = 0
    highest = 0     # the last stream that we began
    flushes = True  # each frame by itself

    def says(self, octets):
        """We may have been sent away in between."""
        frames = list(frames_of(octets))
        for x in frames:
            if x[3:4] == bytes([HEADERS]):
                stream = int.from_bytes(x[5:9], "big") & 0x7fffffff
                self.highest = max(self.highest, stream)
                self.streams.setdefault(stream, Stream())
        try:
            for x in frames if self.flushes else [octets]:
                self.wire.send(x)
        except OSError:
            pass

    def plays(self, steps):
        """Octets are said; what can be called is waited for."""
        for step in steps if isinstance(steps, (list, tuple)) else [steps]:
            step(self) if callable(step) else self.says(step)

    def hear_all(self):
        """What has come of all that was said so far: a PING comes back behind it."""
        self.trips += 1
        mark = b"trip%04d" % self.trips
        self.says(ping(mark))
        self.hear_until(lambda: mark in self.pongs_heard())

    def hear_to_the_end(self):
        """The connection has to end as TCP and TLS have it: whoever is reset
        may never learn why."""
        try:
            while True:
                self.hear()
        except Ended as end:
            assert not end.reset, "the connection was reset"
        except OSError as failure:
            raise AssertionError(f"no proper end: {failure}") from None

    # -- what has come ---------------------------------------------------------------

    def heard(self, kind, stream=0):
        """The payloads of such frames."""
        return [x[3] for x in self.frames if x[0] == kind and x[2] == stream]

    def pongs_heard(self):
        return [x[3] for x in self.frames if x[0] == PING and x[1] & ACK]

    def resets_heard(self, stream):
        return [int.from_bytes(x, "big") for x in self.heard(RST_STREAM, stream)]

    def acknowledgements(self):
        return sum(x[0] == SETTINGS and bool(x[1] & ACK) for x in self.frames)


class ClientPlayer(Player, Http2):
    def __init__(self, sock):
        super().__init__(sock, greedy=False, patience=PATIENCE)

    def greet(self, ours):
        pass  # some cases are about how that is done

    def shake_hands(self):
        self.wire.send(PREFACE)
        self.says(settings())
        self.hear_until(lambda: self.settings and self.acknowledgements())
        self.frames.clear()


class BackendPlayer(Player, Backend):
    def __init__(self, sock):
        super().__init__(sock, greedy=False, patience=PATIENCE)

    def greet(self, ours):
        octets = self.wire.read_exactly(len(PREFACE), "for the preface")
        assert octets == PREFACE, octets
