"""Owns the ledger's revisions: which one a database is of, and the way to the newest. It opens no ledger.

Migrations go forward only and run in the caller's transaction: a ledger is of one revision or the next, never between.
"""

from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from firsthand.ledger.fulltext import owns_table
from firsthand.ledger.tables import metadata

HEAD = "0001"
"""The revision that `firsthand.ledger.tables` describes."""


def revision(connection: Connection) -> str | None:
    """The revision of the database, or None where it holds no ledger yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@cache
def _script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return ScriptDirectory.from_config(config)


def revisions() -> frozenset[str]:
    """Every revision that this firsthand knows."""
    return frozenset(script.revision for script in _script().walk_revisions())


def migrate(connection: Connection, *, to: str = HEAD) -> None:
    """Brings the database to the revision `to`, inside the transaction that `connection` is in."""
    script = _script()

    def steps(at: object, _: object) -> object:
        return script._upgrade_revs(to, at)  # type: ignore[arg-type]

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(
            connection=connection,
            target_metadata=metadata,
            include_name=lambda name, kind, _: kind != "table" or not owns_table(name or ""),
            transactional_ddl=False,  # the caller's transaction holds it all
        )
        environment.run_migrations()
