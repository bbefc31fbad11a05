"""Owns the server's benchmark: how long readers wait for a page, and how much longer while an article is read.

    python -m benchmarks.serve [--ledger FILE] [--articles N] [--readers N] [--searches N] [--json] [--check]

A ledger of `benchmarks.generator`'s articles, put in without the encoder, is opened by a real `firsthand serve` on
loopback, in its own process. The readers, in another process, ask searches that are all different: one of the
commonest words, a phrase, or one to three words of some content, half of them with a filter. They do it twice over:
each asking again as soon as the answer is there (the hardest: the server is never idle), and with a second between an
answer and the next question. Each is done alone and while one long text after another is read by POST /read, by turns.
`--ledger` names a ledger to use: one that holds so many articles already, else a new one that is filled and kept.
"""

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from sqlalchemy import func, select

from benchmarks.generator import World, articles, world
from benchmarks.ledger import Into, words_question
from firsthand.evaluation.machine import machine, today
from firsthand.ledger import Ledger, open_ledger
from firsthand.ledger.tables import articles as article_rows
from firsthand.ledger.tables import statements

ROOT = Path(__file__).resolve().parent.parent
MOST_MEDIAN_MS, MOST_P99_MS, MOST_GROWTH = 100.0, 500.0, 1.5
PAUSES = {"at once": 0.0, "after a second": 1.0}
"""Seconds between an answer and the same reader's next question."""
START_S = 120.0
WARM = 200
"""Searches before the clock runs."""
MAIN = "from firsthand.cli import main; main()"
LONG = 20
"""Articles of the generator that one long text has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Milliseconds from a question to the last byte of its page; `rate` is pages a second, `reads` texts read
    meanwhile."""

    median: float
    p99: float
    slowest: float
    rate: float
    pages: int
    reads: int = 0


@dataclass(slots=True, kw_only=True)
class Results:
    """What was measured, as `--json` gives it. Keys of `waits` are how readers ask, alone and ``…, reading``."""

    date: str
    machine: str
    articles: int
    statements: int
    readers: int
    waits: dict[str, Waits] = field(default_factory=dict)
    growth: dict[str, float] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def missed(self) -> list[str]:
        """The floors that were not reached, in words."""
        found = [f"{len(self.errors)} errors, {self.errors[0]} the first"] if self.errors else []
        for how in PAUSES:
            alone = self.waits[how]
            if alone.median > MOST_MEDIAN_MS:
                found.append(f"asking {how}, the median is {alone.median:.0f} ms, more than {MOST_MEDIAN_MS:.0f}")
            if alone.p99 > MOST_P99_MS:
                found.append(f"asking {how}, the 99th percentile is {alone.p99:.0f} ms, more than {MOST_P99_MS:.0f}")
            if self.growth[how] > MOST_GROWTH:
                found.append(f"asking {how}, reading makes the 99th {self.growth[how]:.2f} times as long")
        return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints a table, or JSON; with --check 1 where a floor is missed."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory(prefix="firsthand-benchmark-") as folder:
        results = measured(options.ledger or str(Path(folder) / "ledger.db"), options)
    print(json.dumps(asdict(results), indent=2) if options.json else "\n".join(table(results)))
    for missed in results.missed():
        print(f"missed: {missed}", file=sys.stderr)
    return 1 if options.check and results.missed() else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How long readers wait for a page of search.")
    parser.add_argument("--ledger", default=None, help="a ledger that is filled already, or a new file to fill")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--searches", type=int, default=2000, help="different searches of each turn")
    parser.add_argument("--turns", type=int, default=2, help="how often each is done, alone and while reading")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a floor is missed")
    options = parser.parse_args(arguments)
    if min(options.articles, options.readers, options.searches, options.turns) < 1:
        parser.error("--articles, --readers, --searches and --turns are 1 or more")
    return options


def measured(place: str, options: argparse.Namespace) -> Results:
    """Fills the ledger where it is empty, serves it, and asks."""
    drawn = world(options.seed)
    with open_ledger(place) as ledger:
        _fill(ledger, drawn, options.articles)
        held = dict(_counted(ledger))
    results = Results(
        date=today(),
        machine=machine(),
        articles=held["articles"],
        statements=held["statements"],
        readers=options.readers,
    )
    searches = paths(drawn, results.articles, options)
    with served(place) as address:
        _ask(address, [next(searches) for _ in range(WARM)], options.readers, 0.0)
        _once_read(address, drawn)
        for how, pause in PAUSES.items():
            _turns(results, how, pause, address, searches, drawn, options)
    return results


def _fill(ledger: Ledger, drawn: World, count: int) -> None:
    if dict(_counted(ledger))["articles"]:
        return
    began, into = time.perf_counter(), Into(ledger=ledger)
    for n, made in enumerate(articles(count, of=drawn), 1):
        into.put(made)
        if n % 500 == 0:
            print(f"{n} of {count} articles, {time.perf_counter() - began:.0f} s", file=sys.stderr)


def _counted(ledger: Ledger) -> Iterator[tuple[str, int]]:
    with ledger.reading() as connection:
        for name, rows in (("articles", article_rows), ("statements", statements)):
            yield name, connection.scalar(select(func.count()).select_from(rows)) or 0


def paths(drawn: World, held: int, options: argparse.Namespace) -> Iterator[str]:
    """Addresses of the search page, all different, made from the articles that the ledger holds."""
    rng, seen = random.Random(f"serve {options.seed}"), set[str]()
    while True:
        question = words_question(rng, drawn, held)
        filters = {k: "yes" if value is True else value for k, value in question["filters"].items()}
        path = "/search?" + urlencode({"q": question["words"], **filters})
        if path not in seen:
            seen.add(path)
            yield path


# Serving and asking


@contextmanager
def served(place: str) -> Iterator[str]:
    """The address of a server that opened the ledger at `place`, with its worker loaded."""
    command = [sys.executable, "-c", MAIN, "serve", "--ledger", place, "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"http://\S+/", said)
        if found is None:
            raise SystemExit(f"the server did not start: {said}{process.stderr.read()[-2000:]}")
        address, until = found[0], time.monotonic() + START_S
        while not _healthy(address):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit("the server did not come up")
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(60)


def _healthy(address: str) -> bool:
    try:
        return httpx.get(f"{address}healthz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def _ask(address: str, asked: Sequence[str], readers: int, pause_s: float) -> dict[str, Any]:
    """What the readers' process tells."""
    at = urlsplit(address)
    load = {"host": at.hostname, "port": at.port, "paths": asked, "readers": readers, "pause_s": pause_s}
    command = [sys.executable, "-m", "benchmarks.readers"]
    done = subprocess.run(command, input=json.dumps(load), capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(f"the readers failed: {done.stderr.strip()[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _turns(
    results: Results,
    how: str,
    pause_s: float,
    address: str,
    searches: Iterator[str],
    drawn: World,
    options: argparse.Namespace,
) -> None:
    """Alone and while reading by turns, so that what else the machine does falls on both."""
    times: dict[str, list[float]] = {how: [], f"{how}, reading": []}
    seconds, reads = dict.fromkeys(times, 0.0), dict.fromkeys(times, 0)
    for turn in range(options.turns):
        for name in list(times)[:: 1 if turn % 2 == 0 else -1]:
            asked = [next(searches) for _ in range(options.searches)]
            with reading(address, drawn, on=name != how) as job:
                told = _ask(address, asked, options.readers, pause_s)
            times[name] += told["ms"]
            seconds[name] += told["seconds"]
            reads[name] += job.done
            results.errors += told["errors"] + job.errors
    for name, ms in times.items():
        ranked = sorted(ms) or [float("inf")]
        results.waits[name] = Waits(
            median=statistics.median(ranked),
            p99=ranked[min(len(ranked) - 1, int(0.99 * len(ranked)))],
            slowest=ranked[-1],
            rate=len(ms) / seconds[name],
            pages=len(ms),
            reads=reads[name],
        )
    results.growth[how] = results.waits[f"{how}, reading"].p99 / results.waits[how].p99


# Reading meanwhile


@dataclass(slots=True)
class Job:
    """Texts that were read, and what went wrong."""

    done: int = 0
    errors: list[str] = field(default_factory=list)


@contextmanager
def reading(address: str, drawn: World, *, on: bool = True) -> Iterator[Job]:
    """One long text after another given to the page that reads, as long as the block lasts."""
    job, ended = Job(), threading.Event()
    if not on:
        yield job
        return

    def loop() -> None:
        while not ended.is_set():
            try:
                _once_read(address, drawn)
                job.done += 1
            except (httpx.HTTPError, ValueError) as error:
                job.errors.append(f"{type(error).__name__} for /read: {error}")
                return

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield job
    finally:
        ended.set()
        thread.join()


def _once_read(address: str, drawn: World) -> None:
    """Gives a long text, and waits for its page."""
    with httpx.Client(base_url=address, timeout=120) as client:
        first = client.get("/").raise_for_status().text
        token = re.search(r'name="csrf_token" value="([^"]+)"', first)
        if token is None:
            raise ValueError("the first page has no token")
        text = "\n\n".join(made.reading.article.text for made in articles(LONG, of=drawn))
        client.post("/read", data={"csrf_token": token[1], "text": text}).raise_for_status()


# The table


def table(results: Results) -> Iterable[str]:
    """The lines of a table of what was measured."""
    yield f"{results.date}, {results.machine}"
    yield f"{results.articles} articles, {results.statements} statements; {results.readers} readers"
    head = ("median", "99th", "slowest", "pages/s", "pages", "reads")
    yield f"\n{'a page of search, ms':28}" + "".join(f"{name:>10}" for name in head)
    for name, w in results.waits.items():
        yield f"{name:28}{w.median:>10.1f}{w.p99:>10.1f}{w.slowest:>10.1f}{w.rate:>10.1f}{w.pages:>10}{w.reads:>10}"
    for how, growth in results.growth.items():
        yield f"{f'99th while reading, {how}':38}{growth:>10.2f}   at most {MOST_GROWTH}"
    yield f"{'errors':38}{len(results.errors):>10}   none"
    yield f"median at most {MOST_MEDIAN_MS:.0f}, 99th at most {MOST_P99_MS:.0f}"


if __name__ == "__main__":
    sys.exit(main())
