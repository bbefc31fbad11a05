"""Owns the HTML pages of sources, pairs that may be one, decisions, and dossiers: which words stand where."""

from collections.abc import Sequence

from firsthand.ledger.decided import Decided
from firsthand.ledger.dossier import Dossier
from firsthand.ledger.holdings import Holdings
from firsthand.pipeline.suggesting import Pair
from firsthand.render.answer_page import Page, Part, card, page_html
from firsthand.render.basis import some
from firsthand.render.decisions import state, what
from firsthand.render.dossier import BY_NAME, WITHHELD, export_words, place_words, retention_words
from firsthand.render.plain import line
from firsthand.render.sources import NAME_ALONE, NEVER_APPLIED, days_of, identified, role_words, short


def holdings_html(found: Holdings) -> str:
    """The list of sources."""
    rows = tuple(
        (
            short(one.name),
            one.kind_class,
            "; ".join(short(n) for n in one.names if n != one.name),
            "; ".join(map(role_words, one.roles)),
            str(one.statements),
            str(one.articles),
            days_of(one),
            NAME_ALONE if one.weak else "",
            "; ".join(identified(one)),
            one.root,
        )
        for one in found.found
    )
    columns = ("source", "kind", "also as", "roles", "statements", "articles", "days", "mark", "identifiers", "id")
    lines = ("Unnamed sources are in no list.",)
    meta = (f"{len(rows)} of {some(found.total, 'source')}",)
    return page_html(Page(title="Named sources", meta=meta, parts=(Part(columns=columns, rows=rows, lines=lines),)))


def pairs_html(found: Sequence[Pair]) -> str:
    """The pairs that may be one source."""
    rows = tuple((short(p.one_name), short(p.other_name), line(p.reason), p.one, p.other) for p in found)
    part = Part(columns=("one", "other", "why", "id", "other id"), rows=rows, lines=(f"These are {NEVER_APPLIED}.",))
    return page_html(Page(title="May be one source", meta=(some(len(found), "pair"),), parts=(part,)))


def decided_html(found: Sequence[Decided]) -> str:
    """The log of decisions."""
    return page_html(Page(title="Decisions", meta=(some(len(found), "decision"),), parts=(_decided("", found),)))


def dossier_html(found: Dossier) -> str:
    """The dossier of one source."""
    one = found.source
    about = (*(f"named {line(n)}" for n in one.names), *map(role_words, one.roles), *identified(one))
    weak = (NAME_ALONE,) if one.weak else ()
    exports = tuple(export_words(found)) or ("None.",)
    parts = (
        Part(heading="What it is called", lines=(*about, *weak, WITHHELD)),
        Part(heading=f"It is quoted with: {some(found.said_in_all, 'statement')}", cards=tuple(map(card, found.said))),
        Part(
            heading=f"Others say of it: {some(len(found.about), 'statement')}",
            lines=(BY_NAME,),
            cards=tuple(map(card, found.about)),
        ),
        Part(heading="Articles that have it as a source", lines=tuple(map(place_words, found.places))),
        _decided("What people decided", found.decided),
        Part(heading="Exports that held any of these articles", lines=exports),
        Part(lines=(retention_words(found),)),
    )
    meta = (one.kind_class, one.root, days_of(one))
    return page_html(Page(title=f"Held on {short(one.name)}", meta=meta, parts=parts))


def _decided(heading: str, found: Sequence[Decided]) -> Part:
    rows = tuple(
        (what(d), short(d.decision.who), d.decision.at[:10], line(d.decision.why), state(d), d.decision.id)
        for d in found
    )
    nothing = () if rows else ("Nobody has decided anything about this.",)
    return Part(heading=heading, columns=("what", "who", "day", "why", "state", "id"), rows=rows, lines=nothing)
