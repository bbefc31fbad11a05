"""CSV, TSV and Parquet rows."""

import csv
import io
import json
import random
import time
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from fakeweb import Web
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import KEEPER, LEAD, page
from pyarrow import parquet

from firsthand.errors import NotReadable
from firsthand.reading import Columns, ReadingOptions
from firsthand.reading.found import Run
from firsthand.reading.parquet import rows_of_parquet
from firsthand.reading.separated import rows_of_csv
from firsthand.reading.tables import columns_in

TEXT = f"{LEAD}\n\n{KEEPER}"
PLAIN = "The gate gave way before dawn and so said Odile Vasseur."


def take(tmp_path, data, name="x.csv", **options):
    content = data if isinstance(data, bytes) else data.encode()
    (tmp_path / name).write_bytes(content)
    return Web().take(tmp_path / name, options=ReadingOptions(**options))


def written(rows, **more):
    out = io.StringIO(newline="")
    csv.writer(out, **more).writerows(rows)
    return out.getvalue()


def shape(got):
    return [t.key if t.article else t.failure.kind for t in got]


# Columns


@pytest.mark.parametrize(
    ("names", "columns", "found"),
    [
        (["id", "text"], Columns(), {"id": "id", "text": "text"}),
        (["Headline", " BODY ", "Author"], Columns(), {"title": "Headline", "text": " BODY ", "byline": "Author"}),
        (["body", "content"], Columns(), {"text": "body"}),
        (["raw", "paper", "text"], Columns(text="raw", outlet="paper"), {"text": "raw", "outlet": "paper"}),
        (["html", "date", "link"], Columns(), {"html": "html", "published": "date", "url": "link"}),
    ],
)
def test_columns(names, columns, found):
    assert columns_in(names, columns, what="x") == found


@pytest.mark.parametrize(
    ("names", "columns", "words"),
    [
        (["a", "b c"], Columns(), "no column “text” or “html” for the text: its columns are “a”, “b c”"),
        (["text"], Columns(outlet="paper"), "no column “paper” for the outlet: its columns are “text”"),
        (["text"], Columns(text="body"), "no column “body” for the text"),
        ([], Columns(), "it has no columns"),
        ([f"c{n}" for n in range(500)], Columns(), "“c19” …"),
    ],
)
def test_wrong_columns_name_those_that_are_there(names, columns, words):
    with pytest.raises(NotReadable, match=words) as raised:
        columns_in(names, columns, what="x")
    assert "\n" not in str(raised.value)


# CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_rows_of_a_table(tmp_path, delimiter):
    names = ["id", "headline", "date", "outlet", "author", "url", "section", "body", "more"]
    row = ["r1", "Dam, talks", "2024-03-12", "Wire", "Jane Stone", "https://a.example/1", "Water", TEXT, "x"]
    data = "\ufeff" + written([names, row, [*row[:7], f'He said: “a”; "b" | c, \t{PLAIN}', ""]], delimiter=delimiter)
    one, two = take(tmp_path, data)
    article = one.article
    assert (one.key, article.title, article.published, article.outlet) == ("r1", "Dam, talks", "2024-03-12", "Wire")
    assert (article.byline, article.url, article.section, article.text) == ("Jane Stone", *row[5:8])
    assert one.capture.location == f"{tmp_path}/x.csv#row 1"
    assert json.loads(one.capture.body) == dict(zip(names, row, strict=True))
    assert (
        one.capture.body
        == json.dumps(json.loads(one.capture.body), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    )
    assert one.capture.url == "https://a.example/1"
    assert two.article.text == f'He said: “a”; "b" | c, \t{PLAIN}'
    assert two.capture.location.endswith("#row 2")


def test_tsv_without_quoting(tmp_path):
    rows = ["text\tid", f'"No," she said. {PLAIN}\ta', f'“No” {PLAIN} "x\tb', f'"{PLAIN}"\tc', f"{PLAIN}\td"]
    got = take(tmp_path, "\n".join(rows), "x.tsv")
    assert [(t.key, t.article.text[:6]) for t in got] == [
        ("a", '"No," '),
        ("b", "“No” T"),
        ("c", "The ga"),
        ("d", "The ga"),
    ]


def test_html_rows(tmp_path):
    got = take(tmp_path, written([["html", "id"], [page(), "a"]]))
    assert got[0].article.outlet == "The Belmar Wire"


def test_named_columns(tmp_path):
    got = take(tmp_path, f"nr,words\n7,{json.dumps(PLAIN)}\n", columns=Columns(id="nr", text="words"))
    assert (got[0].key, got[0].article.text) == ("7", PLAIN)


def test_wrong_names_are_one_failure(tmp_path):
    (taken,) = take(tmp_path, "a,b\n1,2\n3,4\n")
    assert (taken.key, taken.failure.kind) == ("x", "not readable")
    assert "“a”, “b”" in taken.failure.message


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (['a,"x"'], ["a"]),
        (["a,one,two", "b,x"], ["not readable", "b"]),
        (["a", "b,x"], ["not readable", "b"]),
        (["", " ", "b,x", ""], ["b"]),
        (['a,"he said "no" twice"', "b,x"], ["not readable", "b"]),
        (['a,"never closed', "b,x", "c,x", "d,x"], ["not readable", "b", "c", "d"]),
        (['a,"never closed', 'b,"x"', "c,x"], ["not readable", "b", "c"]),
        (['a,"never closed'], ["not readable"]),
        (['a,"never', "one line,more,commas", '"', "b,x"], ["a", "b"]),
        (['a,5" of rain', "b,x"], ["a", "b"]),
        (["a,\0x", "b,x"], ["not text", "b"]),
        (["a,x\rb,x", "c,x"], ["not readable", "c"]),
        (["a," + "y" * 30_000, "b,x"], ["not text", "b"]),
        (['a,"' + "y" * 30_000 + '"', "b,x"], ["not text", "b"]),
    ],
)
def test_a_bad_row_never_stops_the_rest(tmp_path, rows, expected):
    data = "\n".join(["id,text", *[r.replace(",x", f",{PLAIN}") for r in rows]])
    got = take(tmp_path, data, max_characters=20_000)
    assert shape(got) == expected
    for taken in got:
        if taken.failure:
            assert "row " in taken.failure.message


def test_rows_beyond_the_bound_are_passed_over(tmp_path):
    lines = ["word, “and” ''\n" * 100, "a" * 10_000, 'he said ""no"" ' * 1000]
    rows = [f'a,"{line}"' for line in lines]
    data = "\n".join(["id,text", f"0,{PLAIN}", rows[0], f"1,{PLAIN}", rows[1], f"2,{PLAIN}", rows[2], f"3,{PLAIN}"])
    got = take(tmp_path, data, max_bytes=1000)
    assert shape(got) == ["0", "not readable", "1", "not readable", "2", "not readable", "3"]
    assert "more than 1,000 bytes" in got[1].failure.message


def test_a_field_of_ten_million_characters(tmp_path):
    rows = f'id,text\na,{"y" * 10_000_001}\nb,{PLAIN}\nc,"{"z" * 9_000_000}"\nd,{PLAIN}\n'
    got = take(tmp_path, rows)
    assert shape(got) == ["not readable", "b", "not text", "d"]
    assert "10,000,000 bytes" in got[0].failure.message
    assert "1,000,000" in got[2].failure.message


def test_many_marks_that_never_close_end(tmp_path):
    started = time.process_time()
    got = take(tmp_path, "id,text\n" + 'a,"x\n' * 3_000 + f"b,{PLAIN}\n", max_bytes=50_000)
    assert any(t.failure for t in got)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"", "not text", "empty"),
        (b"\n\n", "not readable", "no columns"),
        (b"id,text\n", "not text", "no row under its header"),
        ("id,text\na,b\n".encode("utf-16"), "not readable", "UTF-16"),
        (b'"id,text\na,b', "not readable", "no columns"),
        (b"\x7fELF\0\0", "not text", "binary"),
        (b"a" * 2_000_000, "not readable", "no columns"),
    ],
)
def test_what_is_no_table_is_one_failure(tmp_path, data, kind, words):
    (taken,) = take(tmp_path, data)
    assert (taken.failure.kind, words in taken.failure.message) == (kind, True), taken.failure.message


def test_an_old_encoding_is_said(tmp_path):
    (taken,) = take(tmp_path, f"id,text\na,“{PLAIN}”\n".encode("cp1252"))
    assert taken.article.text == f"“{PLAIN}”"
    assert any("guessed" in w for w in taken.article.warnings)


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), min_size=2, max_size=2)))
@settings(max_examples=30, deadline=None)
def test_what_a_writer_writes_comes_back(rows):
    data = written([["id", "text"], *[[a, f"{PLAIN} {b}\nx"] for a, b in rows]]).encode()
    taken = list(rows_of_csv(io.BytesIO(data), _run(), stem="x", what="x", location="x"))
    assert [getattr(t.result, "text", "") for t in taken[: len(rows)]] == [f"{PLAIN} {b}\nx" for _, b in rows]


@given(st.text(alphabet='a",;\n\r\t |', max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_table_ends_in_rows_or_failures(text):
    data = f"id,text\n{text}\nlast,{PLAIN}".encode()
    assert list(rows_of_csv(io.BytesIO(data), _run(), stem="x", what="x", location="x"))


def _run():
    return Run(options=ReadingOptions(), fetch=Web(), polite=Web().polite)


# Parquet


def table(tmp_path, columns, name="x.parquet", **more):
    whole = columns if isinstance(columns, pa.Table) else pa.table(columns)
    parquet.write_table(whole, tmp_path / name, **more)
    return tmp_path / name


def test_parquet(tmp_path):
    path = table(
        tmp_path,
        {
            "id": [1, 2, 3],
            "text": [TEXT, PLAIN, None],
            "published": [datetime(2024, 3, 12, 8, tzinfo=UTC)] * 3,
            "author": [["Jane Stone", "Tom Reed"], [], None],
            "vector": [[0.1] * 50] * 3,
        },
        row_group_size=2,
    )
    one, two, bad = Web().take(path)
    assert (one.key, one.article.text, one.article.byline) == ("1", TEXT, "Jane Stone, Tom Reed")
    assert one.article.published == "2024-03-12T08:00:00+00:00"
    assert json.loads(one.capture.body) == {
        "author": ["Jane Stone", "Tom Reed"],
        "id": 1,
        "published": "2024-03-12T08:00:00+00:00",
        "text": TEXT,
    }
    assert (one.capture.location, two.key) == (f"{path}#row 1", "2")
    assert (bad.key, bad.failure.kind, bad.capture.location) == ("3", "not text", f"{path}#row 3")


def test_parquet_of_bytes_dates_and_other_names(tmp_path):
    path = table(tmp_path, {"Body": [PLAIN.encode(), b"\x7fELF\0", None], "day": [date(2024, 3, 12)] * 3})
    got = Web().take(path, options=ReadingOptions(columns=Columns(published="day")))
    assert shape(got) == ["x-1", "not text", "not text"]
    assert got[0].article.published == "2024-03-12"


def test_parquet_in_a_folder(tmp_path):
    for name in ("part-0.parquet", "part-1.parquet"):
        table(tmp_path, {"text": [PLAIN]}, name)
    assert shape(Web().take(tmp_path)) == ["part-0-1", "part-1-1"]


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "no Parquet file"), (b"PAR1", "no Parquet file"), (b"PAR1" + b"\xff" * 500 + b"PAR1", "no Parquet file")],
)
def test_what_is_no_parquet_is_one_failure(tmp_path, data, words):
    (taken,) = take(tmp_path, data, "x.parquet")
    assert (taken.failure.kind, words in taken.failure.message) == ("not readable", True)


def test_wrong_columns_of_parquet(tmp_path):
    (taken,) = Web().take(table(tmp_path, {"a": [1]}))
    assert "“a”" in taken.failure.message
    (taken,) = Web().take(table(tmp_path, {"text": pa.array([], pa.string())}))
    assert "no row" in taken.failure.message
    assert Web().take(tmp_path / "missing.parquet")[0].failure.kind == "not found"


def test_two_columns_of_one_name_in_parquet(tmp_path):
    texts = [pa.array([PLAIN] * 2), pa.array(["another text"] * 2)]
    (taken,) = Web().take(table(tmp_path, pa.table(texts, names=["text", "text"]), row_group_size=1))
    assert taken.failure.kind == "not readable"
    assert "has 2 columns called “text”: give each a name of its own" in taken.failure.message
    unread = table(tmp_path, pa.table([texts[0], *texts], names=["text", "x", "x"]))
    assert shape(Web().take(unread)) == ["x-1", "x-2"]


def test_damage_costs_its_group_of_rows_alone(tmp_path):
    letters = random.Random(3)
    texts = [PLAIN + " " + "".join(letters.choices("abcdefghij klmnop", k=3000)) for _ in range(6)]
    path = table(tmp_path, {"text": texts}, row_group_size=2, write_page_checksum=True, use_dictionary=False)
    column = parquet.ParquetFile(path).metadata.row_group(1).column(0)
    data = bytearray(path.read_bytes())
    middle = column.data_page_offset + column.total_compressed_size // 2
    data[middle : middle + 200] = b"\xa5" * 200
    path.write_bytes(data)
    got = Web().take(path)
    assert shape(got) == ["x-1", "x-2", "not readable", "x-5", "x-6"]
    assert "damaged from its row 3 on" in got[2].failure.message


def test_one_long_text_repeated_takes_the_room_of_one(tmp_path):
    indices = pa.array([0] * 5_000, pa.int32())
    texts = pa.DictionaryArray.from_arrays(indices, pa.array([PLAIN + " word" * 100_000]))
    path = table(tmp_path, {"text": texts}, dictionary_pagesize_limit=10_000_000)
    assert path.stat().st_size < 1_000_000
    before = pa.total_allocated_bytes()
    results = iter(rows_at(path))
    next(results)
    assert pa.total_allocated_bytes() - before < 20_000_000


def rows_at(path):
    return rows_of_parquet(path, _run(), stem="x", what="x", location="x")
