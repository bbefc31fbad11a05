"""Owns the manners of fetching many pages: robots.txt, a gap between requests to one host, each redirect checked again.

It decides nothing about private addresses (fetching does) and reads no page. Clock and sleep are handed in.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from firsthand.errors import InputError, NotFound, Refused
from firsthand.reading.options import Ask, Fetch, Page, ReadingOptions

AGENT = "firsthand"
"""The name that rules of a robots.txt are looked up under."""
GAP_S = 1.0
"""Seconds between the end of one request to a host and the begin of the next, where its robots.txt asks for no more."""
LONGEST_DELAY_S = 60.0
"""A Crawl-delay above this is not waited for: the host's further links are left for a later run."""
ROBOTS_BYTES, ROBOTS_LINE = 512_000, 2_000
"""RFC 9309 asks for at least 500 KiB of a robots.txt to be read."""
MOST_S = 1_000_000
"""Numbers of a robots.txt above this mean no more than it."""
KEPT_S, UNREACHABLE_KEPT_S = 86_400.0, 600.0
"""Seconds for which a robots.txt, or that it could not be had, is remembered (RFC 9309: at most 24 hours)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """What a host's robots.txt says: `parser` None where it could not be had, and then nothing is fetched."""

    parser: RobotFileParser | None
    until: float
    reason: str = ""

    def delay(self) -> float:
        """Seconds between two requests that the host asks for, 0 where it says nothing."""
        delay = self.parser.crawl_delay(AGENT) if self.parser else None
        rate = self.parser.request_rate(AGENT) if self.parser else None
        per_request = min(rate.seconds, MOST_S) / min(rate.requests, MOST_S) if rate and rate.requests else 0.0
        return max(float(min(int(delay or 0), MOST_S)), per_request)

    def allows(self, url: str) -> bool:
        try:
            return self.parser is not None and self.parser.can_fetch(AGENT, url)
        except ValueError:  # an address that urllib cannot take apart
            return False


class Polite:
    """Remembers for one run which hosts were asked when, and what their robots.txt says.

    `clock` gives seconds that never go back, `sleep` waits for seconds. One value may serve several runs: then the gaps
    hold across them too. It fetches one page at a time, so no host ever has two requests at once.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        gap_s: float = GAP_S,
    ) -> None:
        self._clock, self._sleep, self._gap_s = clock, sleep, gap_s
        self._free: dict[str, float] = {}
        self._rules: dict[str, _Rules] = {}

    def seconds_until(self, url: str) -> float:
        """Seconds until the host of `url` may be asked again, 0 where it may be now."""
        return max(0.0, self._free.get(host_of(url), 0.0) - self._clock())

    def get(self, url: str, fetch: Fetch, options: ReadingOptions) -> Page:
        """The page at `url`, asked for when its host may be asked; robots.txt is not looked at: a person named it.

        Raises what `fetch` raises.
        """
        return self._asked(url, fetch, options)

    def get_link(self, url: str, fetch: Fetch, options: ReadingOptions) -> Page:
        """The page that a link found in a feed leads to, every redirect on the way as polite as the first request.

        Raises Refused where a robots.txt does not allow it, NotFound where that could not be had or asks for longer
        waits than a run can keep, and what `fetch` raises.
        """
        asked = replace(options, ask=replace(options.ask, hop=True))
        place = url
        for _ in range(options.max_redirects + 1):
            self._check(place, fetch, options)
            page = self._asked(place, fetch, asked)
            if not 300 <= page.status < 304:
                return page
            place = page.url
        raise Refused(f"{url} is not fetched: it redirects more than {options.max_redirects} times.")

    def _asked(self, url: str, fetch: Fetch, options: ReadingOptions) -> Page:
        wait = self.seconds_until(url)
        if wait > 0:
            self._sleep(wait)
        try:
            return fetch(url, options)
        finally:
            rules = self._rules.get(origin_of(url))
            gap = max(self._gap_s, rules.delay() if rules else 0.0)
            self._free[host_of(url)] = self._clock() + gap

    def _check(self, url: str, fetch: Fetch, options: ReadingOptions) -> None:
        """Nothing where `url` may be asked for; else Refused or NotFound."""
        origin = origin_of(url)
        rules = self._rules.get(origin)
        if rules is None or rules.until <= self._clock():
            rules = self._rules[origin] = self._read_rules(origin, fetch, options)
        if rules.parser is None:
            raise NotFound(
                f"{url} is not fetched: {origin}/robots.txt could not be read ({rules.reason}); try again later."
            )
        if not rules.allows(url):
            raise Refused(
                f"{url} is not fetched: {origin}/robots.txt does not allow it; name the page itself to read it."
            )
        if self.seconds_until(url) > LONGEST_DELAY_S:
            raise NotFound(
                f"{url} is not fetched now: {origin}/robots.txt asks for {rules.delay():g} seconds between requests; "
                "it is left for a later run."
            )

    def _read_rules(self, origin: str, fetch: Fetch, options: ReadingOptions) -> _Rules:
        asked = replace(options, ask=Ask(what="robots"), max_bytes=ROBOTS_BYTES)
        try:
            page = self._asked(f"{origin}/robots.txt", fetch, asked)
        except Refused:  # a private address: what leads there is refused for that reason
            raise
        except InputError as error:
            return _Rules(parser=None, until=self._clock() + UNREACHABLE_KEPT_S, reason=error.kind)
        if page.status >= 500 or page.status == 429:
            reason = f"the server answered {page.status}"
            return _Rules(parser=None, until=self._clock() + UNREACHABLE_KEPT_S, reason=reason)
        text = page.content.decode("utf-8", "replace") if page.status == 200 else ""
        return _Rules(parser=rules_of(text), until=self._clock() + KEPT_S)


def rules_of(text: str) -> RobotFileParser:
    """The rules of a robots.txt; a line that cannot be understood is left out, as RFC 9309 asks."""
    lines = [line for line in text.removeprefix("\ufeff").splitlines() if len(line) <= ROBOTS_LINE]
    with suppress(ValueError):
        return _parsed(lines)
    return _parsed([line for line in lines if _sound(line)])


def _parsed(lines: list[str]) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(lines)
    return parser


def _sound(line: str) -> bool:
    try:
        _parsed(["User-agent: *", line])
    except ValueError:  # a number that is none to Python, an address with half a bracket
        return False
    return True


def host_of(url: str) -> str:
    """The host of an address in lower case; "" where it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def origin_of(url: str) -> str:
    """Scheme, host and port of an address: where its robots.txt lies."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme.lower()}://{parts.netloc.lower()}"
    except ValueError:
        return ""
