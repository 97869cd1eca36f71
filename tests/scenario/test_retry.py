"""A request that met a dead connection is sent once more, if that is safe."""

import unittest

from support import CHUNKED, Scenario, chunked, echo_target, eventually, nobody, request, response


class Retry(Scenario):
    """The first connection to the origin serves one request, and dies of the
    second, after having read it: a connection of which the proxy could not know
    that it was dead."""

    def stage(self, deaths=1, reset=False):
        def script(there):
            if there.number < deaths:
                if there.number == 0:
                    self.requests.append(there.read_request())
                    there.send(echo_target(self.requests[-1]))
                self.requests.append(there.read_request())
                if reset:
                    there.reset()
                return
            while True:
                asked = there.read_request()
                self.requests.append(asked)
                there.send(response(200, body=b"") if asked.method == "HEAD"
                           else echo_target(asked))
        self.requests = []
        self.backend = self.scripted_origin(script)
        self.proxy = self.troupe(self.backend)
        self.client_ = self.client(self.proxy)
        self.assertEqual(self.client_.get("/warm").status, 200)

    def seen(self):
        return [(x.method, x.target, x.connection) for x in self.requests[1:]]

    def test_a_get_is_sent_again_on_a_new_connection(self):
        for reset in (False, True):
            with self.subTest(reset=reset):
                self.stage(reset=reset)
                self.assertEqual(self.client_.get("/x").body, b"answer to /x")
                self.assertEqual(self.seen(), [("GET", "/x", 0), ("GET", "/x", 1)])

    def test_other_idempotent_methods_are_sent_again(self):
        for method in ("HEAD", "OPTIONS", "TRACE", "DELETE", "PUT"):
            with self.subTest(method):
                self.stage()
                self.client_.send(request(method, "/x"))
                if method == "HEAD":
                    self.assertEqual(self.client_.read_response("HEAD").status, 200)
                else:
                    self.assertEqual(self.client_.read_response().body, b"answer to /x")
                self.assertEqual(self.seen(), [(method, "/x", 0), (method, "/x", 1)])

    def test_a_post_is_not_sent_again(self):
        self.stage()
        self.client_.send(request("POST", "/x", body=b"pay"))
        self.assert_failed(self.client_.read_response(), 502)
        self.assertEqual(self.seen(), [("POST", "/x", 0)])

    def test_an_unknown_method_is_not_sent_again(self):
        self.stage()
        self.client_.send(request("PAY", "/x"))
        self.assert_failed(self.client_.read_response(), 502)
        self.assertEqual(self.seen(), [("PAY", "/x", 0)])

    def test_a_small_body_is_sent_again(self):
        self.stage()
        body = bytes(range(256)) * 200  # 51,200 octets of the 64 KiB
        self.client_.send(request("PUT", "/x", body=body))
        self.assertEqual(self.client_.read_response().body, b"answer to /x")
        self.assertEqual([x.body == body for x in self.requests[1:]], [True, True])

    def test_a_small_chunked_body_is_sent_again_with_its_trailers(self):
        self.stage()
        self.client_.send(request("PUT", "/x", CHUNKED)
                          + chunked(b"hello, ", b"world", trailers=[("X-Sum", "1")]))
        self.assertEqual(self.client_.read_response().body, b"answer to /x")
        self.assertEqual([(x.body, x.trailers["x-sum"]) for x in self.requests[1:]],
                         [(b"hello, world", "1")] * 2)

    def test_a_body_beyond_the_replay_buffer_is_not_sent_again(self):
        self.stage()
        self.client_.send(request("PUT", "/x", body=b"x" * 300000))
        self.assert_failed(self.client_.read_response(), 502)
        self.assertEqual(self.seen(), [("PUT", "/x", 0)])

    def test_the_replay_buffer_is_that_of_the_configuration(self):
        def script(there):
            self.requests.append(there.read_request())
            if there.number == 0:
                there.send(echo_target(self.requests[-1]))
                self.requests.append(there.read_request())
                return
            there.send(echo_target(self.requests[-1]))
        self.requests = []
        proxy = self.troupe(self.scripted_origin(script), upstream={"replay_buffer": 1000})
        client = self.client(proxy)
        client.get("/warm")
        client.send(request("PUT", "/x", body=b"x" * 5000))
        self.assert_failed(client.read_response(), 502)

    def test_it_is_sent_again_once_only(self):
        self.stage(deaths=5)
        self.assert_failed(self.client_.get("/x"), 502)
        self.assertEqual(self.seen(), [("GET", "/x", 0), ("GET", "/x", 1)])

    def test_a_new_connection_that_dies_is_no_reason_to_try_again(self):
        backend = self.answering_origin(lambda asked: None)
        client = self.client(self.troupe(backend))
        self.assert_failed(client.get("/x"), 502)
        self.assertEqual(len(backend.requests), 1)

    def test_a_request_that_was_answered_in_part_is_not_sent_again(self):
        for part in (b"HTTP/1.1 200 OK\r\nConte", response(200, ("Content-Length", 5)) + b"he"):
            with self.subTest(part):
                def script(there):
                    first = there.read_request()
                    there.send(echo_target(first))
                    seen.append(there.read_request().target)
                    there.send(part)
                seen = []
                client = self.client(self.troupe(self.scripted_origin(script)))
                client.get("/warm")
                client.send(request("GET", "/x"))
                if b"he" in part[-2:]:
                    client.read_broken_response()
                else:
                    self.assert_failed(client.read_response(), 502)
                self.assertEqual(seen, ["/x"])

    def test_a_connection_that_died_while_idle_is_not_met_at_all(self):
        # It is watched: the proxy closes its end, too, and even a POST that is
        # sent then never sees it.
        def script(there):
            there.send(echo_target(there.read_request()))
            there.half_close()
            there.read_until_end()
            buried.append(there)
        buried = []
        client = self.client(self.troupe(self.scripted_origin(script)))
        for i in range(5):
            client.send(request("POST", f"/{i}", body=b"pay"))
            answer = client.read_response()
            self.assertEqual((answer.status, answer.body), (200, b"answer to /%d" % i))
            eventually(lambda: len(buried) > i, "the proxy lets go of a dead connection")

    def test_a_refused_connection_moves_on_to_the_next_backend(self):
        backend = self.answering_origin()
        client = self.client(self.troupe(nobody(), backend))
        statuses = [client.get(f"/{i}").status for i in range(6)]
        # Nothing was sent: it is safe to try again, and one try is what there is.
        self.assertEqual(statuses, [200] * 6)


if __name__ == "__main__":
    unittest.main()
