"""Owns Parquet tables → articles, a few rows in memory at a time. It reads only the columns that it needs."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow
from pyarrow import parquet
from pyarrow.fs import FileSystem

from firsthand.errors import InputError, NotReadable, NotText
from firsthand.reading.encoding import decoded
from firsthand.reading.found import Bad, Found, Run
from firsthand.reading.paths import not_opened
from firsthand.reading.tables import columns_in, found_in_row

BATCH_ROWS = 16
"""Rows in memory at once: a row group may have millions, and each row an article of the largest size."""
BUFFER_BYTES = 1 << 20
LONGEST_FOOTER = 100_000_000
PARQUET_ERRORS = (pyarrow.ArrowException, ValueError, TypeError, OverflowError, OSError)


def rows_of_parquet(
    path: Path | str,
    run: Run,
    *,
    stem: str,
    what: str,
    location: str,
    rows: tuple[int, int] | None = None,
    filesystem: FileSystem | None = None,
) -> Iterator[Found]:
    """One article a row of the Parquet file at `path`; a row group that is damaged never stops the others.

    Rows count from 1 over the whole file. The capture of a row holds the columns that were read, as JSON.
    `rows` are those wanted, half-open and counted from 1; all where it is None. `filesystem` holds `path` where that is
    no local file. Raises OSError where the filesystem does not answer.
    """
    wanted = rows or (1, sys.maxsize)
    try:
        with _opened(path, what, filesystem) as file:
            names = file.schema_arrow.names
            columns = columns_in(names, run.options.columns, what=what)
            check_once(columns.values(), names, what=what)
            if not file.metadata.num_rows:
                raise NotText(f"{what} has no row in it to read.")
            first = 1
            for group in range(file.metadata.num_row_groups):
                end = first + file.metadata.row_group(group).num_rows
                if first < wanted[1] and wanted[0] < end:
                    group_rows = _Rows(file=file, group=group, first=first, wanted=wanted, columns=columns)
                    yield from _rows(group_rows, run, stem=stem, what=what, location=location)
                first = end
    except InputError as error:
        yield Found(result=Bad(key=stem, error=error))


def check_once(wanted: Iterable[str], names: Sequence[str], *, what: str) -> None:
    """NotReadable where a table has two columns by one of the `wanted` names: nothing says which of them is meant."""
    for name in wanted:
        if (count := names.count(name)) > 1:
            shown = " ".join(name.split())[:40]
            raise NotReadable(f"{what} has {count} columns called “{shown}”: give each a name of its own.")


def _opened(path: Path | str, what: str, filesystem: FileSystem | None) -> parquet.ParquetFile:
    try:
        if filesystem is None:
            with open(path, "rb"):  # for the system's own words where it may not be opened
                pass
        schema = parquet.read_schema(path, filesystem=filesystem)
        texts = [f.name for f in schema if pyarrow.types.is_string(f.type) or pyarrow.types.is_binary(f.type)]
        # Dictionaries stay folded: a thousand rows that repeat one long text take no more room than one.
        return parquet.ParquetFile(
            path,
            filesystem=filesystem,
            read_dictionary=texts,
            pre_buffer=False,
            buffer_size=BUFFER_BYTES,
            thrift_string_size_limit=LONGEST_FOOTER,
            thrift_container_size_limit=LONGEST_FOOTER,
            page_checksum_verification=True,
        )
    except pyarrow.ArrowException as error:
        raise NotReadable(f"{what} is no Parquet file that can be read ({_reason(error)}): check the file.") from error
    except OSError as error:
        if error.errno is None:  # pyarrow's own
            raise NotReadable(f"{what} is no Parquet file that can be read ({_reason(error)}): check it.") from error
        raise not_opened(str(path), error) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """One group of a file's rows: the number of its `first`, and which of all rows are `wanted`."""

    file: parquet.ParquetFile
    group: int
    first: int
    wanted: tuple[int, int]
    columns: dict[str, str]


def _rows(group: _Rows, run: Run, *, stem: str, what: str, location: str) -> Iterator[Found]:
    number, (begin, end) = group.first, group.wanted
    names = list(dict.fromkeys(group.columns.values()))
    try:
        for batch in group.file.iter_batches(
            batch_size=BATCH_ROWS, row_groups=[group.group], columns=names, use_threads=False
        ):
            after = number + batch.num_rows
            for row in range(max(number, begin), min(after, end)):
                where, key, position = f"row {row} of {what}", f"{stem}-{row}", row - number
                place = f"{location}#row {row}"
                yield found_in_batch(batch, position, run, columns=group.columns, key=key, where=where, location=place)
            number = after
            if number >= end:
                return
    except PARQUET_ERRORS as error:
        if number < begin:
            return  # told by whoever reads the rows in which the damage begins
        where = f"{what} is damaged from its row {number} on"
        words = f"{where} ({_reason(error)}): the other groups of rows are read."
        yield Found(result=Bad(key=f"{stem}-{number}", error=NotReadable(words)))


def found_in_batch(
    batch: pyarrow.RecordBatch,
    position: int,
    run: Run,
    *,
    columns: dict[str, str],
    key: str,
    where: str,
    location: str,
) -> Found:
    """The article of the row at `position` (from 0) of an Arrow batch; `columns` comes from `columns_in`."""
    try:
        values = {name: _value(batch.column(name)[position].as_py(), where) for name in batch.schema.names}
    except InputError as error:
        return Found(result=Bad(key=key, error=error))
    except PARQUET_ERRORS as error:
        words = f"{where} holds a value that cannot be read ({_reason(error)}): check the file."
        return Found(result=Bad(key=key, error=NotReadable(words)))
    return found_in_row(values, run, columns=columns, key=key, where=where, location=location)


def _value(value: object, where: str) -> object:
    """A cell as JSON can say it: times as ISO 8601, bytes as the text they hold."""
    if isinstance(value, bytes):
        return decoded(value, what=where)[0] if value else None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list):
        return [_value(v, where) for v in value]
    return str(value)


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split())[:120].rstrip(".") or type(error).__name__
