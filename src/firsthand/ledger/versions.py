"""Owns what is held of one article over time: its captures, the versions of its address, and what differs between them.

It says what differs and no more: whether a change was a correction is for the reader, with the note where one stands.
"""

from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, select

from firsthand.errors import NotHeld
from firsthand.ledger import changes as compared
from firsthand.ledger.answers import HEAD, Headline, chunks, headline
from firsthand.ledger.changes import Changes
from firsthand.ledger.copies import versions_of_one
from firsthand.ledger.stored import reading
from firsthand.ledger.tables import articles, captures, copies
from firsthand.ledger.wording import short

MOST = 50
"""Versions of one address that are shown, and captures of one article: the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """One capture without its bytes: where and when, and their SHA-256. `length` is in bytes; `kept` is False where the
    bytes were cleared."""

    id: str
    location: str
    url: str | None
    fetched_at: str
    seen_at: str
    media_type: str
    sha256: str
    length: int
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What differs between one version of an article and the next; `changes` is None where a text was cleared, and
    `same_reader` False where the two were read by different rules or encoders, so that the reading may be what differs.
    """

    before: str
    after: str
    changes: Changes | None
    told: str
    same_reader: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Another article that shares much of this one's text: how, and what share of each is in the other (0..1)."""

    article: Headline
    kind: str
    ours_in_theirs: float
    theirs_in_ours: float


def captured(connection: Connection, article_id: str) -> tuple[Captured, ...]:
    """The captures that an article was read from, the oldest first."""
    asked = (
        select(*(captures.c[n] for n in Captured.__slots__ if n != "kept"), captures.c.body.is_not(None).label("kept"))
        .where(captures.c.article_id == article_id)
        .order_by(captures.c.fetched_at.desc(), captures.c.id)
        .limit(MOST)
    )
    return tuple(Captured(**row) for row in reversed(connection.execute(asked).mappings().all()))


def versions(connection: Connection, article_id: str) -> tuple[Headline, ...]:
    """All versions of an article's address, the oldest first; only itself where it has no address."""
    address = connection.execute(select(articles.c.address).where(articles.c.id == article_id)).first()
    if address is None:
        raise NotHeld(f"the ledger holds no article {short(article_id)!r}")
    which = articles.c.id == article_id if address[0] is None else articles.c.address == address[0]
    asked = select(*HEAD).where(which).order_by(articles.c.fetched_at.desc(), articles.c.id).limit(MOST)
    return tuple(headline(row) for row in reversed(connection.execute(asked).mappings().all()))


def steps(connection: Connection, found: tuple[Headline, ...]) -> tuple[Step, ...]:
    """What differs from each version to the next, as it was read (people's corrections are no change of the page)."""
    ids = [v.id for v in found]
    readers = dict(connection.execute(select(articles.c.id, articles.c.reader_id).where(articles.c.id.in_(ids))).all())
    out = []
    for before, after in pairwise(found):
        if before.cleared or after.cleared:
            differs, told = None, "the text of one of the two was cleared: what differs cannot be shown"
        else:
            one, other = (reading(connection, v.id, as_read=True) for v in (before, after))
            differs = compared.changes(one, other)
            told = compared.in_words(differs)
        out.append(
            Step(
                before=before.id,
                after=after.id,
                changes=differs,
                told=told,
                same_reader=readers.get(before.id) == readers.get(after.id),
            )
        )
    return tuple(out)


def copied(connection: Connection, article_id: str) -> tuple[Copy, ...]:
    """The articles that share much of this one's text, by their days; not versions of its own address."""
    shared: dict[str, tuple[str, float, float]] = {}
    for here, there in (("a", "b"), ("b", "a")):
        asked = select(copies).where(copies.c[here] == article_id, ~versions_of_one())
        for row in connection.execute(asked).mappings():
            shared[row[there]] = (row["kind"], row[f"{here}_in_{there}"], row[f"{there}_in_{here}"])
    heads: list[Headline] = []
    for chunk in chunks(sorted(shared)):
        heads += map(headline, connection.execute(select(*HEAD).where(articles.c.id.in_(chunk))).mappings())
    heads.sort(key=lambda h: (h.day is None, h.day or "", h.id))
    return tuple(
        Copy(article=h, kind=shared[h.id][0], ours_in_theirs=shared[h.id][1], theirs_in_ours=shared[h.id][2])
        for h in heads
    )
