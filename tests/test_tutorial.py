"""The tutorial is played from top to bottom: every block runs, and shows what the page says it shows."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "tutorial.md"
STEPS = ("add", "search", "who", "timeline", "show", "correct", "dispute", "audit", "export", "rehydrate", "forget")


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_refresh_played", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_goes_through_the_ledger(refresh: ModuleType) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert refresh.PLAYED in text
    commands = re.findall(r"^firsthand (\w+)", "\n".join(code for code, _ in refresh.steps(text)), re.M)
    assert [step for step in STEPS if step not in commands] == []


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(
    not Path(sys.executable).with_name("firsthand").exists(),
    reason="the command firsthand is not installed beside this Python",
)
def test_it_shows_what_the_commands_print(refresh: ModuleType) -> None:
    text = PAGE.read_text(encoding="utf-8")
    fresh = refresh.played(text)
    assert list(refresh.out_of_date(text, fresh)) == [], "run python docs/refresh.py"
    shown = dict(refresh.steps(fresh))
    assert any("corrected by E. Moss on DAY" in out for out in shown.values())
    assert shown["firsthand add examples/reactor.jsonl\n"].count("forgotten on request") == 2


def test_ids_dates_and_places_are_made_alike(refresh: ModuleType) -> None:
    out = "made 0a1b2c3d4e5f on 2031-02-03, read 2025-02-11, seen 2031-02-03T04:05:06Z, /a/b.csv"
    one = f"```sh\nx\n```\n\n```text\n{out}\n```\n"
    [(code, shown)] = refresh.steps(one)
    assert code == "x\n"
    assert shown == "made ID on DAY, read 2025-02-11, seen INSTANT, FOLDER/b.csv\n"


def test_a_page_is_played(refresh: ModuleType) -> None:
    page = "\n".join(
        [
            refresh.PLAYED,
            "```sh\nexport WORD=quay\n```\n",
            "```sh\necho $WORD; ls examples | head -1\n```\n\n```text\nold\n```\n",
            "```python\nimport os\n\nprint(os.environ['WORD'], len(os.listdir('.')))\n```\n\n```text\n```\n",
            "```sh\nseq 9\n```\n\n```text\n1\n2\n…\n```\n",
        ]
    )
    fresh = refresh.played(page)
    assert "```text\nquay\nREADME.md\n```" in fresh
    assert "```text\nquay 1\n```" in fresh
    assert "```text\n1\n2\n…\n```" in fresh
    assert list(refresh.out_of_date(page, fresh)) == [
        "what echo $WORD; ls examples | head -1 prints",
        "what import os prints",
    ]
    with pytest.raises(RuntimeError, match="ended with 3"):
        refresh.played(f"{refresh.PLAYED}\n```sh\nexit 3\n```\n")
