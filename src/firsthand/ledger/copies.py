"""Owns the links between articles that share much of their text, found when an article comes in. It drops nothing.

Candidates share a band of their MinHash signatures (Broder 1997; Leskovec, Rajaraman & Ullman 2020, ch. 3), an indexed
row each; what counts is the exact overlap of their shingles.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, exists, insert, select

from firsthand.language.likeness import bands, likeness, shingles, signature_of
from firsthand.ledger.sql import insert_missing
from firsthand.ledger.tables import articles, copies
from firsthand.ledger.tables import bands as band_rows

MOST_CANDIDATES = 200
"""Candidates compared for one article; more than these are copies of one text, and links to the first of them do."""


def link(connection: Connection, article_id: str, text: str) -> None:
    """Indexes an article's text and links it to those that share much of it."""
    own = shingles(text)
    if not own:
        return
    values = bands(signature_of(own))
    for other_id, other_text in _candidates(connection, article_id, values):
        found = likeness(own, shingles(other_text))
        if found.kind is None:
            continue
        first = article_id < other_id
        pair = {
            "a": min(article_id, other_id),
            "b": max(article_id, other_id),
            "kind": found.kind,
            "jaccard": found.jaccard,
            "a_in_b": found.containment_a if first else found.containment_b,
            "b_in_a": found.containment_b if first else found.containment_a,
        }
        insert_missing(connection, copies, [pair])
    connection.execute(insert(band_rows), [{"value": value, "article_id": article_id} for value in values])


def versions_of_one() -> ColumnElement[bool]:
    """The rows of `copies` whose two articles are versions of one address, which are no copies of each other."""
    one, other = articles.alias(), articles.alias()
    same = one.c.id == copies.c.a, other.c.id == copies.c.b, one.c.address == other.c.address
    return exists().where(*same)


def _candidates(connection: Connection, article_id: str, values: Sequence[int]) -> list[tuple[str, str]]:
    """Ids and texts of the articles that share a band, the lowest ids first."""
    shared = select(band_rows.c.article_id).where(band_rows.c.value.in_(values), band_rows.c.article_id != article_id)
    chosen = shared.distinct().order_by(band_rows.c.article_id).limit(MOST_CANDIDATES)
    texts = select(articles.c.id, articles.c.text).where(articles.c.id.in_(chosen), articles.c.text.is_not(None))
    return [(row.id, row.text) for row in connection.execute(texts.order_by(articles.c.id))]
