"""Owns the drawing of a claim's way as SVG: lanes, marks, arrows. It runs no script, fetches nothing, decides nothing.

No colour stands alone: stance is how a mark is filled, its place its shape, certainty a sign beside it. Attributes give
the colours on white; style sheets, in the page's head or in a drawing that stands by itself, give those of the reader.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from firsthand.model.trace import Claim, Trace
from firsthand.render.plain import line, shortened
from firsthand.render.timeline_svg import drawn_text, escaped, quoted
from firsthand.render.trace_layout import TOP, Arrow, Lane, Node, Picture, layout
from firsthand.render.trace_words import (
    CERTAINTY_SIGNS,
    STANCE_WORDS,
    Index,
    article_words,
    chain_words,
    drift_words,
    edge_words,
    index,
    outlet_words,
    put_words,
    summary,
    when_words,
)

LABEL = 132.0
"""Pixels of the column with the outlets' names."""
LEGEND = 162.0
"""Pixels that the legend is high."""
_RADIUS = 8.0
COLOURS = {"flat": "#0b5394", "hedged": "#a24400", "doubtful": "#77308c"}
"""On white; each has 4.5 to 1 at least there."""
_STROKES = {"verbatim": 4.0, "rewrite": 2.0, "cites": 1.0}
_PAPER = "#fffdf9"


def claim_svg(trace: Trace, claim: str) -> str:
    """The picture of the claim with that id as one SVG file, with a legend. KeyError where there is no such claim."""
    found = index(trace)
    one = found.claims[claim]
    picture = layout(found, one)
    width, height = max(LABEL + picture.width, 640.0), picture.height + 46 + LEGEND
    told = f"{shortened(line(one.text), 200)}: {summary(found, one)}"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
            f'height="{height:.0f}" role="img" aria-label={quoted(told)} class="way alone" font-family="sans-serif" '
            'font-size="12" fill="currentColor">',
            f"<style>{style()}</style>",
            f'<rect class="ground" width="{width:.0f}" height="{height:.0f}" fill="{_PAPER}"/>',
            drawn_text(12, 20, shortened(line(one.text), int(width / 7))),
            drawn_text(12, 38, shortened(summary(found, one), int(width / 6.4))),
            '<g transform="translate(0 46)">',
            *_names(picture),
            f'<g transform="translate({LABEL:.0f} 0)">',
            *_field(found, one, picture, ""),
            "</g>",
            f'<g transform="translate(12 {picture.height:.0f})">',
            *_legend(),
            "</g></g>",
            "</svg>\n",
        )
    )


def names_svg(picture: Picture) -> str:
    """The column of outlets' names for a page, which keeps it in sight while the picture moves."""
    return "\n".join((_open(LABEL, picture.height, "way names", "Outlets, one lane each"), *_names(picture), "</svg>"))


def field_svg(found: Index, claim: Claim, picture: Picture, prefix: str) -> str:
    """The lanes for a page: marks link to ``#{prefix}r…`` and arrows to ``#{prefix}e…``, the number of the evidence."""
    told = "When which outlet told it, and what it was taken from; each arrow leads to its evidence"
    lines = _field(found, claim, picture, prefix)
    return "\n".join((_open(picture.width, picture.height, "way field", told), *lines, "</svg>"))


def legend_svg() -> str:
    """What the signs mean."""
    return "\n".join((_open(336, LEGEND, "way legend-picture", "What the signs mean"), *_legend(), "</svg>"))


@cache
def style() -> str:
    """The style sheet of the drawing, for light and dark."""
    folder = files("firsthand.render") / "templates"
    return "\n" + (folder / "trace_svg.css").read_text(encoding="utf-8")


def _open(width: float, height: float, kind: str, told: str) -> str:
    role = "group" if "field" in kind else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="{role}" aria-label={quoted(told)} class="{kind}" font-family="sans-serif" '
        'font-size="12" fill="currentColor">'
    )


def _names(picture: Picture) -> Iterator[str]:
    for lane in picture.lanes:
        words = shortened(lane.name, 20)
        yield drawn_text(LABEL - 10, lane.y + lane.height / 2 + 4, words, end=True, title=lane.name)
    if picture.more:
        yield drawn_text(4, picture.height - 2, f"and {picture.more} more outlets")


def _field(found: Index, claim: Claim, picture: Picture, prefix: str) -> Iterator[str]:
    for n, lane in enumerate(picture.lanes):
        yield from _band(lane, picture.width, shaded=n % 2 == 0)
    bottom = picture.lanes[-1].y + picture.lanes[-1].height if picture.lanes else TOP
    for x, words in picture.ticks:
        yield f'<line class="tick" x1="{x:.1f}" y1="{TOP - 14}" x2="{x:.1f}" y2="{bottom:.1f}" {_thin(0.22)}/>'
        yield drawn_text(x + 2, TOP - 20, words)
    for node in picture.nodes:
        if node.bar is not None:
            yield _bar(node)
    for arrow in picture.arrows:
        yield from _arrow(found, claim, arrow, prefix)
    for node in picture.nodes:
        yield from _node(found, node, prefix)


def _thin(opacity: float) -> str:
    return f'stroke="currentColor" stroke-opacity="{opacity}"'


def _band(lane: Lane, width: float, *, shaded: bool) -> Iterator[str]:
    if shaded:
        yield (
            f'<rect x="0" y="{lane.y:.1f}" width="{width:.1f}" height="{lane.height:.1f}" fill="currentColor" '
            'fill-opacity=".05"/>'
        )
    if lane.left_out:
        yield drawn_text(4, lane.y + 12, f"+{lane.left_out} more, listed below")


def _bar(node: Node) -> str:
    low, high = node.bar or (node.x, node.x)
    low, high = low - 6, high + 6
    return (
        f'<path class="bar" d="M{low:.1f} {node.y - 5:.1f}V{node.y + 5:.1f}M{low:.1f} {node.y:.1f}H{high:.1f}'
        f'M{high:.1f} {node.y - 5:.1f}V{node.y + 5:.1f}" fill="none" {_thin(0.6)} stroke-width="1.5" '
        'stroke-dasharray="2 3"/>'
    )


def _arrow(found: Index, claim: Claim, arrow: Arrow, prefix: str) -> Iterator[str]:
    edge, (a, b) = arrow.edge, (arrow.start, arrow.end)
    x1, y1, x2, y2 = a.x + _RADIUS, a.y, b.x - _RADIUS - 2, b.y
    reach = max(22.0, abs(x2 - x1) / 2)
    lift = -26.0 if abs(y2 - y1) < 2 else 0.0
    c1, c2 = (x1 + reach, y1 + lift), (x2 - reach, y2 + lift)
    path = f"M{x1:.1f} {y1:.1f}C{c1[0]:.1f} {c1[1]:.1f} {c2[0]:.1f} {c2[1]:.1f} {x2 - 5:.1f} {y2:.1f}"
    head = f"M{x2 + 2:.1f} {y2:.1f}L{x2 - 8:.1f} {y2 - 4.5:.1f}V{y2 + 4.5:.1f}Z"
    dashes = "" if edge.acknowledged or edge.by != "text" else ' stroke-dasharray="7 5"'
    told = [f"{arrow.number}: {article_words(found, claim, edge.earlier)} → "]
    told[0] += f"{article_words(found, claim, edge.later)}: {edge_words(edge)}"
    said = "; ".join([*told, *(drift_words(d) for d in arrow.drift)])
    width = _STROKES[edge.kind]
    yield f'<a class="edge" href={quoted(f"#{prefix}e{arrow.number}")} aria-label={quoted(said)}>'
    yield f"<title>{escaped(said)}</title>"
    yield f'<path class="hit" d="{path}" fill="none" stroke="{_PAPER}" stroke-opacity="0" stroke-width="16"/>'
    yield f'<path class="line" d="{path}" fill="none" stroke="currentColor" stroke-width="{width}"{dashes}/>'
    if edge.kind == "verbatim":  # a double line: the same stroke with a thinner one of the ground upon it
        yield f'<path class="core" d="{path}" fill="none" stroke="{_PAPER}" stroke-width="1.6"/>'
    yield f'<path class="head" d="{head}" fill="currentColor"/>'
    t = 0.42
    x, y = (
        (1 - t) ** 3 * p + 3 * t * (1 - t) ** 2 * q + 3 * t * t * (1 - t) * r + t**3 * s
        for p, q, r, s in ((x1, c1[0], c2[0], x2), (y1, c1[1], c2[1], y2))
    )
    yield from _pill(x, y, f"{arrow.number} ≠" if arrow.drift else f"{arrow.number}", differs=bool(arrow.drift))
    yield "</a>"


def _pill(x: float, y: float, words: str, *, differs: bool) -> Iterator[str]:
    width = 8.0 + 7 * len(words)
    kind = "pill differs" if differs else "pill"
    yield (
        f'<rect class="{kind}" x="{x - width / 2:.1f}" y="{y - 8.5:.1f}" width="{width:.1f}" height="17" rx="8.5" '
        f'fill="{_PAPER}" stroke="currentColor" stroke-width="{2 if differs else 1}"/>'
    )
    yield f'<text x="{x:.1f}" y="{y + 4:.1f}" font-size="11" text-anchor="middle">{escaped(words)}</text>'


def _node(found: Index, node: Node, prefix: str) -> Iterator[str]:
    lead = node.lead
    said = [when_words(lead.when), outlet_words(lead), f"{STANCE_WORDS[lead.stance]}, {put_words(lead)}"]
    if chain := chain_words(found, lead.chain):
        said.append(chain)
    told = " · ".join(said) + f": {shortened(line(lead.words), 300)}"
    yield f'<a class="node" href={quoted(f"#{prefix}r-{anchor(lead.article)}")} aria-label={quoted(told)}>'
    yield f"<title>{escaped(told)}</title>"
    yield from mark(node.x, node.y, node.shape, lead.stance, lead.certainty)
    if len(node.reports) > 1:
        yield f'<text x="{node.x + 9:.1f}" y="{node.y + 13:.1f}" font-size="10">×{len(node.reports)}</text>'
    yield "</a>"
    if node.label:
        yield (
            f'<text class="drift" x="{node.x + 12:.1f}" y="{node.y - 9:.1f}" font-size="11" '
            f'unicode-bidi="plaintext">{escaped(node.label)}</text>'
        )


def anchor(id: str) -> str:
    """An id as a part of an anchor."""
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in id)


def mark(x: float, y: float, shape: str, stance: str, certainty: str) -> Iterator[str]:
    """One mark: shape by place, filled, half filled or hollow by stance, with the sign of its certainty."""
    colour, r = COLOURS[certainty], _RADIUS
    frame = f'class="mark {certainty}" stroke="{colour}" stroke-width="2.2" fill="{_PAPER}"'
    full = f'class="fill {certainty}" fill="{colour}"'
    outer, left = _outline(x, y, shape, r)
    yield f'<path {frame} d="{outer}"/>'
    if stance == "asserts":
        yield f'<path {full} d="{outer}"/>'
    elif stance == "doubts":
        yield f'<path {full} d="{left}"/>'
    sign = CERTAINTY_SIGNS[certainty]  # type: ignore[index]
    if sign:
        drop = 1.5 if shape == "title" else 0.0
        inside = (
            f'class="sign on" fill="{_PAPER}"' if stance == "asserts" else f'class="sign {certainty}" fill="{colour}"'
        )
        yield (
            f'<text {inside} x="{x:.1f}" y="{y + 4.8 + drop:.1f}" font-size="14" font-weight="700" '
            f'text-anchor="middle">{escaped(sign)}</text>'
        )


def _outline(x: float, y: float, shape: str, r: float) -> tuple[str, str]:
    """The whole outline of a shape and that of its left half."""
    if shape == "own voice":
        s = r - 0.6
        return (
            f"M{x - s:.1f} {y - s:.1f}H{x + s:.1f}V{y + s:.1f}H{x - s:.1f}Z",
            f"M{x - s:.1f} {y - s:.1f}H{x:.1f}V{y + s:.1f}H{x - s:.1f}Z",
        )
    if shape == "title":
        s = r + 1.4
        return (
            f"M{x - s:.1f} {y + r - 1:.1f}L{x:.1f} {y - s:.1f}L{x + s:.1f} {y + r - 1:.1f}Z",
            f"M{x - s:.1f} {y + r - 1:.1f}L{x:.1f} {y - s:.1f}V{y + r - 1:.1f}Z",
        )
    half = f"M{x:.1f} {y - r:.1f}A{r} {r} 0 0 0 {x:.1f} {y + r:.1f}"
    return f"{half}A{r} {r} 0 0 0 {x:.1f} {y - r:.1f}Z", f"{half}Z"


def _legend() -> Iterator[str]:
    rows = (
        (("asserts", "flat", "attributed", "asserts"), ("denies", "flat", "attributed", "denies"),
         ("doubts", "flat", "attributed", "doubts")),
        (("asserts", "flat", "attributed", "attributed"), ("asserts", "flat", "own voice", "own voice"),
         ("asserts", "flat", "title", "title")),
        (("asserts", "flat", "attributed", "put flatly"), ("asserts", "hedged", "attributed", "hedged"),
         ("asserts", "doubtful", "attributed", "put as doubtful")),
    )  # fmt: skip
    for n, row in enumerate(rows):
        for i, (stance, certainty, shape, words) in enumerate(row):
            x, y = 12 + i * 106.0, 14 + n * 24.0
            yield from mark(x, y, shape, stance, certainty)
            yield drawn_text(x + 14, y + 4, words)
    y = 86.0
    for i, kind in enumerate(_STROKES):
        x = 2 + i * 106.0
        yield f'<path class="line" d="M{x} {y}H{x + 20}" stroke="currentColor" stroke-width="{_STROKES[kind]}"/>'
        if kind == "verbatim":
            yield f'<path class="core" d="M{x} {y}H{x + 20}" stroke="{_PAPER}" stroke-width="1.6"/>'
        yield drawn_text(x + 24, y + 4, kind)
    yield f'<path class="line" d="M2 {y + 22}H22" stroke="currentColor" stroke-width="2" stroke-dasharray="7 5"/>'
    yield drawn_text(26, y + 26, "no credit found in the stored copy")
    yield drawn_text(2, y + 48, "≠ the wording differs · dotted: came out in this interval")
    yield drawn_text(2, y + 66, "times are UTC; distances in time are not to scale")
