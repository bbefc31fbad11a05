"""Owns a run of `firsthand export` and `firsthand import`: the ledger opened, files placed, notes on stderr. It lays
nothing out itself."""

import gzip
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import Connection

from firsthand.cli.files import Folder
from firsthand.cli.placing import placed, print_text, write_text
from firsthand.errors import FirsthandError, InvalidValue, NotFound, NotHeld, NotReadable
from firsthand.ledger import Ledger, exported, open_ledger, stored
from firsthand.ledger.bundles import bundles
from firsthand.ledger.restore import bounded_lines, restore
from firsthand.ledger.search import outlets_called
from firsthand.ledger.selecting import Selection, article_ids
from firsthand.ledger.who import find_source
from firsthand.model import Failure
from firsthand.reading import utc_now
from firsthand.render.basis import some
from firsthand.render.exports.formats import Format, Table, table_of, text_pieces
from firsthand.render.exports.gold import brat_files
from firsthand.render.plain import line
from firsthand.resolution.across import groups

STDOUT = "standard output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What `firsthand export` was asked for; `ledger` None is the default place, `output` None is stdout."""

    format: Format = "jsonl"
    output: str | None = None
    ledger: str | None = None
    table: Table = "statements"
    with_text: bool = True
    articles: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    words: str | None = None
    day_from: str | None = None
    day_to: str | None = None
    corrected: bool = False
    every_version: bool = False


def run_export(job: Job) -> int:
    """Writes the export and notes it in the ledger; the exit code."""
    try:
        with open_ledger(job.ledger, create=False) as ledger:
            return _export(job, ledger)
    except FirsthandError as error:
        _say(str(error))
        return 1


def run_import(files: tuple[str, ...], *, ledger: str | None) -> int:
    """Takes in the files; the exit code: 1 where a line, or a file, could not be taken in."""
    failures = 0
    try:
        with open_ledger(ledger) as opened:
            for name in files:
                failures += _import(opened, name)
    except FirsthandError as error:
        _say(str(error))
        return 1
    return 1 if failures else 0


def _export(job: Job, ledger: Ledger) -> int:
    with ledger.reading() as connection:
        selection = _selection(job, connection)
        ids = list(article_ids(connection, selection))
    if not ids and not selection.whole:
        raise NotHeld(
            "no article of the ledger is selected, so nothing was written: firsthand search shows what is there"
        )
    place = STDOUT if job.output is None else os.path.abspath(job.output)
    with _noted(ledger, job, selection, ids, place), ledger.reading() as connection:
        cleared = _write(job, ledger, connection, ids, whole=selection.whole)
    _say(f"{some(len(ids) - cleared, 'article')} exported to {place}" + ("" if job.with_text else " without text"))
    if cleared:
        _say(f"{some(cleared, 'article')} left out: the text was cleared from the ledger, and brat needs it")
    return 0


def _write(job: Job, ledger: Ledger, connection: Connection, ids: list[str], *, whole: bool) -> int:
    """Writes the export and gives the number of articles that it could not hold."""
    if job.format == "brat":
        return _write_brat(job, connection, ids)
    if job.output is None:
        print_text(_pieces(job, connection, ids, whole=whole))
        return 0
    with placed(job.output, inputs=(ledger.place,)) as draft:
        if job.format == "parquet":
            from firsthand.render.exports import parquet

            columns, rows, withheld = table_of(connection, ids, table=job.table, with_text=job.with_text)
            parquet.write(draft, rows, columns, withheld=withheld)
        else:
            write_text(draft, _pieces(job, connection, ids, whole=whole))
    return 0


def _pieces(job: Job, connection: Connection, ids: list[str], *, whole: bool) -> Iterator[str]:
    return text_pieces(job.format, connection, ids, table=job.table, with_text=job.with_text, whole=whole)


def _write_brat(job: Job, connection: Connection, ids: list[str]) -> int:
    folder, cleared = Folder.at(job.output or "", inputs=()), 0
    for bundle in bundles(connection, ids):
        cleared += bundle.article["text"] is None
        if bundle.article["text"] is not None:
            folder.put(bundle.article["key"], lambda stem, b=bundle: brat_files(stem, b, with_text=job.with_text))  # type: ignore[misc]
    return cleared


@contextmanager
def _noted(ledger: Ledger, job: Job, selection: Selection, ids: list[str], place: str) -> Iterator[None]:
    """The export is noted before anything is written; where no file came to be, the note is taken back."""
    with ledger.writing() as connection:
        noted = exported.note(
            connection,
            at=utc_now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            format=job.format,
            place=place,
            with_text=job.with_text,
            selection=selection,
            ids=ids,
        )
    try:
        yield
    except BaseException:
        if job.output is not None and job.format != "brat":
            with ledger.writing() as connection:
                exported.take_back(connection, noted)
        raise


def _selection(job: Job, connection: Connection) -> Selection:
    return Selection(
        ids=tuple(stored.article_id(connection, named) for named in job.articles),
        outlets=tuple(name for given in job.outlets for name in outlets_called(connection, given)),
        sources=tuple(find_source(connection, named).root for named in job.sources),
        words=job.words,
        day_from=job.day_from,
        day_to=job.day_to,
        corrected_only=job.corrected,
        # A ledger is restored with all that it held.
        every_version=job.every_version or job.format == "jsonl",
    )


def _import(ledger: Ledger, name: str) -> int:
    def failed(failure: Failure) -> None:
        _say(failure.message)

    with _opened(name) as stream:
        came = restore(ledger, bounded_lines(stream), groups=groups, what=name, failed=failed)
    told = [f"{some(came.articles, 'new article')}", f"{some(came.rows, 'other new row')}"]
    told += [f"{some(came.there, 'article')} there already"] if came.there else []
    told += [f"{some(came.failures, 'line')} not taken in"] if came.failures else []
    _say(f"{name}: {', '.join(told)}")
    return came.failures


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked where it is gzip, or of standard input; NotFound, NotReadable in one sentence."""
    try:
        if name == "-":
            if sys.stdin is None:
                raise NotFound("standard input is closed: open it, or give a file")
            yield sys.stdin.buffer
        elif name.endswith(".gz"):
            with gzip.open(name, "rb") as packed:
                yield packed  # type: ignore[misc]
        else:
            with open(name, "rb") as file:
                yield file
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise NotReadable(f"{name} is damaged, or no gzip file: what stood before that was taken in") from error
    except OSError as error:
        raise NotFound(f"{name} cannot be read ({error.strerror}): give a file that firsthand export wrote") from error
    except UnicodeDecodeError as error:
        raise InvalidValue(f"{name} is no text") from error


def _say(words: str) -> None:
    print(f"firsthand: {line(words)}", file=sys.stderr)  # noqa: T201
