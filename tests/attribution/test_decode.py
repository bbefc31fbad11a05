"""Decoding: the best legal sequence is the one that trying all of them finds."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from firsthand.attribution.decode import CUE_TAGS, ROLE_TAGS, _viterbi, best_path, log_softmax, spans_of

SCORES = st.integers(1, 4).flatmap(lambda n: arrays(np.float32, (2, n, 5), elements=st.integers(-50, 50)))


def legal(path: tuple[int, ...], tags: tuple[str, ...]) -> bool:
    names = ["O", *(tags[i] for i in path)]
    return all(not b.startswith("I-") or a[2:] == b[2:] for a, b in pairwise(names))


@pytest.mark.parametrize("tags", [CUE_TAGS, ROLE_TAGS])
@settings(max_examples=20, deadline=None)
@given(scores=SCORES)
def test_viterbi_is_brute_force(tags: tuple[str, ...], scores: np.ndarray) -> None:
    paths = np.array([p for p in product(range(5), repeat=scores.shape[1]) if legal(p, tags)])
    for row, path in zip(scores, best_path(scores, tags), strict=True):
        found = tuple(int(i) for i in path)
        assert legal(found, tags)
        steps = np.arange(len(row))
        assert row[steps, list(found)].sum() == row[steps, paths].sum(axis=1).max()


@pytest.mark.parametrize("tags", [CUE_TAGS, ROLE_TAGS])
@pytest.mark.parametrize("steady", [False, True])
def test_a_long_row_is_mended_as_if_it_were_decided_again_as_a_whole(tags: tuple[str, ...], steady: bool) -> None:
    rng = np.random.default_rng(13)
    for length in (1, 7, 40, 200):
        raw = rng.normal(size=(6, length, len(tags))) * 4
        scores = log_softmax((raw.cumsum(axis=1) / 2 if steady else raw).astype(np.float32))
        for row, path in zip(scores, best_path(scores, tags), strict=True):
            assert path.tolist() == _viterbi(row.tolist(), tags, opens=True)


def test_a_row_that_no_short_piece_can_mend() -> None:
    # A long content without its beginning: every token of it has to change, however far it reaches.
    scores = np.full((1, 120, 5), -9.0, dtype=np.float32)
    scores[0, :, 4] = -0.1
    scores[0, :, 0] = -0.11
    scores[0, 0, 0], scores[0, 0, 4] = -0.1, -0.2
    assert best_path(scores, ROLE_TAGS).tolist() == [[0] * 120]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ([0, 1, 2, 0, 3], [("source", 1, 3), ("content", 4, 5)]),
        ([1, 1, 3, 4], [("source", 0, 1), ("source", 1, 2), ("content", 2, 4)]),
        ([2, 0], []),
        ([1, 4], [("source", 0, 1)]),
        ([], []),
    ],
)
def test_spans_of(path: list[int], expected: list[tuple[str, int, int]]) -> None:
    assert spans_of(np.array(path, dtype=np.int64), ROLE_TAGS) == expected


@given(arrays(np.float32, (3, 5), elements=st.floats(-1e4, 1e4, width=32)))
def test_log_softmax(x: np.ndarray) -> None:
    assert np.allclose(np.exp(log_softmax(x)).sum(axis=-1), 1, atol=1e-4)
