"""Owns files that come to be whole or not at all, and a folder of files named after articles. It knows no format."""

import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path

from firsthand.errors import InvalidValue, Refused

_UNSAFE = re.compile(r"[^\w.\-]+")
_LONGEST = 100
_OPEN_FILES = ("/dev/fd/", "/dev/stdout", "/dev/stderr", "/proc/")
"""Names of what a process has open already: the file behind one is not to be taken from it."""


@contextmanager
def placed(output: str | PathLike[str], *, inputs: Iterable[str] = (), option: str = "") -> Iterator[Path]:
    """A file to write to that takes the place of `output` where the block ends well, and is removed where it does not.

    What is there and is no file (a device, a pipe) stays, and gets the bytes at the end; a link stays too, and the file
    that it leads to is what is written. Refused where `output` is one of `inputs`, is a folder, or cannot be written
    to. `option` ends what a message asks for: " with -o".
    """
    path = Path(output)
    if path.is_dir():
        raise Refused(f"{path} is a folder: give the name of a file{option}")
    for given in inputs:
        if path.exists() and os.path.exists(given) and os.path.samefile(path, given):
            raise Refused(f"{path} is what is being read: give another place{option}")
    into = _is_written_into(path)
    target = path if into else Path(os.path.realpath(path))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:_LONGEST]}.", dir=None if into else target.parent)
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}): give another place{option}") from error
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
            _flush(draft)
            os.replace(draft, target)
    except OSError as error:
        raise Refused(
            f"{path} cannot be written ({error.strerror}): make room or give another place{option}"
        ) from error
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


def _flush(draft: Path) -> None:
    # Else a crash of the machine could leave an empty file where a whole one was.
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def write_text(place: Path, pieces: Iterable[str]) -> None:
    """Writes the pieces as UTF-8 with plain line ends."""
    with place.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is written: a file or folder, or whatever takes pieces of text (standard output, say).

    `option` is how the user of this door gives another place, for messages: " with -o".
    """

    to: Path | Callable[[Iterable[str]], None]
    option: str = ""

    def path(self) -> Path:
        """The file or folder; InvalidValue where only text is taken."""
        if not isinstance(self.to, Path):
            raise InvalidValue(f"what comes of this is no single text: give a place{self.option}")
        return self.to

    def draft(self, *, inputs: Iterable[str] = ()) -> AbstractContextManager[Path]:
        """The file to write to, as `placed` gives it."""
        return placed(self.path(), inputs=inputs, option=self.option)

    def write(self, pieces: Iterable[str], *, inputs: Iterable[str] = ()) -> None:
        """Writes a text: the file as a whole, or piece by piece to what takes them."""
        if not isinstance(self.to, Path):
            self.to(pieces)
            return
        with self.draft(inputs=inputs) as draft:
            write_text(draft, pieces)

    def folder(self) -> "Folder":
        """The folder, as `Folder.at` makes it."""
        return Folder.at(self.path(), option=self.option)


@dataclass(slots=True)
class Folder:
    """A folder that gets the files of each article, named after its key."""

    path: Path
    option: str = ""
    taken: set[str] = field(default_factory=set)

    @classmethod
    def at(cls, path: Path, *, option: str = "") -> "Folder":
        """The folder, made where it is not there; Refused where a file stands there, or it cannot be made."""
        if path.exists() and not path.is_dir():
            raise Refused(f"{path} is a file, and this format writes several: give a folder{option}")
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(f"{path} cannot be made ({error.strerror}): give another folder{option}") from error
        return cls(path, option)

    def stem(self, key: str) -> str:
        """A safe name for the files of `key`, given to no other key."""
        stem = _UNSAFE.sub("-", key).strip("-.")[:_LONGEST] or "article"
        name, i = stem, 2
        while name.casefold() in self.taken:  # a file system may take two keys for one
            name, i = f"{stem}-{i}", i + 1
        self.taken.add(name.casefold())
        return name

    def put(self, key: str, files: Callable[[str], Iterable[tuple[str, str]]]) -> None:
        """Writes the files, name and content, that `files` makes for the safe name of `key`."""
        for name, content in files(self.stem(key)):
            try:
                write_text(self.path / name, [content])
            except OSError as error:
                told = f"{self.path / name} cannot be written ({error.strerror})"
                raise Refused(f"{told}: make room or give another folder{self.option}") from error
