"""Owns exported rows as Parquet: the types of their columns, writing some rows at a time, and reading them back."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import parquet as pq

from firsthand.errors import NotReadable
from firsthand.ledger.rows import Row
from firsthand.model import wire
from firsthand.render.exports.rows import Columns
from firsthand.render.exports.tables import WITHHELD

BATCH = 5_000
"""Rows of one row group."""


def schema(columns: Columns, *, withheld: bool = False) -> pa.Schema:
    """The Arrow schema of a table; spans are structs of ``start`` and ``end`` (int32)."""
    span = pa.struct([("start", pa.int32()), ("end", pa.int32())])
    text = pa.string()
    hedge = pa.struct([("words", text), ("term", text), ("by", text), ("span", span)])
    dispute = pa.struct([("id", text), ("by", text), ("at", text), ("reply", text)])
    types = {
        "text": text,
        "number": pa.int32(),
        "share": pa.float64(),
        "flag": pa.bool_(),
        "span": span,
        "spans": pa.list_(span),
        "texts": pa.list_(text),
        "hedges": pa.list_(hedge),
        "disputes": pa.list_(dispute),
    }
    fields = [(name, types[kind]) for name, kind in columns.items()]
    told = {b"schema": wire.SCHEMA.encode()}
    return pa.schema([*fields, (WITHHELD, text)] if withheld else fields, metadata=told)


def write(place: BinaryIO | Path, rows: Iterable[Row], columns: Columns, *, withheld: bool = False) -> None:
    """Writes the rows to `place`; they are never held all at once."""
    form = schema(columns, withheld=withheld)
    rest = iter(rows)
    with pq.ParquetWriter(place, form, compression="zstd") as writer:
        while batch := [_arrow(row) for row in islice(rest, BATCH)]:
            writer.write_table(pa.Table.from_pylist(batch, schema=form))


def read(place: Path) -> Iterator[Row]:
    """The rows of such a file as they were handed to `write`; NotReadable where it is none."""
    try:
        with pq.ParquetFile(place) as file:
            for batch in file.iter_batches(BATCH):
                for row in batch.to_pylist():
                    yield {name: _plain(value) for name, value in row.items()}
    except (pa.ArrowException, OSError) as error:
        raise NotReadable(f"{place} is no Parquet file that can be read") from error


def _arrow(row: Row) -> Row:
    return {name: _structs(name, value) for name, value in row.items()}


def _structs(name: str, value: Any) -> Any:
    if name.endswith("_span") and value is not None:
        return _span(value)
    if name in ("content_spans", "own_voice"):
        return [_span(span) for span in value]
    if name == "hedges":
        return [h | {"span": _span(h["span"])} for h in value]
    return value


def _span(pair: list[int]) -> dict[str, int]:
    return {"start": pair[0], "end": pair[1]}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"start", "end"}:
            return [value["start"], value["end"]]
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value
