"""Owns the workers of the server's tests: they sleep, die and fail when told to. They read nothing."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from firsthand.errors import ModelError, NotText


def playful():
    def handle(name, arguments, tell):
        return PLAYS[name](*arguments, tell)

    return handle


def unfit():
    raise ModelError("the model file is damaged")


def broken():
    raise ZeroDivisionError("secret words")


def echo(value, tell):
    return value


def sleep(seconds, tell):
    time.sleep(seconds)
    return os.getpid()


def die(tell):
    os.kill(os.getpid(), signal.SIGKILL)


def die_once(marker, tell):
    place = Path(marker)
    if not place.exists():
        place.write_text("died")
        die(tell)
    return "alive"


def fault(words, tell):
    raise ZeroDivisionError(words)


def hoard(size, tell):
    return len(bytearray(size))


def refuse(tell):
    raise NotText("there are no words")


def unsendable(tell):
    return lambda: None


def steps(count, seconds, tell):
    for n in range(count):
        if not tell(n):
            return f"stopped after {n + 1}"
        time.sleep(seconds)
    return "all"


def add(place, givens, tell):
    """As the real one: an outcome for each."""
    from firsthand.pipeline.adding import Outcome  # so that the others start fast

    for given in givens:
        if given.text == "die":
            die(tell)
        for n in range(int(given.text)):
            if not tell(Outcome(key=f"a{n}", what="added", article_id=f"{n:016x}", statements=3)):
                return
            time.sleep(0.02)


PLAYS: dict[str, Callable] = {
    f.__name__: f for f in (echo, sleep, die, die_once, fault, hoard, refuse, unsendable, steps, add)
}
