#!/usr/bin/env python3
"""Checks that each header compiles alone: scripts/check_headers.py [folder...]"""
import concurrent.futures
import os
import pathlib
import subprocess
import sys

LAYERS = ["codecs", "runtime", "actors", "tests/support"]
COMPILE = [os.environ.get("CXX", "g++"), "-std=c++20", "-fsyntax-only", "-Wall",
           "-Wextra", "-Wpedantic", "-Wconversion",
           "-Wno-missing-field-initializers", "-Werror", "-I.",
           "-x", "c++", "-"]


def errors_of(header: str) -> str:
    # From an including file, as it will be used: `#pragma once` in the main
    # file would be a warning.
    run = subprocess.run(COMPILE, input=f'#include "{header}"\n', text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return run.stdout if run.returncode else ""


def main() -> int:
    os.chdir(pathlib.Path(__file__).resolve().parent.parent)
    headers = sorted(path.as_posix() for folder in sys.argv[1:] or LAYERS
                     for path in pathlib.Path(folder).rglob("*.hpp"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        bad = {header: text for header, text
               in zip(headers, pool.map(errors_of, headers)) if text}
    for header, text in bad.items():
        print(f"{header} does not compile alone:\n{text}")
    print(f"{len(headers) - len(bad)} of {len(headers)} headers compile alone")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
