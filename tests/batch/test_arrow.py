"""The Arrow function as Spark and Dask call it: an iterator of batches in and out, nothing raised."""

import json
import pickle
from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pytest
from archives import rows
from quick import QuickReader

from firsthand.batch import arrow
from firsthand.batch.arrow import read_arrow
from firsthand.batch.schemas import INPUT, OUTPUT
from firsthand.errors import NotReadable
from firsthand.model import wire


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "loaded", QuickReader)


def given(count: int, **more: object) -> pa.RecordBatch:
    listed = [{"key": row.pop("id"), **row, **more} for row in rows(count, of="a")]
    return pa.RecordBatch.from_pylist(listed, schema=INPUT)


def test_as_spark_calls_it() -> None:
    """On a worker: the function comes pickled, and is handed an iterator whose batches come as they are asked for."""
    function = pickle.loads(pickle.dumps(read_arrow))
    asked: list[int] = []

    def partition() -> Iterator[pa.RecordBatch]:
        for n in range(3):
            asked.append(n)
            yield given(2)

    out = function(partition())
    assert isinstance(out, Iterator)
    assert asked == []
    table = pa.Table.from_batches(list(out))
    assert table.schema.equals(OUTPUT)
    assert table.column("key").to_pylist() == ["a.0", "a.1"] * 3
    assert table.schema.metadata[b"schema"] == b"firsthand/1"
    assert table.schema.metadata[b"encoder"].startswith(b"encoder-")
    for row in table.to_pylist():
        reading = wire.from_json(json.loads(row["record"]))
        assert row["failure_kind"] is None
        assert row["article_id"] == reading.article.id
        assert row["text"] == reading.article.text
        assert [s["statement_id"] for s in row["statements"]] == [
            f"{reading.article.id}.{s.id}" for s in reading.statements
        ]
        assert [s["source"] for s in row["sources"]] == [s.id for s in reading.sources]
        assert row["statements"]
        for told, s in zip(row["statements"], reading.statements, strict=True):
            spans = told["content_spans"]
            assert [(p["start"], p["end"]) for p in spans] == [(p.start, p.end) for p in s.content_spans]
            assert told["content"] == " ".join(row["text"][p["start"] : p["end"]] for p in spans)


def test_no_batch_and_empty_batches() -> None:
    assert list(read_arrow(iter([]))) == []
    assert list(read_arrow(iter([given(0)]))) == []


@pytest.mark.usefixtures("quick")
def test_a_row_that_cannot_be_read_is_a_row_with_a_failure() -> None:
    bad = [
        {"key": "good", "text": "The pier will close, Ada Quill said."},
        {"key": "nothing", "text": None},
        {"key": "blank", "text": "  "},
        {"key": "figures", "text": "12 13 14"},
        {"key": None, "text": None, "html": "<p>The pier will close, Ada Quill said.</p>" * 3},
        {"key": "when", "text": "The pier will close, Ada Quill said.", "fetched_at": "yesterday"},
        {"key": "day", "text": "The pier will close, Ada Quill said.", "published": "soon"},
    ]
    found = pa.Table.from_batches(read_arrow(iter([pa.RecordBatch.from_pylist(bad, schema=INPUT)]))).to_pylist()
    assert [row["key"] for row in found] == ["good", "nothing", "blank", "figures", "row-5", "when", "day"]
    assert [row["failure_kind"] for row in found][:4] == [None, "not text", "not text", "not text"]
    assert found[5]["failure_kind"] == "not readable"
    assert found[6]["warnings"]
    for row in found:
        record = json.loads(row["record"])
        assert ("failure" in record) == (row["failure_kind"] is not None)
        assert row["failure_kind"] is None or record["failure"]["message"] == row["failure_message"]
        assert row["failure_kind"] is None or not row["statements"]


@pytest.mark.usefixtures("quick")
def test_other_columns_other_types_and_more_batches_than_one() -> None:
    text = "The pier will close, Ada Quill said."
    batch = pa.RecordBatch.from_pylist(
        [{"id": n, "body": text, "date": date(2021, 3, 4), "headline": "Pier", "score": 0.5} for n in range(150)]
    )
    batches = list(read_arrow(iter([batch])))
    assert [b.num_rows for b in batches] == [64, 64, 22]
    found = pa.Table.from_batches(batches).to_pylist()
    assert [row["key"] for row in found] == [str(n) for n in range(150)]
    assert {(row["published"], row["title"]) for row in found} == {("2021-03-04", "Pier")}
    with pytest.raises(NotReadable, match="no column"):
        list(read_arrow(iter([pa.RecordBatch.from_pylist([{"score": 1}])])))


@pytest.mark.parametrize("name", ["text", "key", "fetched_at"])
def test_two_columns_of_one_name_are_told(name: str) -> None:
    twice = pa.RecordBatch.from_arrays([pa.array(["The pier stays, Ada Quill said."])] * 3, names=["text", name, name])
    with pytest.raises(NotReadable, match=f"columns called “{name}”"):
        list(read_arrow(iter([twice])))


@pytest.mark.usefixtures("quick")
def test_where_and_when_a_row_was_captured() -> None:
    [batch] = read_arrow(iter([given(1, location="s3://b/k#row 1", fetched_at="2021-03-05T06:07:08Z")]))
    [row] = batch.to_pylist()
    assert (row["location"], row["fetched_at"]) == ("s3://b/k#row 1", "2021-03-05T06:07:08Z")
    assert len(row["capture_sha256"]) == 64
    [batch] = read_arrow(iter([given(1)]))
    assert batch.column("location").to_pylist() == ["a.0"]
