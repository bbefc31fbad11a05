"""Owns the pairing of quotation marks: which open, which close, which are apostrophes. It does not know who speaks.

Marks are paired paragraph by paragraph, in one pass, with a stack. Every style is read alike: curly, straight, British
single, low-high, guillemets pointing out or in. A quotation that runs over paragraphs opens again at each and closes
once (Chicago Manual of Style 13.32); a mark that is missing costs its own quotation some certainty and nothing else.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Literal

from firsthand.language.kept import kept
from firsthand.language.sentences import paragraphs
from firsthand.model import Span

DOUBLE_OPEN, DOUBLE_CLOSE, DOUBLE_EITHER = "“„‟", "”", '"＂'
SINGLE_OPEN, SINGLE_CLOSE, SINGLE_EITHER = "‘‚‛‹", "’›", "'`´"
GUILLEMETS, CORNERS = "«»", "「」『』"
MARKS = DOUBLE_OPEN + DOUBLE_CLOSE + DOUBLE_EITHER + SINGLE_OPEN + SINGLE_CLOSE + SINGLE_EITHER + GUILLEMETS + CORNERS
MAX_DEPTH = 6
"""Marks nested deeper than this are damage, not quotations: the outermost is then taken to have lost its end."""
FEW = 4
"""A quotation in stray single marks of more words, closed by what may be a plural possessive, is two apostrophes."""

_MARK = re.compile(f"[{MARKS}]")
_ELIDED = re.compile(
    r"['’‘`](?:tis|twas|twere|twill|twould|em|im|til|till|cause|cos|cuz|bout|round|neath|n|\d0s|\d{2})\b", re.I
)
_BEFORE_OPEN = "([{-–—/:,;…" + MARKS
_ENDS = ".,!?…;:)]—–"
_DROPPED = re.compile(r"(?:\w[sxz]|\w(?:in|an)|\b(?:o|an|th|wi|n)|\d)$", re.I)

_INWARD, _OUTWARD = re.compile(r"[»›](?<![^\s(][»›])\w"), re.compile(r"[«‹](?<![^\s(][«‹])")
_SINGLES = re.compile(r"[‘'](?<![^\s(—–][‘'])(?=\w|(?<=‘)’\w)")
_DOUBLES = re.compile(r"[“\"«„](?<![^\s(—–][“\"«„])(?=\S)")
"""Marks at a line's beginning or after white space and the like, looked for by the mark, which is rarer."""

Family = Literal["double", "single", "guillemet", "corner"]
Pair = tuple[int | None, int | None, int, Family]
"""Opening offset, closing offset (None for a mark that is missing), level, family."""


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


@dataclass(frozen=True, slots=True)
class _Style:
    """What the whole text shows of its marks: `inward` »so«, `alike` »so», `single` where single marks do the work."""

    inward: bool
    alike: bool
    single: bool


def _family(mark: str) -> Family:
    if mark in SINGLE_OPEN + SINGLE_CLOSE + SINGLE_EITHER:
        return "single"
    if mark in GUILLEMETS:
        return "guillemet"
    return "corner" if mark in CORNERS else "double"


_FAMILY: dict[str, Family] = {mark: _family(mark) for mark in MARKS}


def _style(text: str) -> _Style:
    """One look at the whole text, linear in its length."""
    inward = len(_INWARD.findall(text)) > len(_OUTWARD.findall(text))
    singles, doubles = len(_SINGLES.findall(text)), len(_DOUBLES.findall(text))
    return _Style(inward, inward and "«" not in text and "‹" not in text, singles > doubles)


def _around(text: str, at: int, low: int, high: int) -> tuple[str, str]:
    return (text[at - 1] if at > low else " "), (text[at + 1] if at + 1 < high else " ")


def _can_open(text: str, at: int, low: int, high: int) -> bool:
    before, after = _around(text, at, low, high)
    free = before in _BEFORE_OPEN or before.isspace() or not (before.isalnum() or before in ".!?%)]")
    return free and not after.isspace()


def _can_close(text: str, at: int, low: int, high: int) -> bool:
    before, after = _around(text, at, low, high)
    return not before.isspace() and not after.isalnum()


def _is_apostrophe(text: str, at: int, low: int, high: int) -> bool:
    """Inside a word, before a clipped one ('tis, '90s), or after the n of rock 'n' roll."""
    before, after = _around(text, at, low, high)
    if before.isalnum() and after.isalnum():
        return True
    if before in "nN" and at - 3 >= low and _FAMILY.get(text[at - 2]) == "single" and text[at - 3].isspace():
        return after.isspace()
    return not before.isalnum() and _ELIDED.match(text, at) is not None


def _may_be_dropped(text: str, at: int, low: int, high: int) -> bool:
    """The workers' union, nothin' doing, 5' 11": a mark that need not close, before a blank and more words."""
    after = text[at + 1 : at + 3] if at + 3 <= high else ""
    if not (after[:1].isspace() or after[:1] == "-") or not after[1:].isalnum():
        return False
    return _DROPPED.search(text[max(low, at - 4) : at]) is not None


def _sure(text: str, low: int, high: int, family: Family) -> set[int]:
    """Offsets of the marks of one family that have a closing mark beyond doubt ahead of them, before one that opens."""
    out: set[int] = set()
    ahead = False
    for at in reversed([m.start() for m in _MARK.finditer(text, low, high) if _FAMILY[m.group()] == family]):
        if ahead:
            out.add(at)
        if family == "single" and _is_apostrophe(text, at, low, high):
            continue
        before, after = _around(text, at, low, high)
        if not _can_close(text, at, low, high):
            ahead = ahead and not _can_open(text, at, low, high)
        elif before in _ENDS or after in _ENDS or not _may_be_dropped(text, at, low, high):
            ahead = True
    return out


def _double_opens(text: str, at: int, low: int, high: int, stack: list[_Open], sure: set[int]) -> bool | None:
    mark, opens, closes = text[at], _can_open(text, at, low, high), _can_close(text, at, low, high)
    if mark in "„‟":
        return True
    if mark == "“":
        return not (any(o.mark == "„" for o in stack) or (bool(stack) and not opens))
    if mark == "”":
        return not stack and opens and not closes
    if opens != closes:
        if closes and text[at - 1].isdigit() and at in sure and _may_be_dropped(text, at, low, high):
            return None
        return opens
    return not any(o.family == "double" for o in stack)


def _single_opens(text: str, at: int, low: int, high: int, stack: list[_Open], sure: set[int]) -> bool | None:
    mark, inside = text[at], any(o.family == "single" for o in stack)
    if mark == "‚":
        return True
    opens, closes = _can_open(text, at, low, high), _can_close(text, at, low, high)
    if _is_apostrophe(text, at, low, high):
        head = not text[low:at].strip() if at - low < FEW else text[at - 2 : at].strip()[-1:] in (*".!?:,—–",)
        return True if head and opens and not inside and at in sure else None
    if opens and not (inside and closes) and not (mark in SINGLE_CLOSE and (closes or inside or at not in sure)):
        return True
    if inside and closes:
        doubtful = _may_be_dropped(text, at, low, high)
        return None if doubtful and (at in sure or stack[-1].family != "single") else False
    return None


def _opens(
    text: str, at: int, low: int, high: int, stack: list[_Open], style: _Style, sure: dict[Family, set[int]]
) -> bool | None:
    """True opens, False closes, None is no quotation mark."""
    mark, family = text[at], _FAMILY[text[at]]
    if family == "corner":
        return mark in "「『"
    if mark in "«»‹›":
        if style.alike:
            opens, closes = _can_open(text, at, low, high), _can_close(text, at, low, high)
            return opens if opens != closes else not any(o.mark == mark for o in stack)
        return (mark in "»›") is style.inward
    if family == "double":
        return _double_opens(text, at, low, high, stack, sure["double"])
    return _single_opens(text, at, low, high, stack, sure["single"])


def _pair(text: str, low: int, high: int, style: _Style) -> list[Pair]:
    """The pairs of the paragraph [low, high), in the order in which they end."""
    stack: list[_Open] = []
    out: list[Pair] = []
    sure: dict[Family, set[int]] = {f: _sure(text, low, high, f) for f in ("double", "single")}
    for m in _MARK.finditer(text, low, high):
        at, family = m.start(), _FAMILY[m.group()]
        opening = _opens(text, at, low, high, stack, style, sure)
        if opening is None:
            continue
        if opening:
            if len(stack) == MAX_DEPTH:
                lost = stack.pop(0)
                out.append((lost.at, None, 0, lost.family))
            stack.append(_Open(at, family, m.group()))
            continue
        depth = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].family == family), None)
        if depth is None:
            inches = m.group() in DOUBLE_EITHER and text[at - 1 : at] not in tuple(".,!?…")
            if not stack and family != "single" and not inches:
                out.append((None, at, 0, family))
            continue
        out.extend((o.at, None, depth, o.family) for o in stack[depth + 1 :] if o.family != "single")
        if family != "single" or depth or style.single or not _two_apostrophes(text, stack[depth].at, at, low, high):
            out.append((stack[depth].at, at, depth, family))
        del stack[depth:]
    out.extend((lost.at, None, i, lost.family) for i, lost in enumerate(stack))
    return out


def _two_apostrophes(text: str, start: int, end: int, low: int, high: int) -> bool:
    """'burbs are home to the boys': in a text of double marks, a clipped word and a plural possessive."""
    return _may_be_dropped(text, end, low, high) and len(text[start:end].split(None, FEW)) > FEW


def _quote(text: str, pair: Pair, low: int, bound: int) -> Quote | None:
    opened, closed, level, _ = pair
    start, end = low if opened is None else opened, bound if closed is None else closed + 1
    a, b = start + (opened is not None), end - (closed is not None)
    while b > a and text[b - 1].isspace():
        b -= 1
    end = max(b, start + 1) if closed is None else end
    while a < b and text[a].isspace():
        a += 1
    return Quote(
        span=Span(start, end),
        inner=Span(a, b) if a < b else None,
        level=level,
        opened=opened is not None,
        closed=closed is not None,
    )


def _paragraph(text: str, low: int, high: int, style: _Style) -> list[Quote]:
    pairs = _pair(text, low, high, style)
    opens: dict[Family, list[int]] = {}
    for at, mark in sorted((pair[0], pair[3]) for pair in pairs if pair[0] is not None):
        opens.setdefault(mark, []).append(at)
    out: list[Quote] = []
    first_end = high + 1
    for pair in pairs:
        opened, closed, level, family = pair
        bound = high
        if closed is None and opened is not None:
            if family == "single" and not (style.single and level == 0 and text[opened] in SINGLE_OPEN + "'"):
                continue
            later = bisect_right(opens[family], opened)
            bound = opens[family][later] if later < len(opens[family]) else high
        quote = _quote(text, pair, low, bound)
        if quote is None or (not quote.opened and first_end <= quote.span.end):
            continue
        first_end = min(first_end, quote.span.end)
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


@kept
def quotations(text: str) -> tuple[Quote, ...]:
    """All quotations of `text` in order, outer before inner; offsets are code points of `text`.

    Time is linear in the length of the text. Scare quotes are quotations too: who reads them decides.

    >>> [q.span.of('He said: “Go.”') for q in quotations('He said: “Go.”')]
    ['“Go.”']
    """
    style = _style(text)
    out: list[Quote] = []
    pending: int | None = None
    for block in paragraphs(text):
        here = _paragraph(text, block.start, block.end, style)
        first = next((i for i, q in enumerate(here) if q.level == 0), None)
        if pending is not None and first is not None and _goes_on(text, out[pending], here[first], block):
            here[first] = replace(here[first], reopens=True)
            out[pending] = replace(out[pending], runs_on=True)
        pending = None
        for i, q in enumerate(here):
            if q.level == 0 and not q.closed and q.span.end >= block.end:
                pending = len(out) + i
        out.extend(here)
    return tuple(out)


def _goes_on(text: str, before: Quote, quote: Quote, block: Span) -> bool:
    """True where `quote` heads its paragraph in the marks that the quotation before it was left open in."""
    if quote.span.start != block.start:
        return False
    same = _FAMILY[text[before.span.start]] if before.opened else None
    return not quote.opened or same is None or _FAMILY[text[quote.span.start]] == same


def normalised(text: str, quotes: tuple[Quote, ...]) -> str:
    """`text` with every paired mark written one way, code point for code point: “ ” outermost, ‘ ’ inside.

    Marks that pair with nothing become apostrophes or, for double ones, straight marks. What an encoder reads is then
    the same whatever style the article is set in.
    """
    chars = list(_MARK.sub(lambda m: "'" if _FAMILY[m.group()] == "single" else '"', text))
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
        out[q.span.start : q.span.end] = (b"\x01" if q.level == 0 else b"\x02") * len(q.span)
    return out
