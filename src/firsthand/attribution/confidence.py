"""Owns how sure the encoder is that a statement is linked right, as one calibrated number. It measures nothing itself.

A logistic regression over the encoder's own probabilities, fitted on the slice held out of train
(`training/calibrate.py`) and kept in the encoder's card; a rule has one number of its own, fitted there too.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from firsthand.attribution.decode import Floats
from firsthand.attribution.drafts import Draft
from firsthand.attribution.encoder import Found, Part

FEATURES = ("bias", "cue", "source", "content", "content end", "no source", "pieces", "nested")
UNFITTED = 0.5


def _logit(p: float) -> float:
    return min(max(math.log(max(p, 1e-4)) - math.log(max(1 - p, 1e-4)), -6.0), 6.0)


def _weakest(parts: Sequence[Part]) -> float:
    return min((p.begin * p.worst for p in parts), default=1.0)


def features(found: Found) -> Floats:
    """What is known of a finding, in the order of `FEATURES`: float32 [8]."""
    source = _weakest(found.sources[:1]) if found.sources else found.silence
    return np.array(
        [
            1.0,
            _logit(found.cue.begin * found.cue.worst),
            _logit(source),
            _logit(_weakest(found.contents)),
            _logit(min((p.end for p in found.contents), default=1.0)),
            float(not found.sources),
            float(len(found.contents) - 1),
            float(found.nested),
        ],
        dtype=np.float32,
    )


def confidence(draft: Draft, card: Mapping[str, Any]) -> float:
    """The probability, in 0..1, that the draft is linked right, by the encoder's card."""
    if draft.found is None:
        return rule_confidence(draft.producer, card)
    fitted = card.get("calibration", {})
    weights = np.array(fitted.get("weights", [0.0] * len(FEATURES)), dtype=np.float32)
    return 1.0 / (1.0 + math.exp(-min(max(float(weights @ features(draft.found)), -30.0), 30.0)))


def rule_confidence(producer: str, card: Mapping[str, Any]) -> float:
    """The share, in 0..1, of what the rule `producer` added that was linked on the held-out slice, by the card."""
    return float(card.get("calibration", {}).get("rules", {}).get(producer, UNFITTED))
