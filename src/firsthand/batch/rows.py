"""Owns the way from a reading or a failure to one row of Arrow: its article, its record, its statements and sources.

Spans count in code points of the stored text. It reads nothing and writes no file.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from firsthand.batch.possible import is_text
from firsthand.batch.schemas import OUTPUT, told
from firsthand.language.outlets import Outlets
from firsthand.ledger.rows import Row, content_words
from firsthand.ledger.writing import ReadBy, day
from firsthand.model import Article, Capture, Failure, Reading, Source, Span, Statement, wire
from firsthand.model.identity import SourceKey
from firsthand.pipeline.named import names
from firsthand.render.naming import label


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one thing: a reading or a failure, and the capture it was read from, where there is one."""

    what: Reading | Failure
    capture: Capture | None = None


def batch_of(results: Sequence[Result], *, outlets: Outlets, read_by: ReadBy) -> pa.RecordBatch:
    """The rows of `results` in order, as `firsthand.batch.schemas.OUTPUT` with the versions in its metadata."""
    rows = [_row(result, outlets, read_by) for result in results]
    return pa.RecordBatch.from_pylist(rows, schema=OUTPUT.with_metadata(told(read_by)))


def compact(record: wire.Record) -> str:
    """A record as JSON on one line, without blanks; lone surrogates, which no column holds, are written as escapes."""
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return text if is_text(text) else json.dumps(record, separators=(",", ":"))


def _row(result: Result, outlets: Outlets, read_by: ReadBy) -> Row:
    what, capture = result.what, result.capture
    found = _captured(capture) | {"record": compact(wire.to_json(what))}
    if isinstance(what, Failure):
        message = what.message.encode("utf-8", "replace").decode()
        return found | {"key": what.key, "failure_kind": what.kind, "failure_message": message}
    keys = names(what, outlets)
    return (
        found
        | _article(what, outlets)
        | {
            "read_by": f"{read_by.encoder}, firsthand {read_by.version}",
            "statements": [_statement(what, s, keys) for s in what.statements],
            "sources": _sources(what, keys),
        }
    )


def _captured(capture: Capture | None) -> Row:
    if capture is None:
        return {}
    return {
        "location": capture.location,
        "fetched_at": capture.fetched_at,
        "capture_url": _clean(capture.url),
        "capture_sha256": capture.sha256,
        "capture_bytes": len(capture.body),
        "media_type": _clean(capture.media_type),
        "headers": [{"name": _clean(name), "value": _clean(value)} for name, value in capture.headers],
    }


def _clean(value: str | None) -> str | None:
    return None if value is None else value.encode("utf-8", "replace").decode()


def _article(reading: Reading, outlets: Outlets) -> Row:
    a, basis = reading.article, reading.basis
    return article_columns(a) | {
        "outlet_name": outlet_name(a, outlets) or a.outlet,
        "named": len(basis.named),
        "unnamed_min": basis.unnamed[0],
        "unnamed_max": basis.unnamed[1],
        "outlets": len(basis.outlets),
        "documents": len(basis.documents),
        "own_voice_share": basis.own_voice_share,
        "own_voice": [_span(s) for s in reading.own_voice],
    }


def article_columns(a: Article) -> Row:
    """The columns that tell what an article is, whoever read it."""
    return {
        "article_id": a.id,
        **{name: getattr(a, name) for name in ("key", "title", "outlet", "byline", "section", "published", "url")},
        "day": day(a.published),
        "language": a.language,
        "text_sha256": hashlib.sha256(a.text.encode()).hexdigest(),
        "text": a.text,
        "length": len(a.text),
        "warnings": list(a.warnings),
    }


def outlet_name(article: Article, outlets: Outlets) -> str | None:
    """What the list of outlets calls the article's outlet, by its address or its name; None where it has neither."""
    known = outlets.of_page(article.url, article.outlet)
    return known.name if known else None


def _sources(reading: Reading, keys: Mapping[str, SourceKey]) -> list[Row]:
    text, by_id = reading.article.text, {s.id: s for s in reading.sources}
    said = Counter(s.source for s in reading.statements)
    return [
        {
            "source": s.id,
            "source_key": keys[s.id].id if s.id in keys else None,
            **{n: getattr(s, n) for n in ("kind", "name", "descriptor", "role", "affiliation")},
            "unnamed": s.anonymous,
            "count_min": s.count[0],
            "count_max": s.count[1],
            "via": label(by_id[s.via]) if s.via in by_id else None,
            "mentions": [_span(m) for m in s.mentions],
            "distinct_from": list(s.distinct_from),
            "anonymity_reason": _words(text, s.anonymity_reason),
            "anonymity_reason_span": _span(s.anonymity_reason),
            "statements": said[s.id],
        }
        for s in reading.sources
    ]


def _statement(reading: Reading, s: Statement, keys: Mapping[str, SourceKey]) -> Row:
    text, id = reading.article.text, reading.article.id
    source = reading.source(s.source) if s.source else None
    return {
        "statement_id": f"{id}.{s.id}",
        "parent": f"{id}.{s.parent}" if s.parent else None,
        "continues": f"{id}.{s.continues}" if s.continues else None,
        "content": content_words(text, s.content_spans),
        "content_spans": [_span(p) for p in s.content_spans],
        "source": s.source,
        "source_key": keys[s.source].id if s.source and s.source in keys else None,
        "chain": [label(reading.source(i)) for i in s.stated_chain],
        "source_span": _span(s.source_span),
        "cue": _words(text, s.cue_span),
        "cue_span": _span(s.cue_span),
        "knowledge": s.knowledge.kind,
        "knowledge_words": _words(text, s.knowledge.span),
        "knowledge_span": _span(s.knowledge.span),
        "hedges": [
            {"words": _words(text, h.span), "term": h.term, "by": h.by, "span": _span(h.span)} for h in s.hedges
        ],
        **{n: getattr(s, n) for n in ("quotation", "inferred", "stance", "certainty", "confidence", "producer")},
        "notes": list(s.notes),
        **(_of_source(reading, source) if source else {}),
    }


def _of_source(reading: Reading, source: Source) -> Row:
    text = reading.article.text
    return {
        "source_name": source.name,
        "source_descriptor": source.descriptor,
        "source_kind": source.kind,
        "unnamed": source.anonymous,
        "role": source.role,
        "affiliation": source.affiliation,
        "count_min": source.count[0],
        "count_max": source.count[1],
        "via": label(reading.source(source.via)) if source.via else None,
        "anonymity_reason": _words(text, source.anonymity_reason),
        "anonymity_reason_span": _span(source.anonymity_reason),
    }


def _span(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "end": span.end}


def _words(text: str, span: Span | None) -> str | None:
    return None if span is None else span.of(text)
