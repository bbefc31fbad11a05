"""Differences between two passages: nothing is lost, and only what differs is marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.render.plain import cleaned
from firsthand.render.trace_diff import MOST_WORDS, side_by_side, whole


def marked(runs) -> list[str]:
    return [r.words for r in runs if r.differs]


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        ("it could close for 27 days", "it will close for 30 days", ["could", "27"], ["will", "30"]),
        ("The bridge", "the  bridge", [], []),
        ("it may soon close", "it closes", ["may soon close"], ["closes"]),
        ("", "it closes", [], ["it closes"]),
        ("a 4.2 billion order", "a 4.3 billion order", ["4.2"], ["4.3"]),
    ],
)
def test_marks(before: str, after: str, gone: list[str], come: list[str]) -> None:
    one, other = side_by_side(before, after)
    assert (marked(one), marked(other)) == (gone, come)


words = st.lists(st.sampled_from(["the", "pier", "shut", "27", ",", "“now”", "\n", "é"]), max_size=30).map(" ".join)


@given(words, words)
def test_no_word_is_lost(before: str, after: str) -> None:
    one, other = side_by_side(before, after)
    assert "".join(r.words for r in one) == cleaned(before).strip()
    assert "".join(r.words for r in other) == cleaned(after).strip()
    same = [r.words for r in one if not r.differs]
    assert before != after or "".join(same) == cleaned(before).strip()


def test_a_long_passage_is_cut() -> None:
    (run,) = whole("word " * 5 * MOST_WORDS)
    assert run.words.endswith("…")
    assert run.words.count("word") == MOST_WORDS
