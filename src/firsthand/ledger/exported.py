"""Owns the memory of what was exported where, so that `forget` can name every export that held an article. It writes
no export."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, delete, insert, select

from firsthand.ledger.selecting import Selection
from firsthand.ledger.tables import export_articles, exports

_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One export as the ledger remembers it: when, in which format, to where, and whether with articles' words."""

    id: str
    at: str
    format: str
    place: str
    with_text: bool


def note(
    connection: Connection,
    *,
    at: str,
    format: str,
    place: str,
    with_text: bool,
    selection: Selection,
    ids: Iterable[str],
) -> str:
    """Remembers an export of the articles `ids` and gives its id. Do it before anything is written, so that no export
    can be there which the ledger does not know of."""
    row = {"id": secrets.token_hex(6), "at": at, "format": format, "place": place, "with_text": with_text}
    connection.execute(insert(exports), row | {"selection": selection.to_json()})
    rest = iter(ids)
    while batch := [{"export_id": row["id"], "article_id": id} for id in islice(rest, _BATCH)]:
        connection.execute(insert(export_articles), batch)
    return str(row["id"])


def take_back(connection: Connection, export_id: str) -> None:
    """Drops the note of an export that never came to be."""
    connection.execute(delete(export_articles).where(export_articles.c.export_id == export_id))
    connection.execute(delete(exports).where(exports.c.id == export_id))


def holding(connection: Connection, article_id: str) -> tuple[Export, ...]:
    """The exports that held an article, in the order they were made."""
    columns = [exports.c[name] for name in Export.__slots__]
    asked = (
        select(*columns)
        .join(export_articles, export_articles.c.export_id == exports.c.id)
        .where(export_articles.c.article_id == article_id)
        .order_by(exports.c.at, exports.c.id)
    )
    return tuple(Export(**row) for row in connection.execute(asked).mappings())
