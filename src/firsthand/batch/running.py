"""Owns a run of a batch: what is to be done, what is done already, and what came of it. Engines share the work out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from firsthand.batch.cutting import shards_of
from firsthand.batch.folder import Folder
from firsthand.batch.places import File, files_of
from firsthand.batch.rescuing import rescued
from firsthand.batch.shards import Cut, place_id, version_id
from firsthand.batch.versions import installed
from firsthand.batch.work import Done, Task
from firsthand.errors import InputError, Refused
from firsthand.ledger.writing import ReadBy
from firsthand.model import Failure
from firsthand.reading import ReadingOptions, utc_now
from firsthand.reading.found import written
from firsthand.reading.paths import stem_of

Engine = Callable[[Iterable[Task]], Iterator[Done]]
"""Does tasks in any order, each at least once, and gives what came of each; it pulls no more of them than it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run does: `files` in order, into `out`; `replace` drops what is there of files that have changed."""

    files: tuple[File, ...]
    out: str
    options: ReadingOptions
    cut: Cut
    replace: bool = False


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of a run so far. `held` counts shards that an earlier run did, `lost` those that could not be done."""

    shards: int = 0
    held: int = 0
    lost: int = 0
    articles: int = 0
    statements: int = 0
    failures: int = 0


def planned(
    inputs: Iterable[str], out: str, *, options: ReadingOptions, cut: Cut | None = None, replace: bool = False
) -> tuple[Plan, tuple[Failure, ...]]:
    """The plan for what a person named, each file once, and a failure for each name that stands for none."""
    files: dict[str, File] = {}
    failures = []
    for item in inputs:
        try:
            for file in files_of(item, options, out=out):
                files.setdefault(file.where, file)
        except InputError as error:
            failures.append(Failure(key=stem_of(item), kind=error.kind, message=str(error)))
    plan = Plan(files=tuple(files.values()), out=out, options=options, cut=cut or Cut(), replace=replace)
    return plan, tuple(failures)


def run(plan: Plan, engine: Engine, *, tally: Tally) -> Iterator[Done]:
    """Does all shards of the plan that are not done, and gives what came of each; `tally` is kept up to date.

    A shard whose processes ended is read again here, article by article (see `firsthand.batch.rescuing`).

    Raises Refused where the folder is none of a batch or cannot be written, or holds readings of one of the files as it
    was before (another size or time, or read by another version), which are never mixed.
    """
    folder, read_by = Folder.at(plan.out), installed()
    folder.begin()
    done = folder.done()
    stale = _stale(plan, read_by, done)
    if stale and not plan.replace:
        raise Refused(_changed(stale, folder))
    for id in (id for ids in stale.values() for id in ids):
        folder.drop(id)
    done -= {id for ids in stale.values() for id in ids}
    done -= _damaged(plan, folder, done)
    folder.sweep(done)
    at = written(utc_now())
    for result in engine(_tasks(plan, read_by, done, at=at, tally=tally)):
        if result.died is not None:
            result = rescued(result.died)
        if result.fatal:
            raise Refused(result.message or f"{folder.name} cannot be written")
        _count(result, folder, tally)
        yield result


def _tasks(plan: Plan, read_by: ReadBy, done: frozenset[str], *, at: str, tally: Tally) -> Iterator[Task]:
    for order, file in enumerate(plan.files):
        for shard in shards_of(file, options=plan.options, read_by=read_by, cut=plan.cut):
            tally.shards += 1
            if shard.id in done:
                tally.held += 1
                continue
            yield Task(
                shard=shard,
                out=plan.out,
                options=plan.options,
                cut=plan.cut,
                read_by=read_by,
                at=at,
                order=order,
            )


def _count(result: Done, folder: Folder, tally: Tally) -> None:
    if result.message is not None:
        tally.lost += 1
        try:
            folder.note_failed(result.shard.id, result.message)
        except OSError as error:
            raise folder.not_written(error) from error
    tally.articles += result.articles
    tally.statements += result.statements
    tally.failures += result.failures


def _stale(plan: Plan, read_by: ReadBy, done: frozenset[str]) -> dict[str, list[str]]:
    """Shards that are done of the plan's files as they are no more, by the file's name."""
    current = {place_id(f): (f, version_id(f, options=plan.options, read_by=read_by, cut=plan.cut)) for f in plan.files}
    found: dict[str, list[str]] = {}
    for id in sorted(done):
        place, _, rest = id.partition("-")
        file, version = current.get(place, (None, ""))
        if file is not None and rest.partition("-")[0] != version:
            found.setdefault(file.name, []).append(id)
    return found


def _damaged(plan: Plan, folder: Folder, done: frozenset[str]) -> frozenset[str]:
    """Shards of the plan's files whose manifest or parts are not what was written; they are dropped, and read again."""
    places = {place_id(f) for f in plan.files}
    mine = frozenset(id for id in done if id.partition("-")[0] in places)
    damaged = mine - folder.whole(mine)
    for id in damaged:
        folder.drop(id)
    return damaged


def _changed(stale: dict[str, list[str]], folder: Folder) -> str:
    names = list(stale)
    more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
    return (
        f"{folder.name} holds readings of {names[0]}{more} that were made of other bytes, with other options, or by "
        "another version: give a new folder, or drop them with --replace."
    )
