"""Owns the check that a value read from a file can be a row of a table: its columns, their types, what both databases
can hold. It knows no file."""

import binascii
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Integer, LargeBinary, Table, Text

from firsthand.errors import InvalidValue
from firsthand.ledger.rows import Row
from firsthand.model import wire

_LARGEST = {Integer: 2**31 - 1, BigInteger: 2**63 - 1}
_WORDS = {
    Boolean: "true or false",
    BigInteger: "a whole number",
    Integer: "a whole number",
    Float: "a number",
    Text: "text that can be kept",
    LargeBinary: "base64",
    JSON: "a value",
}
_SHOWN = 60


def checked_row(table: Table, row: Any, *, without: frozenset[str] = frozenset()) -> Row:
    """`row` as the database takes it (bytes for base64), every column but `without` there and of its type.

    Raises InvalidValue that names the column.
    """
    if not isinstance(row, Mapping):
        raise InvalidValue(f"a row of {table.name} is a JSON object, not {wire.kind(row)}")
    columns = {c.name: c for c in table.c if c.name not in without}
    if row.keys() != columns.keys():
        odd = sorted(str(name)[:_SHOWN] for name in row.keys() ^ columns.keys())
        raise InvalidValue(f"a row of {table.name} has not the columns it should: look at {', '.join(odd[:4])}")
    return {name: _checked(table, column, row[name]) for name, column in columns.items()}


def _checked(table: Table, column: Column[Any], value: Any) -> Any:
    if value is None and column.nullable:
        return None
    wanted = column.type
    if isinstance(wanted, JSON) and value is not None:
        return value
    if isinstance(wanted, LargeBinary) and isinstance(value, str):
        return _bytes(table, column, value)
    if isinstance(wanted, Boolean) and isinstance(value, bool):
        return value
    if isinstance(wanted, Integer) and type(value) is int:
        if abs(value) <= _LARGEST[BigInteger if isinstance(wanted, BigInteger) else Integer]:
            return value
    elif isinstance(wanted, Float) and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    elif isinstance(wanted, Text) and isinstance(value, str) and "\0" not in value and _is_unicode(value):
        return value
    raise InvalidValue(
        f"the field “{column.name}” of {table.name} holds {_told(value)} where {_word(wanted)} is expected"
    )


def _told(value: Any) -> str:
    if isinstance(value, str):
        return f"the text {value[:_SHOWN]!r}"
    return f"the number {str(value)[:_SHOWN]}" if type(value) in (int, float) else wire.kind(value)


def _word(wanted: Any) -> str:
    for kind, word in _WORDS.items():
        if isinstance(wanted, kind):
            return word
    return "another value"


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _bytes(table: Table, column: Column[Any], value: str) -> bytes:
    try:
        return b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidValue(f"{table.name}.{column.name} is no base64") from error
