"""Owns the comparing of one slice of articles with those before them: candidates by blocks, scored as in the ledger.

A block is one word that marks articles, within a window of time: of each, the `NEAREST` articles before are looked at.
What comes of an article depends on it and on what came before it, not on how articles are shared out.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from firsthand.batch.claims_files import write
from firsthand.batch.claims_forms import unpacked
from firsthand.batch.claims_order import Order
from firsthand.ledger.units import DATELESS, NEAREST
from firsthand.pipeline.tracing_forms import days_around, marks, word_digest
from firsthand.pipeline.tracing_graph import KEPT
from firsthand.pipeline.tracing_index import candidates, likeliest, one_event, scored
from firsthand.pipeline.tracing_near import Near
from firsthand.pipeline.tracing_ready import Ready

HELD = 1500
"""Articles that are kept ready at once: about 80 kB each."""
SCHEMA = pa.schema(
    [
        ("a", pa.int64()),
        ("b", pa.int64()),
        ("probability", pa.float64()),
        ("opposed", pa.bool_()),
        ("conflicts", pa.string()),
    ]
)
"""Two forms by their numbers, the lower first, and how they compare; conflicts with commas between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairsTask:
    """The articles `begin` to `end` of an order, and where their pairs are written to."""

    order: str
    forms: tuple[str, ...]
    begin: int
    end: int
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    """An article ready for comparing; its forms by keys that sort as the ledger's ids do."""

    forms: dict[str, Ready]
    numbers: dict[str, int]
    titles: frozenset[str]


def make_pairs(task: PairsTask) -> str:
    """Writes the pairs that articles make with those before them and among themselves; the place, when it is done."""
    order = Order(Path(task.order), [Path(p) for p in task.forms])
    write(Path(task.place), SCHEMA, _batches(order, task.begin, task.end))
    return task.place


def _batches(order: Order, begin: int, end: int) -> Iterator[pa.RecordBatch]:
    held = _Held(order)
    for number, near in _near(order, begin, end):
        rows = _pairs(held.article(number), [held.article(n) for n in near])
        if rows:
            columns = zip(*sorted(rows), strict=True)
            yield pa.record_batch([pa.array(c, type=f.type) for c, f in zip(columns, SCHEMA, strict=True)], SCHEMA)


def _pairs(mine: _Article, near: list[_Article]) -> list[tuple[int, int, float, bool, str]]:
    known, numbers = dict(mine.forms), dict(mine.numbers)
    for one in near:
        known |= one.forms
        numbers |= one.numbers
    some = candidates(list(mine.forms), mine.forms, known, mine.titles)
    near_to = Near(sorted(mine.forms), {id: one.vector for id, one in known.items()})
    some |= near_to.nearest(mine.forms)
    found = []
    for p in scored(some, known, near_to, least=KEPT):
        a, b = sorted((numbers[p.a], numbers[p.b]))
        found.append((a, b, p.probability, p.opposed, ",".join(p.conflicts)))
    return found


# Blocks


def _near(order: Order, begin: int, end: int) -> Iterator[tuple[int, list[int]]]:
    """For each of those articles that tells anything the ones before it that may tell of the same event."""
    window = _window(order, begin, end)
    dated: dict[str, list[int]] = {}
    dateless: dict[str, list[int]] = {}
    abouts: dict[int, tuple[str, ...]] = {}
    for number, words in zip(window.tolist(), order.abouts(window), strict=True):
        day = int(order.days[number])
        abouts[number] = tuple(words)
        if number >= begin and order.forms[number]:
            near = _likeliest(order, number, words, dated, dateless)
            yield number, [n for n in near if one_event(abouts[number], abouts[n])]
        for word in words:
            (dateless if day == DATELESS else dated).setdefault(word, []).append(number)


def _window(order: Order, begin: int, end: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The numbers of the articles that one of those may be compared with, and their own, in order."""
    mine = order.days[begin:end]
    if (mine == DATELESS).any():
        return np.arange(end)
    first, _ = days_around(int(mine.min())) or (0, 0)
    (before,) = np.nonzero((order.days[:begin] >= first) | (order.days[:begin] == DATELESS))
    return np.concatenate((before, np.arange(begin, end)))


def _likeliest(
    order: Order, number: int, words: list[str], dated: dict[str, list[int]], dateless: dict[str, list[int]]
) -> list[int]:
    day = int(order.days[number])
    around, worth = days_around(day), marks(words)
    found: list[tuple[float, str, int]] = []
    for word in words:
        there = dateless.get(word, [])[:NEAREST]
        last = dated.get(word, [])[-NEAREST:]
        there = there + [n for n in last if around is None or around[0] <= order.days[n] <= around[1]]
        found += [(worth[word_digest(f"*{word}")], f"{n:012}", int(order.days[n])) for n in there]
    return [int(id) for id in likeliest(found, worth, day)]


class _Held:
    """Articles made ready, those that were asked for last."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._held: OrderedDict[int, _Article] = OrderedDict()

    def article(self, number: int) -> _Article:
        """The article of that number."""
        found = self._held.get(number) or self._made(number)
        self._held[number] = found
        self._held.move_to_end(number)
        if len(self._held) > HELD:
            self._held.popitem(last=False)
        return found

    def _made(self, number: int) -> _Article:
        read, base = unpacked(self._order.told(number)), int(self._order.bases[number])
        ready = read.ready()
        # Two copies can have forms of one id; the article's number keeps them apart, and the id goes first.
        keys = [f"{id} {number:012}" for id in read.form_ids]
        return _Article(
            forms=dict(zip(keys, ready, strict=True)),
            numbers={key: base + n for n, key in enumerate(keys)},
            titles=frozenset(keys[n] for n in read.titles()),
        )
