"""What goes wrong around a ledger ends in one clear sentence and leaves it unharmed; no argument reaches its SQL."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shelf import add, contents, reading
from sqlalchemy import create_engine, make_url, text

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
from firsthand.ledger import Ledger, open_ledger, stored
from firsthand.ledger.migrating import HEAD
from firsthand.ledger.search import Filters, search
from firsthand.ledger.selecting import Selection, article_ids
from firsthand.ledger.show import show
from firsthand.ledger.timeline import timeline
from firsthand.ledger.who import find_source, who
from firsthand.model import Reading

ROOT = Path(__file__).parents[2]
RAIN = "It rains, Bo Lind said. It does not, an official said."


def write(ledger: Ledger, found: Reading) -> None:
    """Puts one article in."""
    with ledger.writing() as connection:
        add(connection, found)


def filled(place: str, count: int = 12) -> dict[str, list[str]]:
    """Puts some articles into the ledger at `place`; all that it then holds."""
    with open_ledger(place) as ledger:
        with ledger.writing() as connection:
            for n in range(count):
                add(
                    connection,
                    reading(f"Pier {n} will close, Ada Quill said. It will not, an official said.", key=str(n)),
                )
        return held(ledger)


def held(ledger: Ledger) -> dict[str, list[str]]:
    """All that a ledger holds, after the database has looked itself over."""
    with ledger.reading() as connection:
        if ledger.dialect == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        return contents(connection, leave_out=frozenset())


def told(error: pytest.ExceptionInfo[FirsthandError]) -> str:
    """The message: one sentence, without a trace of SQL."""
    message = str(error.value)
    assert "\n" not in message
    assert len(message) < 600
    assert not any(word in message for word in ("SELECT", "INSERT", "sqlalche", "Traceback", "psycopg.", "sqlite3."))
    return message


def ask_all(ledger: Ledger) -> None:
    """Reads every article, and looks for words."""
    with ledger.reading() as connection:
        search(connection, "pier", limit=100)
        for id in stored.ids(connection):
            stored.reading(connection, id)


# Places


def test_a_place_where_no_ledger_can_be(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("no database at all\n" * 3, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LedgerDamaged) as folder:
        open_ledger(tmp_path)
    assert "is a folder" in told(folder)
    with pytest.raises(LedgerDamaged) as no_database:
        open_ledger(tmp_path / "file.txt")
    assert "no ledger" in told(no_database)
    with pytest.raises(LedgerDamaged) as pipe:
        open_ledger(tmp_path / "pipe")
    assert "no file" in told(pipe)
    with pytest.raises(LedgerMissing) as inside_file:
        open_ledger(tmp_path / "file.txt" / "ledger.db")
    assert "name another place" in told(inside_file)
    assert (tmp_path / "file.txt").read_text(encoding="utf-8") == "no database at all\n" * 3


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("x" * 10_000, LedgerMissing),
        ("/x" * 10_000, LedgerMissing),
        ("~nobody-of-that-name/ledger.db", LedgerMissing),
        ("a\ud800b", InvalidValue),
        ("a\0b", InvalidValue),
        ("", InvalidValue),
        (":memory:", InvalidValue),
        ("sqlite://", InvalidValue),
        ("mysql://user:secret@host/name", InvalidValue),
        ("postgresql://user:secret@[::1/name", InvalidValue),
        ("postgresql://user:secret@127.0.0.1:1/name", LedgerBusy),
        ("postgresql://user:secret@127.0.0.1:99999/name", LedgerBusy),
    ],
)
def test_a_name_that_is_no_place(place: str, error: type[FirsthandError]) -> None:
    with pytest.raises(error) as refused:
        open_ledger(place, create=error is LedgerBusy)
    assert "secret" not in told(refused)


def test_a_file_that_is_empty_becomes_a_ledger_only_where_one_may_be_made(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    place.touch()
    with pytest.raises(LedgerMissing) as missing:
        open_ledger(place, create=False)
    assert "firsthand add" in told(missing)
    assert filled(str(place))


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    place = tmp_path / "places.sqlite"
    connection = sqlite3.connect(place)
    connection.execute("CREATE TABLE places (name TEXT)")
    connection.commit()
    connection.close()
    before = place.read_bytes()
    for create in (True, False):
        with pytest.raises(LedgerDamaged) as refused:
            open_ledger(place, create=create)
        assert "something else" in told(refused)
    assert place.read_bytes() == before
    assert os.listdir(tmp_path) == ["places.sqlite"]


def test_a_ledger_of_a_newer_firsthand(place: str) -> None:
    before = filled(place)
    _set_revision(place, "9999")
    with pytest.raises(LedgerNewer) as newer:
        open_ledger(place)
    assert "update firsthand" in told(newer)
    _set_revision(place, HEAD)
    with open_ledger(place) as ledger:
        assert held(ledger) == before


def _set_revision(place: str, revision: str) -> None:
    url = make_url(place if "://" in place else f"sqlite:///{place}")
    engine = create_engine(url.set(drivername="postgresql+psycopg") if "://" in place else url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :new"), {"new": revision})
    engine.dispose()


# Others at work


def test_a_ledger_that_another_process_is_writing_to(place: str) -> None:
    before = filled(place)
    with open_ledger(place) as first, open_ledger(place, wait_ms=50) as second, first.writing() as connection:
        add(connection, reading(RAIN, key="rain", name="Bo Lind"))
        with pytest.raises(LedgerBusy) as busy, second.writing():
            pass
        assert held(second) == before  # who only asks does not wait
    assert "try again" in told(busy)


def test_a_new_ledger_while_another_process_makes_it(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerBusy) as busy:
        open_ledger(place, wait_ms=50)
    assert "try again" in told(busy)
    other.execute("ROLLBACK")
    other.close()
    assert filled(str(place))


def test_a_server_that_is_gone(postgresql: str) -> None:
    with pytest.raises(LedgerError) as gone:
        open_ledger(make_url(postgresql).set(database="no_such_ledger").render_as_string())
    assert "no_such_ledger" in told(gone)


# No room, no right to write


def test_no_room_in_the_database(tmp_path: Path) -> None:
    place = str(tmp_path / "ledger.db")
    before = filled(place)
    with open_ledger(place) as ledger:
        with ledger.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {int(pages or 0) + 3}")
        with pytest.raises(LedgerFull) as full:
            write(ledger, reading(f"{RAIN} {'It falls and falls. ' * 9_000}", key="long", name="Bo Lind"))
        assert "make room" in told(full)
        assert held(ledger) == before
        with ledger.reading() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        write(ledger, reading(RAIN, key="rain", name="Bo Lind"))


LIMITED = """
import resource, sys
sys.path.insert(0, "tests/ledger")
from shelf import add, reading
from firsthand.errors import FirsthandError
from firsthand.ledger import open_ledger
place, limit = sys.argv[1], int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with open_ledger(place) as ledger:
        for n in range(40):
            with ledger.writing() as connection:
                said = f"Pier {n} will close, Ada Quill said. It will not, an official said. "
                add(connection, reading(said + f"Item {n} was heard. " * 2000, key=f"more {n}"))
except FirsthandError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("limit", [1_000, 20_000, 700_000])
def test_no_room_on_the_disk(tmp_path: Path, limit: int) -> None:
    place = str(tmp_path / "ledger.db")
    before = filled(place) if limit > 100_000 else None
    command = [sys.executable, "-c", LIMITED, place, str(limit)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.stdout.split()[0], done.stderr) == ("LedgerFull", "")
    assert "make room" in done.stdout
    if before is None:
        assert filled(place)
        return
    with open_ledger(place) as ledger:
        after = held(ledger)
    assert all(set(rows) <= set(after[name]) for name, rows in before.items())
    assert len(after["articles"]) * 3 >= len(after["statements"])  # whole articles only


UNPRIVILEGED = """
import os, sys
sys.path.insert(0, "tests/ledger")
from shelf import add, reading
from firsthand.errors import FirsthandError
from firsthand.ledger import open_ledger
with open_ledger(sys.argv[2]) as ledger, ledger.writing() as connection:
    add(connection, reading())  # all that it needs is loaded
if os.geteuid() == 0:
    os.seteuid(65534)
try:
    with open_ledger(sys.argv[1]) as ledger, ledger.writing() as connection:
        add(connection, reading(key="other"))
except FirsthandError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("what", ["file", "folder", "both", "no ledger yet"])
def test_no_right_to_write(what: str) -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        shelf, folder = Path(name), Path(name) / "shelf"
        folder.mkdir()
        place = folder / "ledger.db"
        before = filled(str(place)) if what != "no ledger yet" else None
        shelf.chmod(0o755)
        if before is not None:
            place.chmod(0o666 if what == "folder" else 0o444)
        folder.chmod(0o777 if what == "file" else 0o555)
        command = [sys.executable, "-c", UNPRIVILEGED, str(place), str(shelf / "own.db")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        folder.chmod(0o755)
        assert (done.stdout.split()[:1], done.stderr) == (["LedgerError"], "")
        assert "check its permissions" in done.stdout
        if before is not None:
            with open_ledger(place) as ledger:
                assert held(ledger) == before


# Damage


def _whole(tmp_path: Path) -> bytes:
    place = tmp_path / "whole.db"
    filled(str(place))
    return place.read_bytes()


def test_a_ledger_that_is_cut_off(tmp_path: Path) -> None:
    whole = _whole(tmp_path)
    for length in (10, 100, 1000, 4096, len(whole) // 2, len(whole) - 4096):
        place = tmp_path / f"cut-{length}.db"
        place.write_bytes(whole[:length])
        with pytest.raises(LedgerDamaged) as damaged, open_ledger(place) as ledger:
            ask_all(ledger)
        assert "bring back a copy" in told(damaged)


def test_a_ledger_with_bytes_that_are_not_its_own(tmp_path: Path) -> None:
    whole, rng = _whole(tmp_path), random.Random(11)
    found = set()
    for n in range(40):
        bytes_of = bytearray(whole)
        for _ in range(rng.choice((1, 4, 16))):
            at = rng.randrange(len(whole))
            bytes_of[at : at + 512] = rng.randbytes(512)
        place = tmp_path / f"damaged-{n}.db"
        place.write_bytes(bytes_of[: len(whole)])
        try:
            with open_ledger(place) as ledger:
                ask_all(ledger)
        except FirsthandError as error:  # any other error is a failure of this test
            found.add(type(error).__name__ if "\n" not in str(error) else str(error))
        place.unlink()
    assert {"LedgerDamaged"} <= found <= {"LedgerDamaged", "InvalidValue", "LedgerError"}


def test_a_ledger_that_lost_a_table(tmp_path: Path) -> None:
    place = tmp_path / "ledger.db"
    filled(str(place))
    connection = sqlite3.connect(place)
    connection.execute("DROP TABLE mentions")
    connection.commit()
    connection.close()
    with pytest.raises(LedgerDamaged) as damaged, open_ledger(place) as ledger:
        ask_all(ledger)
    assert "lacks a table" in told(damaged)


# Hostile arguments

HOSTILE = (
    "'; DROP TABLE statements; --",
    "' OR '1'='1",
    '" OR "1"="1',
    "x'); DELETE FROM articles; --",
    "%",
    "_",
    "\\",
    "\\'; --",
    '"',
    "''",
    "*",
    "words:pier",
    "NEAR(pier close)",
    "pier AND (",
    ") OR (",
    "-",
    "-pier",
    ":query",
    "%(param_1)s",
    "?",
    "{}",
    "$1",
    "a\0b",
    "\0",
    "\u202eمرحبا\u202c",
    "\ud800",
    "a\udfffb",
    "\ufffe\uffff",
    "💥" * 50,
    "x" * 10_000,
    "pier " * 2_000,
    '"' * 9_999,
    "\n\t\r ",
    "",
)
ARGUMENTS: dict[str, Callable[[Any, str], Any]] = {
    "words": search,
    "words without": lambda c, x: search(c, f"pier -{x}"),
    "phrase": lambda c, x: search(c, f'"{x}" pier'),
    "outlet": lambda c, x: search(c, "pier", Filters(outlet=x)),
    "byline": lambda c, x: search(c, "pier", Filters(byline=x)),
    "section": lambda c, x: search(c, "pier", Filters(section=x)),
    "sources": lambda c, x: search(c, "pier", Filters(sources=(x,))),
    "kind": lambda c, x: search(c, "pier", Filters(kind=x)),
    "stance": lambda c, x: search(c, None, Filters(stance=x)),
    "first day": lambda c, x: search(c, "pier", Filters(first=x)),
    "last day": lambda c, x: search(c, "pier", Filters(last=f"2031-{x}")),
    "name": lambda c, x: who(c, find_source(c, x).root),
    "name with key": lambda c, x: find_source(c, "Ada Quill", (x,)),
    "root": who,
    "about": timeline,
    "by": lambda c, x: timeline(c, "pier", by=x[:200]),
    "id": show,
    "statement": lambda c, x: show(c, f"{x}.a1"),
    "place of statement": lambda c, x: show(c, f"0.{x}"),
    "local id": lambda c, x: stored.statement_row(c, f"0.{x}"),
    "article": stored.article_id,
    "record": stored.record,
    "selected ids": lambda c, x: list(article_ids(c, Selection(ids=(x,)))),
    "selected outlets": lambda c, x: list(article_ids(c, Selection(outlets=(x,)))),
    "selected sources": lambda c, x: list(article_ids(c, Selection(sources=(x,)))),
    "selected words": lambda c, x: list(article_ids(c, Selection(words=x))),
    "selected days": lambda c, x: list(article_ids(c, Selection(day_from=x))),
}


def test_no_argument_reaches_the_sql(place: str) -> None:
    before = filled(place)
    wrong = []
    with open_ledger(place) as ledger:
        for name, ask in ARGUMENTS.items():
            for value in HOSTILE:
                try:
                    with ledger.reading() as connection:
                        ask(connection, value)
                except FirsthandError as error:
                    message = str(error)
                    if "could not do it" in message or "damaged" in message or len(message) > 600:
                        wrong.append((name, value[:30], message[:200]))
                except Exception as error:
                    wrong.append((name, value[:30], repr(error)[:200]))
        assert wrong == []
        assert held(ledger) == before


def test_what_is_hostile_can_be_held(place: str) -> None:
    names = [n for n in HOSTILE if n.strip() and "\0" not in n and n.isprintable() and n.encode(errors="ignore")]
    with open_ledger(place) as ledger:
        for n, name in enumerate(names):
            said = f"The pier will close, {name} said. It will not, an official said."
            with ledger.writing() as connection:
                id = add(connection, reading(said, key=f"{n} {name}", outlet=name, name=name))
            with ledger.reading() as connection:
                assert stored.reading(connection, id).article.text == said
                assert stored.article_id(connection, f"{n} {name}") == id
                assert search(connection, "pier", Filters(outlet=name)).answers


def test_a_copy_of_the_file_is_a_ledger(tmp_path: Path) -> None:
    before = filled(str(tmp_path / "ledger.db"))
    shutil.copy(tmp_path / "ledger.db", tmp_path / "copy.db")
    with open_ledger(tmp_path / "copy.db", create=False) as ledger:
        assert held(ledger) == before
