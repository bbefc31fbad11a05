"""Owns the ledger's benchmark: what adding costs as it grows, and what cold questions take. It reads no article.

    python -m benchmarks.ledger [--articles N] [--ledger PLACE] [--small PLACE] [--keep] [--json] [--check]

Articles of `benchmarks.generator` go in the way `firsthand add` puts them in, reading aside. The last ones go in by
turns with those about the hundredth of a small ledger, so that both are measured on the same machine at the same time;
the figure is the median of such a window. Each question is the first that a process of its own asks: the time runs
from when the ledger is open to when the answers are there, and what opening takes (with a server, loading its driver
too) stands beside it. What the system has in its cache stays there.
`--ledger` and `--small` are places of new ledgers; files in a temporary folder otherwise.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import func, select, text

from benchmarks.generator import Made, World, articles, world
from firsthand.evaluation.machine import machine, today
from firsthand.ledger import Ledger, open_ledger
from firsthand.ledger.tables import articles as article_rows
from firsthand.ledger.tables import copies, sources, statements
from firsthand.model import Article, Reading, Taken
from firsthand.pipeline import Reader
from firsthand.pipeline.adding import Adder

ROOT = Path(__file__).resolve().parent.parent
EARLY = 100
"""The article whose cost the last one's is held against."""
MOST_RATIO = 1.2
MOST_MS = 100.0
KINDS = ("search", "who", "timeline")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Milliseconds: of the wall clock, and of this process's own work (`cpu`, the median)."""

    median: float
    mean: float
    p95: float
    slowest: float
    cpu: float

    @classmethod
    def of(cls, times: Sequence[tuple[float, float]]) -> "Spread":
        """Of pairs of seconds, wall clock and processor."""
        wall = sorted(t * 1000 for t, _ in times)
        return cls(
            median=statistics.median(wall),
            mean=statistics.fmean(wall),
            p95=wall[min(len(wall) - 1, int(0.95 * len(wall)))],
            slowest=wall[-1],
            cpu=statistics.median(c * 1000 for _, c in times),
        )


@dataclass(slots=True, kw_only=True)
class Results:
    """What was measured, as `--json` gives it."""

    date: str
    machine: str
    database: str
    articles: int = 0
    statements: int = 0
    sources: int = 0
    linked_copies: int = 0
    megabytes: float = 0.0
    build_seconds: float = 0.0
    adding: dict[str, Spread] = field(default_factory=dict)
    ratio: float = 0.0
    ratio_of_cpu: float = 0.0
    questions: dict[str, Spread] = field(default_factory=dict)
    answers: dict[str, float] = field(default_factory=dict)
    opening: dict[str, float] = field(default_factory=dict)

    def missed(self) -> list[str]:
        """The floors that were not reached, in words."""
        found = [f"adding costs {self.ratio:.2f} times as much, more than {MOST_RATIO}"] * (self.ratio > MOST_RATIO)
        return found + [
            f"{kind} takes {spread.median:.0f} ms, not under {MOST_MS:.0f}"
            for kind, spread in self.questions.items()
            if spread.median >= MOST_MS
        ]


@dataclass(slots=True)
class _Given:
    """Stands in for the reader: it hands back the reading that was made beforehand."""

    reading: Reading | None = None
    encoder: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(version="none", card={"version": "none"}))

    def read(self, _: Article) -> Reading:
        assert self.reading is not None
        return self.reading


@dataclass(slots=True, kw_only=True)
class Into:
    """One ledger that articles are put into."""

    ledger: Ledger
    given: _Given = field(default_factory=_Given)
    adder: Adder | None = None

    def put(self, made: Made) -> tuple[float, float]:
        """Puts one in; the seconds of wall clock and processor that it took."""
        if self.adder is None:
            self.adder = Adder(ledger=self.ledger, load=lambda: cast(Reader, self.given))
        self.given.reading = made.reading
        taken = Taken(key=made.reading.article.key, capture=made.capture, article=made.reading.article)
        wall, cpu = time.perf_counter(), time.process_time()
        outcome = self.adder.take(taken)
        spent = time.perf_counter() - wall, time.process_time() - cpu
        if outcome.what != "added":
            raise SystemExit(f"{outcome.key} was not added ({outcome.what}): give the place of a new ledger")
        return spent


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints a table, or JSON; with --check 1 where a floor is missed."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="firsthand-benchmark-") as folder:
        place = options.ledger or str(Path(folder) / "ledger.db")
        small = options.small or str(Path(folder) / "small.db")
        results = measured(place, small, options)
    if options.json:
        print(json.dumps(asdict(results), indent=2))
    else:
        print("\n".join(table(results)))
    for missed in results.missed():
        print(f"missed: {missed}", file=sys.stderr)
    return 1 if options.check and results.missed() else 0


def measured(place: str, small: str, options: argparse.Namespace) -> Results:
    """Fills the ledger at `place`, unless it is to be asked only, and asks it."""
    drawn = world(options.seed)
    with open_ledger(place) as ledger:
        results = Results(date=today(), machine=machine(), database=_database(ledger))
        if not options.only_ask:
            with open_ledger(small) as beside:
                _grow(results, Into(ledger=ledger), Into(ledger=beside), drawn, options)
        _counted(results, ledger)
    for kind in KINDS:
        asked = [ask(place, q) for q in _questions(kind, drawn, results.articles, options)]
        results.questions[kind] = Spread.of([(a["answer"], a["cpu"]) for a in asked])
        results.answers[kind] = statistics.median(a["answers"] for a in asked)
        results.opening[kind] = statistics.median(a["open"] * 1000 for a in asked)
    return results


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="What adding costs as a ledger grows, and what cold questions take.")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--ledger", default=None, help="place of a new ledger: a file, or postgresql://…")
    parser.add_argument("--small", default=None, help="place of the small ledger beside it")
    parser.add_argument("--window", type=int, default=100, help="additions measured at either end")
    parser.add_argument("--questions", type=int, default=50, help="different questions of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only-ask", action="store_true", help="ask the ledger that is there; put nothing in")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a floor is missed")
    options = parser.parse_args(arguments)
    if not 1 <= options.window <= options.articles or options.questions < 1:
        parser.error("--window is 1 to --articles, --questions 1 or more")
    if options.ledger and "://" in options.ledger and not (options.small or options.only_ask):
        parser.error("a ledger on a server is held against another there: give its place with --small")
    if options.only_ask and not options.ledger:
        parser.error("--only-ask asks a ledger that is there: give its place with --ledger")
    return options


def _grow(results: Results, big: Into, small: Into, drawn: World, options: argparse.Namespace) -> None:
    """Fills the ledgers up to the windows, then measures both by turns."""
    started = time.perf_counter()
    first, before = options.articles - options.window, max(0, EARLY - options.window // 2)
    for n, made in enumerate(articles(first, of=drawn), 1):
        big.put(made)
        if n % 500 == 0:
            print(f"{n} of {options.articles} articles, {time.perf_counter() - started:.0f} s", file=sys.stderr)
    for made in articles(before, of=drawn):
        small.put(made)
    times: dict[str, list[tuple[float, float]]] = {"early": [], "late": []}
    pairs = zip(
        articles(options.window, start=before, of=drawn), articles(options.window, start=first, of=drawn), strict=True
    )
    for n, (early, late) in enumerate(pairs):
        turns = (("early", small, early), ("late", big, late))
        for name, into, made in turns[:: 1 if n % 2 else -1]:  # neither is always the first of the two
            times[name].append(into.put(made))
    results.build_seconds = time.perf_counter() - started
    results.adding = {name: Spread.of(found) for name, found in times.items()}
    results.ratio = results.adding["late"].median / results.adding["early"].median
    results.ratio_of_cpu = results.adding["late"].cpu / results.adding["early"].cpu


def _database(ledger: Ledger) -> str:
    with ledger.reading() as connection:
        asked = "SELECT sqlite_version()" if ledger.dialect == "sqlite" else "SHOW server_version"
        return f"{ledger.dialect} {connection.scalar(text(asked))}"


def _counted(results: Results, ledger: Ledger) -> None:
    with ledger.reading() as connection:
        for name, table in (
            ("articles", article_rows),
            ("statements", statements),
            ("sources", sources),
            ("linked_copies", copies),
        ):
            setattr(results, name, connection.scalar(select(func.count()).select_from(table)))
        if ledger.dialect == "postgresql":
            size = connection.scalar(text("SELECT pg_database_size(current_database())"))
        else:
            size = sum(p.stat().st_size for p in map(Path, (ledger.place, f"{ledger.place}-wal")) if p.exists())
    results.megabytes = int(size or 0) / 1e6


# Questions


def _questions(kind: str, drawn: World, held: int, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Different questions of one kind, made from the articles that the ledger holds."""
    rng = random.Random(f"{kind} {options.seed}")
    seen: set[str] = set()
    while len(seen) < options.questions:
        asked = _who_question(rng, drawn) if kind == "who" else words_question(rng, drawn, held)
        if kind == "timeline":
            asked |= {"by": rng.choice(("source", "outlet"))}
        key = json.dumps(asked, sort_keys=True)
        if key not in seen:
            seen.add(key)
            yield {"kind": kind} | asked


def _who_question(rng: random.Random, drawn: World) -> dict[str, Any]:
    """Half of the people as often as they are quoted, the others by lot; some outlets and bodies."""
    way = rng.random()
    if way < 0.15:
        return {"name": rng.choice(drawn.outlets + drawn.bodies)}
    if way < 0.6:
        return {"name": rng.choices(drawn.people, cum_weights=drawn.people_weights)[0].name}
    return {"name": rng.choice(drawn.people).name}


def words_question(rng: random.Random, drawn: World, held: int) -> dict[str, Any]:
    """Words that stand in one content, a phrase of it, or one of the commonest words; some with filters."""
    (made,) = articles(1, of=drawn, start=rng.randrange(max(1, held)))
    statement = rng.choice(made.reading.statements)
    spoken = statement.content_spans[0].of(made.reading.article.text).split()
    way = rng.random()
    if way < 0.1:
        words = rng.choice(drawn.words[:20])
    elif way < 0.3:
        at = rng.randrange(len(spoken) - 1)
        words = f'"{spoken[at]} {spoken[at + 1]}"'
    else:
        words = " ".join(rng.sample(spoken, rng.randint(1, 3)))
    filters = rng.choice(
        (
            {},
            {},
            {"outlet": made.reading.article.outlet},
            {"stance": rng.choice(("denies", "asserts"))},
            {"unnamed": True},
            {"first": "2031-06-01", "last": "2031-12-31"},
        )
    )
    return {"words": words, "filters": filters}


def ask(place: str, question: dict[str, Any]) -> dict[str, float]:
    """One question in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.asking", place, json.dumps(question)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(f"{question} could not be asked: {done.stderr.strip()[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


# The table


def table(results: Results) -> Iterable[str]:
    """The lines of a table of what was measured."""
    yield f"{results.date}, {results.machine}"
    yield (
        f"{results.database}: {results.articles} articles, {results.statements} statements, {results.sources} names, "
        f"{results.linked_copies} pairs of copies, {results.megabytes:.0f} MB; filled in {results.build_seconds:.0f} s"
    )
    head = "".join(f"{name:>10}" for name in ("median", "mean", "p95", "slowest", "cpu"))
    if results.adding:
        yield f"\n{'adding one article, ms':28}{head}"
        for name, number in (("early", EARLY), ("late", results.articles)):
            yield f"{f'about the {number}th':28}{_columns(results.adding[name])}"
        yield f"{'ratio':28}{results.ratio:>10.2f}{'':30}{results.ratio_of_cpu:>10.2f}   at most {MOST_RATIO}"
    yield f"\n{'a cold question, ms':28}{head}{'opening':>10}{'answers':>10}"
    for kind, spread in results.questions.items():
        yield f"{kind:28}{_columns(spread)}{results.opening[kind]:>10.1f}{results.answers[kind]:>10.0f}"
    yield f"{'':28}under {MOST_MS:.0f} in the median"


def _columns(spread: Spread) -> str:
    return "".join(f"{v:>10.1f}" for v in (spread.median, spread.mean, spread.p95, spread.slowest, spread.cpu))


if __name__ == "__main__":
    sys.exit(main())
