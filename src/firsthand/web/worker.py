"""Owns what runs inside a worker process: it takes a call, does it, sends the answer, and ends when nobody asks more.

What it sends are pairs: ``ready``, ``told`` (something on the way), ``done``, ``error`` (a FirsthandError), ``bug`` (an
error that is none; the process ends after it). It decides nothing about queues, limits or trying again.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from firsthand.errors import FirsthandError, NotReadable

try:
    import resource
except ModuleNotFoundError:  # Windows, which has no such bound
    resource = None  # type: ignore[assignment]

Tell = Callable[[Any], bool]
"""Sends something on the way; False where the worker was asked to stop after it."""
Handler = Callable[[str, tuple[Any, ...], Tell], Any]
"""What a worker does: the call's name, its arguments, and `Tell`; gives the answer or raises a FirsthandError."""
Setup = Callable[[], Handler]
"""Loads once what the handler needs. A function of a module, since it is sent to another process."""
Message = tuple[str, Any]
NICE = 10
"""Pages come before reading where they share a core: ten to one, so that reading goes on under any load."""

MOST_MEMORY = 3 << 30
"""Bytes that one worker may have; the longest text that is read takes about a fifth of it."""


def main(setup: Setup, connection: Connection) -> None:
    """Loads, then answers calls until the other end is closed."""
    # Ctrl-C and a service manager's signal reach the whole group; it is the server that ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICE)
    _bound_memory()
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - a traceback's last line may hold an article's words
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    try:
        _serve(setup, connection)
    except (EOFError, BrokenPipeError, ConnectionResetError):  # the server is gone, or closed this end
        return


def _bound_memory() -> None:
    """A file of some kilobytes can hold a cell of gigabytes; better this process finds no room than the machine."""
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(hard, MOST_MEMORY)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _serve(setup: Setup, connection: Connection) -> None:
    handler, unfit = _set_up(setup, connection)
    connection.send(("ready", None))
    while True:
        name, arguments = connection.recv()
        if name == "stop":  # it came after the last thing was told
            continue
        if handler is None:
            connection.send(("error", unfit))
            continue
        connection.send(_done(handler, name, arguments, connection))


def _set_up(setup: Setup, connection: Connection) -> tuple[Handler | None, FirsthandError | None]:
    try:
        return setup(), None
    except FirsthandError as error:  # a damaged model: every job says so
        return None, error
    except BaseException as error:
        connection.send(("bug", where(error)))
        raise


def _done(handler: Handler, name: str, arguments: tuple[Any, ...], connection: Connection) -> Message:
    def tell(value: Any) -> bool:
        connection.send(("told", value))
        return not connection.poll()  # the only thing that comes while a job is done is the wish to stop

    try:
        return "done", handler(name, arguments, tell)
    except FirsthandError as error:
        return "error", error
    except MemoryError:
        return "error", NotReadable("It takes more memory than one reading may: give less at once.")
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise
    except BaseException as error:
        connection.send(("bug", where(error)))
        raise


def where(error: BaseException) -> str:
    """The kind of an error and the places it went through, without its message, which may hold an article's words."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return f"{type(error).__name__} at " + " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
