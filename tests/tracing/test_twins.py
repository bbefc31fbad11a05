"""Owns copies whose order is not known: one text at one instant, on one day, or without a date."""

import pytest

from firsthand.model.trace import Claim, Instants
from firsthand.tracing.trace import trace
from tests.tracing.invented import Story, source, sources

WHO = sources(
    source("clerk", descriptor="a clerk at the harbour office"),
    source("aide", descriptor="an aide of the mayor"),
    source("other", descriptor="another clerk", distinct_from=("clerk",)),
    source("paper", "document", descriptor="a letter of the port"),
    source("MAYOR", name="Vera Holm", role="mayor"),
)
INSTANT = "2031-05-04T06:00:00Z"
DAY = ("2031-05-04T00:00:00Z", "2031-05-04T23:59:59Z")
MORE = (
    "Nobody has dared to park a truck there since a crane toppled in the autumn gales. The port lives mostly on "
    "herring and on gravel for the roads of the interior. The council meets again in June."
)
RAIN = (
    "Rain fell all day on the herring boats. The hat of the old mayor was blown into the harbour and never came back."
)
WHENS = pytest.mark.parametrize("when", [INSTANT, DAY, None], ids=["one instant", "one day", "no date"])


def told(*texts: str, when: str | Instants | None = INSTANT) -> tuple[Claim, int]:
    """The claim of those articles, each followed by the same sentences, and how many edges there are."""
    story = Story(sources=WHO)
    for n, text in enumerate(texts):
        story.add(f"k{n}", f"Outlet {'ABCD'[n]}", when, f"{text} {MORE}")
    found = trace(story.pieces, story.clusters)
    return found.claims[0], len(found.edges)


def quay(who: str, words: str = "The eastern quay of Brandal is sinking") -> str:
    return f"[quay|{words}|{who}], it was said." if who else f"[quay|{words}]."


@WHENS
def test_an_unnamed_source_of_one_text_is_one_and_none_is_the_first(when: str | Instants | None) -> None:
    claim, edges = told(quay("clerk"), quay("clerk"), quay("clerk"), when=when)
    assert (claim.independence, edges) == ((1, 1), 0)
    assert {r.derivation for r in claim.reports} == {"original"}
    assert {r.derived_from for r in claim.reports} == {None}
    assert len({r.chain for r in claim.reports}) == 1
    assert len({r.stated_chain for r in claim.reports}) == 3


@WHENS
def test_who_gives_no_source_may_be_any_of_them(when: str | Instants | None) -> None:
    claim, edges = told(quay(""), quay(""), quay(""), when=when)
    assert (claim.independence, edges) == ((1, 3), 0)


TABLE = [
    ("a document of one text", (quay("paper"), quay("paper")), (1, 1)),
    ("a named source", (quay("MAYOR"), quay("MAYOR")), (1, 1)),
    ("another source in the copy", (quay("clerk"), quay("aide")), (1, 2)),
    ("two that the text tells apart", (f"{quay('clerk')} {quay('other')}",) * 2, (2, 2)),
    ("other words for it", (quay("clerk"), quay("clerk", "The port has a quay that goes under")), (1, 2)),
    ("the copy adds a named source", (quay("clerk"), f"{quay('clerk')} {quay('MAYOR')}"), (1, 2)),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "interval"), [t[1:] for t in TABLE], ids=[t[0] for t in TABLE])
def test_roots_of_copies_at_one_instant(texts: tuple[str, ...], interval: tuple[int, int]) -> None:
    assert told(*texts)[0].independence == interval


def test_two_texts_that_say_one_thing_at_one_instant_share_no_source() -> None:
    story = Story(sources=WHO)
    story.add("a", "Outlet A", INSTANT, f"{quay('clerk')} {MORE}")
    story.add("b", "Outlet B", INSTANT, f"{quay('clerk')} {RAIN}")
    assert trace(story.pieces, story.clusters).claims[0].independence == (1, 2)


def test_what_both_have_from_an_earlier_article_goes_by_that() -> None:
    story = Story(sources=WHO)
    story.add("first", "Outlet A", "2031-05-03T06:00:00Z", f"{quay('clerk')} {MORE}")
    for n in range(3):
        story.add(f"k{n}", f"Outlet {'BCD'[n]}", INSTANT, f"{quay('clerk')} {MORE}")
    found = trace(story.pieces, story.clusters)
    assert found.claims[0].independence == (1, 1)
    assert {e.earlier for e in found.edges} == {story.pieces[0].id}
