"""Owns work spread over processes: results in order, memory bounded, a lost process replaced. It knows no articles.

The processes are started afresh (never forked), do not import the caller's script, and end with their parent, however
that ends. What one of them does is in `worker`.
"""

import pickle
import shutil
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any, Generic, TypeVar

from firsthand.errors import FirsthandError, InvalidValue
from firsthand.pipeline.worker import main

T = TypeVar("T")
R = TypeVar("R")

TRIES = 2
"""How often an item is given to a worker: one that ends two of them is lost."""
STARTS = 3
"""How many processes in a row may end before they are ready; after that none is started any more."""
DEEP = 2
"""Items that lie with one worker, so that it has the next at hand while its parent does other things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost(Generic[T]):
    """Stands where a result would be: the processes that had this item ended, or it took too long."""

    item: T
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Generic[R]):
    """Stands where an item would be: its result is known already, and is given back in its place."""

    result: R


def in_workers(
    work: Callable[[T], R],
    items: "Iterable[T | Known[R]]",
    *,
    workers: int,
    prepare: Callable[[], None] | None = None,
    ahead: int = 4,
    seconds: float | None = None,
    here: Callable[[T], R] | None = None,
    at_first: int = 0,
) -> "Iterator[R | Lost[T]]":
    """Does `work` on each of `items` in `workers` processes; gives the results in the order of the items.

    `work` and `prepare` (called once in each process) are functions of a module, since they are sent by name. Items are
    pulled as they are needed: at most `workers * ahead` are pulled and not yet given back. With 0 or 1 workers all is
    done in this process, without a limit of time. A `Known` among the items is no work, and comes back as its result.

    A process that ends (killed, out of memory) is replaced, and its item tried once more; when that ends one too, a
    `Lost` stands in its place. An item that takes longer than `seconds` is lost at once. What `work` or `prepare`
    raise is raised here, in its place, and so is what the items raise (other than a FirsthandError or an OSError at
    once). Closing the iterator ends the processes.

    With `here`, which must give what `work` gives, the first `at_first` items are done in this process, and more of
    them until the first worker is up; no process is started where there are no more items.

    Raises InvalidValue where `work` or `prepare` is no function of a module, FirsthandError where the processes cannot
    be started.
    """
    if workers <= 1:
        return _in_this_process(here or work, items, prepare=None if here else prepare)
    for function in (work, prepare):
        if getattr(function, "__module__", "") == "__main__":
            raise InvalidValue(f"{function} is of the script itself, which no worker imports: put it into a module")
    sent = pickle.dumps((work, prepare))
    pool: _Pool[T, R] = _Pool(sent=sent, size=workers, most=workers * ahead, deep=min(ahead, DEEP), seconds=seconds)
    return _in_pool(pool, iter(items), here=here, at_first=at_first if here else 0)


def _in_this_process(
    work: Callable[[T], R], items: "Iterable[T | Known[R]]", *, prepare: Callable[[], None] | None
) -> Iterator[R | Lost[T]]:
    for item in items:
        if isinstance(item, Known):
            yield item.result
            continue
        if prepare is not None:
            prepare()
            prepare = None
        yield work(item)


def _in_pool(
    pool: "_Pool[T, R]", items: "Iterator[T | Known[R]]", *, here: Callable[[T], R] | None, at_first: int
) -> Iterator[R | Lost[T]]:
    source = _Source(items=items)
    try:
        while at_first and here is not None and (task := source.pull()) is not None:
            if not task.done:
                task.settle(here(task.item))
                at_first -= 1
            yield task.result
        while True:
            pool.receive(0.0)
            pool.spread()
            # An idle worker comes before a result that is ready: it could not work while the caller is busy with that.
            if pool.room() and (pool.hungry() or not pool.first_done()) and (task := source.pull()) is not None:
                pool.take(task)
            elif pool.first_done():
                yield pool.first()
            elif not pool.under_way():
                source.raise_what_it_raised()
                return
            elif here is not None and (task := pool.for_here()) is not None:
                task.settle(here(task.item))
            else:
                pool.receive(None)
    finally:
        pool.end()


@dataclass(slots=True, kw_only=True, eq=False)
class _Task(Generic[T]):
    """One item, how often a worker that had it ended, and what came of it."""

    item: T
    tries: int = 0
    done: bool = False
    result: Any = None
    error: BaseException | None = None

    def settle(self, result: Any) -> None:
        self.result, self.done = result, True

    def fail(self, error: BaseException) -> None:
        self.error, self.done = error, True

    def lose(self, message: str) -> None:
        self.settle(Lost(item=self.item, message=message))


@dataclass(slots=True, kw_only=True)
class _Source(Generic[T]):
    """The items; what they raise is kept until everything before it was given back."""

    items: "Iterator[T | Known[Any]]"
    error: BaseException | None = None
    over: bool = False

    def pull(self) -> "_Task[T] | None":
        """The next one, or None where there is none."""
        if self.over:
            return None
        try:
            item = next(self.items)
            return _Task[Any](item=None, done=True, result=item.result) if isinstance(item, Known) else _Task(item=item)
        except StopIteration:
            pass
        except (FirsthandError, OSError) as error:  # raised in its place, after the results that come before it
            self.error = error
        self.over = True
        return None

    def raise_what_it_raised(self) -> None:
        if self.error is not None:
            raise self.error


@dataclass(slots=True, kw_only=True, eq=False)
class _Worker(Generic[T]):
    """One process, our end of its pipe, the folder of its temporary files (it does not outlive it), and the tasks that
    lie with it, the one under way first."""

    process: Any
    connection: Connection
    scratch: str
    tasks: "deque[_Task[T]]" = field(default_factory=deque)
    ready: bool = False
    began: float = 0.0

    @classmethod
    def start(cls, sent: bytes) -> "_Worker[T]":
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        scratch = tempfile.mkdtemp(prefix="firsthand-worker-")
        with _quiet_start():
            process = context.Process(target=main, args=(theirs, scratch), name="firsthand-worker", daemon=True)
            process.start()
        theirs.close()  # so that the end of the process is the end of the pipe
        worker = cls(process=process, connection=ours, scratch=scratch)
        try:
            ours.send_bytes(sent)
        except OSError:  # it ended already; reading will say so
            pass
        return worker

    def give(self, task: "_Task[T]", message: bytes) -> None:
        if not self.tasks:
            self.began = time.monotonic()
        self.tasks.append(task)
        try:
            self.connection.send_bytes(message)
        except OSError:  # it ended; reading will say so
            pass

    def heard(self) -> tuple[str, Any] | None:
        """The next thing it sent, ``ended`` where it is no more, None where there is nothing yet."""
        try:
            message = self.connection.recv_bytes() if self.connection.poll() else None
        except (EOFError, OSError):
            return "ended", None
        return None if message is None else pickle.loads(message)  # noqa: S301 - from our own worker

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()
        shutil.rmtree(self.scratch, ignore_errors=True)


@dataclass(slots=True, kw_only=True)
class _Pool(Generic[T, R]):
    """The workers, the tasks in order that are not yet given back, and of those the ones that no worker has."""

    sent: bytes
    size: int
    most: int
    deep: int
    seconds: float | None
    tasks: "deque[_Task[T]]" = field(default_factory=deque)
    waiting: "deque[_Task[T]]" = field(default_factory=deque)
    workers: "list[_Worker[T]]" = field(default_factory=list)
    unready_ends: int = 0
    were_ready: bool = False

    def room(self) -> bool:
        return len(self.tasks) < self.most

    def take(self, task: "_Task[T]") -> None:
        self.tasks.append(task)
        if not task.done:
            self.waiting.append(task)

    def under_way(self) -> bool:
        return bool(self.tasks)

    def first_done(self) -> bool:
        return bool(self.tasks) and self.tasks[0].done

    def first(self) -> Any:
        task = self.tasks.popleft()
        if task.error is not None:
            raise task.error
        return task.result

    def hungry(self) -> bool:
        """True where a worker that is up would have nothing to do."""
        return not self.waiting and any(worker.ready and not worker.tasks for worker in self.workers)

    def for_here(self) -> "_Task[T] | None":
        """A waiting task for this process. Once a worker was up there is none: it could be what ends workers."""
        return self.waiting.popleft() if self.waiting and not self.were_ready else None

    def spread(self) -> None:
        """Starts what processes are missing, and gives waiting tasks to the workers that have least to do."""
        if not self.waiting:
            return
        while len(self.workers) < min(self.size, len(self.waiting) + sum(bool(w.tasks) for w in self.workers)):
            if self.unready_ends >= STARTS:
                break
            self.workers.append(_Worker.start(self.sent))
        if not self.workers:
            raise FirsthandError(
                f"{STARTS} worker processes ended before they could begin; is there too little memory? "
                "Do it with one worker, which is this process alone."
            )
        while self.waiting:
            free = [w for w in self.workers if w.ready and len(w.tasks) < self.deep]
            if not free:
                return
            least = min(free, key=lambda w: len(w.tasks))
            message = pickle.dumps(self.waiting[0].item, protocol=pickle.HIGHEST_PROTOCOL)
            least.give(self.waiting.popleft(), message)

    def receive(self, most_s: float | None) -> None:
        """Takes all that the workers have sent; waits for the first of it up to `most_s` seconds (None: as needed)."""
        if not self.workers:
            return
        until = self._next_limit()
        patience = most_s if most_s is not None else until
        said = set(wait([w.connection for w in self.workers], patience))
        for worker in [w for w in self.workers if w.connection in said]:
            self._hear(worker)
        if self.seconds is not None:
            for worker in [w for w in self.workers if self._left_s(w) <= 0]:
                self._too_slow(worker)

    def end(self) -> None:
        """Ends every process, whatever it is doing."""
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.end()
        self.workers.clear()

    def _hear(self, worker: "_Worker[T]") -> None:
        while (heard := worker.heard()) is not None:
            kind, value = heard
            if kind == "ended":
                self._ended(worker)
                return
            if kind == "ready":
                worker.ready = self.were_ready = True
                self.unready_ends = 0
            elif not worker.ready:  # it could not be prepared
                raise value
            elif kind == "done":
                worker.tasks.popleft().settle(value)
            else:  # it ends after that
                worker.tasks[0].fail(value)
                self._put_away(worker)
                return
            worker.began = time.monotonic()

    def _ended(self, worker: "_Worker[T]") -> None:
        self._put_away(worker)
        if not worker.ready:
            self.unready_ends += 1
        elif worker.tasks:
            task = worker.tasks[0]
            task.tries += 1
            if task.tries < TRIES:
                self.waiting.appendleft(task)
                return
            task.lose(
                f"The {TRIES} processes that did this ended (the last with exit code {worker.process.exitcode}): it "
                "may take more memory than there is; try it alone, or with fewer workers."
            )

    def _too_slow(self, worker: "_Worker[T]") -> None:
        self._put_away(worker)
        worker.tasks[0].lose(f"This took longer than {self.seconds:g} seconds and was given up; try a shorter one.")

    def _put_away(self, worker: "_Worker[T]") -> None:
        """Ends a worker; the tasks behind the one under way go back to the front of the line."""
        worker.end()
        self.workers.remove(worker)
        self.waiting.extendleft(reversed(list(worker.tasks)[1:]))

    def _left_s(self, worker: "_Worker[T]") -> float:
        if self.seconds is None or not worker.tasks:
            return float("inf")
        return worker.began + self.seconds - time.monotonic()

    def _next_limit(self) -> float | None:
        left = min(self._left_s(w) for w in self.workers)
        return None if left == float("inf") else max(0.0, left)


@contextmanager
def _quiet_start() -> Iterator[None]:
    """A start that Ctrl-C does not reach (it ends the parent, which ends its workers), and that leaves out the script.

    The processes would else run the caller's script anew, and one that calls this without a guard would never end.
    """
    script = sys.modules.get("__main__")
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        if not hasattr(signal, "pthread_sigmask"):  # Windows
            yield
            return
        resource_tracker.ensure_running()  # it would end the mask below
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    finally:
        if script is not None:
            sys.modules["__main__"] = script
