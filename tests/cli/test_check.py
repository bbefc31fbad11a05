"""`firsthand check`: formats, rules of one's own, exit codes that a CMS or a pre-commit hook can go by."""

import json
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from firsthand.cli import check
from firsthand.pipeline import Reader

sys.path.append(str(Path(__file__).parent.parent / "pipeline"))
from quick import QuickReader

GRAVE = "A day in Ostby\n\nGunnar Brask pocketed the money.\n\nIt rained all day, Ida Fenn said.\n"
MILD = "A day in Ostby\n\nThe fire was caused by a cable.\n"
CLEAN = "A day in Ostby\n\nIt rained all day, Ida Fenn said.\n"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Reader, "load", classmethod(lambda cls, *a, **k: QuickReader()))
    monkeypatch.chdir(tmp_path)
    for name, text in {"grave": GRAVE, "mild": MILD, "clean": CLEAN}.items():
        Path(f"{name}.txt").write_text(text, encoding="utf-8")


def ran(*arguments: str) -> Result:
    app = typer.Typer(rich_markup_mode=None)
    app.command("check")(check.check)
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["clean.txt"], 0),
        (["grave.txt"], 1),
        (["mild.txt"], 0),
        (["mild.txt", "--fail-on", "warning"], 1),
        (["grave.txt", "--fail-on", "never"], 0),
        (["clean.txt", "grave.txt"], 1),
        (["."], 1),
        (["none.txt"], 2),
        (["clean.txt", "none.txt"], 2),
        (["clean.txt", "--rules", "none.toml"], 2),
        (["clean.txt", "--ledger", "none.db"], 2),
        ([], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert ran(*arguments).exit_code == code


def test_the_page() -> None:
    out = ran("grave.txt", "mild.txt", "--width", "100").stdout
    assert "✗ error accusation-without-source  line 3, column 1" in out
    assert "▲ warning cause-without-source" in out
    assert "2 DRAFTS · 2 errors, 1 warning" in out
    assert "error" not in ran("clean.txt").stdout


def test_a_house_of_its_own() -> None:
    Path("house.toml").write_text(
        "[rules.accusation-without-source]\nseverity = 'note'\n[rules.accusation-without-reply]\nseverity = 'note'\n",
        encoding="utf-8",
    )
    assert ran("grave.txt", "--rules", "house.toml").exit_code == 0
    Path("house.toml").write_text("\n[rules.accusation]\non = true\n", encoding="utf-8")
    found = ran("grave.txt", "--rules", "house.toml")
    assert found.exit_code == 2
    assert "house.toml, line 2: there is no rule 'accusation'" in found.stderr
    shown = ran("--default-rules")
    assert shown.exit_code == 0
    Path("house.toml").write_text(shown.stdout, encoding="utf-8")
    assert ran("grave.txt", "--rules", "house.toml").exit_code == 1


def test_json_and_sarif_name_the_file() -> None:
    record = json.loads(ran("grave.txt", "-f", "json").stdout)
    assert [c["place"] for c in record["checks"]] == ["grave.txt"]
    assert ran("grave.txt", "-f", "sarif", "-o", "out.sarif").exit_code == 1
    log = json.loads(Path("out.sarif").read_text(encoding="utf-8"))
    for result in log["runs"][0]["results"]:
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "grave.txt"
    assert "nothing" not in Path("out.sarif").read_text(encoding="utf-8")
    assert ran("grave.txt", "-o", "grave.txt").exit_code == 2
    assert Path("grave.txt").read_text(encoding="utf-8") == GRAVE
