import os
import random
import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import InvalidValue
from firsthand.language.likeness import (
    BANDS,
    PERMUTATIONS,
    ROWS,
    bands,
    folded_words,
    likeness,
    recipe,
    shared_passages,
    shingles,
    signature,
    signature_of,
)
from firsthand.model import Span

STORY = """Ferry to Halm Island stays in port for a third day

HALM, 4 May — The ferry that carries food and mail to Halm Island stayed in port on Tuesday for the third day in a row.

Ilse Brandt, the harbour master, said the swell outside the breakwater was still above four metres and that no crew
could be asked to cross it. “We look at the buoy every hour,” she said. “When it reads two and a half, we go.”

About three hundred people live on the island all year. The grocer there, Tomas Wray, told the Tidewater Post that
bread had run out on Sunday evening and that flour would last until the end of the week if nobody baked for guests.

The county has offered to fly in medicine by helicopter. A spokeswoman for the county, Rena Holt, said two people had
asked for insulin and that both had been brought what they needed before noon.

Forecasters expect the wind to turn north during the night. If it does, the first crossing could be on Thursday.
"""
OTHER = """Council puts off its vote on the new bus depot

The council of Merrow put off until June its vote on a depot for ninety electric buses beside the old tannery. Members
from three parties said the noise study had come too late to be read.

Jonas Peel, who chairs the committee for transport, called the delay “a month lost for nothing”. Neighbours who had
filled the gallery clapped when it was announced, then left in the rain without a word to the members downstairs.
"""
FOOTER = (
    "The Tidewater Post is a paper for the coast and its islands. Write to the desk with what you know, or call the "
    "newsroom at any hour; we read every letter, answer most of them and print the best on Saturdays for all to see."
)


PINNED_SHINGLES = [8960155841228641068, 9050434545246864815]
PINNED_BANDS = (8455852433183617405, -5853590940972436182)


def copy_of(story: str) -> str:
    """A copy as it is often printed: another headline, a wire credit, the last paragraphs dropped."""
    parts = story.strip().split("\n\n")
    return "\n\n".join(["No boat for Halm before Thursday", "(Tidewater Wire) — " + parts[1], *parts[2:-2]])


def words(n: int, seed: int = 0, start: int = 0) -> list[str]:
    return [f"w{random.Random(f'{seed} {i}').randrange(10**9)}" for i in range(start, start + n)]


def kind(a: str, b: str) -> str | None:
    return likeness(shingles(a), shingles(b)).kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“DON’T go,” she SAID.", ["dont", "go", "she", "said"]),
        ("don't go she said", ["dont", "go", "she", "said"]),
        ("caf\u00e9 cafe\u0301", ["café", "café"]),
        ("co\u00adopera\u200btion ﬁnally", ["cooperation", "finally"]),
        ("the ministers’ 1,200 plans…", ["the", "ministers", "1", "200", "plans"]),
        ("snake_case —", ["snake", "case"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        (" \n…", []),
    ],
)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    assert [w for w, _, _ in folded_words(text)] == expected


def test_shingles_do_not_see_case_marks_and_white_space() -> None:
    assert shingles("“The ferry,” she said, “stays in port.”") == shingles("THE FERRY she said\nstays in\tport")
    assert shingles("the ferry stays in port now") != shingles("the ferry stays in dock now")


@pytest.mark.parametrize(
    ("text", "n"), [("", 0), ("…!", 0), ("One", 1), ("a b c d", 1), ("a b c d e", 1), ("a b c d e f", 2)]
)
def test_short_texts(text: str, n: int) -> None:
    assert len(shingles(text)) == n
    assert len(signature(text)) == (PERMUTATIONS if n else 0)
    assert len(bands(signature(text))) == (BANDS if n else 0)


def test_two_texts_without_words_share_nothing() -> None:
    assert kind("", "") is None
    assert kind("a b", "a b") == "same text"
    assert kind("a b", "a b c") is None


def test_a_signature_of_another_length_is_refused() -> None:
    with pytest.raises(InvalidValue, match="96 values, not 2"):
        bands((1, 2))


@given(st.text())
def test_values_fit_a_signed_column(text: str) -> None:
    assert all(-(2**63) <= v < 2**63 for v in (*shingles(text), *bands(signature(text))))
    assert signature(text) == signature_of(shingles(text))


def test_values_are_pinned() -> None:
    # A ledger keeps them: where this fails, what is stored is of another recipe and must be made anew.
    assert recipe() == "words5-blake2b64-rminhash2-32x3-20261103"
    assert sorted(shingles("the ferry stays in port today")) == PINNED_SHINGLES
    assert bands(signature("the ferry stays in port today"))[:2] == PINNED_BANDS


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_same_in_every_process(seed: str) -> None:
    code = (
        "import sys; from firsthand.language.likeness import *; "
        "t = sys.stdin.read(); print(sorted(shingles(t))[:9], bands(signature(t)))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        input=STORY,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
    ).stdout
    assert told.strip() == f"{sorted(shingles(STORY))[:9]} {bands(signature(STORY))}"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (STORY, STORY, "same text"),
        (STORY, STORY.upper().replace("“", '"').replace("\n", "  "), "same text"),
        (STORY, copy_of(STORY), "near-duplicate"),
        (STORY, "\n\n".join(copy_of(STORY).split("\n\n")[:3]), "contains"),
        (STORY, STORY + "\n\n" + OTHER + "\n\n" + FOOTER, "near-duplicate"),
        (OTHER, STORY + "\n\n" + OTHER, "contains"),
        (STORY, OTHER, None),
        (STORY + FOOTER, OTHER + FOOTER, "shares text"),
        (
            "The council met on Monday to talk about the depot. " + FOOTER,
            "A ferry went aground. " + FOOTER,
            "shares text",
        ),
        (STORY, "A swell kept the boats in. " + OTHER, None),
    ],
)
def test_kinds(a: str, b: str, expected: str | None) -> None:
    assert kind(a, b) == expected
    assert kind(b, a) == expected


def test_likeness_of_sets() -> None:
    found = likeness(frozenset({1, 2, 3, 4}), frozenset({3, 4, 5}))
    assert (found.jaccard, found.containment_a, found.containment_b, found.shared) == (2 / 5, 2 / 4, 2 / 3, 2)
    assert likeness(frozenset(), frozenset({1})).shared == 0


def test_a_copy_is_found_by_its_bands() -> None:
    assert set(bands(signature(STORY))) & set(bands(signature(copy_of(STORY))))
    assert not set(bands(signature(STORY))) & set(bands(signature(OTHER)))


def test_the_curve_of_the_bands() -> None:
    """Candidates are found as often as the docstring of `BANDS` says, at Jaccard 0.5 and at 0.05."""
    rng = random.Random(5)
    for target, n in ((0.5, 150), (0.05, 150)):
        share, found = round(2 * 200 * target / (1 + target)), 0
        jaccard = share / (400 - share)
        for _ in range(n):
            pool = [rng.getrandbits(63) for _ in range(400)]
            a, b = frozenset(pool[:200]), frozenset(pool[200 - share : 400 - share])
            found += bool(set(bands(signature_of(a))) & set(bands(signature_of(b))))
        expected = 1 - (1 - jaccard**ROWS) ** BANDS
        assert abs(found / n - expected) < 0.05


# Shared passages


def passages(a: str, b: str, **more: int) -> list[tuple[str, str]]:
    return [(x.of(a), y.of(b)) for x, y in shared_passages(a, b, **more)]


def test_a_passage_is_given_in_both_exact_texts() -> None:
    a = "Before. “We look at the BUOY every hour,” she said. After it."
    b = "Then: 'we look\nat the buoy every hour' she said, and left."
    assert passages(a, b, min_words=5) == [
        ("We look at the BUOY every hour,” she said", "we look\nat the buoy every hour' she said")
    ]


def test_a_copy_has_one_long_passage() -> None:
    found = passages(STORY, copy_of(STORY))
    assert len(found) == 1
    assert found[0][0].startswith("HALM, 4 May — The ferry that carries")
    assert found[0][0].endswith("for guests")


@pytest.mark.parametrize(
    ("a", "b", "n", "expected"),
    [
        ("", "a b c", 1, []),
        ("a b c", "", 1, []),
        ("a b c", "a b c", 4, []),
        ("a b c", "a b c", 3, [("a b c", "a b c")]),
        ("x a b c y d e f z", "d e f - a b c", 3, [("a b c", "a b c"), ("d e f", "d e f")]),
        ("a b c d e", "a b c . x . c d e", 2, [("a b c", "a b c"), ("d e", "d e")]),
        ("a b q a b", "a b", 2, [("a b", "a b"), ("a b", "a b")]),
        ("a b c d e f g", "a b c d x d e f g", 3, [("a b c d", "a b c d"), ("e f g", "e f g")]),
        ("la la la la", "la la", 2, [("la la", "la la"), ("la la", "la la")]),
        ("a b c d", "a b x c d", 2, [("a b", "a b"), ("c d", "c d")]),
    ],
)
def test_runs(a: str, b: str, n: int, expected: list[tuple[str, str]]) -> None:
    assert passages(a, b, min_words=n) == expected


def test_no_passage_of_no_words() -> None:
    with pytest.raises(InvalidValue, match="at least 1 word, not 0"):
        shared_passages("a", "a", min_words=0)


def longest_run(x: list[str], y: list[str]) -> int:
    best = 0
    for i in range(len(x)):
        for k in range(len(y)):
            n = 0
            while i + n < len(x) and k + n < len(y) and x[i + n] == y[k + n]:
                n += 1
            best = max(best, n)
    return best


letters = st.lists(st.sampled_from("abc"), max_size=30)


@given(letters, letters, st.integers(1, 4))
def test_passages_against_the_slow_way(x: list[str], y: list[str], n: int) -> None:
    a, b = " ".join(x), " ".join(y)
    found = shared_passages(a, b, min_words=n)
    for one, other in found:
        assert one.of(a) == other.of(b)
        assert len(one.of(a).split()) >= n
    for before, after in pairwise(found):
        assert before[0].end < after[0].start
    best = longest_run(x, y)
    assert max((len(one.of(a).split()) for one, _ in found), default=0) == (best if best >= n else 0)


@settings(max_examples=50)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text(a: str, b: str) -> None:
    for one, other in shared_passages(a, b, min_words=2):
        assert [w for w, _, _ in folded_words(one.of(a))] == [w for w, _, _ in folded_words(other.of(b))]
    assert shared_passages(a, a, min_words=1) == tuple(_whole(a))


def _whole(text: str) -> list[tuple[Span, Span]]:
    every = folded_words(text)
    return [(Span(every[0][1], every[-1][2]),) * 2] if every else []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("la " * 20_000, "la " * 15_000),
        ("a b " * 10_000, "b a a " * 6_000),
        (" ".join(words(15_000)), " ".join(words(15_000))),
        (" ".join(words(15_000)), " ".join(words(15_000, seed=1))),
    ],
    ids=["one word", "two words", "equal", "unlike"],
)
def test_time_is_bounded(a: str, b: str) -> None:
    start = time.process_time()
    shared_passages(a, b)
    assert time.process_time() - start < 2
