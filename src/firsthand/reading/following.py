"""Owns the way from feeds to the articles they link: in turn over the hosts, politely, what is held already left out.

It parses no feed and no page.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from firsthand.errors import InputError, NotFound, NotReadable, Refused
from firsthand.model import Article
from firsthand.reading.fetched import found_on_page
from firsthand.reading.found import Bad, Entry, FeedState, Found, Run
from firsthand.reading.late import feed_of
from firsthand.reading.options import Ask, Page
from firsthand.reading.politeness import host_of
from firsthand.reading.stated import doubted

PATIENCE = 5
"""Links of one host that may fail in a row; the rest are then left for a later run."""


@dataclass(slots=True)
class _Pending:
    """A feed whose links are being read: `left` of them are still to come; `whole` until one could not be had."""

    state: FeedState
    left: int = 0
    whole: bool = True


class _Link(NamedTuple):
    entry: Entry
    feed: _Pending


class _Feed(NamedTuple):
    address: str


@dataclass(slots=True)
class _Hosts:
    """What is still to be fetched, by host; hosts take turns, and one that must wait lets the others go first."""

    run: Run
    waiting: dict[str, deque[_Feed | _Link]] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)

    def add(self, job: _Feed | _Link) -> None:
        self.waiting.setdefault(host_of(_address(job)), deque()).append(job)

    def next(self) -> _Feed | _Link | None:
        if not self.waiting:
            return None
        polite = self.run.polite
        host = min(self.waiting, key=lambda h: polite.seconds_until(_address(self.waiting[h][0])))
        jobs = self.waiting.pop(host)
        job = jobs.popleft()
        if jobs:
            self.waiting[host] = jobs  # at the end: the other hosts come first
        return job


def from_feeds(addresses: Iterable[str], run: Run) -> Iterator[Found]:
    """The articles that the feeds at `addresses` link, and a failure for each feed or link that could not be had."""
    hosts = _Hosts(run)
    for address in addresses:
        hosts.add(_Feed(address))
    yield from _all(hosts, run)


def from_feed_page(page: Page, run: Run, *, address: str | None, what: str) -> Iterator[Found]:
    """The articles that a feed links whose bytes are there already; `address` is None for a file."""
    hosts = _Hosts(run)
    yield from _entries(page, hosts, run, address=address, what=what)
    yield from _all(hosts, run)


def _all(hosts: _Hosts, run: Run) -> Iterator[Found]:
    while (job := hosts.next()) is not None:
        if isinstance(job, _Feed):
            yield from _feed(job.address, hosts, run)
            continue
        host = host_of(job.entry.link)
        if hosts.failed.get(host, 0) >= PATIENCE:
            found = _left(job.entry.link, host)
        else:
            found = _article(job.entry, run)
            hosts.failed[host] = hosts.failed.get(host, 0) + 1 if _unanswered(found) else 0
        job.feed.whole = job.feed.whole and not _unanswered(found)
        yield found
        job.feed.left -= 1
        _finish(job.feed, run)


def _finish(feed: _Pending, run: Run) -> None:
    """Hands the feed's state out once all its links were given, so that a run that is cut off asks for it again."""
    if not feed.left and feed.whole and feed.state.url:
        run.seen(feed.state)


def _feed(address: str, hosts: _Hosts, run: Run) -> Iterator[Found]:
    state = run.state(address)
    ask = Ask(what="feed", etag=state.etag if state else None, modified=state.modified if state else None)
    try:
        page = run.polite.get(address, run.fetch, replace(run.options, ask=ask))
    except InputError as error:
        yield Found(result=Bad(key=address, error=error))
        return
    if page.status == 304:
        run.answered(address)
    else:
        yield from _entries(page, hosts, run, address=address, what=address)


def _entries(page: Page, hosts: _Hosts, run: Run, *, address: str | None, what: str) -> Iterator[Found]:
    key = address or what
    try:
        feed = feed_of(page, what=what)
    except InputError as error:
        yield Found(result=Bad(key=key, error=error))
        return
    run.answered(key)
    state = FeedState(url=address or "", etag=page.header("etag"), modified=page.header("last-modified"))
    pending = _Pending(state)
    if feed.unlinked:
        yield Found(result=Bad(key=key, error=_unlinked(what, feed.unlinked, len(feed.entries))))
    new = [e for e in feed.entries if e.link not in run.links and not run.known(e.link)]
    if len(new) > run.options.max_entries:
        pending.whole = False
        yield Found(result=Bad(key=key, error=_too_many(what, len(new), run.options.max_entries)))
        new = new[: run.options.max_entries]
    pending.left = len(new)
    run.links.update(e.link for e in new)
    for entry in new:
        hosts.add(_Link(entry, pending))
    _finish(pending, run)


def _article(entry: Entry, run: Run) -> Found:
    address = entry.link
    try:
        page = run.polite.get_link(address, run.fetch, run.options)
    except InputError as error:
        return Found(result=Bad(key=address, error=error))
    found = found_on_page(page, run, key=address)
    if isinstance(found.result, Bad):
        return found
    article: Article = found.result
    host = host_of(page.url)
    named = (
        article.outlet if article.outlet not in (host, host.removeprefix("www.")) else None
    )  # taken from the address
    filled = replace(
        article,
        title=article.title or entry.title,
        published=article.published or entry.published,
        byline=article.byline or entry.author,
        outlet=named or entry.outlet or article.outlet,
    )
    return replace(found, result=doubted(filled, found.capture.fetched_at) if found.capture else filled)


def _unanswered(found: Found) -> bool:
    """True where nothing came back, so that a later run may have more luck; a refusal stays one."""
    return found.capture is None and isinstance(found.result, Bad) and not isinstance(found.result.error, Refused)


def _left(address: str, host: str) -> Found:
    words = f"{address} is not fetched now: {PATIENCE} pages of {host} in a row could not be had; try again later."
    return Found(result=Bad(key=address, error=NotFound(words)))


def _unlinked(what: str, numbers: tuple[int, ...], others: int) -> NotReadable:
    named = ", ".join(map(str, numbers[:5])) + (" …" if len(numbers) > 5 else "")
    total = len(numbers) + others
    return NotReadable(
        f"{what} has no link in {len(numbers)} of its {total} entries (number {named}): they are passed over."
    )


def _too_many(what: str, new: int, most: int) -> NotReadable:
    return NotReadable(
        f"{what} lists {new:,} articles that are not held yet, more than the {most:,} of one run: the first {most:,} "
        "are read, the others with the next run."
    )


def _address(job: _Feed | _Link) -> str:
    return job.address if isinstance(job, _Feed) else job.entry.link
