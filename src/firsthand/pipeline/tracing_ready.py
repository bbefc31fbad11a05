"""Owns forms made ready for comparing, and the memory of those that were asked for last. It compares nothing.

A form never changes, since its id is a digest of what it says: so what was worked out of it is good in any ledger.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from firsthand.ledger import units as rows
from firsthand.pipeline.tracing_forms import features_of_json, found_by
from firsthand.tracing.features import Features
from firsthand.tracing.weighed import Weighed, weighed

MOST = 16_384
"""Forms that are kept ready: about 3 kB each."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ready:
    """A form as it is compared: what it says, `weighed`; what it means, a `vector` (`firsthand.tracing.meaning`); the
    words that it is `found` by with what each is worth, and what all of them are `worth`."""

    weighed: Weighed
    vector: bytes
    found: Mapping[str, float]
    worth: float

    @property
    def features(self) -> Features:
        """What it says."""
        return self.weighed.features


def made_ready(told: Any, vector: bytes) -> Ready:
    """A form with those features, as JSON, and that vector, ready."""
    features = features_of_json(told)
    found = found_by(features)
    return Ready(weighed=weighed(features), vector=vector, found=found, worth=sum(found.values()))


def ready(connection: Connection, ids: Iterable[str]) -> dict[str, Ready]:
    """Those of the forms that the ledger holds, ready."""

    def made(missing: list[str]) -> dict[str, Ready]:
        held = rows.held_forms(connection, missing)
        return {id: made_ready(*kept) for id, kept in held.items()}

    return _forms().of(ids, made)


class _Memory(Generic[T]):
    """What was asked for last, by id. Safe in threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def of(self, ids: Iterable[str], make: Callable[[list[str]], Mapping[str, T]]) -> dict[str, T]:
        """What is held of `ids`, and what `make` makes of the others."""
        wanted = sorted(set(ids))
        with self._lock:
            found = {id: self._held[id] for id in wanted if id in self._held}
        found |= make([id for id in wanted if id not in found])
        with self._lock:
            for id, value in found.items():
                self._held[id] = value
                self._held.move_to_end(id)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return found


@cache
def _forms() -> _Memory[Ready]:
    return _Memory(MOST)
