"""Owns a file that comes to be whole or not at all: written beside its place, then put there. It knows no format."""

import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from firsthand.errors import Refused

_OPEN_FILES = ("/dev/fd/", "/dev/stdout", "/dev/stderr", "/proc/")
"""Names of what a process has open already: the file behind one is not to be taken from it."""


@contextmanager
def placed(output: str, *, inputs: Iterable[str]) -> Iterator[Path]:
    """A file to write to that takes the place of `output` where the block ends well, and is removed where it does not.

    What is there and is no file (a device, a pipe) stays, and gets the bytes at the end; a link stays too, and the file
    that it leads to is what is written. Refused where `output` is one of `inputs`, is a folder, or cannot be written.
    """
    path = Path(output)
    if path.is_dir():
        raise Refused(f"{output} is a folder; give the name of a file with -o")
    for given in inputs:
        if path.exists() and os.path.exists(given) and os.path.samefile(path, given):
            raise Refused(f"{output} is what is being read; give another place with -o")
    into = _is_written_into(path)
    target = path if into else Path(os.path.realpath(path))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=None if into else target.parent)
    except OSError as error:
        raise Refused(f"{output} cannot be written ({error.strerror}); give another place with -o") from error
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        if into:
            _pour(draft, target)
        else:
            os.chmod(draft, 0o666 & ~_umask())
            _flush(draft)
            os.replace(draft, target)
    except OSError as error:
        raise Refused(f"{output} cannot be written ({error.strerror}); make room or give another place") from error
    finally:
        draft.unlink(missing_ok=True)


def _is_written_into(path: Path) -> bool:
    """True where a file of its own cannot take the place of `path`: a device, a pipe, a socket, an open file."""
    if str(path.absolute()).startswith(_OPEN_FILES):
        return True
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:  # nothing is there yet, or the making of the draft says what is wrong
        return False


def _pour(draft: Path, target: Path) -> None:
    # Neither made nor emptied: an open file (/dev/stdout) may hold what was written before.
    with draft.open("rb") as source, open(os.open(target, os.O_WRONLY | os.O_APPEND), "wb", buffering=0) as sink:
        while piece := source.read(1 << 20):
            rest = memoryview(piece)
            while rest:
                rest = rest[sink.write(rest) :]


def write_text(place: Path, pieces: Iterable[str]) -> None:
    """Writes the pieces as UTF-8 with plain line ends."""
    with place.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for piece in pieces:
            file.write(piece)


def print_text(pieces: Iterable[str]) -> None:
    """Writes the pieces to standard output as UTF-8, whatever the terminal's encoding is, until nobody reads on."""
    if sys.stdout is None:
        raise Refused("standard output is closed; open it, or give a file with -o")
    sys.stdout.flush()
    out = getattr(sys.stdout, "buffer", None)
    try:
        for piece in pieces:
            if out is None:
                sys.stdout.write(piece)
            else:
                out.write(piece.encode("utf-8", "replace"))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads our output has had enough; nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Refused(f"standard output cannot be written to ({error.strerror}); give a file with -o") from error


def _flush(draft: Path) -> None:
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def _umask() -> int:
    held = os.umask(0)
    os.umask(held)
    return held
