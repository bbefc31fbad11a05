"""Owns how long one has to wait after failed logins: for one account from one network, for one account, for one
network. It knows no password, and forgets with the server.

Names that have no account are counted as others are, so that a wait does not tell which there are. An account that is
tried from everywhere is slowed down but for the networks it has logged in from, so that nobody can lock it.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_KEPT = 20_000
FORGET_S = 3_600.0
"""Seconds after its last failure that a count is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Failures that cost nothing, then the wait: 1 second, doubled at each, up to `most_s`."""

    free: int
    most_s: int


PAIR, ACCOUNT, NETWORK = Rule(free=4, most_s=900), Rule(free=20, most_s=60), Rule(free=30, most_s=900)


@dataclass(slots=True)
class _Count:
    failed: int = 0
    until: float = 0.0
    last: float = 0.0


class Waits:
    """The counts of one server. `clock` gives seconds that never go back. May be called from any thread."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._counts: OrderedDict[tuple[str, str], _Count] = OrderedDict()
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def ask(self, account: str, network: str) -> int:
        """0 where a password may be tried, which counts as failed until `well`; else the whole seconds to wait."""
        with self._lock:
            now = self._clock()
            held = [(rule, self._count(key, now)) for key, rule in self._keys(account, network)]
            wait = max(count.until for _, count in held) - now
            if wait > 0:
                return math.ceil(wait)
            for rule, count in held:
                count.failed += 1
                count.last = now
                over = count.failed - rule.free
                count.until = now + min(rule.most_s, 2 ** min(over, 20)) / 2 if over > 0 else 0.0
            return 0

    def well(self, account: str, network: str) -> None:
        """The try that `ask` allowed was right."""
        with self._lock:
            for key, rule in self._keys(account, network):
                count = self._counts.get(key)
                if count is None:
                    continue
                count.failed = 0 if rule is PAIR else max(0, count.failed - 1)
                count.until = 0.0 if count.failed <= rule.free else count.until
            self._known.pop((account, network), None)
            self._known[account, network] = None
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)

    def _keys(self, account: str, network: str) -> list[tuple[tuple[str, str], Rule]]:
        every = [((account, network), PAIR), (("", network), NETWORK)]
        return every if (account, network) in self._known else [*every, ((account, ""), ACCOUNT)]

    def _count(self, key: tuple[str, str], now: float) -> _Count:
        count = self._counts.pop(key, None)
        if count is None or now - count.last > FORGET_S:
            count = _Count()
        self._counts[key] = count
        while len(self._counts) > MOST_KEPT:
            self._counts.popitem(last=False)
        return count
