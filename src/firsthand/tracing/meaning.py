"""Owns what a place in a text means, as a vector: near for places that tell the same claim. It decides no claim.

`data/meaning` has a small encoder, learned from all-MiniLM-L6-v2 by `training/meaning.py` on stories whose claims are
told in many words (sentence embeddings by a Siamese encoder: Reimers and Gurevych 2019). Each place is run by itself,
so that its vector depends on its words alone, and vectors are whole numbers, so that sums of their products are exact
in whatever order they are made: the same places give the same claims, however many are compared at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from firsthand.language.graphs import card_of, session

Floats = npt.NDArray[np.float32]

LONGEST = 64
"""Tokens of a place that are looked at: about 50 words."""


def meanings(told: Iterable[str]) -> tuple[bytes, ...]:
    """The vector of each place with those words, as bytes for `vectors_of`: 384 numbers in -127..127, int8.

    Raises ModelError where a file of the encoder is missing or damaged.
    """
    return tuple(map(_encoder().meaning, told))


def vectors_of(kept: Iterable[bytes]) -> Floats:
    """What `meanings` gave as whole numbers, float32 [places, 384]; products of two such vectors are exact."""
    rows = [np.frombuffer(one, dtype=np.int8) for one in kept]
    return np.stack(rows).astype(np.float32) if rows else np.zeros((0, 0), dtype=np.float32)


def cosines(a: Floats, b: Floats) -> Floats:
    """How near the places of `a` are to those of `b`, in -1..1: float32 [a, b]."""
    lengths = np.sqrt((a * a).sum(axis=1))[:, None] * np.sqrt((b * b).sum(axis=1))
    return np.asarray((a @ b.T) / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)


def nearness(a: str, b: str) -> float:
    """How near two places with those words are, in -1..1."""
    one, other = meanings((a, b))
    return float(cosines(vectors_of([one]), vectors_of([other]))[0, 0])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Encoder:
    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer

    def meaning(self, words: str) -> bytes:
        ids = np.array([self.tokenizer.encode(" ".join(words.split())).ids], dtype=np.int64)
        (vector,) = self.session.run(None, {"input_ids": ids})[0]
        kept: bytes = np.round(127 / np.abs(vector).max() * vector).astype(np.int8).tobytes()
        return kept


@cache
def _encoder() -> _Encoder:
    home = Path(str(resources.files("firsthand.tracing").joinpath("data", "meaning")))
    card_of(home)
    tokenizer = Tokenizer.from_file(str(home / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return _Encoder(session=session(home / "meaning.onnx"), tokenizer=tokenizer)
