"""Owns the work files of claims at scale: Arrow files that are there whole or not at all, read where they lie.

OUT/_claims/forms-RECIPE/SHARD-DIGEST.arrow    what the articles of a shard tell; kept for the next run
OUT/_claims/run-DIGEST/…                       the stages of one run over one set of shards; gone when it is done
OUT/claims/*.parquet  OUT/claim_pairs/*.parquet  OUT/_claims/claims.json
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from pyarrow import ipc


@contextmanager
def draft(place: Path) -> Iterator[Path]:
    """A place to write to, which becomes `place` when all is written."""
    place.parent.mkdir(parents=True, exist_ok=True)
    other = place.with_name(f"{place.name}.{secrets.token_hex(4)}.tmp")
    try:
        yield other
        other.replace(place)
    finally:
        other.unlink(missing_ok=True)


def write(place: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    """Writes an Arrow file, whole or not at all; its batches are in memory one at a time."""
    with draft(place) as other, pa.OSFile(str(other), "wb") as sink, ipc.new_file(sink, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def write_table(place: Path, table: pa.Table) -> None:
    """Writes a table that is in memory."""
    write(place, table.schema, table.to_batches(max_chunksize=1 << 16))


def read(place: Path) -> pa.Table:
    """The table in an Arrow file, mapped into memory: only what is looked at is read."""
    with pa.memory_map(str(place)) as source:
        return ipc.open_file(source).read_all()
