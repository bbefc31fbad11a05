"""Owns the one function from Arrow batches of articles to Arrow batches of readings. It knows no engine and no file.

It is what Spark's `mapInArrow`, Dask's `map_partitions` and Ray Data's `map_batches` can call; `firsthand batch` makes
its rows with the same code.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pyarrow as pa

from firsthand.batch.rows import Result, batch_of
from firsthand.batch.versions import loaded
from firsthand.errors import FirsthandError, NotReadable, Refused
from firsthand.language.outlets import Outlets, load_outlets
from firsthand.ledger.writing import ReadBy
from firsthand.model import Article, Failure, Reading, Taken
from firsthand.pipeline.adding import read_by
from firsthand.pipeline.reader import Reader
from firsthand.reading import Page, Polite, ReadingOptions
from firsthand.reading.found import Bad, Found, Run
from firsthand.reading.inputs import taken_from
from firsthand.reading.parquet import PARQUET_ERRORS, check_once, found_in_batch
from firsthand.reading.tables import columns_in

ROWS = 64
"""Rows of one batch that is given back, at most."""
CHARACTERS = 2_000_000
"""Characters of the texts of one batch, from which on it is given back."""
_OWN = ("key", "location", "fetched_at")
"""Columns of `INPUT` that files have not."""


def read_arrow(batches: Iterable[pa.RecordBatch], *, options: ReadingOptions | None = None) -> Iterator[pa.RecordBatch]:
    """Reads articles: batches of `firsthand.batch.schemas.INPUT` in, batches of `OUTPUT` out.

    One row comes out for each row that went in, in the same order; the batches may be cut otherwise. A row that cannot
    be read gives a row with a failure, and nothing that is in a row raises. The reader is loaded once in a process,
    with one core. The metadata of each batch names the versions of record, encoder and firsthand.

    Spark: ``frame.mapInArrow(read_arrow, schema)``. The capture of a row is the row itself, as JSON with sorted keys.

    Raises NotReadable where no column holds a text or two have one name, ModelError where the encoder is damaged.
    """
    return rows_read(_taken(batches, options or ReadingOptions()))


def rows_read(taken: Iterable[Taken]) -> Iterator[pa.RecordBatch]:
    """The rows of what was taken, in order; some at a time are in memory."""
    reader = loaded()
    yield from rows_of((_result(one, reader) for one in taken), read_by=read_by(reader))


def rows_of(results: Iterable[Result], *, read_by: ReadBy) -> Iterator[pa.RecordBatch]:
    """The rows of what was read, in order, cut into batches by what is in them alone."""
    held: list[Result] = []
    characters = 0
    for one in results:
        held.append(one)
        characters += len(one.what.article.text) if isinstance(one.what, Reading) else 0
        if len(held) >= ROWS or characters >= CHARACTERS:
            yield batch_of(held, outlets=_outlets(), read_by=read_by)
            held, characters = [], 0
    if held:
        yield batch_of(held, outlets=_outlets(), read_by=read_by)


def result_here(taken: Taken) -> Result:
    """What the reader of this process makes of one thing."""
    return _result(taken, loaded())


def run_at(options: ReadingOptions, at: datetime) -> Run:
    """What reading rows and records needs: no network, and one time of day for all of them."""
    return Run(options=options, fetch=_no_fetch, polite=Polite(), now=lambda: at)


def _result(taken: Taken, reader: Reader) -> Result:
    if taken.article is None:
        return Result(what=taken.failure or _nothing(taken), capture=taken.capture)
    return Result(what=_reading(taken.article, reader), capture=taken.capture)


def _reading(article: Article, reader: Reader) -> Reading | Failure:
    try:
        return reader.read(article)
    except FirsthandError as error:
        return Failure(key=article.key, kind=error.kind, message=str(error))


def _nothing(taken: Taken) -> Failure:
    return Failure(key=taken.key, kind="error", message="nothing was found")


@cache
def _outlets() -> Outlets:
    return load_outlets()


def _no_fetch(address: str, options: ReadingOptions) -> Page:
    raise Refused(f"{address} is not fetched: a batch reads what it was given.")


def _taken(batches: Iterable[pa.RecordBatch], options: ReadingOptions) -> Iterator[Taken]:
    number = 0
    run = run_at(options, datetime.now(UTC))
    for batch in batches:
        names = batch.schema.names
        columns = columns_in(names, options.columns, what="the batch")
        if "id" not in columns and "key" in names:
            columns["id"] = "key"
        check_once((*columns.values(), *_OWN), names, what="the batch")
        wanted = batch.select(list(dict.fromkeys(columns.values())))
        for position in range(batch.num_rows):
            number += 1
            yield taken_from(_found(batch, wanted, position, run, columns=columns, number=number))


def _found(
    batch: pa.RecordBatch,
    wanted: pa.RecordBatch,
    position: int,
    run: Run,
    *,
    columns: dict[str, str],
    number: int,
) -> Found:
    key, where = f"row-{number}", f"row {number}"
    try:
        key = _cell(batch, "key", position) or key
        place, at = _cell(batch, "location", position) or key, _cell(batch, "fetched_at", position)
        when = run.now() if at is None else datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except PARQUET_ERRORS as error:
        reason = " ".join(str(error).split())[:120]
        return Found(result=Bad(key=key, error=NotReadable(f"{where} has a cell that cannot be read ({reason}).")))
    dated = replace(run, now=lambda: when)
    return found_in_batch(wanted, position, dated, columns=columns, key=key, where=where, location=place)


def _cell(batch: pa.RecordBatch, name: str, position: int) -> str | None:
    """What stands in a column as text; None where there is no such column, or nothing in it."""
    if name not in batch.schema.names:
        return None
    value = batch.column(name)[position].as_py()
    return str(value).strip() or None if isinstance(value, str | int) else None
