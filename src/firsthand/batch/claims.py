"""Owns claims at scale: the stages that make claims of a batch's articles, one after the other. It compares nothing.

    forms     each shard by itself      what its articles tell, with the words they are found by
    order     here                      every article once, in order of time
    pairs     each slice of the order   candidates by blocks, scored
    parts     here                      connected parts of the graph of pairs
    shuffle   each file of pairs        pairs to the bucket of their part
    groups    each bucket               claims

A stage is a function over tasks that a `Mapper` shares out, on one machine or many that see one folder. Each task
writes one file under another name and renames it: a task whose file is there is done, so a run that was killed goes on
where it was. What comes out does not depend on who did what, nor on how the input was cut into shards.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pyarrow.fs import LocalFileSystem

from firsthand.batch.claims_files import draft, read
from firsthand.batch.claims_forms import FormsTask, make_forms
from firsthand.batch.claims_groups import Grouped, GroupsTask, ShuffleTask, counted, group, shuffle
from firsthand.batch.claims_order import write_order
from firsthand.batch.claims_pairs import PairsTask, make_pairs
from firsthand.batch.claims_parts import read_parts, write_parts
from firsthand.batch.folder import Folder
from firsthand.errors import FirsthandError, NotFound, Refused
from firsthand.model import digest
from firsthand.pipeline.tracing_index import recipe
from firsthand.pipeline.workers import Lost, in_workers

SLICE = 1_000
"""Articles that one task compares with those before them."""
T = TypeVar("T")
R = TypeVar("R")


class Mapper(Protocol):
    """Shares tasks out: what `function` makes of each of `items`, in their order. `function` is one of a module."""

    def __call__(self, function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a run came to: `articles` that tell anything, `reports`, the `claims` that they tell, and compared `pairs`
    that may tell one."""

    articles: int
    reports: int
    claims: int
    pairs: int


def local_mapper(workers: int) -> Mapper:
    """Shares tasks out over so many processes of this machine; with 1, all is done in this one."""

    def over(function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        for result in in_workers(function, items, workers=workers):
            if isinstance(result, Lost):
                raise FirsthandError(f"a stage could not be done: {result.message}")
            yield result

    return over


def claim(
    place: str, mapper: Mapper, *, slice_of: int = SLICE, told: Callable[[str, int, int], None] | None = None
) -> Claimed:
    """Makes the claims of the articles in a folder of `firsthand batch`: ``claims`` and ``claim_pairs`` in it.

    `told` is called with the stage, and the tasks done and all of them. Raises NotFound where the folder is none of a
    batch, Refused where it does not lie in a file system that all workers see.
    """
    folder = Folder.at(place)
    if not isinstance(folder.filesystem, LocalFileSystem):
        raise Refused(f"{folder.name} is no folder of a file system: copy it to one that every worker sees.")
    if not folder.is_batch():
        raise NotFound(f"{folder.name} is no folder that firsthand batch wrote: read the articles into it first.")
    run = _Run(folder, mapper, slice_of, told or (lambda stage, done, every: None))
    found = run.all()
    run.publish(found)
    return found


class _Run:
    """One run over the shards that are done when it begins."""

    def __init__(self, folder: Folder, mapper: Mapper, slice_of: int, told: Callable[[str, int, int], None]) -> None:
        self.shards = sorted(folder.done())
        if not self.shards:
            raise NotFound(f"{folder.name} holds no article: run firsthand batch first.")
        self._parts = [folder.manifest(id)["parts"]["articles"] for id in self.shards]
        self.root, self._folder, self._mapper, self._slice, self._told = (
            Path(folder.root),
            folder,
            mapper,
            slice_of,
            told,
        )
        made_by = digest(recipe(), length=12)
        # By what is in them: a shard that was read again is taken apart again.
        named = [f"{id}-{digest(str(p['sha256']), length=12)}" for id, p in zip(self.shards, self._parts, strict=True)]
        self._forms_in = self.root / "_claims" / f"forms-{made_by}"
        self.forms = tuple(str(self._forms_in / f"{name}.arrow") for name in named)
        self.work = self.root / "_claims" / f"run-{digest(made_by, str(slice_of), *named, length=12)}"

    def all(self) -> Claimed:
        """Does all stages that are not done."""
        for part in self._parts:
            self._folder.check_part(part)
        paths = [self._folder.path(part["path"]) for part in self._parts]
        tasks = [FormsTask(part=path, place=place) for path, place in zip(paths, self.forms, strict=True)]
        self._stage("forms", make_forms, tasks, self.forms)
        order = self._once("order.arrow", lambda place: write_order(place, [Path(f) for f in self.forms]))
        table = read(order)
        count, forms = table.num_rows, int(sum(table["forms"].to_numpy()))
        pairs = self._pairs(order, count)
        parts_at = self._once("parts.npy", lambda place: write_parts(place, forms, [Path(p) for p in pairs]))
        shuffled = tuple(str(self.work / "shuffled" / Path(p).name) for p in pairs)
        moves = [ShuffleTask(pairs=p, parts=str(parts_at), place=s) for p, s in zip(pairs, shuffled, strict=True)]
        self._stage("shuffle", shuffle, moves, shuffled)
        every = self._groups(order, parts_at, shuffled)
        articles = int((table["forms"].to_numpy() > 0).sum())
        told = {name: sum(getattr(one, name) for one in every) for name in ("reports", "claims", "pairs")}
        return Claimed(articles=articles, **told)

    def publish(self, found: Claimed) -> None:
        """Puts what was made in place of what was there, and drops the work, and forms of what is no more."""
        for name in ("claims", "claim_pairs"):
            old = self.work / f"old-{name}"
            if (self.work / name).is_dir():
                if (self.root / name).exists():
                    (self.root / name).rename(old)
                (self.work / name).rename(self.root / name)
        facts: dict[str, Any] = {"recipe": recipe(), "shards": self.shards} | asdict(found)
        with draft(self.root / "_claims" / "claims.json") as other:
            other.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
        for stale in {str(place) for place in self._forms_in.glob("*.arrow")} - set(self.forms):
            Path(stale).unlink(missing_ok=True)
        shutil.rmtree(self.work)

    def _pairs(self, order: Path, count: int) -> tuple[str, ...]:
        begins = range(0, count, self._slice)
        places = tuple(str(self.work / "pairs" / f"{begin:010}.arrow") for begin in begins)
        tasks = [
            PairsTask(order=str(order), forms=self.forms, begin=n, end=min(n + self._slice, count), place=place)
            for n, place in zip(begins, places, strict=True)
        ]
        self._stage("pairs", make_pairs, tasks, places)
        return places

    def _groups(self, order: Path, parts: Path, shuffled: tuple[str, ...]) -> list[Grouped]:
        buckets = read_parts(parts)[1]
        tasks = [
            GroupsTask(
                order=str(order),
                forms=self.forms,
                parts=str(parts),
                shuffled=shuffled,
                bucket=n,
                claims=str(self.work / "claims" / f"{n:06}.parquet"),
                pairs=str(self.work / "claim_pairs" / f"{n:06}.parquet"),
            )
            for n in range(int(buckets.max()) + 1 if buckets.size else 0)
        ]
        done = [task for task in tasks if Path(task.claims).exists()]
        made = self._stage("groups", group, tasks, [task.claims for task in tasks])
        return [*made, *(counted(task) for task in done)]

    def _stage(self, name: str, function: Callable[[T], R], tasks: Iterable[T], places: Iterable[str]) -> list[R]:
        """Does those of the tasks whose files are not there."""
        left = [task for task, place in zip(tasks, places, strict=True) if not Path(place).exists()]
        made = []
        for result in self._mapper(function, left):
            made.append(result)
            if len(made) < len(left):
                self._told(name, len(made), len(left))
        self._told(name, len(left), len(left))
        return made

    def _once(self, name: str, make: Callable[[Path], None]) -> Path:
        place = self.work / name
        if not place.exists():
            make(place)
        self._told(name.partition(".")[0], 1, 1)
        return place
