"""Owns the last two stages of claims: pairs brought to the bucket of their part, and the parts of a bucket grouped.

Grouping is the ledger's own (`firsthand.pipeline.tracing_index.grouped`). Files are sorted, and say the same whoever
wrote them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from firsthand.batch.claims_files import draft, read, write_table
from firsthand.batch.claims_forms import Read, unpacked
from firsthand.batch.claims_order import Order
from firsthand.batch.claims_pairs import SCHEMA as PAIRS
from firsthand.batch.claims_parts import read_parts
from firsthand.ledger.units import FormPair, heads
from firsthand.model.trace import Unit
from firsthand.pipeline.tracing_index import Part, first_key, grouped

SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32())])
CLAIMS = pa.schema(
    [
        ("claim", pa.string()),
        ("article", pa.string()),
        ("key", pa.string()),
        ("unit", pa.string()),
        ("field", pa.string()),
        ("spans", pa.list_(SPAN)),
        ("words", pa.string()),
        ("statement", pa.string()),
        ("quotation", pa.string()),
        ("stance", pa.string()),
        ("certainty", pa.string()),
        ("earliest", pa.string()),
        ("latest", pa.string()),
    ]
)
"""A row a report: one place of one article that tells a claim. Spans count in code points of its text or title."""
CLAIM_PAIRS = pa.schema(
    [
        ("unit_a", pa.string()),
        ("unit_b", pa.string()),
        ("claim_a", pa.string()),
        ("claim_b", pa.string()),
        ("probability", pa.float64()),
        ("opposed", pa.bool_()),
        ("conflicts", pa.list_(pa.string())),
    ]
)
"""A row two reports that were compared, in one part of the graph: how probably they tell one claim, and what speaks
against it."""
_SHUFFLED = pa.schema([*PAIRS, ("bucket", pa.int64())])


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuffleTask:
    """A file of pairs, and where the same is written to in the order of buckets."""

    pairs: str
    parts: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsTask:
    """A bucket, and where its claims and pairs are written to."""

    order: str
    forms: tuple[str, ...]
    parts: str
    shuffled: tuple[str, ...]
    bucket: int
    claims: str
    pairs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """What a bucket came to."""

    claims: int
    reports: int
    pairs: int


def shuffle(task: ShuffleTask) -> str:
    """Writes the pairs of a file that lie inside a part, sorted by bucket; the place, when it is done."""
    labels, buckets = read_parts(Path(task.parts))
    table = read(Path(task.pairs))
    a, b = table["a"].to_numpy(), table["b"].to_numpy()
    (inside,) = np.nonzero(labels[a] == labels[b])
    bucket = buckets[a[inside]]
    order = np.argsort(bucket, kind="stable")
    table = table.take(pa.array(inside[order])).append_column("bucket", pa.array(bucket[order]))
    write_table(Path(task.place), table.cast(_SHUFFLED))
    return task.place


def group(task: GroupsTask) -> Grouped:
    """Groups the parts of a bucket and writes what came of it, the claims last."""
    order = Order(Path(task.order), [Path(p) for p in task.forms])
    pairs = list(_pairs_of(task))
    labels, buckets = read_parts(Path(task.parts))
    (forms,) = np.nonzero(buckets == task.bucket)
    told = _Told(order, forms)
    reports: list[dict[str, Any]] = []
    claim_of: dict[str, str] = {}
    for part in _parts(told, labels, forms, pairs):
        for units in grouped(part):
            name = heads(min((u.id for u in units), key=told.first))
            claim_of |= dict.fromkeys((u.id for u in units), name)
            reports += (told.report(u, name) for u in units)
    reports.sort(key=lambda r: (r["claim"], r["unit"]))
    rows = sorted(_pair_rows(told, pairs, claim_of), key=lambda r: (r["unit_a"], r["unit_b"]))
    _write(Path(task.pairs), pa.Table.from_pylist(rows, schema=CLAIM_PAIRS))
    _write(Path(task.claims), pa.Table.from_pylist(reports, schema=CLAIMS))
    return Grouped(claims=len(set(claim_of.values())), reports=len(reports), pairs=len(rows))


def counted(task: GroupsTask) -> Grouped:
    """What a bucket came to that an earlier run did."""
    claims = parquet.read_table(task.claims, columns=["claim"])["claim"]
    pairs = parquet.read_metadata(task.pairs).num_rows
    return Grouped(claims=len(claims.unique()), reports=len(claims), pairs=pairs)


def _write(place: Path, table: pa.Table) -> None:
    with draft(place) as other:
        parquet.write_table(table, other, compression="zstd")


def _pairs_of(task: GroupsTask) -> Iterator[tuple[int, int, float, bool, str]]:
    for place in task.shuffled:
        table = read(Path(place))
        bucket = table["bucket"].to_numpy()
        begin, end = np.searchsorted(bucket, [task.bucket, task.bucket + 1])
        columns = table.slice(begin, end - begin).select(PAIRS.names).to_pydict()
        yield from zip(*columns.values(), strict=True)


def _parts(
    told: "_Told", labels: Any, forms: Any, pairs: Iterable[tuple[int, int, float, bool, str]]
) -> Iterator[Part]:
    """The parts of a bucket, by their first forms."""
    of: dict[int, dict[tuple[str, str], FormPair]] = {}
    for a, b, probability, opposed, conflicts in pairs:
        ids = _id(a), _id(b)
        pair = FormPair(*ids, probability, opposed, tuple(conflicts.split(",")) if conflicts else ())
        of.setdefault(int(labels[a]), {})[ids] = pair
    for label, mine in _by_label(labels, forms).items():
        yield Part(told=tuple((unit, _id(n)) for n in mine for unit in told.units(n)), pairs=of.get(label, {}))


def _by_label(labels: Any, forms: Any) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for form, label in zip(forms.tolist(), labels[forms].tolist(), strict=True):
        found.setdefault(label, []).append(form)
    return found


def _id(form: int) -> str:
    return f"{form:015}"


def _pair_rows(
    told: "_Told", pairs: Iterable[tuple[int, int, float, bool, str]], claim_of: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for a, b, probability, opposed, conflicts in pairs:
        for one in told.units(a):
            for other in told.units(b):
                x, y = sorted((one.id, other.id))
                yield {
                    "unit_a": x,
                    "unit_b": y,
                    "claim_a": claim_of[x],
                    "claim_b": claim_of[y],
                    "probability": probability,
                    "opposed": opposed,
                    "conflicts": conflicts.split(",") if conflicts else [],
                }


class _Told:
    """The units of some forms, with what their reports need of their articles."""

    def __init__(self, order: Order, forms: Any) -> None:
        self._units: dict[int, list[Unit]] = {}
        self._first: dict[str, tuple[Any, ...]] = {}
        self._article: dict[str, tuple[str, Read]] = {}
        wanted = frozenset(forms.tolist())
        for number in np.unique(order.of_form(forms)).tolist():
            read, base = unpacked(order.told(number)), int(order.bases[number])
            for unit, n in read.units:
                if base + n in wanted:
                    self._units.setdefault(base + n, []).append(unit)
                    self._first[unit.id] = first_key(unit, read.when)
                    self._article.setdefault(unit.article, (order.key(number), read))

    def units(self, form: int) -> list[Unit]:
        """The units of a form."""
        return self._units.get(form, [])

    def first(self, unit: str) -> tuple[Any, ...]:
        """A key by which the first report of a claim comes first."""
        return self._first[unit]

    def report(self, unit: Unit, claim: str) -> dict[str, Any]:
        """The row of a unit that tells a claim."""
        key, read = self._article[unit.article]
        kept = ("article", "field", "words", "statement", "quotation", "stance", "certainty")
        return {
            "claim": claim,
            "key": key,
            "unit": unit.id,
            "spans": [{"start": s.start, "end": s.end} for s in unit.spans],
            "earliest": read.when[0],
            "latest": read.when[1],
            **{name: getattr(unit, name) for name in kept},
        }
