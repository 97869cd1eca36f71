"""A scenario: a client, troupe and an origin, and what happens between them."""

import unittest

from .patience import eventually, ms
from .peers import AnsweringOrigin, BlackHole, Client, Origin, ScriptedOrigin, echo_target
from .program import Example, Troupe


class Scenario(unittest.TestCase):
    maxDiff = None

    # -- the cast ------------------------------------------------------------------

    def keep(self, thing):
        """Closed when the test ends, last come first."""
        self.addCleanup(thing.close)
        return thing

    def origin(self, **more):
        """Played by hand."""
        return self.keep(Origin(**more))

    def answering_origin(self, answer=echo_target, **more):
        return self.keep(AnsweringOrigin(answer, **more))

    def scripted_origin(self, script, **more):
        return self.keep(ScriptedOrigin(script, **more))

    def black_hole(self):
        return self.keep(BlackHole())

    def troupe(self, *backends, **more):
        return self.keep(start_troupe(*backends, **more))

    def example(self, name, *arguments):
        return self.keep(Example(name, *arguments))

    def client(self, troupe, **more):
        return self.keep(Client(troupe.address, **more))

    # -- what should be so ---------------------------------------------------------

    def assert_refused(self, client, *statuses):
        """Answered with one of these, completely, and the connection closed."""
        answer = client.read_response()
        self.assertIn(answer.status, statuses, answer)
        self.assertTrue(answer.fields.has("connection", "close"), answer)
        self.assertEqual(client.read_until_end(), b"")
        return answer

    def assert_failed(self, answer, status, *errors):
        """A failure that tells whose fault it was (RFC 9209)."""
        self.assertEqual(answer.status, status, answer)
        self.assertLess(len(answer.body), 1024)
        said = answer["proxy-status"]
        if errors:
            self.assertIn(said.partition("error=")[2].partition(";")[0].strip(), errors, said)

    def assert_serves(self, troupe, times=1):
        """A new client is served right."""
        with Client(troupe.address) as client:
            for i in range(times):
                answer = client.get(f"/next-{i}")
                self.assertEqual((answer.status, answer.body),
                                 (200, b"answer to /next-%d" % i))

    def assert_returns_to(self, troupe, descriptors, within=5.0):
        try:
            eventually(lambda: troupe.descriptors() <= descriptors, "", within)
        except AssertionError:
            self.fail(f"{troupe.descriptors()} descriptors, {descriptors} before")


def start_troupe(*backends, upstream=None, pool=None, waits=None, timeouts=None, limits=None,
                 loops=1, descriptors=None, **more):
    """A troupe before these origins (or addresses). `waits` are the upstream's
    timeouts, `timeouts` the client's."""
    addresses = [getattr(x, "address", x) for x in backends]
    app = {**({"backends": addresses} if addresses else {}), **(upstream or {})}
    if pool:
        app["pool"] = pool
    if waits:
        app["timeouts"] = waits
    configuration = {"loops": loops, "upstreams": {"app": app},
                     "routes": [{"match": {"path": "/"}, "upstream": "app"}],
                     "timeouts": {"drain": ms(1000), **(timeouts or {})}}
    if limits:
        configuration["limits"] = limits
    configuration.update(more)
    address = configuration.pop("address", None)
    return start(configuration, address, descriptors)


def start(configuration, address=None, descriptors=None):
    """Tries another port if somebody was faster."""
    for attempt in range(3):
        try:
            return Troupe(configuration, address, descriptors)
        except AssertionError as failure:
            if address or attempt == 2 or "in use" not in str(failure):
                raise
