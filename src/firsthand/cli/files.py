"""Owns where `firsthand read -o` writes: safe names, one file for each article, and never over what is being read."""

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from firsthand.errors import Refused
from firsthand.model import Failure, Reading
from firsthand.render.faces import Face

_UNSAFE = re.compile(r"[^\w.\-]+")
_LONGEST = 100


def is_folder(output: str) -> bool:
    """True where `output` is a folder, ends like one, or has no suffix that a file would have."""
    return (
        os.path.isdir(output) or output.endswith(("/", os.sep)) or not (Path(output).suffix or os.path.exists(output))
    )


def open_file(output: str, *, inputs: tuple[str, ...]) -> TextIO:
    """The file to write all readings to; Refused where it is one of the inputs."""
    path = Path(output)
    _refuse_input(path, inputs)
    return path.open("w", encoding="utf-8", errors="replace", newline="\n")


@dataclass(slots=True, kw_only=True)
class Folder:
    """A folder that gets the files of each article, named after its key."""

    path: Path
    inputs: tuple[str, ...]
    taken: set[str] = field(default_factory=set)

    @classmethod
    def at(cls, output: str, *, inputs: tuple[str, ...]) -> "Folder":
        """The folder at `output`, made where it is not there; Refused where a file stands there."""
        path = Path(output)
        if path.exists() and not path.is_dir():
            raise Refused(f"{output} is a file; this format writes several files, so give a folder with -o")
        path.mkdir(parents=True, exist_ok=True)
        return cls(path=path, inputs=inputs)

    def write(self, face: Face, record: Reading | Failure) -> None:
        """Writes the files of one record; Refused where that would overwrite something that is being read."""
        key = record.key if isinstance(record, Failure) else record.article.key
        self.put(key, lambda stem: face.files(stem, record))

    def put(self, key: str, files: Callable[[str], Iterable[tuple[str, str]]]) -> None:
        """Writes the files, name and content, that `files` makes for the safe name of `key`; Refused as in `write`."""
        for name, content in files(self._stem(key)):
            path = self.path / name
            if path.exists() and _same(path, content):
                continue
            _refuse_input(path, self.inputs)
            path.write_text(content, encoding="utf-8", errors="replace", newline="\n")

    def _stem(self, key: str) -> str:
        stem = _UNSAFE.sub("-", key).strip("-.")[:_LONGEST] or "article"
        # Two keys that a file system may take for one (case, cut length) get a number.
        name, i = stem, 2
        while name.casefold() in self.taken:
            name, i = f"{stem}-{i}", i + 1
        self.taken.add(name.casefold())
        return name


def _same(path: Path, content: str) -> bool:
    try:
        return path.read_bytes() == content.encode("utf-8", "replace")
    except OSError:
        return False


def _refuse_input(path: Path, inputs: tuple[str, ...]) -> None:
    """Refused where `path` is there and is, or lies in, what is being read."""
    if not path.exists():
        return
    here = path.resolve()
    for given in inputs:
        read = Path(given.split("*")[0] or ".").resolve() if "*" in given else Path(given).resolve()
        if here == read or read in here.parents:
            raise Refused(
                f"{path} is there already and stands in what is being read ({given}); give another place with -o"
            )
