"""What is told of a claim that is denied, reversed or taken back: once, and with nobody's side taken."""

from dataclasses import replace

import pytest
import trace_story as story

from firsthand.model.trace import Clash
from firsthand.render.trace_clashes import beside_others, said_both_ways, taken_back
from firsthand.render.trace_html import claim_html
from firsthand.render.trace_terminal import trace_text
from firsthand.render.trace_words import index

DENIED = Clash(a="c-bridge", b="c-bridge", kind="denied", by=("riis",), why="asserted, and denied by Ada Riis")
REVERSED = Clash(a="c-bridge", b="c-bridge", kind="reversed", by=("riis",), why="Ada Riis asserts it and denies it")
ANOTHER = Clash(a="c-bridge", b="c-bridge", kind="denied", by=("riis", "other"), why="asserted, and denied by both")
NOTE = Clash(a="c-bridge", b="c-bridge", kind="retracted", why="a correction note takes it back")
ELSEWHERE = Clash(a="c-tolls", b="c-tolls", kind="reversed", by=("riis",), why="it is about the tolls")
BOTH = "The same source said both: Ada Riis asserts it and denies it."


@pytest.mark.parametrize(
    ("clashes", "told"),
    [
        ((), ()),
        ((DENIED,), ("Asserted, and denied by Ada Riis.",)),
        ((DENIED, REVERSED), (BOTH,)),
        ((ANOTHER, REVERSED), (BOTH, "Asserted, and denied by both.")),
        ((NOTE,), ("A correction note takes it back.",)),
        ((Clash(a="c-bridge", b="c-bridge", kind="retracted"),), ("Taken back.",)),
        ((ELSEWHERE,), ()),
        ((Clash(a="c-tolls", b="c-bridge", kind="opposed", why="the numbers differ"),), ()),
    ],
)
def test_what_one_claim_has_on_both_sides_is_told_once(clashes: tuple[Clash, ...], told: tuple[str, ...]) -> None:
    assert said_both_ways(index(replace(story.TRACE, contradictions=clashes)), story.CLAIM) == told


def test_both_pages_show_it_apart_from_other_claims() -> None:
    trace = replace(story.TRACE, contradictions=(DENIED, REVERSED, *story.TRACE.contradictions[1:]))
    page = claim_html(trace, story.pieces(), "c-bridge")
    assert BOTH in page.partition("Said both ways")[2]
    words = trace_text(trace, story.pieces(), "c-bridge", width=120)
    both, beside = words.index("SAID BOTH WAYS"), words.index("IT DOES NOT GO TOGETHER WITH")
    assert both < words.index(BOTH) < beside
    assert BOTH not in words[beside:]
    assert [c.kind for c in beside_others(index(trace), story.CLAIM)] == ["opposed"]


def test_what_a_source_took_back_several_times_is_told_once() -> None:
    one = story.TRACE.corrections[0]
    again = replace(one, article=story.ID["blog-1"])
    found = taken_back(index(replace(story.TRACE, corrections=(one, again, one))), story.CLAIM)
    assert [carried for _, carried in found] == [one.carried_by]
    assert found[0][0].startswith("Ada Riis denies it or took it back in ")
    assert found[0][0].count(" and ") == 1
