"""Owns what the two databases spell differently, beside full text. It knows no table."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts the rows whose keys are not there yet."""
    if rows:
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert(table).on_conflict_do_nothing(), list(rows))


def upsert(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Inserts a row, or writes it over the one with its primary key."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    keys = [c.name for c in table.primary_key]
    fresh = {name: value for name, value in row.items() if name not in keys}
    statement = insert(table).values(**row)
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh))
