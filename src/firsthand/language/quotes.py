"""Owns the pairing of quotation marks: which open, which close, which are apostrophes. It does not know who speaks.

Marks are paired paragraph by paragraph, in one pass, with a stack. Every style is read alike: curly, straight, British
single, low-high, guillemets pointing out or in. A quotation that runs over paragraphs opens again at each and closes
once (Chicago Manual of Style 13.32); a mark that is missing costs its own quotation some certainty and nothing else.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from firsthand.language.sentences import paragraphs
from firsthand.model import Span

DOUBLE_OPEN, DOUBLE_CLOSE, DOUBLE_EITHER = "“„‟", "”", '"＂'
SINGLE_OPEN, SINGLE_CLOSE, SINGLE_EITHER = "‘‚‛‹", "’›", "'`´"
GUILLEMETS = "«»"
MARKS = DOUBLE_OPEN + DOUBLE_CLOSE + DOUBLE_EITHER + SINGLE_OPEN + SINGLE_CLOSE + SINGLE_EITHER + GUILLEMETS
_MARK = re.compile(f"[{MARKS}]")
_ELIDED = re.compile(r"['’‘`](?:tis|twas|em|til|till|cause|bout|round|n|\d0s|\d{2})\b", re.I)
_BEFORE_OPEN = " \t\u00a0\u2009\u202f([{-–—/:,;…" + MARKS
_SPACE = " \t\u00a0\u2009\u202f"

Family = Literal["double", "single", "guillemet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One quotation with its marks, or one paragraph of a quotation that runs over several.

    `span` holds the marks, `inner` what stands between them (None where that is nothing); `level` is 0 for the
    outermost. `opened` and `closed` say whether the marks are there; `reopens` is True where the quotation goes on from
    the paragraph before, which it did not close; `runs_on` where the next paragraph goes on with it.
    """

    span: Span
    inner: Span | None
    level: int
    opened: bool = True
    closed: bool = True
    reopens: bool = False
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    at: int
    family: Family
    mark: str
    end: int


def _family(mark: str) -> Family:
    if mark in GUILLEMETS:
        return "guillemet"
    return "single" if mark in SINGLE_OPEN + SINGLE_CLOSE + SINGLE_EITHER else "double"


def _can_open(text: str, at: int, low: int, high: int) -> bool:
    before = text[at - 1] if at > low else " "
    after = text[at + 1] if at + 1 < high else " "
    return (before in _BEFORE_OPEN or not (before.isalnum() or before in ".!?%)]")) and after not in _SPACE


def _can_close(text: str, at: int, low: int, high: int) -> bool:
    before = text[at - 1] if at > low else " "
    after = text[at + 1] if at + 1 < high else " "
    return before not in _SPACE and not after.isalnum()


def _is_apostrophe(text: str, at: int, low: int, high: int) -> bool:
    before = text[at - 1] if at > low else " "
    after = text[at + 1] if at + 1 < high else " "
    return (before.isalnum() and after.isalnum()) or bool(_ELIDED.match(text, at) and not before.isalnum())


def _guillemets_point_in(text: str) -> bool:
    """True where the text writes »so«, the German and Danish way."""
    out = len(re.findall(r"(?:^|[\s(])«", text, re.M))
    return len(re.findall(r"(?:^|[\s(])»\w", text, re.M)) > out


def _is_opening(text: str, at: int, low: int, high: int, stack: list[_Open], inward: bool) -> bool | None:
    """True opens, False closes, None is no quotation mark."""
    mark = text[at]
    top = stack[-1] if stack else None
    family = _family(mark)
    if family == "guillemet":
        return (mark == "»") is inward
    if family == "double":
        if mark in "„‟":
            return True
        if mark == "“":
            closes_low = any(o.mark == "„" for o in stack)
            return not (closes_low or (top is not None and not _can_open(text, at, low, high)))
        if mark == "”":
            return not stack and _can_open(text, at, low, high) and not _can_close(text, at, low, high)
        opens, closes = _can_open(text, at, low, high), _can_close(text, at, low, high)
        if opens != closes:
            return opens
        return not any(o.family == "double" for o in stack)
    if mark in "‚‹":
        return True
    if mark == "›":
        return False
    if _is_apostrophe(text, at, low, high):
        return None
    inside = any(o.family == "single" for o in stack)
    if (
        _can_open(text, at, low, high)
        and (mark != "’" or not _can_close(text, at, low, high))
        and not (inside and mark in SINGLE_CLOSE)
    ):
        return True
    if inside and _can_close(text, at, low, high):
        return None if _is_possessive(text, at, high) else False
    return None


def _is_possessive(text: str, at: int, high: int) -> bool:
    """The workers' union: after an s, before a blank and a word, with a better closing mark still to come."""
    if text[at - 1] not in "sSxz" or at + 2 >= high or text[at + 1] not in _SPACE or not text[at + 2].isalnum():
        return False
    for later in _MARK.finditer(text, at + 1, min(high, at + 400)):
        k = later.start()
        if _family(later.group()) != "single":
            continue
        if k + 1 < high and text[k + 1].isalnum() and text[k - 1].isalnum():
            continue
        return text[k - 1] in ".,!?…;:" or (_can_close(text, k, 0, high) and not _can_open(text, k, 0, high))
    return False


def _pair(text: str, low: int, high: int, inward: bool) -> list[tuple[int | None, int | None, int, Family]]:
    """(opening offset, closing offset, level, family) of the paragraph [low, high); None for a mark that is missing."""
    stack: list[_Open] = []
    out: list[tuple[int | None, int | None, int, Family]] = []
    for m in _MARK.finditer(text, low, high):
        at = m.start()
        opening = _is_opening(text, at, low, high, stack, inward)
        family = _family(m.group())
        if opening is None:
            continue
        if opening:
            if len(stack) < MAX_DEPTH:
                stack.append(_Open(at, family, m.group(), high))
            continue
        depth = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].family == family), None)
        if depth is None:
            inches = m.group() in DOUBLE_EITHER and text[at - 1 : at] not in tuple(".,!?…")
            if not stack and family != "single" and not inches:
                out.append((None, at, 0, family))
            continue
        for lost in stack[depth + 1 :]:
            if lost.family != "single":
                out.append((lost.at, None, stack.index(lost), lost.family))
        out.append((stack[depth].at, at, depth, family))
        del stack[depth:]
    out.extend((lost.at, None, i, lost.family) for i, lost in enumerate(stack))
    return out


MAX_DEPTH = 6
"""Marks nested deeper than this are damage, not quotations."""


def _single_is_primary(text: str) -> bool:
    """True where single marks do the work of double ones."""
    singles = len(re.findall(r"(?:^|[\s(—–])[‘'](?=\w)", text, re.M))
    doubles = len(re.findall(r"(?:^|[\s(—–])[“\"«„](?=\S)", text, re.M))
    return singles > doubles


def _quote(
    text: str, pair: tuple[int | None, int | None, int, Family], low: int, high: int, bound: int
) -> Quote | None:
    opened, closed, level, _ = pair
    start = low if opened is None else opened
    end = bound if closed is None else closed + 1
    a, b = start + (opened is not None), end - (closed is not None)
    while b > a and text[b - 1].isspace():
        b -= 1
    if start >= end or start >= high:
        return None
    return Quote(
        span=Span(start, max(b if closed is None else end, start + 1)),
        inner=Span(a, b) if a < b else None,
        level=level,
        opened=opened is not None,
        closed=closed is not None,
    )


def _paragraph(text: str, low: int, high: int, inward: bool, single: bool) -> list[Quote]:
    pairs = _pair(text, low, high, inward)
    opens = sorted(o for o, *_ in pairs if o is not None)
    out: list[Quote] = []
    for pair in pairs:
        opened, closed, level, family = pair
        if closed is None and opened is not None:
            at_start = not text[low:opened].strip()
            if family == "single" and not (single and (at_start or level == 0) and text[opened] in SINGLE_OPEN + "'"):
                continue
            later = [o for o in opens if o > opened]
            bound = high if at_start or not later else later[0]
        else:
            bound = high
        quote = _quote(text, pair, low, high, bound)
        if quote is not None and (quote.opened or not any(q.span.end <= quote.span.end for q in out if q.level == 0)):
            out.append(quote)
    return _levelled(sorted(out, key=lambda q: (q.span.start, -q.span.end)))


def _levelled(quotes: list[Quote]) -> list[Quote]:
    """Levels counted again, since a mark taken for an apostrophe after all no longer counts."""
    ends: list[int] = []
    out = []
    for q in quotes:
        while ends and ends[-1] <= q.span.start:
            ends.pop()
        out.append(replace(q, level=len(ends)))
        ends.append(q.span.end)
    return out


def quotations(text: str) -> tuple[Quote, ...]:
    """All quotations of `text` in order, outer before inner; offsets are code points of `text`.

    Time is linear in the length of the text. Scare quotes are quotations too: who reads them decides.

    >>> [q.span.of('He said: “Go.”') for q in quotations('He said: “Go.”')]
    ['“Go.”']
    """
    inward, single = _guillemets_point_in(text), _single_is_primary(text)
    out: list[Quote] = []
    pending: int | None = None
    for block in paragraphs(text):
        here = _paragraph(text, block.start, block.end, inward, single)
        first = next((i for i, q in enumerate(here) if q.level == 0), None)
        if pending is not None and first is not None and here[first].span.start == block.start:
            here[first] = replace(here[first], reopens=True)
            out[pending] = replace(out[pending], runs_on=True)
        pending = None
        for i, q in enumerate(here):
            if q.level == 0 and not q.closed and q.span.end >= block.end:
                pending = len(out) + i
        out.extend(here)
    return tuple(out)


_LOOSE = {ord(c): "'" if c in SINGLE_OPEN + SINGLE_CLOSE + SINGLE_EITHER else '"' for c in MARKS}


def normalised(text: str, quotes: tuple[Quote, ...]) -> str:
    """`text` with every paired mark written one way, code point for code point: “ ” outermost, ‘ ’ inside.

    Marks that pair with nothing become apostrophes or, for double ones, straight marks. What an encoder reads is then
    the same whatever style the article is set in.
    """
    chars = (
        ["'" if c in SINGLE_OPEN + SINGLE_CLOSE + SINGLE_EITHER else '"' if c in MARKS else c for c in text]
        if _MARK.search(text)
        else list(text)
    )
    for q in quotes:
        if q.opened:
            chars[q.span.start] = "“" if q.level == 0 else "‘"
        if q.closed:
            chars[q.span.end - 1] = "”" if q.level == 0 else "’"
    return "".join(chars)


def depths(text: str, quotes: tuple[Quote, ...]) -> bytearray:
    """For each code point of `text` how many quotations it stands in (0, 1, 2 for more), marks counted as inside."""
    out = bytearray(len(text))
    for q in quotes:
        value = 1 if q.level == 0 else 2
        for i in range(q.span.start, q.span.end):
            out[i] = max(out[i], value)
    return out
