"""Owns where files are cut into shards: lines at line ends, tables at rows, archives where a record begins.

It reads no article, and no more than a window of a file is in memory. A file that cannot be cut is one shard: what is
wrong with it is told where it is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow
from fastwarc.warc import ArchiveIterator, WarcRecordType
from pyarrow import NativeFile, parquet
from pyarrow.fs import FileSystem

from firsthand.batch.places import File, filesystem_of
from firsthand.batch.shards import Cut, Shard, Unit, place_id, version_id
from firsthand.errors import InputError
from firsthand.ledger.writing import ReadBy
from firsthand.reading import ReadingOptions
from firsthand.reading.parquet import LONGEST_FOOTER, PARQUET_ERRORS, check_once
from firsthand.reading.tables import columns_in
from firsthand.reading.warc import HEAD_BYTES, STARTS, start_in

WINDOW = 1 << 20
"""Bytes that are looked through at a time."""
MOST_OF_GROUP = 256
"""Shards that one group of rows of a Parquet file is cut into at most: each begins to unpack the group anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    unit: Unit
    begin: int = 0
    end: int = 0
    first: int = 1


def shards_of(file: File, *, options: ReadingOptions, read_by: ReadBy, cut: Cut) -> Iterator[Shard]:
    """The shards of a file, in its order."""
    id = f"{place_id(file)}-{version_id(file, options=options, read_by=read_by, cut=cut)}"
    for number, piece in enumerate(_pieces(file, options, cut.of(file.size))):
        yield Shard(
            file=file,
            id=f"{id}-{number:06}",
            number=number,
            unit=piece.unit,
            begin=piece.begin,
            end=piece.end,
            first=piece.first,
        )


def _pieces(file: File, options: ReadingOptions, cut: Cut) -> tuple[_Piece, ...]:
    try:
        filesystem, path = filesystem_of(file.place)
        if file.suffix == ".parquet":
            return tuple(_of_table(filesystem, path, options, cut))
        if file.suffix == ".jsonl":
            with filesystem.open_input_stream(path, compression=None) as stream:
                return tuple(_of_lines(stream, file.size, cut))
        with filesystem.open_input_file(path) as stream:
            return tuple(_of_records(stream, file.size, cut))
    except (InputError, OSError, pyarrow.ArrowException):
        return (_Piece(unit="whole"),)


def _of_lines(stream: NativeFile, size: int, cut: Cut) -> Iterator[_Piece]:
    """Pieces of whole lines, each of at most `cut.rows` lines, and ended by the first line end behind `cut.bytes`."""
    begin, first, place, line = 0, 1, 0, 1
    if not size:
        yield _Piece(unit="whole")
    while window := stream.read(WINDOW):
        for end in (np.flatnonzero(np.frombuffer(window, dtype=np.uint8) == 0x0A) + (place + 1)).tolist():
            line += 1
            if line - first >= cut.rows or end - begin >= cut.bytes:
                yield _Piece(unit="bytes", begin=begin, end=end, first=first)
                begin, first = end, line
        place += len(window)
    if place > begin:
        yield _Piece(unit="bytes", begin=begin, end=place, first=first)


def _of_table(filesystem: FileSystem, path: str, options: ReadingOptions, cut: Cut) -> Iterator[_Piece]:
    """Pieces of rows: groups of rows that are small go together, those that are large are cut."""
    try:
        with parquet.ParquetFile(
            path,
            filesystem=filesystem,
            thrift_string_size_limit=LONGEST_FOOTER,
            thrift_container_size_limit=LONGEST_FOOTER,
        ) as file:
            names = file.schema_arrow.names
            check_once(columns_in(names, options.columns, what="it").values(), names, what="it")
            groups = [file.metadata.row_group(n) for n in range(file.metadata.num_row_groups)]
            sizes = [(group.num_rows, group.total_byte_size) for group in groups]
    except PARQUET_ERRORS:
        sizes = []
    if not any(rows > 0 for rows, _ in sizes) or any(rows < 0 for rows, _ in sizes):
        yield _Piece(unit="whole")
        return
    begin = row = 1
    weight = 0
    for rows, size in sizes:
        if row > begin and (row - begin + rows > cut.rows or weight + size > cut.bytes):
            yield _Piece(unit="rows", begin=begin, end=row)
            begin, weight = row, 0
        step = max(1, min(cut.rows, int(cut.bytes * rows / max(size, 1))), -(-rows // MOST_OF_GROUP))
        end = row + rows
        while end - begin > step and begin == row:
            row += step
            yield _Piece(unit="rows", begin=begin, end=row)
            begin = row
        row, weight = end, weight + size
    if row > begin:
        yield _Piece(unit="rows", begin=begin, end=row)


def _of_records(stream: NativeFile, size: int, cut: Cut) -> Iterator[_Piece]:
    """Pieces of whole records. Of packed files no more is looked at than the place of each cut."""
    magic = stream.read(2)
    stream.seek(0)
    starts = _packed(stream, size, magic, cut) if magic in STARTS else _plain(stream, cut)
    begin = 0
    for end in starts:
        yield _Piece(unit="bytes", begin=begin, end=end)
        begin = end
    yield _Piece(unit="bytes", begin=begin, end=size) if begin or size > 0 else _Piece(unit="whole")


def _packed(stream: NativeFile, size: int, magic: bytes, cut: Cut) -> Iterator[int]:
    """Where the first record behind every `cut.bytes` begins: packed records can be told from their first bytes."""
    place = cut.bytes
    while place < size:
        stream.seek(place)
        window = stream.read(WINDOW)
        found = start_in(window, 0, STARTS[magic])
        last = place + len(window) >= size
        if found is not None and (last or found < len(window) - HEAD_BYTES):
            yield place + found
            place += found + cut.bytes
        elif last:
            return
        else:  # what begins at the window's very end is looked at again, whole
            place += len(window) - HEAD_BYTES


def _plain(stream: NativeFile, cut: Cut) -> Iterator[int]:
    """Where records begin, as the lengths they state say; up to the first damage."""
    begin = 0
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False, quirks_mode=True):
            place = int(record.stream_pos)
            if place - begin >= cut.bytes:
                yield place
                begin = place
    except (OSError, ValueError):
        return
