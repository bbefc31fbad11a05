"""Owns a run of `firsthand batch`: the engine, progress and notes on stderr, the exit code. It reads nothing itself."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from firsthand.batch.local import local
from firsthand.batch.places import without_secrets
from firsthand.batch.running import Engine, Tally, planned
from firsthand.batch.running import run as run_plan
from firsthand.cli.columns import reading_options
from firsthand.errors import FirsthandError
from firsthand.render.basis import some
from firsthand.render.plain import line
from firsthand.render.terminal import failure_line

STOPPED = 130
"""The exit code after Ctrl-C."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What was asked for; `workers` None is one for each core, `ray_address` None a cluster of this machine alone."""

    inputs: tuple[str, ...]
    out: str
    engine: str = "local"
    workers: int | None = None
    ray_address: str | None = None
    recursive: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    replace: bool = False
    quiet: bool = False


def run(job: Job) -> int:
    """Does the batch, and gives the exit code: 0 where all could be read, else 1."""
    tally, began = Tally(), time.monotonic()
    try:
        failed = _run(job, tally)
    except FirsthandError as error:
        _note(line(str(error)))
        return 1
    except KeyboardInterrupt:
        _note(f"stopped; run it again to go on ({_counted(tally)})")
        return STOPPED
    if not (job.quiet and not (failed or tally.failures or tally.lost)):
        _note(_summary(tally, job, seconds=time.monotonic() - began))
    return 1 if failed or tally.lost or tally.failures or not tally.shards else 0


def _run(job: Job, tally: Tally) -> int:
    """Does all shards; how many of the inputs stand for no file."""
    options = reading_options(job.columns, recursive=job.recursive)
    plan, failures = planned(job.inputs, job.out, options=options, replace=job.replace)
    for failure in failures:
        _note(failure_line(failure))
    if not plan.files:
        return len(failures) or 1
    with _progress() as progress:
        task = progress.add_task("", total=None)
        for done in run_plan(plan, _engine(job), tally=tally):
            if done.message is not None:
                _note(f"{line(done.shard.file.name)}, shard {done.shard.number}: {line(done.message)}", progress)
            progress.update(task, description=_counted(tally), advance=1)
    return len(failures)


def _engine(job: Job) -> Engine:
    if job.engine == "local":
        return local(job.workers or _cores())
    engine: Engine = import_module("firsthand.integrations.ray").engine(address=job.ray_address, workers=job.workers)
    return engine


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _counted(tally: Tally) -> str:
    return f"{some(tally.articles, 'article')}, {some(tally.statements, 'statement')} in {some(tally.shards, 'shard')}"


def _summary(tally: Tally, job: Job, *, seconds: float) -> str:
    if not tally.shards:
        return "nothing to read"
    out = line(without_secrets(job.out)).rstrip("/")
    parts = [f"{some(tally.articles, 'article')} read with {some(tally.statements, 'statement')} into {out}"]
    if tally.held:
        parts.append(f"{tally.held} of {some(tally.shards, 'shard')} done before")
    if tally.failures:
        parts.append(f"{some(tally.failures, 'row')} could not be read: see {out}/failures")
    if tally.lost:
        parts.append(f"{some(tally.lost, 'shard')} could not be done: run it again")
    rate = f" ({tally.articles / seconds:.1f} articles a second)" if tally.articles > 1 and seconds > 0 else ""
    return "; ".join(parts) + rate


@contextmanager
def _progress() -> Iterator[Progress]:
    """A line of counts on stderr, gone when done."""
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty() or os.environ.get("TERM") == "dumb",
    )
    with progress:
        yield progress


def _note(words: str, progress: Progress | None = None) -> None:
    if progress is not None and progress.live.is_started:
        progress.console.print(f"firsthand: {words}", markup=False, highlight=False, soft_wrap=True)
    else:
        print(f"firsthand: {words}", file=sys.stderr)  # noqa: T201
