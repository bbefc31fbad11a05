"""Owns forgetting for good: an article, an address, a named source; and the clearing of texts that are old enough.

What is forgotten leaves a salted digest that stops it from coming back, and a report of the exports that held it. After
`Ledger` was compacted (`compact`), no byte of a forgotten text is left in the database's files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete, func, or_, select, update

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import cases, corrections, exported, oblivion, units, unsaying
from firsthand.ledger.account_tables import case_items
from firsthand.ledger.account_tables import cases as case_rows
from firsthand.ledger.exported import Export
from firsthand.ledger.sql import insert_missing, upsert
from firsthand.ledger.store import Ledger
from firsthand.ledger.tables import (
    article_sources,
    articles,
    bands,
    captures,
    copies,
    decisions,
    export_articles,
    failures,
    feeds,
    identifiers,
    mentions,
    settings,
    sources,
    statements,
)
from firsthand.ledger.tables import forgotten as forgotten_rows
from firsthand.ledger.wording import short

KEEP_TEXT = "keep_text_days"
_NAMELESS = {"name": "forgotten on request"}
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What went: counts of rows, the exports that held any of it, and the articles of others that share its text."""

    articles: int = 0
    captures: int = 0
    statements: int = 0
    cleared: int = 0
    exports: tuple[Export, ...] = ()
    copies: tuple[str, ...] = ()


def forget_article(connection: Connection, id: str, *, at: str) -> Forgotten:
    """Forgets an article, with all versions of its address."""
    row = connection.execute(select(articles.c.address).where(articles.c.id == id)).first()
    if row is None:
        raise NotHeld(f"the ledger holds no article {short(id)!r}")
    versions = (
        articles.c.id == id if row.address is None else or_(articles.c.id == id, articles.c.address == row.address)
    )
    return _forget(connection, list(connection.scalars(select(articles.c.id).where(versions))), at=at)


def forget_url(connection: Connection, url: str, address: str | None, *, at: str) -> Forgotten:
    """Forgets every article and capture of a url; `address` is its canonical form. It is not taken in again."""
    places = {url, address or url}
    ids = list(
        connection.scalars(select(articles.c.id).where(or_(articles.c.url.in_(places), articles.c.address.in_(places))))
    )
    _mark(connection, {_digest(connection, "url", place): "url" for place in places}, at=at)
    found = _forget(connection, ids, at=at)
    bytes_held = connection.execute(
        delete(captures).where(or_(captures.c.url.in_(places), captures.c.location.in_(places)))
    )
    connection.execute(delete(failures).where(failures.c.location.in_(places)))
    connection.execute(delete(feeds).where(feeds.c.url.in_(places)))
    return replace(found, captures=found.captures + bytes_held.rowcount)


def forget_source(connection: Connection, root: str, *, at: str) -> Forgotten:
    """Forgets a named source: its names, what it is quoted with, corrections, identifiers. Articles that quote it stay,
    without their text, since its name stands there.
    """
    ids = list(connection.scalars(select(sources.c.id).where(sources.c.root == root)))
    if not ids:
        raise NotHeld(f"the ledger has no source with the id {short(root)!r}: firsthand sources lists those it has")
    _mark(connection, {_digest(connection, "source", id): "source" for id in ids}, at=at)
    quoting = connection.scalars(
        select(article_sources.c.article_id)
        .where(article_sources.c.source_id.in_(ids))
        .distinct()
        .order_by(article_sources.c.article_id)
    ).all()
    reported = _exports(connection, quoting)
    unsaying.forget_decided(connection, ids, _NAMELESS)
    gone = forget_in(connection, quoting, ids)
    return Forgotten(statements=gone, cleared=len(quoting), exports=reported)


def forget_in(connection: Connection, article_ids: Sequence[str], ids: Iterable[str]) -> int:
    """Takes sources out of articles and out of the ledger; how many statements went with them."""
    gone, wanted = 0, list(ids)
    names = list(connection.scalars(select(sources.c.name).where(sources.c.id.in_(wanted)).distinct()))
    for article_id in article_ids:
        places = connection.scalars(
            select(article_sources.c.local).where(
                article_sources.c.article_id == article_id, article_sources.c.source_id.in_(wanted)
            )
        ).all()
        gone += unsaying.unsay(connection, article_id, places, names)
        clear_text(connection, article_id)
        named: dict[str, object] = {"title": None, "title_span": None, "byline": None, "warnings": []}
        connection.execute(update(articles).where(articles.c.id == article_id).values(named))
        corrections.lay_over(connection, article_id)
    cases.unsay(connection, names)
    _forget_names(connection, wanted)
    return gone


def clear_text(connection: Connection, id: str) -> bool:
    """Clears the words of an article and the bytes of its captures; offsets and digests stay. False: it was done."""
    held = connection.scalar(select(articles.c.text.is_not(None)).where(articles.c.id == id))
    if not held:
        return False
    connection.execute(update(articles).where(articles.c.id == id).values(text=None))
    connection.execute(update(captures).where(captures.c.article_id == id).values(body=None))
    connection.execute(
        update(statements).where(statements.c.article_id == id, statements.c.words.is_not(None)).values(words=None)
    )
    connection.execute(update(statements).where(statements.c.article_id == id).values(notes=[]))
    connection.execute(delete(bands).where(bands.c.article_id == id))
    units.drop(connection, [id])
    return True


def keep_text_days(connection: Connection, days: int | None) -> None:
    """Sets for how many days after they were added articles keep their words in this ledger; None for always."""
    if days is None:
        connection.execute(delete(settings).where(settings.c.name == KEEP_TEXT))
        return
    if days < 0:
        raise InvalidValue(f"texts are kept for 0 days or more, not {days}")
    upsert(connection, settings, {"name": KEEP_TEXT, "value": str(days)})


def kept_days(connection: Connection) -> int | None:
    """For how many days this ledger keeps texts, or None for always."""
    value = connection.scalar(select(settings.c.value).where(settings.c.name == KEEP_TEXT))
    return None if value is None else int(value)


def clear_older(connection: Connection, before: str) -> int:
    """Clears the texts of all articles added before the instant `before`, and the bytes of failed captures."""
    ids = connection.scalars(
        select(articles.c.id).where(articles.c.added_at < before, articles.c.text.is_not(None)).order_by(articles.c.id)
    ).all()
    connection.execute(
        update(captures)
        .where(captures.c.article_id.is_(None), captures.c.fetched_at < before, captures.c.body.is_not(None))
        .values(body=None)
    )
    return sum(clear_text(connection, id) for id in ids)


def compact(ledger: Ledger) -> None:
    """Rewrites the database's files, so that nothing deleted is left in them. Takes time with the ledger's size."""
    with ledger.alone() as connection:
        if ledger.dialect == "sqlite":
            connection.exec_driver_sql("INSERT INTO statement_words(statement_words) VALUES ('optimize')")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            held = (articles, captures, statements, article_sources, mentions, sources, decisions, failures)
            for table in (*held, case_rows, case_items, *units.DERIVED):
                connection.exec_driver_sql(f"VACUUM FULL {table.name}")


def _forget(connection: Connection, ids: Sequence[str], *, at: str) -> Forgotten:
    """Forgets those articles: all rows of them, and names that no other article has."""
    if not ids:
        return Forgotten()
    reported = _exports(connection, ids)
    shared = _sharing(connection, ids)
    names = set(
        connection.scalars(
            select(article_sources.c.key_id).where(
                article_sources.c.article_id.in_(ids), article_sources.c.key_id.is_not(None)
            )
        )
    )
    places: set[str] = set()
    for row in connection.execute(select(articles).where(articles.c.id.in_(ids))).all():
        _mark(connection, _marks(connection, row), at=at)
        places |= {place for place in (row.url, row.address) if place}
    said = connection.execute(delete(statements).where(statements.c.article_id.in_(ids))).rowcount
    unread = captures.c.article_id.is_(None) & (captures.c.url.in_(places) | captures.c.location.in_(places))
    held = connection.execute(delete(captures).where(or_(captures.c.article_id.in_(ids), unread))).rowcount
    connection.execute(delete(failures).where(failures.c.location.in_(places)))
    units.drop(connection, ids)
    for table in (mentions, article_sources, bands):
        connection.execute(delete(table).where(table.c.article_id.in_(ids)))
    connection.execute(delete(copies).where(or_(copies.c.a.in_(ids), copies.c.b.in_(ids))))
    connection.execute(delete(decisions).where(decisions.c.target.in_(ids)))
    connection.execute(delete(export_articles).where(export_articles.c.article_id.in_(ids)))
    connection.execute(delete(articles).where(articles.c.id.in_(ids)))
    _drop_names(connection, names)
    return Forgotten(articles=len(ids), captures=held, statements=said, exports=reported, copies=shared)


def _marks(connection: Connection, row: object) -> dict[str, str]:
    text, url, address = (getattr(row, name) for name in ("text", "url", "address"))
    found = {}
    if text is not None:
        found[_digest(connection, "text", text)] = "text"
    for place in {url, address} - {None}:
        found[_digest(connection, "url", place)] = "url"
    return found


def _digest(connection: Connection, kind: str, value: str) -> str:
    return oblivion.mark(connection, kind, value)


def _mark(connection: Connection, marks: dict[str, str], *, at: str) -> None:
    insert_missing(connection, forgotten_rows, [{"digest": d, "kind": k, "at": at} for d, k in marks.items()])


def _forget_names(connection: Connection, ids: Sequence[str]) -> None:
    """Drops those rows of `sources` with their identifiers. The name of a source that was split stays where the other
    part still has it; a part that a standing split takes away stays without its name."""
    connection.execute(delete(identifiers).where(identifiers.c.source_id.in_(ids)))
    splits = connection.scalars(select(decisions.c.payload).where(decisions.c.kind == "split")).all()
    parts = {payload["new"] for payload in splits}
    for id in ids:
        if id in parts:
            fresh = _NAMELESS | {"key": f"#{id}", "weak": False, "automatic_root": id, "root": id}
            connection.execute(update(sources).where(sources.c.id == id).values(fresh))
            continue
        shared = select(article_sources.c.local).where(article_sources.c.key_id == id).limit(1)
        if connection.scalar(shared) is None:
            connection.execute(delete(sources).where(sources.c.id == id))


def _drop_names(connection: Connection, ids: Iterable[str]) -> None:
    """Drops names that no article has any more, unless a person decided something about them."""
    decided = {
        id
        for row in connection.execute(select(decisions.c.payload).where(decisions.c.kind.in_(("merge", "split")))).all()
        for id in (
            row.payload.get("into"),
            row.payload.get("other"),
            row.payload.get("new"),
            *row.payload.get("of", ()),
        )
    }
    for id in sorted(set(ids) - decided):
        used = select(func.count()).select_from(article_sources)
        if connection.scalar(used.where(or_(article_sources.c.key_id == id, article_sources.c.source_id == id))):
            continue
        roots = select(func.count()).select_from(sources).where(sources.c.id != id)
        if connection.scalar(roots.where(or_(sources.c.root == id, sources.c.automatic_root == id))):
            continue
        connection.execute(delete(identifiers).where(identifiers.c.source_id == id))
        connection.execute(delete(sources).where(sources.c.id == id))


def _exports(connection: Connection, ids: Iterable[str]) -> tuple[Export, ...]:
    found = {export.id: export for id in ids for export in exported.holding(connection, id)}
    return tuple(sorted(found.values(), key=lambda e: (e.at, e.id)))


def _sharing(connection: Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """Other articles that share much of the text of those."""
    pairs = connection.execute(
        select(copies.c.a, copies.c.b).where(or_(copies.c.a.in_(ids), copies.c.b.in_(ids)))
    ).all()
    return tuple(sorted({id for pair in pairs for id in pair} - set(ids)))
