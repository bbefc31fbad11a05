"""Owns a run of `firsthand add`, `watch` or `reread`: progress and notes on stderr, the exit code. It reads nothing."""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from firsthand.batch.late import add_all, is_batch
from firsthand.cli.columns import reading_options
from firsthand.cli.cores import cores
from firsthand.errors import FirsthandError, InputError
from firsthand.ledger import Ledger, open_ledger
from firsthand.pipeline import Reader
from firsthand.pipeline.adding import Adder, Outcome
from firsthand.reading import ReadingOptions
from firsthand.reading.paths import passed_over, paths_of, suffix_of
from firsthand.reading.politeness import Polite
from firsthand.render.basis import some
from firsthand.render.plain import line

SINGLE = frozenset({".txt", ".html", ".htm", ""})
"""Suffixes of files that hold one article: only where all are such is it known how many there will be."""

STOPPED = 130
"""The exit code after Ctrl-C."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What was asked for; `ledger` None is the default place, `threads` None all cores, `workers` None one a thread."""

    inputs: tuple[str, ...]
    ledger: str | None = None
    recursive: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    threads: int | None = None
    workers: int | None = None
    quiet: bool = False


def run(job: Job) -> int:
    """Adds everything, and gives the exit code: 0 where all was taken in, else 1."""
    options = _options(job)
    so_far = _SoFar(done="added")

    def add(adder: Adder) -> int:
        for item in job.inputs:
            if words := passed_over(item, options):
                _note(f"{line(item)}: {line(words)}")
        return _add(job, adder, options, polite=Polite(), so_far=so_far)

    return _with_adder(job, add, so_far)


def keep_watching(job: Job, *, every_s: float, rounds: int | None) -> int:
    """Adds what the feeds link to, round after round; 0 where it did all its rounds, 1 where no feed answered the last.

    130 where it was stopped.
    """
    so_far = _SoFar(done="added")

    def watch(adder: Adder) -> int:
        polite, done = Polite(), 0
        while rounds is None or done < rounds:
            began = time.monotonic()
            so_far.had = so_far.failed = 0
            _add(job, adder, _options(job), polite=polite, so_far=so_far)
            done += 1
            if rounds is None or done < rounds:
                time.sleep(max(0.0, every_s - (time.monotonic() - began)))
        return 1 if so_far.failed and not so_far.had else 0

    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))  # stopped by a service manager
    return _with_adder(job, watch, so_far)


def reread_all(job: Job, *, every: bool) -> int:
    """Reads held articles again, and gives the exit code."""
    so_far = _SoFar(done="read again")

    def reread(adder: Adder) -> int:
        return _follow(job, adder.reread(every=every), total=None, so_far=so_far)

    return _with_adder(job, reread, so_far, create=False)


@dataclass(slots=True, kw_only=True)
class _SoFar:
    """What came of a run until now, for one that is stopped and for the end of a round.

    `added` counts over all rounds; `failed` what failed in this one, `had` its feeds and articles that could be had.
    """

    done: str
    added: int = 0
    failed: int = 0
    had: int = 0

    def answered(self, _: str) -> None:
        self.had += 1

    def take(self, outcome: Outcome) -> None:
        self.added += outcome.what == "added"
        self.failed += outcome.what == "failed"
        self.had += outcome.what != "failed"


def _with_adder(job: Job, work: Callable[[Adder], int], so_far: _SoFar, *, create: bool = True) -> int:
    try:
        with open_ledger(job.ledger, create=create) as ledger:
            return work(_adder(job, ledger))
    except FirsthandError as error:
        _note(line(str(error)))
        return 1
    except KeyboardInterrupt:
        _note(f"stopped; run it again to go on ({some(so_far.added, 'article')} {so_far.done})")
        return STOPPED


def _adder(job: Job, ledger: Ledger) -> Adder:
    threads = job.threads or cores()
    return Adder(ledger=ledger, load=lambda: Reader.load(threads=threads), workers=job.workers or threads)


def _add(job: Job, adder: Adder, options: ReadingOptions, *, polite: Polite, so_far: _SoFar) -> int:
    outcomes = add_all(adder, job.inputs, options=options, polite=polite, answered=so_far.answered)
    code = _follow(job, outcomes, total=_total(job, options), so_far=so_far)
    if cleared := adder.clear_old():
        _note(f"{some(cleared, 'text')} cleared, as old as this ledger keeps them; offsets and digests stay")
    return code


def _follow(job: Job, outcomes: Iterable[Outcome], *, total: int | None, so_far: _SoFar) -> int:
    counts: Counter[str] = Counter()
    began, statements = time.monotonic(), 0
    with _progress(total) as (progress, task):
        for outcome in outcomes:
            counts[outcome.what] += 1
            so_far.take(outcome)
            statements += outcome.statements
            if outcome.message and outcome.what != "held":
                _note(f"{line(outcome.key)}: {line(outcome.message)}", progress)
            for warning in () if job.quiet else outcome.warnings:
                _note(f"{line(outcome.key)}: {line(warning)}", progress)
            progress.update(task, advance=1, description=line(outcome.key)[-40:])
    if not (job.quiet and not counts["failed"]):
        _note(_summary(counts, statements, done=so_far.done, seconds=time.monotonic() - began))
    return 1 if counts["failed"] or not counts else 0


def _summary(counts: Counter[str], statements: int, *, done: str, seconds: float) -> str:
    if not counts:
        return "nothing new to take in"
    new = f"{some(counts['added'], 'article')} {done} with {some(statements, 'statement')}"
    parts = [new if counts["added"] else f"nothing {done}"]
    if counts["held"]:
        parts.append(f"{counts['held']} held already")
    if counts["withheld"]:
        parts.append(f"{counts['withheld']} forgotten on request and left out")
    if counts["failed"]:
        parts.append(f"{counts['failed']} could not be read")
    rate = f" ({counts['added'] / seconds:.1f} articles a second)" if counts["added"] > 1 and seconds > 0 else ""
    return "; ".join(parts) + rate


def _options(job: Job) -> ReadingOptions:
    return reading_options(job.columns, recursive=job.recursive)


def _total(job: Job, options: ReadingOptions) -> int | None:
    """How many articles there will be, where every input is a file that holds one."""
    count = 0
    for item in job.inputs:
        if "://" in item or item == "-" or is_batch(item):
            return None
        try:
            paths = paths_of(item, options)
        except InputError:
            paths = (item,)
        if any(suffix_of(p) not in SINGLE for p in paths):
            return None
        count += len(paths)
    return count


class _Rate(ProgressColumn):
    """Articles a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f}/s")


@contextmanager
def _progress(total: int | None) -> Iterator[tuple[Progress, TaskID]]:
    """A bar on stderr with rate and time left, gone when done."""
    counted = (BarColumn(bar_width=24), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    open_end = (SpinnerColumn(), TextColumn("{task.completed} taken"), _Rate())
    progress = Progress(
        *(counted if total else open_end),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty() or os.environ.get("TERM") == "dumb",
    )
    with progress:
        yield progress, progress.add_task("", total=total)


def _note(words: str, progress: Progress | None = None) -> None:
    if progress is not None and progress.live.is_started:
        progress.console.print(f"firsthand: {words}", markup=False, highlight=False, soft_wrap=True)
    else:
        print(f"firsthand: {words}", file=sys.stderr)  # noqa: T201
