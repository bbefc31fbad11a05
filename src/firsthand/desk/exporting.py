"""Owns exports from Python: a selection, the note of it in the ledger, the file in its place whole or not at all."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import TypedDict, Unpack

from sqlalchemy import Connection

from firsthand.desk.placing import Folder, placed, write_text
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
class Exported:
    """An export that was written: its id in the ledger, where it is, how many articles are in it, and how many were
    left out because their text was cleared (brat needs it)."""

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
    place = os.path.abspath(fspath(path))
    with ledger.reading() as connection:
        selection = _selection(connection, format, chosen)
        ids = list(article_ids(connection, selection))
    if not ids and not selection.whole:
        raise NotHeld("no article of the ledger is selected, so nothing was written: search shows what is there")
    with ledger.writing() as connection:
        noted = exported.note(
            connection,
            at=utc_now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            format=format,
            place=place,
            with_text=with_text,
            selection=selection,
            ids=ids,
        )
    try:
        with ledger.reading() as connection:
            what = _What(format=format, table=table, with_text=with_text, whole=selection.whole)
            left = _write(connection, ids, Path(place), what, ledger.place)
    except BaseException:
        if format != "brat":  # of a folder, some files may be there
            with ledger.writing() as connection:
                exported.take_back(connection, noted)
        raise
    return Exported(id=noted, path=place, articles=len(ids) - left, left_out=left)


def _selection(connection: Connection, format: Format, chosen: Chosen) -> Selection:
    return Selection(
        ids=tuple(stored.article_id(connection, named) for named in chosen.get("articles", ())),
        outlets=tuple(name for given in chosen.get("outlets", ()) for name in outlets_called(connection, given)),
        sources=tuple(source_named(connection, named).root for named in chosen.get("sources", ())),
        words=chosen.get("about"),
        day_from=chosen.get("first"),
        day_to=chosen.get("last"),
        corrected_only=chosen.get("corrected", False),
        # A ledger is restored with all that it held.
        every_version=chosen.get("every_version", False) or format == "jsonl",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _What:
    """The form of an export."""

    format: Format
    table: Table
    with_text: bool
    whole: bool


def _write(connection: Connection, ids: list[str], path: Path, what: _What, ledger: str) -> int:
    """Writes the export and gives the number of articles that it could not hold."""
    if what.format == "brat":
        return _write_brat(connection, ids, path, with_text=what.with_text)
    with placed(path, inputs=(ledger,)) as draft:
        if what.format == "parquet":
            columns, rows, withheld = table_of(connection, ids, table=what.table, with_text=what.with_text)
            parquet.write(draft, rows, columns, withheld=withheld)
        else:
            options = {"table": what.table, "with_text": what.with_text, "whole": what.whole}
            write_text(draft, text_pieces(what.format, connection, ids, **options))  # type: ignore[arg-type]
    return 0


def _write_brat(connection: Connection, ids: list[str], path: Path, *, with_text: bool) -> int:
    folder, cleared = Folder.at(path), 0
    for bundle in bundles(connection, ids):
        files = partial(brat_files, bundle=bundle, with_text=with_text)
        cleared += bundle.article["text"] is None
        if bundle.article["text"] is not None:
            folder.put(bundle.article["key"], files)
    return cleared
