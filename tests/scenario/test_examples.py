"""The examples, as a reader of the documentation would start them."""

import pathlib
import signal
import unittest

from support import Client, Process, Scenario, TROUPE_EXAMPLES_DIR, free_address, request


class Examples(Scenario):
    def start(self, name, *arguments):
        program = pathlib.Path(TROUPE_EXAMPLES_DIR) / name
        if program.is_dir():
            program /= name
        self.assertTrue(program.exists(), f"no example {program}")
        address = free_address()
        started = self.keep(Process(program, address, *arguments))
        started.address = address
        started.wait_until_it_listens(address)
        return started

    def test_reverse_proxy_forwards(self):
        backend = self.answering_origin()
        proxy = self.start("reverse_proxy", backend.address)
        self.assert_serves(proxy, 5)
        with Client(proxy.address) as client:
            client.send(request("POST", "/up", body=b"x" * 100000))
            self.assertEqual(client.read_response().body, b"answer to /up")
        self.assertEqual(len(backend.requests[-1].body), 100000)
        proxy.signal(signal.SIGTERM)
        self.assertEqual(proxy.status(), 0)

    def test_hello_service_answers_by_itself(self):
        service = self.start("hello_service")
        with Client(service.address) as client:
            for i in range(5):
                answer = client.get(f"/{i}")
                self.assertEqual(answer.status, 200)
                self.assertIn(b"hello", answer.body.lower())
                self.assertIn("date", answer.fields)
            client.send(request("HEAD"))
            answer = client.read_response("HEAD")
            self.assertEqual((answer.status, answer.body), (200, b""))
            client.send(b"".join(request("GET", f"/{i}") for i in range(50)))
            for _ in range(50):
                self.assertEqual(client.read_response().status, 200)
            client.send(b"nonsense\r\n\r\n")
            self.assert_refused(client, 400)
        service.signal(signal.SIGTERM)
        self.assertEqual(service.status(), 0)

    def test_hello_service_ends_with_an_interrupt(self):
        service = self.start("hello_service")
        service.expected_status = 130
        service.signal(signal.SIGINT)
        self.assertEqual(service.status(), 130)


if __name__ == "__main__":
    unittest.main()
