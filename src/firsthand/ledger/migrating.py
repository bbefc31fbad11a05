"""Owns the ledger's revisions: which one a database is of, and the way to the newest. It opens no ledger.

Migrations go forward only and run in the caller's transaction: a ledger is of one revision or the next, never between.
alembic, which takes longer to load than a question to answer, is loaded by name where there is a migration to run.
"""

from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, inspect, text

HEAD = "0003"
"""The revision that `firsthand.ledger.tables` and `account_tables` describe."""


def revision(connection: Connection) -> str | None:
    """The revision of the database, or None where it holds no ledger yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def revisions() -> frozenset[str]:
    """Every revision that this firsthand knows."""
    files = (Path(__file__).parent / "migrations" / "versions").glob("r[0-9]*.py")
    return frozenset(file.stem[1:].partition("_")[0] for file in files)


def migrate(connection: Connection, *, to: str = HEAD) -> None:
    """Brings the database to the revision `to`, inside the transaction that `connection` is in."""
    import_module("firsthand.ledger.migrations.run").upgrade(connection, to)
