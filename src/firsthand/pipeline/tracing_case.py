"""Owns what a ledger has to give to the case file of a claim, and to check one against: captures, readers, digests.

It lays nothing out: `firsthand.render.case` makes the file, `firsthand.render.trace_verify` checks it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import Connection, select

from firsthand.ledger import decisions
from firsthand.ledger.answers import chunks
from firsthand.ledger.decisions import Decision
from firsthand.ledger.show import ReadWith
from firsthand.ledger.tables import articles, captures, readers
from firsthand.ledger.versions import Captured, captured


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The captures of articles and what read them, by article id."""

    captures: Mapping[str, tuple[Captured, ...]] = field(default_factory=dict)
    read_by: Mapping[str, ReadWith] = field(default_factory=dict)


def evidence(connection: Connection, article_ids: Iterable[str]) -> Evidence:
    """What the ledger holds of those articles beside their texts."""
    ids = sorted(article_ids)
    read_by: dict[str, ReadWith] = {}
    for chunk in chunks(ids):
        asked = select(articles.c.id, readers.c.encoder, readers.c.version).join(
            readers, readers.c.id == articles.c.reader_id
        )
        for id, encoder, version in connection.execute(asked.where(articles.c.id.in_(chunk))):
            read_by[id] = ReadWith(encoder=encoder, version=version)
    return Evidence(captures={id: captured(connection, id) for id in ids}, read_by=read_by)


@dataclass(frozen=True, slots=True)
class LedgerCopies:
    """The ledger's articles and captures as copies to check against, found by the SHA-256 of their bytes."""

    connection: Connection

    def text(self, digest: str) -> str | None:
        """The text with that digest."""
        asked = select(articles.c.text).where(articles.c.text_sha256 == digest, articles.c.text.is_not(None)).limit(1)
        found: str | None = self.connection.scalar(asked)
        return found

    def title(self, digest: str) -> str | None:
        """The title with that digest."""
        asked = select(articles.c.title).where(articles.c.title.is_not(None)).execution_options(yield_per=1000)
        for title in self.connection.scalars(asked):
            if sha256(title.encode("utf-8", "surrogatepass")).hexdigest() == digest:
                return str(title)
        return None

    def body(self, digest: str) -> bytes | None:
        """The bytes with that digest."""
        asked = select(captures.c.body).where(captures.c.sha256 == digest, captures.c.body.is_not(None)).limit(1)
        found = self.connection.scalar(asked)
        return None if found is None else bytes(found)


def every_decision(connection: Connection) -> Mapping[str, Decision]:
    """The decisions that stand, by id."""
    return {d.id: d for d in decisions.standing(connection)}
