"""Starts the real program, watches it, and sees that it ends as it should."""

import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from .patience import eventually, scaled
from .peers import _connected

ROOT = pathlib.Path(__file__).resolve().parents[3]
TROUPE_BIN = os.environ.get("TROUPE_BIN", str(ROOT / "build" / "troupe"))
TROUPE_EXAMPLES_DIR = os.environ.get("TROUPE_EXAMPLES_DIR", str(ROOT / "build" / "examples"))

_REPORTS = ("ERROR: AddressSanitizer", "runtime error:", "ERROR: LeakSanitizer",
            "WARNING: ThreadSanitizer")


def has_symbol(name):
    """Was the program built with that?"""
    try:
        return name.encode() in pathlib.Path(TROUPE_BIN).read_bytes()
    except OSError:
        return False


SANITIZED = has_symbol("__asan_init") or has_symbol("__tsan_init")


def memory(mebibytes):
    """A ceiling in octets; sanitizers have their own idea of memory."""
    return int(mebibytes * 1048576 * (10 if SANITIZED else 1))


def yaml(value, depth=0):
    """As much YAML as configurations need."""
    pad = "  " * depth
    if isinstance(value, dict):
        out = ""
        for key, x in value.items():
            if isinstance(x, (dict, list)) and x:
                out += f"{pad}{_scalar(key)}:\n{yaml(x, depth + 1)}"
            else:
                out += f"{pad}{_scalar(key)}: {_scalar(x)}\n"
        return out
    out = ""
    for x in value:
        if isinstance(x, dict):
            out += pad + "- " + yaml(x, depth + 1).lstrip(" ")
        else:
            out += f"{pad}- {_scalar(x)}\n"
    return out


def _scalar(x):
    if isinstance(x, str) and (x == "" or x[0] in "*&!%@`{}[],#|>-?:\"'" or ": " in x):
        return '"' + x + '"'
    if isinstance(x, (bool, dict, list)):  # empty ones, that is
        return str(x).lower()
    return str(x)


def _reserve(port):
    """Whether the port is ours alone. Two programs that listen with
    SO_REUSEPORT would otherwise share one, and each other's clients."""
    mark = socket.socket(socket.AF_UNIX)
    try:
        mark.bind(f"\0troupe-scenario-port-{port}")
    except OSError:
        mark.close()
        return False
    mark.detach()  # it stays until this process ends
    return True


def free_address():
    """A port that is free, not one the kernel gives to clients, and that no
    test which runs beside this one has been given."""
    while True:
        port = random.randrange(15000, 32000)
        with socket.socket() as sock:
            try:
                sock.bind(("127.0.0.1", port))
            except OSError:
                continue
            if _reserve(port):
                return f"127.0.0.1:{port}"


class Process:
    """A program under test: its output, its end, its appetite."""

    def __init__(self, *command, descriptors=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="troupe-scenario-"))
        self._out = open(self.folder / "stdout", "wb")
        self._err = open(self.folder / "stderr", "wb")
        command = [str(x) for x in command]
        if descriptors:
            command = ["sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh", *command]
        self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self._out,
                                      stderr=self._err)
        self.pid = self.child.pid
        self.expected_status = 0

    def output(self):
        return (self.folder / "stdout").read_text(errors="replace")

    def errors(self):
        return (self.folder / "stderr").read_text(errors="replace")

    def log(self):
        return self.output() + self.errors()

    # -- life --------------------------------------------------------------------

    def is_running(self):
        return self.child.poll() is None

    def signal(self, number):
        self.child.send_signal(number)

    def status(self, within=10.0):
        """Waits for the end, and tells the exit status."""
        try:
            return self.child.wait(scaled(within))
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running after {scaled(within):g} s\n"
                                 f"{self.log()[-2000:]}") from None

    def wait_until_it_listens(self, address):
        def connects():
            if not self.is_running():
                raise AssertionError(f"ended with {self.child.returncode} instead of listening"
                                     f"\n{self.log()[-2000:]}")
            try:
                probe = _connected(address)
            except (ConnectionRefusedError, FileNotFoundError):
                return False
            # Gone without a trace before the story begins: descriptors are
            # going to be counted.
            with probe:
                probe.shutdown(socket.SHUT_WR)
                probe.settimeout(scaled(1))
                try:
                    probe.recv(1)
                except OSError:
                    pass
            return True
        eventually(connects, f"it listens at {address}", within=10)

    def close(self):
        """Ends it, if it has not, and sees that all was well."""
        try:
            if self.is_running():
                self.signal(signal.SIGTERM)
            status = self.status(within=15)
            errors = self.errors()
            for report in _REPORTS:
                if report in errors:
                    raise AssertionError(errors[errors.index(report):][:6000])
            if status != self.expected_status:
                raise AssertionError(f"exit status {status}, expected "
                                     f"{self.expected_status}\n{self.log()[-3000:]}")
        finally:
            if self.is_running():
                self.child.kill()
                self.child.wait()
            self._out.close()
            self._err.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # -- appetite ----------------------------------------------------------------

    def cpu_seconds(self):
        """Of all its threads, since its start."""
        after_name = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")

    def cpu_seconds_during(self, seconds):
        before = self.cpu_seconds()
        time.sleep(seconds)
        return self.cpu_seconds() - before

    def _status_of(self, key):
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1]) * 1024
        raise AssertionError(f"no {key}")

    def resident(self):
        return self._status_of("VmRSS")

    def most_resident(self):
        return self._status_of("VmHWM")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))


class Troupe(Process):
    """troupe, run from a configuration file, listening at `address`."""

    def __init__(self, configuration, address=None, descriptors=None):
        self.address = address or free_address()
        home = pathlib.Path(tempfile.mkdtemp(prefix="troupe-configuration-"))
        try:
            if isinstance(configuration, dict):
                configuration = yaml({"listeners": [{"address": self.address}], **configuration})
            file = home / "troupe.yaml"
            file.write_text(configuration)
            super().__init__(TROUPE_BIN, "run", "--config", file, descriptors=descriptors)
            self.configuration = configuration
            try:
                self.wait_until_it_listens(self.address)
            except BaseException:
                if self.is_running():
                    self.child.kill()
                self.child.wait()
                raise
        finally:
            shutil.rmtree(home, ignore_errors=True)

    def client(self, **more):
        from .peers import Client
        return Client(self.address, **more)


class Example(Process):
    """One of the examples, listening at `address`, which is its first argument."""

    def __init__(self, name, *arguments):
        program = pathlib.Path(TROUPE_EXAMPLES_DIR) / name
        if program.is_dir():
            program /= name
        assert program.exists(), f"no example {program}"
        self.address = free_address()
        super().__init__(program, self.address, *arguments)
        try:
            self.wait_until_it_listens(self.address)
        except BaseException:
            if self.is_running():
                self.child.kill()
            self.child.wait()
            raise
