"""Owns the weaving of marks into a text: spans that may nest, cross and repeat become properly nested pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from firsthand.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span of the text and what is to be said of it; of two over the same words the lower `rank` stands outside."""

    span: Span
    rank: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One step of the woven text: words, or the opening or closing of a mark.

    `first` is True where a mark opens for the first time in the whole text; a mark that had to be cut opens again.
    """

    text: str = ""
    opens: Mark | None = None
    first: bool = False
    closes: bool = False


def woven(text: str, part: Span, marks: Sequence[Mark], opened: set[str]) -> tuple[Piece, ...]:
    """The words of `part` with `marks` opened and closed in proper nesting; time is linear in pieces and depth.

    `opened` holds the names of marks that have opened before in this text, and is added to.
    """
    here = sorted((m for m in marks if m.span.meets(part)), key=_outside_first)
    cuts = sorted(
        {part.start, part.end} | {c for m in here for c in (m.span.start, m.span.end) if part.start < c < part.end}
    )
    pieces: list[Piece] = []
    stack: list[Mark] = []
    waiting = 0
    active: list[Mark] = []
    for start, end in pairwise(cuts):
        active = [m for m in active if m.span.end > start]
        while waiting < len(here) and here[waiting].span.start <= start:
            active.append(here[waiting])
            waiting += 1
        keep = _common(stack, active)
        pieces += [Piece(closes=True)] * (len(stack) - keep)
        for mark in active[keep:]:
            pieces.append(Piece(opens=mark, first=mark.name not in opened))
            opened.add(mark.name)
        stack = list(active)
        pieces.append(Piece(text=text[start:end]))
    return (*pieces, *[Piece(closes=True)] * len(stack))


def _outside_first(mark: Mark) -> tuple[int, int, int, str]:
    return (mark.span.start, -mark.span.end, mark.rank, mark.name)


def _common(stack: list[Mark], active: list[Mark]) -> int:
    n = 0
    while n < len(stack) and n < len(active) and stack[n] is active[n]:
        n += 1
    return n
