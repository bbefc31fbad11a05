"""Owns what the tests of reading by workers read with: a reader that ends its process at what it should not read, and
the work of a batch with it."""

import os
import signal
from dataclasses import dataclass

from quick import QuickReader

from firsthand.batch import arrow, work
from firsthand.batch.rows import Result
from firsthand.errors import NotReadable
from firsthand.model import Article, Reading, Taken


@dataclass(frozen=True, kw_only=True)
class Mortal(QuickReader):
    """Ends its process at an article whose text has "poison", refuses one with "wrong", and needs a moment."""

    seconds: float = 0.01

    def read(self, article: Article) -> Reading:
        if "poison" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "wrong" in article.text:
            raise NotReadable("it is wrong")
        return QuickReader.read(self, article)


def read_shard(task: work.Task) -> work.Done:
    """As `firsthand.batch.work.read_shard`, in a process that such an article ends."""
    arrow.loaded = Mortal  # type: ignore[assignment]
    return work.read_shard(task)


def result_here(taken: Taken) -> Result:
    """As `firsthand.batch.arrow.result_here`, in a process that such an article ends."""
    arrow.loaded = Mortal  # type: ignore[assignment]
    return arrow.result_here(taken)


def take_apart(given: object) -> None:
    """Ends its process."""
    os.kill(os.getpid(), signal.SIGKILL)
