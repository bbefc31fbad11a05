"""The forms that are nearest in meaning, and how near."""

import numpy as np

from firsthand.pipeline.tracing_near import LIKE, MOST, Near
from firsthand.tracing.clusters import pair


def vector(*numbers: int) -> bytes:
    return np.array(numbers, dtype=np.int8).tobytes()


KNOWN = {"a": vector(127, 0, 0), "b": vector(127, 127, 0), "c": vector(0, 0, 127), "d": vector(0, 127, 0)}


def test_the_nearest_first_and_what_is_far_never() -> None:
    near = Near(["a", "c"], KNOWN)
    assert near.cosine("a", "b") == near.cosine("b", "a")
    assert abs(near.cosine("a", "b") - 0.5**0.5) < 1e-6
    assert near.nearest(["a"]) == {pair("a", "b")}
    assert near.nearest(["c"]) == set()
    assert 0 < LIKE < 0.5**0.5


def test_no_more_than_the_bound() -> None:
    many = {f"{n:03}": vector(127, n % 7, 0) for n in range(3 * MOST)}
    near = Near(["000"], many)
    found = near.nearest(["000"])
    assert len(found) == MOST
    assert all("000" in one for one in found)
    assert Near(["000"], dict(reversed(many.items()))).nearest(["000"]) == found
