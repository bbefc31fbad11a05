import json
from pathlib import Path
from typing import Any

import pytest

from firsthand.errors import EvaluationError
from firsthand.evaluation.rows import is_gold_json, read_gold_json, read_rows
from firsthand.model import Failure, Reading
from firsthand.model.wire import to_json


def test_rows_are_read_back(tmp_path: Path, reading: Reading) -> None:
    path = tmp_path / "rows.jsonl"
    failed = to_json(Failure(key="other", kind="not text", message="It is empty."))
    path.write_text(f"{json.dumps(failed)}\n\n{json.dumps(to_json(reading))}\n", encoding="utf-8")
    assert read_rows(path) == {"ferry": reading}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "line 1: not JSON"),
        (b"\n[]", "line 2: a JSON object was expected"),
        (b'{"schema": "other/1"}', "line 1: the record's schema is 'other/1'"),
        (b'{"schema": "firsthand/1"}', "line 1: .*article"),
        (b"caf\xe9", "not UTF-8"),
    ],
)
def test_unusable_rows_are_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    with pytest.raises(EvaluationError, match=message):
        read_rows(path)


def test_no_rows_file(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_rows(tmp_path / "nowhere.jsonl")


def write_gold(folder: Path, reading: Reading, **changes: Any) -> Path:
    row = to_json(reading)
    statements = [{k: v for k, v in s.items() if k not in ("confidence", "producer")} for s in row["statements"]]
    gold = {"article": {"file": "ferry.txt"}, "sources": row["sources"], "statements": statements, **changes}
    path = folder / "ferry.gold.json"
    path.write_text(json.dumps(gold), encoding="utf-8")
    (folder / "ferry.txt").write_bytes(reading.article.text.encode())
    return path


def test_gold_json_of_a_file_and_of_a_folder(tmp_path: Path, reading: Reading) -> None:
    path = write_gold(tmp_path, reading)
    (one,) = read_gold_json(path)
    assert (one,) == read_gold_json(tmp_path)
    assert one.article == reading.article
    assert [s.stated_chain for s in one.statements] == [s.stated_chain for s in reading.statements]
    assert [s.content_spans for s in one.statements] == [s.content_spans for s in reading.statements]


def test_what_is_gold_json(tmp_path: Path, reading: Reading) -> None:
    assert not is_gold_json(tmp_path)
    path = write_gold(tmp_path, reading)
    assert is_gold_json(tmp_path)
    assert is_gold_json(path)
    assert not is_gold_json(tmp_path / "ferry.txt")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"statements": [{"id": "a1"}]}, "the field 'quotation' is missing"),
        ({"statements": [{"id": "a1", "quotation": "loud", "content_spans": [[0, 3]]}]}, "not 'loud'"),
        ({"statements": [{"id": "a1", "quotation": "direct", "content_spans": [[0, 9999]]}]}, "beyond the text"),
        ({"sources": 3}, "not the gold of an article"),
        ({"article": {"file": "gone.txt"}}, "gone.txt cannot be read"),
    ],
)
def test_unusable_gold_is_named(tmp_path: Path, reading: Reading, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        read_gold_json(write_gold(tmp_path, reading, **changes))


def test_no_gold(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="has no gold"):
        read_gold_json(tmp_path)
