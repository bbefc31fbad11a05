"""The reporting clause at a sentence's end: found where nothing else has it, left alone everywhere else."""

import pytest

from firsthand.attribution.drafts import Draft
from firsthand.attribution.trailing import PRODUCER, trailing_clauses
from firsthand.language.quotes import quotations
from firsthand.language.sentences import sentences
from firsthand.model import Article, Span


def _run(text: str, drafts: tuple[Draft, ...] = ()) -> list[tuple[str, str, str]]:
    article = Article(key="t", text=text)
    found = trailing_clauses(article, drafts, sentences(text), quotations(text))
    return [
        (d.contents[0].of(text), d.cue.of(text), d.source.of(text))
        for d in found
        if d.producer == PRODUCER and d.cue is not None and d.source is not None
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
    found = trailing_clauses(Article(key="t", text=text), (known,), sentences(text), quotations(text))
    assert [d.contents[0].of(text) for d in found] == ["that the pier is lost", text[:45]]
