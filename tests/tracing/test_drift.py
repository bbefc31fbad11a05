"""Owns drift: tables of two tellings of which the later was taken from the earlier, and what differs."""

import pytest

from firsthand.model import Span
from firsthand.model.trace import Report
from firsthand.tracing.drift import drift


def report(article: str, words: str, **more: object) -> Report:
    return Report(unit=f"u{article}", article=article, key=article, spans=(Span(0, len(words)),), words=words, **more)


TABLE = [
    ({"words": "27 boats sank"}, {"words": "nearly 30 boats sank"}, [("number", "27", "nearly 30")]),
    ({"words": "27 of the boats sank"}, {"words": "30 of the vessels sank"}, [("number", "27", "30")]),
    ({"words": "27 boats sank"}, {"words": "27 boats sank on 4 May 2031"}, []),
    (
        {"words": "he could sell", "certainty": "hedged", "hedges": ("could",)},
        {"words": "he will sell"},
        [("hedge", "could", "no hedge")],
    ),
    (
        {"words": "it sank", "stated_chain": ("x",)},
        {"words": "it sank"},
        [("attribution", "attributed", "in the article's own voice")],
    ),
    (
        {"words": "“We shall never sell the old quay”", "quotation": "direct"},
        {"words": "“We will never sell the quay”", "quotation": "direct"},
        [("quotation", "We shall never sell the old quay", "We will never sell the quay")],
    ),
    (
        {"words": "“We shall never sell the old quay”", "quotation": "direct"},
        {"words": "“never sell the old quay”", "quotation": "direct"},
        [],
    ),
]


@pytest.mark.parametrize(("before", "after", "found"), TABLE)
def test_drift(before: dict, after: dict, found: list[tuple[str, str, str]]) -> None:
    told = (report("a", **before), report("b", derived_from="a", derivation="rewrite", **after))
    assert [(d.kind, d.before, d.after) for d in drift(told)] == found


def test_a_headline_stronger_than_its_article() -> None:
    told = (
        report("a", "The quay may be sold", certainty="hedged", hedges=("may",)),
        report("a", "Quay sold", field="title"),
    )
    assert [(d.kind, d.after) for d in drift(told)] == [("headline", "Quay sold")]


def test_what_is_not_derived_does_not_drift() -> None:
    assert drift((report("a", "27 boats sank"), report("b", "30 boats sank"))) == ()
