import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from firsthand.cli.evaluate import evaluate
from firsthand.errors import EvaluationError
from firsthand.model import Article, Reading, Span, Statement
from firsthand.model.wire import to_json

TEXT = "Orlo Pym said it rained."


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(evaluate)
    return app


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "rain.txt").write_text(TEXT, encoding="utf-8")
    marks = "T1\tSource 0 8\tOrlo Pym\nT2\tCue 9 13\tsaid\nT3\tContent 14 23\tit rained\n"
    lines = f"{marks}E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n"
    (tmp_path / "rain.ann").write_text(lines, encoding="utf-8")
    statement = Statement(
        id="a1", quotation="indirect", content_spans=(Span(14, 23),), cue_span=Span(9, 13), source_span=Span(0, 8)
    )
    reading = Reading(article=Article(key="rain", text=TEXT), statements=(statement,))
    (tmp_path / "rows.jsonl").write_text(json.dumps(to_json(reading)), encoding="utf-8")
    return tmp_path


def test_table(app: typer.Typer, gold: Path) -> None:
    done = CliRunner().invoke(app, [str(gold), "--predicted", str(gold / "rows.jsonl")])
    assert done.exit_code == 0, done.output
    assert "linked           100.0  100.0  100.0" in done.stdout


def test_json(app: typer.Typer, gold: Path) -> None:
    done = CliRunner().invoke(app, [str(gold), "--predicted", str(gold / "rows.jsonl"), "--format", "json"])
    row = json.loads(done.stdout)
    assert row["attribution"]["figures"]["linked"]["f1"] == 1.0
    assert set(row) == {"date", "machine", "attribution"}


def test_what_cannot_be_measured_is_one_sentence(app: typer.Typer, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [str(tmp_path)])
    assert isinstance(done.exception, EvaluationError)
    assert "holds no gold" in str(done.exception)
    assert done.stdout == ""


def test_nothing_given_is_misuse(app: typer.Typer) -> None:
    done = CliRunner().invoke(app, [])
    assert done.exit_code == 2
    assert "--ecbplus" in done.stderr
