"""Owns the rewriting of quotation marks into another house style, and where each offset goes. It judges nothing.

It finds the marks by itself and uses none of `firsthand.language`, on purpose: a check that the style of the marks does
not matter must not lean on the rules that it checks. It is meant for clean prose, such as the examples.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from firsthand.errors import EvaluationError
from firsthand.model import Span

Style = Literal["curly", "straight", "british", "guillemets", "lost"]
STYLES: tuple[Style, ...] = get_args(Style)
OffsetMap = tuple[int, ...]
"""For each offset of the old text, its end included, the offset in the new one."""

_PAIRS: dict[str, str] = {"curly": "“”‘’", "straight": "\"\"''", "british": "‘’“”", "guillemets": "«»“”"}
"""Outer opening, outer closing, inner opening, inner closing mark of each style."""
_CLOSED_BY = {"“": "”", "„": "”", "«": "»", "‘": "’", '"': '"', "'": "'"}
_APOSTROPHES = "’'"
_BEFORE_OPENING = "([—–-" + "".join(_CLOSED_BY)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    at: int
    opens: bool
    depth: int


def restyle(text: str, style: Style) -> tuple[str, OffsetMap]:
    """`text` with its quotation marks put in `style`, and for each old offset the new one (code points, end included).

    `curly` is “ ” and ‘ ’ inside, `straight` has no curly mark left, apostrophes included; `british` is ‘ ’ and “ ”
    inside, `guillemets` « » and “ ” inside; both keep apostrophes. `lost` keeps the marks as they are and drops each
    outermost closing mark that ends a paragraph; the length stays in all others. Raises EvaluationError for an unknown
    style.

    >>> restyle("She said: “It’s late.”", "straight")[0]
    'She said: "It\\'s late."'
    """
    if style not in STYLES:
        raise EvaluationError(f"unknown style {style!r}; the styles are {', '.join(STYLES)}")
    marks = tuple(_marks(text))
    new: list[str | None] = list(text)
    if style == "lost":
        for mark in marks:
            if not mark.opens and mark.depth == 0 and not text[mark.at + 1 :].partition("\n")[0].strip():
                new[mark.at] = None
    else:
        if style == "straight":
            new = ["'" if char == "’" else char for char in text]
        for mark in marks:
            new[mark.at] = _PAIRS[style][2 * (mark.depth % 2) + (not mark.opens)]
    offsets = [0]
    for char in new:
        offsets.append(offsets[-1] + (char is not None))
    return "".join(char for char in new if char is not None), tuple(offsets)


def moved(span: Span, offsets: OffsetMap) -> Span | None:
    """Where `span` of the old text stands in the new one; None where nothing of it is left."""
    start, end = offsets[span.start], offsets[span.end]
    return Span(start, end) if start < end else None


def _marks(text: str) -> Iterator[_Mark]:
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        yield from _marks_of_paragraph(text, start, end)
        start = end + 1


def _marks_of_paragraph(text: str, start: int, end: int) -> Iterator[_Mark]:
    """Every quotation mark of one paragraph with its depth, 0 for outermost. A mark left open is closed by the end."""
    stack: list[str] = []
    for at in range(start, end):
        char = text[at]
        if char in stack and char in _CLOSED_BY.values() and _can_close(text, at, end, stack):
            del stack[len(stack) - 1 - stack[::-1].index(char) :]
            yield _Mark(at=at, opens=False, depth=len(stack))
        elif char in _CLOSED_BY and _can_open(text, at, end):
            yield _Mark(at=at, opens=True, depth=len(stack))
            stack.append(_CLOSED_BY[char])
        elif char in "”»":
            yield _Mark(at=at, opens=False, depth=0)


def _around(text: str, at: int, end: int) -> tuple[str, str]:
    before = text[at - 1] if at and text[at - 1] != "\n" else " "
    return before, text[at + 1] if at + 1 < end else " "


def _can_open(text: str, at: int, end: int) -> bool:
    before, after = _around(text, at, end)
    if text[at] not in "\"'":
        return True
    if after.isspace() or not (before.isspace() or before in _BEFORE_OPENING):
        return False
    # 'tis and '80s: a straight single mark opens only where one that can close it comes later in the paragraph
    return text[at] == '"' or any(text[k] == "'" and _can_close(text, k, end, ["'"]) for k in range(at + 1, end))


def _can_close(text: str, at: int, end: int, stack: list[str]) -> bool:
    before, after = _around(text, at, end)
    if text[at] not in _APOSTROPHES:
        return True if text[at] != '"' else not before.isspace()
    if before.isspace() or after.isalnum():
        return False
    possessive = before in "sSxz" and after.isspace()
    return not (possessive and _closes_later(text, at, end))


def _closes_later(text: str, at: int, end: int) -> bool:
    """Whether the mark of `at` comes again, where it can close, before another quotation opens: the seagulls’ chip."""
    for k in range(at + 1, end):
        before, after = _around(text, k, end)
        if text[k] == text[at] and not before.isspace() and not after.isalnum():
            return True
        if text[k] == "‘" or (text[k] == "'" and before.isspace()):
            return False
    return False
