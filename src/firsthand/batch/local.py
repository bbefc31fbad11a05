"""Owns the engine on one machine: shards shared out over processes. It plans nothing and writes nothing itself."""

from collections.abc import Iterable, Iterator

from firsthand.batch.running import Engine
from firsthand.batch.versions import prepare
from firsthand.batch.work import Done, Task, read_shard
from firsthand.pipeline.workers import Lost, in_workers


def local(workers: int) -> Engine:
    """An engine of so many processes, one core each; with 1 all is done in this process.

    A process that dies is replaced, and its shard tried once more; where that dies too, it is said in what is given.
    """

    def engine(tasks: Iterable[Task]) -> Iterator[Done]:
        for result in in_workers(read_shard, tasks, workers=workers, prepare=prepare):
            if isinstance(result, Lost):
                yield Done(shard=result.item.shard, message=result.message, died=result.item)
            else:
                yield result

    return engine
