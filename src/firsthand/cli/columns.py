"""Owns what `--column` and `--recursive` mean for reading. It parses no command line and reads nothing."""

from dataclasses import fields

from firsthand.errors import InvalidValue
from firsthand.reading import Columns, ReadingOptions


def reading_options(columns: tuple[tuple[str, str], ...], *, recursive: bool) -> ReadingOptions:
    """The options with these names for columns; InvalidValue for a field that rows have not."""
    names = {f.name for f in fields(Columns)}
    for name, _ in columns:
        if name not in names:
            raise InvalidValue(f"--column knows no {name!r}: it names {', '.join(sorted(names))}")
    return ReadingOptions(recursive=recursive, columns=Columns(**dict(columns)))
