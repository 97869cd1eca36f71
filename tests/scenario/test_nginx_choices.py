"""nginx tries backends in the order that tests/corpus/nginx_choices says. The
tests of our balancing policies are held against the same files. Skipped where
nginx is not installed.

`python3 test_nginx_choices.py record` writes what nginx chooses into the files."""

import pathlib
import shutil
import sys
import tempfile
import unittest

from support import ROOT, Client, Process, Scenario, free_address, request

CORPUS = ROOT / "tests" / "corpus" / "nginx_choices"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")

DIRECTIVES = {"ketama": "hash $http_x_key consistent;", "ip_hash": "ip_hash;",
              "smooth_weighted": ""}

# A single process, so that requests are counted together. Nobody listens where
# the servers are said to be, and no failure is remembered: each request tries
# one after the other, as many as a selection of ours.
CONFIGURATION = """
daemon off; master_process off; pid {folder}/pid; error_log stderr crit;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream app {{ {directive} {servers} }}
  server {{
    listen {address};
    set_real_ip_from 127.0.0.1; real_ip_header X-Key;
    location / {{
      proxy_pass http://app; proxy_next_upstream error; proxy_next_upstream_tries 16;
      add_header X-Tried $upstream_addr always;
    }}
  }}
}}
"""


class Choices:
    """A file: "balance" says how, "server" is a line for each as nginx writes
    it, and "request" has a key and the servers tried, counted from 0."""

    def __init__(self, path):
        self.path = path
        self.servers, self.requests, self._head = [], [], []
        for line in path.read_text().splitlines():
            word, _, rest = line.partition(" ")
            if word == "request":
                key, *tried = rest.split()
                self.requests.append((key, [int(x) for x in tried]))
                continue
            self._head.append(line)
            if word == "balance":
                self.directive = DIRECTIVES[rest]
            elif word == "server":
                self.servers.append(rest)

    def record(self, tried):
        lines = [" ".join(["request", key, *map(str, servers)])
                 for (key, _), servers in zip(self.requests, tried)]
        self.path.write_text("\n".join(self._head + lines) + "\n")

    def addresses(self):
        """The servers', as nginx tells them."""
        return [_address_of(x.split()[0]) for x in self.servers]


def _address_of(name):
    if name.startswith("unix:"):
        return name
    if not name.rpartition(":")[2].isdigit():
        name += ":80"
    return name.replace("localhost", "127.0.0.1")


class Nginx(Process):
    def __init__(self, choices):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="troupe-nginx-"))
        self.address = free_address()
        configuration = self.home / "conf"
        configuration.write_text(CONFIGURATION.format(
            folder=self.home, address=self.address, directive=choices.directive,
            servers=" ".join(f"server {x} max_fails=0;" for x in choices.servers)))
        super().__init__(NGINX, "-p", self.home, "-e", "stderr", "-c", configuration)
        self.wait_until_it_listens(self.address)

    def close(self):
        try:
            super().close()
        finally:
            shutil.rmtree(self.home)

    def tries(self, choices):
        """For each request the servers, by number."""
        number_of = {x: i for i, x in enumerate(choices.addresses())}
        with Client(self.address) as client:
            for key, _ in choices.requests:
                client.send(request("GET", "/", ("X-Key", key)))
                tried = client.read_response()["x-tried"]
                yield [number_of[x] for x in tried.replace(" : ", ", ").split(", ")
                       if x in number_of]


@unittest.skipUnless(NGINX, "nginx is not installed")
class NginxChoices(Scenario):
    def test_nginx_chooses_as_recorded(self):
        for path in sorted(CORPUS.glob("*.txt")):
            with self.subTest(path.stem):
                choices = Choices(path)
                nginx = self.keep(Nginx(choices))
                for (key, wanted), tried in zip(choices.requests, nginx.tries(choices)):
                    # Should somebody answer at such an address, it ends there.
                    self.assertTrue(tried, key)
                    self.assertEqual(tried, wanted[:len(tried)], key)


def record():
    for path in CORPUS.glob("*.txt"):
        choices = Choices(path)
        nginx = Nginx(choices)
        try:
            choices.record(list(nginx.tries(choices)))
        finally:
            nginx.close()


if __name__ == "__main__":
    if sys.argv[1:] == ["record"]:
        record()
    else:
        unittest.main()
