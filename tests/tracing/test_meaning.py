"""What a place means depends on its words alone, and what tells one claim lies near."""

import json
import shutil
from importlib import resources

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import ModelError
from firsthand.tracing import meaning
from firsthand.tracing.meaning import cosines, meanings, nearness, vectors_of

CLAIM = "The ferry had not been inspected since 2019"
TOLD = ("Nobody has looked over the boat in six years", "'Unchecked for years': the vessel that sank")
BESIDE = (
    "The ferry sank within nine minutes",
    "An inspector was arrested on Monday",
    "Tickets will cost more from May",
)


@pytest.mark.parametrize("told", TOLD)
def test_other_words_for_one_claim_are_nearer_than_another_claim(told: str) -> None:
    assert nearness(CLAIM, told) > max(nearness(CLAIM, other) for other in BESIDE)


def test_a_vector_is_of_its_words_alone() -> None:
    every = (CLAIM, *TOLD, *BESIDE)
    assert meanings(every) == tuple(meanings([one])[0] for one in every)
    assert meanings([CLAIM]) == meanings([CLAIM.replace(" ", "  \n ")])
    assert meanings([]) == ()


def test_cosines_do_not_hang_on_what_is_compared_at_once() -> None:
    vectors = vectors_of(meanings((CLAIM, *TOLD, *BESIDE)))
    assert vectors.dtype == np.float32
    assert np.abs(vectors).max(axis=1).tolist() == [127.0] * 6
    whole = cosines(vectors, vectors)
    assert np.array_equal(whole, whole.T)
    assert np.allclose(np.diag(whole), 1.0, atol=1e-6)
    for n in range(6):
        assert np.array_equal(cosines(vectors[n : n + 1], vectors[1:4]), whole[n : n + 1, 1:4])


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_whatever_the_words(words: str) -> None:
    (kept,) = meanings([words])
    assert len(kept) == 384
    assert -1.001 <= nearness(words, CLAIM) <= 1.001


def test_a_long_place_is_cut() -> None:
    assert meanings(["pier " * 62]) == meanings(["pier " * 5000])


def test_what_is_damaged_is_told(tmp_path, monkeypatch) -> None:
    home = tmp_path / "data" / "meaning"
    shutil.copytree(str(resources.files("firsthand.tracing").joinpath("data", "meaning")), home)
    monkeypatch.setattr(meaning.resources, "files", lambda _: tmp_path)
    meaning._encoder.cache_clear()
    try:
        (home / "meaning.onnx").write_bytes(b"cut")
        with pytest.raises(ModelError, match=r"meaning\.onnx damaged; install firsthand again"):
            meanings([CLAIM])
        (home / "card.json").write_text(json.dumps({}))
        with pytest.raises(ModelError, match="cannot be loaded"):
            meanings([CLAIM])
    finally:
        meaning._encoder.cache_clear()
