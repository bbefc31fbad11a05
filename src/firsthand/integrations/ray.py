"""Owns the work on Ray (extra `ray`): shards of a batch and the stages of its claims as tasks, on one machine or a
cluster. It plans nothing, and writes nothing itself.

A task is one shard on one core. What a task leaves behind is its parts and its manifest alone, so a node may die at any
time: Ray gives the shard to another one, which writes the same bytes to the same places. Every node must have firsthand
with this extra, and reach the inputs and the folder under the same paths or addresses.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import islice
from types import ModuleType
from typing import Any, TypeVar

from firsthand.batch.claims import Mapper
from firsthand.batch.running import Engine
from firsthand.batch.work import Done, Task, read_shard
from firsthand.errors import FirsthandError

TRIES = 5
"""How often a shard is begun anew whose node or process died."""
AHEAD = 2
"""Tasks that are handed to Ray for each core, so that none waits for the next."""
POLL_S = 5.0
"""Seconds after which it is looked at again how many cores the cluster has."""
T = TypeVar("T")
R = TypeVar("R")
VARIABLES = {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}


def engine(*, address: str | None = None, workers: int | None = None) -> Engine:
    """An engine on the cluster at `address` (``auto`` or ``host:port``; None: this process's own, else a new one on
    this machine) with at most `workers` shards at a time (None: as many as the cluster has cores).

    Raises FirsthandError where Ray is not installed, or no cluster answers at the address.
    """
    ray = _ray()

    def share_out(tasks: Iterable[Task]) -> Iterator[Done]:
        began = _connect(ray, address, workers)
        try:
            yield from _done(ray, iter(tasks), workers)
        finally:
            if began:
                ray.shutdown()

    return share_out


def mapper(*, address: str | None = None, workers: int | None = None) -> Mapper:
    """Shares the stages of `firsthand.batch.claims.claim` out over a cluster, given as to `engine`; results come in the
    order of their tasks. The cluster is kept till this process ends, since each stage is a call.

    Raises FirsthandError as `engine` does, and where a task could not be done however often it was begun.
    """
    ray = _ray()

    def over(function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
        _connect(ray, address, workers)
        ready: dict[int, R] = {}
        at = 0
        for (number, _), reference in _ended(ray, _Numbered(function), enumerate(items), workers):
            try:
                ready[number] = _got(ray, reference)
            except ray.exceptions.RayError as error:
                raise FirsthandError(f"a stage could not be done: {_reason(error, 200)}") from error
            while at in ready:
                yield ready.pop(at)
                at += 1

    return over


class _Numbered:
    """A function of a numbered item; a class, so that it can be sent to other processes."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.function = function

    def __call__(self, item: tuple[int, Any]) -> Any:
        return self.function(item[1])


def _ray() -> ModuleType:
    # Read when Ray is imported: nothing of a run is told to anybody.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_DEDUP_LOGS", "0")
    # Newer Rays would set CUDA_VISIBLE_DEVICES for tasks without one, and warn that they are about to stop doing it.
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        return import_module("ray")
    except ImportError as error:
        raise FirsthandError("the engine ray needs Ray: install it with pip install 'firsthand[ray]'") from error


def _connect(ray: ModuleType, address: str | None, workers: int | None) -> bool:
    """Connects to a cluster; True where that was begun here, and is to be ended here."""
    if ray.is_initialized():
        return False
    own = {} if address else {"num_cpus": workers, "include_dashboard": False}
    try:
        ray.init(
            address=address or "local",
            runtime_env={"env_vars": VARIABLES},
            logging_level="ERROR",
            log_to_driver=False,
            configure_logging=True,
            **own,
        )
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        where, reason = address or "this machine", _reason(error, 160)
        raise FirsthandError(
            f"no Ray cluster answers at {where} ({reason}): start one with ray start --head, or leave --ray-address out"
        ) from error
    return True


def _done(ray: ModuleType, tasks: Iterator[Task], workers: int | None) -> Iterator[Done]:
    for task, reference in _ended(ray, read_shard, tasks, workers):
        try:
            done: Done = _got(ray, reference)
        except ray.exceptions.RayError as error:
            reason = _reason(error, 200)
            message = f"{TRIES + 1} processes that read it died (the last: {reason})."
            done = Done(shard=task.shard, message=message, died=task)
        yield done


def _ended(
    ray: ModuleType, function: Callable[[Any], Any], items: Iterable[T], workers: int | None
) -> Iterator[tuple[T, Any]]:
    """Each item with the reference to what `function` made of it, as they end; few of them are under way at a time."""

    def work(item: T) -> Any:
        return function(item)

    # What Ray calls a task in its own lists.
    work.__name__ = work.__qualname__ = getattr(function, "__name__", "work")
    # SPREAD: a node that joins late gets work too.
    remote = ray.remote(num_cpus=1, max_retries=TRIES, scheduling_strategy="SPREAD")(work)
    waiting = iter(items)
    under_way: dict[Any, T] = {}
    while True:
        room = (workers or _cores(ray)) * AHEAD - len(under_way)
        under_way.update((remote.remote(item), item) for item in islice(waiting, max(room, 0)))
        if not under_way:
            return
        ready, _ = ray.wait(list(under_way), num_returns=1, timeout=POLL_S)
        for reference in ready:
            yield under_way.pop(reference), reference


def _got(ray: ModuleType, reference: Any) -> Any:
    """What a task gave; what it raised is raised here."""
    try:
        return ray.get(reference)
    except ray.exceptions.RayTaskError as error:
        raise error.cause from error


def _reason(error: BaseException, most: int) -> str:
    return " ".join(str(error).split())[:most]


def _cores(ray: ModuleType) -> int:
    return max(1, int(ray.cluster_resources().get("CPU", 1)))
