"""The server's benchmark runs from end to end on a little: a real server, readers of their own, floors in words."""

import json
from argparse import Namespace
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import serve
from benchmarks.generator import world


def test_searches_are_all_different_and_the_same_for_one_seed() -> None:
    drawn, options = world(3), Namespace(seed=3)
    first = list(islice(serve.paths(drawn, 40, options), 100))
    assert len(set(first)) == 100
    assert first == list(islice(serve.paths(drawn, 40, options), 100))
    assert all(path.startswith("/search?q=") and path.isascii() for path in first)


@pytest.mark.slow
def test_the_benchmark_from_end_to_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "PAUSES", {"at once": 0.0})
    monkeypatch.setattr(serve, "LONG", 1)
    monkeypatch.setattr(serve, "WARM", 2)
    few = ["--articles", "5", "--readers", "2", "--searches", "6", "--turns", "1"]
    assert serve.main([*few, "--ledger", str(tmp_path / "ledger.db"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["articles"], found["errors"]) == (5, [])
    assert found["waits"]["at once"]["pages"] == 6
    assert found["waits"]["at once, reading"]["reads"] >= 1
    assert 0 < found["waits"]["at once"]["median"] <= found["waits"]["at once"]["p99"]


def test_what_is_missed_is_told() -> None:
    slow = serve.Waits(median=200.0, p99=600.0, slowest=700.0, rate=1.0, pages=10)
    results = serve.Results(date="", machine="", articles=1, statements=1, readers=1, errors=["500 for /search"])
    for how in serve.PAUSES:
        results.waits |= {how: slow, f"{how}, reading": slow}
        results.growth[how] = 2.0
    assert len(results.missed()) == 1 + 3 * len(serve.PAUSES)


def test_misuse() -> None:
    with pytest.raises(SystemExit, match="2"):
        serve.main(["--readers", "0"])
