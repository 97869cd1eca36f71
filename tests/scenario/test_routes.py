"""Which requests go where."""

import unittest

from support import AnsweringOrigin, Scenario, request, response, start

NAMES = ("any", "static", "static_img", "one", "one_api", "wild", "deep")


class Routes(Scenario):
    @classmethod
    def setUpClass(cls):
        upstreams = {}
        for name in NAMES:
            origin = AnsweringOrigin(lambda asked, name=name: response(
                200, ("X-Upstream", name), body=b""))
            cls.addClassCleanup(origin.close)
            upstreams[name] = {"backends": [origin.address]}
        cls.proxy = start({"loops": 1, "upstreams": upstreams, "routes": [
            # On purpose not in the order of their weight.
            {"match": {"path": "/static"}, "upstream": "static"},
            {"match": {"path": "/static/img/"}, "upstream": "static_img"},
            {"match": {"host": "*.example.test"}, "upstream": "wild"},
            {"match": {"host": "*.deep.example.test"}, "upstream": "deep"},
            {"match": {"host": "one.example.test"}, "upstream": "one"},
            {"match": {"host": "one.example.test", "path": "/api"}, "upstream": "one_api"},
            {"match": {"path": "/any"}, "upstream": "any"},
        ]})
        cls.addClassCleanup(cls.proxy.close)

    def setUp(self):
        self.client_ = self.client(self.proxy)

    def goes(self, host, target, upstream):
        answer = self.client_.get(target, host=host)
        self.assertEqual(answer.fields.get("x-upstream", answer.status), upstream, (host, target))

    def test_a_path_is_a_prefix_that_ends_at_a_segment(self):
        self.goes("a.test", "/static", "static")
        self.goes("a.test", "/static/", "static")
        self.goes("a.test", "/static/a/b", "static")
        self.goes("a.test", "/static?x", "static")
        self.goes("a.test", "/statically", 404)
        self.goes("a.test", "/stat", 404)

    def test_the_longest_path_wins(self):
        self.goes("a.test", "/static/img/a.png", "static_img")
        self.goes("a.test", "/static/imgs", "static")

    def test_a_path_is_looked_at_as_it_came(self):
        self.goes("a.test", "/STATIC", 404)

    def test_what_no_route_matches_is_a_404_and_the_connection_goes_on(self):
        answer = self.client_.get("/", host="a.test")
        self.assertEqual(answer.status, 404)
        self.assertLess(len(answer.body), 1024)
        self.goes("a.test", "/any", "any")

    def test_a_body_that_no_route_matches_is_not_taken_for_a_request(self):
        self.client_.send(request("POST", "/nowhere", host="a.test",
                                  body=request("GET", "/any")))
        answer = self.client_.read_response()
        self.assertEqual(answer.status, 404)
        if answer.fields.has("connection", "close"):
            self.assertEqual(self.client_.read_until_end(), b"")
        else:
            self.assertTrue(self.client_.silent_for(0.1))
            self.goes("a.test", "/any", "any")

    def test_a_large_body_that_no_route_matches_does_not_hide_the_answer(self):
        self.client_.send(request("POST", "/nowhere", host="a.test", body=bytes(3000000)))
        self.assertEqual(self.client_.read_response().status, 404)

    def test_an_exact_host_wins_over_a_wildcard_and_a_wildcard_over_any(self):
        self.goes("one.example.test", "/any", "one")
        self.goes("two.example.test", "/any", "wild")
        self.goes("example.test", "/any", "any")

    def test_the_wildcard_with_more_labels_wins(self):
        self.goes("a.deep.example.test", "/", "deep")
        self.goes("a.b.deep.example.test", "/", "deep")
        self.goes("deep.example.test", "/", "wild")

    def test_a_host_and_a_path_together(self):
        self.goes("one.example.test", "/api/x", "one_api")
        self.goes("one.example.test", "/apix", "one")
        self.goes("two.example.test", "/api", "wild")

    def test_hosts_have_no_case_and_no_port(self):
        self.goes("ONE.Example.TEST", "/", "one")
        self.goes("one.example.test:8080", "/", "one")
        self.goes("One.example.test:80", "/api", "one_api")

    def test_an_absolute_target_is_routed_by_its_own_host(self):
        self.goes("a.test", "http://one.example.test/api", "one_api")
        self.goes("one.example.test", "http://a.test/any", "any")

    def test_requests_of_one_connection_may_go_different_ways(self):
        ways = [("one.example.test", "/", "one"), ("a.test", "/static", "static"),
                ("x.example.test", "/", "wild"), ("a.test", "/none", 404)] * 10
        self.client_.send(b"".join(request("GET", t, host=h) for h, t, _ in ways))
        for host, target, upstream in ways:
            answer = self.client_.read_response()
            self.assertEqual(answer.fields.get("x-upstream", answer.status), upstream)

    def test_a_head_that_no_route_matches_has_no_body(self):
        self.client_.send(request("HEAD", "/none", host="a.test"))
        self.assertEqual(self.client_.read_response("HEAD").status, 404)
        self.goes("a.test", "/any", "any")


if __name__ == "__main__":
    unittest.main()
