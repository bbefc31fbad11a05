"""Owns the half-open span, the only currency of places in a text. It knows no text."""

from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.errors import InvalidValue


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open ``[start, end)`` in Unicode code points, from 0, of one article's exact stored text.

    The one value of the model whose two fields may be given by position: ``Span(3, 7)``.

    >>> Span(3, 7).of("an apple")
    'appl'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InvalidValue(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words at this span of `text`."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """True where `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """True where the two share at least one character."""
        return self.start < other.end and other.start < self.end


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of `spans` (at least one)."""
    every = tuple(spans)
    return Span(min(s.start for s in every), max(s.end for s in every))
