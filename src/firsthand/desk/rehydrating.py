"""Owns how one's own copies come back under an export without text: copies found by their digests, the file put in its
place. What was withheld, and how it is put back, is `render.exports.rehydrating`'s."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from os import PathLike, fspath
from pathlib import Path
from typing import IO

from firsthand.desk.placing import Place
from firsthand.errors import InvalidValue, NotFound, NotReadable, Refused
from firsthand.ledger.rows import Row
from firsthand.model import Failure, Taken
from firsthand.reading import Page, ReadingOptions, take_inputs
from firsthand.render.exports import parquet
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


def rehydrate(
    path: str | PathLike[str],
    to: str | PathLike[str],
    *,
    copies: Iterable[str | PathLike[str]],
    options: ReadingOptions | None = None,
) -> Rehydrated:
    """Writes to `to` the export without text at `path` with the words of your own copies put back.

    `copies` are files and folders; a copy counts where its text is, to the letter, the one that was read. `options` say
    how they are read, as they do for `add`: the columns of rows, the folders inside folders. What is given counts the
    articles that are whole again (`done`), and names those still without words (`left`), pages that gave no article and
    lack their bytes (`pages`) and what is damaged. Raises NotFound, NotReadable, Refused.
    """
    came, _ = rehydrate_to(Path(fspath(path)), Place(to=Path(fspath(to))), copies=copies, options=options)
    return came


def rehydrate_to(
    path: Path,
    place: Place,
    *,
    copies: Iterable[str | PathLike[str]],
    options: ReadingOptions | None = None,
    failed: Callable[[Failure], None] | None = None,
) -> tuple[Rehydrated, list[str]]:
    """As `rehydrate`, to a place that may take text alone; also the keys of copies whose text is that of no article.

    A copy that cannot be read is handed to `failed`, and the rest goes on.
    """
    if not path.exists():
        raise NotFound(f"there is nothing at {path}: give what firsthand export wrote without text")
    try:
        if path.is_dir() or path.suffix == ".parquet":
            place.path()  # before much is read
        came = Rehydrated()
        with own_copies(copies, _wanted(path), options=options, failed=failed) as own:
            _put(path, own, place, came)
            return came, own.differ
    except UnicodeDecodeError as error:
        raise NotReadable(f"{path} is no text: give what firsthand export wrote without text") from error
    except OSError as error:
        told = f"{path} cannot be read ({error.strerror})"
        raise NotReadable(f"{told}: give what firsthand export wrote without text") from error


@contextmanager
def own_copies(
    copies: Iterable[str | PathLike[str]],
    asked: set[str],
    *,
    options: ReadingOptions | None = None,
    failed: Callable[[Failure], None] | None = None,
) -> Iterator[OwnCopies]:
    """The copies, files and folders, that have the digests `asked`; Refused for an address, as nothing is fetched.

    One that cannot be read is handed to `failed`, and the rest goes on.
    """
    given = [fspath(copy) for copy in copies]
    for name in given:
        if "://" in name:
            raise Refused(f"{name[:80]} is an address: give files or folders of your own")
    with tempfile.TemporaryFile() as file:
        own = OwnCopies(file)
        for taken in take_inputs(given, options=options, fetch=_no_network):
            if taken.failure is not None and failed is not None:
                failed(taken.failure)
            own.take(taken, asked)
        yield own


def _no_network(address: str, _: ReadingOptions) -> Page:
    raise Refused(f"{address[:80]} is not fetched: copies come from files only")


def _wanted(path: Path) -> set[str]:
    """The digests that the export asks for."""
    if path.is_dir():
        return {found.read_text(encoding="utf-8").strip() for found in path.glob("*.sha256")}
    if path.suffix == ".parquet":
        return wanted(parquet.read(path))
    with path.open(encoding="utf-8", newline="\n" if path.suffix != ".csv" else "") as file:
        return wanted(csv_cells(file) if path.suffix == ".csv" else things(file))


def _put(path: Path, own: OwnCopies, place: Place, came: Rehydrated) -> None:
    if path.is_dir():
        _folder(path, own, place, came)
    elif path.suffix == ".parquet":
        _parquet(path, own, place, came)
    else:
        pieces = _csv(path, own, came) if path.suffix == ".csv" else _lines(path, own, came)
        place.write(pieces, inputs=(str(path),))


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


def _parquet(path: Path, own: OwnCopies, place: Place, came: Rehydrated) -> None:
    columns = columns_of(next(parquet.read(path), {}))
    left = any(row[WITHHELD] for row in rehydrated_rows(parquet.read(path), own, Rehydrated()))
    rows: Iterator[Row] = rehydrated_rows(parquet.read(path), own, came)
    if not left:
        rows = ({name: row[name] for name in columns} for row in rows)
    with place.draft(inputs=(str(path),)) as draft:
        parquet.write(draft, rows, columns, withheld=left)


def _folder(path: Path, own: OwnCopies, place: Place, came: Rehydrated) -> None:
    folder = place.folder()
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
