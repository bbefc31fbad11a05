"""Owns the rows of the three exported tables (statements, articles, sources) as plain values, and their columns. It
writes no file format.

Spans count in code points of the stored text. Unnamed sources are in the rows of their statements alone: the table of
sources has named ones only.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from firsthand.ledger.bundles import Bundle
from firsthand.ledger.corrections import KINDS
from firsthand.ledger.rows import Row, content_words
from firsthand.model import Source, Span
from firsthand.render.naming import label

Kind = Literal["text", "number", "share", "flag", "span", "spans", "texts", "hedges", "disputes"]
Columns = Mapping[str, Kind]

_ARTICLE: Columns = {
    "article_id": "text",
    "key": "text",
    "title": "text",
    "outlet": "text",
    "outlet_name": "text",
    "byline": "text",
    "section": "text",
    "published": "text",
    "day": "text",
    "url": "text",
    "language": "text",
    "text_sha256": "text",
    "fetched_at": "text",
    "latest": "flag",
}
STATEMENTS: Columns = {
    **_ARTICLE,
    "statement_id": "text",
    "parent": "text",
    "continues": "text",
    "content": "text",
    "content_spans": "spans",
    "quotation": "text",
    "source_id": "text",
    "source_name": "text",
    "source_descriptor": "text",
    "source_kind": "text",
    "unnamed": "flag",
    "role": "text",
    "affiliation": "text",
    "count_min": "number",
    "count_max": "number",
    "via": "text",
    "chain": "texts",
    "source_span": "span",
    "cue": "text",
    "cue_span": "span",
    "inferred": "flag",
    "stance": "text",
    "certainty": "text",
    "hedges": "hedges",
    "knowledge": "text",
    "knowledge_words": "text",
    "knowledge_span": "span",
    "anonymity_reason": "text",
    "anonymity_reason_span": "span",
    "confidence": "share",
    "producer": "text",
    "notes": "texts",
    "corrected_by": "text",
    "corrected_at": "text",
    "corrected_why": "text",
    "disputes": "disputes",
}
"""`source_id` is a named source's across articles; null for unnamed ones. `chain` runs from nearest the fact."""
ARTICLES: Columns = {
    **_ARTICLE,
    "text": "text",
    "length": "number",
    "warnings": "texts",
    "statements": "number",
    "named": "number",
    "unnamed_min": "number",
    "unnamed_max": "number",
    "outlets": "number",
    "documents": "number",
    "own_voice_share": "share",
    "own_voice": "spans",
    "copies": "texts",
    "captures": "number",
    "read_by": "text",
    "corrected": "number",
    "disputed": "number",
}
SOURCES: Columns = {
    "source_id": "text",
    "kind": "text",
    "name": "text",
    "spellings": "texts",
    "roles": "texts",
    "affiliations": "texts",
    "identifiers": "texts",
    "outlets": "texts",
    "articles": "number",
    "statements": "number",
    "first_day": "text",
    "last_day": "text",
}


def statement_rows(bundle: Bundle) -> Iterator[Row]:
    """One row for each statement as it stands now, in text order."""
    head = _head(bundle)
    sources = {s["local"]: s for s in bundle.sources}
    decided = {d.id: d for d in bundle.decisions}
    text = bundle.article["text"]
    for s in bundle.standing:
        made = decided.get(s["decision"] or "")
        yield (
            head
            | {
                "statement_id": f"{bundle.id}.{s['local']}",
                **{name: f"{bundle.id}.{s[name]}" if s[name] else None for name in ("parent", "continues")},
                "content": None if text is None else content_words(text, [Span(*p) for p in s["content_spans"]]),
            }
            | {name: s[name] for name in ("content_spans", "quotation")}
            | _source(bundle, sources, s)
            | _how_put(text, s)
            | {
                "corrected_by": made.who if made else None,
                "corrected_at": made.at if made else None,
                "corrected_why": made.why if made else None,
                "disputes": [
                    {"id": d.id, "by": d.sender, "at": d.at, "reply": d.reply} for d in bundle.disputes(s["local"])
                ],
            }
        )


def article_rows(bundle: Bundle) -> Iterator[Row]:
    """The one row of the article."""
    a, basis = bundle.article, bundle.article["basis"]
    yield _head(bundle) | {
        "text": a["text"],
        "length": a["length"],
        "warnings": list(a["warnings"]),
        "statements": len(bundle.standing),
        "named": len(basis["named"]),
        "unnamed_min": basis["unnamed"][0],
        "unnamed_max": basis["unnamed"][1],
        "outlets": len(basis["outlets"]),
        "documents": len(basis["documents"]),
        "own_voice_share": float(basis["own_voice_share"]),
        "own_voice": a["own_voice"],
        "copies": [c["b"] if c["a"] == bundle.id else c["a"] for c in bundle.copies],
        "captures": len(bundle.captures),
        "read_by": f"{bundle.reader['encoder']}, firsthand {bundle.reader['version']}",
        "corrected": sum(d.kind in KINDS for d in bundle.decisions),
        "disputed": sum(len(bundle.disputes(s["local"])) for s in bundle.standing),
    }


@dataclass(slots=True)
class _Gathered:
    """What articles tell of one named source."""

    row: Row
    spellings: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    affiliations: set[str] = field(default_factory=set)
    identifiers: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    articles: int = 0
    statements: int = 0


def source_rows(bundles: Iterable[Bundle]) -> Iterator[Row]:
    """One row for each named source of the articles, by name; unnamed sources have none, whatever they share."""
    found: dict[str, _Gathered] = {}
    for bundle in bundles:
        here: set[str] = set()
        for source in bundle.sources:
            root = bundle.root(source)
            if root is None or source["anonymous"]:
                continue
            gathered = found.setdefault(root["id"], _Gathered(row=root))
            _gather(gathered, bundle, source)
            gathered.articles += root["id"] not in here
            here.add(root["id"])
    for id, g in sorted(found.items(), key=lambda item: (item[1].row["name"].casefold(), item[0])):
        yield {
            "source_id": id,
            "kind": g.row["kind_class"],
            "name": g.row["name"],
            **{n: sorted(getattr(g, n)) for n in ("spellings", "roles", "affiliations", "identifiers", "outlets")},
            "articles": g.articles,
            "statements": g.statements,
            "first_day": min(g.days, default=None),
            "last_day": max(g.days, default=None),
        }


def _gather(gathered: _Gathered, bundle: Bundle, source: Row) -> None:
    gathered.spellings.add(source["name"] or gathered.row["name"])
    for name, of in (("role", gathered.roles), ("affiliation", gathered.affiliations)):
        if source[name]:
            of.add(source[name])
    if bundle.article["outlet_name"]:
        gathered.outlets.add(bundle.article["outlet_name"])
    if bundle.article["day"]:
        gathered.days.add(bundle.article["day"])
    gathered.statements += sum(s["source"] == source["local"] for s in bundle.standing)
    one = {id for id, row in bundle.named.items() if row["root"] == gathered.row["id"]}
    gathered.identifiers |= {f"{i['scheme']}:{i['value']}" for i in bundle.identifiers if i["source_id"] in one}


def _head(bundle: Bundle) -> Row:
    return {name: bundle.article["id" if name == "article_id" else name] for name in _ARTICLE}


def _source(bundle: Bundle, sources: Mapping[str, Row], statement: Row) -> Row:
    source = sources.get(statement["source"] or "")
    given = source or {}
    root = bundle.root(source)
    via = sources.get(given.get("via") or "")
    low, high = given.get("count", (None, None))
    reason, text = given.get("anonymity_reason"), bundle.article["text"]
    return {
        "source_id": root["id"] if root else None,
        "source_name": given.get("name"),
        "source_descriptor": given.get("descriptor"),
        "source_kind": given.get("kind"),
        "unnamed": given.get("anonymous"),
        "role": given.get("role"),
        "affiliation": given.get("affiliation"),
        "count_min": low,
        "count_max": high,
        "via": called(via) if via else None,
        "chain": [called(sources[local]) for local in statement["stated_chain"] if local in sources],
        "source_span": statement["source_span"],
        "anonymity_reason": _at(text, reason),
        "anonymity_reason_span": reason,
    }


def called(source: Mapping[str, Any]) -> str:
    """What a row of `article_sources` is called: its name, else the article's wording, else its kind."""
    given = {name: source[name] for name in ("kind", "name", "descriptor", "anonymous")}
    return label(Source(id=source["local"], **given))


def _how_put(text: str | None, statement: Row) -> Row:
    return {
        "cue": _at(text, statement["cue_span"]),
        "knowledge": statement["knowledge_kind"],
        "knowledge_words": _at(text, statement["knowledge_span"]),
        "hedges": [
            {"words": _at(text, h["span"]), "term": h["term"], "by": h["by"], "span": h["span"]}
            for h in statement["hedges"]
        ],
        **{n: statement[n] for n in ("cue_span", "inferred", "stance", "certainty", "knowledge_span", "producer")},
        "confidence": float(statement["confidence"]),
        "notes": list(statement["notes"]),
    }


def _at(text: str | None, span: list[int] | None) -> str | None:
    return None if text is None or span is None else text[span[0] : span[1]]
