"""Owns the way of a sample through a ledger: drawn from its statements, kept there, reported when the sheets come back.

What is kept holds ids and firsthand's answers, no word of an article.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, insert, select

from firsthand.errors import EvaluationError, NotHeld
from firsthand.evaluation.coding import Coding, merged, read_sheet
from firsthand.evaluation.sampling import (
    Drawn,
    Item,
    Sample,
    draw,
    from_json,
    item_of,
    own_voice_item,
    source_class,
    to_json,
)
from firsthand.ledger import stored
from firsthand.ledger.tables import articles, samples, statements
from firsthand.model import Reading, Source, Span, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A sample with the id under which the ledger keeps it."""

    id: str
    sample: Sample


def draw_from(connection: Connection, size: int, *, seed: int, at: str) -> Kept:
    """Draws a sample of the ledger's live statements and own-voice sentences and keeps it; passages are filled in.

    Articles whose text was cleared are left out, since nobody could code them. Raises EvaluationError where there is
    too little to draw from.
    """
    chosen = draw(tuple(_items(connection)), size, seed)
    id = digest("sample", at, str(seed), *(d.item.id for d in chosen.items), length=8)
    connection.execute(insert(samples), {"id": id, "at": at, "seed": seed, "items": to_json(_bare(chosen))})
    return Kept(id=id, sample=replace(chosen, items=tuple(_filled(connection, chosen.items))))


def kept(connection: Connection, id: str) -> Sample:
    """The sample that the ledger keeps under `id`, without passages."""
    record = connection.scalar(select(samples.c["items"]).where(samples.c.id == id))
    if record is None:
        raise NotHeld(f"the ledger keeps no sample {id[:40]!r}: firsthand audit --validate 200 draws one")
    return from_json(record)


def sample_of(connection: Connection, sheet: str) -> Kept:
    """The newest sample that a filled-in sheet can be of; EvaluationError says why none is."""
    problem: EvaluationError | None = None
    newest = select(samples.c.id, samples.c["items"]).order_by(samples.c.at.desc(), samples.c.id)
    for id, record in connection.execute(newest).all():
        sample = from_json(record)
        try:
            read_sheet(sheet, sample)
        except EvaluationError as error:
            problem = problem or error
            continue
        return Kept(id=id, sample=sample)
    raise problem or EvaluationError("the ledger keeps no sample: firsthand audit --validate 200 draws one")


def coding_of(sample: Sample, blind: str, second: str | None, *, coder: str) -> Coding:
    """What one coder filled in on the blind sheet and, where handed in, on the second one."""
    first = read_sheet(blind, sample, coder=coder)
    return first if second is None else merged(first, read_sheet(second, sample, coder=coder))


def _items(connection: Connection) -> list[Item]:
    """Every item that could be drawn, without its passage."""
    rows = connection.execute(
        select(
            statements.c.article_id,
            statements.c.local,
            statements.c.source,
            statements.c.source_kind,
            statements.c.unnamed,
            statements.c.confidence,
        )
        .join(articles, articles.c.id == statements.c.article_id)
        .where(statements.c.live, articles.c.text.is_not(None))
    )
    found = [_item(f"{r.article_id}:{r.local}", _class(r), r.confidence) for r in rows]
    voices = connection.execute(
        select(articles.c.id, articles.c.own_voice).where(articles.c.latest, articles.c.text.is_not(None))
    )
    for row in voices:
        found += [_item(f"{row.id}:{start}-{end}", "no statement", 0.5) for start, end in row.own_voice]
    return found


def _item(id: str, kind: Any, confidence: float) -> Item:
    return Item(id=id, passage="", marked=(), kind=kind, confidence=confidence)


def _class(row: Any) -> str:
    if row.source is None or row.source_kind is None:
        return source_class(None)
    return source_class(Source(id="s", kind=row.source_kind, anonymous=row.unnamed))


def _bare(sample: Sample) -> Sample:
    """The sample without words, as the ledger keeps it."""
    return replace(
        sample, items=tuple(replace(d, item=_item(d.item.id, d.item.kind, d.item.confidence)) for d in sample.items)
    )


def _filled(connection: Connection, drawn: Sequence[Drawn]) -> list[Drawn]:
    """The drawn items with their passages, each article read from the ledger once."""
    readings: dict[str, Reading] = {}
    found = []
    for one in drawn:
        article, _, place = one.item.id.partition(":")
        if article not in readings:
            readings[article] = stored.reading(connection, article)
        reading = readings[article]
        if one.item.kind == "no statement":
            start, _, end = place.partition("-")
            item = own_voice_item(reading, Span(int(start), int(end)))
        else:
            item = item_of(reading, reading.statement(place))
        found.append(replace(one, item=item))
    return found
