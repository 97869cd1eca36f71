"""By what a request is found again: at the origin, at the client, in the log."""

import json
import pathlib
import re
import shutil
import tempfile
import unittest

from support import Scenario, eventually

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Identity(Scenario):
    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="troupe-"))
        self.addCleanup(shutil.rmtree, self.home)
        self.log = self.home / "access.log"
        self.backend = self.answering_origin()
        self.proxy = self.troupe(self.backend, stages=["request_id", "trace"],
                                 access_log={"path": str(self.log), "format": "json"})

    def lines(self, count):
        eventually(lambda: self.log.exists() and self.log.read_text().count("\n") == count,
                   f"{count} lines in the log")
        return [json.loads(x) for x in self.log.read_text().splitlines()]

    def test_all_are_told_the_same(self):
        client = self.client(self.proxy)
        answers = [client.get("/", ("traceparent", PARENT), ("X-Request-Id", "theirs"))
                   for _ in range(2)]
        ids = [x["x-request-id"] for x in answers]
        self.assertNotEqual(*ids)
        for i, line in enumerate(self.lines(2)):
            asked = self.backend.requests[i].fields
            self.assertRegex(ids[i], r"^[0-9a-f]{32}$")
            self.assertEqual(asked.get("x-request-id"), ids[i])
            self.assertEqual(line["request_id"], ids[i])
            trace = re.fullmatch(r"00-([0-9a-f]{32})-([0-9a-f]{16})-01", asked["traceparent"])
            self.assertEqual(trace[1], "4bf92f3577b34da6a3ce929d0e0e4736")
            self.assertNotEqual(trace[2], "00f067aa0ba902b7")
            self.assertEqual(line["trace_id"], trace[1])

    def test_what_fails_has_a_name_too(self):
        self.backend.close()
        answer = self.client(self.proxy).get("/")
        self.assertEqual(answer.status, 502)
        self.assertEqual(self.lines(1)[0]["request_id"], answer["x-request-id"])


if __name__ == "__main__":
    unittest.main()
