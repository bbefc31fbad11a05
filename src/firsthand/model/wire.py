"""Owns the JSON form `firsthand/1` of readings and failures, both ways and exactly. It reads and writes no file."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from firsthand.errors import FirsthandError, InvalidValue, NotReadable
from firsthand.model.article import Article, Failure
from firsthand.model.reading import Reading
from firsthand.model.span import Span
from firsthand.model.statement import Basis, Count, Hedge, Knowledge, Source, Statement

SCHEMA = "firsthand/1"
"""The name and version that every record carries as its ``schema``."""

Record = dict[str, Any]
"""One JSON object, as `json.loads` gives it."""

T = TypeVar("T")


def to_json(reading: Reading | Failure) -> Record:
    """The record of a reading, or of what could not be read: plain dicts, lists, strings and numbers.

    Spans are ``[start, end]``, half-open, in code points of ``article.text``. `from_json` gives an equal reading back.
    """
    if isinstance(reading, Failure):
        failure = {"key": reading.key, "kind": reading.kind, "message": reading.message}
        return {"schema": SCHEMA, "failure": failure}
    return {
        "schema": SCHEMA,
        "article": _article_out(reading.article),
        "sources": [_source_out(s) for s in reading.sources],
        "statements": [_statement_out(s) for s in reading.statements],
        "own_voice": _pairs(reading.own_voice),
        "basis": _basis_out(reading.basis),
    }


def is_failure(record: Mapping[str, Any]) -> bool:
    """True where the record is of something that could not be read."""
    return "failure" in record


def from_json(record: Mapping[str, Any]) -> Reading:
    """The reading that `to_json` made this record of. Keys that firsthand/1 does not know are left aside.

    Raises NotReadable for another schema or for the record of a failure, InvalidValue for a value that cannot be.
    """
    _check_schema(record)
    if is_failure(record):
        failed = failure_from_json(record)
        raise NotReadable(f"the record is of a failure, not of a reading: {failed.key}: {failed.message}")
    return _guarded(
        lambda: Reading(
            article=_article_in(_object(record["article"], "article")),
            sources=tuple(_source_in(s) for s in _objects(record, "sources")),
            statements=tuple(_statement_in(s) for s in _objects(record, "statements")),
            own_voice=_spans(record["own_voice"]),
            basis=_basis_in(_object(record["basis"], "basis")),
        )
    )


def failure_from_json(record: Mapping[str, Any]) -> Failure:
    """The failure that `to_json` made this record of; NotReadable or InvalidValue as in `from_json`."""
    _check_schema(record)
    return _guarded(
        lambda: Failure(
            key=_text(record["failure"]["key"]),
            kind=_text(record["failure"]["kind"]),
            message=_text(record["failure"]["message"]),
        )
    )


def kind(value: object) -> str:
    """What sort of JSON value it is, in plain words for a message.

    >>> kind(None), kind([1])
    ('nothing (null)', 'a list')
    """
    if isinstance(value, bool):
        return "true or false"
    names = {
        str: "text",
        int: "a number",
        float: "a number",
        list: "a list",
        tuple: "a list",
        type(None): "nothing (null)",
    }
    if isinstance(value, Mapping):
        return "an object"
    return names.get(type(value), "a value of another kind")


def _check_schema(record: Mapping[str, Any]) -> None:
    if not isinstance(record, Mapping):
        raise NotReadable(f"a record is a JSON object, not {kind(record)}")
    if record.get("schema") != SCHEMA:
        raise NotReadable(f"the record's schema is {record.get('schema')!r}; this firsthand reads {SCHEMA!r} only")


def _guarded(build: Callable[[], T]) -> T:
    """What `build` gives; a missing key or a value of the wrong type becomes one sentence."""
    try:
        return build()
    except FirsthandError:
        raise
    except KeyError as e:
        raise InvalidValue(f"the {SCHEMA} record has no {e.args[0]!r}; write records with firsthand read") from e
    except (TypeError, ValueError, AttributeError, IndexError) as e:
        # What Python says of it names Python's types, and nothing of the record.
        raise InvalidValue(
            f"a part of the {SCHEMA} record is of another kind than it should be; write records with firsthand read"
        ) from e


# Out


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]


def _article_out(article: Article) -> Record:
    section = {} if article.section is None else {"section": article.section}
    return {
        "id": article.id,
        "key": article.key,
        "title": article.title,
        "published": article.published,
        "outlet": article.outlet,
        "byline": article.byline,
        "url": article.url,
        "language": article.language,
        **section,
        "title_span": _pair(article.title_span),
        "body_start": article.body_start,
        "warnings": list(article.warnings),
        "text": article.text,
    }


def _source_out(source: Source) -> Record:
    return {
        "id": source.id,
        "kind": source.kind,
        "name": source.name,
        "descriptor": source.descriptor,
        "role": source.role,
        "affiliation": source.affiliation,
        "anonymous": source.anonymous,
        "count": list(source.count),
        "mentions": _pairs(source.mentions),
        "via": source.via,
        "distinct_from": list(source.distinct_from),
        "anonymity_reason": _pair(source.anonymity_reason),
    }


def _hedge_out(hedge: Hedge) -> Record:
    icd = None if hedge.range is None else list(hedge.range)
    return {"span": _pair(hedge.span), "by": hedge.by, "term": hedge.term, "range": icd}


def _statement_out(statement: Statement) -> Record:
    return {
        "id": statement.id,
        "quotation": statement.quotation,
        "content_spans": _pairs(statement.content_spans),
        "cue_span": _pair(statement.cue_span),
        "source_span": _pair(statement.source_span),
        "source": statement.source,
        "inferred": statement.inferred,
        "parent": statement.parent,
        "continues": statement.continues,
        "stated_chain": list(statement.stated_chain),
        "stance": statement.stance,
        "certainty": statement.certainty,
        "hedges": [_hedge_out(h) for h in statement.hedges],
        "knowledge": {"kind": statement.knowledge.kind, "span": _pair(statement.knowledge.span)},
        "confidence": statement.confidence,
        "producer": statement.producer,
        "notes": list(statement.notes),
    }


def _basis_out(basis: Basis) -> Record:
    return {
        "named": list(basis.named),
        "unnamed": list(basis.unnamed),
        "outlets": list(basis.outlets),
        "documents": list(basis.documents),
        "own_voice_share": basis.own_voice_share,
    }


# In


def _span(pair: Any) -> Span:
    start, end = _two(pair, "a span", "[start, end]")
    return Span(_whole(start), _whole(end))


def _two(pair: Any, what: str, form: str) -> tuple[Any, Any]:
    if not isinstance(pair, list | tuple):
        raise InvalidValue(f"{what} is {form}, not {kind(pair)}")
    if len(pair) != 2:
        raise InvalidValue(f"{what} is {form}, not a list of {len(pair)}")
    return pair[0], pair[1]


def _span_or_none(pair: Any) -> Span | None:
    return None if pair is None else _span(pair)


def _spans(pairs: Any) -> tuple[Span, ...]:
    if not isinstance(pairs, list | tuple):
        raise InvalidValue(f"a list of spans is needed, not {kind(pairs)}")
    return tuple(_span(p) for p in pairs)


def _objects(record: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    found = record[name]
    if not isinstance(found, list | tuple):
        raise InvalidValue(f"“{name}” is a list of objects, not {kind(found)}")
    return [_object(one, name) for one in found]


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidValue(f"an object is needed in “{name}”, not {kind(value)}")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:  # True is an int to Python, and no offset
        raise InvalidValue(f"offsets and counts are whole numbers, not {_told(value)}")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidValue(f"a number is needed, not {_told(value)}")
    return float(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidValue(f"true or false is needed, not {_told(value)}")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidValue(f"text is needed, not {_told(value)}")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list | tuple):
        raise InvalidValue(f"a list of texts is needed, not {_told(values)}")
    return tuple(_text(v) for v in values)


def _told(value: Any) -> str:
    """A number or a short text as it stands, else only of what kind it is."""
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    return str(value) if isinstance(value, float) or type(value) is int else kind(value)


def _count(pair: Any) -> Count:
    low, high = _two(pair, "a count", "[min, max]")
    return _whole(low), None if high is None else _whole(high)


def _article_in(row: Mapping[str, Any]) -> Article:
    article = Article(
        key=_text(row["key"]),
        text=_text(row["text"]),
        title=_text_or_none(row["title"]),
        published=_text_or_none(row["published"]),
        outlet=_text_or_none(row["outlet"]),
        byline=_text_or_none(row["byline"]),
        url=_text_or_none(row["url"]),
        language=_text_or_none(row["language"]),
        title_span=_span_or_none(row.get("title_span")),
        body_start=_whole(row.get("body_start", 0)),
        warnings=_texts(row.get("warnings", ())),
        section=_text_or_none(row.get("section")),
    )
    if row.get("id", article.id) != article.id:
        raise InvalidValue(
            f"article {article.key!r} has the id {row['id']!r}, but its text and header give {article.id!r}: "
            "it was altered after it was read, and its offsets may not hold; read the article again"
        )
    return article


def _source_in(row: Mapping[str, Any]) -> Source:
    return Source(
        id=_text(row["id"]),
        kind=row["kind"],
        name=_text_or_none(row["name"]),
        descriptor=_text_or_none(row["descriptor"]),
        role=_text_or_none(row["role"]),
        affiliation=_text_or_none(row["affiliation"]),
        anonymous=_flag(row["anonymous"]),
        count=_count(row["count"]),
        mentions=_spans(row["mentions"]),
        via=_text_or_none(row["via"]),
        distinct_from=_texts(row["distinct_from"]),
        anonymity_reason=_span_or_none(row["anonymity_reason"]),
    )


def _hedge_in(row: Mapping[str, Any]) -> Hedge:
    icd = row.get("range")
    if icd is not None:
        low, high = _two(icd, "a range", "[low, high]")
        icd = (_whole(low), _whole(high))
    return Hedge(span=_span(row["span"]), term=_text(row["term"]), by=_text_or_none(row["by"]), range=icd)


def _statement_in(row: Mapping[str, Any]) -> Statement:
    knowledge = _object(row["knowledge"], "knowledge")
    return Statement(
        id=_text(row["id"]),
        quotation=row["quotation"],
        content_spans=_spans(row["content_spans"]),
        cue_span=_span_or_none(row["cue_span"]),
        source_span=_span_or_none(row["source_span"]),
        source=_text_or_none(row["source"]),
        inferred=_flag(row["inferred"]),
        parent=_text_or_none(row["parent"]),
        continues=_text_or_none(row["continues"]),
        stated_chain=_texts(row["stated_chain"]),
        stance=row["stance"],
        certainty=row["certainty"],
        hedges=tuple(_hedge_in(h) for h in _objects(row, "hedges")),
        knowledge=Knowledge(kind=knowledge["kind"], span=_span_or_none(knowledge["span"])),
        confidence=_number(row["confidence"]),
        producer=_text(row["producer"]),
        notes=_texts(row.get("notes", ())),
    )


def _basis_in(row: Mapping[str, Any]) -> Basis:
    return Basis(
        named=_texts(row["named"]),
        unnamed=_count(row["unnamed"]),
        outlets=_texts(row["outlets"]),
        documents=_texts(row["documents"]),
        own_voice_share=_number(row["own_voice_share"]),
    )
