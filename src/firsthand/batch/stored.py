"""Owns reading back what a batch wrote: parts checked against their manifests, records made readings again.

A folder may have been damaged or forged since: what cannot be is a failure, and never ends a run.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from firsthand.batch.folder import Folder
from firsthand.batch.parts import tables_of
from firsthand.batch.possible import check_reading
from firsthand.batch.rows import article_columns
from firsthand.batch.schemas import OUTPUT
from firsthand.errors import FirsthandError, InvalidValue, NotReadable, NotText
from firsthand.ledger.writing import ReadBy
from firsthand.model import Article, CaptureNote, Failure, Reading, wire
from firsthand.pipeline.adding_read import ReadBefore
from firsthand.reading.found import MOST_HEADERS
from firsthand.reading.parquet import LONGEST_FOOTER, PARQUET_ERRORS

ROWS = 64
"""Rows in memory at once."""
LARGEST_GROUP = 1 << 30
"""Bytes of one group of rows once unpacked, as its file states them: 20 times what a batch writes."""
LONGEST_RECORD = 64 << 20
"""Characters of one record: the longest article has some 12 million."""
MOST_BYTES = (1 << 31) - 1
LONGEST_NAME = 200
"""Characters of what a manifest says that read."""
_CAPTURE = ("location", "fetched_at", "capture_url", "capture_sha256", "capture_bytes", "media_type", "headers")


def read_before(folder: Folder) -> Iterator[ReadBefore | Failure]:
    """Every article and failure of a batch's folder, in the order of the runs and of their inputs.

    What a part holds is only given when all of its bytes are those that the manifest names, and a record only where it
    is possible and its row's columns say what it says; a part or row of which that is not so is a `Failure` of its own,
    and the rest goes on.
    """
    for _, id in sorted((_place(folder, id), id) for id in folder.done()):
        try:
            manifest = folder.manifest(id)
            read_by = _read_by(manifest)
            parts = {table: manifest["parts"][table] for table in ("articles", "failures")}
            for part in parts.values():
                folder.check_part(part)
        except FirsthandError as error:
            yield Failure(key=id, kind=error.kind, message=str(error))
            continue
        for table, part in parts.items():
            yield from _rows(folder, str(part["path"]), table, read_by)


def _place(folder: Folder, id: str) -> tuple[str, int]:
    """Where a shard stood in its run; one whose manifest is damaged comes first, and is told."""
    try:
        manifest = folder.manifest(id)
        return str(manifest["at"]), int(manifest["order"])
    except (FirsthandError, KeyError, ValueError, TypeError, OverflowError):
        return "", 0


def _rows(folder: Folder, path: str, table: str, read_by: ReadBy) -> Iterator[ReadBefore | Failure]:
    number = 0
    try:
        with parquet.ParquetFile(
            folder.path(path),
            filesystem=folder.filesystem,
            thrift_string_size_limit=LONGEST_FOOTER,
            thrift_container_size_limit=LONGEST_FOOTER,
        ) as file:
            check_part(file, table, what=f"{path} in {folder.name}")
            for batch in file.iter_batches(ROWS, columns=columns_read(table).names, use_threads=False):
                for position in range(batch.num_rows):
                    number += 1
                    yield _one(batch.slice(position, 1), table, read_by, where=f"row {number} of {path}")
    except NotReadable as error:
        yield Failure(key=path, kind=error.kind, message=str(error))
    except PARQUET_ERRORS as error:
        reason = " ".join(str(error).split())[:120]
        words = f"{path} in {folder.name} cannot be read from its row {number + 1} on ({reason}): run the batch again."
        yield Failure(key=path, kind=NotReadable.kind, message=words)


@cache
def columns_read(table: str) -> pa.Schema:
    """The columns of a part of that table that are read."""
    every = tables_of(OUTPUT.empty_table())[table].schema
    own = article_columns(Article(key="", text="")) if table == "articles" else ("key", "kind", "message")
    return pa.schema([every.field(name) for name in (*_CAPTURE, *own, "record")])


def check_part(file: parquet.ParquetFile, table: str, *, what: str) -> None:
    """NotReadable where a part has not the columns that a batch writes, or says that it unpacks to more than memory."""
    held = file.schema_arrow
    for field in columns_read(table):
        count = held.names.count(field.name)
        if count != 1 or not held.field(field.name).type.equals(field.type):
            fault = f"{count or 'no'} columns" if count != 1 else f"none of {field.type}"
            raise NotReadable(f"{what} is no part of a batch: it has {fault} called “{field.name}”; run it again.")
    sizes = [file.metadata.row_group(n).total_byte_size for n in range(file.metadata.num_row_groups)]
    if any(not 0 <= size <= LARGEST_GROUP for size in sizes):
        raise NotReadable(f"{what} has a group of rows of {max(sizes):,} bytes; no batch writes one: run it again.")


def _one(row: pa.RecordBatch, table: str, read_by: ReadBy, *, where: str) -> ReadBefore | Failure:
    try:
        [told] = row.to_pylist()
        what = checked_reading(told) if table == "articles" else _failure(told)
        return ReadBefore(what=what, read_by=read_by, capture=_capture(told))
    except FirsthandError as error:
        return Failure(key=where, kind=error.kind, message=str(error))
    except (*PARQUET_ERRORS, RecursionError):
        return Failure(key=where, kind=InvalidValue.kind, message="it holds no record: run the batch again.")


def _record(told: dict[str, Any]) -> wire.Record:
    text = told["record"] or ""
    if len(text) > LONGEST_RECORD:
        raise NotText(f"its record has {len(text):,} characters; {LONGEST_RECORD:,} are the most there may be.")
    record: wire.Record = json.loads(text)
    return record


def checked_reading(told: dict[str, Any]) -> Reading:
    """The reading of one row of an articles part; a FirsthandError where it can be none, or its columns differ."""
    reading = wire.from_json(_record(told))
    check_reading(reading)
    _check_columns(told, article_columns(reading.article))
    return reading


def _failure(told: dict[str, Any]) -> Failure:
    read = wire.failure_from_json(_record(told))
    failure = replace(read, message=read.message.encode("utf-8", "replace").decode())
    _check_columns(told, {name: getattr(failure, name) for name in ("key", "kind", "message")})
    if any("\0" in words for words in (failure.key, failure.kind, failure.message)):
        raise InvalidValue("its failure holds a NUL character, which is no text")
    return failure


def _check_columns(told: dict[str, Any], expected: dict[str, Any]) -> None:
    for name, value in expected.items():
        if told[name] != value:
            raise InvalidValue(
                f"its column “{name}” says something else than its record: one of them was altered after it was "
                "read; run the batch again"
            )


def _capture(told: dict[str, Any]) -> CaptureNote | None:
    if told["capture_sha256"] is None:
        return None
    for name in ("location", "fetched_at", "capture_bytes", "media_type"):
        if told[name] is None:
            raise InvalidValue(f"its column “{name}” is empty, and its capture cannot be told: run the batch again")
    headers: list[Any] = [(h or {}).get(name) for h in told["headers"] or () for name in ("name", "value")]
    texts = [told["location"], told["media_type"], told["capture_url"] or "", *headers]
    if len(headers) > 2 * MOST_HEADERS or any(t is None or "\0" in t for t in texts):
        raise InvalidValue("its capture holds a NUL character, or headers that no page has: run the batch again")
    if not 0 <= told["capture_bytes"] <= MOST_BYTES:
        raise InvalidValue(f"its capture has {told['capture_bytes']:,} bytes; 0 to {MOST_BYTES:,} are what can be")
    return CaptureNote(
        location=told["location"],
        fetched_at=told["fetched_at"],
        sha256=told["capture_sha256"],
        length=told["capture_bytes"],
        media_type=told["media_type"],
        url=told["capture_url"],
        headers=tuple(zip(headers[::2], headers[1::2], strict=True)),
    )


def _read_by(manifest: dict[str, Any]) -> ReadBy:
    given = manifest.get("read_by")
    names: list[Any] = [given.get(n) for n in ("encoder", "firsthand")] if isinstance(given, dict) else []
    if not names or not all(isinstance(n, str) and n.isprintable() and len(n) <= LONGEST_NAME for n in names):
        raise NotReadable(f"the manifest {manifest['shard']} does not say what read: run the batch again.")
    return ReadBy(encoder=names[0], version=names[1])
