"""Owns how a content is given: all in quotation marks, in part, or not at all. It pairs no marks itself.

Marks that enclose the whole content of a parent do not count for its children: inside them, the child's words are the
parent's telling.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from firsthand.attribution.cover import Cover, letters
from firsthand.language.quotes import Quote
from firsthand.model import Quotation, Span, Statement

_THAT = re.compile(r"\s*that\b(?=\s*[\"'“”„‘’«»‹›])", re.I)


def quotation_type(
    text: str, content_spans: Sequence[Span], marks: Iterable[Quote], *, aside: Iterable[Span] = ()
) -> Quotation:
    """`direct` where every letter and digit of the content stands inside quotation marks, `mixed` where some do.

    `marks` are the quotations of `text` (`language.quotes.quotations`); those whose span is in `aside` do not count
    (see `enclosing`). A "that" before the opening mark does not make a direct quotation mixed.
    """
    skipped = frozenset(aside)
    inners = Cover(q.inner for q in marks if q.inner is not None and q.span not in skipped)
    inside = outside = 0
    for span in content_spans:
        that = _THAT.match(text, span.start, span.end)
        start = that.end() if that else span.start
        if start >= span.end:
            continue
        part = Span(start, span.end)
        quoted = inners.letters(text, part)
        inside, outside = inside + quoted, outside + letters(text, part) - quoted
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def enclosing(
    text: str, content_spans: Sequence[Span], marks: Iterable[Quote], *, aside: Iterable[Span] = ()
) -> frozenset[Span]:
    """The spans of the marks that enclose the whole content, with those already set `aside`; what children leave out.

    Where the content is not direct these are only the ones set aside before.
    """
    skipped = frozenset(aside)
    every = tuple(marks)
    if quotation_type(text, content_spans, every, aside=skipped) != "direct":
        return skipped
    counted = [q for q in every if q.span not in skipped and any(q.span.meets(s) for s in content_spans)]
    level = min(q.level for q in counted)
    return skipped | {q.span for q in counted if q.level == level}


def with_quotation(text: str, statements: Sequence[Statement], marks: Sequence[Quote]) -> tuple[Statement, ...]:
    """The statements with `quotation` set, parents' marks left out for their children."""
    by_id = {s.id: s for s in statements}
    starts = [q.span.start for q in marks]
    near = {s.id: _near(s, marks, starts) for s in statements}
    known: dict[str, frozenset[Span]] = {}

    def aside(statement: Statement) -> frozenset[Span]:
        line: list[Statement] = []
        above = by_id.get(statement.parent or "")
        while above is not None and above.id not in known and above not in line:
            line.append(above)
            above = by_id.get(above.parent or "")
        for each in reversed(line):
            outer = known.get(each.parent or "", frozenset())
            known[each.id] = enclosing(text, each.content_spans, near[each.id], aside=outer)
        return known.get(statement.parent or "", frozenset())

    found = (quotation_type(text, s.content_spans, near[s.id], aside=aside(s)) for s in statements)
    return tuple(s if s.quotation == q else replace(s, quotation=q) for s, q in zip(statements, found, strict=True))


def _near(statement: Statement, marks: Sequence[Quote], starts: Sequence[int]) -> tuple[Quote, ...]:
    """The marks that meet the content; an outermost one that ends before it ends the search backwards."""
    found: list[Quote] = []
    for span in statement.content_spans:
        for quote in (marks[i] for i in range(bisect_left(starts, span.end) - 1, -1, -1)):
            if quote.span.end > span.start:
                found.append(quote)
            elif quote.level == 0:
                break
    return tuple(sorted(set(found), key=lambda q: (q.span.start, -q.span.end)))
