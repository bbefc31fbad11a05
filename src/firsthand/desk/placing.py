"""Owns files that come to be whole or not at all, and a folder of files named after articles. It knows no format."""

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from firsthand.errors import Refused

_UNSAFE = re.compile(r"[^\w.\-]+")
_LONGEST = 100


@contextmanager
def placed(path: Path, *, inputs: Iterable[str] = ()) -> Iterator[Path]:
    """A file to write to that takes the place of `path` where the block ends well, and is removed where it does not.

    Refused where `path` is one of `inputs`, is a folder, or cannot be written to.
    """
    if path.is_dir():
        raise Refused(f"{path} is a folder: give the name of a file")
    for given in inputs:
        if path.exists() and os.path.exists(given) and os.path.samefile(path, given):
            raise Refused(f"{path} is what is being read: give another place")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:_LONGEST]}.", dir=path.parent)
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}): give another place") from error
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        held = os.umask(0)
        os.umask(held)
        os.chmod(draft, 0o666 & ~held)
        os.replace(draft, path)
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}): make room or give another place") from error
    finally:
        draft.unlink(missing_ok=True)


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
