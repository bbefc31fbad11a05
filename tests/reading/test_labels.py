"""Labelled lines at the very start of a text file: known labels only, two or more, and no transcript."""

import pytest

from firsthand.model import Article
from firsthand.reading.finish import plain_article
from firsthand.reading.labels import day_of, labelled
from firsthand.reading.layout import layout_of
from firsthand.reading.options import ReadingOptions

BODY = "The harbour board will raise tolls in May, its chair said on Tuesday.\n\nNobody was asked."
BLOCK = (
    "Title: Tolls to rise\nOutlet: The Wickham Post\nByline: Ada Brent\nDate: 2031-04-02\n"
    "URL: https://wickhampost.example/tolls\n"
)


def test_the_block_is_read_and_stays_in_the_text() -> None:
    text = f"{BLOCK}\n{BODY}"
    article = plain_article(Article(key="t", text=text), what="t", options=ReadingOptions())
    assert article.text == text
    assert text[article.body_start :] == BODY
    assert article.title_span is not None
    assert article.words(article.title_span) == article.title == "Tolls to rise"
    assert (article.outlet, article.byline, article.published) == ("The Wickham Post", "Ada Brent", "2031-04-02")
    assert article.url == "https://wickhampost.example/tolls"


def test_what_is_known_already_goes_first() -> None:
    known = Article(key="t", text=f"{BLOCK}\n{BODY}", title="Tolls rise", outlet="Brindle Echo")
    article = plain_article(known, what="t", options=ReadingOptions())
    assert (article.title, article.outlet, article.byline) == ("Tolls rise", "Brindle Echo", "Ada Brent")
    assert article.text[article.body_start :] == BODY


@pytest.mark.parametrize(
    ("head", "title", "byline", "published"),
    [
        (
            "AUTHOR: By Rita Vance\nPUBLISHED: 3 April 2031\n\nTolls to rise\n\n",
            "Tolls to rise",
            "Rita Vance",
            "2031-04-03",
        ),
        ("By: Tom Rask\nTitle: Tolls to rise\n\nTolls to rise\n\n", "Tolls to rise", "Tom Rask", None),
        ("\ufeff\nTitle: Tolls to rise\n\nDate: April 2, 2031\n\n", "Tolls to rise", None, "2031-04-02"),
        ("Headline: Tolls: a tale\r\nDate: 2031-04-02T10:00:00Z\r\n\r\n", "Tolls: a tale", None, "2031-04-02"),
        ("Title:\nAuthor: Tom Rask\n\n", None, "Tom Rask", None),
    ],
)
def test_forms(head: str, title: str | None, byline: str | None, published: str | None) -> None:
    text = head + BODY
    layout = layout_of(text)
    assert (layout.title_span.of(text) if layout.title_span else None) == title
    assert (layout.byline, layout.published) == (byline, published)
    assert text[layout.body_start :] == BODY


@pytest.mark.parametrize(
    "text",
    [
        f"Title: a tale of two tolls\n\n{BODY}",
        "ANNA: Good evening.\nBORIS: Good evening.\nANNA: The tolls?\n",
        f"Place: Wickham\nTitle: Tolls\nDate: 2031-04-02\n\n{BODY}",
        f"{BODY}\n\n{BLOCK}",
        "Title: one\nTitle: two\n\nNobody was asked.",
        "",
    ],
)
def test_no_block(text: str) -> None:
    assert labelled(text) is None


def test_a_date_that_cannot_be_is_said() -> None:
    block = labelled(f"Title: Tolls\nDate: some day soon\n\n{BODY}")
    assert block is not None
    assert block.published is None
    assert "some day soon" in block.warnings[0]


def test_an_address_of_another_kind_is_none() -> None:
    block = labelled(f"Title: Tolls\nURL: javascript:alert(1)\n\n{BODY}")
    assert block is not None
    assert block.url is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2031-04-02", "2031-04-02"),
        ("2031-04", "2031-04"),
        ("Wednesday, 2 April 2031", "2031-04-02"),
        ("Sept. 9, 2031, 10 a.m.", "2031-09-09"),
        ("2031-13-40", None),
        ("31 February 2031", None),
        ("soon", None),
    ],
)
def test_days(words: str, day: str | None) -> None:
    assert day_of(words) == day
