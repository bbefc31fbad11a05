"""Owns the worker processes: a bounded queue before them, a time limit for each job, a new process for a lost one.

A job whose worker was lost is done once more, then fails; a job that fails by a fault of ours, or takes too long, is
not tried again. It does not know what the jobs are (`tasks` does).
"""

import asyncio
import logging
import multiprocessing
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from firsthand.web.faults import Busy, TooSlow, WorkerLost
from firsthand.web.worker import Setup, main

TRIES = 2
STEP_S = 0.25
"""How often a job under way is looked at for whether it should stop."""
LOAD_S = 120.0
"""How long a worker may take to load the encoder."""
LONGEST_WAIT_S = 60
FAULT = "firsthand failed on this, by a fault of its own; it was noted."
log = logging.getLogger("firsthand.web.work")


@dataclass(slots=True, kw_only=True, eq=False)
class Job:
    """One call under way. `answer` is done when it is; `stop()` asks it to end after what it is doing."""

    name: str
    arguments: tuple[Any, ...]
    limit_s: float
    owner: str = ""
    told: Callable[[Any], None] | None = None
    again: Callable[[], None] | None = None
    answer: "Future[Any]" = field(default_factory=Future)
    _stop: threading.Event = field(default_factory=threading.Event)

    @property
    def stopping(self) -> bool:
        """True where it was asked to end."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ends the job after the step it is in; one that still waits is taken off the queue."""
        self._stop.set()
        self.answer.cancel()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a pool is: living and busy workers, waiting jobs, and how many were lost, too slow, done and refused."""

    workers: int
    alive: int
    busy: int
    waiting: int
    lost: int
    too_slow: int
    done: int
    refused: int


class _Worker:
    """One process and our end of its pipe. `ready` is whether it has loaded."""

    def __init__(self, setup: Setup, name: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=main, args=(setup, theirs), name=name, daemon=True)
        self.process.start()
        theirs.close()  # so that the end of the process is the end of the pipe
        self.ready = False

    def end(self) -> None:
        """Ends the process, whatever it is doing."""
        self.connection.close()
        self.process.kill()
        self.process.join(5)


class Pool:
    """`workers` processes that were set up by `setup`, with at most `queue` jobs waiting.

    Its methods may be called from any thread; `start` starts the processes, or the first job does.
    """

    def __init__(self, setup: Setup, *, workers: int, queue: int, limit_s: float, name: str = "work") -> None:
        self._setup, self._size, self._queue, self._limit_s, self._name = setup, workers, queue, limit_s, name
        self._waiting: deque[Job] = deque()
        self._running: dict[int, Job] = {}
        self._workers: dict[int, _Worker] = {}
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._stopping = self._killed = False
        self._counts = {"lost": 0, "too_slow": 0, "done": 0, "refused": 0}
        self._mean_s = 1.0

    def start(self) -> None:
        """Starts the processes; they load on their own."""
        with self._changed:
            if self._threads or self._stopping:
                return
            for place in range(self._size):
                self._workers[place] = _Worker(self._setup, f"{self._name}-{place}")
                self._begin(place)

    def submit(
        self,
        name: str,
        *arguments: Any,
        limit_s: float | None = None,
        owner: str = "",
        told: Callable[[Any], None] | None = None,
        again: Callable[[], None] | None = None,
    ) -> Job:
        """Puts a job in the queue. `told` gets what it tells on the way, in a thread of the pool; then `limit_s` is the
        longest time between two such things. `again` is called where it begins anew in another worker.

        Raises Busy where the queue is full, where `owner` has half of it already, or where the server is stopping.
        """
        job = Job(name=name, arguments=arguments, limit_s=limit_s or self._limit_s, owner=owner, told=told, again=again)
        self.start()
        with self._changed:
            if self._stopping:
                raise Busy("The server is stopping: try again in a minute.", LONGEST_WAIT_S)
            own = sum(1 for other in self._waiting if owner and other.owner == owner)
            if len(self._waiting) >= self._queue or own >= max(2, self._queue // 2):
                self._counts["refused"] += 1
                wait = self._wait_s()
                raise Busy(f"The server is busy with {len(self._waiting)} other readings: try again shortly.", wait)
            self._waiting.append(job)
            self._changed.notify()
        return job

    async def run(self, name: str, *arguments: Any, limit_s: float | None = None, owner: str = "") -> Any:
        """The answer of one call; raises Busy, TooSlow, WorkerLost, and what the call raises."""
        return await asyncio.wrap_future(self.submit(name, *arguments, limit_s=limit_s, owner=owner).answer)

    def state(self) -> State:
        """How the pool is now."""
        with self._changed:
            alive = sum(1 for w in self._workers.values() if w.process.is_alive())
            return State(
                workers=self._size, alive=alive, busy=len(self._running), waiting=len(self._waiting), **self._counts
            )

    def stop(self, wait_s: float) -> None:
        """Takes nothing more, does what waits and runs for up to `wait_s` seconds, then ends the processes."""
        deadline = time.monotonic() + wait_s
        self.refuse()
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        with self._changed:
            self._killed = True
            left = [*self._waiting]
            self._waiting.clear()
            workers = list(self._workers.values())
            self._changed.notify_all()
        for job in left:
            _fail(job, self._stopped())
        for worker in workers:
            worker.process.kill()
        for thread in self._threads:
            thread.join(5)

    def refuse(self) -> None:
        """Takes nothing more from now on."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()

    def _wait_s(self) -> int:
        return max(1, min(LONGEST_WAIT_S, round(self._mean_s * (len(self._waiting) + 1) / self._size)))

    def _stopped(self) -> Busy:
        return Busy("The server was stopped before this was done: try again in a minute.", LONGEST_WAIT_S)

    # One thread for each worker: what follows runs there.

    def _keep(self, place: int) -> None:
        ended = False
        try:
            self._work(place)
            ended = True
        finally:
            if not ended:  # a fault of ours in this very thread: its place must not stay empty
                self._mend(place)
        self._workers[place].end()

    def _work(self, place: int) -> None:
        while (job := self._next(place)) is not None:
            if job.answer.set_running_or_notify_cancel():
                began = time.monotonic()
                self._do(place, job)
                self._mean_s += 0.2 * (time.monotonic() - began - self._mean_s)
            with self._changed:
                self._running.pop(place, None)

    def _mend(self, place: int) -> None:
        self._workers[place].end()
        with self._changed:
            job = self._running.pop(place, None)
        if job is not None:
            _fail(job, WorkerLost(FAULT))
        self._new_worker(place)
        self._begin(place)

    def _begin(self, place: int) -> None:
        thread = threading.Thread(target=self._keep, args=(place,), name=f"{self._name}-{place}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _next(self, place: int) -> Job | None:
        with self._changed:
            while not self._waiting:
                if self._stopping:
                    return None
                self._changed.wait(5)
            job = self._running[place] = self._waiting.popleft()
            return job

    def _new_worker(self, place: int) -> _Worker:
        worker = _Worker(self._setup, f"{self._name}-{place}")
        with self._changed:
            self._workers[place] = worker
        return worker

    def _do(self, place: int, job: Job) -> None:
        for attempt in range(TRIES):
            if attempt and job.again is not None:
                job.again()
            worker = self._workers[place]
            if not worker.process.is_alive():  # it went while nothing was asked of it
                worker.end()
                worker = self._new_worker(place)
            try:
                _finish(job, *self._asked(worker, job))
                self._count("done")
                return
            except (EOFError, OSError):
                worker.end()
                if self._killed:
                    _fail(job, self._stopped())
                    return
                self._count("lost")
                log.warning("worker lost", extra={"job": job.name, "exit": worker.process.exitcode})
                self._new_worker(place)
            except TooSlow as error:
                worker.end()
                self._count("too_slow")
                self._new_worker(place)
                _fail(job, error)
                return
        _fail(job, WorkerLost("The process that did this ended twice: the article may be too much for this machine."))

    def _asked(self, worker: _Worker, job: Job) -> tuple[str, Any]:
        """The last message of the job: ``done``, ``error`` or ``bug``; EOFError or OSError where the worker is lost."""
        if not worker.ready:
            kind, value = _received(worker.connection, LOAD_S, job)
            if kind != "ready":
                return kind, value
            worker.ready = True
        worker.connection.send((job.name, job.arguments))
        asked_to_stop = False
        while True:
            kind, value = _received(worker.connection, job.limit_s, job, stop=None if asked_to_stop else job._stop)
            if kind == "stop":
                worker.connection.send(("stop", ()))
                asked_to_stop = True
            elif kind != "told":
                return kind, value
            elif job.told is not None:
                job.told(value)

    def _count(self, what: str) -> None:
        with self._changed:
            self._counts[what] += 1


def _received(
    connection: Connection, limit_s: float, job: Job, *, stop: threading.Event | None = None
) -> tuple[str, Any]:
    """The next message, or ``stop`` where the job should end; TooSlow where none comes in time."""
    deadline = time.monotonic() + limit_s
    if stop is not None and stop.is_set():
        return "stop", None
    while not connection.poll(min(STEP_S, max(0.0, deadline - time.monotonic()))):
        if stop is not None and stop.is_set():
            return "stop", None
        if time.monotonic() >= deadline:
            raise TooSlow(f"This took longer than {limit_s:g} seconds and was given up: try a shorter text.")
    message: tuple[str, Any] = connection.recv()
    return message


def _finish(job: Job, kind: str, value: Any) -> None:
    if kind == "done":
        job.answer.set_result(value)
    elif kind == "error":
        job.answer.set_exception(value)
    else:
        log.error("fault in a worker", extra={"job": job.name, "where": value})
        job.answer.set_exception(WorkerLost(FAULT))


def _fail(job: Job, error: Exception) -> None:
    if not job.answer.done() and (job.answer.running() or job.answer.set_running_or_notify_cancel()):
        job.answer.set_exception(error)
