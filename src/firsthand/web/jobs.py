"""Owns the add jobs: what is being added, how far it is, and the events that a page follows it by. It reads nothing.

A job lives in this process's memory; what it added lies in the ledger, each article whole, so that a server that was
killed has lost the job's name and nothing else: the same job started again finds what is there already.
"""

import asyncio
import json
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from firsthand.errors import FirsthandError
from firsthand.pipeline.adding import Outcome
from firsthand.web.faults import Busy, NoSuchJob
from firsthand.web.given import Given
from firsthand.web.work import Job, Pool

KEPT_EVENTS = 500
"""Events that a job remembers for whoever comes later; of more, the earliest are dropped (its counts are not)."""
KEPT_JOBS = 200
"""Ended jobs that are remembered."""
KEEPALIVE_S = 15.0
ENDED = frozenset({"done", "failed", "stopped"})
What = Literal["waiting", "running", "done", "failed", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How a job is: its state, how many of each outcome, and why it failed. `what` is what was given, in words."""

    id: str
    owner: str
    what: str
    state: What = "waiting"
    added: int = 0
    held: int = 0
    failed: int = 0
    withheld: int = 0
    message: str | None = None

    @property
    def ended(self) -> bool:
        """True where nothing more will come."""
        return self.state in ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that became of a job: ``outcome`` (an article), ``again`` (begun anew) or ``state``; numbers from 1."""

    number: int
    name: str
    data: dict[str, Any]

    def line(self) -> bytes:
        """The event as one of a text/event-stream."""
        words = json.dumps(self.data, ensure_ascii=False)
        return f"id: {self.number}\nevent: {self.name}\ndata: {words}\n\n".encode()


@dataclass(slots=True, kw_only=True, eq=False)
class _Held:
    progress: Progress
    events: deque[Event] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))
    count: int = 0
    job: Job | None = None
    since: float = field(default_factory=time.monotonic)


class Jobs:
    """The add jobs of one server. `most` may be open at once. Its methods may be called from any thread."""

    def __init__(self, pool: Pool, *, place: str | None, most: int, limit_s: float) -> None:
        self._pool, self._place, self._most, self._limit_s = pool, place, most, limit_s
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._changed = threading.Lock()
        self._waiters: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._closing = False

    def add(self, *given: Given, owner: str = "") -> Progress:
        """Starts a job that adds what is given; Busy where too many are open."""
        what = given[0].shown if len(given) == 1 else f"{len(given)} things"
        held = _Held(progress=Progress(id=secrets.token_urlsafe(12), owner=owner, what=what))
        with self._changed:
            if sum(1 for h in self._held.values() if not h.progress.ended) >= self._most:
                raise Busy(f"{self._most} things are being added already: try again when one is done.", 30)
            self._held[held.progress.id] = held
        try:
            held.job = self._pool.submit(
                "add",
                self._place,
                given,
                limit_s=self._limit_s,
                owner=owner,
                told=lambda outcome: self._told(held, outcome),
                again=lambda: self._note(held, "again", {}),
            )
        except Busy:
            with self._changed:
                del self._held[held.progress.id]
            raise
        held.job.answer.add_done_callback(lambda answer: self._ended(held, answer))
        return held.progress

    def get(self, id: str) -> Progress:
        """How the job is now; NoSuchJob where there is none, or it was long ago."""
        return self._find(id).progress

    def all(self) -> tuple[Progress, ...]:
        """Every job that is remembered, the newest first."""
        with self._changed:
            return tuple(h.progress for h in reversed(self._held.values()))

    def counts(self) -> dict[str, int]:
        """How many jobs are in each state."""
        states = [p.state for p in self.all()]
        return {state: states.count(state) for state in ("waiting", "running", "done", "failed", "stopped")}

    def stop(self, id: str) -> Progress:
        """Stops a job after the article it is at; what it added stays."""
        held = self._find(id)
        if held.job is not None:
            held.job.stop()
        return held.progress

    async def events(self, id: str, *, after: int = 0, keepalive_s: float = KEEPALIVE_S) -> AsyncIterator[Event | None]:
        """The job's events after the number `after`, as they come, up to its end; None is a sign of life.

        `after` is the browser's Last-Event-ID (0 where there is none): nothing comes twice, and what came meanwhile is
        not lost as long as the job remembers it. Ends too where the server stops. Raises NoSuchJob.
        """
        held = self._find(id)
        waiter = asyncio.get_running_loop(), asyncio.Event()
        self._waiters.add(waiter)
        told = time.monotonic()
        try:
            while True:
                waiter[1].clear()
                with self._changed:
                    news = [e for e in held.events if e.number > after]
                    ended = held.progress.ended
                for event in news:
                    after, told = event.number, time.monotonic()
                    yield event
                if ended or self._closing:
                    return
                if (left := keepalive_s - (time.monotonic() - told)) <= 0:
                    told = time.monotonic()
                    yield None
                else:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(waiter[1].wait(), left)
        finally:
            self._waiters.discard(waiter)

    async def stream(self, id: str, *, last_event_id: str = "") -> AsyncIterator[bytes]:
        """`events` as the bytes of a text/event-stream."""
        after = int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() else 0
        async for event in self.events(id, after=after):
            yield event.line() if event is not None else b": still here\n\n"

    def close(self) -> None:
        """Ends every stream, so that a server which stops need not wait for those who look on."""
        self._closing = True
        self._wake()

    def end(self, wait_s: float) -> None:
        """Stops every job after the article it is at, for up to `wait_s` seconds, then ends the worker."""
        self.close()
        self._pool.refuse()
        with self._changed:
            open_jobs = [h.job for h in self._held.values() if h.job is not None and not h.progress.ended]
        for job in open_jobs:
            job.stop()
        self._pool.stop(wait_s)

    def _find(self, id: str) -> _Held:
        with self._changed:
            held = self._held.get(id)
        if held is None:
            raise NoSuchJob("No job has that id: it ended long ago, or the server was started anew.")
        return held

    # What follows runs in a thread of the pool.

    def _told(self, held: _Held, outcome: Outcome) -> None:
        with self._changed:
            count = getattr(held.progress, outcome.what) + 1
            held.progress = replace(held.progress, state="running", **{outcome.what: count})
        self._note(held, "outcome", asdict(outcome))

    def _ended(self, held: _Held, answer: "Future[Any]") -> None:
        state, message = _end_of(held, answer)
        held.job = None  # with what was given, which may be large
        with self._changed:
            held.progress = replace(held.progress, state=state, message=message)
            ended = [id for id, h in self._held.items() if h.progress.ended]
            for id in ended[: max(0, len(ended) - KEPT_JOBS)]:
                del self._held[id]
        self._note(held, "state", asdict(held.progress))

    def _note(self, held: _Held, name: str, data: dict[str, Any]) -> None:
        with self._changed:
            held.count += 1
            held.events.append(Event(number=held.count, name=name, data=data))
        self._wake()

    def _wake(self) -> None:
        for loop, event in tuple(self._waiters):
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)


def _end_of(held: _Held, answer: "Future[Any]") -> tuple[What, str | None]:
    stopped = "It was stopped; start it again to go on: what was added is there."
    if answer.cancelled():
        return "stopped", stopped
    error = answer.exception()
    if error is None:
        asked = held.job is not None and held.job.stopping
        return ("stopped", stopped) if asked else ("done", None)
    message = str(error) if isinstance(error, FirsthandError) else "It failed by a fault of firsthand's own."
    return "failed", message
