"""Owns the parts of a shard: its rows as four tables, written as they come, and the manifest that makes it done.

Of one run all parts of a shard have the same bytes, whoever writes them: a shard that two workers read is there once.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from firsthand.batch.folder import TABLES, Folder, json_bytes
from firsthand.batch.schemas import CAPTURE, FAILURE, HEAD, OUTPUT
from firsthand.batch.shards import LAYOUT, Shard
from firsthand.reading.paths import stem_of

GROUP_BYTES = 32 << 20
"""Bytes in memory from which on rows are written as one group."""
_ODD = re.compile(r"[^A-Za-z0-9._-]+")
_CAPTURE = tuple(name for name, _ in CAPTURE)
_LISTS = ("statements", "sources")
_FAILED = ("key", "location", "fetched_at", *_CAPTURE[1:], *(name for name, _ in FAILURE), "record")
_READ = tuple(n for n in OUTPUT.names if n not in (*_LISTS, *(name for name, _ in FAILURE)))


def write_shard(
    folder: Folder, shard: Shard, batches: Iterable[pa.RecordBatch], *, facts: dict[str, Any]
) -> dict[str, Any]:
    """Writes the four parts of a shard and then its manifest, which is given back; `facts` are told in it as they are.

    Rows are never held all at once. Raises OSError or ArrowException where the folder cannot be written, and what
    `batches` raises.
    """
    with tempfile.TemporaryDirectory(prefix="firsthand-") as scratch:
        drafts = {table: Path(scratch) / f"{table}.parquet" for table in TABLES}
        rows = _write(drafts, batches)
        parts = {}
        for table, draft in drafts.items():
            path = f"{table}/input={_partition(shard)}/{shard.id}.parquet"
            with open(draft, "rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            parts[table] = {"path": path, "rows": rows[table], "bytes": draft.stat().st_size, "sha256": sha256}
            folder.put(draft, path)
    manifest = {
        "layout": LAYOUT,
        "shard": shard.id,
        "input": shard.file.where,
        "size": shard.file.size,
        "modified": shard.file.modified,
        "number": shard.number,
        "unit": shard.unit,
        "range": [shard.begin, shard.end],
        **facts,
        "parts": parts,
    }
    folder.write(f"_shards/{shard.id}.json", json_bytes(manifest))
    folder.delete(f"_shards/{shard.id}.failed")
    return manifest


def _partition(shard: Shard) -> str:
    return _ODD.sub("_", stem_of(shard.file.where))[:80].strip("._") or "input"


def _write(drafts: dict[str, Path], batches: Iterable[pa.RecordBatch]) -> dict[str, int]:
    rows = dict.fromkeys(TABLES, 0)
    with ExitStack() as stack:
        writers: dict[str, parquet.ParquetWriter] = {}
        for group in _groups(batches):
            for name, table in tables_of(group).items():
                if name not in writers:
                    writer = parquet.ParquetWriter(drafts[name], table.schema, compression="zstd")
                    writers[name] = stack.enter_context(writer)
                writers[name].write_table(table)
                rows[name] += table.num_rows
    return rows


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The batches put together to groups of rows of a good size; at least one, if an empty one."""
    held: list[pa.RecordBatch] = []
    given = False
    for batch in batches:
        held.append(batch)
        if sum(b.nbytes for b in held) >= GROUP_BYTES:
            yield pa.Table.from_batches(held)
            held, given = [], True
    if held or not given:
        yield pa.Table.from_batches(held, schema=held[0].schema if held else OUTPUT)


def tables_of(rows: pa.Table) -> dict[str, pa.Table]:
    """The rows of `OUTPUT` as the four tables, each with the versions in its metadata.

    Articles lose their lists and get the number of their statements; each statement and source gets the columns of its
    article's head; rows that could not be read are the failures.
    """
    metadata = rows.schema.metadata
    read = rows.filter(pc.is_null(rows.column("failure_kind"))).combine_chunks()
    failed = rows.filter(pc.is_valid(rows.column("failure_kind"))).select(list(_FAILED))
    failed = failed.rename_columns([name.removeprefix("failure_") for name in _FAILED])
    articles = read.select(list(_READ))
    counts = pc.list_value_length(read.column("statements")).cast(pa.int32())
    articles = articles.add_column(articles.schema.get_field_index("named"), "statements", counts)
    tables = {"articles": articles, **{name: _exploded(read, name) for name in _LISTS}, "failures": failed}
    return {name: table.replace_schema_metadata(metadata) for name, table in tables.items()}


def _exploded(read: pa.Table, name: str) -> pa.Table:
    column = read.column(name)
    head = read.select(list(HEAD)).take(pc.list_parent_indices(column))
    items = pc.list_flatten(column)
    fields = [pc.struct_field(items, i) for i in range(items.type.num_fields)]
    names = [items.type.field(i).name for i in range(items.type.num_fields)]
    return pa.table([*head.columns, *fields], names=[*HEAD, *names])
