"""Owns the Arrow schemas: what `read_arrow` takes and gives, and the columns of the four tables. It makes no row.

Columns are called as in `firsthand export` where it has them; what only a ledger knows is left out.
"""

import pyarrow as pa

from firsthand.batch.shards import LAYOUT
from firsthand.ledger.writing import ReadBy
from firsthand.model import wire
from firsthand.render.exports.parquet import schema
from firsthand.render.exports.rows import ARTICLES, STATEMENTS, Columns

_LEDGER = frozenset(
    {"latest", "source_id", "corrected_by", "corrected_at", "corrected_why", "disputes", "copies", "captures"}
    | {"corrected", "disputed"}
)
"""What only a ledger knows: versions, sources across articles, people's decisions."""
HEAD = tuple(name for name in STATEMENTS if name in ARTICLES and name not in _LEDGER)
"""The columns of the article that each row of `statements` and `sources` begins with."""

INPUT = pa.schema(
    [
        ("key", pa.string()),
        ("text", pa.string()),
        ("html", pa.string()),
        ("title", pa.string()),
        ("published", pa.string()),
        ("outlet", pa.string()),
        ("byline", pa.string()),
        ("url", pa.string()),
        ("language", pa.string()),
        ("section", pa.string()),
        ("location", pa.string()),
        ("fetched_at", pa.string()),
    ]
)
"""What `read_arrow` takes: ``text`` or ``html`` must be there, all else may be missing or null.

``published`` may also be a date or a timestamp; ``location`` says where the row lies (else it is the key), and
``fetched_at`` when it was captured, in UTC as ``2026-11-22T12:00:00Z``. Other names that tables often have (``body``,
``headline``, ``date`` …) are known, and other columns are passed over.
"""


def _span() -> pa.DataType:
    return pa.struct([("start", pa.int32()), ("end", pa.int32())])


def _kept(columns: Columns, *, without: tuple[str, ...] = ()) -> Columns:
    return {name: kind for name, kind in columns.items() if name not in _LEDGER and name not in without}


STATEMENT = pa.struct([*schema(_kept(STATEMENTS, without=HEAD)), ("source", pa.string()), ("source_key", pa.string())])
"""One statement, without its article's columns. `source` is the id of its source in the article; `source_key` is the
same in every article that names the source in full, and null for unnamed sources."""
SOURCE = pa.struct(
    [
        ("source", pa.string()),
        ("source_key", pa.string()),
        ("kind", pa.string()),
        ("name", pa.string()),
        ("descriptor", pa.string()),
        ("unnamed", pa.bool_()),
        ("role", pa.string()),
        ("affiliation", pa.string()),
        ("count_min", pa.int32()),
        ("count_max", pa.int32()),
        ("via", pa.string()),
        ("mentions", pa.list_(_span())),
        ("distinct_from", pa.list_(pa.string())),
        ("anonymity_reason", pa.string()),
        ("anonymity_reason_span", _span()),
        ("statements", pa.int32()),
    ]
)
"""One source of one article; `statements` counts those that are attributed to it."""
CAPTURE = (
    ("location", pa.string()),
    ("capture_url", pa.string()),
    ("capture_sha256", pa.string()),
    ("capture_bytes", pa.int64()),
    ("media_type", pa.string()),
    ("headers", pa.list_(pa.struct([("name", pa.string()), ("value", pa.string())]))),
)
"""Where an article came from, and a digest of the bytes that it was read from. The bytes are not kept."""
FAILURE = (("failure_kind", pa.string()), ("failure_message", pa.string()))

OUTPUT = pa.schema(
    [
        *schema(_kept(ARTICLES, without=("statements",))),
        *CAPTURE,
        ("record", pa.string()),
        ("statements", pa.list_(STATEMENT)),
        ("sources", pa.list_(SOURCE)),
        *FAILURE,
    ]
)
"""What `read_arrow` gives: one row for each row that was taken, in order.

`record` is the record firsthand/1 as compact JSON, of an article or of a failure; where `failure_kind` is not null, the
row could not be read, and only `key`, `location`, `fetched_at`, `record` and the failure are there.
"""


def told(read_by: ReadBy) -> dict[bytes, bytes]:
    """The metadata of every batch and part: the versions of the record, of the layout, and of what read."""
    return {
        b"schema": wire.SCHEMA.encode(),
        b"layout": LAYOUT.encode(),
        b"encoder": read_by.encoder.encode(),
        b"firsthand": read_by.version.encode(),
    }
