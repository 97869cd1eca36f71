"""Backends are killed, stopped and brought back while requests flow: no request
fails, who is hurt is left out, and who comes back is asked more and more."""

import collections
import datetime
import json
import pathlib
import signal
import threading
import time
import unittest

from support import (Client, Process, Scenario, TROUPE_EXAMPLES_DIR, eventually, free_address,
                     memory, ms, request, scaled)
from support.mischief import drip, garbage, reset, silence


class Load:
    """Clients that ask without a pause, each on a connection of its own."""

    def __init__(self, address, clients=6):
        self.answers = collections.Counter()
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(address,), daemon=True)
                         for _ in range(clients)]
        for x in self._threads:
            x.start()

    def _ask(self, address):
        with Client(address) as client:
            while not self._over.is_set():
                try:
                    status = client.get("/x").status
                except Exception as failure:  # whatever a client may meet counts
                    status = repr(failure)
                with self._lock:
                    self.answers[status] += 1
                if status != 200:
                    return

    def goes_on(self, requests=200):
        """So many more are answered."""
        goal = sum(self.answers.values()) + requests
        eventually(lambda: sum(self.answers.values()) >= goal, f"{requests} more answers",
                   within=20)

    def close(self):
        self._over.set()
        for x in self._threads:
            x.join(scaled(10))


class Failover(Scenario):
    upstream = {
        "balance": "two_choices",
        "retries": {"attempts": 3, "on": ["reset", "timeout"], "per_try": ms(400)},
        "health": {"check": "http", "path": "/", "interval": ms(250), "timeout": ms(200),
                   "rise": 2, "fall": 2},
        "outliers": {"consecutive_failures": 3, "success_rate": "off", "base_ejection": ms(1500),
                     "max_ejected": 0.5},
        "slow_start": ms(2000),
    }

    def setUp(self):
        self.backends = [self.backend(free_address()) for _ in range(3)]

    def backend(self, address):
        started = Process(pathlib.Path(TROUPE_EXAMPLES_DIR) / "hello_service", address)
        started.address = address
        self.addCleanup(started.close)
        started.wait_until_it_listens(address)
        return started

    def stage(self, **upstream):
        self.log = pathlib.Path(self.backends[0].folder) / "access.log"
        self.proxy = self.troupe(*self.backends, loops=2,
                                 upstream={key: x for key, x in
                                           {**self.upstream, **upstream}.items() if x},
                                 access_log={"path": str(self.log), "format": "json"})
        self.load = self.keep(Load(self.proxy.address))
        self.load.goes_on()

    def says(self, event, backend, within=10.0):
        line = f"{event} upstream=app backend={backend.address}"
        eventually(lambda: line in self.proxy.log(), line, within)

    def served_by(self, backend, seconds):
        """How much of what is asked in the next seconds, or a little later."""
        begin = time.time() + 0.3  # lines come in batches
        time.sleep(scaled(seconds) + 0.6)
        shares = collections.Counter()
        for line in self.log.read_text().splitlines():
            record = json.loads(line)
            if begin <= self._when(record) < begin + scaled(seconds):
                shares[record["backend"]] += 1
        return shares[backend.address] / max(sum(shares.values()), 1)

    @staticmethod
    def _when(record):
        return datetime.datetime.fromisoformat(record["time"].replace("Z", "+00:00")).timestamp()

    def end_without_failures(self):
        self.load.close()
        self.assertEqual(set(self.load.answers), {200}, self.load.answers)

    def test_a_killed_backend_is_left_out_and_comes_back_slowly(self):
        self.stage()
        dead = self.backends[1]
        dead.expected_status = -signal.SIGKILL
        dead.signal(signal.SIGKILL)
        self.says("backend_fell", dead)
        self.load.goes_on()
        alive = self.backend(dead.address)
        self.says("backend_rose", alive)
        first = self.served_by(alive, 0.5)
        eventually(lambda: self.served_by(alive, 0.5) > 0.25, "a full share", within=15)
        self.assertLess(first, 0.25)
        self.end_without_failures()

    def test_without_checks_its_failures_leave_a_backend_out(self):
        self.stage(health=None)
        dead = self.backends[0]
        dead.expected_status = -signal.SIGKILL
        dead.signal(signal.SIGKILL)
        began = time.monotonic()
        self.says("backend_ejected", dead)
        self.assertLess(time.monotonic() - began, scaled(2))
        alive = self.backend(dead.address)
        self.says("backend_returned", alive)
        eventually(lambda: self.served_by(alive, 0.5) > 0.2, "its share", within=15)
        self.end_without_failures()

    def test_a_stopped_backend_is_left_out_until_it_goes_on(self):
        self.stage()
        stopped = self.backends[2]
        stopped.signal(signal.SIGSTOP)
        try:
            self.says("backend_fell", stopped)
            self.load.goes_on()
        finally:
            stopped.signal(signal.SIGCONT)
        self.says("backend_rose", stopped)
        eventually(lambda: self.served_by(stopped, 0.5) > 0.2, "its share", within=15)
        self.end_without_failures()

    def test_mischief_costs_its_own_exchanges_only(self):
        bad = [self.scripted_origin(x) for x in (silence, drip, reset, garbage)]
        good = self.backends[0]
        proxy = self.troupe(*bad, good, waits={"first_octet": ms(1000)})
        outcomes = collections.Counter()
        took = []

        def ask():
            with Client(proxy.address) as client:
                begin = time.monotonic()
                client.send(request("GET", "/"))
                try:
                    status = client.read_response().status
                except AssertionError:
                    status = "cut"
                outcomes[status] += 1
                if status == 200:
                    took.append(time.monotonic() - begin)

        # One after the other comes to each in turn; the slow ones stay.
        askers = [threading.Thread(target=ask, daemon=True) for _ in range(50)]
        for x in askers:
            x.start()
            time.sleep(0.005)
        eventually(lambda: len([x for x in took if x < scaled(0.5)]) >= 10,
                   "who asked the good one has an answer", within=5)
        eventually(lambda: outcomes[502] >= 20, "resets and garbage end at once", within=5)
        eventually(lambda: outcomes[504] >= 10, "silence ends in time", within=5)
        self.assertLess(proxy.most_resident(), memory(64))

    def test_when_all_are_gone_the_answer_is_503_until_one_is_back(self):
        self.proxy = self.troupe(*self.backends, upstream=self.upstream)
        for x in self.backends:
            x.expected_status = -signal.SIGKILL
            x.signal(signal.SIGKILL)
        for x in self.backends:
            self.says("backend_fell", x)
        with Client(self.proxy.address) as client:
            self.assert_failed(client.get("/"), 503)
        back = self.backend(self.backends[0].address)
        self.says("backend_rose", back)
        with Client(self.proxy.address) as client:
            self.assertEqual(client.get("/").status, 200)


if __name__ == "__main__":
    unittest.main()
