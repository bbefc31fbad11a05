"""Owns where things stand in the picture of a claim: outlets as lanes, time from left to right. It draws nothing.

Distances in time grow with the logarithm of the time between, so that a burst of minutes and a pause of days both fit:
what lies further right is later, and how much later the ticks tell. What has no date gets the interval it can lie in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import log10
from typing import Literal

from firsthand.model.trace import Claim, Drift, Edge, Instants, Report
from firsthand.render.trace_tree import drift_at, lead_of
from firsthand.render.trace_words import Index, drift_short, in_time, outlet_words

LEAST_GAP, MOST_GAP, WIDEST = 46.0, 150.0, 6000.0
"""Pixels between two instants that follow each other, and of all of them."""
TOP, PAD, SLOT, LANE_PAD = 44.0, 34.0, 36.0, 14.0
"""Pixels above the lanes, at both ends, of a row inside a lane, and above and below its rows."""
MOST_LANES, MOST_SLOTS, MOST_ARTICLES = 40, 6, 60
"""What is drawn; of the rest the number is told, and all of it stands in the list below."""
LETTER = 6.0
"""Pixels that a letter of a label takes at most, nearly."""
LABEL_LIMIT = 26

Shape = Literal["attributed", "own voice", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """The reports of one article that have one sign: `lead` is shown. `bar` are the ends of the interval it lies in,
    None where the instant is known; `label` stands above it."""

    lead: Report
    reports: tuple[Report, ...]
    shape: Shape
    lane: int = 0
    x: float = 0.0
    y: float = 0.0
    bar: tuple[float, float] | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A derivation between two nodes; `number` is that of its evidence on the page."""

    edge: Edge
    number: int
    start: Node
    end: Node
    drift: tuple[Drift, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One outlet's; `left_out` counts the nodes for which there was no room."""

    name: str
    y: float
    height: float
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All of it; `more` counts the lanes that are not drawn, `ticks` are places with what is written there."""

    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    ticks: tuple[tuple[float, str], ...]
    width: float
    height: float
    more: int
    undated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Where instants (seconds) stand, and the ends of the drawing."""

    places: Mapping[float, float]
    left: float
    right: float


def claim_edges(found: Index, claim: Claim) -> tuple[Edge, ...]:
    """The derivations by which the claim went from one article to another, in the trace's order."""
    used = {(r.derived_from, r.article) for r in claim.reports if r.derived_from is not None}
    return tuple(e for e in found.trace.edges if (e.earlier, e.later) in used)


def layout(found: Index, claim: Claim) -> Picture:
    """The picture of a claim."""
    edges = claim_edges(found, claim)
    scale, ticks = _scale([r.when for r in claim.reports])
    kept = _kept(claim)
    nodes = _placed(_nodes(claim, edges), edges, scale)
    lanes, shown, more = _lanes(nodes, kept)
    bottom = lanes[-1].y + lanes[-1].height if lanes else TOP
    ends = [n.x + max(PAD, 18 + len(n.label) * LETTER) for n in shown]
    ends += [x + 4 + len(words) * (LETTER + 1) for x, words in ticks]
    return Picture(
        lanes=lanes,
        nodes=shown,
        arrows=tuple(_arrows(shown, edges, claim)),
        ticks=ticks,
        width=max([*ends, scale.right + PAD]),
        height=bottom + 8,
        more=more,
        undated=any(n.bar is not None for n in shown),
    )


# Time


def seconds(instant: str | None) -> float | None:
    """The instant as seconds since 1970, None where it is none."""
    if instant is None:
        return None
    try:
        at = datetime.fromisoformat(instant.replace("Z", "+00:00"))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _scale(whens: Sequence[Instants]) -> tuple[Scale, tuple[tuple[float, str], ...]]:
    named = {at: instant for when in whens for instant in when if instant and (at := seconds(instant)) is not None}
    instants = sorted(named)
    places, x = dict[float, float](), PAD
    for n, at in enumerate(instants):
        if n:
            minutes = (at - instants[n - 1]) / 60
            x += min(MOST_GAP, LEAST_GAP + 18 * log10(1 + minutes / 10))
        places[at] = x
    if x > WIDEST:
        places = {at: PAD + (p - PAD) * (WIDEST - PAD) / (x - PAD) for at, p in places.items()}
    right = max(max(places.values(), default=PAD), 300.0)
    ticks, room, day = [], -1e9, ""
    known = {seconds(w[0]) for w in whens}
    for at in instants:
        if at not in known:  # the end of an interval is no moment at which anything came out
            continue
        date, clock = named[at][:10], named[at][11:16]
        words = date if date != day else clock
        if words and places[at] >= room:
            ticks.append((places[at], words))
            room, day = places[at] + 14 + len(words) * LETTER, date
    return Scale(places=places, left=PAD, right=right), tuple(ticks)


def _ends(when: Instants, scale: Scale) -> tuple[float, float] | float:
    """The place of an instant, or the ends of an interval."""
    low, high = seconds(when[0]), seconds(when[1])
    start = scale.places[low] if low is not None else scale.left
    end = scale.places[high] if high is not None else scale.right
    return start if low is not None and low == high else (min(start, end), max(start, end))


# Nodes


def _kept(claim: Claim) -> set[str]:
    """The articles that are drawn where there are many: the first ones, those that others took it from, those in which
    something differs, and who denies or doubts it; mere copies last.
    """
    taken_from = {r.derived_from for r in claim.reports}
    taken = {r.article for r in claim.reports if r.derived_from is not None}
    telling = {d.to_article for d in claim.drift} | {r.article for r in claim.reports if r.stance != "asserts"}
    articles = list(dict.fromkeys(r.article for r in sorted(claim.reports, key=in_time)))
    dull = {i: i in taken and i not in taken_from and i not in telling for i in articles}
    return set(sorted(articles, key=lambda i: dull[i])[:MOST_ARTICLES])


def _nodes(claim: Claim, edges: Sequence[Edge]) -> list[Node]:
    groups: dict[tuple[str, str, str, str], list[Report]] = {}
    for report in sorted(claim.reports, key=in_time):
        groups.setdefault((report.article, shape(report), report.stance, report.certainty), []).append(report)
    labels = _labels(claim, {e.later for e in edges})
    nodes = []
    for reports in groups.values():
        lead = lead_of(reports)
        said = labels.pop(lead.article, "") if lead.stance == "asserts" else ""
        nodes.append(Node(lead=lead, reports=tuple(reports), shape=shape(lead), label=said))
    return nodes


def shape(report: Report) -> Shape:
    """What a report's mark looks like."""
    if report.field == "title":
        return "title"
    return "own voice" if report.quotation == "none" else "attributed"


def _labels(claim: Claim, later: set[str]) -> dict[str, str]:
    """What differs, in few words, by the article where it does."""
    out = {}
    for id in later | {d.to_article for d in claim.drift}:
        found = drift_at(claim, id)
        if found:
            rest = f" +{len(found) - 1}" if len(found) > 1 else ""
            words = drift_short(found[0])
            out[id] = (words if len(words) <= LABEL_LIMIT else words[: LABEL_LIMIT - 1] + "…") + rest
    return out


def _placed(nodes: Sequence[Node], edges: Sequence[Edge], scale: Scale) -> list[Node]:
    """The nodes with their place in time; one without a date stands right of what it was taken from."""
    at: dict[str, float] = {}
    bars: dict[str, tuple[float, float]] = {}
    for node in nodes:
        ends = _ends(node.lead.when, scale)
        if isinstance(ends, tuple):
            bars[node.lead.article] = ends
        else:
            at[node.lead.article] = ends
    for edge in edges:  # in order of time, so that what comes before is placed before
        if edge.later in bars and edge.earlier in at:
            low, high = bars[edge.later]
            at[edge.later] = max(
                at.get(edge.later, low), min(high, max((low + high) / 2, at[edge.earlier] + LEAST_GAP))
            )
    for id, (low, high) in bars.items():
        at.setdefault(id, (low + high) / 2)
    return [replace(n, x=at[n.lead.article], bar=bars.get(n.lead.article)) for n in nodes]


def _lanes(nodes: Sequence[Node], kept: set[str]) -> tuple[tuple[Lane, ...], tuple[Node, ...], int]:
    by_outlet: dict[str, list[Node]] = {}
    for node in sorted(nodes, key=lambda n: (n.x, n.lead.article)):
        if node.lead.article in kept:
            by_outlet.setdefault(outlet_words(node.lead), []).append(node)
    dropped: dict[str, set[str]] = {}
    for node in nodes:
        if node.lead.article not in kept:
            dropped.setdefault(outlet_words(node.lead), set()).add(node.lead.article)
    lanes: list[Lane] = []
    placed: list[Node] = []
    y = TOP
    for name, mine in list(by_outlet.items())[:MOST_LANES]:
        shown, slots, left_out = _slots(mine)
        height = max(1, slots) * SLOT + LANE_PAD
        placed += [replace(n, lane=len(lanes), y=y + LANE_PAD / 2 + (slot + 0.68) * SLOT) for n, slot in shown]
        lanes.append(Lane(name=name, y=y, height=height, left_out=left_out + len(dropped.get(name, ()))))
        y += height
    return tuple(lanes), tuple(placed), len(by_outlet.keys() | dropped.keys()) - len(lanes)


def _slots(mine: Sequence[Node]) -> tuple[list[tuple[Node, int]], int, int]:
    """A row for each node such that none covers another, how many rows there are, and what had no room."""
    ends: list[float] = []
    shown, left_out = [], 0
    for node in mine:
        low = node.x - 16 if node.bar is None else min(node.bar[0], node.x - 16)
        high = node.x + max(26.0, len(node.label) * LETTER) if node.bar is None else max(node.bar[1], node.x + 26)
        slot = next((i for i, end in enumerate(ends) if end <= low), len(ends))
        if slot >= MOST_SLOTS:
            left_out += 1
            continue
        ends[slot : slot + 1] = [high]
        shown.append((node, slot))
    return shown, len(ends), left_out


def _arrows(nodes: Sequence[Node], edges: Sequence[Edge], claim: Claim) -> list[Arrow]:
    of: dict[str, list[Node]] = {}
    for node in nodes:
        of.setdefault(node.lead.article, []).append(node)
    out = []
    for number, edge in enumerate(edges, 1):
        if edge.earlier not in of or edge.later not in of:
            continue
        taking = [n for n in of[edge.later] if any(r.derived_from == edge.earlier for r in n.reports)]
        start = _main([n for n in of[edge.earlier] if n.lead.stance == "asserts"] or of[edge.earlier])
        changed = tuple(d for d in drift_at(claim, edge.later) if d.from_article == edge.earlier)
        out.append(Arrow(edge=edge, number=number, start=start, end=_main(taking or of[edge.later]), drift=changed))
    return out


def _main(nodes: Sequence[Node]) -> Node:
    lead = lead_of([n.lead for n in nodes])
    return next(n for n in nodes if n.lead is lead)
