"""Owns what a base form means, as a vector: near for words of near meaning. It reads no text and compares no claims.

`data/vectors.npz` was made by `training/claims.py vectors` from all-MiniLM-L6-v2 (Apache-2.0; Wang et al. 2020, Reimers
and Gurevych 2019): the vector of each word alone, base forms averaged, their common mean taken off, the first principal
components kept, as int8.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@cache
def _table() -> tuple[Mapping[str, int], Floats]:
    """The row of each base form, and unit vectors [forms + 1, width]; the last row is zero, for what has none."""
    place = resources.files("firsthand.tracing").joinpath("data", "vectors.npz")
    with place.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        words, rows = kept["words"].tobytes().decode("ascii").split("\n"), kept["vectors"].astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return {w: i for i, w in enumerate(words)}, np.vstack((rows, np.zeros((1, rows.shape[1]), dtype=np.float32)))


def vectors(words: Iterable[str]) -> Floats:
    """The vectors of base forms, float [words, width]: unit length, or zero for a word that has none."""
    at, rows = _table()
    return rows[[at.get(word, -1) for word in words]]
