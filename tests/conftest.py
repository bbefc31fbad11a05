"""Owns what all tests share: hypothesis without time limits, since a busy machine is no failure, and empty ledgers on
both databases. PostgreSQL is FIRSTHAND_TEST_POSTGRESQL's, or a server of the tests' own where its programs are
installed; elsewhere those tests are skipped, unless FIRSTHAND_TEST_POSTGRESQL is ``required``."""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

from firsthand.ledger import Ledger, open_ledger

settings.register_profile("project", deadline=None)
settings.load_profile("project")

VARIABLE = "FIRSTHAND_TEST_POSTGRESQL"


def _programs() -> Path | None:
    """The folder of PostgreSQL's server programs, which Debian keeps off the path."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server in which tests may make databases."""
    given = os.environ.get(VARIABLE, "")
    if given and given != "required":
        yield given
        return
    programs = _programs()
    if programs is None:
        if given == "required":
            pytest.fail(f"{VARIABLE} is required, and neither initdb nor pg_ctl is installed")
        pytest.skip(f"no PostgreSQL here: install its server, or name one in {VARIABLE}")
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="firsthand-pg-"))
    if user:
        shutil.chown(folder, user)
    data = str(folder / "data")

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", data, *arguments]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, timeout=60)

    try:
        run("initdb", "-U", "firsthand", "--auth=trust", "--no-sync", "-E", "UTF8")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=40"
        run("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "start")
        yield f"postgresql://firsthand@/postgres?host={folder}"
        run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def _template(postgresql: str) -> str:
    """An empty ledger that each test's own is a copy of: quicker than making one anew."""
    name = f"template_{secrets.token_hex(4)}"
    _sql(postgresql, f"CREATE DATABASE {name}")
    open_ledger(_database(postgresql, name)).close()
    return name


@pytest.fixture
def on_postgresql(postgresql: str, _template: str) -> Iterator[str]:
    """The address of an empty ledger on PostgreSQL."""
    name = f"test_{secrets.token_hex(6)}"
    _sql(postgresql, f"CREATE DATABASE {name} TEMPLATE {_template}")
    yield _database(postgresql, name)
    _sql(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty ledger may be made: the same tests run on both databases."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    given: str = request.getfixturevalue("on_postgresql")
    return given


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    """An open, empty ledger, on each of the databases."""
    with open_ledger(place) as opened:
        yield opened


def _database(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _sql(server: str, command: str) -> None:
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(command))
    engine.dispose()
