"""Owns one statement as every answer shows it: with its words, source, chain, article, corrections and disputes.

It finds nothing itself: questions choose rows, and only for those few are names, chains and texts fetched. Unnamed
sources stay the words of their article; nothing here ties one to another.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, RowMapping, Select, Text, bindparam, cast, column, func, select
from sqlalchemy.dialects.postgresql import JSONB

from firsthand.ledger.stored import statement_id
from firsthand.ledger.tables import article_sources, articles, decisions, sources, statements
from firsthand.ledger.wording import pairs, worded, words_at

DISPUTE = "dispute"
"""Kind of decision on an article with the payload ``{"statement": local id, "reply": words, "from": who}``."""
CHUNK = 500
"""Values in one list of a query."""

HEAD = tuple(
    articles.c[name]
    for name in (
        "id",
        "key",
        "title",
        "byline",
        "outlet_name",
        "url",
        "published",
        "day",
        "section",
        "fetched_at",
        "latest",
        "text",
    )
)
"""The columns of `articles` that `headline` needs."""

_STATED = (
    "row",
    "article_id",
    "local",
    "quotation",
    "content_spans",
    "source",
    "inferred",
    "parent",
    "stated_chain",
    "stance",
    "certainty",
    "hedges",
    "knowledge_kind",
    "knowledge_span",
    "confidence",
    "producer",
    "notes",
    "decision",
)
"""The columns of `statements` that an answer needs."""
# Made once: to make a select, or to find it again among those compiled, costs more than to run it.
_BY_ROW = select(*(statements.c[name] for name in _STATED)).where(
    statements.c.row.in_(bindparam("rows", expanding=True))
)
_BY_ID = select(*HEAD).where(articles.c.id.in_(bindparam("ids", expanding=True)))
_DISPUTES = (
    select(*(decisions.c[name] for name in ("id", "target", "payload", "who", "at")))
    .where(
        decisions.c.kind == DISPUTE,
        decisions.c.target.in_(bindparam("ids", expanding=True)),
        decisions.c.undone_by.is_(None),
    )
    .order_by(decisions.c.number)
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What an answer says of an article. `outlet` is as the list of outlets calls it; `day` is ``YYYY-MM-DD`` or None
    where the date is not known to the day; `cleared` is True where its text is no longer held."""

    id: str
    key: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    day: str | None = None
    section: str | None = None
    fetched_at: str = ""
    latest: bool = True
    cleared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """One source of an article. `root` is its id across articles and `known_as` its name there; both are None for an
    unnamed source, which is known in its article alone. `via` is the outlet it spoke to; `reason` the article's words
    on why it is unnamed."""

    local: str
    kind: str
    name: str | None = None
    descriptor: str | None = None
    role: str | None = None
    affiliation: str | None = None
    anonymous: bool = False
    root: str | None = None
    known_as: str | None = None
    via: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedged:
    """One hedge: its term, its words (None where the text was cleared), whose it is (None for the article's own)."""

    term: str
    words: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A reply that was handed in to a statement: its words, who it is from, and when it was entered."""

    id: str
    reply: str
    sender: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The person's decision that made a statement what it is: who, when and why."""

    id: str
    who: str
    at: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One statement as an answer shows it.

    `id` is ``ARTICLE.a3``. `content` is the article's wording with the quotation marks that stand there, parts joined
    by an ellipsis; None where the text was cleared. `spans` are half-open, in code points of the stored text. `chain`
    goes from the source nearest the fact to the one nearest the reader. `inside` is the id of the statement in whose
    content this one stands. `confidence` is in 0..1.
    """

    id: str
    article: Headline
    content: str | None
    source: Sourced | None
    chain: tuple[Sourced, ...]
    spans: tuple[tuple[int, int], ...]
    quotation: str
    stance: str
    certainty: str
    knowledge: str
    knowledge_words: str | None
    hedges: tuple[Hedged, ...]
    inferred: bool
    inside: str | None
    confidence: float
    producer: str
    notes: tuple[str, ...]
    corrected: Corrected | None = None
    disputes: tuple[Dispute, ...] = ()


def answers(connection: Connection, rows: Sequence[int]) -> tuple[Answer, ...]:
    """The statements with those row numbers, in their order; a number that is not there is passed over."""
    held: dict[int, RowMapping] = {}
    for chunk in chunks(list(rows)):
        held |= {found["row"]: found for found in connection.execute(_BY_ROW, {"rows": chunk}).mappings()}
    return told(connection, [held[row] for row in rows if row in held])


def told(connection: Connection, held: Sequence[RowMapping]) -> tuple[Answer, ...]:
    """Rows of `statements` as answers, in their order, by a few queries for each `CHUNK` of them."""
    ids = list(dict.fromkeys(row["article_id"] for row in held))
    texts: dict[str, str | None] = {}
    heads: dict[str, Headline] = {}
    for chunk in chunks(ids):
        for found in connection.execute(_BY_ID, {"ids": chunk}).mappings():
            texts[found["id"]], heads[found["id"]] = found["text"], headline(found)
    people = _sourced(connection, held, texts)
    replies = disputes(connection, ids)
    corrected = _corrected(connection, [row["decision"] for row in held if row["decision"]])
    return tuple(
        _answer(
            row,
            heads[row["article_id"]],
            texts[row["article_id"]],
            people.get(row["article_id"], {}),
            replies.get((row["article_id"], row["local"]), ()),
            corrected.get(row["decision"]),
        )
        for row in held
    )


def headline(row: Mapping[str, Any] | RowMapping) -> Headline:
    """What an answer says of the article of that row of `articles`."""
    return Headline(
        id=row["id"],
        key=row["key"],
        title=row["title"],
        byline=row["byline"],
        outlet=row["outlet_name"],
        url=row["url"],
        published=row["published"],
        day=row["day"],
        section=row["section"],
        fetched_at=row["fetched_at"],
        latest=row["latest"],
        cleared=row["text"] is None,
    )


def disputes(connection: Connection, article_ids: Sequence[str]) -> dict[tuple[str, str], tuple[Dispute, ...]]:
    """The standing disputes of those articles, by article and local id of the statement, in the order they came."""
    found: dict[tuple[str, str], tuple[Dispute, ...]] = {}
    for chunk in chunks(list(article_ids)):
        for row in connection.execute(_DISPUTES, {"ids": chunk}):
            place = (row.target, str(row.payload.get("statement")))
            reply = Dispute(
                id=row.id,
                reply=str(row.payload.get("reply") or ""),
                sender=str(row.payload.get("from") or row.who),
                at=row.at,
            )
            found[place] = (*found.get(place, ()), reply)
    return found


def sourced(connection: Connection, article_id: str, text: str | None, locals: Sequence[str]) -> dict[str, Sourced]:
    """The sources of one article with those local ids."""
    return _people(connection, {article_id: set(locals)}, {article_id: text}).get(article_id, {})


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """`values` in parts of at most `CHUNK`."""
    return (values[i : i + CHUNK] for i in range(0, len(values), CHUNK))


def _answer(
    row: RowMapping,
    article: Headline,
    text: str | None,
    people: Mapping[str, Sourced],
    replies: tuple[Dispute, ...],
    corrected: Corrected | None,
) -> Answer:
    spans = pairs(row["content_spans"])
    links = row["stated_chain"] or ([row["source"]] if row["source"] else [])
    parent = row["parent"]
    return Answer(
        id=statement_id(row["article_id"], row["local"]),
        article=article,
        content=worded(text, spans, row["quotation"]),
        source=people.get(row["source"]),
        chain=tuple(people[local] for local in links if local in people),
        spans=spans,
        quotation=row["quotation"],
        stance=row["stance"],
        certainty=row["certainty"],
        knowledge=row["knowledge_kind"],
        knowledge_words=words_at(text, row["knowledge_span"]),
        hedges=tuple(
            Hedged(
                term=h["term"], words=words_at(text, h["span"]), by=_called(people.get(h["by"])) if h["by"] else None
            )
            for h in row["hedges"]
        ),
        inferred=row["inferred"],
        inside=statement_id(row["article_id"], parent) if parent else None,
        confidence=row["confidence"],
        producer=row["producer"],
        notes=tuple(row["notes"]),
        corrected=corrected,
        disputes=replies,
    )


def _called(source: Sourced | None) -> str:
    return "" if source is None else source.name or source.descriptor or source.kind


def _sourced(
    connection: Connection, held: Sequence[RowMapping], texts: Mapping[str, str | None]
) -> dict[str, dict[str, Sourced]]:
    """The sources that rows of `statements` refer to, by article and local id."""
    wanted: dict[str, set[str]] = {}
    for row in held:
        by = [h["by"] for h in row["hedges"] if h["by"]]
        wanted.setdefault(row["article_id"], set()).update(filter(None, (row["source"], *row["stated_chain"], *by)))
    return _people(connection, wanted, texts)


_COLUMNS = tuple(
    article_sources.c[name]
    for name in (
        "article_id",
        "local",
        "kind",
        "name",
        "descriptor",
        "role",
        "affiliation",
        "anonymous",
        "anonymity_reason",
    )
)


def _people(
    connection: Connection, wanted: Mapping[str, set[str]], texts: Mapping[str, str | None]
) -> dict[str, dict[str, Sourced]]:
    """The rows of `article_sources` at those places, with what across articles and outlets add to them."""
    found: dict[str, dict[str, Sourced]] = {id: {} for id in wanted}
    for chunk in chunks(sorted(wanted)):
        places = [(id, local) for id in chunk for local in sorted(wanted[id])]
        if places:
            for row in connection.execute(_people_at(connection.dialect.name), {"places": json.dumps(places)}):
                found[row.article_id][row.local] = _source(row, texts.get(row.article_id))
    return found


@cache
def _people_at(dialect: str) -> Select[Any]:
    """They go in as one JSON list, which both databases join by the primary key; a list of pairs is served by no index
    everywhere.
    """
    listed: ColumnElement[str] = bindparam("places", type_=Text)
    article: ColumnElement[str]
    local: ColumnElement[str]
    if dialect == "postgresql":
        each = func.jsonb_array_elements(cast(listed, JSONB)).table_valued(column("value", JSONB), name="place")
        article, local = each.c.value[0].astext, each.c.value[1].astext
    else:
        each = func.json_each(listed).table_valued(column("value", Text), name="place")
        article, local = func.json_extract(each.c.value, "$[0]"), func.json_extract(each.c.value, "$[1]")
    a, via, roots = article_sources.c, article_sources.alias("through"), sources.alias("roots")
    named = (sources.c.id == a.source_id) & a.anonymous.is_(False)
    joined = (
        each.join(article_sources, (a.article_id == article) & (a.local == local))
        .outerjoin(via, (via.c.article_id == a.article_id) & (via.c.local == a.via))
        .outerjoin(sources, named)
        .outerjoin(roots, roots.c.id == sources.c.root)
    )
    through = func.coalesce(func.nullif(via.c.name, ""), func.nullif(via.c.descriptor, ""), via.c.kind)
    known = sources.c.root, roots.c.name.label("known_as"), through.label("through")
    return select(*_COLUMNS, *known).select_from(joined)


def _source(row: Row[Any], text: str | None) -> Sourced:
    return Sourced(
        local=row.local,
        kind=row.kind,
        name=row.name,
        descriptor=row.descriptor,
        role=row.role,
        affiliation=row.affiliation,
        anonymous=row.anonymous,
        root=row.root,
        known_as=row.known_as or None,
        via=row.through,
        reason=words_at(text, row.anonymity_reason),
    )


def _corrected(connection: Connection, ids: Sequence[str]) -> dict[str, Corrected]:
    found: dict[str, Corrected] = {}
    for chunk in chunks(ids):
        for row in connection.execute(select(decisions).where(decisions.c.id.in_(chunk))):
            found[row.id] = Corrected(id=row.id, who=row.who, at=row.at, why=row.why)
    return found
