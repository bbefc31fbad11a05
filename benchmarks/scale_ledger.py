"""Owns ledgers of many invented articles, most of them copies of rows, and the time that one article more takes there.

The last articles are put in and compared as `firsthand add` and tracing do it. Those before are copies of their rows,
moved back in time by whole periods: the article, its units, forms, pairs and the words they are found by, each under a
name of its own. So the tables are as large, and words as common, as they would be; nothing that is measured reaches so
far back in time. What tracing does not read (statements, sources, captures) is not copied.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from benchmarks.generator import world
from benchmarks.ledger import Into, Spread
from benchmarks.news import PER_DAY, news
from benchmarks.trace import one_more
from firsthand.ledger import Ledger, open_ledger
from firsthand.ledger.tables import articles as article_rows
from firsthand.ledger.tables import units as unit_rows
from firsthand.pipeline import tracing
from firsthand.pipeline.tracing_forms import PERIOD_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What one article more took in a ledger of so many articles, of which so many are `real`."""

    articles: int
    real: int
    megabytes: float
    spread: Spread


def added(folder: Path, sizes: Sequence[int], *, seed: int, window: int, tracked: int) -> tuple[Added, ...]:
    """Fills a ledger of each size in the folder, and measures `window` articles more in each, by turns."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn, ledgers = world(seed), [open_ledger(folder / f"ledger-{n}.db") for n in sizes]
    try:
        for ledger, size in zip(ledgers, sizes, strict=True):
            _fill(ledger, size, seed=seed, tracked=min(tracked, size))
        first = [_real(ledger) for ledger in ledgers]
        times: list[list[tuple[float, float]]] = [[] for _ in ledgers]
        for n in range(window):
            for ledger, start, spent in zip(ledgers, first, times, strict=True):
                spent.append(one_more(ledger, next(news(1, start=start + n, of=drawn))))
        return tuple(
            Added(
                articles=size,
                real=real,
                megabytes=(folder / f"ledger-{size}.db").stat().st_size / 1e6,
                spread=Spread.of(spent),
            )
            for size, real, spent in zip(sizes, first, times, strict=True)
        )
    finally:
        for ledger in ledgers:
            ledger.close()


def _real(ledger: Ledger) -> int:
    """How many articles of a ledger are no copies."""
    with ledger.reading() as connection:
        real = select(func.count()).select_from(article_rows).where(article_rows.c.id.not_like("%~%"))
        return connection.scalar(real) or 0


def _fill(ledger: Ledger, size: int, *, seed: int, tracked: int) -> None:
    into, held = Into(ledger=ledger), _real(ledger)
    for n, made in enumerate(news(max(0, tracked - held), start=held, of=world(seed)), 1):
        into.put(made)
        if n % 500 == 0:
            print(f"{size}: {held + n} of {tracked} put in", file=sys.stderr)
    tracing.track(ledger)
    with ledger.reading() as connection:
        real = list(connection.scalars(select(article_rows.c.id).where(article_rows.c.id.not_like("%~%"))))
        every = connection.scalar(select(func.count()).select_from(article_rows)) or 0
    # Two periods more than they span: what is added after the last ones does not see the copies.
    days = (-(-int(len(real) / PER_DAY) // PERIOD_DAYS) + 2) * PERIOD_DAYS
    back = (every - len(real)) // len(real) + 1
    while every < size:
        some = real[: size - every]
        with ledger.writing() as connection:
            _copy(connection, some, back, days * back)
        every, back = every + len(some), back + 1
        print(f"{size}: {every} there", file=sys.stderr)


def _copy(connection: Connection, ids: Sequence[str], back: int, days: int) -> None:
    """The rows of articles once more, so many days before."""
    connection.execute(text("CREATE TEMPORARY TABLE moved (old TEXT PRIMARY KEY, new TEXT)"))
    rows = [{"old": id, "new": f"{back}~{id}"} for id in ids]
    connection.execute(text("INSERT INTO moved VALUES (:old, :new)"), rows)
    moved = {
        "id": "m.new",
        "key": f"'{back}~' || a.key",
        "url": f"a.url || '?{back}'",
        "address": f"a.address || '?{back}'",
        **{name: f"date(a.{name}, '-{days} days')" for name in ("published", "day")},
        "fetched_at": f"date(a.fetched_at, '-{days} days') || substr(a.fetched_at, 11)",
    }
    held = ", ".join(moved.get(c.name, f"a.{c.name}") for c in article_rows.c)
    units = ", ".join(c.name for c in unit_rows.c if c.name not in _RENAMED)
    of = ", ".join(f"u.{c.name}" for c in unit_rows.c if c.name not in _RENAMED)
    forms = "SELECT form_id FROM units JOIN moved ON old = article_id"
    for statement in (
        f"INSERT INTO articles ({', '.join(c.name for c in article_rows.c)}) SELECT {held} FROM articles a "
        "JOIN moved m ON m.old = a.id",
        "INSERT INTO tracked SELECT m.new, t.recipe, t.latest, t.earliest_at, t.latest_at, t.links FROM tracked t "
        "JOIN moved m ON m.old = t.article_id",
        f"INSERT INTO forms SELECT :mark || id, period - {days // PERIOD_DAYS}, worth, features, vector FROM forms "
        f"WHERE id IN ({forms})",
        f"INSERT INTO form_words SELECT word, period - {days // PERIOD_DAYS}, :mark || form_id FROM form_words "
        f"WHERE form_id IN ({forms})",
        f"INSERT INTO form_words SELECT word, period - {days}, new FROM form_words JOIN moved ON old = form_id",
        f"INSERT INTO form_pairs SELECT :mark || a, :mark || b, probability, opposed, conflicts FROM form_pairs "
        f"WHERE a IN ({forms}) AND b IN ({forms})",
        f"INSERT INTO units (id, article_id, form_id, heads, claim, {units}) SELECT :mark || u.id, m.new, "
        f":mark || u.form_id, :mark || u.heads, :mark || u.claim, {of} FROM units u "
        "JOIN moved m ON old = u.article_id",
    ):
        connection.execute(text(statement), {"mark": f"{back}~"} if ":mark" in statement else {})
    connection.execute(text("DROP TABLE moved"))


_RENAMED = ("id", "article_id", "form_id", "heads", "claim")
