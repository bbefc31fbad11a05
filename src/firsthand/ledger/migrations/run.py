"""Owns the run of revisions by alembic, inside the caller's transaction. It is loaded only where one is to run."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from firsthand.ledger.account_tables import private
from firsthand.ledger.fulltext import owns_table
from firsthand.ledger.tables import metadata


def upgrade(connection: Connection, to: str) -> None:
    """Brings the database to the revision `to`."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    script = ScriptDirectory.from_config(config)

    def steps(at: object, _: object) -> object:
        return script._upgrade_revs(to, at)  # type: ignore[arg-type]

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(
            connection=connection,
            target_metadata=[metadata, private],
            include_name=lambda name, kind, _: kind != "table" or not owns_table(name or ""),
            transactional_ddl=False,  # the caller's transaction holds it all
        )
        environment.run_migrations()
