"""Claims from the command line: every question in every format, decisions and their undoing, case files, one sentence
for what cannot be answered."""

import json
import shutil
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from firsthand.cli import case, correct, echoes, trace
from firsthand.ledger import open_ledger
from firsthand.pipeline import tracing

sys.path.append(str(Path(__file__).parent.parent / "pipeline"))
from told import PIER, Told, add

WORDS = "old ferry pier torn down"


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> str:
    place = str(tmp_path_factory.mktemp("traced") / "ledger.db")
    with open_ledger(place) as ledger:
        add(ledger, [*PIER, Told(key="=cmd", outlet="<b>Post</b>", published="2031-05-08", text=PIER[0].text)])
        tracing.track(ledger)
    return place


@pytest.fixture
def place(filled: str, tmp_path: Path) -> str:
    """A ledger of one's own to decide in."""
    for one in Path(filled).parent.iterdir():
        shutil.copy(one, tmp_path / one.name)
    return str(tmp_path / "ledger.db")


def asked(place: str, *arguments: str) -> Result:
    app = typer.Typer(rich_markup_mode=None)
    for name, function in {
        "trace": trace.trace, "echoes": echoes.echoes, "case": case.case, "verify": case.verify, "undo": correct.undo,
    }.items():  # fmt: skip
        app.command(name)(function)
    return CliRunner().invoke(app, [*arguments, "--ledger", place])


def claim_of(place: str, *keys: str) -> dict:
    found = json.loads(asked(place, "trace", WORDS, "-f", "json").stdout)
    return next(c for c in found["claims"] if {r["article"] for r in c["reports"]} >= set(keys))


@pytest.mark.parametrize("format", ["text", "json", "html", "csv", "prov"])
@pytest.mark.parametrize("question", [[WORDS], ["herald-1"], ["--all"], ["echoes"]])
def test_every_question_in_every_format(filled: str, question: list[str], format: str) -> None:
    if question == ["echoes"]:
        arguments = ["echoes", "--min-outlets", "2", "--since", "2031-05-01"]
        format = "text" if format == "prov" else format
    else:
        arguments = ["trace", *question]
    result = asked(filled, *arguments, "--format", format)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert "\x1b" not in result.stdout
    assert "<b>Post" not in result.stdout or format != "html"
    if format == "json":
        assert json.loads(result.stdout)["schema"] == "firsthand/1"
    elif format == "html":
        assert result.stdout.startswith("<!DOCTYPE html>")
    elif format == "csv":
        assert not any(line.startswith("=") for line in result.stdout.splitlines())
    else:
        assert result.stdout.strip()


def test_a_picture_is_of_one_claim(filled: str) -> None:
    claim = claim_of(filled, "herald-1")
    assert asked(filled, "trace", claim["id"], "-f", "svg").stdout.startswith(("<svg", "<?xml"))
    result = asked(filled, "trace", "--all", "-f", "svg")
    assert (result.exit_code, "one claim" in result.stderr) == (1, True)


def test_a_decision_is_kept_and_taken_back(place: str) -> None:
    before = claim_of(place, "herald-1", "post-1")
    unit = next(r["unit"] for r in before["reports"] if r["article"] == "post-1")
    done = asked(place, "trace", before["id"], "--split", unit, "--by", "Ann Lee", "--why", "another pier")
    assert done.exit_code == 0, done.output
    id = done.stderr.split("firsthand undo ")[1].split()[0]
    assert unit not in {r["unit"] for r in claim_of(place, "herald-1")["reports"]}
    assert asked(place, "undo", id, "--by", "Ann Lee", "--why", "it is the same").exit_code == 0
    assert unit in {r["unit"] for r in claim_of(place, "herald-1")["reports"]}


def test_two_decisions_at_once_and_articles_by_their_keys(place: str) -> None:
    claim = claim_of(place, "herald-1", "post-1")
    cut = ["--cut", "herald-1:post-1", "--link", "herald-1:wire-1", "--link-kind", "rewrite"]
    done = asked(place, "trace", claim["id"], *cut, "--why", "seen in print")
    assert done.exit_code == 0, done.output
    edges = json.loads(asked(place, "trace", claim["id"], "-f", "json").stdout)["edges"]
    made = {(e["from"], e["to"]): e["by"] for e in edges}
    assert ("herald-1", "post-1") not in made
    assert made["herald-1", "wire-1"] != "text"


def test_sources_by_their_names(place: str) -> None:
    claim = claim_of(place, "herald-1", "wire-1")
    named = "Mara Quist:an official"
    done = asked(place, "trace", claim["id"], "--one-root", named, "--why", "she was the official")
    assert done.exit_code == 0, done.output


def test_a_case_file_agrees_with_the_ledger_and_with_copies(place: str, tmp_path: Path) -> None:
    claim = claim_of(place, "herald-1", "post-1")["id"]
    files = [tmp_path / name for name in ("a.zip", "b.zip", "bare.zip")]
    for file in files:
        more = ["--without-text"] if file.name == "bare.zip" else []
        assert asked(place, "case", claim, "-o", str(file), *more).exit_code == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    assert b"torn down" not in files[2].read_bytes()
    for file in files:
        checked = asked(place, "verify", str(file))
        assert (checked.exit_code, "0 differ" in checked.stdout) == (0, True), checked.output
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "herald-1.txt").write_text(PIER[0].text)
    assert asked(place, "verify", str(files[0]), "--from", str(copies)).exit_code == 0
    files[0].write_bytes(files[0].read_bytes().replace(b"torn down", b"torn dowm"))
    assert asked(place, "verify", str(files[0])).exit_code == 1


FAILS = [
    (["trace", "zzqx vwxq"], 1, "no claim"),
    (["trace"], 2, ""),
    (["trace", "x", "--all"], 2, ""),
    (["trace", WORDS, "--cut", "herald-1:post-1"], 2, ""),
    (["trace", "herald-1", "--cut", "herald-1:nowhere", "--why", "x"], 1, "holds no article"),
    (["trace", "herald-1", "--cut", "herald-1", "--why", "x"], 1, "names no two articles"),
    (["trace", WORDS, "--format", "table"], 2, ""),
    (["echoes", "--since", "May"], 1, "a day is written"),
    (["echoes", "--min-outlets", "1"], 2, ""),
    (["case", "zzqx", "-o", "x.zip"], 1, "no claim"),
    (["verify", "nothing.zip"], 1, "no case file"),
    (["verify", "nothing.zip", "--from", "."], 1, "no case file"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), FAILS)
def test_what_cannot_be_done_is_one_sentence(filled: str, arguments: list[str], code: int, words: str) -> None:
    result = asked(filled, *arguments)
    assert result.exit_code == code, result.output
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_there_is_no_ledger(tmp_path: Path) -> None:
    result = asked(str(tmp_path / "none.db"), "trace", "pier")
    assert (result.exit_code, "no ledger" in result.stderr) == (1, True)
