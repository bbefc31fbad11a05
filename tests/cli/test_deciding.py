"""`firsthand sources`, `merge`, `split`, `correct`, `decisions`, `undo`, `dispute` as people run them."""

import csv
import io
import json
from pathlib import Path

import pytest
import typer
from asked import SALE, filled
from typer.testing import CliRunner

from firsthand.cli import correct as correcting
from firsthand.cli import deciding
from firsthand.cli import sources as listing
from firsthand.ledger import open_ledger

app = typer.Typer()
for name in ("sources", "merge", "split"):
    app.command(name)(getattr(listing, name))
for name in ("correct", "decisions", "undo", "dispute"):
    app.command(name)(getattr(correcting, name))


def run(*arguments: object):
    done = CliRunner().invoke(app, [str(a) for a in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture
def sale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A filled ledger, and the id of its article on a sale."""
    monkeypatch.setenv("FIRSTHAND_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("FIRSTHAND_BY", "Ann Lee")
    with open_ledger() as ledger:
        return filled(ledger)["sale"]


def last_decision() -> str:
    return json.loads(run("decisions", "--format", "json").stdout)["decisions"][0]["id"]


def test_sources_are_listed_in_every_format(sale: str, tmp_path: Path) -> None:
    page = run("sources")
    assert page.exit_code == 0
    for words in ("4 sources", "Ingeborg Halloran  person", "head of the port board · 1 article · 2031-05-04"):
        assert words in page.stdout
    assert "official" not in page.stdout
    record = json.loads(run("sources", "halloran", "--format", "json").stdout)
    assert (record["schema"], record["total"], record["sources"][0]["statements"]) == ("firsthand/1", 1, 2)
    rows = list(csv.DictReader(io.StringIO(run("sources", "--format", "csv").stdout)))
    assert next(row["name"] for row in rows) == "Ingeborg Halloran"
    out = tmp_path / "sources.html"
    assert run("sources", "--format", "html", "-o", out).exit_code == 0
    assert "Ingeborg Halloran" in out.read_text(encoding="utf-8")


def test_pairs_that_may_be_one_are_suggested_and_not_applied(sale: str) -> None:
    run("correct", f"{sale}.a2", "--source", "I. Halloran", "--why", "test")
    for format in ("table", "json", "csv", "html"):
        done = run("sources", "--suggest", "--format", format)
        assert (done.exit_code, "surname with an initial" in done.stdout) == (0, True)
    assert "5 sources" in run("sources").stdout
    assert "name alone: may be several people" in run("sources", "I.").stdout


def test_identifiers_and_outlets_of_the_users_are_taken_in(sale: str, tmp_path: Path) -> None:
    table = tmp_path / "ids.csv"
    table.write_text(
        "scheme,source,value\nwikidata,Ingeborg Halloran,Q1\nwikidata,Nobody Atall,Q2\nwikidata,an official,Q3\n",
        encoding="utf-8",
    )
    done = run("sources", "--attach", table)
    assert done.exit_code == 1
    for words in ("line 3 of", "line 4 of", "1 identifier attached, 0 there already, 2 lines left out"):
        assert words in done.stderr
    assert "wikidata Q1" in run("sources", "halloran").stdout
    outlets = tmp_path / "outlets.csv"
    outlets.write_text("name,domains,country,aliases\nThe Harbour Post,,GB,Harbour Post\n", encoding="utf-8")
    done = run("sources", "--outlets", outlets)
    assert (done.exit_code, "1 outlet taken in; 1 article here called otherwise" in done.stderr) == (0, True)


@pytest.mark.parametrize("content", [b"", b"name,value\n", b'source,scheme,value\n"open', b"\xff\xfe", None])
def test_a_table_that_is_none_is_said(sale: str, tmp_path: Path, content) -> None:
    table = tmp_path / "ids.csv"
    if content is not None:
        table.write_bytes(content)
    done = run("sources", "--attach", table)
    assert (done.exit_code, done.stderr.startswith("firsthand: ")) == (1, True)


def test_a_merge_is_shown_asked_for_made_and_taken_back(sale: str) -> None:
    asked = run("merge", "Tove Brandt", "Ilse Brandt", "--why", "one person")
    assert asked.exit_code == 2
    assert "WOULD BE ONE SOURCE" in asked.stdout
    assert "shown as Tove Brandt, with 2 statements" in asked.stdout
    assert "--yes" in asked.stderr
    assert "0 decisions" in run("decisions").stdout
    assert run("merge", "Tove Brandt", "Ilse Brandt", "--why", "one person", "--yes").exit_code == 0
    log = run("decisions", "Ilse Brandt").stdout
    assert "merge: Ilse Brandt is Tove Brandt" in log
    assert "Ann Lee on " in log
    assert ": one person" in log
    done = run("split", "Tove Brandt", "--role", "A Surveyor", "--as", "Ilse", "--why", "no", "--by", "Bo", "--yes")
    assert (done.exit_code, "Ilse  person" in done.stdout) == (0, True)
    assert run("undo", last_decision(), "--why", "yes").exit_code == 0
    again = run("undo", "zzz", "--why", "yes")
    assert (again.exit_code, "no decision 'zzz'" in again.stderr) == (1, True)


def test_a_split_is_shown_before_it_is_made(sale: str) -> None:
    run("merge", "Tove Brandt", "Ilse Brandt", "--why", "one", "--yes")
    done = run("split", "Tove Brandt", "--outlet", "Skerry Courier", "--why", "two")
    assert (done.exit_code, "ARE TWO SOURCES" in done.stdout, "--yes" in done.stderr) == (2, True, True)
    assert len(json.loads(run("decisions", "--format", "json").stdout)["decisions"]) == 1


def test_a_correction_shows_the_statement_before_and_after(sale: str) -> None:
    done = run("correct", f"{sale[:8]}.a2", "--source", "Tove Brandt", "--why", "she said it")
    before, after = done.stdout.split("AFTER")
    assert "an official (unnamed) → Skerry Courier" in before
    assert "⟦The price was perhaps a third of the estimate⟧, an official told" in before
    assert "Tove Brandt → Skerry Courier" in after
    assert "corrected by Ann Lee on " in after
    assert f"firsthand undo {last_decision()}" in after
    assert run("undo", last_decision(), "--why", "no").exit_code == 0
    assert run("correct", f"{sale}.a2", "--reject", "--why", "none").stdout.endswith(
        f"firsthand undo {last_decision()}\n"
    )
    gone = run("correct", f"{sale}.a2", "--reject", "--why", "none")
    assert (gone.exit_code, "rejected" in gone.stderr) == (1, True)
    start = SALE.index("Nobody")
    added = run("correct", sale, "--add", "--span", f"{start}:{start + 6}", "--unnamed", "an aide", "--why", "missed")
    assert (added.exit_code, "It was not there." in added.stdout, "an aide (unnamed)" in added.stdout) == (
        0,
        True,
        True,
    )


def test_a_dispute_goes_into_the_log(sale: str) -> None:
    words = '=HYPERLINK("x")\x1b[31m'
    done = run("dispute", f"{sale}.a1", "--reply", words, "--by", "Ingeborg Halloran")
    assert done.exit_code == 0
    rows = list(csv.reader(io.StringIO(run("decisions", sale, "--format", "csv").stdout)))
    assert rows[1][1:3] == ["dispute", f"{sale}.a1"]
    assert "reply of the person concerned" in rows[1]
    page = run("decisions").stdout
    assert ("HYPERLINK" in page, "\x1b" in page) == (True, False)
    assert "HYPERLINK" in run("decisions", "--format", "html").stdout


@pytest.mark.parametrize(
    ("typed", "agreed"), [("y\n", True), ("YES\n", True), ("\n", False), ("", False), ("no", False)]
)
def test_on_a_terminal_the_person_is_asked(monkeypatch: pytest.MonkeyPatch, capsys, typed: str, agreed: bool) -> None:
    stdin = io.StringIO(typed)
    monkeypatch.setattr(stdin, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", stdin)
    assert deciding.agreed(False, "Make them one?") is agreed
    assert capsys.readouterr().err.startswith("Make them one? [y/N] ")


HOSTILE = ("'; DROP TABLE sources; --", "\u202eevil", "x" * 10_000, '"', "%", "-1", "\x00")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_arguments_are_only_words(sale: str, words: str) -> None:
    for arguments in (
        ("sources", "--", words),
        ("merge", "--why", "x", "--yes", "--", words, "Tove Brandt"),
        ("split", "Tove Brandt", "--role", words, "--why", "x", "--yes"),
        ("correct", f"{sale}.a1", "--source", words, "--why", "x"),
        ("decisions", "--", words),
        ("undo", "--why", "x", "--", words),
    ):
        done = run(*arguments)
        assert done.exit_code in (0, 1)
        assert len(done.stderr) < 2000
    assert "Ingeborg Halloran" in run("sources").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["correct", "x.a1", "--why", "x"],
        ["correct", "x.a1", "--reject", "--source", "y", "--why", "x"],
        ["correct", "x.a1", "--span", "9", "--why", "x"],
        ["correct", "x.a1", "--span", "9:3", "--why", "x"],
        ["correct", "x.a1", "--add", "--source", "y", "--why", "x"],
        ["correct", "x.a1", "--source", "y"],
        ["split", "x", "--why", "x"],
        ["merge", "x", "--why", "x"],
        ["sources", "--suggest", "--attach", "x.csv"],
        ["sources", "--kind", "ghost"],
        ["dispute", "x.a1", "--reply", "x"],
    ],
)
def test_misuse_is_exit_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")


def test_no_ledger_is_one_sentence(tmp_path: Path) -> None:
    for arguments in (("sources",), ("decisions",), ("merge", "a", "b", "--why", "x"), ("undo", "x", "--why", "y")):
        done = run(*arguments, "--ledger", tmp_path / "none.db")
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
        assert "There is no ledger at" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_empty_name_of_who_replies_is_named(sale: str) -> None:
    done = run("dispute", f"{sale}.a1", "--reply", "No.", "--by", "")
    assert done.exit_code == 1
    assert "--by is empty" in done.stderr
    assert "--why" not in done.stderr
