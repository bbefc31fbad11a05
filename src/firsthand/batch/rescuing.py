"""Owns what becomes of a shard whose processes ended: its articles are read one by one, so that each ends only its own.

Nothing of such a shard is taken apart or read in this process, whatever it was that ended the others.
"""

import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path

from firsthand.batch.arrow import result_here, rows_of
from firsthand.batch.rows import Result
from firsthand.batch.taking import taken
from firsthand.batch.versions import prepare
from firsthand.batch.work import Done, Task, write
from firsthand.errors import NotReadable
from firsthand.model import Failure, Taken
from firsthand.pipeline.reading_many import LOST
from firsthand.pipeline.workers import Lost, in_workers

WORKERS = 2
"""With one the articles would be read in this process."""


def rescued(task: Task) -> Done:
    """Reads a shard article by article, and writes what the engines would have written.

    An article that ends its process is read once more in another; where that ends too it is a failure of the kind
    ``lost``, and the rest of the shard is kept. A shard that cannot even be taken apart into articles is told as one
    that cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="firsthand-") as scratch:
        return write(task, rows_of(_results(task, Path(scratch) / "articles"), read_by=task.read_by))


def take_apart(given: tuple[Task, Path]) -> None:
    """Puts the articles of a shard one after the other into a file, which may be larger than memory."""
    task, place = given
    with open(place, "wb") as file:
        for one in taken(task.shard, options=task.options, at=task.at, most_bytes=task.cut.bytes):
            pickle.dump(one, file, protocol=pickle.HIGHEST_PROTOCOL)


def _results(task: Task, place: Path) -> Iterator[Result]:
    for apart in in_workers(take_apart, [(task, place)], workers=WORKERS):
        if isinstance(apart, Lost):
            raise NotReadable(f"the processes that read it ended, also those that only took it apart. {apart.message}")
    for result in in_workers(result_here, _articles(place), workers=WORKERS, prepare=prepare):
        yield _failed(result) if isinstance(result, Lost) else result


def _articles(place: Path) -> Iterator[Taken]:
    with open(place, "rb") as file:
        while file.peek(1):
            yield pickle.load(file)  # noqa: S301 - from our own worker


def _failed(lost: Lost[Taken]) -> Result:
    failure = Failure(key=lost.item.key, kind=LOST, message=lost.message)
    return Result(what=failure, capture=lost.item.capture)
