"""An article that ends the process that reads it: the rest of its shard is kept, and no file is left behind."""

import json
import tempfile
from pathlib import Path

import mortal
import pytest
from archives import batch, records, table, write_jsonl
from quick import QuickReader

from firsthand.batch import arrow, local, rescuing, work
from firsthand.batch.shards import Cut

POISON = 4
"""The number of the article that nobody outlives."""
ONE = Cut()
"""All in one shard."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Nine articles and two rows that cannot be read; the fifth article is deadly."""
    path = write_jsonl(tmp_path / "a.jsonl", 8, bad=True)
    path.write_text(path.read_text().replace(f"Story {POISON}\\n", f"Story {POISON} with poison\\n"))
    return path


@pytest.fixture(autouse=True)
def deadly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(local, "read_shard", mortal.read_shard)
    monkeypatch.setattr(rescuing, "result_here", mortal.result_here)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def test_the_rest_of_its_shard_is_kept(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tally = batch([str(source)], tmp_path / "out", workers=2, cut=ONE)
    assert (tally.shards, tally.lost, tally.articles, tally.failures) == (1, 0, 8, 3)
    [lost] = [row for row in table(tmp_path / "out", "failures") if row["kind"] == "lost"]
    assert lost["key"] == f"a.{POISON}"
    assert lost["location"] == f"{source}#row {POISON + 4}"
    assert "The 2 processes that did this ended" in lost["message"]
    assert list((tmp_path / "temporary").glob("firsthand-*")) == []
    again = batch([str(source)], tmp_path / "out", workers=2, cut=ONE)
    assert (again.held, again.articles) == (1, 0)

    # All else is what it would have been.
    monkeypatch.setattr(arrow, "loaded", QuickReader)
    monkeypatch.setattr(local, "read_shard", work.read_shard)
    batch([str(source)], tmp_path / "whole", cut=ONE)
    whole, found = records(tmp_path / "whole"), records(tmp_path / "out")
    assert found.keys() == whole.keys()
    assert {key for key in whole if whole[key] != found[key]} == {f"a.{POISON}"}


def test_what_cannot_be_taken_apart_is_told_and_tried_again(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescuing, "take_apart", mortal.take_apart)
    tally = batch([str(source)], tmp_path / "out", workers=2, cut=Cut(rows=6))
    assert (tally.shards, tally.lost) == (2, 1)
    [note] = (tmp_path / "out" / "_shards").glob("*.failed")
    assert "only took it apart" in json.loads(note.read_text())["message"]
