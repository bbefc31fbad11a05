"""Owns the table of statements as CSV, one row each, safe to open in a spreadsheet. It writes no file."""

import csv
from collections.abc import Iterator
from io import StringIO

from firsthand.model import Reading
from firsthand.render.naming import called, chain_words
from firsthand.render.outline import Item, outline
from firsthand.render.plain import line

COLUMNS = (
    "article",
    "title",
    "published",
    "outlet",
    "url",
    "number",
    "statement",
    "parent",
    "continues",
    "source",
    "source_kind",
    "unnamed",
    "role",
    "affiliation",
    "chain",
    "content",
    "quotation",
    "stance",
    "certainty",
    "hedges",
    "hedged_by",
    "knowledge",
    "inferred",
    "confidence",
    "producer",
    "notes",
    "content_spans",
    "source_span",
    "cue_span",
)
"""Spans are ``start-end``, half-open, in code points of the stored text; several are parted by a space."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def header() -> str:
    """The first line of the table, with its line end."""
    return _row(COLUMNS)


def rows(reading: Reading) -> Iterator[str]:
    """One line of CSV for each statement, nested ones after theirs, each with its line end."""
    article = reading.article
    head = [article.key, article.title, article.published, article.outlet, article.url]
    for item in outline(reading):
        yield _row([_cell(c) for c in (*head, *_values(reading, item))])


def _values(reading: Reading, item: Item) -> tuple[object, ...]:
    s = item.statement
    source = reading.source(s.source) if s.source else None
    return (
        item.number,
        s.id,
        s.parent,
        s.continues,
        called(source) if source else None,
        source.kind if source else None,
        source.anonymous if source else None,
        source.role if source else None,
        source.affiliation if source else None,
        chain_words(item.chain) if item.chain else None,
        item.words,
        s.quotation,
        s.stance,
        s.certainty,
        "; ".join(reading.article.words(h.span) for h in s.hedges),
        "; ".join("the article" if h.by is None else called(reading.source(h.by)) for h in s.hedges),
        s.knowledge.kind,
        s.inferred,
        f"{s.confidence:.4f}",
        s.producer,
        "; ".join(item.notes),
        " ".join(f"{p.start}-{p.end}" for p in s.content_spans),
        f"{s.source_span.start}-{s.source_span.end}" if s.source_span else None,
        f"{s.cue_span.start}-{s.cue_span.end}" if s.cue_span else None,
    )


def _cell(value: object) -> str:
    """One line of text; what a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return neutral(str(value))


def neutral(value: str) -> str:
    """`value` on one line, with an apostrophe before what a spreadsheet would run as a formula."""
    text = line(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(cells: tuple[str, ...] | list[str]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
