"""Owns the drawing of a timeline as SVG: a time axis, one lane a source or outlet. It runs no script, fetches nothing.

Each sort of source has a shape, and a statement that denies or doubts is hollow: colours (Okabe & Ito 2008, told apart
by colour-blind readers) are never the only sign. Every word goes through escaping.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax import saxutils

from firsthand.ledger.answers import Answer
from firsthand.ledger.timeline import Line, Timeline
from firsthand.render.naming import Tag
from firsthand.render.plain import line, shortened
from firsthand.render.questions_words import content, lane_name, ordinal, says, when, where

WIDTH, LABEL, MARGIN, UNDATED = 960, 230, 16, 70
"""Pixels of the whole, of the names, at the right edge, and of the place for statements without a day."""
MOST_LANES, MOST_STACKED = 40, 5
"""Lanes that are drawn, and marks of one place; the rest is told as a number."""
_STEP, _SIZE, _TOP = 12, 4.5, 34
_NOT_XML = {0xFFFE: None, 0xFFFF: None}
COLOURS: dict[Tag, str] = {
    "named": "#0072B2",
    "unnamed": "#D55E00",
    "outlet": "#AA4499",
    "document": "#009E73",
    "unknown": "#777777",
}
_SHAPES: dict[Tag, str] = {
    "named": "circle",
    "unnamed": "square",
    "outlet": "diamond",
    "document": "triangle",
    "unknown": "cross",
}
_TICKS = ((16, 1), (120, 7), (1000, 31), (4000, 366))
"""Up to so many days a tick stands every day, week, month, year; above, every ten years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """Where days stand: the first one's number, how many there are, the width in pixels."""

    first: int
    days: int
    width: float

    def at(self, day: int) -> float:
        return LABEL + 8 + (day - self.first) * self.width / max(1, self.days) if self.days else LABEL + 8


def anchor(id: str) -> str:
    """The id on its page of the statement with that id, which the marks link to."""
    return "s-" + "".join(c if c.isalnum() else "-" for c in id)


def timeline_svg(found: Timeline) -> str:
    """The drawing as one SVG element that can stand in a page or by itself; its marks link to `anchor`."""
    lanes = found.lines[:MOST_LANES]
    numbers = [ordinal(a.article.day) for lane in lanes for a in lane.answers if a.article.day]
    first, last = min(numbers, default=0), max(numbers, default=0)
    width = WIDTH - LABEL - 8 - MARGIN - (UNDATED if found.undated else 0)
    axis = _Axis(first=first, days=last - first, width=width)
    parts: list[str] = []
    y = float(_TOP)
    for n, lane in enumerate(lanes):
        drawn, height = _lane(lane, found.by, axis, y, shaded=n % 2 == 1)
        parts += drawn
        y += height
    left = len(found.lines) - len(lanes)
    if left:
        parts.append(drawn_text(MARGIN, y + 16, f"and {left} more, listed below"))
        y += 24
    head = [*_ticks(axis, y)] if numbers else []
    if found.undated:
        head.append(drawn_text(WIDTH - MARGIN, 16, "no date", end=True))
    height = y + 30
    label = f"Who said what when about {found.words}: {len(found.answers)} statements"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="group" '
            f'aria-label={quoted(shortened(label, 200))} class="timeline" font-family="sans-serif" font-size="12" '
            'fill="currentColor">',
            *head,
            *parts,
            *_legend(found, y + 18),
            "</svg>",
        )
    )


def _lane(lane: Line, by: str, axis: _Axis, y: float, *, shaded: bool) -> tuple[list[str], float]:
    """The marks of one lane and its height."""
    places: dict[float, list[Answer]] = {}
    for answer in lane.answers:
        x = axis.at(ordinal(answer.article.day)) if answer.article.day else WIDTH - MARGIN - 20.0
        places.setdefault(round(x / _STEP) * _STEP, []).append(answer)
    most = max(min(len(p), MOST_STACKED) for p in places.values())
    height = max(24.0, most * _STEP + 12.0)
    out = []
    if shaded:
        out.append(
            f'<rect x="0" y="{y:.1f}" width="{WIDTH}" height="{height:.1f}" fill="currentColor" fill-opacity=".05"/>'
        )
    name = lane_name(lane, by)
    out.append(drawn_text(LABEL - 6, y + height / 2 + 4, shortened(name, 34), end=True, title=name))
    for x, here in sorted(places.items()):
        shown = here[:MOST_STACKED] if len(here) <= MOST_STACKED else here[: MOST_STACKED - 1]
        for i, answer in enumerate(shown):
            out.append(_mark(answer, lane, x, y + height - 12 - i * _STEP))
        if len(here) > len(shown):
            out.append(drawn_text(x - 6, y + height - 8 - len(shown) * _STEP, f"+{len(here) - len(shown)}"))
    return out, height


def _mark(answer: Answer, lane: Line, x: float, y: float) -> str:
    told = f"{when(answer.article)} · {where(answer.article)} · {says(answer)}: {shortened(content(answer), 300)}"
    shape = _shape(lane.of, x, y, hollow=answer.stance in ("denies", "doubts"))
    return f"<a href={quoted('#' + anchor(answer.id))}>{shape[:-2]}><title>{escaped(told)}</title>{_end(shape)}</a>"


def _end(shape: str) -> str:
    return f"</{shape[1 : shape.index(' ')]}>"


def _shape(tag: Tag, x: float, y: float, *, hollow: bool) -> str:
    """One mark as an empty element; a cross is made of lines and needs no filling."""
    s, colour = _SIZE, COLOURS[tag]
    paint = f'class="{tag}{" hollow" if hollow else ""}" stroke="{colour}" stroke-width="1.8" '
    paint += f'fill="{"none" if hollow else colour}"'
    match _SHAPES[tag]:
        case "circle":
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{s}" {paint}/>'
        case "square":
            return f'<rect x="{x - s:.1f}" y="{y - s:.1f}" width="{2 * s}" height="{2 * s}" {paint}/>'
        case "diamond":
            path = f"M{x:.1f} {y - s - 1:.1f}L{x + s + 1:.1f} {y:.1f}L{x:.1f} {y + s + 1:.1f}L{x - s - 1:.1f} {y:.1f}Z"
        case "triangle":
            path = f"M{x:.1f} {y - s:.1f}L{x + s:.1f} {y + s:.1f}L{x - s:.1f} {y + s:.1f}Z"
        case _:
            path = f"M{x - s:.1f} {y - s:.1f}L{x + s:.1f} {y + s:.1f}M{x - s:.1f} {y + s:.1f}L{x + s:.1f} {y - s:.1f}"
    return f'<path d="{path}" {paint}/>'


def _ticks(axis: _Axis, bottom: float) -> Iterator[str]:
    every = next((step for most, step in _TICKS if axis.days <= most), 3660)
    before = -1e9
    for day, name in _dates(axis.first, axis.first + axis.days, every):
        x = axis.at(day)
        yield (
            f'<line x1="{x:.1f}" y1="{_TOP - 8}" x2="{x:.1f}" y2="{bottom:.1f}" stroke="currentColor" '
            'stroke-opacity=".15"/>'
        )
        if x - before >= 74:  # room for the name of the tick before
            yield drawn_text(x, 16, name, end=x > WIDTH - 60)  # else the last one would be cut off
            before = x


def _dates(first: int, last: int, every: int) -> Iterator[tuple[int, str]]:
    """The days that have a tick, each with its name."""
    yield first, date.fromordinal(max(1, first)).isoformat()
    for number in range(first + 1, last + 1):
        day = date.fromordinal(max(1, number))
        if every == 1 or (every == 7 and day.weekday() == 0):
            yield number, day.isoformat()
        elif every == 31 and day.day == 1:
            yield number, f"{day:%Y-%m}"
        elif every >= 366 and (day.month, day.day) == (1, 1) and (every == 366 or day.year % 10 == 0):
            yield number, f"{day.year}"


def _legend(found: Timeline, y: float) -> Iterator[str]:
    x = float(MARGIN)
    tags: Sequence[Tag] = [tag for tag in _SHAPES if any(lane.of == tag for lane in found.lines)]
    for tag in tags:
        yield _shape(tag, x, y - 4, hollow=False)
        yield drawn_text(x + 10, y, tag)
        x += 90
    yield _shape(tags[0] if tags else "named", x, y - 4, hollow=True)
    yield drawn_text(x + 10, y, "hollow: denies or doubts")


def escaped(words: str) -> str:
    """The words as XML text; two characters that no XML may hold are left out."""
    return saxutils.escape(line(words).translate(_NOT_XML))


def quoted(words: str) -> str:
    return saxutils.quoteattr(line(words).translate(_NOT_XML))


def drawn_text(x: float, y: float, words: str, *, end: bool = False, title: str = "") -> str:
    """A line of words at a place, or ending there; `title` is what shows when pointed at."""
    anchor_ = ' text-anchor="end"' if end else ""
    told = f"<title>{escaped(title)}</title>" if title and title != words else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{anchor_} unicode-bidi="plaintext">{told}{escaped(words)}</text>'
