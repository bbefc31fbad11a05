"""The day that a page states for itself, of any year, and the warning where it is yet to come."""

import csv
import gzip
import json

import pytest
from fakeweb import Web, feed
from pages import END, KEEPER, LEAD, page

from firsthand.model import Article
from firsthand.reading import ReadingOptions
from firsthand.reading.stated import doubted

WARNING = "The stated date 2031-04-02 lies after the day it was fetched, 2026-11-22."
BODY = f"<p>{LEAD}</p><p>{KEEPER}</p><p>{END}</p>"


def script(value: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        (
            "<meta property='article:published_time' content='2031-04-02T08:00:00+02:00'>",
            BODY,
            "2031-04-02T08:00:00+02:00",
        ),
        ("<meta property='article:published_time' content='2031-04-02'>", BODY, "2031-04-02"),
        ("<meta property='article:published_time' content='1931-04-02'>", BODY, "1931-04-02"),
        (
            script({"@type": "NewsArticle", "datePublished": "2031-04-02T23:30:00-05:00"}),
            BODY,
            "2031-04-02T23:30:00-05:00",
        ),
        (script({"@graph": [{"@type": "WebSite"}, {"datePublished": "2031-04-02"}]}), BODY, "2031-04-02"),
        ("", f"<time datetime='2031-04-02T08:00'>2 April</time>{BODY}", "2031-04-02"),
        ("<meta property='article:published_time' content='soon'>", BODY, None),
        ("<script type='application/ld+json'>{\"datePublished\": </script>", BODY, None),
        ("", f"{BODY}<p>It opens on <time datetime='2031-04-02'>2 April</time>, she said.</p>", None),
        ("", f"{BODY}<aside><time datetime='2031-04-02'>2 April</time> Fair opens</aside>", None),
    ],
)
def test_when_a_page_says_it_came_out_is_kept(tmp_path, head, body, day):
    (tmp_path / "a.html").write_text(page(body, head=head), "utf-8")
    (taken,) = Web().take(tmp_path)
    assert taken.article.published == day
    assert taken.article.warnings == ((WARNING,) if day and day.startswith("2031-04-02") else ())


def test_rows_and_feeds_are_doubted_alike(tmp_path):
    row = {"id": "a", "text": f"{LEAD}\n\n{KEEPER}\n\n{END}", "published": "2031-04-02"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), "utf-8")
    with (tmp_path / "b.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row, row.values()])
    dated = feed("https://a.example/1").replace(b"Sun, 22 Nov 2026", b"Wed, 02 Apr 2031")
    assert b"2031" in dated
    (tmp_path / "c.xml").write_bytes(dated)
    bare = f"<html><body>{BODY}</body></html>".encode()
    taken = Web({"https://a.example/1": bare}).take(*(tmp_path / n for n in ("a.jsonl", "b.csv", "c.xml")))
    assert [t.article.warnings for t in taken] == [(WARNING,)] * 3


@pytest.mark.parametrize(
    ("published", "fetched_at", "warned"),
    [
        ("2026-11-22", "2026-11-22T00:00:00Z", False),
        ("2026-11-23", "2026-11-22T12:00:00Z", False),  # the 23rd has begun in Kiritimati
        ("2026-11-23T00:30:00+13:00", "2026-11-22T11:40:00Z", False),
        ("2026-11-23", "2026-11-22T09:00:00Z", True),
        ("2026-11-24", "2026-11-22T23:59:59Z", True),
        ("9999-12-31", "9999-12-31T23:59:59Z", False),
        ("0001-01-01", "2026-11-22T23:59:59Z", False),
        ("2031", "2026-11-22T23:59:59Z", False),
        (None, "2026-11-22T23:59:59Z", False),
    ],
)
def test_a_day_that_had_begun_nowhere(published, fetched_at, warned):
    article = Article(key="a", text="x", published=published)
    assert bool(doubted(article, fetched_at).warnings) == warned
    assert len(doubted(doubted(article, fetched_at), fetched_at).warnings) == warned


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xml", feed(*(f"https://a.example/{n}" for n in range(40))), "too many for one feed: give a shorter one"),
        ("a.opml", b"<opml>" + b"<outline/>" * 400, "too many for one list of feeds: give a shorter one"),
        ("a.json", b'[{"text": "' + b"a" * 3000, "too many for one JSON document: write it as JSONL"),
        ("a.txt", b"a " * 3000, "too many for one article: split it"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "a"}\n'), "unpack it"),
        ("b.jsonl.gz", b"\x1f\x8b\x08" + b"\0" * 3000, "unpack it"),
    ],
)
def test_what_is_too_long_or_packed_is_told_for_what_it_is(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    (taken,) = Web().take(tmp_path / name, options=ReadingOptions(max_bytes=2000))
    assert words in taken.failure.message
    assert ("one article" in taken.failure.message) == (name == "a.txt")


def test_a_page_with_the_name_of_a_feed_says_so(tmp_path):
    (tmp_path / "a.xml").write_text(page(), "utf-8")
    (taken,) = Web().take(tmp_path / "a.xml")
    assert any("is an HTML page, no feed" in w for w in taken.article.warnings)
