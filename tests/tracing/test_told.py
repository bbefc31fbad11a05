"""Owns what the view of clusters takes for telling a claim and for denying it, on invented articles."""

import pytest

from firsthand.tracing.reports import Chains
from firsthand.tracing.told import told
from tests.tracing.invented import Story, source, sources

WHO = sources(
    source("MAYOR", name="Vera Holm"), source("PILOT", name="Knut Orrin"), source("clerk", descriptor="a clerk")
)
TABLE = {
    "said, denied later": (
        "[q|The quay will be sold this year|MAYOR], she said.",
        "She denied that [q|the quay will be sold this year|MAYOR/denies].",
        ("asserts", "denies"),
    ),
    "said, then said not to be": (
        "[q|The eastern quay will be sold|MAYOR], she said.",
        "[q|The eastern quay will not be sold|MAYOR], she said.",
        ("asserts", "denies"),
    ),
    "in other words": (
        "[q|The quay is closed to all ships|MAYOR], she said.",
        "[q|No ship may land at the quay|MAYOR], she said.",
        ("asserts", "asserts"),
    ),
    "somebody else says that it is not so": (
        "[q|The eastern quay will be sold|MAYOR], she said.",
        "[q|The eastern quay will not be sold|PILOT], he said.",
        ("asserts", "denies"),
    ),
    "not known": (
        "[q|The pilot sank the eastern quay|MAYOR], she said.",
        "[q|It was impossible to tell who had sunk the quay|PILOT], he said.",
        ("asserts", "doubts"),
    ),
    "out of thin air": (
        "[q|Forty people were on the eastern quay|MAYOR], she said.",
        "[q|Forty is a figure out of thin air|PILOT], he said.",
        ("asserts", "doubts"),
    ),
    "a bound": (
        "[q|Nobody gets more than five tickets for the ferry|MAYOR], she said.",
        "[q|Five tickets for the ferry are the most one gets|PILOT], he said.",
        ("asserts", "asserts"),
    ),
    "denied, then admitted": (
        "She denied that [q|the quay had been sold in May|MAYOR/denies].",
        "[q|The port had after all got the money|MAYOR], she said.",
        ("denies", "asserts"),
    ),
    "an unnamed one takes it back": (
        "[q|The eastern quay has been sold|clerk], a clerk said.",
        "[q|The quay had in fact not been sold|clerk], the clerk said.",
        ("asserts", "denies"),
    ),
}


@pytest.mark.parametrize(("first", "later", "stances"), TABLE.values(), ids=TABLE)
def test_one_rule_for_the_view_and_the_reports(first: str, later: str, stances: tuple[str, str]) -> None:
    story = Story(sources=WHO)
    story.add("first", "Brandal Mail", "2031-05-04T06:00:00Z", first)
    story.add("later", "Fjord Echo", "2031-05-06T06:00:00Z", later)
    view = told(story.pieces, story.clusters)
    assert tuple(r.stance for r in Chains(view, ()).reports(0)) == stances
    assert tuple(view.asserts(p.id, 0) for p in story.pieces) == tuple(s == "asserts" for s in stances)


OUTLETS = {
    "the same paper": ("The Fjord Echo has it. [q|It sank|same], the same paper says.", "Fjord Echo"),
    "its report": ("[q|It sank|report], the Fjord Echo report said.", "Fjord Echo"),
    "read in it": ("[q|It sank|MAYOR], as she had read in the Fjord Echo.", "Fjord Echo"),
    "told to it": ("[q|It sank|MAYOR], she said when the Fjord Echo called.", "Vera Holm"),
    "unnamed ones in a paper": ("[q|It sank|many<memo], a memo has it.", "a memo"),
}
MORE = sources(
    *WHO.values(),
    source("same", "unknown", descriptor="the same paper", anonymous=False),
    source("report", "document", descriptor="the Fjord Echo report"),
    source("many", "group", descriptor="engineers", count=(2, None)),
    source("memo", "document", descriptor="a memo"),
)


@pytest.mark.parametrize(("text", "first"), OUTLETS.values(), ids=OUTLETS)
def test_an_outlet_in_other_words(text: str, first: str) -> None:
    story = Story(sources=MORE)
    story.add("echo", "Fjord Echo", "2031-05-04T06:00:00Z", "[other|Rain fell on Brandal].")
    story.add("later", "Brandal Mail", "2031-05-06T06:00:00Z", text)
    view = told(story.pieces, story.clusters)
    links = view.links(story.claims["q"][0])
    assert links[0].name == first or links[0].descriptor == first
