"""Owns the page of a trace: what it says of each claim and where. Self-contained HTML, no script, nothing fetched.

Everything goes through Jinja's escaping; the policy in the head allows the page's own style alone. Each arrow of the
picture leads to its evidence further down, which opens by being the page's target, without a script.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from firsthand.model import Span
from firsthand.model.trace import Claim, Drift, Edge, Report, Trace
from firsthand.render.basis import some
from firsthand.render.plain import line, shortened
from firsthand.render.trace_clashes import beside_others, said_both_ways, taken_back
from firsthand.render.trace_diff import Run, side_by_side, whole
from firsthand.render.trace_layout import claim_edges, layout, shape
from firsthand.render.trace_svg import anchor, field_svg, legend_svg, names_svg
from firsthand.render.trace_tree import Branch, branches, drift_at, lead_of
from firsthand.render.trace_words import (
    CERTAINTY_SIGNS,
    CLASH_WORDS,
    NOT_HERE,
    STANCE_SIGNS,
    STANCE_WORDS,
    Index,
    Pieces,
    against,
    article_words,
    asked,
    chain_words,
    days,
    drift_words,
    edge_words,
    in_time,
    index,
    other_claim,
    outlet_words,
    put_words,
    roots_words,
    spans_words,
    summary,
    told_words,
    when_words,
    widely_one,
)

MOST_CLAIMS = 200
"""Claims that one page shows whole; the others it lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two passages: where it stands, and its words in runs, marked where the other differs."""

    where: str
    span: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two passages side by side; `before` is None where only the later article shows it."""

    what: str
    before: Side | None
    after: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What shows one derivation."""

    number: int
    title: str
    kind: str
    told: str
    drift: tuple[str, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One article with its reports of the claim."""

    anchor: str
    when: str
    outlet: str
    key: str
    title: str
    url: str | None
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One claim as the page shows it; `prefix` keeps its anchors apart from those of the others."""

    prefix: str
    claim: Claim
    text: str
    summary: str
    days: str
    widely: bool
    svg: tuple[str, str]
    branches: tuple[Branch, ...]
    both: tuple[str, ...]
    against: tuple[Report, ...]
    clashes: tuple[tuple[str, str, str], ...]
    corrections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    absent: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    rows: tuple[Row, ...]


def claim_html(trace: Trace, pieces: Pieces, claim: str) -> str:
    """The page of the claim with that id. KeyError where the trace has no such claim.

    Passages are cut from the texts of `pieces`; of an article that is not among them only the places are told.
    """
    found = index(trace)
    return _page(found, pieces, (found.claims[claim],), ())


def trace_html(trace: Trace, pieces: Pieces, claims: Sequence[str] | None = None) -> str:
    """The page of several claims; beyond `MOST_CLAIMS` they are only listed.

    `claims` are the ids of those to tell of, in that order; all, the most widely reported first, where it is None.
    """
    found = index(trace)
    shown = asked(found, claims)
    return _page(found, pieces, shown[:MOST_CLAIMS], shown[MOST_CLAIMS:])


def listed(claim: Claim) -> str:
    """A claim in a list: by how many it is told, and how many roots are known."""
    return f"{told_words(claim)}; {roots_words(claim.independence)} · {days(claim)}"


def _page(found: Index, pieces: Pieces, claims: Sequence[Claim], more: Sequence[Claim]) -> str:
    one = len(claims) == 1 and not more
    prefixes = ["" if one else f"c{i}-" for i in range(1, len(claims) + 1)]
    sheets = [sheet(found, pieces, c, p) for c, p in zip(claims, prefixes, strict=True)]
    styles, policy = style("trace.css", "trace_svg.css")
    title = shortened(sheets[0].text, 120) if one else some(len(claims) + len(more), "claim")
    page = _template().render(
        sheets=sheets,
        more=[(line(c.text), listed(c), c.id) for c in more],
        one=one,
        style=styles,
        policy=policy,
        title=title,
        legend=legend_svg(),
        found=found,
    )
    return page.encode("utf-8", "replace").decode("utf-8")


@cache
def environment() -> Environment:
    """The engine of the pages of traces."""
    env = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.filters.update(line=line, when=when_words, outlet=outlet_words, put=put_words, spans=spans_words)
    env.filters.update(
        differs=drift_words, kind=edge_words, listed=listed, chain=lambda ids, found: chain_words(found, ids)
    )
    env.globals.update(stances=STANCE_SIGNS, certainties=CERTAINTY_SIGNS, does=STANCE_WORDS, shape=shape)
    env.globals.update(anchor=anchor, not_here=NOT_HERE, drift_words=drift_words, article_words=article_words)
    return env


@cache
def _template() -> Template:
    folder = files("firsthand.render") / "templates"
    return environment().from_string((folder / "trace.html.j2").read_text(encoding="utf-8"))


@cache
def style(*names: str) -> tuple[str, str]:
    """The page's style sheets, those named after the common one, and the policy that allows them alone, by digest."""
    folder = files("firsthand.render") / "templates"
    common = (folder / "page.css").read_text(encoding="utf-8").partition("/* A mark and its note")[0]
    styles = "\n" + common + "".join((folder / name).read_text(encoding="utf-8") for name in names)
    digest = base64.b64encode(hashlib.sha256(styles.encode()).digest()).decode()
    return styles, f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def sheet(found: Index, pieces: Pieces, claim: Claim, prefix: str = "") -> Sheet:
    """What a page shows of one claim; `prefix` goes before its anchors."""
    picture = layout(found, claim)
    edges = claim_edges(found, claim)
    return Sheet(
        prefix=prefix,
        claim=claim,
        text=line(claim.text) or NOT_HERE,
        summary=summary(found, claim),
        days=days(claim),
        widely=widely_one(claim),
        svg=(names_svg(picture), field_svg(found, claim, picture, prefix)),
        branches=branches(found, claim),
        both=said_both_ways(found, claim),
        against=against(claim),
        clashes=tuple(_clashes(found, claim)),
        corrections=tuple(_corrections(found, claim)),
        absent=tuple(_absent(found, claim)),
        evidence=tuple(_evidence(found, pieces, claim, e, n) for n, e in enumerate(edges, 1)),
        rows=tuple(_rows(pieces, claim)),
    )


def _clashes(found: Index, claim: Claim) -> Iterator[tuple[str, str, str]]:
    for clash in beside_others(found, claim):
        yield other_claim(found, claim, clash.a, clash.b), CLASH_WORDS[clash.kind], line(clash.why)


def _corrections(found: Index, claim: Claim) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    reports = {r.article: r for r in claim.reports}
    for said, carried_by in taken_back(found, claim):
        carried = (
            (when_words(reports[i].when) if i in reports else "", article_words(found, claim, i)) for i in carried_by
        )
        yield said, tuple(carried)


def _absent(found: Index, claim: Claim) -> Iterator[tuple[str, str]]:
    articles = {r.article for r in claim.reports}
    for one in found.trace.cited_but_absent:
        by = [article_words(found, claim, i) for i in one.by if i in articles]
        if by:
            yield line(one.outlet), ", ".join(by[:6]) + (f" and {len(by) - 6} more" if len(by) > 6 else "")


def _rows(pieces: Pieces, claim: Claim) -> Iterator[Row]:
    by_article: dict[str, list[Report]] = {}
    for report in sorted(claim.reports, key=in_time):
        by_article.setdefault(report.article, []).append(report)
    for id, reports in by_article.items():
        article = pieces[id].reading.article if id in pieces else None
        url = article.url if article else None
        yield Row(
            anchor=anchor(id),
            when=when_words(reports[0].when),
            outlet=outlet_words(reports[0]),
            key=line(reports[0].key),
            title=line(article.title or "") if article else "",
            url=url if url and url.lower().startswith(("http://", "https://")) else None,
            reports=tuple(reports),
        )


# Evidence


def _evidence(found: Index, pieces: Pieces, claim: Claim, edge: Edge, number: int) -> Evidence:
    names = [article_words(found, claim, i) for i in (edge.earlier, edge.later)]
    changed = tuple(d for d in drift_at(claim, edge.later) if d.from_article == edge.earlier)
    return Evidence(
        number=number,
        title=" → ".join(names),
        kind=edge_words(edge),
        told=line(edge.evidence),
        drift=tuple(map(drift_words, changed)),
        pairs=(*_told(claim, edge, changed, names), *_passages(pieces, edge, names)),
    )


def _told(claim: Claim, edge: Edge, changed: Sequence[Drift], names: Sequence[str]) -> Iterator[Pair]:
    """The claim's own words in both articles: those between which something differs, else the leading ones."""
    units = {r.unit: r for r in claim.reports}
    pairs = list(dict.fromkeys((d.earlier, d.later) for d in changed if d.earlier in units and d.later in units))
    if not pairs:
        earlier = [r for r in claim.reports if r.article == edge.earlier]
        later = [r for r in claim.reports if r.article == edge.later]
        taking = [r for r in later if r.derived_from == edge.earlier] or later
        if earlier and taking:
            pairs = [(lead_of(earlier).unit, lead_of(taking).unit)]
    for a, b in pairs:
        sides = [(units[i], name) for i, name in zip((a, b), names, strict=True)]
        runs = side_by_side(units[a].words, units[b].words)
        before, after = (
            Side(where=f"{name}, {r.field}", span=spans_words(r.spans), runs=run)
            for (r, name), run in zip(sides, runs, strict=True)
        )
        yield Pair(what="How each tells the claim", before=before, after=after)


def _passages(pieces: Pieces, edge: Edge, names: Sequence[str]) -> Iterator[Pair]:
    for place, later in edge.passages:
        after_words = _words(pieces, edge.later, later)
        if place is None:
            after = Side(where=f"{names[1]}, text", span=spans_words((later,)), runs=whole(after_words))
            yield Pair(what="The later one says so", before=None, after=after)
            continue
        runs = side_by_side(_words(pieces, edge.earlier, place), after_words)
        yield Pair(
            what="A passage of both",
            before=Side(where=f"{names[0]}, text", span=spans_words((place,)), runs=runs[0]),
            after=Side(where=f"{names[1]}, text", span=spans_words((later,)), runs=runs[1]),
        )


def _words(pieces: Pieces, article: str, span: Span) -> str:
    piece = pieces.get(article)
    text = piece.reading.article.text if piece else ""
    return span.of(text) if span.end <= len(text) else ""
