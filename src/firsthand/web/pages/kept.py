"""Owns what was read and may yet be added: a few given things for a while, each for whoever gave it. It stores none."""

import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from firsthand.errors import NotHeld
from firsthand.web.given import Given

MOST, MOST_BYTES, LASTS_S = 64, 64_000_000, 3600.0
"""Things that are remembered, their bytes together, and for how many seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Thing:
    given: Given
    owner: str
    since: float
    size: int


class Kept:
    """The given things of one server, in its memory; the oldest go first. May be called from any thread."""

    def __init__(self) -> None:
        self._things: OrderedDict[str, _Thing] = OrderedDict()
        self._changing = threading.Lock()

    def keep(self, given: Given, owner: str) -> str:
        """The token by which `owner` can have it back."""
        size = len(given.text or "") + (len(given.file[1]) if given.file else 0)
        token = secrets.token_urlsafe(18)
        with self._changing:
            self._things[token] = _Thing(given=given, owner=owner, since=time.monotonic(), size=size)
            self._drop()
        return token

    def take(self, token: str, owner: str) -> Given:
        """What was kept under the token; NotHeld where it is not there, too old, or somebody else's."""
        with self._changing:
            self._drop()
            thing = self._things.get(token)
        if thing is None or thing.owner != owner:
            raise NotHeld("What was read is not remembered any more: give it once more.")
        return thing.given

    def _drop(self) -> None:
        now = time.monotonic()
        while self._things:
            oldest = next(iter(self._things.values()))
            few = len(self._things) <= MOST and sum(t.size for t in self._things.values()) <= MOST_BYTES
            if few and now - oldest.since < LASTS_S:
                return
            self._things.popitem(last=False)
