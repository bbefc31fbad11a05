"""Owns the way into a ledger: opening, creating, migrating, transactions, and the database's errors in plain words.

It knows no question and no article. SQLite runs in WAL mode with foreign keys on, deleted bytes overwritten, and one
writer at a time (`BEGIN IMMEDIATE`); on PostgreSQL an advisory lock does the same, so that both databases see the same
order of things and four processes may add at once.
"""

import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError

from firsthand.errors import (
    FirsthandError,
    InvalidValue,
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerMissing,
    LedgerNewer,
)
from firsthand.ledger.migrating import HEAD, migrate, revision, revisions

VARIABLE = "FIRSTHAND_LEDGER"
"""The environment variable that names the ledger where no option does."""
WAIT_MS = 60_000
"""How long a process waits for another that is writing."""
_LOCK = 0x66697273746861  # "firstha", the key of the advisory lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """An open ledger: the engine, and the `place` it is at as it may be shown (no password). Use `with`."""

    engine: Engine
    place: str

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the ledger; nothing can be changed in it."""
        with _in_words(self.place), self.engine.connect() as connection:
            # SQLite's readers have one view of their own accord; PostgreSQL's own default is a view for each question.
            postgresql = self.dialect == "postgresql"
            reader = connection.execution_options(isolation_level="REPEATABLE READ") if postgresql else connection
            with reader.begin():
                yield reader

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, alone in writing: all of it is kept, or none where an error leaves the block."""
        with _in_words(self.place), self.engine.connect() as connection:
            writer = connection.execution_options(firsthand_begin="BEGIN IMMEDIATE")
            with writer.begin():
                if self.dialect == "postgresql":
                    writer.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                yield writer

    @contextmanager
    def aside(self) -> Iterator[Connection]:
        """One transaction beside the one writer's, which it need not wait for on PostgreSQL: for rows that no article
        hangs on, such as who is logged in."""
        with _in_words(self.place), self.engine.connect() as connection:
            writer = connection.execution_options(firsthand_begin="BEGIN IMMEDIATE")
            with writer.begin():
                yield writer

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A connection outside any transaction, for what the database only does there (rewriting its files)."""
        with _in_words(self.place), self.engine.connect() as connection:
            free = connection.execution_options(isolation_level="AUTOCOMMIT", firsthand_begin="")
            yield free

    def close(self) -> None:
        """Gives back what the ledger holds open."""
        self.engine.dispose()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def default_place() -> str:
    """FIRSTHAND_LEDGER, or ``firsthand.db`` in the user's data folder."""
    return os.environ.get(VARIABLE) or str(user_data_path("firsthand", appauthor=False) / "firsthand.db")


def open_ledger(place: str | os.PathLike[str] | None = None, *, create: bool = True, wait_ms: int = WAIT_MS) -> Ledger:
    """The ledger at `place`: a file's path, or a PostgreSQL address (``postgresql://user@host/name``).

    Where there is none it is made, unless `create` is False; an older one is brought up to date first. `wait_ms` is
    how long to wait for another writer. Raises LedgerMissing, LedgerNewer, LedgerDamaged, LedgerBusy, LedgerFull.
    """
    named = os.fspath(place) if place is not None else default_place()
    url = _url(named, create=create)
    sqlite = url.drivername.startswith("sqlite")
    shown = url.database or named if sqlite else make_url(named).render_as_string(hide_password=True)
    engine = _sqlite(url, wait_ms) if sqlite else _postgresql(url, wait_ms)
    event.listen(engine, "handle_error", _not_by_the_database)
    ledger = Ledger(engine=engine, place=shown)
    try:
        _bring_up_to_date(ledger, create=create)
    except BaseException:
        ledger.close()
        raise
    return ledger


def _url(named: str, *, create: bool) -> URL:
    # A path may hold bytes that are no UTF-8, but no other half of a character.
    if not named or "\0" in named or re.search("[\ud800-\udc7f\udd00-\udfff]", named):
        raise InvalidValue("a ledger's place is a path or a postgresql:// address, not an empty or broken name")
    if "://" not in named:
        return _file_url(named, create=create)
    try:
        url = make_url(named)
    except (ArgumentError, ValueError) as error:
        raise InvalidValue(
            f"{named.split('@')[-1][:80]} is no address of a ledger: give postgresql://user@host/name"
        ) from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database:
        return _file_url(url.database, create=create)
    raise InvalidValue(f"a ledger lies in a file or in PostgreSQL, not in {url.get_backend_name()}")


def _file_url(named: str, *, create: bool) -> URL:
    if named == ":memory:":
        raise InvalidValue("a ledger lasts, and memory does not: give a file's path")
    try:
        path = Path(named).expanduser()
        kind = path.stat().st_mode if path.exists() else None
        if kind is None and create:
            path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerMissing(f"No ledger can be at {named[:80]} ({error.strerror}): name another place.") from error
    except RuntimeError as error:  # ~nobody
        raise LedgerMissing(f"No ledger can be at {named[:80]}: there is no such home folder.") from error
    if kind is None and not create:
        raise LedgerMissing(f"There is no ledger at {path}: make one with firsthand add, or name it with --ledger.")
    if kind is not None and stat.S_ISDIR(kind):
        raise LedgerDamaged(f"{path} is a folder: name a file in it, {path / 'firsthand.db'} say.")
    if kind is not None and not stat.S_ISREG(kind):
        raise LedgerDamaged(f"{path} is no file that a ledger could be in: name another place.")
    return URL.create("sqlite", database=str(path))


def _sqlite(url: URL, wait_ms: int) -> Engine:
    # The driver's own transactions are off: what begins one, and how, is said below.
    engine = create_engine(
        url, connect_args={"timeout": wait_ms / 1000, "isolation_level": None}, json_deserializer=_json
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        _check_is_ledger(connection, url.database or "")
        for pragma in (
            f"busy_timeout={wait_ms}",
            "journal_mode=WAL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "synchronous=NORMAL",
            "cache_size=-64000",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        begin = connection.get_execution_options().get("firsthand_begin", "BEGIN")
        if begin:
            connection.exec_driver_sql(begin)

    return engine


def _check_is_ledger(connection: Any, place: str) -> None:
    """Before anything is changed in it: the file may be another program's."""
    try:
        held = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except UnicodeDecodeError as error:  # in what the database says of it
        raise LedgerDamaged(f"{place} is damaged or is no ledger: name another, or bring back a copy of it.") from error
    if held and "alembic_version" not in held:
        raise LedgerDamaged(f"{place} is a database of something else, no ledger: name another place.")


def _postgresql(url: URL, wait_ms: int) -> Engine:
    try:
        return create_engine(
            url,
            isolation_level="READ COMMITTED",
            json_deserializer=_json,
            connect_args={"connect_timeout": 10, "options": f"-c lock_timeout={wait_ms} -c timezone=UTC"},
        )
    except (ImportError, NoSuchModuleError) as error:
        raise LedgerError("PostgreSQL needs the driver psycopg: pip install 'firsthand[postgresql]'.") from error


def _bring_up_to_date(ledger: Ledger, *, create: bool) -> None:
    with ledger.reading() as connection:
        at = revision(connection)
        if at is None and not create:
            raise LedgerMissing(f"There is no ledger at {ledger.place}: make one with firsthand add.")
    if at == HEAD:
        return
    with ledger.writing() as connection:
        at = revision(connection)
        if at is not None and at not in revisions():
            raise LedgerNewer(
                f"The ledger at {ledger.place} was made by a newer firsthand (its tables are of revision {at}): "
                "update firsthand, or name another ledger."
            )
        if at != HEAD:
            migrate(connection)


def _json(value: str | bytes) -> Any:
    try:
        return json.loads(value)
    except ValueError as error:
        raise LedgerDamaged(f"The ledger is damaged: a value in it is no JSON ({error}): bring back a copy.") from error


def _not_by_the_database(context: ExceptionContext) -> None:
    """What a driver trips over before the database saw it, or after."""
    error = context.original_exception
    if isinstance(error, UnicodeEncodeError):
        raise InvalidValue("a word holds half a character (a lone surrogate): write it anew") from error
    if isinstance(error, UnicodeDecodeError):
        raise LedgerDamaged(f"The ledger is damaged: what it says is no text ({error}): bring back a copy.") from error


@contextmanager
def _in_words(place: str) -> Iterator[None]:
    """The database's own errors as the ledger's, one sentence each."""
    try:
        yield
    except DBAPIError as error:
        raise _error(place, error) from error


def _error(place: str, error: DBAPIError) -> FirsthandError:
    words = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    low = words.lower()
    if "nul (0x00)" in low:
        return InvalidValue("a word holds a NUL character, which is no text: leave it out")
    if "disk is full" in low or "no space left" in low or "disk i/o error" in low:
        return LedgerFull(f"No room is left to write to the ledger at {place} ({words}): make room and run again.")
    if "locked" in low or "lock timeout" in low or "busy" in low:
        return LedgerBusy(f"Another process has been writing to the ledger at {place} for too long: try again later.")
    if "not a database" in low or "malformed" in low or "corrupt" in low or "decode to utf-8" in low or "vtable" in low:
        return LedgerDamaged(f"{place} is damaged or is no ledger ({words}): name another, or bring back a copy of it.")
    if "unable to open" in low or "readonly" in low or "read-only" in low:
        return LedgerError(f"The ledger at {place} cannot be opened to write ({words}): check its permissions.")
    if error.connection_invalidated or "connect" in low or "resolve host" in low:
        return LedgerBusy(
            f"The ledger's server at {place} does not answer ({words}): check the address and the server."
        )
    if isinstance(error, DatabaseError) and "no such table" in low:
        return LedgerDamaged(f"{place} lacks a table of the ledger ({words}): bring back a copy of it.")
    return LedgerError(f"The ledger at {place} could not do it ({words}).")
