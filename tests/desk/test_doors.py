"""What the desk does for every door: Python, the command line and the server alike."""

from io import BytesIO, StringIO
from pathlib import Path

import pytest
from told import PIER, Told, add

from firsthand.desk import exporting, filling, rehydrating, tracing
from firsthand.desk.placing import Place
from firsthand.errors import InvalidValue, NotFound, NotReadable, Refused
from firsthand.ledger import Ledger
from firsthand.model import Failure


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    add(ledger, PIER)
    return ledger


def copied(folder: Path) -> Path:
    """One's own copies of the articles."""
    folder.mkdir()
    for told in PIER:
        (folder / f"{told.key}.txt").write_text(told.text, encoding="utf-8")
    return folder


def test_an_export_may_go_to_what_takes_text(held: Ledger) -> None:
    out = StringIO()
    form = exporting.Form(format="csv")
    done = exporting.export_to(held, Place(to=out.writelines), form, {})
    assert (done.path, done.articles) == ("standard output", len(PIER))
    assert out.getvalue().startswith("article_id,")
    with pytest.raises(InvalidValue, match=r"give a place by mail$"):
        exporting.export_to(held, Place(to=out.writelines, option=" by mail"), exporting.Form(format="parquet"), {})


def test_a_ledger_comes_back_from_a_stream(held: Ledger) -> None:
    out = StringIO()
    exporting.export_to(held, Place(to=out.writelines), exporting.Form(), {})
    came = filling.restore_from(held, BytesIO(out.getvalue().encode()), what="the stream")
    assert (came.articles, came.there, came.failures) == (0, len(PIER), 0)
    with pytest.raises(NotReadable, match="the stream is no export"):
        filling.restore_from(held, BytesIO(b"x"), what="the stream")


def test_a_case_is_checked_against_own_copies(held: Ledger, tmp_path: Path) -> None:
    claim = tracing.trace(held, "night trains sold out").claims[0]
    steps: list[tuple[int, int]] = []
    packed = tracing.case(held, claim, told=lambda done, of: steps.append((done, of)))
    (tmp_path / "case.zip").write_bytes(packed)
    bad: list[Failure] = []
    copies = [copied(tmp_path / "own"), tmp_path / "none.txt"]
    for given in (packed, tmp_path / "case.zip"):
        assert not tracing.verify_with(copies, given, failed=bad.append).differs
    assert [f.kind for f in bad] == ["not found"] * 2
    with pytest.raises(Refused, match="is an address"):
        tracing.verify_with(["https://example.org/x"], packed)


@pytest.mark.parametrize("check", [tracing.verify, lambda _, file: tracing.verify_with([], file)])
def test_what_is_no_case_file_is_told(held: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check) -> None:
    with pytest.raises(NotFound, match="there is no case file at"):
        check(held, tmp_path / "none.zip")
    with pytest.raises(NotReadable, match="cannot be read"):
        check(held, tmp_path)
    (tmp_path / "large.zip").write_bytes(b"x" * 11)
    monkeypatch.setattr(tracing, "MOST_BYTES", 10)
    with pytest.raises(NotReadable, match="more than 10 bytes"):
        check(held, tmp_path / "large.zip")


def test_a_claim_that_is_several_is_told_with_their_ids(held: Ledger) -> None:
    add(
        held, [Told(key="two", text="Bread is dear, Ada Lund said. The night trains to Karsund were full, Bo Ek said.")]
    )
    with pytest.raises(InvalidValue, match=r"means 2 claims: give the id of one \(\w+, \w+\)"):
        tracing.case(held, "two")


def test_copies_that_differ_are_named_and_addresses_refused(held: Ledger, tmp_path: Path) -> None:
    bare = tmp_path / "bare.jsonl"
    exporting.export_to(held, Place(to=bare), exporting.Form(with_text=False), {})
    own = copied(tmp_path / "own")
    (own / "other.txt").write_text("Bread is dear, Ada Lund said.", encoding="utf-8")
    out = StringIO()
    came, differ = rehydrating.rehydrate_to(bare, Place(to=out.writelines), copies=[own])
    assert (came.done, differ) == (len(PIER), ["other"])
    with pytest.raises(Refused, match="is an address"):
        rehydrating.rehydrate(bare, tmp_path / "whole.jsonl", copies=["https://example.org/x"])
    (tmp_path / "odd.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(NotReadable, match="is no text"):
        rehydrating.rehydrate(tmp_path / "odd.jsonl", tmp_path / "whole.jsonl", copies=[own])
