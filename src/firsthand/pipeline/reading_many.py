"""Owns the reading of many articles by several processes: the same readings in the same order whatever their number.

It takes no article in and keeps none. How the processes are held is in `workers`.
"""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import cache, partial
from typing import Any, TypeVar

from firsthand.errors import FirsthandError
from firsthand.model import Article, Failure, Reading
from firsthand.pipeline.reader import Reader
from firsthand.pipeline.workers import Known, Lost, in_workers

AT_FIRST = 8
"""Articles that are read in this process before any other is started, which takes as long as four articles or so."""
LOST = "lost"
"""The kind of failure of an article whose processes ended."""

K = TypeVar("K")
Load = Callable[[], Reader]


def readings(
    items: "Iterable[Article | Failure]",
    *,
    workers: int,
    load: Load = Reader.load,
    in_worker: Load = Reader.load,
    at_first: int | None = None,
) -> Generator[Reading | Failure, None, None]:
    """The reading of each article, or why it could not be read, in order; failures among the items stay in their place.

    `load` gives what reads in this process (the first `at_first` articles, else `AT_FIRST`, and all where `workers` is
    1), on as many cores as it likes; it is called once, for the first article. `in_worker`, a function of a module,
    gives what reads in each worker, on one core. Neither the number of workers nor of cores changes a reading.

    An article whose process ends is read once more in another, and is a `Failure` of the kind ``lost`` where that ends
    too. Raises what `load` and `in_worker` raise (ModelError), and what the items raise.
    """
    known = (Known(result=item) if isinstance(item, Failure) else item for item in items)
    return records(known, workers=workers, load=load, in_worker=in_worker, at_first=at_first)


def records(
    items: "Iterable[Article | Known[K]]",
    *,
    workers: int,
    load: Load = Reader.load,
    in_worker: Load = Reader.load,
    at_first: int | None = None,
) -> Generator[Reading | Failure | K, None, None]:
    """As `readings`, where what needs no reading is a `Known` that comes back in its place as its result."""
    found: Iterator[Any] = in_workers(
        partial(_read_in_worker, in_worker),
        items,
        workers=workers,
        prepare=partial(_prepare, in_worker),
        here=_Here(load).read,
        at_first=AT_FIRST if at_first is None else at_first,
    )
    for record in found:
        yield _failure(record) if isinstance(record, Lost) else record


def read_or_fail(reader: Reader, article: Article) -> Reading | Failure:
    """The article's reading, or why it could not be read."""
    try:
        return reader.read(article)
    except FirsthandError as error:
        return Failure(key=article.key, kind=error.kind, message=str(error))


class _Here:
    """What reads in this process, loaded for the first article."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._reader: Reader | None = None

    def read(self, article: Article) -> Reading | Failure:
        if self._reader is None:
            self._reader = self._load()
        return read_or_fail(self._reader, article)


def _prepare(load: Load) -> None:
    os.environ["TOKENIZERS_PARALLELISM"] = "false"  # a worker is one core
    _loaded(load)


def _read_in_worker(load: Load, article: Article) -> Reading | Failure:
    return read_or_fail(_loaded(load), article)


@cache
def _loaded(load: Load) -> Reader:
    return load()


def _failure(lost: Lost[Article]) -> Failure:
    return Failure(key=lost.item.key, kind=LOST, message=lost.message)
