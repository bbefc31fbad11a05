"""Parts that were forged, with digests that fit: each is told in a sentence, and nothing of it is taken in."""

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from archives import batch, forge, forge_records, write_jsonl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quick import QuickReader

from firsthand.batch import arrow
from firsthand.batch.late import add_batch
from firsthand.batch.possible import DEEPEST, check_reading
from firsthand.batch.shards import Cut
from firsthand.ledger import Ledger, open_ledger, stored
from firsthand.model import wire
from firsthand.pipeline.adding import Outcome


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A batch of one shard: three articles, and two rows that could not be read."""
    place = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrow, "loaded", QuickReader)
        batch([str(write_jsonl(place / "a.jsonl", 2, bad=True))], place / "out", cut=Cut())
    return place / "out"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "ledger.db")) as opened:
        yield opened


@pytest.fixture
def out(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "out")
    return tmp_path / "out"


def outcomes(ledger: Ledger, out: Path) -> list[Outcome]:
    """What adding came to; all that the ledger holds after it can be what was read."""
    found = list(add_batch(ledger, str(out)))
    with ledger.reading() as connection:
        for id in stored.ids(connection):
            check_reading(stored.reading(connection, id, as_read=True))
    return found


def kept(what: list[Outcome]) -> list[str]:
    return [o.what for o in what]


GOOD = ["added", "added", "added", "failed", "failed"]


def test_what_is_whole_is_taken_in(ledger: Ledger, out: Path) -> None:
    assert kept(outcomes(ledger, out)) == GOOD


def replaced(name: str, values: Callable[[int], pa.Array]) -> Callable[[pa.Table], pa.Table]:
    def alter(held: pa.Table) -> pa.Table:
        return held.set_column(held.schema.get_field_index(name), name, values(held.num_rows))

    return alter


@pytest.mark.parametrize(
    ("alter", "words"),
    [
        (lambda t: t.drop_columns(["record"]), "it has no columns called “record”"),
        (lambda t: t.drop_columns(["location"]), "it has no columns called “location”"),
        (lambda t: t.append_column("record", t["record"]), "it has 2 columns called “record”"),
        (replaced("record", lambda n: pa.array([1] * n)), "it has none of string called “record”"),
        (replaced("headers", lambda n: pa.array(["x"] * n)), "called “headers”"),
        (replaced("fetched_at", lambda n: pa.array([5] * n)), "called “fetched_at”"),
    ],
)
@pytest.mark.parametrize("name", ["articles", "failures"])
def test_a_part_without_its_columns_is_one_failure(ledger: Ledger, out: Path, name: str, alter, words: str) -> None:
    forge(out, alter, name=name)
    found = outcomes(ledger, out)
    assert kept(found) == (["failed", *GOOD[3:]] if name == "articles" else [*GOOD[:3], "failed"])
    [told] = [o for o in found if "is no part of a batch" in (o.message or "")]
    assert words in told.message


def nothing(n: int) -> pa.Array:
    return pa.nulls(n, pa.string())


def every(value: str) -> Callable[[int], pa.Array]:
    return lambda n: pa.array([value] * n)


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("location", nothing, "column “location” is empty"),
        ("media_type", nothing, "column “media_type” is empty"),
        ("fetched_at", nothing, "column “fetched_at” is empty"),
        ("fetched_at", every("yesterday"), "fetched_at is 'yesterday'"),
        ("record", nothing, "it holds no record"),
        ("record", every("["), "it holds no record"),
        ("record", every("7"), "a record is a JSON object"),
        ("record", every("[" * 100_000), "it holds no record"),
        ("record", every('{"schema": "firsthand/9"}'), "reads 'firsthand/1' only"),
        ("capture_bytes", lambda n: pa.array([-7] * n), "its capture has -7 bytes"),
        ("capture_bytes", lambda n: pa.array([1 << 40] * n), "its capture has 1,099,511,627,776 bytes"),
        ("capture_sha256", every("zz"), "it is 64 hexadecimal digits"),
        ("capture_url", every("a\0b"), "a NUL character"),
        ("title", every("Other news"), "column “title” says something else than its record"),
        ("text", every("Other words, Ada Quill said."), "column “text” says something else than its record"),
        ("article_id", every("0" * 16), "column “article_id” says something else than its record"),
        ("key", nothing, "column “key” says something else than its record"),
    ],
)
def test_a_row_that_cannot_be_is_a_failure(ledger: Ledger, out: Path, name: str, values, words: str) -> None:
    forge(out, lambda t: replaced(name, lambda n: pa.chunked_array([values(1), *t[name][1:].chunks]))(t))
    found = outcomes(ledger, out)
    assert kept(found) == ["failed", *GOOD[1:]]
    assert words in found[0].message


def test_a_text_that_is_none_is_a_failure_of_its_row(ledger: Ledger, out: Path) -> None:
    def alter(held: pa.Table) -> pa.Table:
        good = [record.encode() for record in held["record"].to_pylist()]
        broken = pa.array([b"\xff\xfe", *good[1:]], pa.binary()).view(pa.string())
        return held.set_column(held.schema.get_field_index("record"), "record", broken)

    forge(out, alter)
    assert kept(outcomes(ledger, out)) == ["failed", *GOOD[1:]]


RING = "stands inside itself"


def edited(*path: str | int, to: Any) -> Callable[[dict], None]:
    def edit(record: dict) -> None:
        at: Any = record
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = to

    return edit


def two_round(record: dict) -> None:
    record["statements"][0]["parent"], record["statements"][1]["parent"] = "a2", "a1"


def deep(record: dict) -> None:
    first = record["statements"][0]
    more = [copy.deepcopy(first) | {"id": f"b{n}", "parent": f"b{n - 1}" if n else None} for n in range(DEEPEST + 1)]
    record["statements"] += more


def often(record: dict) -> None:
    first, length = record["statements"][0], len(record["article"]["text"])
    whole = copy.deepcopy(first) | {"content_spans": [[0, length]]}
    record["statements"] += [whole | {"id": f"b{n}"} for n in range(DEEPEST + 1)]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (edited("statements", 0, "parent", to="a1"), f"a1 {RING}"),
        (two_round, RING),
        (deep, "stands inside 20 others"),
        (edited("statements", 0, "continues", to="a1"), "goes on from itself"),
        (edited("sources", 0, "via", to="s1"), "source s1 spoke to itself"),
        (edited("sources", 0, "via", to="s9"), "refers to the source 's9'"),
        (edited("basis", "named", to=["s9"]), "refers to the source 's9'"),
        (edited("basis", "own_voice_share", to=7), "a share lies in 0..1"),
        (edited("sources", 0, "mentions", to=[[0, 99_999]]), "ends beyond the text"),
        (edited("own_voice", to=[[0, 99_999]]), "ends beyond the text"),
        (edited("statements", 0, "knowledge", "span", to=[0, 99_999]), "ends beyond the text"),
        (edited("sources", 0, "name", to="x" * 3_000_000), "has 3,000,000 characters; 10,000 are the most"),
        (edited("sources", 0, "name", to="a\ud800b"), "half a character"),
        (edited("sources", 0, "count", to=[10**30, 10**31]), "more heads than there are"),
        (often, "more than 20 times its text"),
        (edited("statements", 0, "id", to="../a"), "'../a' is no id"),
        (edited("article", "title", to="Other news"), "column “title” says something else"),
        (edited("article", "text", to="Other words."), "was altered after it was read"),
        (edited("article", "language", to="../../x"), "no code of a language"),
        (edited("statements", 0, "confidence", to=float("nan")), "confidence lies in 0..1"),
    ],
)
def test_a_record_that_cannot_be_is_a_failure(ledger: Ledger, out: Path, edit, words: str) -> None:
    def alter(n: int, text: str) -> str:
        record = json.loads(text)
        if n == 0:
            edit(record)
        return json.dumps(record)

    forge_records(out, alter)
    found = outcomes(ledger, out)
    assert kept(found) == ["failed", *GOOD[1:]]
    assert words in found[0].message


def test_records_stand_in_the_table_they_belong_to(ledger: Ledger, out: Path) -> None:
    failure = json.dumps(wire.to_json(wire.failure_from_json({"schema": wire.SCHEMA, "failure": FAILURE})))
    forge_records(out, lambda n, record: failure if n == 0 else record)
    forge_records(out, lambda n, record: failure if n == 0 else record, name="failures")
    found = outcomes(ledger, out)
    assert "of a failure, not of a reading" in found[0].message
    assert "column “key” says something else" in found[3].message
    assert kept(found) == ["failed", *GOOD[1:]]


FAILURE = {"key": "x", "kind": "not text", "message": "it is none"}


@pytest.mark.parametrize("read_by", [None, {}, {"encoder": "e", "firsthand": "\ud800"}, {"encoder": "e" * 500}])
def test_who_read_it_has_to_be_told(ledger: Ledger, out: Path, read_by: Any) -> None:
    [path] = (out / "_shards").iterdir()
    path.write_text(json.dumps(json.loads(path.read_text()) | {"read_by": read_by}))
    [found] = outcomes(ledger, out)
    assert "does not say what read" in found.message


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 400),
    st.sampled_from([10**30, float("nan"), float("inf"), "", "a1", "a2", "s1", "s9", "\0", "\ud800", "x" * 20_000]),
    st.sampled_from([[], {}, [0, 5], [[0, 5]], [[5, 0]], [None], ["a1"], {"a": 1}, [["a"]]]),
)


def leaves(value: Any) -> list[tuple[Any, Any]]:
    """Every place of a JSON value: what holds it, and where."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for at, one in items for place in ((value, at), *leaves(one))]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_whatever_a_record_says_nothing_is_raised(whole: Path, tmp_path_factory, data: st.DataObject) -> None:
    out = tmp_path_factory.mktemp("forged") / "out"
    shutil.copytree(whole, out)

    def alter(n: int, text: str) -> str:
        record = json.loads(text)
        places = leaves(record)
        for _ in range(1 if n else 2):
            held, at = data.draw(st.sampled_from(places))
            held[at] = data.draw(ODD)
        return json.dumps(record)

    forge_records(out, alter)
    with open_ledger(str(out / "ledger.db")) as ledger:
        found = outcomes(ledger, out)
    assert len(found) == 5
    assert all(o.message for o in found if o.what == "failed")
