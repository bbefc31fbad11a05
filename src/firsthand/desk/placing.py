"""Owns files that come to be whole or not at all, and a folder of files named after articles. It knows no format."""

import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from firsthand.errors import Refused

_UNSAFE = re.compile(r"[^\w.\-]+")
_LONGEST = 100
_OPEN_FILES = ("/dev/fd/", "/dev/stdout", "/dev/stderr", "/proc/")
"""Names of what a process has open already: the file behind one is not to be taken from it."""


@contextmanager
def placed(path: Path, *, inputs: Iterable[str] = ()) -> Iterator[Path]:
    """A file to write to that takes the place of `path` where the block ends well, and is removed where it does not.

    What is there and is no file (a device, a pipe) stays, and gets the bytes at the end; a link stays too, and the file
    that it leads to is what is written. Refused where `path` is one of `inputs`, is a folder, or cannot be written to.
    """
    if path.is_dir():
        raise Refused(f"{path} is a folder: give the name of a file")
    for given in inputs:
        if path.exists() and os.path.exists(given) and os.path.samefile(path, given):
            raise Refused(f"{path} is what is being read: give another place")
    into = _is_written_into(path)
    target = path if into else Path(os.path.realpath(path))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:_LONGEST]}.", dir=None if into else target.parent)
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}): give another place") from error
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        if into:
            _pour(draft, target)
        else:
            held = os.umask(0)
            os.umask(held)
            os.chmod(draft, 0o666 & ~held)
            os.replace(draft, target)
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}): make room or give another place") from error
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
        file.writelines(pieces)


@dataclass(slots=True)
class Folder:
    """A folder that gets the files of each article, named after its key."""

    path: Path
    taken: set[str] = field(default_factory=set)

    @classmethod
    def at(cls, path: Path) -> "Folder":
        """The folder, made where it is not there; Refused where a file stands there."""
        if path.exists() and not path.is_dir():
            raise Refused(f"{path} is a file, and this format writes several: give a folder")
        path.mkdir(parents=True, exist_ok=True)
        return cls(path)

    def put(self, key: str, files: Callable[[str], Iterable[tuple[str, str]]]) -> None:
        """Writes the files, name and content, that `files` makes for the safe name of `key`."""
        stem = _UNSAFE.sub("-", key).strip("-.")[:_LONGEST] or "article"
        name, i = stem, 2
        while name.casefold() in self.taken:  # a file system may take two keys for one
            name, i = f"{stem}-{i}", i + 1
        self.taken.add(name.casefold())
        for called, content in files(name):
            write_text(self.path / called, [content])
