"""Reading by workers: the same readings, the same ledger, whatever their number and whatever dies."""

import json
import multiprocessing
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fakeweb import Web, feed
from mortal import Mortal
from quick import QuickReader, write_articles
from shelf import contents
from sqlalchemy import select

from firsthand.errors import ModelError, NotFound
from firsthand.ledger import Ledger, forgetting, open_ledger
from firsthand.ledger.tables import articles, feeds
from firsthand.model import Article, Failure, Reading, wire
from firsthand.pipeline import Reader, reading_many
from firsthand.pipeline.adding import Adder
from firsthand.pipeline.reading_many import readings

NAMES = ("Ada Quill", "Bram Osei", "Celia Voss")


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def slow() -> Mortal:
    """What reads in this process takes so long that workers read nearly all."""
    return Mortal(seconds=0.3)


def article(n: int) -> Article:
    said = " ".join(
        f'"The pier will {verb} in {n + i} days," said {NAMES[(n + i) % 3]}, the mayor of Port {n}. An official, who '
        "asked not to be named, denied it. According to the Harbour Post, nobody had been told."
        for i, verb in enumerate(("open", "close", "burn")[: n % 3 + 1])
    )
    return Article(key=f"pier-{n}", text=said)


def test_readings_are_the_same_whatever_the_number_of_workers() -> None:
    items: list[Article | Failure] = [article(n) for n in range(14)]
    items[2] = Failure(key="gone", kind="not found", message="nothing is there")
    items[9] = Article(key="half", text="A half \ud800 character.")

    def shown(workers: int, at_first: int) -> list[str]:
        found = readings(items, workers=workers, at_first=at_first, load=lambda: Reader.load(threads=2))
        return [json.dumps(wire.to_json(record)) for record in found]

    alone = shown(1, 0)
    assert [json.loads(one).get("failure", {}).get("kind") for one in (alone[2], alone[9])] == ["not found", "not text"]
    assert shown(2, 3) == alone
    assert shown(4, 0) == alone


def test_an_article_that_ends_its_processes_is_lost_and_the_rest_is_read() -> None:
    items = [Article(key=str(n), text=f"The point is {n}, Ada Quill said.") for n in range(60)]
    items[40] = Article(key="40", text="The poison is here, Ada Quill said.")
    found = list(readings(items, workers=2, load=slow, in_worker=Mortal, at_first=1))
    lost = found.pop(40)
    assert isinstance(lost, Failure)
    assert (lost.key, lost.kind) == ("40", "lost")
    assert [r.article.key for r in found if isinstance(r, Reading)] == [str(n) for n in range(60) if n != 40]


def test_a_reader_that_cannot_be_loaded_is_raised() -> None:
    with pytest.raises(ModelError, match="nowhere"):
        list(readings([article(0)], workers=2, load=lambda: Reader.load("nowhere")))


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are started after the first article."""
    monkeypatch.setattr(reading_many, "AT_FIRST", 1)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles, two of each tenth in a row, one that cannot be read, one that is none, a file with rows."""
    place = tmp_path_factory.mktemp("world")
    write_articles(place, 30)
    (place / "story-0011-wrong.txt").write_text("It is wrong, Ada Quill said.")
    (place / "story-0013-empty.txt").write_text("")
    row = {"id": "a", "text": "The pier will open, Ada Quill said.", "outlet": "Harbour Post"}
    rows = [row, row, {**row, "id": "b"}, {**row, "text": "It is wrong, a person said."}] * 2
    (place / "story-0014-rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    return place


FEED = "https://belmarwire.example/feed.xml"
LINKS = [f"https://belmarwire.example/{n}" for n in range(12)]


def fill(ledger: Ledger, world: Path, workers: int) -> list[Any]:
    adder = Adder(
        ledger=ledger,
        load=Mortal if workers == 1 else slow,  # type: ignore[arg-type, return-value]
        in_worker=Mortal,
        workers=workers,
        clock=lambda: datetime(2031, 5, 4, 9, 0, tzinfo=UTC),
    )
    outcomes = list(adder.add([str(world / "story-0005.txt")]))
    with ledger.writing() as connection:
        forgetting.forget_article(connection, outcomes[0].article_id, at="2031-05-04T09:00:00Z")
    web = Web({FEED: feed(*LINKS, LINKS[3], LINKS[5] + "#again"), LINKS[4]: NotFound("the server answered 404")})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(world)
        outcomes += adder.add(["."], fetch=web, polite=web.polite)
        outcomes += adder.add(["story-0014-rows.jsonl", FEED, FEED, "."], fetch=web, polite=web.polite)
        outcomes += adder.reread(every=True)
    return outcomes


def dump(ledger: Ledger) -> dict[str, list[str]]:
    """Every row with every number and time."""
    with ledger.reading() as connection:
        rows = contents(connection, leave_out=frozenset())
    return rows | {"forgotten": [str(len(rows["forgotten"]))]}  # their salt is every ledger's own


@pytest.fixture(scope="module")
def alone(world: Path) -> tuple[list[Any], dict[str, list[str]]]:
    """What comes of it all in one process."""
    with open_ledger(world.parent / f"{world.name}.db") as ledger:
        outcomes, rows = fill(ledger, world, 1), dump(ledger)
    assert {o.what for o in outcomes} == {"added", "held", "failed", "withheld"}
    assert len(rows["feeds"]) == 1
    return outcomes, rows


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("workers", [2, pytest.param(4, marks=pytest.mark.slow)])
def test_the_ledger_is_the_same_whatever_the_number_of_workers(
    tmp_path: Path, world: Path, alone: tuple[list[Any], dict[str, list[str]]], workers: int
) -> None:
    with open_ledger(tmp_path / "l.db") as ledger:
        assert (fill(ledger, world, workers), dump(ledger)) == alone


@pytest.mark.usefixtures("soon")
def test_what_ended_its_workers_is_a_failure_and_its_copy_too(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": f"The pier will open {n} times, Ada Quill said."} for n in range(40)]
    rows[30] = rows[32] = {"id": "30", "text": "The poison is here, Ada Quill said."}
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    with open_ledger(tmp_path / "l.db") as ledger:
        adder = Adder(ledger=ledger, load=slow, in_worker=Mortal, workers=2)  # type: ignore[arg-type]
        outcomes = list(adder.add([str(tmp_path / "rows.jsonl")]))
        assert [n for n, o in enumerate(outcomes) if o.what == "failed"] == [30, 32]
        with ledger.reading() as connection:
            assert len(connection.execute(select(articles.c.id)).all()) == 38


@pytest.mark.usefixtures("soon")
def test_stopped_early_the_feed_is_asked_for_again(tmp_path: Path) -> None:
    web = Web({FEED: feed(*LINKS)})
    with open_ledger(tmp_path / "l.db") as ledger:
        adder = Adder(ledger=ledger, load=slow, in_worker=QuickReader, workers=2)  # type: ignore[arg-type]
        given = adder.add([FEED], fetch=web, polite=web.polite)
        first = [next(given).what for _ in range(10)]
        given.close()  # type: ignore[attr-defined]
        with ledger.reading() as connection:
            assert connection.scalars(select(feeds.c.url)).all() == []
        rest = [o.what for o in adder.add([FEED], fetch=web, polite=web.polite)]
        assert first + rest == ["added"] * 12
        with ledger.reading() as connection:
            assert connection.scalars(select(feeds.c.url)).all() == [FEED]
