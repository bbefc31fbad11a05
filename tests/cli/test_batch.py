"""`firsthand batch`: what is said on stderr, and the exit codes."""

from pathlib import Path
from typing import Any

import pytest
from archives import write_jsonl

from firsthand.batch import arrow
from firsthand.cli import batching
from firsthand.cli.batching import Job, run
from tests.pipeline.quick import QuickReader


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "loaded", QuickReader)


def job(*inputs: Path, out: Path, **more: Any) -> Job:
    return Job(inputs=tuple(map(str, inputs)), out=str(out), workers=1, **more)


def test_done_and_done_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = write_jsonl(tmp_path / "a.jsonl", 5), tmp_path / "out"
    assert run(job(path, out=out)) == 0
    assert f"5 articles read with 10 statements into {out}" in capsys.readouterr().err
    assert run(job(path, out=out)) == 0
    assert "1 of 1 shard done before" in capsys.readouterr().err
    assert run(job(path, out=out, quiet=True)) == 0
    assert capsys.readouterr().err == ""


def test_what_failed_is_told_and_the_rest_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = write_jsonl(tmp_path / "a.jsonl", 5, bad=True), tmp_path / "out"
    (tmp_path / "b.txt").write_text("x")
    assert run(job(path, tmp_path / "nowhere", tmp_path / "b.txt", out=out)) == 1
    said = capsys.readouterr().err
    assert "There is no file or folder" in said
    assert "b.txt is not read in a batch" in said
    assert f"2 rows could not be read: see {out}/failures" in said
    assert run(job(tmp_path / "nowhere", out=tmp_path / "other")) == 1
    assert not (tmp_path / "other").exists()


def test_errors_are_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", 1)
    for out, more in ((path, {}), (tmp_path / "out", {"columns": (("words", "text"),)})):
        assert run(job(path, out=out, **more)) == 1
        said = capsys.readouterr().err
        assert said.startswith("firsthand: ")
        assert said.count("\n") == 1


def test_stopped_it_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batching, "run_plan", stopped)
    assert run(job(write_jsonl(tmp_path / "a.jsonl", 1), out=tmp_path / "out")) == 130
    assert "run it again to go on" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["batch", "a.jsonl"], "and the folder to write to"),
        (["batch", "a.jsonl", "out", "--ray-address", "auto"], "--ray-address needs --engine ray"),
        (["batch", "a.jsonl", "out", "--workers", "0"], "--workers"),
        (["batch", "a.jsonl", "out", "--column", "text"], "NAME=COLUMN"),
    ],
)
def test_misuse(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from firsthand import cli

    monkeypatch.setattr("sys.argv", ["firsthand", *arguments])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 2
    assert said in " ".join(capsys.readouterr().err.split())
