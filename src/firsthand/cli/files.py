"""Owns where `firsthand read -o` writes: safe names, one file for each article, and never over what is being read."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from firsthand.cli.placing import OPTION
from firsthand.desk import placing
from firsthand.errors import Refused
from firsthand.model import Failure, Reading
from firsthand.render.faces import Face


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder that gets the files of each article, named after its key."""

    folder: placing.Folder
    inputs: tuple[str, ...]

    @classmethod
    def at(cls, output: str, *, inputs: tuple[str, ...]) -> "Folder":
        """The folder at `output`, made where it is not there; Refused where a file stands there."""
        return cls(folder=placing.Folder.at(Path(output), option=OPTION), inputs=inputs)

    def write(self, face: Face, record: Reading | Failure) -> None:
        """Writes the files of one record; Refused where that would overwrite something that is being read."""
        key = record.key if isinstance(record, Failure) else record.article.key
        for name, content in face.files(self.folder.stem(key), record):
            path = self.folder.path / name
            if path.exists() and _same(path, content):
                continue
            _refuse_input(path, self.inputs)
            placing.write_text(path, [content])


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
                f"{path} is there already and stands in what is being read ({given}); give another place{OPTION}"
            )
