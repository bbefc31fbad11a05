"""Owns how often one address may ask: a bucket of tokens for reads, one for writes, one for logins. It keeps no log."""

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.types import Scope

from firsthand.web.settings import Limits

MOST_KEPT = 20_000
"""Buckets that are kept; of more, those unused longest are forgotten."""
LOGIN = "/login"
FREE = "/static/"


class Bucket:
    """Tokens that come back at `rate` a second, up to `size`."""

    __slots__ = ("at", "left", "rate", "size")

    def __init__(self, rate: float, size: int, now: float) -> None:
        self.rate, self.size, self.left, self.at = rate, size, float(size), now

    def wait_s(self, now: float) -> float:
        """Takes a token and gives 0, or the seconds until there is one."""
        self.left = min(self.size, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left >= 1:
            self.left -= 1
            return 0.0
        return (1 - self.left) / self.rate


class Rates:
    """The buckets of all addresses. `clock` gives seconds that never go back."""

    def __init__(self, limits: Limits, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._clock = limits, clock
        self._buckets: OrderedDict[tuple[str, str], Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, scope: Scope, method: str, path: str) -> int:
        """0 where the request may go on, else the whole seconds to wait."""
        if path.startswith(FREE):
            return 0
        what = "reads" if method in ("GET", "HEAD", "OPTIONS") else "logins" if path == LOGIN else "writes"
        client = scope.get("client")
        return self.take(what, network_of(client[0] if client else ""))

    def take(self, what: str, whose: str) -> int:
        """Takes one of `whose` tokens for `what` (reads, writes, logins); 0, or the whole seconds to wait."""
        rate, size = getattr(self._limits, what)
        with self._lock:
            now = self._clock()
            bucket = self._buckets.pop((what, whose), None) or Bucket(rate, size, now)
            self._buckets[what, whose] = bucket
            while len(self._buckets) > MOST_KEPT:
                self._buckets.popitem(last=False)
            return math.ceil(bucket.wait_s(now))


def network_of(address: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 that one IPv6 customer has whole."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
