"""JSON rows to articles."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import END, KEEPER, LEAD, page

from firsthand.model import Article, Failure
from firsthand.reading import Columns, ReadingOptions, read_inputs
from firsthand.reading.found import Bad
from firsthand.reading.rows import article_of_row

TEXT = f"{LEAD}\n\n{KEEPER}\n\n{END}"


def run(path, **options):
    return list(read_inputs([str(path)], options=ReadingOptions(**options)))


def row(value, **options):
    return article_of_row(value, key="k", where="line 3 of x.jsonl", options=ReadingOptions(**options))


def test_every_field():
    article = row(
        {
            "id": 7,
            "text": f"Dam talks stall\r\n\r\n{TEXT}",
            "title": "Dam talks stall",
            "published": "2024-03-12T08:00:00Z",
            "outlet": "The Belmar Wire",
            "byline": ["Jane Stone", "Tom Reed"],
            "url": "https://belmarwire.example/a",
            "language": "en",
            "more": {"x": 1},
        }
    )
    assert isinstance(article, Article)
    assert (article.key, article.text) == ("7", f"Dam talks stall\n\n{TEXT}")
    assert (article.title, article.published) == ("Dam talks stall", "2024-03-12T08:00:00Z")
    assert (article.outlet, article.byline) == ("The Belmar Wire", "Jane Stone, Tom Reed")
    assert article.title_span is not None
    assert article.text[article.body_start :] == TEXT


def test_a_title_that_is_not_in_the_text_has_no_span():
    article = row({"text": TEXT, "title": "Dam talks stall", "date": "2024-03-12"})
    assert (article.title, article.title_span, article.body_start) == ("Dam talks stall", None, 0)
    assert (article.key, article.published) == ("k", "2024-03-12")


def test_an_html_row_and_columns_of_other_names():
    article = row({"html": page(), "title": "Own title"})
    assert (article.text, article.title, article.outlet) == (TEXT, "Own title", "The Belmar Wire")
    article = row({"body": TEXT, "nr": "x"}, columns=Columns(text="body", id="nr"))
    assert (article.key, article.text) == ("x", TEXT)


def test_a_date_that_is_none_is_left_out_and_said():
    article = row({"text": TEXT, "date": "last Tuesday"})
    assert article.published is None
    assert "last Tuesday" in article.warnings[0]


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        ([], "not readable", "no JSON object"),
        ("words", "not readable", "no JSON object"),
        ({}, "not text", "neither"),
        ({"text": None}, "not text", "neither"),
        ({"text": "  \n"}, "not text", "neither"),
        ({"text": 5}, "not readable", "holds a number where text is expected"),
        ({"text": {"a": 1}}, "not readable", "holds an object where text is expected"),
        ({"text": "Gate\0fails"}, "not text", "binary"),
        ({"text": "Gate \ud83d fails"}, "not text", "surrogate"),
        ({"text": TEXT, "title": 5}, "not readable", "title"),
        ({"text": "Das Tor brach.", "language": "de"}, "not readable", "German"),
        ({"html": "<p>x</p>"}, "not text", "No article"),
        ({"text": "a" * 1_000_001}, "not text", "1,000,000"),
    ],
)
def test_bad_rows(value, kind, words):
    bad = row(value)
    assert isinstance(bad, Bad)
    assert bad.error.kind == kind
    assert words in str(bad.error)
    assert "line 3 of x.jsonl" in str(bad.error)


def test_a_bad_line_never_stops_the_rest(tmp_path):
    good = json.dumps({"id": "good", "text": TEXT})
    lines = [good, "", "{oops", "[" * 100_000, '{"id": "long", "text": "' + "a" * 30_000 + '"}', good, "5"]
    (tmp_path / "x.jsonl").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b"\n\xff\xfe\n" + good.encode())
    results = run(tmp_path / "x.jsonl", max_bytes=20_000)
    assert [r.key for r in results] == ["good", "x-3", "x-4", "x-5", "good-2", "x-7", "x-8", "good-3"]
    assert [type(r) is Failure for r in results] == [False, True, True, True, False, True, True, False]
    assert "line 3 of" in results[1].message
    assert "line 5 of" in results[3].message


@pytest.mark.parametrize(
    ("content", "keys"),
    [
        ('{"text": "Gate fails."}', ["x"]),
        ('{"id": "own", "text": "Gate fails."}', ["own"]),
        ('[{"text": "Gate fails."}, 5, {"text": "Gate holds."}]', ["x-1", "x-2", "x-3"]),
        ("[]", ["x"]),
        ("", ["x"]),
        ("{", ["x"]),
    ],
)
def test_json_documents(tmp_path, content, keys):
    (tmp_path / "x.json").write_text(content, "utf-8")
    assert [r.key for r in run(tmp_path / "x.json")] == keys


@pytest.mark.parametrize("content", [b"", b"\n\n"])
def test_a_jsonl_file_without_rows(tmp_path, content):
    (tmp_path / "x.jsonl").write_bytes(content)
    (failure,) = run(tmp_path / "x.jsonl")
    assert (failure.key, failure.kind) == ("x", "not text")


@given(
    st.dictionaries(
        st.sampled_from(["id", "text", "title", "date", "byline", "url"]),
        st.none() | st.integers() | st.text(max_size=30),
    )
)
def test_any_row_is_an_article_or_a_failure(value):
    result = row(value)
    assert isinstance(result, Article | Bad)
    if isinstance(result, Bad):
        assert str(result.error).strip()
