"""Owns the words that an answer shows of an article: its own, with its own quotation marks. It adds no mark.

A mark stands at the edge of a content or it does not: that is seen from the characters beside it, without reading the
whole article again.
"""

from collections.abc import Sequence

from firsthand.language.quotes import CORNERS, DOUBLE_CLOSE, DOUBLE_EITHER, DOUBLE_OPEN, GUILLEMETS

_OPENING = DOUBLE_OPEN + DOUBLE_EITHER + GUILLEMETS + CORNERS
_CLOSING = DOUBLE_CLOSE + DOUBLE_EITHER + "“" + GUILLEMETS + CORNERS
_SINGLE_OPENING, _SINGLE_CLOSING = "‘‚‹'", "’›'"
_POINTS = ".,;:!?…"

Pair = tuple[int, int]
"""``(start, end)``, half-open, in code points of the stored text."""


def short(words: str, most: int = 80) -> str:
    """What somebody typed, as a message repeats it: at most `most` characters, the end cut off and marked.

    >>> short("a" * 100, 4)
    'aaa…'
    """
    return words if len(words) <= most else words[: most - 1] + "…"


def pairs(spans: Sequence[Sequence[int]]) -> tuple[Pair, ...]:
    """Spans as the database holds them, as pairs."""
    return tuple((start, end) for start, end in spans)


def words_at(text: str | None, span: Sequence[int] | None) -> str | None:
    """The words at `span` on one line; None where there is no span or the text was cleared."""
    return None if text is None or span is None else " ".join(text[span[0] : span[1]].split())


def worded(text: str | None, spans: Sequence[Pair], quotation: str) -> str | None:
    """The content at `spans` on one line with the article's marks at its edges; None where the text was cleared.

    An ellipsis stands for what was left out between two parts. An indirect content gets no mark from outside it.

    >>> worded('“We will not go,” she said.', [(1, 15)], "direct")
    '“We will not go,”'
    """
    if text is None:
        return None
    wide = [span if quotation == "indirect" else _widened(text, span) for span in spans]
    out = ""
    for before, span in zip((None, *wide), wide, strict=False):
        if before is not None:
            out += " … " if text[before[1] : span[0]].strip() else " "
        out += " ".join(text[span[0] : span[1]].split())
    return out


def _widened(text: str, span: Pair) -> Pair:
    """The span with a quotation mark right before it, and one right after it or behind one point or comma."""
    start, end = span
    before = text[start - 1 : start]
    single = bool(before) and before in _SINGLE_OPENING and not text[start - 2 : start - 1].isalnum()
    if before and (before in _OPENING or single):
        start -= 1
    closing = _CLOSING + (_SINGLE_CLOSING if single else "")
    for reach in (0, 1):
        mark = text[end + reach : end + reach + 1]
        if mark and mark in closing and not text[end : end + reach].strip(_POINTS):
            return start, end + reach + 1
    return start, end
