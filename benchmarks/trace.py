"""Owns tracing's benchmark: what one more article costs the claims of a ledger of 1,000 and of 10,000 articles.

    python -m benchmarks.trace [--articles N] [--small N] [--window N] [--ledger PLACE] [--json] [--check]

Articles of `benchmarks.generator` go into two ledgers, and their claims are brought up to date; then more go in by
turns, and what is measured is the time from an article that lies in the ledger to claims that know of it. The figures
are medians. Reading an article is not in them. `--ledger` keeps the larger one, and finds it there again.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.generator import Made, World, articles, world
from benchmarks.ledger import _Into
from firsthand.evaluation.machine import machine, today
from firsthand.ledger import Ledger, open_ledger
from firsthand.ledger.tables import articles as article_rows
from firsthand.ledger.tables import form_pairs, units
from firsthand.pipeline import tracing_index

MOST_SECONDS = 1.0
MOST_RATIO = 1.3


@dataclass(slots=True, kw_only=True)
class Results:
    """What was measured; times in seconds, medians, of the wall clock and of this process's own work."""

    date: str
    machine: str
    articles: int
    small: int
    units: int = 0
    pairs: int = 0
    build_seconds: float = 0.0
    early: float = 0.0
    late: float = 0.0
    early_cpu: float = 0.0
    late_cpu: float = 0.0
    slowest: float = 0.0
    ratio: float = 0.0
    missed: list[str] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the benchmark and prints its figures; 1 with --check where one misses."""
    options = _options(arguments)
    drawn = world(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        place = options.ledger or str(Path(folder) / "large.db")
        with open_ledger(place) as large, open_ledger(str(Path(folder) / "small.db")) as small:
            results = measured(large, small, drawn, options)
    if options.json:
        print(json.dumps(asdict(results), indent=1))
    else:
        print(
            f"{results.date}, {results.machine}: {results.articles} articles, {results.units} units, {results.pairs} "
            f"pairs, built in {results.build_seconds:.0f} s\none more: {results.late:.3f} s ({results.late_cpu:.3f} of "
            f"processor; slowest {results.slowest:.3f}), at {results.small} {results.early:.3f} "
            f"({results.early_cpu:.3f}); ratio {results.ratio:.2f}, at most {MOST_RATIO}"
        )
    for words in results.missed:
        print(words, file=sys.stderr)
    return int(options.check and bool(results.missed))


def measured(large: Ledger, small: Ledger, drawn: World, options: argparse.Namespace) -> Results:
    """Fills both ledgers and measures the articles after."""
    results = Results(date=today(), machine=machine(), articles=options.articles, small=options.small)
    started = time.perf_counter()
    _fill(large, drawn, options.articles)
    _fill(small, drawn, options.small)
    results.build_seconds = time.perf_counter() - started
    times: dict[str, list[tuple[float, float]]] = {"early": [], "late": []}
    for n in range(options.window):
        times["early"].append(_one_more(small, next(articles(1, start=options.small + n, of=drawn))))
        times["late"].append(_one_more(large, next(articles(1, start=options.articles + n, of=drawn))))
    results.early, results.late = (statistics.median(t for t, _ in times[name]) for name in ("early", "late"))
    results.early_cpu, results.late_cpu = (statistics.median(c for _, c in times[name]) for name in ("early", "late"))
    results.slowest = max(t for t, _ in times["late"])
    results.ratio = results.late_cpu / results.early_cpu
    with large.reading() as connection:
        results.units = connection.scalar(select(func.count()).select_from(units)) or 0
        results.pairs = connection.scalar(select(func.count()).select_from(form_pairs)) or 0
    if results.late > MOST_SECONDS:
        results.missed.append(f"one more article takes {results.late:.2f} s, not {MOST_SECONDS}")
    if results.ratio > MOST_RATIO:
        results.missed.append(f"one more article costs {results.ratio:.2f} times as much, not {MOST_RATIO}")
    return results


def _fill(ledger: Ledger, drawn: World, count: int) -> None:
    into = _Into(ledger=ledger)
    with ledger.reading() as connection:
        held = connection.scalar(select(func.count()).select_from(article_rows)) or 0
    for n, made in enumerate(articles(count - held, start=held, of=drawn), 1):
        into.put(made)
        if n % 1000 == 0:
            print(f"{n} articles in", file=sys.stderr)
    tracing_index.track(ledger, told=lambda n, all_: print(f"{n} of {all_} tracked", file=sys.stderr))


def _one_more(ledger: Ledger, made: Made) -> tuple[float, float]:
    _Into(ledger=ledger).put(made)
    wall, cpu = time.perf_counter(), time.process_time()
    with ledger.writing() as connection:
        tracing_index.add(connection, made.reading.article.id)
    return time.perf_counter() - wall, time.process_time() - cpu


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What one more article costs the claims of a ledger.")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--window", type=int, default=40, help="articles measured at either size")
    parser.add_argument("--ledger", default=None, help="place of the larger ledger; kept, and taken up again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a floor is missed")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
