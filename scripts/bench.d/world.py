"""Processes, their cores, and what the kernel says about them."""
import atexit
import os
import pathlib
import resource
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

TICKS = os.sysconf("SC_CLK_TCK")
ANYBODY = ssl.create_default_context()
ANYBODY.check_hostname = False
ANYBODY.verify_mode = ssl.CERT_NONE


class NotAvailable(Exception):
    """A program that is missing, does not start, or does not answer 200."""


def program(name: str) -> str:
    # Debian keeps servers where an ordinary user's PATH does not look.
    path = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if not path:
        raise NotAvailable(f"{name} is not installed")
    return path


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def descriptor_limit() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def raise_descriptor_limit(wanted: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limit in (max(hard, wanted), hard):  # the first takes a privilege
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
            return
        except (OSError, ValueError):
            continue


def tree(pid: int) -> list[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # gone meanwhile
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for x in found:
        found += children.get(x, [])
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of the tree, with children that have ended."""
    total = 0
    for x in tree(pid):
        stat = pathlib.Path(f"/proc/{x}/stat").read_text()
        total += sum(map(int, stat.rpartition(")")[2].split()[11:15]))
    return total / TICKS


def busy_seconds(cores: set[int]) -> float:
    """Time that the cores have worked, for whomever."""
    total = 0
    for line in open("/proc/stat"):
        name, *fields = line.split()
        if name in {f"cpu{x}" for x in cores}:
            user, nice, system, _, _, irq, softirq, *_ = map(int, fields)
            total += user + nice + system + irq + softirq
    return total / TICKS


def pss(pid: int) -> int:
    """Octets of memory of the tree, shared pages counted in proportion."""
    total = 0
    for x in tree(pid):
        for line in open(f"/proc/{x}/smaps_rollup"):
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


class World:
    """A temporary folder and the processes that were started for it: all of
    them end with it, whatever happens."""

    def __init__(self) -> None:
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="troupe-bench-"))
        self.folder.chmod(0o755)
        self.running: dict[int, subprocess.Popen] = {}
        self.logs: dict[int, pathlib.Path] = {}
        atexit.register(self.close)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    def start(self, name: str, core: int, *command: object) -> int:
        log = open(self.folder / f"{name}.log", "ab")
        process = subprocess.Popen(
            ["taskset", "-c", str(core), *map(str, command)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
            # Ctrl-C is for this program, which ends the others in order.
            start_new_session=True)
        self.running[process.pid] = process
        self.logs[process.pid] = pathlib.Path(log.name)
        return process.pid

    def last_words(self, pid: int) -> str:
        """The last line of its log, if it has ended by itself."""
        if self.running[pid].poll() is None:
            return ""
        lines = self.logs[pid].read_text(errors="replace")
        return lines.strip().rpartition("\n")[2]

    def end(self, pid: int) -> None:
        process = self.running.pop(pid)
        everyone = tree(pid)
        process.terminate()
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            for x in everyone:
                os.kill(x, signal.SIGKILL)
            process.wait()

    def close(self) -> None:
        for pid in list(self.running):
            self.end(pid)
        shutil.rmtree(self.folder, ignore_errors=True)


def read_response(s: socket.socket) -> bytes:
    """A response with Content-Length, whole; b"" if there is none."""
    got = b""
    while b"\r\n\r\n" not in got:
        if not (more := s.recv(65536)):
            return b""
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    while len(body) < length:
        if not (more := s.recv(65536)):
            return b""
        body += more
    return head


def connect(port: int, tls: bool = False) -> socket.socket:
    """Over TLS with whomever: these are our own."""
    plain = socket.create_connection(("127.0.0.1", port), timeout=5)
    if not tls:
        return plain
    return ANYBODY.wrap_socket(plain)


def ask(port: int, request: bytes, tls: bool = False) -> bytes:
    """The head of the answer, on a connection of its own."""
    with connect(port, tls) as s:
        s.sendall(request)
        return read_response(s)


def await_answer(port: int, request: bytes, seconds: float = 5,
                 tls: bool = False) -> None:
    """Returns when it answers 200, and raises when it does not."""
    deadline = time.monotonic() + seconds
    why = "no answer"
    while time.monotonic() < deadline:
        try:
            head = ask(port, request, tls)
            if head.startswith(b"HTTP/1.1 200"):
                return
            why = head.partition(b"\r\n")[0].decode(errors="replace") or why
        except OSError as e:
            why = str(e)
        time.sleep(0.05)
    raise NotAvailable(why)
