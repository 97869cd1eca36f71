"""Which backends are well, says a checker that nothing else depends on."""

import pathlib
import signal
import time
import unittest

from support import (Process, Scenario, TROUPE_EXAMPLES_DIR, eventually, free_address, memory,
                     nobody, scaled)
from support.mischief import drip, flood, garbage, reset, silence


def example(name):
    return pathlib.Path(TROUPE_EXAMPLES_DIR) / name


class Health(Scenario):
    def watch(self, *backends, path="/healthz"):
        return self.keep(Process(example("health_watch"), path, *backends))

    def backend(self):
        """A process that can be hurt."""
        address = free_address()
        started = self.keep(Process(example("hello_service"), address))
        started.address = address
        started.wait_until_it_listens(address)
        return started

    def says(self, watcher, event, backend, because=None):
        line = f"{event} upstream=watched backend={backend}"
        if because:
            line += f' because="{because}'
        eventually(lambda: line in watcher.log(), line)

    def test_a_stopped_process_falls_and_rises_when_it_goes_on(self):
        backend = self.backend()
        watcher = self.watch(backend.address)
        time.sleep(scaled(1))
        self.assertNotIn("backend_", watcher.log())
        backend.signal(signal.SIGSTOP)
        try:
            self.says(watcher, "backend_fell", backend.address, "no whole response within 200ms")
        finally:
            backend.signal(signal.SIGCONT)
        self.says(watcher, "backend_rose", backend.address, "status 200")
        self.assertEqual(watcher.log().count("backend_fell"), 1)

    def test_a_killed_process_falls_at_once(self):
        backend = self.backend()
        watcher = self.watch(backend.address)
        backend.expected_status = -signal.SIGKILL
        backend.signal(signal.SIGKILL)
        backend.status()
        self.says(watcher, "backend_fell", backend.address, "Connection refused")

    def test_each_mischief_costs_its_own_checks_only(self):
        late = "no whole response within 200ms"
        scripts = {silence: late, drip: late, reset: "Connection reset by peer",
                   garbage: "its response is not HTTP/1: ",
                   flood: "its response is not HTTP/1: head_too_large"}
        bad = {self.scripted_origin(x).address: why for x, why in scripts.items()}
        hole = self.black_hole()
        bad[hole.address] = "no connection within 200ms"
        bad[nobody()] = "Connection refused"
        good = self.answering_origin()
        watcher = self.watch(good.address, *bad)
        for address, why in bad.items():
            self.says(watcher, "backend_fell", address, why)
        before = len(good.requests)
        eventually(lambda: len(good.requests) >= before + 4, "it goes on checking", within=10)
        self.assertNotIn(good.address, watcher.log())
        self.assertEqual(set(good.targets()), {"/healthz"})
        self.assertLess(watcher.most_resident(), memory(64))


if __name__ == "__main__":
    unittest.main()
