"""`firsthand add`, `watch` and `reread`: what is said on stderr, and the exit codes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from firsthand.cli import adding
from firsthand.cli.adding import Job, keep_watching, reread_all, run
from firsthand.errors import NotFound
from firsthand.pipeline.adding import Adder, Outcome
from firsthand.reading import Page
from tests.pipeline.quick import QuickReader, write_articles

FEED = b"<rss version='2.0'><channel><title>Post</title></channel></rss>"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "Reader", type("Quick", (), {"load": staticmethod(lambda **_: QuickReader())}))


def job(*inputs: Path | str, ledger: Path, **more: Any) -> Job:
    return Job(inputs=tuple(str(i) for i in inputs), ledger=str(ledger), **more)


def test_rereading_makes_no_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "nowhere.db"
    assert reread_all(job(ledger=place), every=False) == 1
    assert "There is no ledger at" in capsys.readouterr().err
    assert not place.exists()


def test_what_a_folder_holds_beside_articles_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    write_articles(folder, 1)
    for name in ("rows.csv", "feed.xml", ".hidden.csv"):
        (folder / name).write_text("x")
    assert run(job(folder, ledger=tmp_path / "l.db")) == 0
    said = capsys.readouterr().err
    assert "2 files of other kinds were passed over: feed.xml, rows.csv; name them to read them" in said


def test_warnings_of_what_is_added_are_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "x.xml"
    place.write_text(f"<html><body><p>{'The mayor has said that the pier is safe. ' * 10}</p></body></html>")
    assert run(job(place, ledger=tmp_path / "l.db")) == 0
    assert capsys.readouterr().err.count("is an HTML page, no feed") == 1
    assert run(job(place, ledger=tmp_path / "m.db", quiet=True)) == 0
    assert capsys.readouterr().err == ""


def answering(answers: dict[str, bytes | int]) -> Any:
    def fetch(address: str, options: Any) -> Page:
        found = answers.get(address)
        if found is None:
            raise NotFound(f"{address} is not there.")
        if isinstance(found, int):
            return Page(url=address, content=b"", status=found)
        return Page(url=address, content=found, media_type="application/xml")

    return fetch


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, 1),
        ({"https://a.example/feed": FEED}, 0),
        ({"https://a.example/feed": 304}, 0),
        ({"https://a.example/feed": b"<html><body>No feed.</body></html>"}, 1),
    ],
)
def test_watching_fails_where_every_feed_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: dict[str, bytes | int], code: int
) -> None:
    whole = {f"https://{host}.example/robots.txt": b"" for host in "ab"} | answers
    add = Adder.add
    monkeypatch.setattr(Adder, "add", lambda *a, **k: add(*a, **{**k, "fetch": answering(whole)}))
    monkeypatch.setattr(adding, "Polite", lambda: Adder_polite())
    monkeypatch.setattr(adding.signal, "signal", lambda *_: None)
    feeds = tmp_path / "feeds.opml"
    outlines = "".join(f"<outline xmlUrl='https://{host}.example/feed'/>" for host in "ab")
    feeds.write_text(f"<opml version='2.0'><body>{outlines}</body></opml>")
    assert keep_watching(job(feeds, ledger=tmp_path / "l.db"), every_s=10, rounds=1) == code


def Adder_polite() -> Any:
    from firsthand.reading.politeness import Polite

    return Polite(sleep=lambda _: None, gap_s=0)


def test_watching_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding.signal, "signal", lambda *_: None)
    assert keep_watching(job(tmp_path / "no.opml", ledger=tmp_path / "l.db"), every_s=10, rounds=1) == 1


def stopped(*_: object, **__: object) -> Iterator[Outcome]:
    yield Outcome(key="a", what="added", statements=2)
    yield Outcome(key="b", what="held")
    raise KeyboardInterrupt


def test_stopping_says_how_far_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Adder, "add", stopped)
    monkeypatch.setattr(Adder, "reread", stopped)
    monkeypatch.setattr(adding.signal, "signal", lambda *_: None)
    asked = job("x.txt", ledger=tmp_path / "l.db")
    assert run(asked) == 130
    assert capsys.readouterr().err == "firsthand: stopped; run it again to go on (1 article added)\n"
    assert keep_watching(asked, every_s=10, rounds=2) == 130
    assert capsys.readouterr().err == "firsthand: stopped; run it again to go on (1 article added)\n"
    assert reread_all(asked, every=True) == 130
    assert capsys.readouterr().err == "firsthand: stopped; run it again to go on (1 article read again)\n"
