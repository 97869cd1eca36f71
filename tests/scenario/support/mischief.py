"""Scripts of origins that behave badly, each in its own way."""

import time

from .wire import response


def silence(there):
    there.read_request()
    there.read_until_end()


def drip(there):
    """An answer, octet by octet."""
    there.read_request()
    for octet in response(200, body=b"ok" * 1000):
        there.send(bytes([octet]))
        time.sleep(0.05)


def reset(there):
    there.read_request()
    there.reset()


def garbage(there):
    there.read_request()
    there.send(bytes(range(256)) * 40)
    there.read_until_end()


def flood(there):
    """A head without an end."""
    there.read_request()
    there.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        there.send(b"X: " + b"x" * 1000 + b"\r\n")
