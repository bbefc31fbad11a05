"""Owns what the articles of one shard tell, as rows that later stages compare: units, forms, marks. It compares none.

Units and features are those of the ledger (`firsthand.pipeline.tracing_index.told_forms`); how rare a word is stands in
a list that ships, so that it is the same in every shard. Sources are known by their keys, as the reading gives them:
what people merged in a ledger is not known here.
"""

import json
import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from firsthand.batch.claims_files import write
from firsthand.batch.stored import check_part, checked_reading, columns_read
from firsthand.errors import FirsthandError, NotReadable
from firsthand.language.outlets import load_outlets
from firsthand.ledger.units import Form
from firsthand.model import Reading
from firsthand.model.trace import Instants, Piece, Unit
from firsthand.pipeline.named import address, names
from firsthand.pipeline.tracing_forms import day, features_of_json, from_json, to_json
from firsthand.pipeline.tracing_index import told_forms
from firsthand.pipeline.tracing_pieces import when
from firsthand.pipeline.tracing_ready import Ready, made_ready
from firsthand.reading.parquet import LONGEST_FOOTER, PARQUET_ERRORS

ROWS = 64
"""Articles that are in memory at once."""
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("key", pa.string()),
        ("address", pa.string()),
        ("published", pa.string()),
        ("fetched_at", pa.string()),
        ("day", pa.int32()),
        ("about", pa.list_(pa.string())),
        ("forms", pa.int32()),
        ("told", pa.binary()),
    ]
)
"""A row an article: `about` are the words that mark it, `forms` how many forms it has, `told` its units and forms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsTask:
    """The articles part of a shard, and where what they tell is written to."""

    part: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An article as later stages take it up: `units` with the numbers of their forms; per form its id, features and
    vector."""

    units: tuple[tuple[Unit, int], ...]
    form_ids: tuple[str, ...]
    features: tuple[Any, ...]
    vectors: tuple[bytes, ...]
    when: Instants

    def ready(self) -> tuple[Ready, ...]:
        """Its forms, ready for comparing."""
        return tuple(map(made_ready, self.features, self.vectors))

    def titles(self) -> frozenset[int]:
        """The forms of its title."""
        return frozenset(n for unit, n in self.units if unit.field == "title")


def make_forms(task: FormsTask) -> str:
    """Writes what the articles of one shard tell; the place, when it is done."""
    write(Path(task.place), SCHEMA, _batches(task.part))
    return task.place


def _batches(part: str) -> Iterator[pa.RecordBatch]:
    outlets = load_outlets()
    with parquet.ParquetFile(
        part, thrift_string_size_limit=LONGEST_FOOTER, thrift_container_size_limit=LONGEST_FOOTER
    ) as file:
        check_part(file, "articles", what=part)
        number = 0
        for batch in file.iter_batches(ROWS, columns=columns_read("articles").names, use_threads=False):
            found = []
            for row in batch.to_pylist():
                number += 1
                reading = _reading(row, f"row {number} of {part}")
                keys = {id: key.id for id, key in names(reading, outlets).items()}
                at = when(reading.article.published, row["fetched_at"])
                found.append(_row(Piece(reading=reading, keys=keys, when=at), row["fetched_at"]))
            yield pa.RecordBatch.from_pylist(found, schema=SCHEMA)


def _reading(row: dict[str, Any], where: str) -> Reading:
    try:
        return checked_reading(row)
    except (FirsthandError, *PARQUET_ERRORS, RecursionError) as error:
        why = str(error) if isinstance(error, FirsthandError) else "it holds no record"
        raise NotReadable(f"{where} is no reading that a batch wrote ({why}): run the batch again") from error


def _row(piece: Piece, fetched_at: str) -> dict[str, Any]:
    article, told = piece.reading.article, list(told_forms(piece))
    forms: dict[str, Form] = {form.id: form for _, form in told}
    number = {id: n for n, id in enumerate(forms)}
    about = features_of_json(told[0][1].features).about if told else ()
    return {
        "id": piece.id,
        "key": article.key,
        "address": address(article.url),
        "published": article.published,
        "fetched_at": fetched_at,
        "day": day(piece.when),
        "about": list(about),
        "forms": len(forms),
        "told": packed(piece.when, [(unit, number[f.id]) for unit, f in told], forms),
    }


def packed(at: Instants, told: list[tuple[Unit, int]], forms: dict[str, Form]) -> bytes:
    """What an article tells as bytes: for `unpacked`."""
    value = {
        "when": list(at),
        "units": [[number, {n: v for n, v in to_json(unit).items() if n != "id"}] for unit, number in told],
        "forms": [[id, form.features, b85encode(form.vector).decode("ascii")] for id, form in forms.items()],
    }
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 1)


def unpacked(told: bytes) -> Read:
    """What `packed` made bytes of."""
    value = json.loads(zlib.decompress(told))
    return Read(
        units=tuple((from_json(Unit, unit), number) for number, unit in value["units"]),
        form_ids=tuple(id for id, *_ in value["forms"]),
        features=tuple(features for _, features, _ in value["forms"]),
        vectors=tuple(b85decode(vector) for *_, vector in value["forms"]),
        when=(value["when"][0], value["when"][1]),
    )
