"""The JSON form firsthand/1: exact both ways, and strict about what it takes."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import InvalidValue, NotReadable
from firsthand.model import (
    Article,
    Basis,
    Certainty,
    Failure,
    Hedge,
    Knowledge,
    KnowledgeKind,
    Quotation,
    Reading,
    Source,
    SourceKind,
    Span,
    Stance,
    Statement,
    wire,
)

TEXT = "\ufeff 🦉 “We will not go,” said Ola Brandvik of the ferrymen’s union, perhaps.\n\nNobody went."
LAST = len(TEXT)

texts = st.text(max_size=12)
maybe = st.none() | texts
spans = st.tuples(st.integers(0, LAST - 1), st.integers(1, LAST)).filter(lambda p: p[0] < p[1]).map(lambda p: Span(*p))
counts = st.tuples(st.integers(0, 9), st.none() | st.integers(9, 30))


@st.composite
def content(draw: st.DrawFn) -> tuple[Span, ...]:
    cuts = sorted(draw(st.sets(st.integers(0, LAST), min_size=2, max_size=8)))
    return tuple(Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    source_ids = [f"s{i}" for i in range(draw(st.integers(0, 3)))]
    ids = [f"a{i}" for i in range(draw(st.integers(0, 4)))]
    some_source = st.none() | st.sampled_from(source_ids) if source_ids else st.none()
    some_statement = st.none() | st.sampled_from(ids) if ids else st.none()
    chain = st.lists(st.sampled_from(source_ids), max_size=3).map(tuple) if source_ids else st.just(())
    article = st.builds(
        Article,
        key=texts,
        text=st.just(TEXT),
        title=maybe,
        published=maybe,
        outlet=maybe,
        byline=maybe,
        url=maybe,
        language=maybe,
        title_span=st.none() | spans,
        body_start=st.integers(0, LAST),
        warnings=st.lists(texts).map(tuple),
    )
    hedges = st.builds(
        Hedge,
        span=spans,
        term=texts,
        by=some_source,
        range=st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99)),
    )
    return Reading(
        article=draw(article),
        sources=tuple(
            draw(
                st.builds(
                    Source,
                    id=st.just(i),
                    kind=st.sampled_from(get_args(SourceKind)),
                    name=maybe,
                    descriptor=maybe,
                    role=maybe,
                    affiliation=maybe,
                    anonymous=st.booleans(),
                    count=counts,
                    mentions=st.lists(spans, max_size=3).map(tuple),
                    via=maybe,
                    distinct_from=st.lists(texts, max_size=2).map(tuple),
                    anonymity_reason=st.none() | spans,
                )
            )
            for i in source_ids
        ),
        statements=tuple(
            draw(
                st.builds(
                    Statement,
                    id=st.just(i),
                    quotation=st.sampled_from(get_args(Quotation)),
                    content_spans=content(),
                    cue_span=st.none() | spans,
                    source_span=st.none() | spans,
                    source=some_source,
                    inferred=st.booleans(),
                    parent=some_statement,
                    continues=some_statement,
                    stated_chain=chain,
                    stance=st.sampled_from(get_args(Stance)),
                    certainty=st.sampled_from(get_args(Certainty)),
                    hedges=st.lists(hedges, max_size=2).map(tuple),
                    knowledge=st.builds(
                        Knowledge, kind=st.sampled_from(get_args(KnowledgeKind)), span=st.none() | spans
                    ),
                    confidence=st.floats(0, 1),
                    producer=texts,
                    notes=st.lists(texts, max_size=2).map(tuple),
                )
            )
            for i in ids
        ),
        own_voice=draw(st.lists(spans, max_size=3).map(tuple)),
        basis=draw(
            st.builds(
                Basis,
                named=st.lists(texts, max_size=2).map(tuple),
                unnamed=counts,
                outlets=st.lists(texts, max_size=2).map(tuple),
                documents=st.lists(texts, max_size=2).map(tuple),
                own_voice_share=st.floats(0, 1),
            )
        ),
    )


@settings(max_examples=30, deadline=None)
@given(readings())
def test_a_reading_comes_back_equal_through_json(reading: Reading) -> None:
    assert wire.from_json(json.loads(json.dumps(wire.to_json(reading)))) == reading


@settings(deadline=None)
@given(st.builds(Failure, key=texts, kind=texts, message=texts))
def test_a_failure_comes_back_equal(failure: Failure) -> None:
    record = json.loads(json.dumps(wire.to_json(failure)))
    assert wire.is_failure(record)
    assert wire.failure_from_json(record) == failure


def small() -> dict[str, Any]:
    article = Article(key="ferry", text=TEXT, title="Ferry", published="2031-02-03")
    source = Source(id="s1", kind="person", name="Ola Brandvik", mentions=(Span(26, 38),))
    statement = Statement(id="a1", quotation="direct", content_spans=(Span(4, 20),), source="s1", stated_chain=("s1",))
    return wire.to_json(Reading(article=article, sources=(source,), statements=(statement,)))


def test_the_form_is_the_documented_one() -> None:
    record = small()
    assert list(record) == ["schema", "article", "sources", "statements", "own_voice", "basis"]
    assert record["schema"] == "firsthand/1"
    assert record["sources"][0]["count"] == [1, 1]
    assert record["statements"][0]["content_spans"] == [[4, 20]]
    assert record["statements"][0]["knowledge"] == {"kind": "not stated", "span": None}
    assert record["basis"] == {"named": [], "unnamed": [0, 0], "outlets": [], "documents": [], "own_voice_share": 0.0}
    assert wire.to_json(Failure(key="k", kind="not text", message="It is binary.")) == {
        "schema": "firsthand/1",
        "failure": {"key": "k", "kind": "not text", "message": "It is binary."},
    }


def test_unknown_keys_are_left_aside_and_late_ones_may_be_absent() -> None:
    record = small()
    record["later"] = record["article"]["later"] = record["statements"][0]["later"] = 1
    for name in ("title_span", "body_start", "warnings", "id"):
        del record["article"][name]
    del record["statements"][0]["notes"]
    assert wire.from_json(record) == wire.from_json(small())


def _set(path: str, value: Any) -> dict[str, Any]:
    record: Any = small()
    at = record
    *way, last = path.split(".")
    for step in way:
        at = at[int(step)] if step.isdigit() else at[step]
    at[last] = value
    return record


@pytest.mark.parametrize(
    ("record", "error", "says"),
    [
        ([], NotReadable, "object"),
        ({}, NotReadable, "schema is None"),
        (_set("schema", "firsthand/2"), NotReadable, "firsthand/2"),
        ({"schema": "firsthand/1"}, InvalidValue, "no 'article'"),
        ({"schema": "firsthand/1", "failure": {"key": "k", "kind": "x", "message": "gone"}}, NotReadable, "gone"),
        (_set("article.text", "Another text."), InvalidValue, "altered"),
        (_set("article.text", None), InvalidValue, "^text is needed, not nothing"),
        (_set("article.body_start", 10_000), InvalidValue, "body_start"),
        (_set("statements.0.content_spans", []), InvalidValue, "no content"),
        (_set("statements.0.content_spans", [[4]]), InvalidValue, r"a span is \[start, end\], not a list of 1$"),
        (_set("statements.0.content_spans", [[4, 4000]]), InvalidValue, "beyond the text"),
        (_set("statements.0.content_spans", [[4, 9.5]]), InvalidValue, "whole numbers"),
        (_set("statements.0.cue_span", [True, 9]), InvalidValue, "whole numbers"),
        (_set("statements.0.source", "s9"), InvalidValue, "s9"),
        (_set("statements.0.stance", "confirms"), InvalidValue, "stance"),
        (_set("statements.0.stated_chain", "s1"), InvalidValue, "list of texts is needed"),
        (_set("statements", None), InvalidValue, "“statements” is a list of objects, not nothing"),
        (_set("statements.0.content_spans", None), InvalidValue, "a list of spans is needed, not nothing"),
        (_set("statements.0.stance", ["asserts"]), InvalidValue, "stance"),
        (_set("sources.0.count", 1), InvalidValue, r"a count is \[min, max\], not a number"),
        (_set("statements.0.inferred", 1), InvalidValue, "true or false"),
        (_set("statements.0.confidence", "0.5"), InvalidValue, "number"),
        (_set("statements.0.knowledge", None), InvalidValue, "an object is needed in “knowledge”, not nothing"),
        (_set("sources.0.kind", "ghost"), InvalidValue, "ghost"),
    ],
)
def test_a_bad_record_is_one_clear_error(record: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        wire.from_json(record)
