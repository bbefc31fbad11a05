"""Owns the server's way to the network: one page at an address, politely, never a private one. It reads no article.

The rules are `firsthand.reading.fetching`'s; here is only how many may be fetched at once, and how often from one host.
"""

import threading
from collections import Counter, OrderedDict

from anyio import CapacityLimiter, to_thread

from firsthand.reading import Ask, Fetch, Page, Polite, ReadingOptions, fetch_page
from firsthand.reading.addresses import parsed
from firsthand.reading.politeness import host_of
from firsthand.web.faults import Busy

MOST_HOSTS = 500
"""Hosts whose last request is remembered."""
OPTIONS = ReadingOptions(ask=Ask(what="any"))


class Door:
    """Fetches at most `at_once` pages at a time and one at a time from one host; as many again may wait. Of all of
    them one person may have a quarter."""

    def __init__(self, *, at_once: int, fetch: Fetch = fetch_page) -> None:
        self._fetch, self._at_once = fetch, at_once
        self._limiter: CapacityLimiter | None = None
        self._hosts: OrderedDict[str, tuple[threading.Lock, Polite]] = OrderedDict()
        self._guard = threading.Lock()
        self._under_way = 0
        self._each: Counter[str] = Counter()

    async def page(self, address: str, *, owner: str = "") -> Page:
        """What `fetch` gives, in a thread; Busy where too many are fetched already, by all or by `owner` ("" is
        nobody in particular)."""
        parsed(address)  # refused before it takes anybody's place
        most = max(2, self._at_once // 2)
        if owner and self._each[owner] >= most:
            raise Busy(f"You have {most} pages fetched already: try again when one is there.", 10)
        if self._under_way >= 2 * self._at_once:
            raise Busy("The server is fetching many other pages: try again shortly, or paste the text.", 10)
        self._limiter = self._limiter or CapacityLimiter(self._at_once)
        self._under_way += 1
        self._each[owner] += 1
        try:
            return await to_thread.run_sync(self.fetch, address, limiter=self._limiter)
        finally:
            self._under_way -= 1
            self._each[owner] -= 1
            if not self._each[owner]:
                del self._each[owner]

    def fetch(self, address: str, options: ReadingOptions = OPTIONS) -> Page:
        """The page at `address`; raises Refused for all but public http and https addresses, after redirects too.

        Raises NotFound, NotText and NotReadable as `firsthand.reading.fetch_page` does.
        """
        host = host_of(str(parsed(address)))
        lock, polite = self._of(host)
        if not lock.acquire(timeout=options.timeout_s):
            raise Busy(f"{host} is being asked for other pages: try again shortly.", 10)
        try:
            return polite.get(address, self._fetch, options)
        finally:
            lock.release()

    def _of(self, host: str) -> tuple[threading.Lock, Polite]:
        with self._guard:
            held = self._hosts.pop(host, None) or (threading.Lock(), Polite())
            self._hosts[host] = held
            while len(self._hosts) > MOST_HOSTS:
                self._hosts.popitem(last=False)
            return held
