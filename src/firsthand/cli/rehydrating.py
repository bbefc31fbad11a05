"""Owns a run of `firsthand rehydrate`: one's own copies found by their digests, files read and placed. The form of what
was withheld is `render.exports.withheld`'s."""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Any

from firsthand.cli.columns import reading_options
from firsthand.cli.files import Folder
from firsthand.cli.placing import placed, print_text, write_text
from firsthand.errors import FirsthandError, InvalidValue, NotFound, NotReadable, Refused
from firsthand.model import Taken
from firsthand.reading import Page, ReadingOptions, take_inputs
from firsthand.render.basis import some
from firsthand.render.exports.gold import with_words
from firsthand.render.exports.rehydrating import (
    Rehydrated,
    Told,
    columns_of,
    rehydrated_cells,
    rehydrated_lines,
    rehydrated_rows,
    things,
    wanted,
)
from firsthand.render.exports.rows import Columns
from firsthand.render.exports.tables import WITHHELD, csv_cells, csv_row
from firsthand.render.plain import line

SHOWN = 20
"""Names that one note gives; the rest is counted."""


@dataclass(slots=True)
class OwnCopies:
    """One's own copies of what is wanted, by digest; their words lie in a temporary file, not in memory."""

    file: IO[bytes]
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    differ: list[str] = field(default_factory=list)

    def text(self, digest: str) -> str | None:
        """The text with that SHA-256."""
        body = self.body(digest)
        return None if body is None else body.decode()

    def title(self, digest: str) -> str | None:
        """The title with that SHA-256."""
        return self.text(digest)

    def body(self, digest: str) -> bytes | None:
        """The bytes with that SHA-256."""
        if digest not in self.places:
            return None
        start, length = self.places[digest]
        self.file.seek(start)
        return self.file.read(length)

    def take(self, taken: Taken, asked: set[str]) -> None:
        """Keeps what is asked for of one copy."""
        given = [taken.capture.body] if taken.capture else []
        if taken.article is not None:
            given += [
                taken.article.text.encode("utf-8", "replace"),
                (taken.article.title or "").encode("utf-8", "replace"),
            ]
            if sha256(given[-2]).hexdigest() not in asked:
                self.differ.append(taken.key)
        for data in given:
            digest = sha256(data).hexdigest()
            if digest in asked and digest not in self.places:
                start = self.file.seek(0, 2)
                self.file.write(data)
                self.places[digest] = (start, len(data))


def run(
    file: str,
    *,
    copies: tuple[str, ...],
    output: str | None,
    columns: tuple[tuple[str, str], ...] = (),
    recursive: bool = False,
) -> int:
    """Writes the export with its words back, and gives the exit code: 0 where nothing is left withheld, else 1."""
    try:
        return _run(Path(file), copies, output, reading_options(columns, recursive=recursive))
    except FirsthandError as error:
        _say(str(error))
    except UnicodeDecodeError:
        _say(f"{file} is no text that firsthand export wrote")
    except OSError as error:
        _say(f"{file} cannot be read ({error.strerror}): give what firsthand export --without-text wrote")
    return 1


def _run(path: Path, copies: tuple[str, ...], output: str | None, options: ReadingOptions) -> int:
    if not path.exists():
        raise NotFound(f"there is nothing at {path}: give what firsthand export --without-text wrote")
    if output is None and (path.is_dir() or path.suffix == ".parquet"):
        raise InvalidValue("what comes of this is no single text: give a place with -o")
    asked = _wanted(path)
    came = Rehydrated()
    with _own(copies, asked, options) as own:
        if path.is_dir():
            _folder(path, own, output or "", came)
        elif path.suffix == ".parquet":
            _parquet(path, own, output or "", came)
        else:
            _placed(path, output, _csv(path, own, came) if path.suffix == ".csv" else _lines(path, own, came))
        _name(own.differ, "is left out: its text is not that of any article of the export")
    _name(came.damaged, "")
    _name(came.left, "is still without words: no copy with its digest was found")
    _name(came.pages, "(a page that gave no article) is still without its bytes: no copy with their digest was found")
    pages = f", {some(len(came.pages), 'other page')} left without bytes" if came.pages else ""
    _say(f"{some(came.done, 'article')} rehydrated, {some(len(came.left), 'article')} left without words{pages}")
    return 1 if came.left or came.pages else 0


def _wanted(path: Path) -> set[str]:
    if path.is_dir():
        return {found.read_text(encoding="utf-8").strip() for found in path.glob("*.sha256")}
    if path.suffix == ".parquet":
        from firsthand.render.exports import parquet

        return wanted(parquet.read(path))
    with path.open(encoding="utf-8", newline="\n" if path.suffix != ".csv" else "") as file:
        return wanted(csv_cells(file) if path.suffix == ".csv" else things(file))


@contextmanager
def _own(copies: tuple[str, ...], asked: set[str], options: ReadingOptions) -> Iterator[OwnCopies]:
    for name in copies:
        if "://" in name:
            raise Refused(f"{name[:80]} is an address: give files or folders of your own with --from")
    with tempfile.TemporaryFile() as file:
        own = OwnCopies(file)
        for taken in take_inputs(copies, options=options, fetch=_no_network):
            if taken.failure is not None:
                _say(taken.failure.message)
            own.take(taken, asked)
        yield own


def _no_network(address: str, _: ReadingOptions) -> Page:
    raise Refused(f"{address[:80]} is not fetched: copies come from files only")


def _placed(path: Path, output: str | None, pieces: Iterable[str]) -> None:
    if output is None:
        print_text(pieces)
        return
    with placed(output, inputs=(str(path),)) as draft:
        write_text(draft, pieces)


def _lines(path: Path, own: OwnCopies, came: Rehydrated) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from rehydrated_lines(file, own, came)


def _csv(path: Path, own: OwnCopies, came: Rehydrated) -> Iterator[str]:
    columns = _columns(path)
    # The column of what is withheld stays only where something is: so all is looked at before the header is written.
    left = any(cells[-1] for cells in _cells(path, columns, own, Rehydrated()))
    yield csv_row([*columns, WITHHELD] if left else list(columns))
    for cells in _cells(path, columns, own, came):
        yield csv_row(cells if left else cells[:-1])


def _columns(path: Path) -> Columns:
    with path.open(encoding="utf-8", newline="") as file:
        first = next(csv_cells(file), None)
    if first is None:
        raise NotReadable(f"{path} has no row to rehydrate")
    return columns_of(first)


def _cells(path: Path, columns: Columns, own: OwnCopies, came: Rehydrated) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from rehydrated_cells(csv_cells(file), columns, own, came)


def _parquet(path: Path, own: OwnCopies, output: str, came: Rehydrated) -> None:
    from firsthand.render.exports import parquet

    columns = columns_of(next(parquet.read(path), {}))
    left = any(row[WITHHELD] for row in rehydrated_rows(parquet.read(path), own, Rehydrated()))
    rows: Iterator[dict[str, Any]] = rehydrated_rows(parquet.read(path), own, came)
    if not left:
        rows = ({name: row[name] for name in columns} for row in rows)
    with placed(output, inputs=(str(path),)) as draft:
        parquet.write(draft, rows, columns, withheld=left)


def _folder(path: Path, own: OwnCopies, output: str, came: Rehydrated) -> None:
    folder = Folder.at(output, inputs=())
    for found in sorted(path.glob("*.ann")):
        told = found.read_text(encoding="utf-8")
        digest = found.with_suffix(".sha256")
        text = own.text(digest.read_text(encoding="utf-8").strip()) if digest.exists() else None
        try:
            told = told if text is None else with_words(told, text)
        except InvalidValue as error:
            came.damaged.append(f"{found.stem}: {error}")
            text = None
        files = [(".ann", told)]
        files.append((".sha256", digest.read_text(encoding="utf-8")) if text is None else (".txt", text))
        came.note(Told(id=found.stem, name=found.stem), None if text is not None else digest)
        folder.put(found.stem, lambda stem, made=files: [(f"{stem}{suffix}", content) for suffix, content in made])  # type: ignore[misc]
    configuration = path / "annotation.conf"
    if configuration.exists():
        (folder.path / "annotation.conf").write_bytes(configuration.read_bytes())


def _name(names: list[str], what: str) -> None:
    for name in islice(names, SHOWN):
        _say(f"{name} {what}".rstrip())
    if len(names) > SHOWN:
        _say(f"… and {len(names) - SHOWN} more")


def _say(words: str) -> None:
    print(f"firsthand: {line(words)}", file=sys.stderr)  # noqa: T201
