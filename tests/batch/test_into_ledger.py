"""A batch's folder into a ledger: what adding its inputs gives, without reading, and damage that stops nothing."""

import json
from pathlib import Path

import pytest
from archives import batch, every_format, forge_records, table, write_jsonl
from quick import QuickReader
from shelf import contents
from sqlalchemy import select

from firsthand.batch import arrow
from firsthand.batch.late import add_all, add_batch, is_batch
from firsthand.batch.rows import compact
from firsthand.ledger import Ledger, open_ledger, stored
from firsthand.ledger.tables import captures, failures, readers
from firsthand.model import wire
from firsthand.pipeline.adding import Adder


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading without an encoder, in this process."""
    monkeypatch.setattr(arrow, "loaded", QuickReader)


def adder(ledger: Ledger) -> Adder:
    return Adder(ledger=ledger, load=QuickReader)


def rows(ledger: Ledger) -> dict[str, list[str]]:
    left = frozenset({"added_at", "fetched_at", "seen_at", "first_used", "at", "body", "reader_id", "id_"})
    with ledger.reading() as connection:
        found = contents(connection, leave_out=left)
    return {name: rows for name, rows in found.items() if name != "readers"}


def test_the_ledger_is_that_of_adding_the_inputs(ledger: Ledger, tmp_path: Path) -> None:
    inputs, out = every_format(tmp_path / "in", 7), tmp_path / "out"
    batch(inputs, out)
    taken = list(add_all(adder(ledger), [str(out)]))
    with open_ledger(str(tmp_path / "other.db")) as other:
        read = list(adder(other).add(inputs))
        assert rows(ledger) == rows(other)
    assert [(o.key, o.what, o.article_id, o.location, o.statements) for o in sorted(taken, key=str)] == [
        (o.key, o.what, o.article_id, o.location, o.statements) for o in sorted(read, key=str)
    ]
    with ledger.reading() as connection:
        for row in table(out, "articles"):
            assert compact(wire.to_json(stored.reading(connection, row["article_id"], as_read=True))) == row["record"]
    before = rows(ledger)
    again = list(add_all(adder(ledger), [str(out)]))
    assert {o.what for o in again} == {"held", "failed"}
    with ledger.reading() as connection:
        assert set(connection.scalars(select(captures.c.body))) == {None}
        assert len(connection.scalars(select(failures.c.id)).all()) == 2
    assert rows(ledger) == before


def test_what_another_version_read_keeps_its_name_and_is_read_again_later(ledger: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch([str(write_jsonl(tmp_path / "a.jsonl", 4))], out)
    for path in (out / "_shards").iterdir():
        manifest = json.loads(path.read_text())
        path.write_text(json.dumps(manifest | {"read_by": {"encoder": "encoder-0 old", "firsthand": "0.0.1"}}))
    assert {o.what for o in add_batch(ledger, str(out))} == {"added"}
    with ledger.reading() as connection:
        assert connection.execute(select(readers.c.encoder, readers.c.version)).all() == [("encoder-0 old", "0.0.1")]
    assert len(list(adder(ledger).reread())) == 4
    assert list(adder(ledger).reread()) == []


def test_damage_costs_its_shard_alone(ledger: Ledger, tmp_path: Path) -> None:
    out = tmp_path / "out"
    tally = batch([str(write_jsonl(tmp_path / "a.jsonl", 15))], out)
    manifests = [(p, json.loads(p.read_text())) for p in sorted((out / "_shards").iterdir())]
    assert tally.shards == len(manifests) == 5
    articles = [out / manifest["parts"]["articles"]["path"] for _, manifest in manifests]
    data = bytearray(articles[0].read_bytes())
    data[len(data) // 2] ^= 1
    articles[0].write_bytes(data)
    articles[1].unlink()
    manifests[2][0].write_text("{")
    outcomes = list(add_batch(ledger, str(out)))
    wrong = [o for o in outcomes if o.what == "failed"]
    assert len(wrong) == 3
    for words in ("damaged or altered", "is gone", "is damaged"):
        assert sum(words in o.message for o in wrong) == 1
    assert sum(o.what == "added" for o in outcomes) == 6


def test_records_that_lie_are_told(ledger: Ledger, tmp_path: Path) -> None:
    """Digests that fit do not make a record right: each is checked as a record is."""
    out = tmp_path / "out"
    batch([str(write_jsonl(tmp_path / "a.jsonl", 3))], out)
    forge_records(out, lambda n, record: record.replace("ferry", "fairy") if n == 0 else "[" if n == 1 else record)
    outcomes = list(add_batch(ledger, str(out)))
    assert [o.what for o in outcomes] == ["failed", "failed", "added"]
    assert "was altered after it was read" in outcomes[0].message


def test_which_folders_are_a_batch_s(tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch([str(write_jsonl(tmp_path / "a.jsonl", 1))], out)
    assert is_batch(str(out))
    assert is_batch(out.as_uri())
    for other in (str(tmp_path), str(tmp_path / "a.jsonl"), "-", "https://example.org/", "gopher://x/y", "a\0b", ""):
        assert not is_batch(other)
