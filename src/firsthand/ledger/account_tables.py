"""Owns the tables of a team: accounts, sessions, tokens, cases. They have a metadata of their own, so that nothing that
goes over the ledger's tables (exports, imports, copies) ever meets them. It opens nothing and asks nothing.

No password, cookie or token is in them: of a password argon2's digest, of the others, which are random, SHA-256's.
"""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, MetaData, Table, Text

from firsthand.ledger.tables import articles, metadata

private = MetaData(naming_convention=metadata.naming_convention)


def _user(name: str = "user_id", **options: bool) -> Column[str]:
    return Column(name, Text, ForeignKey("users.id", ondelete="CASCADE"), **options)  # type: ignore[arg-type]


def _case(**options: bool) -> Column[str]:
    return Column("case_id", Text, ForeignKey("cases.id", ondelete="CASCADE"), **options)  # type: ignore[arg-type]


users = Table(
    "users",
    private,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),  # decisions are kept under it: it is never changed, nor given to another
    Column("key", Text, nullable=False, unique=True),  # the name as names are compared
    Column("role", Text, nullable=False),  # reader, analyst, admin
    Column("password", Text, nullable=False),  # argon2's digest with its salt and parameters
    Column("temporary", Boolean, nullable=False),  # the password has to be changed before anything else
    Column("created_at", Text, nullable=False),
    Column("disabled_at", Text),
)

sessions = Table(
    "sessions",
    private,
    Column("id", Text, primary_key=True),  # SHA-256 of the cookie
    _user(nullable=False),
    Column("created_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),  # to within some minutes
    Column("ends_at", Text, nullable=False),  # whatever was done in it
    Index(None, "user_id"),
)

tokens = Table(
    "tokens",
    private,
    Column("id", Text, primary_key=True),  # SHA-256 of the token
    Column("handle", Text, nullable=False, unique=True),  # what people call it by
    _user(nullable=False),
    Column("purpose", Text, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("made_on", Text, nullable=False),  # days
    Column("used_on", Text),
    Column("ends_on", Text, nullable=False),  # the last day it is taken
    Index(None, "user_id"),
)

cases = Table(
    "cases",
    private,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    _user("made_by", nullable=False),
    Column("made_at", Text, nullable=False),
    Index(None, "made_by"),
)

case_readers = Table(
    "case_readers",
    private,
    _case(primary_key=True),
    _user(primary_key=True),
    Index(None, "user_id"),
)
"""Who sees a case, beside admins."""

case_items = Table(
    "case_items",
    private,
    Column("id", Text, primary_key=True),
    _case(nullable=False),
    Column("kind", Text, nullable=False),  # article, claim, note
    Column("article_id", Text, ForeignKey(articles.c.id, ondelete="CASCADE")),
    Column("claim", Text),  # the id of one of its reports; its words stay in the article
    Column("words", Text),  # of a note
    _user("added_by", nullable=False),
    Column("added_at", Text, nullable=False),
    Index(None, "case_id"),
    Index(None, "article_id"),
    Index(None, "added_by"),
)
