"""`firsthand user` as people run it, over PostgreSQL."""

import json
import re

import pytest
import typer
from typer.testing import CliRunner

from firsthand.cli import user as user_command
from firsthand.ledger import accounts, open_ledger
from firsthand.web.accounts import TeamAccounts
from tests.conftest import _database, _sql

app = typer.Typer()
app.command()(user_command.user)
ANN, BO = "a ferry at the north pier\n", "lamps on the quay at nine\n"


@pytest.fixture
def desk(postgresql, _template, monkeypatch):
    """The address of an empty ledger in PostgreSQL, which commands take by themselves."""
    import secrets

    name = f"team_{secrets.token_hex(4)}"
    _sql(postgresql, f"CREATE DATABASE {name} TEMPLATE {_template}")
    monkeypatch.setenv("FIRSTHAND_LEDGER", _database(postgresql, name))
    yield _database(postgresql, name)
    _sql(postgresql, f"DROP DATABASE {name} WITH (FORCE)")


def run(*arguments, typed=""):
    done = CliRunner().invoke(app, list(arguments), input=typed)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_accounts_from_the_first_to_the_last(desk):
    assert "has to be an admin's" in run("add", "ann", "--role", "reader", typed=ANN).stderr
    assert run("add", "ann", "--role", "admin", typed=ANN).exit_code == 0
    done = run("add", "bo", "--role", "reader", "--temporary", typed=BO)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "bo may log in, as a reader" in done.stderr
    assert run("list").stdout.splitlines()[2].split()[:2] == ["bo", "reader"]
    told = json.loads(run("list", "--format", "json").stdout)
    assert [(u["name"], u["state"]) for u in told["users"]] == [
        ("ann", "may log in"),
        ("bo", "has to change the password"),
    ]
    assert "an analyst" in run("role", "bo", "--role", "analyst").stderr
    assert run("disable", "ann").exit_code == 1
    assert run("disable", "bo").exit_code == 0
    assert run("list").stdout.splitlines()[2].endswith("disabled")
    assert run("enable", "BO").exit_code == 0
    assert run("password", "bo", "--tokens-too", typed="the tide turned on tuesday\n").exit_code == 0
    with open_ledger(desk) as ledger:
        assert TeamAccounts(ledger).log_in("bo", "the tide turned on tuesday", "n")[1].role == "analyst"


def test_tokens(desk):
    run("add", "ann", "--role", "admin", typed=ANN)
    done = run("token", "ann", "--for", "the CMS", "--scope", "write", "--days", "30")
    token = done.stdout.strip()
    assert re.fullmatch(r"fh_[\w-]{43}", token)
    assert token not in done.stderr
    with open_ledger(desk) as ledger:
        person = TeamAccounts(ledger).of_token(token)
    assert person is not None
    assert person.scopes == {"read", "write"}
    [held] = json.loads(run("token", "ann", "-f", "json").stdout)["tokens"]
    assert (held["for"], held["scopes"], held["used"] is not None) == ("the CMS", ["read", "write"], True)
    assert "the CMS" in run("token", "ann").stdout
    assert run("token", "ann", "--revoke", held["id"]).exit_code == 0
    assert run("token", "ann", "--revoke", held["id"]).exit_code == 1
    assert json.loads(run("token", "ann", "-f", "json").stdout)["tokens"] == []


@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [
        (["add"], "", 2),
        (["add", "ann"], ANN, 2),
        (["role", "ann"], "", 2),
        (["make", "ann"], "", 2),
        (["add", "ann", "--role", "owner"], ANN, 2),
        (["add", "ann", "--role", "admin", "--password", "x"], "", 2),
        (["add", "ann", "--role", "admin"], "", 1),
        (["add", "ann", "--role", "admin"], "short\n", 1),
        (["add", "\u202e", "--role", "admin"], ANN, 1),
        (["disable", "nobody"], "", 1),
        (["list", "--ledger", "desk.db"], "", 1),
    ],
)
def test_misuse(desk, arguments, typed, code):
    done = run(*arguments, typed=typed)
    assert (done.exit_code, done.stdout) == (code, "")
    with open_ledger(desk) as ledger, ledger.reading() as connection:
        assert accounts.every(connection) == ()


def test_a_password_is_asked_for_twice_without_being_shown(desk, monkeypatch):
    from firsthand.cli import team

    class Terminal:
        def isatty(self):
            return True

    asked = []
    answers = iter([ANN.strip(), BO.strip()])
    monkeypatch.setattr(team.sys, "stdin", Terminal())

    def ask(prompt, stream):
        asked.append(prompt)
        return next(answers)

    monkeypatch.setattr(team.getpass, "getpass", ask)
    assert team.run(team.Job(action="add", name="ann", role="admin")) == 1
    assert asked == ["Password of ann: ", "The same again: "]
