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
Rows = npt.NDArray[np.intp]


@cache
def _table() -> tuple[Mapping[str, int], Floats]:
    """The row of each base form, and unit vectors [forms + 1, width]; the last row is zero, for what has none."""
    place = resources.files("firsthand.tracing").joinpath("data", "vectors.npz")
    with place.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        words, rows = kept["words"].tobytes().decode("ascii").split("\n"), kept["vectors"].astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return {w: i for i, w in enumerate(words)}, np.vstack((rows, np.zeros((1, rows.shape[1]), dtype=np.float32)))


def table() -> Floats:
    """All vectors, float [forms + 1, width]: unit length, the last one zero. Not to be written to."""
    return _table()[1]


def row(word: str) -> int | None:
    """The row of a base form's vector in `table()`; None where it has none."""
    return _table()[0].get(word)


def rows_of(words: Iterable[str]) -> Rows:
    """The rows in `table()` of those of the base forms that have a vector, and at the end that of the zero vector."""
    at, vectors = _table()
    return np.array([*(at[word] for word in words if word in at), len(vectors) - 1], dtype=np.intp)
