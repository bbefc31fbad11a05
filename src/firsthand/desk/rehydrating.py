"""Owns how one's own copies come back under an export without text, from Python: copies found by their digests, the
file put in its place. What was withheld, and how it is put back, is `render.exports.rehydrating`'s."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from os import PathLike, fspath
from pathlib import Path

from firsthand.desk.placing import Folder, placed, write_text
from firsthand.errors import NotFound, NotReadable, Refused
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
from firsthand.render.exports.tables import WITHHELD, csv_cells, csv_row


@dataclass(slots=True)
class _Copies:
    """One's own copies of what is wanted, by the SHA-256 of their bytes."""

    bodies: dict[str, bytes] = field(default_factory=dict)

    def text(self, digest: str) -> str | None:
        """The text with that SHA-256."""
        body = self.body(digest)
        return None if body is None else body.decode()

    def title(self, digest: str) -> str | None:
        """The title with that SHA-256."""
        return self.text(digest)

    def body(self, digest: str) -> bytes | None:
        """The bytes with that SHA-256."""
        return self.bodies.get(digest)


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
    source, target = Path(fspath(path)), Path(fspath(to))
    if not source.exists():
        raise NotFound(f"there is nothing at {source}: give what export wrote without text")
    own, came = _own((fspath(c) for c in copies), _wanted(source), options or ReadingOptions()), Rehydrated()
    if source.is_dir():
        _folder(source, own, target, came)
    elif source.suffix == ".parquet":
        _parquet(source, own, target, came)
    else:
        pieces = _csv(source, own, came) if source.suffix == ".csv" else _lines(source, own, came)
        with placed(target, inputs=(str(source),)) as draft:
            write_text(draft, pieces)
    return came


def _wanted(path: Path) -> set[str]:
    """The digests that the export asks for."""
    if path.is_dir():
        return {found.read_text(encoding="utf-8").strip() for found in path.glob("*.sha256")}
    if path.suffix == ".parquet":
        return wanted(parquet.read(path))
    try:
        with path.open(encoding="utf-8", newline="\n" if path.suffix != ".csv" else "") as file:
            return wanted(csv_cells(file) if path.suffix == ".csv" else things(file))
    except UnicodeDecodeError as error:
        raise NotReadable(f"{path} is no text: give what export wrote without text") from error


def _own(copies: Iterable[str], asked: set[str], options: ReadingOptions) -> _Copies:
    found = _Copies()
    for taken in take_inputs(copies, options=options, fetch=_no_network):
        given = [taken.capture.body] if taken.capture else []
        if taken.article is not None:
            given += [words.encode("utf-8", "replace") for words in (taken.article.text, taken.article.title or "")]
        for data in given:
            digest = sha256(data).hexdigest()
            if digest in asked:
                found.bodies[digest] = data
    return found


def _no_network(address: str, _: ReadingOptions) -> Page:
    raise Refused(f"{address[:80]} is not fetched: copies come from files only")


def _lines(path: Path, own: _Copies, came: Rehydrated) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from rehydrated_lines(file, own, came)


def _csv(path: Path, own: _Copies, came: Rehydrated) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        rows: list[Mapping[str, str]] = list(csv_cells(file))
    if not rows:
        raise NotReadable(f"{path} has no row to rehydrate")
    columns = columns_of(rows[0])
    cells = list(rehydrated_cells(rows, columns, own, came))
    left = any(row[-1] for row in cells)
    yield csv_row([*columns, WITHHELD] if left else list(columns))
    for row in cells:
        yield csv_row(row if left else row[:-1])


def _parquet(path: Path, own: _Copies, target: Path, came: Rehydrated) -> None:
    columns = columns_of(next(parquet.read(path), {}))
    left = any(row[WITHHELD] for row in rehydrated_rows(parquet.read(path), own, Rehydrated()))
    rows = rehydrated_rows(parquet.read(path), own, came)
    whole = rows if left else ({name: row[name] for name in columns} for row in rows)
    with placed(target, inputs=(str(path),)) as draft:
        parquet.write(draft, whole, columns, withheld=left)


def _folder(path: Path, own: _Copies, target: Path, came: Rehydrated) -> None:
    folder = Folder.at(target)
    for found in sorted(path.glob("*.ann")):
        told, digest = found.read_text(encoding="utf-8"), found.with_suffix(".sha256")
        text = own.text(digest.read_text(encoding="utf-8").strip()) if digest.exists() else None
        came.note(Told(id=found.stem, name=found.stem), digest if text is None else None)
        files = {".ann": told, ".sha256": digest.read_text(encoding="utf-8")} if text is None else {}
        files |= {} if text is None else {".ann": with_words(told, text), ".txt": text}
        folder.put(found.stem, lambda stem, made=files: ((f"{stem}{s}", words) for s, words in made.items()))  # type: ignore[misc]
    configuration = path / "annotation.conf"
    if configuration.exists():
        (folder.path / "annotation.conf").write_bytes(configuration.read_bytes())
