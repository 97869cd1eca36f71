"""How long a scenario waits: always for a condition, never for ever."""

import os
import time

# A sanitizer build is several times slower; deadlines grow with it.
SLOWNESS = float(os.environ.get("TROUPE_TEST_SLOWNESS", "1"))


def scaled(seconds):
    return seconds * SLOWNESS


def ms(milliseconds):
    """The same as a configuration spells it."""
    return f"{int(scaled(milliseconds))}ms"


# What nothing on loopback should ever need.
PATIENCE = scaled(10)


def eventually(condition, what, within=5.0):
    """Polls until the condition holds, and returns what it said."""
    deadline = time.monotonic() + scaled(within)
    pause = 0.002
    while True:
        said = condition()
        if said:
            return said
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {scaled(within):g} s in vain: {what}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
