"""Owns what a person names to be forgotten (an article, a source, an address), what would go, and that it goes.

What it cannot reach it says nothing of here: exports are reported, backups and the logs of a server are others'.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import Connection, func, or_, select

from firsthand.errors import InvalidValue, NotHeld, Withheld
from firsthand.ledger import Ledger, forgetting, stored
from firsthand.ledger.answers import HEAD, Headline, chunks, headline
from firsthand.ledger.forgetting import Forgotten
from firsthand.ledger.tables import article_sources, articles, sources
from firsthand.ledger.who import who
from firsthand.ledger.wording import short
from firsthand.pipeline.deciding import tried
from firsthand.pipeline.named import address, source_named

Kind = Literal["article", "source", "url"]
MOST_MENTIONS = 1000
"""Statements of others that are looked through for a source's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is to be forgotten: its `id` (for an address the address), what it is called, and the articles that go, or,
    for a source, whose texts are cleared. `mention` are other articles that have a source's name, in what others say or
    elsewhere in their text; `surnamed` counts those that have only the `surname` of a person, which may be somebody
    else's. They all stay as they are."""

    kind: Kind
    id: str
    name: str
    articles: tuple[Headline, ...]
    mention: tuple[Headline, ...] = ()
    surname: str | None = None
    surnamed: int = 0


def target(connection: Connection, named: str, kind: Kind | None = None) -> Target:
    """What `named` stands for: an address, an article (id, key), else a named source (id, name).

    Raises NotHeld where the ledger has no such thing, InvalidValue where it is two things and `kind` does not tell
    which, Withheld for the description of an unnamed source.
    """
    if kind is not None and kind not in get_args(Kind):
        raise InvalidValue(f"what is forgotten is one of {', '.join(get_args(Kind))}, not {short(kind)!r}")
    if not named.strip():
        raise InvalidValue(
            "nothing is named to be forgotten: give an article (id, key), a source (name, id) or an address"
        )
    if kind == "url" or (kind is None and "://" in named):
        return _url(connection, named)
    article = _article(connection, named) if kind != "source" else None
    if kind == "article" and article is None:
        stored.article_id(connection, named)  # says why
    source = _source(connection, named, must=article is None) if kind != "article" else None
    if article is not None and source is not None:
        raise InvalidValue(f"{short(named)!r} is an article and a source: say which with --as article or --as source")
    found = article or source
    if found is None:
        raise NotHeld(f"the ledger holds no article and no named source {short(named)!r}")
    return found


def forget(connection: Connection, what: Target, *, at: str) -> Forgotten:
    """Forgets it; compact the ledger (`firsthand.ledger.forgetting.compact`) when the transaction is through."""
    if what.kind == "url":
        return forgetting.forget_url(connection, what.id, address(what.id), at=at)
    if what.kind == "article":
        return forgetting.forget_article(connection, what.id, at=at)
    return forgetting.forget_source(connection, what.id, at=at)


def would_go(ledger: Ledger, named: str, kind: Kind | None = None, *, at: str) -> tuple[Target, Forgotten]:
    """What would go if `named` were forgotten; nothing is kept of the try."""
    with tried(ledger) as connection:
        what = target(connection, named, kind)
        found = forget(connection, what, at=at)
    return what, found


def due(ledger: Ledger, days: int | None, *, now: datetime) -> int:
    """How many articles' texts would be cleared if this ledger kept them for so many days."""
    if days is None:
        return 0
    old = articles.c.added_at < _before(days, now), articles.c.text.is_not(None)
    with ledger.reading() as connection:
        return connection.scalar(select(func.count()).select_from(articles).where(*old)) or 0


def keep_text(ledger: Ledger, days: int | None, *, now: datetime) -> int:
    """Sets for how many days this ledger keeps texts (None: always) and clears those that are older; how many it was.

    The ledger's files are rewritten where any was cleared.
    """
    with ledger.writing() as connection:
        forgetting.keep_text_days(connection, days)
        cleared = 0 if days is None else forgetting.clear_older(connection, _before(days, now))
    if cleared:
        forgetting.compact(ledger)
    return cleared


def _before(days: int, now: datetime) -> str:
    return (now.astimezone(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _url(connection: Connection, named: str) -> Target:
    if "\0" in named or len(named) > 4000:
        raise InvalidValue("an address has at most 4,000 characters, and no NUL")
    places = {named, address(named) or named}
    heads = _heads(connection, or_(articles.c.url.in_(places), articles.c.address.in_(places)))
    return Target(kind="url", id=named, name=named, articles=heads)


def _article(connection: Connection, named: str) -> Target | None:
    try:
        id = stored.article_id(connection, named)
    except NotHeld:
        return None
    own = connection.scalar(select(articles.c.address).where(articles.c.id == id))
    heads = _heads(
        connection, articles.c.id == id if own is None else or_(articles.c.id == id, articles.c.address == own)
    )
    head = next(h for h in heads if h.id == id)
    return Target(kind="article", id=id, name=head.title or head.key, articles=heads)


def _source(connection: Connection, named: str, *, must: bool) -> Target | None:
    try:
        found = source_named(connection, named)
    except (NotHeld, Withheld):
        if must:
            raise
        return None
    ids = select(sources.c.id).where(sources.c.root == found.root)
    quoting = select(article_sources.c.article_id).where(article_sources.c.source_id.in_(ids))
    heads = _heads(connection, articles.c.id.in_(quoting))
    gone = {head.id for head in heads}
    others = {a.article.id: a.article for a in who(connection, found.root, limit=MOST_MENTIONS).about}
    surname = found.name.split()[-1] if found.kind_class == "person" and " " in found.name.strip() else None
    whole, alone = _in_texts(connection, found.names, surname, gone | others.keys()) if surname else ([], 0)
    for chunk in chunks(whole):
        others |= {head.id: head for head in _heads(connection, articles.c.id.in_(chunk))}
    return Target(
        kind="source",
        id=found.root,
        name=found.name,
        articles=heads,
        mention=tuple(head for id, head in others.items() if id not in gone),
        surname=surname,
        surnamed=alone,
    )


def _in_texts(
    connection: Connection, names: Sequence[str], surname: str, known: Collection[str]
) -> tuple[list[str], int]:
    """Articles beside those known whose text has one of the names, and how many have the surname alone."""
    full = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names if " " in name) or "(?!)")
    last = re.compile(rf"(?<!\w){re.escape(surname)}(?!\w)")
    asked = select(articles.c.id, articles.c.text).where(articles.c.text.contains(surname, autoescape=True))
    whole, alone = [], 0
    for id, text in connection.execute(asked.order_by(articles.c.id).execution_options(yield_per=100)):
        if id in known or not last.search(text):
            continue
        if full.search(text):
            whole.append(id)
        else:
            alone += 1
    return whole, alone


def _heads(connection: Connection, which: object) -> tuple[Headline, ...]:
    asked = select(*HEAD).where(which).order_by(articles.c.day, articles.c.id)  # type: ignore[arg-type]
    return tuple(headline(row) for row in connection.execute(asked).mappings())
