"""Owns the HTML page of an audit: tables of shares, who is relied on, and the coverage. It gives no verdict."""

from firsthand.ledger.audit import Audit
from firsthand.render.answer_page import Page, Part, page_html
from firsthand.render.audit import (
    SHARES,
    covered_name,
    group_name,
    periods,
    relied_lines,
    remarks,
    share_cells,
)
from firsthand.render.basis import some
from firsthand.render.coverage_svg import coverage_svg


def audit_html(found: Audit) -> str:
    """The page of an audit."""
    whole = found.whole
    days = f"{whole.first} to {whole.last}" if whole.first else "no date"
    groups = (*found.groups, whole)
    shares = Part(
        heading="Of the statements, so much rests on",
        columns=(found.by, *SHARES),
        rows=tuple(share_cells(found, group) for group in groups),
        numbers=True,
        whole=True,
        lines=tuple(remarks(found)),
    )
    relied = [
        Part(
            heading="all articles" if group is whole else group_name(group, found.by),
            lines=tuple(relied_lines(group)),
        )
        for group in (groups if len(found.groups) > 1 else (whole,))
    ]
    names, counts = periods(found)
    coverage = Part(
        heading="Coverage: what this was counted in",
        lines=(
            "Articles held in this ledger, not articles published: an outlet that begins late or ends early changes "
            "shares without any change in how it reports.",
        ),
        svg=coverage_svg(names, [(covered_name(one), counts[one.outlet]) for one in found.coverage]) if names else "",
        columns=("outlet", "articles", "first day", "last day", "no date"),
        rows=tuple(
            (covered_name(c), str(c.articles), c.first or "–", c.last or "–", str(c.undated)) for c in found.coverage
        ),
        numbers=True,
    )
    return page_html(
        Page(
            title=f"What the articles rest on, by {found.by}",
            meta=(some(whole.articles, "article"), days),
            parts=(shares, coverage, *relied),
        )
    )
