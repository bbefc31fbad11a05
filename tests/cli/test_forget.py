"""`firsthand forget`, `retention` and `dossier` as people run them."""

import json
from pathlib import Path

import pytest
import typer
from asked import filled
from typer.testing import CliRunner

from firsthand.cli import forget as forgetting
from firsthand.ledger import exported, open_ledger
from firsthand.ledger.selecting import Selection

app = typer.Typer()
for name in ("forget", "retention", "dossier"):
    app.command(name)(getattr(forgetting, name))


def run(*arguments: object, input: str | None = None):
    done = CliRunner().invoke(app, [str(a) for a in arguments], input=input)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A filled ledger of which one article was exported; its articles' ids by key."""
    monkeypatch.setenv("FIRSTHAND_LEDGER", str(tmp_path / "ledger.db"))
    with open_ledger() as ledger:
        ids = filled(ledger)
        with ledger.writing() as connection:
            exported.note(
                connection,
                at="2031-06-03T08:00:00Z",
                format="csv",
                place="/exports/sale.csv",
                with_text=True,
                selection=Selection(),
                ids=[ids["sale"]],
            )
    return ids


def bytes_of(tmp_path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_what_would_go_is_shown_and_nothing_is_done_unasked(held, tmp_path: Path) -> None:
    for what in ("sale", held["sale"][:8], "Ingeborg Halloran"):
        done = run("forget", what)
        assert done.exit_code == 2
        assert "WOULD BE FORGOTTEN" in done.stdout
        assert "csv · /exports/sale.csv · 2031-06-03" in done.stdout
        assert "not backups or other copies" in " ".join(done.stdout.split())
        assert "nothing was done" in done.stderr
    assert b"north pier" in bytes_of(tmp_path)


def test_a_forgotten_article_is_gone_from_the_files(held, tmp_path: Path) -> None:
    assert b"third of the estimate" in bytes_of(tmp_path)
    done = run("forget", "sale", "--yes")
    assert done.exit_code == 0
    assert "1 article, 1 capture, 3 statements" in done.stdout
    assert "1 export held it: call these back" in done.stdout
    assert "were rewritten" in done.stderr
    for words in (b"third of the estimate", b"Tove Brandt", b"estimat"):
        assert words not in bytes_of(tmp_path)
    again = run("forget", "sale", "--yes")
    assert (again.exit_code, "holds no article" in again.stderr or "no source" in again.stderr) == (1, True)


def test_a_forgotten_source_takes_the_texts_that_name_it(held, tmp_path: Path) -> None:
    done = run("forget", "Tove Brandt", "--yes")
    assert done.exit_code == 0
    assert "the text and the captured bytes of 1 article that name it" in " ".join(done.stdout.split())
    assert b"Tove" not in bytes_of(tmp_path)
    other = run("forget", "Ingeborg Halloran")
    assert f"1 other article that has its name stay: {held['audit']}" in " ".join(other.stdout.split())


def test_an_address_is_forgotten_before_it_was_ever_read(held) -> None:
    done = run("forget", "https://example.org/x?utm_source=y", "--yes")
    assert (done.exit_code, "0 articles" in done.stdout) == (0, True)


def test_unnamed_sources_are_neither_forgotten_nor_given(held) -> None:
    for command in ("forget", "dossier"):
        done = run(command, "an official")
        assert (done.exit_code, "without a name" in done.stderr) == (1, True)


def test_retention_is_told_set_and_applied(held, tmp_path: Path) -> None:
    assert run("retention").stdout == "This ledger keeps texts always.\n"
    assert run("retention", "--keep-text-days", 30).exit_code == 0  # nothing is that old in 2031
    assert run("retention").stdout == "This ledger keeps texts for 30 days after they were added.\n"
    assert run("retention", "--keep-always").exit_code == 0
    assert "always" in run("retention").stdout


def test_texts_that_are_due_are_cleared_only_when_agreed(held, tmp_path: Path, monkeypatch) -> None:
    from datetime import UTC, datetime

    monkeypatch.setattr("firsthand.cli.holding.utc_now", lambda: datetime(2032, 1, 1, tzinfo=UTC))
    done = run("retention", "--keep-text-days", 30)
    assert (done.exit_code, "3 articles are older" in done.stderr) == (2, True)
    assert "always" in run("retention").stdout
    assert b"third of the estimate" in bytes_of(tmp_path)
    done = run("retention", "--keep-text-days", 30, "--yes")
    assert (done.exit_code, "3 texts cleared now" in done.stderr) == (0, True)
    assert b"third of the estimate" not in bytes_of(tmp_path)


def test_a_dossier_comes_in_every_format(held, tmp_path: Path) -> None:
    page = run("dossier", "Ingeborg Halloran").stdout
    for words in ("HELD ON Ingeborg Halloran", "IT IS QUOTED WITH", "OTHERS SAY OF IT", "sale.csv", "unnamed sources"):
        assert words in page
    record = json.loads(run("dossier", "Ingeborg Halloran", "--format", "json").stdout)
    assert (record["schema"], record["said_in_all"], len(record["places"])) == ("firsthand/1", 2, 2)
    assert run("dossier", "Ingeborg Halloran", "--format", "csv").stdout.count("\n") == 5
    out = tmp_path / "d.html"
    assert run("dossier", "Ingeborg Halloran", "--format", "html", "-o", out).exit_code == 0
    assert "an official" not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["forget"],
        ["forget", "x", "--compact"],
        ["forget", "x", "--as", "ghost"],
        ["retention", "--keep-text-days", "-1"],
        ["retention", "--keep-text-days", "3", "--keep-always"],
        ["dossier"],
    ],
)
def test_misuse_is_exit_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE articles; --", "\u202eevil", "x" * 10_000, "%", "\x00", "https://\x00"]
)
def test_hostile_arguments_are_only_words(held, words: str) -> None:
    for arguments in (("forget", "--yes", "--", words), ("dossier", "--", words)):
        done = run(*arguments)
        assert (done.exit_code, len(done.stderr) < 1000) == (1, True)
    assert run("dossier", "Ingeborg Halloran").exit_code == 0
