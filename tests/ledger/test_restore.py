"""A ledger out and in again: identical rows, on and between both databases; damaged lines."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packed import LONG, decide, every_row, fill
from shelf import AT, add, alone, key_of, reading, same_base
from sqlalchemy import select

from firsthand.errors import NotReadable
from firsthand.ledger import Ledger, open_ledger, stored
from firsthand.ledger.deciding import By, split
from firsthand.ledger.dump import LEDGER_WIDE, lines
from firsthand.ledger.forgetting import forget_source, forget_url
from firsthand.ledger.migrating import HEAD
from firsthand.ledger.restore import restore
from firsthand.ledger.selecting import Selection, article_ids
from firsthand.ledger.tables import articles, copies, decisions, metadata, sources, statements
from firsthand.ledger.units import DERIVED, Tracked
from firsthand.ledger.units import put as put_units
from firsthand.model import wire


def dumped(ledger: Ledger, **asked) -> list[bytes]:
    selection = Selection(**{"every_version": True} | asked)
    with ledger.reading() as connection:
        ids = list(article_ids(connection, selection))
        found = lines(connection, ids, whole=selection.whole)
        return [json.dumps(line.record, ensure_ascii=False, allow_nan=False).encode() + b"\n" for line in found]


def taken_in(ledger: Ledger, found: list[bytes], groups=alone):
    failed = []
    came = restore(ledger, found, groups=groups, what="x.jsonl", failed=failed.append)
    assert came.failures == len(failed)
    return came, [f.message for f in failed]


@pytest.fixture
def two(tmp_path):
    with open_ledger(tmp_path / "one.db") as one, open_ledger(tmp_path / "two.db") as two:
        yield one, two


@pytest.fixture
def other(tmp_path):
    with open_ledger(tmp_path / "other.db") as opened:
        yield opened


def test_every_row_comes_back_as_it_was(ledger: Ledger, other: Ledger) -> None:
    """From either database to SQLite, and from there back to either."""
    fill(ledger)
    before = every_row(ledger)
    assert [name for name, rows in before.items() if not rows] == []
    out = dumped(ledger)
    came, failed = taken_in(other, out)
    assert (failed, came.articles, came.there) == ([], 10, 0)
    assert every_row(other) == before
    assert dumped(other) == out


def test_back_into_the_other_database(place: str, other: Ledger) -> None:
    fill(other)
    with open_ledger(place) as ledger:
        assert taken_in(ledger, dumped(other))[1] == []
        assert every_row(ledger) == every_row(other)
        again, failed = taken_in(ledger, dumped(other))
        assert (again.articles, again.there, again.rows, failed) == (0, 10, 0, [])
        assert every_row(ledger) == every_row(other)


def test_the_articles_lines_are_records_of_firsthand_1(other: Ledger) -> None:
    fill(other)
    records = [json.loads(line) for line in dumped(other)]
    whole = [r for r in records if "article" in r and r["article"]["text"] is not None]
    assert len(whole) == 9
    for record in whole:
        assert wire.from_json(record).article.id == record["article"]["id"]


def test_a_selection_brings_its_articles_decisions_and_sources_only(ledger: Ledger, other: Ledger) -> None:
    ids = fill(ledger)
    came, failed = taken_in(other, dumped(ledger, ids=(ids["harbour"],)))
    assert (came.articles, failed) == (1, [])
    with other.reading() as connection:
        assert list(connection.scalars(select(articles.c.id))) == [ids["harbour"]]
        assert set(connection.scalars(select(decisions.c.kind))) == {"correct", "reject"}
    assert every_row(other)["failures"] == []


def test_a_damaged_line_is_named_and_the_rest_goes_on(ledger: Ledger, other: Ledger) -> None:
    fill(ledger)
    out = dumped(ledger)
    count = sum(b'"article":' in line and b'"table"' not in line for line in out)
    altered = json.loads(out[3])
    altered["ledger"]["article"]["length"] = "7; DROP TABLE articles"
    out[3] = json.dumps(altered).encode()
    out[1:1] = [
        out[0][:-40] + b"\n", b"\xff\xfe\n", b"[" * 100_000 + b"\n", b"[1]\n", b"{}\n", b"\n",
        b'{"schema": "firsthand/1"}\n',
        b'{"schema": "firsthand/1", "ledger": {"revision": "0001", "table": "articles", "row": {}}}\n',
        b'{"schema": "firsthand/1", "ledger": {"revision": "0001", "table": "feeds", "row": {"url": 1}}}\n',
        b'{"schema": "firsthand/1", "ledger": {"revision": "0001"}, "article": {"text": 1}}\n',
        b'{"schema": "firsthand/1", "article": {"text": NaN}}\n',
    ]  # fmt: skip
    came, failed = taken_in(other, out)
    assert came.articles == count - 1
    assert [m.split(" of ")[0] for m in failed[:5]] == [f"line {n}" for n in (2, 3, 4, 5, 6)]
    assert len(failed) == 11
    assert "length" in failed[-1]
    assert all(len(m) < 300 for m in failed)


def test_another_version_is_one_clear_sentence(other: Ledger) -> None:
    for line in (
        b'{"schema": "firsthand/2", "article": {}}',
        b'{"schema": "firsthand/1", "article": {}, "ledger": {"revision": "0999"}}',
    ):
        with pytest.raises(NotReadable, match=rf"^line 1 of x\.jsonl .*(firsthand/1|{HEAD}).*\.$"):
            taken_in(other, [line])


@pytest.mark.parametrize(
    ("begins", "told"),
    [
        (b"SQLite format 3\0\x10\0\x02\x02\0@  \xff\n", "is no JSON"),
        (b"The pier will close.\n", "is no JSON"),
        (b'["firsthand/1"]\n', "is no JSON object"),
        (b'{"a": 1}\n', "is not of firsthand/1"),
        (b'{"schema": 1}\n', "is not of firsthand/1"),
        (b'{"schema": "firsthand/1", "n": NaN}\n', "is no JSON"),
        (b"[" * 100_000 + b"\n", "is no JSON"),
    ],
)
def test_what_is_no_export_is_one_sentence_and_nothing_more_is_tried(other: Ledger, begins: bytes, told: str) -> None:
    rest = iter([b"\n", begins, *[b"\0\xff\n"] * 800])
    failed = []
    with pytest.raises(NotReadable) as caught:
        restore(other, rest, groups=alone, what="x.db", failed=failed.append)
    assert str(caught.value) == (f"x.db is no export of firsthand (line 2 {told}): give a file of firsthand export")
    assert failed == []
    assert all(not rows for name, rows in every_row(other).items() if name != "settings")


PYTHON = re.compile(r"NoneType|\b(None|dict|str|int|KeyError|TypeError|ValueError|unpack|iterable|subscriptable)\b")


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("article", "text"), 7, "text is needed, not 7"),
        (("article",), None, "of another kind"),
        (("statements",), None, "“statements” is a list of objects, not nothing (null)"),
        (("statements", 0, "content_spans"), [[1]], "a span is [start, end], not a list of 1"),
        (("ledger", "statements"), None, "of another kind"),
        (("ledger", "statements", 0, "content_spans"), [[1]], "of another kind"),
        (("ledger", "statements", 0, "inferred"), "yes", "holds the text 'yes' where true or false is expected"),
        (("ledger", "mentions"), [[1]], "of another kind"),
        (("ledger", "named"), {}, ""),
        (("ledger", "reader"), None, "is a JSON object, not nothing (null)"),
        (("ledger", "article", "length"), None, "holds nothing (null) where a whole number is expected"),
        (("ledger", "article", "length"), 2**80, "where a whole number is expected"),
        (("ledger", "captures", 0, "body"), "no base64!", "is no base64"),
        (("ledger", "table"), ["a"], "is no table"),
        (("schema",), None, "its schema is nothing (null), not 'firsthand/1'"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_in_plain_words(other: Ledger, tmp_path, path, value, told: str) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        with ledger.writing() as connection:
            add(connection, reading())
        line = dumped(ledger)[0]
    record = at = json.loads(line)
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    _, failed = taken_in(other, [line, json.dumps(record).encode()])
    if told:
        assert [told in m for m in failed] == [True], failed
    assert not PYTHON.search(" ".join(failed))


def test_a_decision_of_another_form_is_a_failure(other: Ledger, tmp_path) -> None:
    """Also where the ledger has forgotten something, and looks into what comes for it."""
    with open_ledger(tmp_path / "ledger.db") as ledger:
        fill(ledger)
        out = dumped(ledger)
    with other.writing() as connection:
        add(connection, reading())
        forget_source(connection, key_of("Ada Quill").id, at=AT)
    records = [json.loads(line) for line in out]
    [first, *_] = [r for r in records if r["ledger"].get("table") == "decisions"]
    first["ledger"]["row"]["payload"] = ["not an object"]
    _, failed = taken_in(other, [json.dumps(first).encode()])
    assert [("of another kind" in m, bool(PYTHON.search(m))) for m in failed] == [(True, False)]


def test_what_tracing_works_out_stays_behind(other: Ledger, tmp_path) -> None:
    """Every table is in a dump, but those that are made anew from the articles; those are empty after an import."""
    of_articles = {"articles", "article_sources", "mentions", "statements", "captures", "bands", "copies"}
    derived = {table.name for table in DERIVED}
    assert {table.name for table in metadata.tables.values()} - derived == of_articles | {t.name for t in LEDGER_WIDE}
    with open_ledger(tmp_path / "ledger.db") as ledger:
        with ledger.writing() as connection:
            id = add(connection, reading())
            before = dict(connection.execute(select(articles.c.id, articles.c.latest)).all())
            put_units(connection, Tracked(article_id=id, recipe="r", latest=before[id]), ())
        out = dumped(ledger)
    assert not any(json.loads(line)["ledger"].get("table") in derived for line in out)
    assert taken_in(other, out)[1] == []
    with other.reading() as connection:
        assert [t.name for t in DERIVED if connection.execute(select(t)).first() is not None] == []
    row = json.dumps({"schema": "firsthand/1", "ledger": {"revision": HEAD, "table": "tracked", "row": {}}})
    assert "no table whose rows have lines" in taken_in(other, [row.encode()])[1][0]


def test_a_line_whose_parts_do_not_fit_is_refused(other: Ledger, tmp_path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        with ledger.writing() as connection:
            add(connection, reading())
        line = dumped(ledger)[0]
    changes = {
        ("article", "text"): "Other words.",
        ("article", "title"): "\x00",
        ("ledger", "statements", 0, "content_spans"): [[5, 9999]],
        ("ledger", "statements", 0, "stance"): ["asserts"],
        ("ledger", "article", "text_sha256"): "00",
        ("ledger", "mentions"): [[1]],
        ("ledger", "captures", 0, "body"): "no base64!",
        ("ledger", "bands"): [2**70],
        ("ledger", "reader"): None,
        ("ledger", "named", 0, "id"): "another",
    }
    for path, value in changes.items():
        record = at = json.loads(line)
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        came, failed = taken_in(other, [json.dumps(record).encode()])
        assert (path, came.articles, len(failed)) == (path, 0, 1)
    assert all(not rows for name, rows in every_row(other).items() if name != "settings")


def test_into_a_ledger_that_holds_something(ledger: Ledger, other: Ledger) -> None:
    fill(ledger)
    with other.writing() as connection:
        text = f"{reading().article.text} {LONG}3"
        mine = add(connection, reading(text, key="mine", name="Ada Quill"))
        kept = add(
            connection,
            reading(url="https://harbourpost.example/pier", published="2031-05-01", key="oldest"),
            at="2031-01-01T00:00:00Z",
        )
    came, failed = taken_in(other, dumped(ledger), groups=same_base)
    assert (came.articles, failed) == (10, [])
    with other.reading() as connection:
        linked = connection.execute(select(copies.c.a, copies.c.b)).all()
        assert sum(mine in pair for pair in linked) == 2
        assert connection.scalar(select(articles.c.latest).where(articles.c.id == kept)) is False
        assert set(connection.scalars(select(statements.c.live).where(statements.c.article_id == kept))) == {False}
        roots = {r.name: r.root for r in connection.execute(select(sources))}
        assert len({roots[n] for n in roots if n.casefold().endswith("quill")}) == 1
    before = every_row(other)
    assert taken_in(other, dumped(ledger), groups=same_base)[0].articles == 0
    assert every_row(other) == before


def test_a_correction_that_comes_is_laid_over_what_is_there(ledger: Ledger, other: Ledger) -> None:
    for one in (ledger, other):
        with one.writing() as connection:
            id = add(connection, reading())
    with ledger.writing() as connection:
        decide(connection, f"{id}.a1", "correct", stance="doubts")
    assert taken_in(other, dumped(ledger))[1] == []
    assert every_row(other)["statements"] == every_row(ledger)["statements"]


def test_splits_and_merges_that_come_hold_for_what_is_there(other: Ledger, tmp_path) -> None:
    """Two sources are parted in one ledger; another that has more of their articles learns of it."""
    here = [
        reading(key=f"k{n}", outlet=o, published=f"2031-05-0{n}") for n, o in ((1, "Harbour Post"), (2, "Dam Gazette"))
    ]
    more = reading(key="k3", outlet="Dam Gazette", published="2031-05-03")
    with open_ledger(tmp_path / "ledger.db") as ledger:
        with ledger.writing() as connection:
            for found in here:
                add(connection, found)
            made = split(
                connection, key_of("Ada Quill").id, By(who="Ann", why="two people", at=AT), outlets=["Dam Gazette"]
            )
        out = dumped(ledger, outlets=("Harbour Post",))
    with other.writing() as connection:
        add(connection, more)
    assert taken_in(other, out)[1] == []
    with other.reading() as connection:
        asked = select(statements.c.source_id).where(
            statements.c.article_id == more.article.id, statements.c.local == "a1"
        )
        assert connection.scalar(asked) == made.payload["new"]


def test_what_was_forgotten_does_not_come_back(ledger: Ledger, tmp_path) -> None:
    """By an import neither: not an article, not an address, not a named source with what people decided about it."""
    with open_ledger(tmp_path / "full.db") as full:
        ids = fill(full)
        out = dumped(full)
    quill = key_of("Ada Quill").id
    with ledger.writing() as connection:
        add(connection, reading(url="https://harbourpost.example/pier", published="2031-05-03"))
        forget_source(connection, quill, at=AT)
        forget_url(connection, "https://harbourpost.example/pier", None, at=AT)
    _, failed = taken_in(ledger, out)
    assert failed
    with ledger.reading() as connection:
        held = set(connection.scalars(select(articles.c.id)))
        assert not held & {ids["pier"], ids["newer"]}
        assert connection.scalar(select(articles.c.text).where(articles.c.id == ids["copy-2"])) is None
    said = repr(every_row(ledger))
    assert quill not in said
    assert "Ada Quill" not in said
    assert "never said" not in said


def test_stopped_anywhere_and_run_again(other: Ledger, tmp_path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        fill(ledger)
        out, before = dumped(ledger), every_row(ledger)
    for end in (1, 4, 9, 12, len(out) - 2):
        taken_in(other, out[:end])
    assert taken_in(other, out)[1] == []
    assert every_row(other) == before


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, TEXTS.filter(str.strip), TEXTS)
def test_any_words_come_back(two: tuple[Ledger, Ledger], words: str, name: str, key: str) -> None:
    one, other = two
    text = f"The pier will close, {name} said. It will not, an official said. {words}"
    with one.writing() as connection:
        id = add(connection, reading(text, key=key, name=name))
    assert taken_in(other, dumped(one, ids=(id,)))[1] == []
    with one.reading() as connection, other.reading() as connection_2:
        assert stored.record(connection, id) == stored.record(connection_2, id)
        assert stored.reading(connection_2, id).article.text == text
