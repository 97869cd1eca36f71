"""Who may come, how often, and how many at a time."""

import base64
import pathlib
import shutil
import tempfile
import unittest

from support import Client, Scenario, eventually, request, response

# What mkpasswd -m sha-256 makes of "secret", as quick as it can be.
SECRET = "$5$rounds=1000$salt$CCvcOM6b7TEJDPb37Aec/9UpOg4QhPNAxPpL9ZzjTB7"


def basic(user, password):
    return ("Authorization",
            "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode())


class Rates(Scenario):
    def test_beyond_the_rate_clients_are_told_when_to_come_again(self):
        for algorithm in ("window", "bucket"):
            proxy = self.troupe(self.answering_origin(), stages=[
                {"rate_limit": {"requests": 3, "per": "60s", "algorithm": algorithm}}])
            client = self.client(proxy)
            answers = [client.get("/") for _ in range(5)]
            self.assertEqual([x.status for x in answers], [200, 200, 200, 429, 429])
            self.assertGreaterEqual(int(answers[4]["retry-after"]), 1)
            self.assertIn("r=0", answers[2]["ratelimit"])


class Concurrency(Scenario):
    def test_no_more_are_let_in_at_a_time(self):
        backend = self.origin()
        proxy = self.troupe(backend, loops=2, stages=[
            {"concurrency": {"most": 2, "key": "route", "retry_after": "7s"}}])
        inside = [self.client(proxy) for _ in range(2)]
        there = []
        for x in inside:
            x.send(request())
            there.append(backend.accept())
            there[-1].read_request()
        refused = self.client(proxy).get("/")
        self.assertEqual((refused.status, refused["retry-after"]), (503, "7"))
        there[0].send(response(200, ("Connection", "close"), body=b"done"))
        self.assertEqual(inside[0].read_response().status, 200)
        inside[1].reset()  # leaves a place, too
        self.assertTrue(there[1].ended())
        for x in (self.client(proxy), self.client(proxy)):
            x.send(request())
            again = backend.accept()
            again.read_request()


class BasicAuth(Scenario):
    def setUp(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="troupe-"))
        self.addCleanup(shutil.rmtree, self.home)
        self.users = self.home / "users"
        self.users.write_text(f"ada:{SECRET}\n")
        self.backend = self.answering_origin()
        self.log = self.home / "access.log"
        self.proxy = self.troupe(
            self.backend, stages=[{"basic_auth": {"file": str(self.users), "realm": "here"}}],
            access_log={"path": str(self.log), "format": "${user} ${status}"})

    def status(self, *fields):
        with Client(self.proxy.address) as client:
            answer = client.get("/", *fields)
        if answer.status == 401:
            self.assertEqual(answer["www-authenticate"], 'Basic realm="here", charset="UTF-8"')
        return answer.status

    def test_who_knows_the_password_comes_in(self):
        self.assertEqual(self.status(), 401)
        self.assertEqual(self.status(basic("ada", "wrong")), 401)
        self.assertEqual(self.status(basic("eve", "secret")), 401)
        self.assertEqual(self.status(("Authorization", "Bearer x")), 401)
        for _ in range(3):
            self.assertEqual(self.status(basic("ada", "secret")), 200)
        self.assertEqual(len(self.backend.requests), 3)
        for asked in self.backend.requests:
            self.assertNotIn("authorization", asked.fields)
        eventually(lambda: self.log.read_text().count("\n") == 7, "seven lines")
        self.assertEqual(self.log.read_text().count("ada 200\n"), 3)

    def test_a_user_who_is_taken_out_is_out(self):
        self.assertEqual(self.status(basic("ada", "secret")), 200)
        self.users.write_text(f"# nobody else\nbob:{SECRET}\n")
        eventually(lambda: self.status(basic("ada", "secret")) == 401, "it is read again")
        self.assertEqual(self.status(basic("bob", "secret")), 200)
        self.users.write_text("this is no file of users\n")
        for _ in range(3):
            self.assertEqual(self.status(basic("bob", "secret")), 200)


if __name__ == "__main__":
    unittest.main()
