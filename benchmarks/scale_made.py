"""Owns invented news as a folder of `firsthand batch`: readings made by number, as if they had been read. It reads no
article, and measures nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa

from benchmarks.generator import World, world
from benchmarks.news import news
from firsthand.batch.folder import Folder
from firsthand.batch.parts import write_shard
from firsthand.batch.places import File
from firsthand.batch.rows import Result, batch_of
from firsthand.batch.shards import Shard
from firsthand.language.outlets import Outlets, load_outlets
from firsthand.ledger.writing import ReadBy
from firsthand.pipeline.workers import Lost, in_workers

ROWS = 500
"""Articles of one shard, as `firsthand batch` cuts them."""
READ_BY = ReadBy(encoder="none", version="generated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Some:
    """Articles number `begin` to `end`, so many a day, for a folder."""

    out: str
    seed: int
    begin: int
    end: int
    per_day: float


def make(out: Path, count: int, *, seed: int, per_day: float, workers: int) -> None:
    """Writes the first `count` articles of a seed to a folder; shards that are there are left as they are."""
    folder = Folder.at(str(out))
    folder.begin()
    done = folder.done()
    tasks = [
        Some(out=str(out), seed=seed, begin=n, end=min(n + ROWS, count), per_day=per_day) for n in range(0, count, ROWS)
    ]
    for result in in_workers(write_some, [t for t in tasks if shard_of(t).id not in done], workers=workers):
        if isinstance(result, Lost):
            raise SystemExit(result.message)


def write_some(some: Some) -> int:
    """Writes one shard."""
    write_shard(Folder.at(some.out), shard_of(some), _batches(some), facts={"read_by": {"encoder": "none"}})
    return some.end - some.begin


def shard_of(some: Some) -> Shard:
    """The shard that some articles are."""
    file = File(place=f"/news-{some.seed}.jsonl", name="news", size=0, modified=None)
    return Shard(file=file, id=f"news-{some.seed}-{some.begin:08}", number=some.begin // ROWS, unit="lines")


def _batches(some: Some) -> Iterable[pa.RecordBatch]:
    made = news(some.end - some.begin, start=some.begin, of=_world(some.seed), per_day=some.per_day)
    results = [Result(what=one.reading, capture=one.capture) for one in made]
    for n in range(0, len(results), 100):
        yield batch_of(results[n : n + 100], outlets=_outlets(), read_by=READ_BY)


@cache
def _world(seed: int) -> World:
    return world(seed)


@cache
def _outlets() -> Outlets:
    return load_outlets()
