"""Owns everything that is held on one named source, for itself or whoever must answer for the ledger. It keeps nothing.

Unnamed sources are withheld: what they say of the source is given as the article has it, without a word of who they
are. There is no dossier on a source without a name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from firsthand.ledger import exported, forgetting
from firsthand.ledger.answers import HEAD, Answer, Headline, Hedged, Sourced, answers, headline
from firsthand.ledger.decided import Decided, decided
from firsthand.ledger.exported import Export
from firsthand.ledger.holdings import Holding, held_source
from firsthand.ledger.tables import article_sources, articles, captures, sources, statements
from firsthand.ledger.who import find_source, in_order, who

MOST = 10_000
"""Statements of one kind that a dossier gives."""
UNNAMED = "unnamed, withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One article that has the source: as what it names it there, with role and body or place, and whether its text
    and bytes are still held."""

    article: Headline
    name: str | None
    kind: str
    role: str | None
    affiliation: str | None
    text_held: bool
    captures_held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is held: `said` has replaced versions too; `about` are statements of others that have its name; `places`
    the articles that have it as a source; `decided` what people decided about it; `exports` what left the ledger with
    any of those articles in it. `kept_days` is for how long this ledger keeps texts (None: always).

    `said_in_all` and `about_more` tell where `MOST` was not enough.
    """

    source: Holding
    said: tuple[Answer, ...]
    said_in_all: int
    about: tuple[Answer, ...]
    about_more: bool
    places: tuple[Place, ...]
    decided: tuple[Decided, ...]
    exports: tuple[Export, ...]
    kept_days: int | None


def dossier(connection: Connection, name: str, *, key_ids: Iterable[str] = ()) -> Dossier:
    """What is held on the source that `name` stands for (see `firsthand.ledger.who.find_source`).

    Raises Withheld where the words describe a source without a name, NotHeld where there is none or more than one.
    """
    root = find_source(connection, name, key_ids).root
    ids = list(connection.scalars(select(sources.c.id).where(sources.c.root == root)))
    own = statements.c.source_id.in_(ids), statements.c.overruled_by.is_(None)
    rows = connection.scalars(select(statements.c.row).where(*own).order_by(statements.c.row.desc()).limit(MOST)).all()
    told = who(connection, root, limit=MOST)
    places = _places(connection, ids)
    held_in = {p.article.id for p in places} | {a.article.id for a in told.about}
    return Dossier(
        source=held_source(connection, root),
        said=tuple(map(without_unnamed, in_order(answers(connection, rows)))),
        said_in_all=connection.scalar(select(func.count()).select_from(statements).where(*own)) or 0,
        about=tuple(map(without_unnamed, told.about)),
        about_more=told.about_more,
        places=places,
        decided=tuple(map(_without_wording, decided(connection, root))),
        exports=_exports(connection, held_in),
        kept_days=forgetting.kept_days(connection),
    )


def without_unnamed(answer: Answer) -> Answer:
    """The statement without a word on sources that have no name: not how they are described, nor why they are unnamed,
    nor how they know."""
    nameless = [s for s in (answer.source, *answer.chain) if s is not None and s.anonymous]
    named = {s.name for s in (answer.source, *answer.chain) if s is not None and not s.anonymous}
    hedges = tuple(replace(h, by=UNNAMED) if h.by and h.by not in named else h for h in answer.hedges)
    if not nameless:
        return replace(answer, hedges=hedges)
    return replace(
        answer,
        source=_withheld(answer.source) if answer.source else None,
        chain=tuple(_withheld(s) for s in answer.chain),
        hedges=tuple(_bare(h) for h in hedges),
        knowledge_words=None,
        notes=(),
    )


def _withheld(source: Sourced) -> Sourced:
    if not source.anonymous:
        return source
    return Sourced(local=source.local, kind="unknown", descriptor=UNNAMED, anonymous=True)


def _without_wording(one: Decided) -> Decided:
    """The decision without the wording of an unnamed source that a correction brought in or took away."""
    payload = dict(one.decision.payload)
    for part in ("source", "was"):
        row = payload.get(part)
        if row and row.get("anonymous"):
            payload[part] = row | {"descriptor": UNNAMED, "role": None, "affiliation": None}
    return replace(one, decision=replace(one.decision, payload=payload))


def _bare(hedge: Hedged) -> Hedged:
    return replace(hedge, words=None)


def _places(connection: Connection, ids: list[str]) -> tuple[Place, ...]:
    kept = (
        select(func.count())
        .select_from(captures)
        .where(captures.c.article_id == articles.c.id, captures.c.body.is_not(None))
    )
    columns = [article_sources.c[n].label(f"own_{n}") for n in ("name", "kind", "role", "affiliation", "local")]
    asked = (
        select(*HEAD, *columns, kept.scalar_subquery().label("kept"))
        .join(article_sources, article_sources.c.article_id == articles.c.id)
        .where(article_sources.c.source_id.in_(ids))
        .order_by(articles.c.day.is_(None), articles.c.day, articles.c.id, article_sources.c.position)
    )
    return tuple(
        Place(
            article=headline(row),
            name=row["own_name"],
            kind=row["own_kind"],
            role=row["own_role"],
            affiliation=row["own_affiliation"],
            text_held=row["text"] is not None,
            captures_held=row["kept"],
        )
        for row in connection.execute(asked).mappings()
    )


def _exports(connection: Connection, ids: Iterable[str]) -> tuple[Export, ...]:
    found = {export.id: export for id in sorted(ids) for export in exported.holding(connection, id)}
    return tuple(sorted(found.values(), key=lambda e: (e.at, e.id)))
