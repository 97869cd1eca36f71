"""Routes by pattern, and the stages that decide where requests go and what failures say."""

import tempfile
import unittest

from support import AnsweringOrigin, Scenario, free_address, response, start


def named(name):
    return lambda asked: response(404 if asked.target.startswith("/lost") else 200,
                                  ("X-Upstream", name), ("X-Target", asked.target),
                                  ("X-Host", asked["host"]), body=b"from the origin")


class Gateway(Scenario):
    @classmethod
    def setUpClass(cls):
        upstreams = {}
        for name in ("stable", "canary"):
            origin = AnsweringOrigin(named(name))
            cls.addClassCleanup(origin.close)
            upstreams[name] = {"backends": [origin.address]}
        upstreams["named"] = {"backends": upstreams["stable"]["backends"], "host": "policy.test"}
        upstreams["gone"] = {"backends": [free_address()]}
        page = tempfile.NamedTemporaryFile("w", suffix=".html")
        cls.addClassCleanup(page.close)
        page.write("<h1>${response.status}</h1><p>${request.path}")
        page.flush()
        pages = {"error_pages": {"origin": True, "pages": [
            {"status": "500-599", "file": page.name},
            {"status": "404", "body": "lost", "type": "text/plain"}]}}
        cls.proxy = start({"loops": 1, "upstreams": upstreams, "routes": [
            {"upstream": "stable"},
            {"match": {"path": "/users"}, "upstream": "stable"},
            {"match": {"pattern": "^/users/[0-9]+$"}, "upstream": "canary"},
            {"match": {"exact": "/users/1"}, "upstream": "stable"},
            {"match": {"path": "/api"}, "upstream": "stable",
             "stages": [{"rewrite": {"prefix": "/api", "to": "/v2"}}]},
            {"match": {"path": "/item"}, "upstream": "stable",
             "stages": [{"rewrite": {"pattern": "^/item/([0-9]+)$", "to": "/i/${1}",
                                     "query": "was=${request.query}"}}]},
            {"match": {"path": "/split"},
             "stages": [{"split": {"to": {"stable": 1, "canary": 1}, "by": "cookie",
                                   "cookie": "v", "max_age": "1h"}}]},
            {"match": {"path": "/gone"}, "upstream": "gone", "stages": [pages]},
            {"match": {"path": "/lost"}, "upstream": "stable", "stages": [pages]},
            {"match": {"path": "/host"}, "upstream": "named",
             "stages": [{"headers": {"request": [{"set": "Host", "to": "rule.test"}]}}]},
        ]})
        cls.addClassCleanup(cls.proxy.close)

    def setUp(self):
        self.client_ = self.client(self.proxy)

    def test_a_pattern_is_between_an_exact_path_and_a_prefix(self):
        for target, upstream in (("/users/1", "stable"), ("/users/2", "canary"),
                                 ("/users/2?x=y", "canary"), ("/users/me", "stable")):
            self.assertEqual(self.client_.get(target)["x-upstream"], upstream, target)

    def test_paths_are_rewritten_and_queries_with_them(self):
        for target, got in (("/api/users?q=1", "/v2/users?q=1"), ("/api", "/v2"),
                            ("/item/7?a=b", "/i/7?was=a=b"), ("/item/x?a=b", "/item/x?a=b")):
            self.assertEqual(self.client_.get(target)["x-target"], got)

    def test_a_visitor_stays_where_it_was(self):
        seen = set()
        for _ in range(40):
            answer = self.client_.get("/split")
            seen.add(answer["x-upstream"])
            cookie, _, attributes = answer["set-cookie"].partition("; ")
            self.assertIn("Max-Age=3600", attributes)
            again = self.client_.get("/split", ("Cookie", "a=b; " + cookie))
            self.assertEqual(again["x-upstream"], answer["x-upstream"])
            self.assertNotIn("set-cookie", again.fields)
        self.assertEqual(seen, {"stable", "canary"})

    def test_nobody_names_an_upstream_by_cookie(self):
        for made_up in ("v=gone", "v=canary", "v=" + "9" * 17, "v="):
            answer = self.client_.get("/split", ("Cookie", made_up))
            self.assertIn(answer["x-upstream"], ("stable", "canary"))
            self.assertIn("set-cookie", answer.fields)

    def test_failures_have_our_pages_and_say_whose_fault_it_was(self):
        answer = self.client_.get("/gone/it's")
        self.assert_failed(answer, 502, "connection_refused")
        self.assertEqual(answer.body, b"<h1>502</h1><p>/gone/it&#39;s")
        self.assertTrue(answer["content-type"].startswith("text/html"))

    def test_an_origins_error_has_our_page_where_that_is_asked_for(self):
        answer = self.client_.get("/lost")
        self.assertEqual((answer.status, answer.body), (404, b"lost"))
        self.assertEqual(answer["x-upstream"], "stable")

    def test_a_rule_for_host_wins_over_the_upstreams_policy(self):
        self.assertEqual(self.client_.get("/host")["x-host"], "rule.test")


if __name__ == "__main__":
    unittest.main()
