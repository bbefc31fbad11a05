"""Owns the page of one or several readings: one self-contained HTML file that runs no script and fetches nothing.

Everything from an article goes through Jinja's escaping; the policy in the head allows the page's own style alone.
"""

import base64
import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from firsthand.language.sentences import paragraphs
from firsthand.model import Article, Reading, Source, Span
from firsthand.render.basis import BasisLine, basis_lines
from firsthand.render.layers import Mark, Piece, woven
from firsthand.render.naming import called, described, knowing, tag
from firsthand.render.outline import Item, at_least, outline
from firsthand.render.plain import cleaned, line

DEEPEST = 3
"""Nested statements deeper than this are underlined like this one."""

_INNER = {"own": -1, "source": 1000, "cue": 1001, "hedge": 1002, "reason": 1003}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a chain as the page shows it."""

    name: str
    tag: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What stands in the margin for one statement; `slot` is its place in its row, which ties mark and note."""

    item: Item
    slot: int
    links: tuple[Link, ...]
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One paragraph, where it stands, its marks, and the notes of the statements that begin in it."""

    span: Span
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    heading: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One article as the page shows it; `prefix` keeps its ids apart from those of the others."""

    prefix: str
    article: Article
    title: str
    url: str | None
    basis: tuple[BasisLine, ...]
    rows: tuple[Row, ...]
    items: dict[str, Item]
    slots: dict[str, int]
    count: int


def html_page(readings: Sequence[Reading], *, min_confidence: float = 0.0) -> str:
    """The page of `readings` (at least one), each article a section with its own basis, text and margin.

    Statements below `min_confidence` (0..1) are not marked, while the basis is told over all.
    """
    prefixes = [f"x{i}-" if len(readings) > 1 else "" for i in range(1, len(readings) + 1)]
    sheets = [sheet(r, prefix, min_confidence) for r, prefix in zip(readings, prefixes, strict=True)]
    style, policy = _style()
    title = sheets[0].title if len(sheets) == 1 else f"{len(sheets)} articles"
    return _template().render(sheets=sheets, style=style, policy=policy, title=title, language=_language(sheets))


def notebook(reading: Reading, *, height: int = 640) -> str:
    """The page inside a frame of `height` pixels that may run nothing, for notebooks."""
    frame = Environment(autoescape=True).from_string(
        '<iframe sandbox="" title="{{ title }}" srcdoc="{{ page }}" width="100%" height="{{ height }}" '
        'style="border:1px solid #8886"></iframe>'
    )
    return frame.render(page=html_page([reading]), title=_title(reading.article), height=height)


@cache
def _template() -> Template:
    folder = files("firsthand.render") / "templates"
    env = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.filters.update(cleaned=cleaned, line=line)
    return env.from_string((folder / "page.html.j2").read_text(encoding="utf-8"))


@cache
def _style() -> tuple[str, str]:
    """The style sheet and the policy that allows it, and it alone, by its digest."""
    folder = files("firsthand.render") / "templates"
    style = "\n" + (folder / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return style, f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _language(sheets: list[Sheet]) -> str:
    return next((s.article.language for s in sheets if s.article.language), "en")


def _title(article: Article) -> str:
    return line(article.title or "") or f"{line(article.key)} (no title)"


def sheet(reading: Reading, prefix: str = "", min_confidence: float = 0.0) -> Sheet:
    """What a page shows of one article; `prefix` goes before its anchors.

    Statements below `min_confidence` (0..1) are not marked, while the basis is told over all.
    """
    article = reading.article
    items = outline(at_least(reading, min_confidence))
    parts = _parts(reading, items)
    begins = {item.statement.id: _part_of(parts, item.spans[0].start) for item in items}
    slots: dict[str, int] = {}
    by_part: list[list[Note]] = [[] for _ in parts]
    for item in items:
        here = by_part[begins[item.statement.id]]
        slots[item.statement.id] = len(here) + 1
        here.append(_note(reading, item, len(here) + 1))
    marks, opened = _by_part(_marks(reading, items), parts), set[str]()
    rows = [
        Row(
            span=part,
            pieces=woven(article.text, part, inside, opened),
            notes=tuple(notes),
            heading=part.end <= article.body_start,
        )
        for part, notes, inside in zip(parts, by_part, marks, strict=True)
    ]
    return Sheet(
        prefix=prefix,
        article=article,
        title=_title(article),
        url=_safe_url(article.url),
        basis=basis_lines(reading),
        rows=tuple(rows),
        items={i.statement.id: i for i in items},
        slots=slots,
        count=len(items),
    )


def _parts(reading: Reading, items: tuple[Item, ...]) -> tuple[Span, ...]:
    """The paragraphs to show: the body's, and those of header and headline where a statement stands in them."""
    article = reading.article
    spoken = [span for item in items for span in item.spans]
    title = article.title_span
    every = [title if title and p.holds(title) and p.end <= article.body_start else p for p in paragraphs(article.text)]
    shown = (p for p in every if p.end > article.body_start or any(p.meets(span) for span in spoken))
    return tuple(shown) or tuple(every[-1:])


def _part_of(parts: tuple[Span, ...], at: int) -> int:
    """The place in `parts` of the last one that begins at `at` or before it; 0 where none does."""
    return max(0, bisect_right(parts, at, key=lambda p: p.start) - 1)


def _marks(reading: Reading, items: tuple[Item, ...]) -> list[Mark]:
    """Every place that the page marks, in text order."""
    marks = [Mark(span=s, rank=_INNER["own"], name="own") for s in reading.own_voice]
    for item in items:
        statement = item.statement
        marks += [Mark(span=s, rank=item.depth, name=f"a:{statement.id}") for s in item.spans]
        places = [("source", statement.source_span), ("cue", statement.cue_span)]
        places += [("hedge", h.span) for h in statement.hedges]
        marks += [Mark(span=s, rank=_INNER[name], name=name) for name, s in places if s is not None]
    return sorted(set(marks), key=lambda m: m.span)


def _by_part(marks: list[Mark], parts: tuple[Span, ...]) -> list[list[Mark]]:
    """For each of `parts` the marks that touch it."""
    out: list[list[Mark]] = [[] for _ in parts]
    for mark in marks:
        for i in range(_part_of(parts, mark.span.start), _part_of(parts, mark.span.end - 1) + 1):
            out[i].append(mark)
    return out


def _note(reading: Reading, item: Item, slot: int) -> Note:
    statement = item.statement
    links = []
    for i, source in enumerate(item.chain):
        knows = knowing(reading, statement) if i == 0 and source.id == statement.source else ""
        links.append(Link(name=described(source), tag=tag(source), about="; ".join(_about(reading, source, knows))))
    cue = line(reading.article.words(statement.cue_span)) if statement.cue_span else ""
    return Note(item=item, slot=slot, links=tuple(links), cue=cue)


def _about(reading: Reading, source: Source, knows: str) -> Iterator[str]:
    yield source.kind
    if source.anonymity_reason is not None:
        yield f"why unnamed: {line(reading.article.words(source.anonymity_reason))}"
    elif source.anonymous:
        yield "why unnamed is not stated"
    if knows:
        yield knows
    if source.distinct_from:
        others = [called(s) for s in reading.sources if s.id in source.distinct_from]
        yield f"told apart from {', '.join(others)}"


def _safe_url(url: str | None) -> str | None:
    """The address where it is one that a page may link to, else None."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
