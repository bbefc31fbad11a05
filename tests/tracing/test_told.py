"""Owns what the view of clusters takes for telling a claim and for denying it, on invented articles."""

import pytest

from firsthand.tracing.reports import Chains
from firsthand.tracing.told import told
from tests.tracing.invented import Story, source, sources

WHO = sources(source("MAYOR", name="Vera Holm"), source("PILOT", name="Knut Orrin"))
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
}


@pytest.mark.parametrize(("first", "later", "stances"), TABLE.values(), ids=TABLE)
def test_one_rule_for_the_view_and_the_reports(first: str, later: str, stances: tuple[str, str]) -> None:
    story = Story(sources=WHO)
    story.add("first", "Brandal Mail", "2031-05-04T06:00:00Z", first)
    story.add("later", "Fjord Echo", "2031-05-06T06:00:00Z", later)
    view = told(story.pieces, story.clusters)
    assert tuple(r.stance for r in Chains(view, ()).reports(0)) == stances
    assert tuple(view.asserts(p.id, 0) for p in story.pieces) == tuple(s == "asserts" for s in stances)
