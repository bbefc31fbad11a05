"""Sentences: every boundary in code points, none across a blank line, and the text as it was."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.language.sentences import paragraphs, sentences

TABLE = [
    ("He met Ms. Acosta on Friday. Then he left.", ["He met Ms. Acosta on Friday.", "Then he left."]),
    ("", []),
    (" \n\t\n ", []),
    ("One. Two.", ["One.", "Two."]),
    ("Tin roofs fly in storm\nA storm tore roofs off.", ["Tin roofs fly in storm", "A storm tore roofs off."]),
    ("No stop here\n\nNor here", ["No stop here", "Nor here"]),
    ("Gov. Lee Marsh of the U.S. Senate spoke. He left.", ["Gov. Lee Marsh of the U.S. Senate spoke.", "He left."]),
    (
        "“It held. It always held,” said Orla Finch. Rain fell.",
        ["“It held. It always held,” said Orla Finch.", "Rain fell."],
    ),
    ("😀 He’s here. She’s not.", ["😀 He’s here.", "She’s not."]),
    ("a line\r\nof a poem\r\n\r\nEnd", ["a line\r\nof a poem", "End"]),
    ("“We go on. And on.\n\n“We never stop.” He sat.", ["“We go on.", "And on.", "“We never stop.”", "He sat."]),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [s.of(text) for s in sentences(text)] == expected


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The harbour board of Little Senn said on Monday that it had no\n"
        "Money left for the breakwater, which lost forty metres in the\n"
        "January storm and has not been repaired since. Two members\n"
        "resigned."
    )
    assert len(paragraphs(text)) == 1
    assert len(sentences(text)) == 2


@given(st.text(alphabet=" \n\r.ab“”\"'😀é?A", max_size=200))
def test_spans_are_ordered_and_cover_all_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    rest = list(text)
    for span in spans:
        assert span.of(text) == span.of(text).strip()
        assert "\n\n" not in span.of(text)
        rest[span.start : span.end] = " " * len(span)
    assert not "".join(rest).strip()


@pytest.mark.parametrize("text", ["“a. " * 30_000, '"' * 200_000, "x" * 200_000, "a\n" * 100_000])
def test_strange_input_takes_no_long_time(text: str) -> None:
    start = time.perf_counter()
    sentences(text)
    assert time.perf_counter() - start < 5
