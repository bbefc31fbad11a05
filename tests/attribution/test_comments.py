"""Reporting clauses and adverbials: found where nothing else has them, left alone everywhere else."""

from dataclasses import replace

import pytest

from firsthand.attribution.comment_patterns import AGENT, CLAUSE, HEARD, MATRIX, VIEWPOINT
from firsthand.attribution.comments import comment_clauses
from firsthand.attribution.drafts import Draft
from firsthand.attribution.pruning import with_whole_sources
from firsthand.language.quotes import quotations
from firsthand.language.sentences import sentences
from firsthand.model import Article, Span


def _run(text: str, drafts: tuple[Draft, ...] = ()) -> list[tuple[str, str, str]]:
    article = Article(key="t", text=text)
    found = comment_clauses(article, drafts, sentences(text), quotations(text))
    return [
        (d.contents[0].of(text), d.cue.of(text), d.source.of(text))
        for d in found
        if d.producer in (AGENT, CLAUSE, MATRIX, VIEWPOINT) and d.cue is not None and d.source is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The harbour board knows that the pier is lost, Lanternpost claims.",
            [("The harbour board knows that the pier is lost", "claims", "Lanternpost")],
        ),
        (
            "Nobody had checked the pumps since June, the ministry said on Monday.",
            [("Nobody had checked the pumps since June", "said", "the ministry")],
        ),
        ("Well, he said.", []),
        ("“The board knows that the pier is lost, Mora says.”", []),
        ("The board met on Monday, and the pier stayed shut.", []),
    ],
)
def test_clauses(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _run(text) == expected


def test_a_cue_that_is_there_stays_the_encoders() -> None:
    text = "The harbour board knows that the pier is lost, Lanternpost claims."
    cue = Span(text.index("claims"), text.index("claims") + 6)
    assert _run(text, (Draft(contents=(Span(0, 45),), cue=cue, producer="encoder"),)) == []


def test_another_content_ends_before_the_clause() -> None:
    text = "The harbour board knows that the pier is lost, Lanternpost claims."
    known = Draft(contents=(Span(24, len(text) - 1),), cue=Span(18, 23), producer="encoder")
    found = comment_clauses(Article(key="t", text=text), (known,), sentences(text), quotations(text))
    assert [d.contents[0].of(text) for d in found] == ["that the pier is lost", text[:45]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The pier stays shut till May, as the harbour master, Ida Mora, set out on Tuesday.",
            "set out|the harbour master, Ida Mora",
        ),
        ("The pier stays shut till May, so one could read in the Lanternpost.", "one could read|the Lanternpost"),
        ("The pier stays shut, as could be read on Monday in the Lanternpost.", "could be read|the Lanternpost"),
        ("As can be seen from the harbour log, the crane had failed twice.", "can be seen|the harbour log"),
        ("As could be seen from the quay, the crane had failed twice.", ""),
        ("The pier stays shut till May, the ministry lets us know.", "lets us know|the ministry"),
        ("The pier, the ministry counters, was never at risk of falling.", "counters|the ministry"),
        ("The pier stays shut till May; so says a welder.", "so says|a welder"),
        ("The cracks were nine in number, by the count of the inspectors.", "by|the inspectors"),
        ("The pier was never safe in the welder's view.", "in|the welder"),
        ("The loss was put at 40 million crowns by the ministry.", "was put at|the ministry"),
        ("Nine cracks were noted in the inspector's log.", "were noted in|the inspector's log"),
        ("The inspector's log records nine cracks.", "records|The inspector's log"),
        ("No boat ran, while the company maintains that one in three was kept.", "maintains|the company"),
        ("Engineers put the risk at one in ten.", "put|Engineers"),
        ("The pier was rebuilt by the town in May.", ""),
        ("In the end of the day the town had no view of the sea.", ""),
        ("The harbour, the oldest on the coast, reports to the ministry.", ""),
    ],
)
def test_forms(text: str, expected: str) -> None:
    assert [f"{cue}|{source}" for _, cue, source in _run(text)] == ([expected] if expected else [])


def test_whom_an_outlet_has_it_from_stands_inside_what_it_says() -> None:
    text = "The pier stays shut till May, it has learned from a person close to the builder."
    drafts = comment_clauses(Article(key="t", text=text), (), sentences(text), quotations(text))
    assert [d.source.of(text) for d in drafts if d.source] == ["it", "a person close to the builder"]
    assert drafts[1].inside is drafts[0]


def test_who_stands_inside_stays_there_when_the_outer_one_is_mended() -> None:
    text = "The pier stays shut till May, it has learned from a person close to the builder."
    outer, inner = comment_clauses(Article(key="t", text=text), (), sentences(text), quotations(text))
    start = Draft(contents=outer.contents, cue=outer.cue, source=Span(30, 32), producer="encoder")
    kept = with_whole_sources(Article(key="t", text=text), [start, replace(inner, inside=start)])
    assert kept[1].inside is kept[0]


LATE = "that the pier is lost"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"The Dell Courier has learned from two welders {LATE}.", f"has learned|two welders|{LATE}"),
        (f"The Dell Courier was told on Monday by a clerk {LATE}.", f"was told|a clerk|{LATE}"),
        (
            "The pier is lost, the Dell Courier has learned from sources at the yard.",
            "has learned|sources at the yard|The pier is lost",
        ),
        (
            "As the Dell Courier has learned from Orla Finch, a welder, the pier is lost.",
            "has learned|Orla Finch, a welder|the pier is lost",
        ),
        (
            "The pier, reporters of the Dell Courier were told by a clerk, is lost.",
            "were told|a clerk|The pier … is lost",
        ),
        (
            f"Lanternpost has learned from people close to the yard {LATE}.",
            f"has learned|people close to the yard|{LATE}",
        ),
        (f"This newspaper has learned from a diver {LATE}.", f"has learned|a diver|{LATE}"),
        (f"Orla Finch has learned from a diver {LATE}.", ""),
        (f"The ministry was told by two welders {LATE}.", ""),
        ("The Dell Courier has learned that the pier is lost.", ""),
        ("The Dell Courier has learned from its mistakes.", ""),
    ],
)
def test_whom_an_outlet_has_it_from_is_the_source(text: str, expected: str) -> None:
    found = comment_clauses(Article(key="t", text=text), (), sentences(text), quotations(text))
    assert [
        f"{d.cue.of(text)}|{d.source.of(text)}|{' … '.join(c.of(text) for c in d.contents)}"
        for d in found
        if d.producer == HEARD and d.cue and d.source
    ] == ([expected] if expected else [])


def test_the_encoders_statement_of_the_outlet_gives_way() -> None:
    text = f"The Dell Courier has learned from two welders {LATE}."
    at = text.index("has learned")
    draft = Draft(
        contents=(Span(text.index("that"), len(text) - 1),),
        cue=Span(at, at + 11),
        source=Span(0, 16),
        producer="encoder",
    )
    (found,) = comment_clauses(Article(key="t", text=text), (draft,), sentences(text), quotations(text))
    assert found.source is not None
    assert (found.producer, found.source.of(text)) == (HEARD, "two welders")


def test_who_tells_in_a_passive_is_its_agent() -> None:
    text = "We were told by two welders that the cables were old."
    at = text.index("were told")
    draft = Draft(contents=(Span(28, len(text) - 1),), cue=Span(at, at + 9), source=Span(0, 2), producer="encoder")
    (found,) = comment_clauses(Article(key="t", text=text), (draft,), sentences(text), quotations(text))
    assert found.source is not None
    assert found.source.of(text) == "two welders"
