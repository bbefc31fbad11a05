"""The terminal page: in a minute, at any width, without colour, and never a verdict."""

from dataclasses import replace

import pytest
import trace_story as story
from rich.cells import cell_len

from firsthand.model.trace import Trace
from firsthand.render.trace_terminal import all_text, trace_text

PIECES = story.pieces()


def test_the_page() -> None:
    page = trace_text(story.TRACE, PIECES, "c-bridge", width=110)
    for words in (
        "told by 4 outlets in 5 stored articles; 1 distinct known root: an unnamed engineer who has seen",
        "widely reported, one known root here",
        "ROOT  an unnamed engineer who has seen the survey, quoted by Tarn Lantern",
        "└─ 2031-05-04 09:00  Tarn Lantern  ●~  lantern-1: Old bridge may close",
        "Harl Post  ●  rewrite, credited",
        "≠ the wording differs: “could” → no hedge",
        "≠ the number differs: 27 → 30",
        "≠ the attribution is lost",
        "no credit found in the stored copy",
        "no date  outlet not stated  ●?",
        "○ Ada Riis denies it",
        "tolls will rise",
        "If Harl Post did not have it from Orm Wire",
        "The Ferryman  cited by blog-1",
        "TO BE LOOKED AT AGAIN",
    ):
        assert words in page
    assert page.index("Orm Wire  ●~") < page.index("Harl Post  ●") < page.index("Mill Gazette  ●")
    assert len(page.splitlines()) < 60
    assert "confirm" not in page.lower()


@pytest.mark.parametrize("width", [40, 61, 80, 100, 120])
def test_no_line_is_wider(width: int) -> None:
    for page in (trace_text(story.TRACE, PIECES, "c-bridge", width=width), all_text(story.TRACE, PIECES, width=width)):
        assert max(map(cell_len, page.splitlines())) <= width
        assert "\x1b" not in page


def test_colour_says_nothing_more() -> None:
    page = trace_text(story.TRACE, PIECES, "c-bridge", colour=True)
    assert "\x1b[" in page


def test_without_the_articles_it_goes_by_keys() -> None:
    page = trace_text(story.TRACE, {}, "c-bridge")
    assert "lantern-1" in page
    assert "Old bridge" not in page


def test_all_of_them() -> None:
    page = all_text(story.TRACE, PIECES)
    assert page.startswith("2 CLAIMS")
    assert page.index("The Velm bridge") < page.index("tolls will rise")
    assert page.count("FROM ROOT TO COPIES") == 2
    assert "FROM ROOT" not in all_text(story.TRACE, PIECES, each=False)
    assert all_text(story.TRACE, PIECES, ["c-tolls"], each=False).startswith("1 CLAIM\n")
    assert "No claim" in all_text(Trace(), {})


def test_words_cannot_steer_the_terminal() -> None:
    bad = replace(story.CLAIM, text="\x1b[2Jgone\u202e [bold]x[/bold] :smile:", why=("a\x07b\nc",))
    page = trace_text(replace(story.TRACE, claims=(bad,)), PIECES, "c-bridge")
    assert "\x1b" not in page
    assert "\x07" not in page
    assert "gone [bold]x[/bold] :smile:" in page
    assert "· ab c" in page


def test_many_copies_are_told_as_a_number() -> None:
    copies = tuple(
        replace(story.WIRE, unit=f"w{i}", article=f"{i:016}", key=f"copy-{i}", outlet=f"Copier {i}") for i in range(500)
    )
    root = replace(story.CLAIM.roots[0], reports=(story.FIRST.unit, *(r.unit for r in copies)))
    claim = replace(story.CLAIM, reports=(story.FIRST, *copies), roots=(root,), drift=())
    page = trace_text(replace(story.TRACE, claims=(claim,)), {}, "c-bridge")
    assert "and 489 more articles" in page
    assert "told by 501 outlets in 501 stored articles" in page
    assert len(page.splitlines()) < 60


def test_an_unknown_claim_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        trace_text(story.TRACE, PIECES, "c-none")
