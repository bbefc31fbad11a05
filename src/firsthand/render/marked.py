"""Owns which words of the article a statement is shown with, the article's own marks with them. It adds no mark."""

from bisect import bisect_left

from firsthand.language.quotes import Quote
from firsthand.model import Span, Statement
from firsthand.render.plain import line

_EDGE = ",.;:!?…"
_REACH = 2
"""A closing mark may stand behind one point or comma that the content left out."""


def shown_spans(text: str, quotes: tuple[Quote, ...], statement: Statement) -> tuple[Span, ...]:
    """The content spans, each widened over the article's quotation marks that stand at its very edge.

    An indirect content is never widened: the marks around it are those of the statement that it stands in.
    """
    if statement.quotation == "indirect":
        return statement.content_spans
    return tuple(_widened(text, quotes, span) for span in statement.content_spans)


def _widened(text: str, quotes: tuple[Quote, ...], span: Span) -> Span:
    start, end = span.start, span.end
    for quote in _beginning_in(quotes, span):
        if quote.span.end > span.end + _REACH or text[span.end : quote.span.end - quote.closed].strip(_EDGE):
            continue
        start = min(start, quote.span.start)
        end = max(end, quote.span.end)
    return Span(start, end)


def _beginning_in(quotes: tuple[Quote, ...], span: Span) -> tuple[Quote, ...]:
    """The quotations that begin inside `span` or with a mark right before it; `quotes` are in text order."""
    low = bisect_left(quotes, span.start - 1, key=_start)
    return quotes[low : bisect_left(quotes, span.end, lo=low, key=_start)]


def _start(quote: Quote) -> int:
    return quote.span.start


def words(text: str, spans: tuple[Span, ...]) -> str:
    """The words at `spans` on one line; an ellipsis stands for what was left out between two of them."""
    out = ""
    for before, span in zip((None, *spans), spans, strict=False):
        if before is not None:
            out += " … " if text[before.end : span.start].strip() else " "
        out += line(span.of(text))
    return out


def missing_marks(quotes: tuple[Quote, ...], statement: Statement) -> tuple[str, ...]:
    """One note for each quotation mark that the article leaves out around a direct content."""
    if statement.quotation != "direct" or any("mark" in note for note in statement.notes):
        return ()
    first, last = statement.content_spans[0], statement.content_spans[-1]
    inside = [q for s in statement.content_spans for q in _beginning_in(quotes, s) if q.level == 0]
    notes = []
    if any(not q.opened and q.span.start <= first.start + 1 for q in inside):
        notes.append("the opening quotation mark is missing in the article")
    if any(not q.closed and not q.runs_on and q.span.end <= last.end + _REACH for q in inside):
        notes.append("the closing quotation mark is missing in the article")
    return tuple(notes)
