"""Owns articles of the ledger as tracing sees them: the reading as it stands, names, outlet, links, time.

Named sources are keyed by their root, so that people's merges and splits count; unnamed ones never have a key. Articles
whose text was cleared are left out.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from lxml import etree, html
from sqlalchemy import Connection, select

from firsthand.language.outlets import Outlets, outlet_key
from firsthand.ledger.answers import chunks
from firsthand.ledger.bundles import Bundle, bundles
from firsthand.ledger.tables import articles, captures, sources, tracked
from firsthand.model import Source, wire
from firsthand.model.trace import Instants, Piece
from firsthand.pipeline.named import address, own_outlets
from firsthand.resolution.across import source_key

MOST_PAGE = 2_000_000
"""Bytes of a page in which hyperlinks are looked for."""
MOST_LINKS = 400
"""Hyperlinks kept of one page."""
_YEAR = re.compile(r"(\d{4})(?:-(\d{2}))?$")


def pieces(connection: Connection, ids: Iterable[str]) -> tuple[Piece, ...]:
    """Those articles as tracing sees them, in the order of `ids`; those whose text was cleared are left out."""
    wanted = list(dict.fromkeys(ids))
    outlets = Names(connection)
    kept = _kept_links(connection, wanted)
    return tuple(_pieces(connection, wanted, outlets, kept))


def _pieces(
    connection: Connection, ids: list[str], outlets: "Names", kept: Mapping[str, tuple[str, ...]]
) -> Iterator[Piece]:
    for bundle in bundles(connection, ids):
        if bundle.article["text"] is None:
            continue
        outlet, aliases = outlets.of(bundle.article["outlet_name"], bundle.article["outlet"])
        links = kept[bundle.id] if bundle.id in kept else page_links(connection, bundle.id)
        yield Piece(
            reading=wire.from_json(bundle.record()),
            keys=_keys(bundle),
            outlet=outlet,
            aliases=aliases,
            links=links,
            when=when(bundle.article["published"], bundle.article["fetched_at"]),
        )


def _keys(bundle: Bundle) -> dict[str, str]:
    """The root of each named source by its local id."""
    found = {row["local"]: bundle.root(row) for row in bundle.sources if not row["anonymous"]}
    return {local: str(root["id"]) for local, root in found.items() if root is not None}


# Outlets


@dataclass(slots=True, init=False)
class Names:
    """What outlets are called: by the list of outlets, the user's own, and by what people merged."""

    connection: Connection
    outlets: Outlets
    found: dict[tuple[str | None, str | None], tuple[str | None, tuple[str, ...]]]

    def __init__(self, connection: Connection) -> None:
        self.connection, self.outlets, self.found = connection, own_outlets(connection), {}

    def of(self, name: str | None, written: str | None) -> tuple[str | None, tuple[str, ...]]:
        """The canonical name of an outlet and the other names it goes by; `written` is as the page calls it."""
        if not name:
            return None, ()
        if (name, written) not in self.found:
            self.found[name, written] = self._of(name, written)
        return self.found[name, written]

    def _of(self, name: str, written: str | None) -> tuple[str | None, tuple[str, ...]]:
        root, spellings = self._merged(name)
        canonical = root or name
        every = [name, *filter(None, (written,)), *spellings]
        for called in (canonical, *every):
            listed = self.outlets.by_name(called)
            # By an alias alone it may be another outlet of these initials; who is listed was called so when it came in.
            every += (listed.name, *listed.aliases) if listed is not None and listed.key == outlet_key(called) else ()
        seen = {outlet_key(canonical), ""}
        aliases = []
        for called in every:
            if outlet_key(called) not in seen:
                seen.add(outlet_key(called))
                aliases.append(called)
        return canonical, tuple(sorted(aliases))

    def _merged(self, name: str) -> tuple[str | None, list[str]]:
        """The name of the source that an outlet of that name is, and its other names; None where nobody names it."""
        key = source_key(Source(id="s1", kind="outlet", name=name), outlets=self.outlets)
        if key is None:
            return None, []
        root = self.connection.scalar(select(sources.c.root).where(sources.c.id == key.id))
        if root is None:
            return None, []
        rows = self.connection.execute(
            select(sources.c.id, sources.c.name).where(sources.c.root == root).order_by(sources.c.id)
        ).all()
        shown = next((row.name for row in rows if row.id == root), None)
        # One spelling alone is the article's own: merging is what makes another name the canonical one.
        return (shown if len(rows) > 1 else None), [row.name for row in rows]


# Time


def when(published: str | None, fetched_at: str) -> Instants:
    """The instants between which an article came out: as it says itself, to the day, month or year where it says no
    more; where it says nothing that can be read, some time before it was fetched.

    >>> when("2031-05-04", "2031-05-09T08:00:00Z")
    ('2031-05-04T00:00:00Z', '2031-05-04T23:59:59Z')
    """
    if published:
        try:
            return _stated(published.strip())
        except (ValueError, OverflowError):
            pass
    return None, fetched_at


def _stated(published: str) -> Instants:
    if m := _YEAR.match(published):
        year = int(m[1])
        first, last = (int(m[2]), int(m[2])) if m[2] else (1, 12)
        return _whole(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
    if len(published) == 10:
        day = date.fromisoformat(published)
        return _whole(day, day)
    instant = datetime.fromisoformat(published)
    told = (instant if instant.tzinfo is not None else instant.replace(tzinfo=UTC)).astimezone(UTC)
    written = told.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    return written, written


def _whole(first: date, last: date) -> Instants:
    return f"{first.isoformat()}T00:00:00Z", f"{last.isoformat()}T23:59:59Z"


# Links


def page_links(connection: Connection, article_id: str) -> tuple[str, ...]:
    """The addresses that an article's page points to, canonical, each once, its own left out; as stored last."""
    asked = select(captures.c.body, captures.c.media_type, captures.c.url, captures.c.location)
    row = connection.execute(
        asked.where(captures.c.article_id == article_id).order_by(captures.c.seen_at.desc(), captures.c.id).limit(1)
    ).first()
    if row is None or row.body is None or "html" not in row.media_type:
        return ()
    return links_in(bytes(row.body[:MOST_PAGE]), row.url or row.location)


def links_in(page: bytes, base: str | None = None) -> tuple[str, ...]:
    """The http addresses that a page points to, canonical, each once, at most `MOST_LINKS`."""
    try:
        tree = html.fromstring(page)
        if base and "://" in base:
            tree.make_links_absolute(base, resolve_base_href=False, handle_failures="discard")
    except (etree.LxmlError, ValueError):
        return ()
    own = address(base) if base and "://" in base else None
    found: dict[str, None] = {}
    for href in tree.xpath("//a/@href"):
        if len(found) >= MOST_LINKS:
            break
        told = str(href).strip()
        if told.startswith(("http://", "https://")) and len(told) < 2000:
            try:
                canonical = address(told)
            except ValueError:  # half an address
                continue
            if canonical and canonical != own:
                found[canonical] = None
    return tuple(found)


def _kept_links(connection: Connection, ids: list[str]) -> dict[str, tuple[str, ...]]:
    """The links of articles that were tracked already."""
    found: dict[str, tuple[str, ...]] = {}
    for chunk in chunks(ids):
        asked = select(tracked.c.article_id, tracked.c.links).where(tracked.c.article_id.in_(chunk))
        found |= {row.article_id: tuple(row.links) for row in connection.execute(asked)}
    return found


def ids_at(connection: Connection, addresses: Iterable[str]) -> dict[str, str]:
    """The latest article at each of those canonical addresses, as far as they are held."""
    found: dict[str, str] = {}
    for chunk in chunks(sorted(set(addresses))):
        asked: Any = select(articles.c.address, articles.c.id).where(articles.c.address.in_(chunk), articles.c.latest)
        found |= dict(connection.execute(asked).all())
    return found
