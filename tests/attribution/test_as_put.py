"""The parenthesis "as X put it" and "in the words of X": whose the sentence is, and what of it is content."""

import pytest
from drafted import drafted, parts, shown

from firsthand.attribution.as_put import as_put

CASES = [
    ("As Meyer {q|put} {c|it, paper is patient}.", ["as-put Meyer: paper is patient"]),
    ("As Ms Dole has it, the sea is a poor lender.", ["as-put Ms Dole: the sea is a poor lender"]),
    ("Trade, as Pryce tells it, began with a single boat.", ["as-put Pryce: Trade | began with a single boat"]),
    ("Ink is cheap, as Otto Meyer put it.", ["as-put Otto Meyer: Ink is cheap"]),
    ("In the words of Ann Meyer, the town was a sieve.", ["as-put Ann Meyer: the town was a sieve"]),
    ("In the words of Ann Meyer, a clerk, the town was a sieve.", ["as-put Ann Meyer: the town was a sieve"]),
    ("The deal is dead, in the words of Ann Brook, a broker.", ["as-put Ann Brook: The deal is dead"]),
    ("As the mayor put it on Tuesday, “the boats are tired.”", ["as-put the mayor: “the boats are tired.”"]),
    ("“Paper is patient,” as Meyer put it.", ["as-put Meyer: “Paper is patient,”"]),
    ("As his lawyer once put it: a debt is a memory.", ["as-put his lawyer: a debt is a memory"]),
    ("As Ann Meyer, a clerk, put it, ink is cheap.", ["as-put Ann Meyer, a clerk,: ink is cheap"]),
    (
        "As Pryce tells it, {s|his father} {q|said} {c|the sea was full}.",
        ["as-put Pryce: his father said the sea was full", "test his father: the sea was full"],
    ),
    ("As the company put it to auction, prices fell.", []),
    ("As luck would have it, the rain stopped.", []),
    ("As the old saying has it, bread is bread.", []),
    ("“As Meyer put it, paper is patient.”", []),
    (
        "{s|The board} {q|said}, as Meyer put it, {c|that paper was patient}.",
        ["test The board: that paper was patient"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_parentheses(text: str, expected: list[str]) -> None:
    article, drafts = drafted(text)
    marks, sentences = parts(article)
    assert shown(article, as_put(article, drafts, sentences, marks)) == expected


def test_the_title_is_left_alone() -> None:
    article, drafts = drafted("Ink is cheap, as Meyer put it\n\nThe mill is closed.", body_start=31)
    marks, sentences = parts(article)
    assert as_put(article, drafts, sentences, marks) == []
