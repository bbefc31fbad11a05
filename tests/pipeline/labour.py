"""Owns what the tests of `pipeline.workers` have done in processes, and two scripts that are killed.

`python labour.py FOLDER wait` shares out work that never ends, each worker writing its number into FOLDER.
"""

import os
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

PREPARED: list[int] = []


class Unsendable(Exception):
    """An error that cannot be pickled."""

    def __init__(self) -> None:
        super().__init__("with a lock")
        self.lock = threading.Lock()


def prepare() -> None:
    PREPARED.append(1)


def refuse() -> None:
    raise ValueError("no tools")


def vanish() -> None:
    os._exit(3)


def square(n: int) -> tuple[int, int]:
    """The square, and how often this process was prepared."""
    return n * n, len(PREPARED)


def slowly(n: int) -> int:
    """The later items are done first."""
    time.sleep(0.02 * (8 - n % 8))
    return n


def hard(item: tuple[str, str]) -> str:
    """What is asked for by name: to end once (a file says whether it did), to end always, to sleep, to fail."""
    what, where = item
    if what == "once" and not Path(where).exists():
        Path(where).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "always":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "sleep":
        time.sleep(60)
    if what == "fail":
        raise KeyError(where)
    if what == "unsendable":
        raise Unsendable
    return where


def littering(n: int) -> str:
    """Leaves a temporary file behind and says where; ends its process at 5."""
    place = tempfile.mkdtemp()
    if n == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return place


def for_ever(folder: str) -> None:
    (Path(tempfile.mkdtemp()) / "half a part").touch()
    (Path(folder) / str(os.getpid())).touch()
    while True:
        time.sleep(0.01)


def main() -> None:
    from firsthand.pipeline.workers import in_workers

    # Whoever runs the tests in the background may have switched Ctrl-C off for all below.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.modules["labour"] = sys.modules["__main__"]
    for_ever.__module__ = "labour"
    list(in_workers(for_ever, [sys.argv[1]] * 8, workers=2))


if __name__ == "__main__":
    main()
