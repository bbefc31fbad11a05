"""Owns the way from a shard to its articles: the shard's bytes or rows, handed to the readers of files. It reads no
more of the file than the shard, whatever the file states of itself."""

import io
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pyarrow
from pyarrow.fs import FileSystem

from firsthand.batch.arrow import run_at
from firsthand.batch.places import filesystem_of, is_address, looked_up, not_answered
from firsthand.batch.shards import Shard
from firsthand.errors import NotReadable
from firsthand.model import Taken
from firsthand.reading import ReadingOptions
from firsthand.reading.found import Found, Run
from firsthand.reading.inputs import taken_from
from firsthand.reading.parquet import rows_of_parquet
from firsthand.reading.paths import stem_of
from firsthand.reading.rows import rows_of_lines
from firsthand.reading.warc import HEADER_BYTES, records_of_warc

COPIED = 1 << 20
"""Bytes that are copied at a time."""


def taken(shard: Shard, *, options: ReadingOptions, at: str, most_bytes: int) -> Iterator[Taken]:
    """Every article of a shard in order, and what cannot be read as failures; `at` dates the captures.

    Keys and places are those that the whole file's articles have. Of a shard with one record or line that is larger
    than an article may be, no more than `most_bytes` and one article are read. Raises InputError where the file is not
    what it was when the run was planned, or its storage does not answer.
    """
    file = shard.file
    if (now := looked_up(file.place, file.name)) != file:
        changed = f"of {now.size:,} bytes instead of {file.size:,}" if now.size != file.size else "written anew"
        raise NotReadable(f"{file.name} has changed since this run began (it is {changed}): run it again.")
    filesystem, path = filesystem_of(file.place)
    run = run_at(options, datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC))
    try:
        for found in _found(shard, run, filesystem, path, most=most_bytes + options.max_bytes + HEADER_BYTES):
            yield taken_from(found)
    except (pyarrow.ArrowException, OSError) as error:
        raise not_answered(file.place, error) from error


def _found(shard: Shard, run: Run, filesystem: FileSystem, path: str, *, most: int) -> Iterator[Found]:
    file, whole = shard.file, _is_whole(shard)
    stem, what, place = stem_of(path), file.name, file.where
    if file.suffix == ".parquet":
        rows = None if shard.unit == "whole" else (shard.begin, shard.end)
        remote = filesystem if is_address(file.place) else None
        yield from rows_of_parquet(path, run, stem=stem, what=what, location=place, rows=rows, filesystem=remote)
    elif file.suffix == ".jsonl":
        with _piece(shard, filesystem, path, most) as lines:
            yield from rows_of_lines(
                lines,  # type: ignore[arg-type]
                run,
                stem=stem,
                what=what,
                location=place,
                first=shard.first,
                whole=whole,
            )
    else:
        with _piece(shard, filesystem, path, most) as piece, tempfile.NamedTemporaryFile(suffix=".warc") as copy:
            shutil.copyfileobj(piece, copy, COPIED)
            copy.flush()
            local = Path(copy.name)
            yield from records_of_warc(local, run, stem=stem, what=what, location=place, base=shard.begin, whole=whole)


def _is_whole(shard: Shard) -> bool:
    return shard.unit == "whole" or (shard.begin == 0 and shard.end == shard.file.size)


def _piece(shard: Shard, filesystem: FileSystem, path: str, most: int) -> IO[bytes]:
    """The bytes of a shard as a stream, at most `most` of them; a file that was not cut is read to its end."""
    if shard.unit == "whole":
        return io.BufferedReader(filesystem.open_input_stream(path, compression=None))
    with filesystem.open_input_file(path) as file:
        file.seek(shard.begin)
        return io.BytesIO(file.read(min(shard.end - shard.begin, most)))
