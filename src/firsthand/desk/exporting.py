"""Owns exports: a selection, the note of it in the ledger, the file in its place whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import TypedDict, Unpack

from sqlalchemy import Connection

from firsthand.desk.placing import Place
from firsthand.errors import NotHeld
from firsthand.ledger import Ledger, exported, stored
from firsthand.ledger.bundles import bundles
from firsthand.ledger.search import outlets_called
from firsthand.ledger.selecting import Selection, article_ids
from firsthand.pipeline.named import source_named
from firsthand.reading import utc_now
from firsthand.render.exports import parquet
from firsthand.render.exports.formats import Format, Table, table_of, text_pieces
from firsthand.render.exports.gold import brat_files

STDOUT = "standard output"
"""What the ledger calls the place of an export that went to no file."""


class Chosen(TypedDict, total=False):
    """Which articles are exported: those that all that is given holds for; all of the ledger where nothing is.

    `articles` are ids, keys or urls; `outlets` and `sources` names (a source that the article quotes); `about` words of
    a statement's content; `first` and `last` days, both included; `corrected` only those in which a person corrected
    something; `every_version` also versions of a page that a later one replaced (jsonl always).
    """

    articles: Iterable[str]
    outlets: Iterable[str]
    sources: Iterable[str]
    about: str | None
    first: str | None
    last: str | None
    corrected: bool
    every_version: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What an export looks like: `table` is for csv and parquet, and jsonl is always with every version."""

    format: Format = "jsonl"
    table: Table = "statements"
    with_text: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An export that was written: its id in the ledger, where it is ("standard output" where it went to no file), how
    many articles are in it, and how many were left out because their text was cleared (brat needs it)."""

    id: str
    path: str
    articles: int
    left_out: int = 0


def export(
    ledger: Ledger,
    path: str | PathLike[str],
    *,
    format: Format = "jsonl",
    table: Table = "statements",
    with_text: bool = True,
    **chosen: Unpack[Chosen],
) -> Exported:
    """Writes articles with all their statements as they stand now to a file (for brat a folder); `chosen` is any of
    `Chosen`.

    `format` is jsonl (from which `restore` makes the ledger again), csv, parquet, webannotation, prov or brat; `table`,
    for csv and parquet, statements, articles or sources. Without text, offsets and digests stand in the words' place
    (see `rehydrate`). The ledger notes what went where, so that `forget` can tell.

    >>> firsthand.export(ledger, "pier.parquet", format="parquet", about="north pier")  # doctest: +SKIP

    Raises NotHeld where nothing is selected, Refused where the place cannot be written to.
    """
    form = Form(format=format, table=table, with_text=with_text)
    return export_to(ledger, Place(to=Path(fspath(path))), form, chosen)


def export_to(ledger: Ledger, place: Place, form: Form, chosen: Chosen) -> Exported:
    """As `export`, to a place that may take text alone: standard output, which holds neither Parquet nor brat."""
    if form.format in ("parquet", "brat"):
        place.path()
    with ledger.reading() as connection:
        selection = _selection(connection, form, chosen)
        ids = list(article_ids(connection, selection))
    if not ids and not selection.whole:
        raise NotHeld("no article of the ledger is selected, so nothing was written: search shows what is there")
    note = _Note(form=form, selection=selection, ids=ids, place=place)
    with _noted(ledger, note) as noted, ledger.reading() as connection:
        left = _write(connection, note, ledger.place)
    return Exported(id=noted, path=note.where, articles=len(ids) - left, left_out=left)


def _selection(connection: Connection, form: Form, chosen: Chosen) -> Selection:
    return Selection(
        ids=tuple(stored.article_id(connection, named) for named in chosen.get("articles", ())),
        outlets=tuple(name for given in chosen.get("outlets", ()) for name in outlets_called(connection, given)),
        sources=tuple(source_named(connection, named).root for named in chosen.get("sources", ())),
        words=chosen.get("about"),
        day_from=chosen.get("first"),
        day_to=chosen.get("last"),
        corrected_only=chosen.get("corrected", False),
        # A ledger is restored with all that it held.
        every_version=chosen.get("every_version", False) or form.format == "jsonl",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """An export that is being made: what the ledger notes of it."""

    form: Form
    selection: Selection
    ids: list[str] = field(repr=False)
    place: Place

    @property
    def where(self) -> str:
        return os.path.abspath(self.place.to) if isinstance(self.place.to, Path) else STDOUT

    @property
    def comes_whole(self) -> bool:
        """True where there is nothing of it anywhere when it could not be finished."""
        return isinstance(self.place.to, Path) and self.form.format != "brat"


@contextmanager
def _noted(ledger: Ledger, note: _Note) -> Iterator[str]:
    """The id of the export, noted before anything is written; where no file came to be, the note is taken back."""
    with ledger.writing() as connection:
        noted = exported.note(
            connection,
            at=utc_now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            format=note.form.format,
            place=note.where,
            with_text=note.form.with_text,
            selection=note.selection,
            ids=note.ids,
        )
    try:
        yield noted
    except BaseException:
        if note.comes_whole:
            with ledger.writing() as connection:
                exported.take_back(connection, noted)
        raise


def _write(connection: Connection, note: _Note, ledger: str) -> int:
    """Writes the export and gives the number of articles that it could not hold."""
    form, ids = note.form, note.ids
    if form.format == "brat":
        return _write_brat(connection, note)
    if form.format == "parquet":
        with note.place.draft(inputs=(ledger,)) as draft:
            columns, rows, withheld = table_of(connection, ids, table=form.table, with_text=form.with_text)
            parquet.write(draft, rows, columns, withheld=withheld)
    else:
        whole = note.selection.whole
        pieces = text_pieces(form.format, connection, ids, table=form.table, with_text=form.with_text, whole=whole)
        note.place.write(pieces, inputs=(ledger,))
    return 0


def _write_brat(connection: Connection, note: _Note) -> int:
    folder, cleared = note.place.folder(), 0
    for bundle in bundles(connection, note.ids):
        cleared += bundle.article["text"] is None
        if bundle.article["text"] is not None:
            files = partial(brat_files, bundle=bundle, with_text=note.form.with_text)
            folder.put(bundle.article["key"], files)
    return cleared
