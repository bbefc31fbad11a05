"""The way into a ledger: made, opened again, refused in one sentence."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from firsthand.errors import LedgerBusy
from firsthand.ledger import Ledger, open_ledger
from firsthand.ledger.account_tables import private
from firsthand.ledger.fulltext import owns_table
from firsthand.ledger.tables import metadata


def test_a_new_ledger_has_the_tables_of_the_newest_revision(ledger: Ledger) -> None:
    options = {"include_object": lambda thing, name, kind, *_: kind != "table" or not owns_table(name)}
    with ledger.reading() as connection:
        context = MigrationContext.configure(connection, opts={**options, "compare_type": False})
        found = [d for d in compare_metadata(context, [metadata, private]) if "words_vector" not in str(d)]
    assert found == []


def test_opening_again_changes_nothing(place: str) -> None:
    for _ in range(2):
        with open_ledger(place) as ledger, ledger.reading() as connection:
            assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "0003"


def test_an_address_is_shown_as_it_was_typed() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(LedgerBusy) as raised:
        open_ledger("postgresql://desk:secret@127.0.0.1:1/desk")
    assert "postgresql://desk:***@127.0.0.1:1/desk" in str(raised.value)
