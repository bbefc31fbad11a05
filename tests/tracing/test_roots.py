"""Owns the counting of roots: tables of who is behind the reports, and the interval that the rules give."""

import pytest

from firsthand.model.trace import TracedSource
from firsthand.tracing.counting import Counted, independence, largest_apart, same_source, surely_apart
from firsthand.tracing.trace import trace
from tests.tracing.invented import Story, source, sources

WHO = sources(
    source("MAYOR", name="Vera Holm", role="mayor of Brandal"),
    source("JUDGE", name="Otto Wiik"),
    source("SPEAKER", name="Ines Tarr", role="spokeswoman", affiliation="Alba Lines"),
    source("LINES", "organisation", "Alba Lines"),
    source("RELAY", name="Bo Lund"),
    source("letter", "document", descriptor="a letter of the harbour office"),
    source("copy", "document", descriptor="a copy of the harbour office’s letter"),
    source("log", "document", descriptor="the ship’s log"),
    source("clerk", descriptor="a clerk at the harbour office"),
    source("other", descriptor="another clerk", distinct_from=("clerk",)),
    source("diver", descriptor="a diver"),
    source("police", descriptor="an officer", affiliation="Brandal police"),
    source("bank", descriptor="an analyst", affiliation="Skerry Bank"),
    source("two", "group", descriptor="two clerks", count=(2, 2)),
    source("many", "group", descriptor="clerks", count=(2, None)),
    source("ABSENT", "outlet", "Inland Times"),
)

TABLE = [
    (("MAYOR",), (1, 1)),
    (("MAYOR", "MAYOR"), (1, 1)),
    (("MAYOR", "JUDGE"), (2, 2)),
    (("MAYOR", "letter"), (2, 2)),
    (("SPEAKER", "LINES"), (1, 1)),
    (("letter", "copy"), (1, 1)),
    (("letter", "log"), (1, 2)),
    (("clerk", "diver"), (1, 2)),
    (("clerk", "MAYOR"), (1, 2)),
    (("clerk", "MAYOR", "JUDGE"), (2, 3)),
    (("clerk other",), (2, 2)),
    (("police", "bank"), (2, 2)),
    (("clerk", "letter"), (1, 2)),
    (("two",), (1, 2)),
    (("many",), (1, None)),
    (("many<RELAY",), (1, 1)),
    (("many<RELAY", "many<RELAY"), (1, 1)),
    (("many", "MAYOR"), (1, None)),
    (("",), (1, 1)),
    (("", ""), (1, 2)),
    (("MAYOR", ""), (1, 2)),
    (("MAYOR ",), (1, 1)),
    (("ABSENT",), (1, 1)),
    (("MAYOR", "ABSENT"), (1, 2)),
    (("MAYOR/denies",), (0, 0)),
    (("MAYOR/denies", "clerk"), (1, 1)),
    (("MAYOR/doubts", "JUDGE/denies"), (0, 0)),
]


@pytest.mark.parametrize(("articles", "interval"), TABLE)
def test_independence(articles: tuple[str, ...], interval: tuple[int, int | None]) -> None:
    """Each article is a list of who is behind its reports, "" for its own voice."""
    story = Story(sources=WHO)
    words = ("The eastern quay sank", "Half of the quay went down", "A part of the quay is under water")
    for n, article in enumerate(articles):
        told = [
            f"[quay|{words[k]}|{who}]." if who else f"[quay|{words[k]}]." for k, who in enumerate(article.split(" "))
        ]
        story.add(f"k{n}", f"Outlet {'ABC'[n]}", f"2031-05-0{n + 1}T06:00:00Z", " ".join(told))
    (claim,) = trace(story.pieces, story.clusters).claims
    assert claim.independence == interval
    assert claim.why


@pytest.mark.parametrize(
    ("probability", "interval"),
    [(1.0, (2, 2)), (0.85, (2, 2)), (0.75, (1, 2)), (0.05, (1, 1))],
)
def test_roots_of_reports_that_may_tell_something_else(probability: float, interval: tuple[int, int]) -> None:
    story = Story(sources=WHO)
    story.add("a", "Outlet A", "2031-05-01T06:00:00Z", "[quay|The eastern quay sank|MAYOR]. [quay|It is gone|MAYOR].")
    story.add("b", "Outlet B", "2031-05-02T06:00:00Z", "[quay|The quay is under water|JUDGE].")
    (claim,) = trace(story.pieces, story.clusters, same_claim=lambda a, b: probability).claims
    assert claim.independence == interval
    assert any("tell" in w for w in claim.why[1:]) is (probability < 0.8)


SAME = [
    ({"kind": "organisation", "name": "Alba Lines"}, {"kind": "unknown", "name": "the Alba Lines"}, True),
    ({"kind": "person", "name": "Ines Tarr"}, {"kind": "person", "name": "Ines Tarr"}, False),  # two keys: not one
    (
        {"kind": "person", "anonymous": True, "descriptor": "a spokesman for the ministry of fish"},
        {"kind": "government", "name": "Ministry of Fish"},
        True,
    ),
    (
        {"kind": "person", "anonymous": True, "descriptor": "a clerk"},
        {"kind": "person", "anonymous": True, "descriptor": "a clerk"},
        False,
    ),
    (
        {"kind": "document", "descriptor": "the ship’s log"},
        {"kind": "unknown", "descriptor": "an extract from the ship’s log"},
        True,
    ),
]


@pytest.mark.parametrize(("a", "b", "same"), SAME)
def test_same_source(a: dict, b: dict, same: bool) -> None:
    x, y = TracedSource(id="x", **a), TracedSource(id="y", **b)
    assert same_source(x, y) is same
    assert same_source(y, x) is same


def test_a_minister_and_the_ministry_may_speak_with_one_voice() -> None:
    person = TracedSource(id="x", kind="person", name="Ada Krog", role="minister", affiliation="Ministry of Fish")
    body = TracedSource(id="y", kind="government", name="Ministry of Fish")
    assert not surely_apart(person, body, frozenset())


def test_the_least_number_is_what_is_surely_distinct() -> None:
    three = tuple(TracedSource(id=i, kind="person") for i in "abc")
    assert largest_apart(three, lambda x, y: {x.id, y.id} == {"a", "b"}) == 2
    assert independence(Counted(), lambda x, y: True) == (0, 0)
