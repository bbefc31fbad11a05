"""Owns the memory of what was forgotten: salted digests that stop it from coming back. It keeps no word of it.

The salt is the ledger's own, so that a digest of a public address says nothing outside this ledger.
"""

import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, select

from firsthand.ledger.sql import insert_missing
from firsthand.ledger.tables import forgotten as rows
from firsthand.ledger.tables import settings
from firsthand.model import Article, digest

SALT = "salt"


def salt(connection: Connection) -> str:
    """The ledger's salt, made when it is first asked for."""
    held = connection.scalar(select(settings.c.value).where(settings.c.name == SALT))
    if held is None:
        held = secrets.token_hex(16)
        insert_missing(connection, settings, [{"name": SALT, "value": held}])
    return held


def mark(connection: Connection, kind: str, value: str) -> str:
    """The digest under which a text, url or source's id is remembered as forgotten."""
    return digest(salt(connection), kind, value, length=64)


def forgotten(connection: Connection, article: Article, address: str | None = None) -> bool:
    """True where the article's text or url, or `address`, its canonical form, was forgotten on request."""
    if nothing(connection):
        return False
    marks = {mark(connection, "text", article.text)}
    marks |= {mark(connection, "url", url) for url in (article.url, address) if url}
    return connection.scalar(select(rows.c.digest).where(rows.c.digest.in_(marks)).limit(1)) is not None


def forgotten_sources(connection: Connection, ids: Iterable[str]) -> frozenset[str]:
    """Those of the ids of names that were forgotten on request."""
    if nothing(connection):
        return frozenset()
    marks = {mark(connection, "source", id): id for id in ids}
    held = connection.scalars(select(rows.c.digest).where(rows.c.digest.in_(marks)))
    return frozenset(marks[found] for found in held)


def nothing(connection: Connection) -> bool:
    """True where nothing was ever forgotten here."""
    return connection.scalar(select(rows.c.digest).limit(1)) is None
