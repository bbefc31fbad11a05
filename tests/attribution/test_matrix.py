"""Contents in pieces before a final reporting clause are made whole; all else stays as it is."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from drafted import drafted

from firsthand.attribution.matrix import whole_matrix
from firsthand.language.quotes import quotations
from firsthand.language.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{c|The line} has settled on a yard {c|to build its new} ships, {s|a manager} {q|has told} the Courier.",
            ["The line has settled on a yard to build its new ships"],
        ),
        (
            "{c|Ida} Mora, the director, will go in June, {s|a trustee} {q|said}.",
            ["Ida Mora, the director, will go in June"],
        ),
        ("{c|The pier is lost}, {s|the mayor} {q|said}.", ["The pier is lost"]),
        ("{c|The pier}, {s|the mayor} {q|said}, {c|is lost}.", ["The pier", "is lost"]),
        ("{s|The mayor} {q|said} {c|the pier} and {c|the quay} were lost.", ["the pier", "the quay"]),
        ("{c|The pier} was “gone” by {c|noon}, {s|the mayor} {q|said}.", ["The pier", "noon"]),
    ],
)
def test_pieces(text: str, expected: list[str]) -> None:
    article, drafts = drafted(text)
    read = [replace(d, found=SimpleNamespace()) for d in drafts]
    (draft,) = whole_matrix(article, read, sentences(article.text), quotations(article.text))
    assert [c.of(article.text) for c in draft.contents] == expected


def test_what_another_cue_stands_in_is_left() -> None:
    article, drafts = drafted("{c1|The pier} {s2|Ann} {q2|says} {c2|fell} is {c1|old}, {s1|the mayor} {q1|said}.")
    read = [replace(d, found=SimpleNamespace()) for d in drafts]
    found = whole_matrix(article, read, sentences(article.text), quotations(article.text))
    assert [d.contents for d in found] == [d.contents for d in read]
