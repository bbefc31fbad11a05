"""Owns tracing's benchmark: what one more article costs the claims of a ledger of 1,000 and of 10,000 articles.

    python -m benchmarks.trace [--articles N] [--small N] [--window N] [--ledger PLACE] [--beside PLACE] [--again]

Articles of `benchmarks.news` go into two ledgers in order of time, 10,000 over 300 days, and their claims are brought
up to date; then more go in by turns, and what is measured is the time from an article that lies in the ledger to claims
that know of it. Reading an article is not in it. The ratio is of the medians of this process's own work, which other
work on the machine disturbs less than the clock.

Of the larger ledger only the last `--tracked` articles are compared; what tracing keeps of those before is that of the
last ones, moved back in time by as many days: nothing that is measured reaches so far, and the tables are as large and
the words as common as they would be. `--tracked` with all articles spares nothing. `--ledger` and `--beside` keep the
two ledgers, and take them up again; `--again` makes anew there what tracing keeps.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from benchmarks.generator import World, world
from benchmarks.layout import Made
from benchmarks.ledger import Into, Spread
from benchmarks.news import PER_DAY, news
from firsthand.evaluation.machine import machine, today
from firsthand.ledger import Ledger, open_ledger, units
from firsthand.ledger.tables import articles as article_rows
from firsthand.ledger.tables import form_pairs
from firsthand.ledger.tables import units as unit_rows
from firsthand.pipeline import tracing_index
from firsthand.pipeline.tracing_forms import PERIOD_DAYS

MOST_SECONDS = 1.0
MOST_RATIO = 1.3


@dataclass(slots=True, kw_only=True)
class Results:
    """What was measured; milliseconds of one article more, at either size."""

    date: str
    machine: str
    articles: int
    small: int
    units: int = 0
    pairs: int = 0
    build_seconds: float = 0.0
    early: Spread | None = None
    late: Spread | None = None
    ratio: float = 0.0
    missed: list[str] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark and prints its figures; 1 with --check where one misses."""
    options = _options(arguments)
    drawn = world(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        place, beside = (
            options.ledger or str(Path(folder) / "large.db"),
            options.beside or str(Path(folder) / "small.db"),
        )
        with open_ledger(place) as large, open_ledger(beside) as small:
            results = measured(large, small, drawn, options)
    print(json.dumps(asdict(results), indent=1) if options.json else "\n".join(table(results)))
    for words in results.missed:
        print(words, file=sys.stderr)
    return int(options.check and bool(results.missed))


def measured(large: Ledger, small: Ledger, drawn: World, options: argparse.Namespace) -> Results:
    """Fills both ledgers and measures the articles after."""
    results = Results(date=today(), machine=machine(), articles=options.articles, small=options.small)
    started = time.perf_counter()
    for ledger, count in ((small, options.small), (large, options.articles)):
        _fill(ledger, drawn, count)
        _track(ledger, options)
    results.build_seconds = time.perf_counter() - started
    early, late = [], []
    first = _held(small), _held(large)
    for n in range(options.window):
        early.append(one_more(small, next(news(1, start=first[0] + n, of=drawn))))
        late.append(one_more(large, next(news(1, start=first[1] + n, of=drawn))))
    results.early, results.late = Spread.of(early), Spread.of(late)
    results.ratio = results.late.cpu / results.early.cpu
    with large.reading() as connection:
        results.units = connection.scalar(select(func.count()).select_from(unit_rows)) or 0
        results.pairs = connection.scalar(select(func.count()).select_from(form_pairs)) or 0
    if results.late.median > MOST_SECONDS * 1000:
        results.missed.append(f"one more article takes {results.late.median:.0f} ms, not {MOST_SECONDS * 1000:.0f}")
    if results.ratio > MOST_RATIO:
        results.missed.append(f"one more article costs {results.ratio:.2f} times as much, not {MOST_RATIO}")
    return results


def table(results: Results) -> Iterator[str]:
    """The lines of a table of what was measured."""
    yield f"{results.date}, {results.machine}"
    yield f"{results.articles} articles, {results.units} units, {results.pairs} pairs; {results.build_seconds:.0f} s"
    yield f"{'one article more, ms':24}" + "".join(f"{n:>10}" for n in ("median", "p95", "slowest", "cpu"))
    for size, spread in ((results.small, results.early), (results.articles, results.late)):
        if spread is not None:
            values = (spread.median, spread.p95, spread.slowest, spread.cpu)
            yield f"{f'at {size}':24}" + "".join(f"{v:>10.0f}" for v in values)
    yield f"{'ratio':24}{'':30}{results.ratio:>10.2f}   at most {MOST_RATIO}"


def _held(ledger: Ledger) -> int:
    with ledger.reading() as connection:
        return connection.scalar(select(func.count()).select_from(article_rows)) or 0


def _fill(ledger: Ledger, drawn: World, count: int) -> None:
    into, held = Into(ledger=ledger), _held(ledger)
    for n, made in enumerate(news(count - held, start=held, of=drawn), 1):
        into.put(made)
        if n % 1000 == 0:
            print(f"{held + n} articles in", file=sys.stderr)


_IN_TIME = select(article_rows.c.id).order_by(article_rows.c.published, article_rows.c.fetched_at, article_rows.c.id)


def _track(ledger: Ledger, options: argparse.Namespace) -> None:
    """Brings the claims of the last articles up to date, and puts what is kept of them in for those before."""
    with ledger.writing() as connection:
        if options.again:
            units.drop_all(connection)
        every = list(connection.scalars(_IN_TIME))
        waiting = set(tracing_index.waiting(connection))
    last = every[-options.tracked :]
    wanted = [id for id in last if id in waiting]
    for n in range(0, len(wanted), tracing_index.LOT):
        with ledger.writing() as connection:
            tracing_index.take(connection, wanted[n : n + tracing_index.LOT])
        if n % 500 == 0:
            print(f"{n} of {len(wanted)} tracked", file=sys.stderr)
    with ledger.writing() as connection:
        tracing_index.regroup(connection)
    with ledger.writing() as connection:
        before = [id for id in every[: -options.tracked] if id in waiting]
        for back, n in enumerate(range(len(before), 0, -options.tracked), 1):
            _move_back(connection, before[max(0, n - options.tracked) : n], last, back)


def _move_back(connection: Connection, ids: Sequence[str], last: Sequence[str], back: int) -> None:
    """What tracing keeps of the last articles, once more for those of `ids`, so many blocks of days before."""
    days = round(len(last) / PER_DAY / PERIOD_DAYS) * PERIOD_DAYS * back
    connection.execute(text("CREATE TEMPORARY TABLE moved (old TEXT PRIMARY KEY, new TEXT)"))
    rows = [{"old": old, "new": new} for old, new in zip(reversed(last), reversed(ids), strict=False)]
    connection.execute(text("INSERT INTO moved VALUES (:old, :new)"), rows)
    held = ", ".join(f"u.{c.name}" for c in unit_rows.c if c.name not in _RENAMED)
    to = ", ".join(c.name for c in unit_rows.c if c.name not in _RENAMED)
    forms = "SELECT form_id FROM units JOIN moved ON old = article_id"
    for statement in (
        "INSERT INTO tracked SELECT m.new, t.recipe, a.latest, t.earliest_at, t.latest_at, t.links FROM tracked t "
        "JOIN moved m ON m.old = t.article_id JOIN articles a ON a.id = m.new",
        f"INSERT INTO forms SELECT :mark || id, period - {days // PERIOD_DAYS}, worth, features, vector FROM forms "
        f"WHERE id IN ({forms})",
        f"INSERT INTO form_words SELECT word, period - {days // PERIOD_DAYS}, :mark || form_id FROM form_words "
        f"WHERE form_id IN ({forms})",
        f"INSERT INTO form_words SELECT word, period - {days}, new FROM form_words JOIN moved ON old = form_id",
        f"INSERT INTO form_pairs SELECT :mark || a, :mark || b, probability, opposed, conflicts FROM form_pairs "
        f"WHERE a IN ({forms})",
        f"INSERT INTO units (id, article_id, form_id, heads, claim, {to}) SELECT :mark || u.id, m.new, "
        f":mark || u.form_id, :mark || u.heads, :mark || u.claim, {held} FROM units u "
        "JOIN moved m ON old = u.article_id",
    ):
        connection.execute(text(statement), {"mark": f"{back}~"} if ":mark" in statement else {})
    connection.execute(text("DROP TABLE moved"))


_RENAMED = ("id", "article_id", "form_id", "heads", "claim")


def one_more(ledger: Ledger, made: Made) -> tuple[float, float]:
    """Puts an article in; the seconds of wall clock and processor until the claims know of it."""
    Into(ledger=ledger).put(made)
    wall, cpu = time.perf_counter(), time.process_time()
    with ledger.writing() as connection:
        tracing_index.add(connection, made.reading.article.id)
    return time.perf_counter() - wall, time.process_time() - cpu


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What one more article costs the claims of a ledger.")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--window", type=int, default=50, help="articles measured at either size")
    parser.add_argument("--tracked", type=int, default=2_000, help="articles of the larger that are compared in full")
    parser.add_argument("--ledger", default=None, help="place of the larger ledger; kept, and taken up again")
    parser.add_argument("--beside", default=None, help="the same for the smaller one")
    parser.add_argument("--again", action="store_true", help="make what tracing keeps anew in ledgers taken up again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a floor is missed")
    options = parser.parse_args(arguments)
    if min(options.articles, options.small, options.window, options.tracked) < 1:
        parser.error("--articles, --small, --window and --tracked are 1 or more")
    return options


if __name__ == "__main__":
    sys.exit(main())
