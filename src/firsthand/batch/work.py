"""Owns the reading of one shard, from its bytes to its parts and manifest: what every engine does with every shard.

It says what came of a shard as a value, which goes from a worker to whoever shares the work out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from firsthand.batch.arrow import rows_read
from firsthand.batch.folder import Folder
from firsthand.batch.parts import write_shard
from firsthand.batch.shards import Cut, Shard
from firsthand.batch.taking import taken
from firsthand.batch.versions import reading_here
from firsthand.errors import FirsthandError
from firsthand.ledger.writing import ReadBy
from firsthand.reading import ReadingOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A shard, and all that reading it needs. `at` is the run's time, in UTC to the second, which captures get; `order`
    is the place of the shard's file among the inputs, from 0."""

    shard: Shard
    out: str
    options: ReadingOptions
    cut: Cut
    read_by: ReadBy
    at: str
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of one shard. It is done where `message` is None; `fatal` where no other shard would fare better.

    `died` is what was to be done where the processes that did it ended: its articles can still be read one by one.
    """

    shard: Shard
    articles: int = 0
    statements: int = 0
    failures: int = 0
    message: str | None = None
    fatal: bool = False
    died: Task | None = None


def read_shard(task: Task) -> Done:
    """Reads a shard and writes its parts; a shard that cannot be read, or a folder not written, is told in the value.

    Safe to be done twice, also at the same time: in one run both write the same bytes to the same places.
    """
    if (here := reading_here()) != task.read_by:
        words = (
            f"a worker has firsthand {here.version} with {here.encoder}, and the run was begun by "
            f"{task.read_by.version} with {task.read_by.encoder}: install the same on every machine"
        )
        return Done(shard=task.shard, message=words, fatal=True)
    found = taken(task.shard, options=task.options, at=task.at, most_bytes=task.cut.bytes)
    return write(task, rows_read(found))


def write(task: Task, batches: Iterable[pa.RecordBatch]) -> Done:
    """Writes the rows of a shard as its parts; what `batches` raises of firsthand's own errors is told in the value."""
    folder = Folder.at(task.out)
    try:
        manifest = write_shard(folder, task.shard, batches, facts=_facts(task))
    except FirsthandError as error:
        return Done(shard=task.shard, message=str(error))
    except (OSError, pa.ArrowException) as error:
        return Done(shard=task.shard, message=str(folder.not_written(error)), fatal=True)
    rows = {table: int(part["rows"]) for table, part in manifest["parts"].items()}
    return Done(shard=task.shard, articles=rows["articles"], statements=rows["statements"], failures=rows["failures"])


def _facts(task: Task) -> dict[str, Any]:
    return {
        "at": task.at,
        "order": task.order,
        "read_by": {"encoder": task.read_by.encoder, "firsthand": task.read_by.version},
    }
