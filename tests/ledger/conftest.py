"""Owns the invented ledger that questions are tried on: filled once for each database, and only read."""

import secrets
from collections.abc import Iterator

import pytest

from firsthand.ledger import Ledger, open_ledger
from tests.conftest import _database, _sql
from tests.ledger.asked import filled

Stories = tuple[Ledger, dict[str, str]]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def stories(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    """An open ledger with the stories of `asked.filled`, and the ids of their articles by key. Do not write to it."""
    if request.param == "sqlite":
        place = str(tmp_path_factory.mktemp("stories") / "ledger.db")
    else:
        name = f"stories_{secrets.token_hex(4)}"
        server = request.getfixturevalue("postgresql")
        _sql(server, f"CREATE DATABASE {name}")
        place = _database(server, name)
    with open_ledger(place) as ledger:
        yield ledger, filled(ledger)
