"""Owns the values of tracing and their JSON form: what cannot be built, ids, and a record that is plain JSON."""

import json

import pytest

from firsthand.errors import InvalidValue
from firsthand.model import Article, Reading, Source, Span
from firsthand.model.trace import Edge, Piece, Report, Trace, TraceDecision, Unit, traced
from firsthand.model.wire_trace import trace_to_json
from firsthand.tracing.trace import trace
from tests.tracing.ferry import ferry

READING = Reading(
    article=Article(key="k", text="The quay sinks."),
    sources=(Source(id="s1", kind="person", name="Vera Holm"), Source(id="s2", kind="person", anonymous=True)),
)


def unit(**more) -> Unit:
    return Unit(**{"article": "x", "spans": (Span(0, 3),), "words": "abc"} | more)


@pytest.mark.parametrize(
    "build",
    [
        lambda: unit(spans=()),
        lambda: unit(field="body"),
        lambda: unit(stance="shrugs"),
        lambda: Piece(reading=READING, when=("2031-05-05T00:00:00Z", "2031-05-04T00:00:00Z")),
        lambda: Edge(earlier="a", later="a", kind="cites"),
        lambda: Edge(earlier="a", later="b", kind="copied"),
        lambda: TraceDecision(id="d", kind="merge", a="x", b="x"),
        lambda: Report(unit="u", article="a", key="k", spans=(Span(0, 1),), words="x", stance="asks"),
    ],
)
def test_invalid_values_cannot_be_built(build) -> None:
    with pytest.raises(InvalidValue):
        build()


def test_a_unit_s_id_is_of_its_place_and_its_statement() -> None:
    assert unit().id == unit(words="else", stance="denies").id
    assert len({unit().id, unit(field="title").id, unit(spans=(Span(0, 4),)).id, unit(statement="a1").id}) == 4


def test_a_named_source_goes_by_its_key_and_an_unnamed_one_by_its_article() -> None:
    piece = Piece(reading=READING, keys={"s1": "key-1"})
    assert traced(piece, READING.sources[0]).id == "key-1"
    other = Piece(reading=Reading(article=Article(key="l", text="The quay sinks."), sources=READING.sources))
    assert piece.source_id("s2") != other.source_id("s2")
    assert traced(piece, READING.sources[1]).article == READING.article.id


def test_the_record_is_plain_json_and_goes_by_keys() -> None:
    story = ferry()
    record = trace_to_json(trace(story.pieces, story.clusters))
    assert json.loads(json.dumps(record)) == record
    assert record["schema"] == "firsthand/1"
    known = {p.key for p in story.pieces}
    ids = {s["id"] for s in record["sources"]}
    for claim in record["claims"]:
        assert all(claim[name] for name in ("id", "text", "why"))
        assert set(claim["roots"]) <= ids
        for report in claim["reports"]:
            assert report["article"] in known
            assert {*report["chain"], *report["stated_chain"]} <= ids
            assert report["derived_from"] is None or report["derived_from"] in known
    assert {e["from"] for e in record["edges"]} | {e["to"] for e in record["edges"]} <= known
    assert set(trace_to_json(Trace())) == set(record)
