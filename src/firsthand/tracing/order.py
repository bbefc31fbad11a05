"""Owns which of two articles came first, as far as their dates say. It never guesses a date."""

from typing import Literal

from firsthand.model.trace import Instants, Piece

Order = Literal["before", "after", "not known"]


def order(a: Instants, b: Instants) -> Order:
    """Whether `a` lies before `b`; not known where the intervals overlap, as those of undated articles do, or where
    both are one and the same instant.

    >>> order(("2031-05-04T09:00:00Z", "2031-05-04T09:00:00Z"), ("2031-05-05T00:00:00Z", None))
    'before'
    """
    if a[1] is not None and b[0] is not None and a[1] < b[0]:
        return "before"
    if b[1] is not None and a[0] is not None and b[1] < a[0]:
        return "after"
    return "not known"


def in_time(piece: Piece) -> tuple[bool, str, str, str]:
    """A key to sort pieces by: the dated ones first, in order of time, ties by id. It does not say what came first."""
    earliest, latest = piece.when
    start = earliest or latest
    return (start is None, start or "", latest or earliest or "", piece.id)
