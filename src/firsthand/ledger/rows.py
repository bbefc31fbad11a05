"""Owns the likeness between a record firsthand/1 and rows of the ledger, both ways and exactly. It runs no query."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import RowMapping

from firsthand.model import Reading, Span, wire

Row = dict[str, Any]
Held = Mapping[str, Any] | RowMapping
"""A row as it came out of the database, or as it goes in."""
_STATEMENT = (
    "quotation",
    "content_spans",
    "cue_span",
    "source_span",
    "source",
    "inferred",
    "parent",
    "continues",
    "stated_chain",
    "stance",
    "certainty",
    "hedges",
    "confidence",
    "producer",
    "notes",
)
_SOURCE = (
    "kind",
    "name",
    "descriptor",
    "role",
    "affiliation",
    "anonymous",
    "count",
    "via",
    "distinct_from",
    "anonymity_reason",
)
_ARTICLE = (
    "id",
    "key",
    "title",
    "byline",
    "outlet",
    "url",
    "published",
    "section",
    "language",
    "text",
    "title_span",
    "body_start",
    "warnings",
)


def article_row(reading: Reading) -> Row:
    """The columns of `articles` that a reading fills."""
    record = wire.to_json(reading)
    row = {name: record["article"].get(name) for name in _ARTICLE}
    return row | {"own_voice": record["own_voice"], "basis": record["basis"], "length": len(reading.article.text)}


def source_rows(reading: Reading) -> list[Row]:
    """One row of `article_sources` for each source of a reading."""
    record = wire.to_json(reading)
    return [
        {"article_id": reading.article.id, "local": s["id"], "position": n, "decision": None}
        | {name: s[name] for name in _SOURCE}
        for n, s in enumerate(record["sources"])
    ]


def mention_rows(reading: Reading) -> list[Row]:
    """One row of `mentions` for each place that refers to a source."""
    return [
        {"article_id": reading.article.id, "local": s.id, "position": n, "start": m.start, "end": m.end}
        for s in reading.sources
        for n, m in enumerate(s.mentions)
    ]


def statement_rows(reading: Reading) -> list[Row]:
    """One row of `statements` for each statement, without what `firsthand.ledger.writing` adds to it."""
    text = reading.article.text
    sources = {s.id: s for s in reading.sources}
    rows = []
    for n, (record, statement) in enumerate(zip(wire.to_json(reading)["statements"], reading.statements, strict=True)):
        source = sources.get(statement.source or "")
        rows.append(
            {"article_id": reading.article.id, "local": statement.id, "position": n}
            | {name: record[name] for name in _STATEMENT}
            | {
                "knowledge_kind": record["knowledge"]["kind"],
                "knowledge_span": record["knowledge"]["span"],
                "words": content_words(text, statement.content_spans),
                "source_kind": source.kind if source else None,
                "unnamed": bool(source and source.anonymous),
            }
        )
    return rows


def content_words(text: str, spans: Iterable[Span]) -> str:
    """The words of a content, its parts joined by a blank, as the index keeps them (NUL is no text to PostgreSQL)."""
    return " ".join(span.of(text) for span in spans).replace("\0", " ")


def record(
    article: Held,
    sources: Iterable[Held],
    mentions: Iterable[Held],
    statements: Iterable[Held],
) -> wire.Record:
    """The record firsthand/1 of an article's rows, each in its order; ``article.text`` is None where it was cleared."""
    places: dict[str, list[list[int]]] = {}
    for m in mentions:
        places.setdefault(m["local"], []).append([m["start"], m["end"]])
    given = {name: article[name] for name in _ARTICLE}
    if given["section"] is None:
        del given["section"]
    return {
        "schema": wire.SCHEMA,
        "article": given,
        "sources": [
            {"id": s["local"]} | {name: s[name] for name in _SOURCE} | {"mentions": places.get(s["local"], [])}
            for s in sources
        ],
        "statements": [
            {"id": s["local"]}
            | {name: s[name] for name in _STATEMENT}
            | {"knowledge": {"kind": s["knowledge_kind"], "span": s["knowledge_span"]}}
            for s in statements
        ],
        "own_voice": article["own_voice"],
        "basis": article["basis"],
    }
