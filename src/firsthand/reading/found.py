"""Owns what one input gives on its way to the caller (article or error, with its capture), and what a run hands around.

It reads nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO

from firsthand.errors import InputError
from firsthand.model import Article, Capture
from firsthand.reading.options import Fetch, ReadingOptions
from firsthand.reading.politeness import Polite
from firsthand.reading.stated import doubted

Now = Callable[[], datetime]
"""The time of day, with its zone: what captures are dated by."""
MOST_HEADERS, LONGEST_NAME, LONGEST_VALUE = 60, 100, 1_000
"""How many response headers are kept, and how much of each in characters."""
UNKEPT = frozenset({"set-cookie", "set-cookie2"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """An item that could not be read: its key, and the error that says why."""

    key: str
    error: InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article or what went wrong, and the bytes it came from where they were had."""

    result: Article | Bad
    capture: Capture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What a server said of a feed when it was read: sent back with the next request, to get only what is new.

    `url` is the feed's address as it was given; `etag` and `modified` are the server's own words, or None.
    """

    url: str
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed: the `link` to its article, normalised, and what the feed says of it."""

    link: str
    title: str | None = None
    published: str | None = None
    author: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed's entries in its own order, none twice; `unlinked` are the numbers, from 1, of those without a link."""

    title: str | None
    entries: tuple[Entry, ...]
    unlinked: tuple[int, ...]


def utc_now() -> datetime:
    """The system's time of day in UTC."""
    return datetime.now(UTC)


def nothing_known(url: str) -> bool:
    """False for every address: a feed's links are all fetched."""
    return False


def no_state(url: str) -> FeedState | None:
    """None for every feed: it is asked for as if for the first time."""
    return None


def not_kept(state: FeedState) -> None:
    """Keeps nothing of a feed's state."""


def not_told(feed: str) -> None:
    """Passes over which feeds answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run hands to every way of reading: options, the seams to network, clock and caller.

    `known` says by its address whether an article is held already, `state` what is kept of a feed, `seen` takes what is
    to be kept, `answered` the name of every feed that could be had, new or not; `files` and `links` are those that this
    run has read, none of which is read twice.
    """

    options: ReadingOptions
    fetch: Fetch
    polite: Polite
    now: Now = utc_now
    stdin: BinaryIO | None = None
    known: Callable[[str], bool] = nothing_known
    state: Callable[[str], FeedState | None] = no_state
    seen: Callable[[FeedState], None] = not_kept
    answered: Callable[[str], None] = not_told
    files: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)

    def time(self) -> str:
        """Now, in UTC to the second, as captures write it."""
        return written(self.now())

    def found(
        self,
        result: Article | Bad,
        *,
        location: str,
        body: bytes,
        media_type: str,
        fetched_at: str | None = None,
        url: str | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> Found:
        """`result` with its capture, dated now where no other time is given; a date after that is doubted."""
        capture = Capture(
            location=location.encode("utf-8", "replace").decode(),  # a file's name may hold bytes that are no text
            fetched_at=fetched_at or self.time(),
            body=body,
            media_type=media_type,
            url=url or (result.url if isinstance(result, Article) else None),
            headers=headers,
        )
        if isinstance(result, Article):
            result = doubted(result, capture.fetched_at)
        return Found(result=result, capture=capture)


def kept_headers(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The response headers that are kept: no cookies, bounded in number and length, names in lower case."""
    wanted = [(name.lower(), value) for name, value in pairs if name.lower() not in UNKEPT]
    return tuple((name[:LONGEST_NAME], value[:LONGEST_VALUE]) for name, value in wanted[:MOST_HEADERS])


def written(when: datetime) -> str:
    """`when` in UTC to the second: ``2026-11-22T12:00:00Z``; a time without a zone is taken for UTC."""
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
