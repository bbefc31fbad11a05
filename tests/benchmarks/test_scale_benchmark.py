"""The benchmark of scale runs from end to end on a little, and what it makes is what it says."""

import json
from pathlib import Path

import pytest

from benchmarks import scale
from benchmarks.scale_made import make
from firsthand.ledger import open_ledger
from firsthand.ledger.tables import articles, form_pairs, units
from firsthand.pipeline.tracing_index import waiting


def test_the_join_from_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = ["batch", "--sizes", "15,30", "--workers", "1", "--folder", str(tmp_path)]
    assert scale.main([*few, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["articles"] for one in found["sizes"]] == [15, 30]
    for one in found["sizes"]:
        assert one["claimed"]["reports"] > 5 * one["claimed"]["articles"]
        assert set(one["processor_s"]) == {"forms", "order", "pairs", "parts", "shuffle", "groups"}
    assert scale.main(few) == 0
    assert "at most 1.3 asked" in capsys.readouterr().out


def test_a_ledger_of_copies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = ["ledger", "--sizes", "12,40", "--tracked", "12", "--window", "2", "--folder", str(tmp_path)]
    assert scale.main([*few, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["sizes"]
    assert [(one["articles"], one["real"]) for one in found] == [(12, 12), (40, 12)]
    with open_ledger(tmp_path / "ledger-40.db") as ledger, ledger.reading() as connection:
        days = [row.day for row in connection.execute(articles.select())]
        assert len(days) == 42
        assert len(set(connection.scalars(units.select().with_only_columns(units.c.id)))) > 42
        pairs = connection.execute(form_pairs.select()).all()
        assert all(p.a.partition("~")[0] == p.b.partition("~")[0] or "~" not in p.a + p.b for p in pairs)
        assert not [id for id in waiting(connection) if "~" in id]


def test_news_is_written_once(tmp_path: Path) -> None:
    make(tmp_path, 3, seed=1, per_day=10, workers=1)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.parquet")}
    make(tmp_path, 3, seed=1, per_day=10, workers=1)
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.parquet")} == before
