#!/usr/bin/env python3
"""Checks that includes point downwards (examples > actors > runtime > codecs,
and the tests of a layer at what that layer sees), and that foreign headers
stay behind the files that are theirs."""
import pathlib
import re
import sys

RANK = {"codecs": 0, "runtime": 1, "actors": 2, "examples": 3}
ABOVE_CODECS = ("runtime/", "actors/", "examples/")
KEPT_IN = {  # header prefix -> the only places for it
    "nghttp2/": (),
    "zlib.h": ("codecs/coding/", "codecs/websocket/"),
    "brotli/": ("codecs/coding/",),
    "zstd.h": ("codecs/coding/",),
    "openssl/": ("runtime/tls/",),
    "ares.h": ("runtime/dns/",),
    "yaml-cpp/": ("runtime/config/",),
    "spdlog/": ("runtime/log/",),
    "re2/": ("runtime/text/",),
    "crypt.h": ("actors/access/",),
    "fmt/": ABOVE_CODECS,
    "caf/": ("actors/", "examples/"),
    "CLI/": ("examples/troupe/",),
    "boost/test/": (),
    "sys/": ("runtime/",),
    "netinet/": ("runtime/",),
    "arpa/": ("runtime/", "codecs/proxy_protocol/"),  # addresses as text
    "thread": ABOVE_CODECS,
    "mutex": ABOVE_CODECS,
    "atomic": ABOVE_CODECS,
}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)')


def problem(here: str, target: str) -> bool:
    # tests/codecs/x_test.cpp may see what codecs/x.cpp may, and the means of
    # testing besides.
    tests = here.startswith("tests/")
    here = here.removeprefix("tests/")
    layer = here.split("/")[0]
    if RANK.get(target.split("/")[0], -1) > RANK[layer]:
        return True
    if tests:
        return target.startswith("caf/") and layer != "actors"
    return any(target.startswith(prefix) and not here.startswith(places)
               for prefix, places in KEPT_IN.items())


def main() -> int:
    root = pathlib.Path(__file__).resolve().parent.parent
    bad = []
    for folder in [*RANK, *(f"tests/{layer}" for layer in RANK)]:
        for path in sorted((root / folder).rglob("*.?pp")):
            here = path.relative_to(root).as_posix()
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if (hit := INCLUDE.match(line)) and problem(here, hit[1]):
                    bad.append(f"{here}:{number}: {hit[1]}")
    print("\n".join(bad) or "includes point downwards")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
