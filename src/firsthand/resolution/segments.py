"""Owns the cutting of a source phrase at its commas, brackets, dashes and relative clauses. It knows no words'
meaning.
"""

import re
from dataclasses import dataclass
from typing import Literal

from firsthand.model import Span

_CUT = re.compile(
    r"(?=[\s,(\[)\]—–])(?:(?P<relative>,?\s+(?:who|whom|whose|which|where)\b)|(?P<that>\s+that\s)|(?P<comma>,\s+)|(?P<open>\s*[(\[])|"
    r"(?P<close>[)\]],?\s*)|(?P<dash>\s+[—–-]{1,2}\s+|(?<=\w)[—–](?=\w)))"
)
_NEW = re.compile(r"(?:an?|the|his|her|its|their)\s|[A-Z]")
_LISTS = re.compile(r"(?:including|like|such|among them)\b")
_NO_APPOSITION = re.compile(
    r"(?:\d|including|like|such|speaking|writing|citing|quoting|referring|known|called|one of whom|led by|Jr\b|Sr\b|"
    r"who\b|whose\b|which\b|where\b|when\b|while\b|and\b|but\b|if\b|according\b|in\b|on\b|at\b|from\b|of\b|not\b|\w+ing\b|"
    r"\w+ed\b)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One piece of a phrase: the main one, a noun phrase beside it, a relative clause, or anything else."""

    span: Span
    kind: Literal["main", "apposition", "relative", "other"]


def segments(text: str, span: Span) -> tuple[Segment, ...]:
    """The pieces of the phrase at `span`, the main one first; white space and marks between them left out.

    >>> t = "Oda Quill, 61, a baker who saw it"
    >>> [s.span.of(t) for s in segments(t, Span(0, len(t)))]
    ['Oda Quill', '61', 'a baker', 'who saw it']
    """
    out: list[Segment] = []
    start, relative, kind = span.start, False, "main"
    for m in _CUT.finditer(text, span.start + 1, span.end):
        if m.start() <= start and kind == "main":
            continue
        _add(out, text, start, m.start(), kind)
        relative = m.lastgroup in ("relative", "that") or (
            relative and m.lastgroup == "comma" and _goes_on(text, m.end())
        )
        start = m.start() if relative and m.lastgroup in ("relative", "that") else m.end()
        kind = "relative" if relative else "after"
    _add(out, text, start, span.end, kind)
    return tuple(out) or (Segment(span=span, kind="main"),)


def _goes_on(text: str, at: int) -> bool:
    """True where what follows a comma inside a relative clause seems to belong to the clause still."""
    return _NEW.match(text, at) is None


def _add(out: list[Segment], text: str, start: int, end: int, kind: str) -> None:
    while start < end and text[start] in " \t\n\u00a0,;":
        start += 1
    while end > start and text[end - 1] in " \t\n\u00a0,;":
        end -= 1
    if start >= end:
        return
    span = Span(start, end)
    if kind == "main":
        out.append(Segment(span=span, kind="main"))
    elif kind == "relative":
        out.append(Segment(span=span, kind="relative"))
    else:
        listing = any(s.kind == "other" and _LISTS.match(s.span.of(text)) for s in out)
        apart = listing or _NO_APPOSITION.match(span.of(text))
        out.append(Segment(span=span, kind="other" if apart else "apposition"))
