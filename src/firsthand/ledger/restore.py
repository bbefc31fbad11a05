"""Owns the way back in for lines that `firsthand.ledger.dump` made: the same rows in an empty ledger, and what is new
of them in one that holds something already. It reads no article and opens no file.

Lines are taken in some at a time, each lot whole or not at all, and nothing twice: a stopped import is run again.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from firsthand.errors import FirsthandError, InvalidValue, NotReadable
from firsthand.ledger.arriving import Arrival, put_article, put_row, settle
from firsthand.ledger.migrating import HEAD, revisions
from firsthand.ledger.store import Ledger
from firsthand.ledger.tables import articles, captures, decisions, forgotten, sources
from firsthand.model import Failure, wire
from firsthand.model.identity import Groups

LOT = 50
"""Lines that are taken in by one transaction."""
LONGEST = 512 * 1024 * 1024
"""Bytes of one line; a longer one is a failure."""
_FORM = "firsthand/"
_SHOWN = 200


@dataclass(slots=True, kw_only=True)
class Restored:
    """What came of an import: new articles, those that were there, other new rows, and damaged lines."""

    articles: int = 0
    there: int = 0
    rows: int = 0
    failures: int = 0


@dataclass(slots=True)
class _Run:
    """One import as it goes on."""

    arrival: Arrival
    came: Restored = field(default_factory=Restored)


def restore(
    ledger: Ledger, lines: Iterable[bytes], *, groups: Groups, what: str, failed: Callable[[Failure], None]
) -> Restored:
    """Takes in the lines of a dump; `what` is what messages call the file, `groups` tells which names are one source.

    What the ledger holds already stays as it is. A line that cannot be taken in is handed to `failed` with its number,
    and the rest goes on. Tables of `firsthand.ledger.units` are in no dump: what came is tracked before the next
    answer. Raises NotReadable where the lines are of another version of firsthand's form, and, before anything is
    taken in, where the first of them is none of an export at all.
    """
    with ledger.reading() as connection:
        run = _Run(Arrival(fresh=_is_empty(connection), groups=groups))
    numbered = _begun(enumerate(lines, start=1), what)
    while lot := list(islice(numbered, LOT)):
        with ledger.writing() as connection:
            for number, line in lot:
                _take(connection, run, line, f"line {number} of {what}", failed)
            settle(connection, run.arrival)
    return run.came


def _begun(numbered: Iterable[tuple[int, bytes]], what: str) -> Iterator[tuple[int, bytes]]:
    """The same lines; NotReadable where the first that is not empty is no object of firsthand's form."""
    begun = False
    for number, line in numbered:
        if not begun and line.strip():
            begun = True
            try:
                schema = _parsed(line).get("schema")
                wrong = "" if isinstance(schema, str) and schema.startswith(_FORM) else f"is not of {wire.SCHEMA}"
            except _NoObject:
                wrong = "is no JSON object"
            except InvalidValue:
                wrong = "is no JSON"
            if wrong:
                raise NotReadable(
                    f"{what} is no export of firsthand (line {number} {wrong}): give a file of firsthand export"
                )
        yield number, line


def bounded_lines(stream: Any) -> Iterator[bytes]:
    """The lines of a binary stream; of one that is longer than `LONGEST` only the beginning is given."""
    while line := stream.readline(LONGEST + 1):
        yield line
        while len(line) > LONGEST and not line.endswith(b"\n"):
            line = stream.readline(LONGEST + 1)


def _is_empty(connection: Connection) -> bool:
    held = [
        select(t.c[next(iter(t.primary_key)).name]).limit(1).subquery()
        for t in (articles, captures, decisions, forgotten, sources)
    ]
    return all(connection.execute(select(one)).first() is None for one in held)


def _take(connection: Connection, run: _Run, line: bytes, where: str, failed: Callable[[Failure], None]) -> None:
    if not line.strip():
        return
    try:
        record = _parsed(line)
        _check_version(record, where)
        with connection.begin_nested():
            _put(connection, run, record)
    except (FirsthandError, DBAPIError) as error:
        if isinstance(error, _OtherVersion):
            raise NotReadable(str(error)) from error
        run.came.failures += 1
        said = str(error.orig).splitlines()[0] if isinstance(error, DBAPIError) else str(error)
        kind = error.kind if isinstance(error, FirsthandError) else "ledger"
        failed(Failure(key=where, kind=kind, message=f"{where} was not taken in: {said[:_SHOWN]}"))


def _put(connection: Connection, run: _Run, record: wire.Record) -> None:
    extra = record["ledger"]
    if "table" in extra:
        run.came.rows += put_row(connection, run.arrival, extra["table"], extra.get("row"))
    elif put_article(connection, run.arrival, record):
        run.came.articles += 1
    else:
        run.came.there += 1


class _OtherVersion(NotReadable):
    pass


class _NoObject(InvalidValue):
    pass


def _parsed(line: bytes) -> wire.Record:
    if len(line) > LONGEST:
        raise InvalidValue(f"it is longer than {LONGEST} bytes")
    try:
        record = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise InvalidValue(f"it is not UTF-8 (byte {error.start})") from error
    except RecursionError as error:
        raise InvalidValue("its JSON is nested too deeply") from error
    except json.JSONDecodeError as error:
        raise InvalidValue(f"it is no JSON from character {error.pos + 1} on") from error
    except ValueError as error:
        raise InvalidValue("it is no JSON: it holds a number that is none of JSON, or too long") from error
    if not isinstance(record, dict):
        raise _NoObject(f"it is no JSON object but {wire.kind(record)}")
    return record


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _check_version(record: wire.Record, where: str) -> None:
    schema = record.get("schema")
    if schema != wire.SCHEMA:
        if isinstance(schema, str) and schema.startswith(_FORM):
            raise _OtherVersion(
                f"{where} is of the form {schema[:40]}, and this firsthand reads {wire.SCHEMA}: export it with "
                "that version, or update firsthand."
            )
        raise InvalidValue(
            f"its schema is {repr(schema[:40]) if isinstance(schema, str) else wire.kind(schema)}, not {wire.SCHEMA!r}"
        )
    if wire.is_failure(record):
        raise InvalidValue("it is the record of a failure of firsthand read, not of a ledger")
    extra = record.get("ledger")
    if not isinstance(extra, dict):
        raise InvalidValue(
            "it comes from no ledger: firsthand export --format jsonl makes such lines; add others instead"
        )
    if extra.get("revision") not in revisions():
        raise _OtherVersion(
            f"{where} comes from a ledger of revision {str(extra.get('revision'))[:40]}, which this firsthand "
            f"(revision {HEAD}) does not know: update firsthand."
        )
