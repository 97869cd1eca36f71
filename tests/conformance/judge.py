"""What is expected: each verdict is a function that hears what comes, and fails."""

import dataclasses
from typing import Any, Callable

from octets import ACK, DATA, HEADERS, SETTINGS, WINDOW_UPDATE
from support import Ended


@dataclasses.dataclass
class Case:
    what: str
    says: Any                 # octets, things to wait for, or a list of both
    verdict: Callable
    is_first: bool = False    # nothing was said before, not even the preface
    is_answered: bool = False  # of a backend's: its client gets a whole response


@dataclasses.dataclass
class Section:
    number: str
    title: str
    cases: Callable

    @property
    def name(self):
        words = f"{self.number} {self.title}".replace(".", " ").replace("-", " ")
        return "test_" + "_".join(words.lower().split())


def section_of(table):
    """A decorator: the cases of a section, which the function lists, join the table."""
    def section(number, title):
        def keep(cases):
            table.append(Section(number, title, cases))
            return cases
        return keep
    return section


def tests_of(table):
    """A decorator: each section becomes a test, each case a sub-test."""
    def add(tests):
        for section in table:
            def test(self, section=section):
                for case in section.cases(self.ask):
                    with self.subTest(case.what):
                        self.judge(case)
            assert not hasattr(tests, section.name), section.name
            setattr(tests, section.name, test)
        return tests
    return add


# -- what is waited for in between ----------------------------------------------------

def response(stream=1):
    return lambda peer: peer.response(stream)


def acknowledgement(count=1):
    """Of SETTINGS, beside the one that is due at the beginning."""
    return lambda peer: peer.hear_until(lambda: peer.acknowledgements() >= count)


def some_of(kind, stream=1, count=1):
    return lambda peer: peer.hear_until(lambda: len(peer.heard(kind, stream)) >= count)


# -- verdicts -------------------------------------------------------------------------

def goes_away(*codes, last=None):
    """A connection error: GOAWAY with that code, and the end."""
    def verdict(peer):
        peer.hear_to_the_end()
        assert peer.goaway, "no GOAWAY"
        assert peer.goaway[1] in codes, f"GOAWAY with {peer.goaway[1]} instead of {codes}"
        assert last is None or peer.goaway[0] == last, f"the last stream was {peer.goaway[0]}"
    return verdict


def resets(*codes, stream=1):
    """A stream error: one RST_STREAM with that code, and others are not concerned."""
    def verdict(peer):
        peer.hear_until(lambda: peer.resets_heard(stream) or peer.goaway)
        assert peer.resets_heard(stream), f"GOAWAY with {peer.goaway[1]} instead of RST_STREAM"
        goes_on(peer)
        got = peer.resets_heard(stream)
        assert len(got) == 1 and got[0] in codes, f"RST_STREAM with {got} instead of {codes}"
    return verdict


def faults(*codes, stream=1):
    """A stream error, or the same as a connection error: section 5.4.1 of RFC
    9113 lets an endpoint choose that."""
    def verdict(peer):
        peer.hear_until(lambda: peer.resets_heard(stream) or peer.goaway)
        chosen = goes_away if peer.goaway else lambda *x: resets(*x, stream=stream)
        chosen(*codes)(peer)
    return verdict


def goes_on(peer):
    """Nothing was wrong with the connection: who asks next is answered."""
    peer.hear_all()
    assert peer.goaway is None, f"GOAWAY with {peer.goaway[1]}"
    peer.serves_another()


def passes_over(*streams):
    """As if it had not been said: no answer of any kind, and the rest goes on."""
    def verdict(peer):
        goes_on(peer)
        for stream in streams or [1]:
            assert not peer.resets_heard(stream), f"RST_STREAM for {stream}"
    return verdict


def answers(status=200, stream=1, body=None):
    def verdict(peer):
        answer = peer.response(stream)
        assert answer.reset is None, f"RST_STREAM with {answer.reset}"
        assert answer.status == status, f"{answer.status} instead of {status}"
        assert body is None or answer.body == body, answer.body
        goes_on(peer)
    return verdict


def says_data(*sizes, stream=1):
    """DATA frames of these sizes, and then no more."""
    def verdict(peer):
        some_of(DATA, stream, len(sizes))(peer)
        goes_on(peer)
        got = tuple(len(x) for x in peer.heard(DATA, stream))
        assert got == sizes, f"{got} instead of {sizes}"
    return verdict


def pongs(*marks):
    """Exactly these come back."""
    def verdict(peer):
        peer.hear_until(lambda: marks[-1] in peer.pongs_heard())
        assert tuple(peer.pongs_heard()) == marks, peer.pongs_heard()
        goes_on(peer)
    return verdict


def acknowledges(peer):
    """By a SETTINGS frame that says just that."""
    acknowledgement()(peer)
    assert [x[1:] for x in peer.frames if x[0] == SETTINGS] == [(ACK, 0, b"")], peer.frames
    goes_on(peer)


def begins_with_settings(peer):
    first = peer.hear()
    assert (first[0], first[1] & ACK, first[2]) == (SETTINGS, 0, 0), first
    goes_on(peer)


def closes(peer):
    """Without having to say why."""
    peer.hear_to_the_end()
    assert not peer.goaway or peer.goaway[1] == 0, peer.goaway


def hangs_up(peer):
    """On a peer that may not even speak HTTP/2, in whatever words."""
    while True:
        try:
            peer.wire.read_exactly(1)
        except Ended as end:
            assert not end.reset, "the connection was reset"
            return


def gives_back(octets, stream=0):
    """So many octets of a window, in all."""
    def verdict(peer):
        peer.hear_until(lambda: sum(int.from_bytes(x, "big")
                                    for x in peer.heard(WINDOW_UPDATE, stream)) >= octets)
        goes_on(peer)
    return verdict


def refuses(code=1, stream=1):
    """What is wrong may also be said in HTTP."""
    def verdict(peer):
        answer = peer.head_of(stream)
        if answer.reset is not None:
            resets(code, stream=stream)(peer)
            return
        assert answer.status == 400, answer.heads
        goes_on(peer)
    return verdict


def says_in_all(octets, stream=1, largest=None):
    """A body so far, and then no more."""
    def verdict(peer):
        peer.hear_until(lambda: sum(map(len, peer.heard(DATA, stream))) >= octets)
        goes_on(peer)
        sizes = [len(x) for x in peer.heard(DATA, stream)]
        assert sum(sizes) == octets, f"{sum(sizes)} instead of {octets}"
        assert largest is None or largest * 0.9 < max(sizes) <= largest, max(sizes)
    return verdict


def finishes(stream):
    """Answers, where nobody can ask another time."""
    def verdict(peer):
        answer = peer.response(stream)
        assert answer.ended and answer.status == 200, answer.heads
        peer.hear_to_the_end()
        assert not peer.goaway or peer.goaway[1] == 0, peer.goaway
    return verdict


def whole_answer(peer):
    """What a backend said was good enough; who heard it will tell."""
    passes_over()(peer)


def encodes_first(*octets):
    """How the field block of the answer begins."""
    def verdict(peer):
        answers()(peer)
        block = peer.heard(HEADERS, 1)[0]
        assert block.startswith(b"".join(octets)), block
    return verdict
