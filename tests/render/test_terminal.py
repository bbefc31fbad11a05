"""The terminal page: readable at any width, without colour, and never steered by the article."""

import harbour
import pytest
from rich.cells import cell_len

from firsthand.model import Failure
from firsthand.render.terminal import failure_line, text_page


@pytest.mark.parametrize("width", [40, 60, 80, 120, 500])
@pytest.mark.parametrize("doubtful", [False, True])
def test_no_line_is_wider_than_the_page_and_none_ends_in_blanks(width: int, doubtful: bool) -> None:
    for text in text_page(harbour.reading(), width=width, doubtful=doubtful).splitlines():
        assert cell_len(text) <= min(width, 120)
        assert text == text.rstrip()


def test_without_colour_there_is_no_escape_even_from_the_article() -> None:
    assert "\x1b" in harbour.TEXT
    assert "\x1b" not in text_page(harbour.reading())


def test_with_colour_the_articles_own_escapes_are_still_gone() -> None:
    page = text_page(harbour.reading(), colour=True)
    assert "\x1b[" in page
    assert "malready" not in page
    assert "the port board already" in page


def test_what_the_page_says() -> None:
    page = text_page(harbour.reading(), width=120)
    for words in (
        "2031-06-14 · outlet not stated",
        "THIS ARTICLE RESTS ON",
        "  1 named person             Ingeborg",
        "  1 person known by office only\n                             the mayor (1)\n",
        "WHO SAYS WHAT",
        "  1? source not known",
        "  3  two officials familiar with the talks (unnamed) → Skerry Courier",
        "     “Nobody has signed anything,” … “and nobody will before the audit is read.”",
        "     7.1  the mayor → one of the Courier's sources (unnamed) → Skerry Courier",
        "          <b>the buyer</b> “will probably walk away” by Friday",
    ):
        assert words in page
    assert "confirm" not in page


def test_doubtful_puts_the_least_sure_first_and_says_why() -> None:
    page = text_page(harbour.reading(), width=120, doubtful=True)
    first = page[page.index("LEAST SURE FIRST") :].split("\n\n")[1]
    assert first.splitlines()[0].startswith("  8? Another source")
    assert "0.31 sure · a doubt · what the pronoun stands for is not worked out · read by encoder-1" in first


def test_an_article_without_statements() -> None:
    page = text_page(harbour.empty())
    assert "nothing (no title)" in page
    assert "No statement with a source was found in this article." in page


def test_left_out_statements_still_count_in_the_basis() -> None:
    page = text_page(harbour.reading(), min_confidence=0.95)
    assert "Skerry Courier: 4 of the 10 statements" in page
    assert page.count("Halloran-Vestergaard-Oyelaran") == 2
    assert "No statement is as sure as 0.99." in text_page(harbour.reading(), min_confidence=0.99)


def test_rich_markup_and_emoji_codes_are_only_words() -> None:
    page = text_page(harbour.empty("x\n", key="[red]k[/red] :smile:"))
    assert "[red]k[/red] :smile:" in page


def test_a_failure_is_one_clean_line() -> None:
    failure = Failure(key="a\x1b[2J.txt", kind="not text", message="It is\nbinary.")
    assert failure_line(failure) == "a.txt: It is binary."
