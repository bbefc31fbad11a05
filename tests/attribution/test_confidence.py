"""Confidence: one number in 0..1 by the card, whatever the card holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.attribution.confidence import FEATURES, UNFITTED, confidence, features
from firsthand.attribution.drafts import Draft
from firsthand.attribution.encoder import Found, Part
from firsthand.model import Span

CHANCE = st.floats(0, 1)


def found(p: float, *, sources: bool = True, nested: bool = False, silence: float = 0.5) -> Found:
    one = Part(span=Span(0, 2), begin=p, end=p, worst=p)
    return Found(cue=one, nested=nested, sources=(one,) if sources else (), contents=(one, one), silence=silence)


def draft(finding: Found | None, producer: str = "encoder-1") -> Draft:
    return Draft(contents=(Span(0, 2),), producer=producer, found=finding)


def test_features_have_the_order_of_their_names() -> None:
    row = dict(zip(FEATURES, features(found(1.0, sources=False, nested=True)).tolist(), strict=True))
    assert row == {
        "bias": 1, "cue": 6, "source": 0, "content": 6, "content end": 6, "no source": 1, "pieces": 1, "nested": 1
    }  # fmt: skip


@given(CHANCE, CHANCE, st.booleans())
def test_features_are_finite(p: float, silence: float, sources: bool) -> None:
    assert np.isfinite(features(found(p, sources=sources, silence=silence))).all()


@given(CHANCE, st.lists(st.floats(-50, 50), min_size=8, max_size=8))
def test_it_is_a_probability(p: float, weights: list[float]) -> None:
    assert 0 <= confidence(draft(found(p)), {"calibration": {"weights": weights}}) <= 1


@pytest.mark.parametrize(
    ("producer", "card", "expected"),
    [
        ("rule:continues", {"calibration": {"rules": {"rule:continues": 0.8}}}, 0.8),
        ("rule:other", {"calibration": {"rules": {"rule:continues": 0.8}}}, UNFITTED),
        ("rule:continues", {}, UNFITTED),
    ],
)
def test_a_rule_has_its_own_number(producer: str, card: dict, expected: float) -> None:
    assert confidence(draft(None, producer), card) == expected


def test_surer_spans_make_a_surer_statement() -> None:
    card = {"calibration": {"weights": [0, 1, 1, 1, 1, 0, 0, 0]}}
    assert confidence(draft(found(0.9)), card) > confidence(draft(found(0.4)), card)
    assert confidence(draft(found(0.9)), {}) == 0.5
