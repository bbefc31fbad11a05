import importlib.util
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from firsthand.evaluation.floors import Measured

GATE = Path(__file__).parents[2] / "benchmarks" / "gate.py"


@dataclass
class Fake:
    """The gate with one corpus of its own, whose one figure can be set."""

    module: ModuleType
    folder: Path
    right: float = 80.0

    def run(self, *arguments: str) -> int:
        floors = str(self.folder / "floors.json")
        code: int = self.module.main([*arguments, "--floors", floors, "--shared", str(self.folder / "nowhere")])
        return code

    @property
    def floor(self) -> float:
        row = json.loads((self.folder / "floors.json").read_text(encoding="utf-8"))
        value: float = row["made up"]["at_least"]["right"]
        return value


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    spec = importlib.util.spec_from_file_location("gate", GATE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "gate", module)
    spec.loader.exec_module(module)
    fake = Fake(module=module, folder=tmp_path)
    text = tmp_path / "corpus.txt"
    text.write_text("words", encoding="utf-8")
    corpora = (
        module.Corpus(
            name="made up",
            root=tmp_path,
            files=(text,),
            measure=lambda _: [Measured(name="right", value=fake.right, margin=1.0)],
            required=True,
        ),
        module.Corpus(name="elsewhere", root=tmp_path, files=(), measure=lambda _: []),
    )
    monkeypatch.setattr(module, "corpora", lambda _: corpora)
    monkeypatch.setattr(module.Reader, "load", lambda **_: None)
    return fake


def test_it_is_closed_until_floors_are_pinned(gate: Fake) -> None:
    assert gate.run() == 1
    assert gate.run("--update") == 0
    assert gate.run() == 0


def test_what_is_worse_closes_it_and_an_update_does_not_open_it(gate: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    gate.run("--update")
    gate.right = 78.5
    assert gate.run() == 1
    assert "right is 78.50, below its floor of 79.00" in capsys.readouterr().out
    assert gate.run("--update") == 1
    assert gate.floor == 79.0
    assert gate.run("--update", "--lower") == 0
    assert gate.floor == 77.5


def test_an_update_raises(gate: Fake) -> None:
    gate.run("--update")
    gate.right = 90.0
    assert gate.run("--update") == 0
    assert gate.floor == 89.0


def test_an_altered_corpus_closes_it(gate: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    gate.run("--update")
    (gate.folder / "corpus.txt").write_text("other words", encoding="utf-8")
    assert gate.run() == 1
    assert "the corpus is not the one" in capsys.readouterr().out


def test_what_is_not_there_is_skipped_unless_required(gate: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    gate.run("--update")
    assert gate.run("--only", "elsewhere") == 0
    assert "elsewhere: skipped" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [("--lower",), ("--only", "nobody's")])
def test_misuse(gate: Fake, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit, match="2"):
        gate.run(*arguments)
