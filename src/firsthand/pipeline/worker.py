"""Owns what runs inside a worker process: it takes items, does them one after the other, and ends with its parent.

What it sends are pairs: ``ready`` once it is prepared, then for each item, in the order they came, ``done`` with the
result or ``error`` with what the work raised, after which it ends. It decides nothing about order, limits or tries.
Its temporary files lie in a folder that it was given: whoever ends it deletes that, since one that is killed cannot.
"""

import os
import pickle
import shutil
import signal
import sys
import tempfile
import threading
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from firsthand.errors import FirsthandError


def main(connection: Connection, scratch: str) -> None:
    """Takes the work, prepares, then does items until the other end is closed, which ends the process at once.

    `scratch` is the folder in which the work's temporary files are made.
    """
    # Ctrl-C reaches the whole group; it is the parent that ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = scratch
    inbox: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_take, args=(connection, inbox, scratch), daemon=True).start()
    try:
        work, prepare = pickle.loads(inbox.get())  # noqa: S301 - from our own parent
        if prepare is not None:
            prepare()
        _send(connection, "ready", None)
        while True:
            _send(connection, "done", work(pickle.loads(inbox.get())))  # noqa: S301
    except BaseException as error:
        _send(connection, "error", sendable(error))
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - it is raised, and shown, where the parent is
        raise


def _take(connection: Connection, inbox: "SimpleQueue[bytes]", scratch: str) -> None:
    """Always reads, so that the parent never waits to be heard; and hears at once when the parent is gone."""
    while True:
        try:
            inbox.put(connection.recv_bytes())
        except (EOFError, OSError):
            _put_away(scratch)  # a parent that was killed did not
            os._exit(0)  # in the middle of an item too: nobody is left to take its result


def _put_away(scratch: str) -> None:
    """Deletes the folder under another name, so that the work, which still goes on, puts nothing new into it."""
    gone = f"{scratch}.gone"
    try:
        os.rename(scratch, gone)
    except OSError:  # the parent was quicker
        return
    shutil.rmtree(gone, ignore_errors=True)


def sendable(error: BaseException) -> BaseException:
    """The error with where it was raised, or one in its words where it cannot be pickled."""
    where = "".join(traceback.format_exception(error))
    error.add_note(f"In a worker process:\n{where}")
    try:
        arrives = isinstance(pickle.loads(pickle.dumps(error)), type(error))  # noqa: S301
    except (pickle.PickleError, TypeError, AttributeError, ValueError):
        arrives = False
    if not arrives:
        error = FirsthandError(f"{type(error).__name__}: {error}")
        error.add_note(f"In a worker process:\n{where}")
    return error


def _send(connection: Connection, kind: str, value: Any) -> None:
    message = pickle.dumps((kind, value), protocol=pickle.HIGHEST_PROTOCOL)
    try:
        connection.send_bytes(message)
    except OSError:  # the parent is gone
        os._exit(0)
