"""`firsthand audit --validate` and `--coded`: from a ledger to sheets, from sheets to a report."""

import csv
from pathlib import Path

import pytest
from quick import QuickReader, write_articles
from typer.testing import CliRunner, Result

from firsthand.cli import app
from firsthand.ledger import open_ledger
from firsthand.pipeline.adding import Adder


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_articles(tmp_path / "news", 12)
    place = tmp_path / "ledger.db"
    with open_ledger(place) as opened:
        list(Adder(ledger=opened, load=QuickReader).add([str(tmp_path / "news")]))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FIRSTHAND_LEDGER", str(place))
    return place


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit", *arguments])


def coded(path: Path, *, wrong: int = 0) -> None:
    """Fills a sheet in as the texts say, with the first `wrong` items called unnamed."""
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    for n, row in enumerate(rows):
        official = "an official said" in row["passage"].split("⟧")[1][:20]
        row["is_statement"] = "yes"
        row["source_named"] = "unnamed" if official or n < wrong else "named"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.usefixtures("ledger")
def test_a_sample_goes_out_and_comes_back_as_a_report() -> None:
    done = run("--validate", "30", "--seed", "7", "-o", "sheets")
    assert done.exit_code == 0, done.stderr
    one, two, second = sorted(Path("sheets").iterdir())
    assert one.read_bytes() == two.read_bytes()
    assert "quick-1" not in one.read_text()
    assert "named person" not in one.read_text()
    assert "source_right" in second.read_text()
    coded(one)
    coded(two, wrong=3)
    report = run("--coded", str(one), "--coded", str(two))
    assert report.exit_code == 0, report.stderr
    assert "30 items coded" in report.stdout
    assert "kappa" in report.stdout.lower()
    assert '"schema": "firsthand-validation/1"' in run("--coded", str(one), "--format", "json").stdout


@pytest.mark.usefixtures("ledger")
def test_misuse_and_strange_sheets_are_one_sentence() -> None:
    Path("strange.csv").write_text("item,is_statement,source_named\nx,yes,named\n")
    assert run("--validate", "5", "--coded", "strange.csv").exit_code == 2
    for sheets in (["strange.csv"], ["nowhere.csv"]):
        done = run("--coded", *sheets)
        assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    run("--validate", "20", "-o", "sheets")
    done = run("--coded", "strange.csv")
    assert done.exit_code == 1
    assert "x" in done.stderr


def test_no_ledger_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_LEDGER", str(tmp_path / "none.db"))
    done = run("--validate", "20", "-o", str(tmp_path / "sheets"))
    assert done.exit_code == 1
    assert "There is no ledger" in done.stderr
