"""Owns the union of many spans, so that a text is walked once, not once for each. It reads no words."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from firsthand.model import Span, Statement


class Cover:
    """The union of spans: joined, in order, found by bisection."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        starts: list[int] = []
        ends: list[int] = []
        for span in sorted(spans):
            if ends and span.start <= ends[-1]:
                ends[-1] = max(ends[-1], span.end)
            else:
                starts.append(span.start)
                ends.append(span.end)
        self._starts, self._ends = starts, ends

    def inside(self, span: Span) -> Iterator[Span]:
        """The parts of `span` that are covered, in order."""
        low, high = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
        for start, end in zip(self._starts[low:high], self._ends[low:high], strict=True):
            yield Span(max(start, span.start), min(end, span.end))

    def meets(self, span: Span) -> bool:
        """True where some of `span` is covered."""
        return any(True for _ in self.inside(span))

    def letters(self, text: str, span: Span) -> int:
        """How many letters and digits of `span` are covered."""
        return sum(letters(text, part) for part in self.inside(span))


def letters(text: str, span: Span) -> int:
    """How many letters and digits there are in `span`."""
    return sum(map(str.isalnum, text[span.start : span.end]))


def spans_of(statement: Statement, *, source: bool = True) -> tuple[Span, ...]:
    """The content, cue and, unless told otherwise, source spans of a statement, in that order."""
    rest = (statement.cue_span, statement.source_span if source else None)
    return (*statement.content_spans, *(s for s in rest if s is not None))
