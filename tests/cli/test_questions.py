"""The questions from the command line: each format, exit codes, and what cannot be answered in one sentence."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from firsthand.cli import questions
from firsthand.ledger import open_ledger
from tests.ledger.asked import HALLORAN, filled

COMMANDS = [
    ["search", "north pier"],
    ["search", "--outlet", "harbour post", "--not-unnamed", "--from", "2031-05-01", "--to", "2031-05-31"],
    ["who", "Ingeborg Halloran"],
    ["who", "Ms. Ingeborg Halloran"],
    ["timeline", "--about", "Halloran", "--by", "outlet"],
    ["show", "sale"],
    ["audit", "--by", "month"],
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("asked") / "ledger.db")
    with open_ledger(path) as ledger:
        filled(ledger)
    return path


def asked(place: str, *arguments: str) -> Result:
    app = typer.Typer(rich_markup_mode=None)
    for name in ("search", "who", "timeline", "show", "audit"):
        app.command(name)(getattr(questions, name))
    return CliRunner().invoke(app, [*arguments, "--ledger", place])


@pytest.mark.parametrize("arguments", COMMANDS)
@pytest.mark.parametrize("format", ["table", "json", "csv", "html"])
def test_every_command_in_every_format(place: str, arguments: list[str], format: str) -> None:
    result = asked(place, *arguments, "--format", format)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    if format == "json":
        assert json.loads(result.stdout)["schema"] == "firsthand/1"
    elif format == "html":
        assert result.stdout.startswith("<!DOCTYPE html>")
    else:
        assert result.stdout.strip()
        assert "\x1b" not in result.stdout


def test_a_file_takes_the_answer(place: str, tmp_path: Path) -> None:
    out = tmp_path / "answer.json"
    assert asked(place, "who", HALLORAN.id, "-f", "json", "-o", str(out)).exit_code == 0
    assert json.loads(out.read_text())["source"]["id"] == HALLORAN.id


def test_the_ledger_is_never_written_over(place: str) -> None:
    result = asked(place, "search", "pier", "-o", place)
    assert result.exit_code == 1
    assert "is what is being read" in result.stderr


FAILS = [
    (["who", "a senior official"], 1, "without a name"),
    (["who", "Brandt"], 1, "may be one of several sources"),
    (["who", "Nobody Known"], 1, "no source called"),
    (["search", "pier", "--outlet", "No Such Paper"], 1, "no article of an outlet"),
    (["search", "pier", "--source", "two officials"], 1, "without a name"),
    (["search"], 1, "nothing to look for"),
    (["search", "pier", "--from", "May"], 1, "a day is written"),
    (["show", "nothing"], 1, "holds no article"),
    (["search", "pier", "--limit", "0"], 2, ""),
    (["search", "pier", "--stance", "robot"], 2, ""),
    (["timeline"], 2, ""),
]


@pytest.mark.parametrize(("arguments", "code", "words"), FAILS)
def test_what_cannot_be_answered(place: str, arguments: list[str], code: int, words: str) -> None:
    result = asked(place, *arguments)
    assert result.exit_code == code
    assert result.stdout == ""
    assert words in result.stderr
    if code == 1:
        assert len(result.stderr.splitlines()) == 1


def test_there_is_no_ledger(tmp_path: Path) -> None:
    result = asked(str(tmp_path / "none.db"), "search", "pier")
    assert result.exit_code == 1
    assert "There is no ledger" in result.stderr
    assert not (tmp_path / "none.db").exists()
