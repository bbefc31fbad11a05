"""Adding: each article once, whatever is handed in twice, killed half way, or done by four processes at once."""

import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakeweb import Web, feed
from quick import QuickReader, write_articles
from shelf import contents
from sqlalchemy import func, select

from firsthand.errors import NotFound
from firsthand.ledger import Ledger, forgetting, open_ledger, stored
from firsthand.ledger.tables import articles, captures, copies, failures, sources
from firsthand.pipeline.adding import Adder
from firsthand.pipeline.named import address

QUICK = Path(__file__).with_name("quick.py")


def adder(ledger: Ledger) -> Adder:
    return Adder(ledger=ledger, load=QuickReader)


def rows(ledger: Ledger) -> dict[str, list[str]]:
    with ledger.reading() as connection:
        return contents(connection)


def test_a_folder_goes_in_and_a_second_time_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    write_articles(tmp_path / "news", 12)
    outcomes = list(adder(ledger).add([str(tmp_path / "news")]))
    assert [o.what for o in outcomes] == ["added"] * 12
    before = rows(ledger)
    again = list(adder(ledger).add([str(tmp_path / "news"), str(tmp_path / "news" / "story-0003.txt")]))
    assert {o.what for o in again} == {"held"}
    assert rows(ledger) == before
    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(copies)) == 1
        assert connection.scalars(select(sources.c.name).where(sources.c.name.contains("official"))).all() == []


def test_what_cannot_be_read_is_kept_as_a_failure_and_the_rest_goes_on(ledger: Ledger, tmp_path: Path) -> None:
    write_articles(tmp_path / "news", 2)
    (tmp_path / "news" / "empty.txt").write_text("")
    outcomes = list(adder(ledger).add([str(tmp_path / "news"), str(tmp_path / "nowhere")]))
    assert sorted(o.what for o in outcomes) == ["added", "added", "failed", "failed"]
    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(failures)) == 2
    write_articles(tmp_path / "new", 1, start=5)
    (tmp_path / "news" / "empty.txt").write_text((tmp_path / "new" / "story-0005.txt").read_text())
    list(adder(ledger).add([str(tmp_path / "news")]))
    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(failures)) == 1


def test_a_file_that_changed_is_another_capture_and_another_article(ledger: Ledger, tmp_path: Path) -> None:
    write_articles(tmp_path / "news", 1)
    list(adder(ledger).add([str(tmp_path / "news")]))
    path = tmp_path / "news" / "story-0000.txt"
    path.write_text(path.read_text().replace("official", "officer"))
    list(adder(ledger).add([str(tmp_path / "news")]))
    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(captures)) == 2
        assert connection.scalar(select(func.count()).select_from(articles)) == 2


def test_reading_again_keeps_one_reading(ledger: Ledger, tmp_path: Path) -> None:
    write_articles(tmp_path / "news", 3)
    list(adder(ledger).add([str(tmp_path / "news")]))
    before = rows(ledger)
    assert list(adder(ledger).reread()) == []
    assert len(list(adder(ledger).reread(every=True))) == 3
    assert rows(ledger) == before


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://Harbour.example/a?utm_source=x&id=1#top", "https://harbour.example/a?id=1"),
        ("https://harbour.example/a?id=1", "https://harbour.example/a?id=1"),
        (None, None),
    ],
)
def test_versions_of_a_page_share_an_address(url: str | None, canonical: str | None) -> None:
    assert address(url) == canonical


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_killed_fifty_times_the_ledger_is_as_if_nothing_had_happened(tmp_path: Path) -> None:
    write_articles(tmp_path / "news", 200)
    place, calm = tmp_path / "killed.db", tmp_path / "calm.db"
    chance = random.Random(50)
    kills = 0
    while kills < 50:
        process = subprocess.Popen([sys.executable, str(QUICK), str(place), "0.002", str(tmp_path / "news")])
        time.sleep(chance.uniform(0.6, 1.6))
        if process.poll() is None:
            process.kill()
        process.wait()
        kills += 1
        with open_ledger(place) as ledger, ledger.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            for id in list(stored.ids(connection)):
                stored.reading(connection, id)
    subprocess.run([sys.executable, str(QUICK), str(place), "0", str(tmp_path / "news")], check=True)
    subprocess.run([sys.executable, str(QUICK), str(calm), "0", str(tmp_path / "news")], check=True)
    with open_ledger(place) as one, open_ledger(calm) as other:
        assert rows(one) == rows(other)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_four_processes_add_overlapping_folders_at_once(place: str, tmp_path: Path) -> None:
    for n in range(5):
        write_articles(tmp_path / f"part{n}", 25, start=25 * n)
    shares = [(0, 1, 2), (1, 2, 3), (2, 3, 4), (4, 0, 1)]
    running = [
        subprocess.Popen([sys.executable, str(QUICK), place, "0.001", *(str(tmp_path / f"part{n}") for n in share)])
        for share in shares
    ]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    with open_ledger(tmp_path / "calm.db") as calm, open_ledger(place) as ledger:
        list(adder(calm).add(str(tmp_path / f"part{n}") for n in range(5)))
        assert rows(ledger) == rows(calm)


def test_a_feed_is_followed_once_and_broken_links_are_given_up(ledger: Ledger) -> None:
    address_of_feed = "https://belmarwire.example/feed.xml"
    gone = "https://belmarwire.example/gone"
    web = Web({address_of_feed: feed("https://belmarwire.example/a", gone), gone: NotFound("the server answered 404")})
    told = [[o.what for o in adder(ledger).add([address_of_feed], fetch=web, polite=web.polite)] for _ in range(5)]
    assert told == [["added", "failed"], ["failed"], ["failed"], [], []]
    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(articles)) == 1


def test_texts_are_cleared_as_old_as_the_ledger_keeps_them(ledger: Ledger, tmp_path: Path) -> None:
    write_articles(tmp_path / "news", 1)
    later = Adder(ledger=ledger, load=QuickReader, clock=lambda: datetime.now(UTC) + timedelta(days=31))
    list(adder(ledger).add([str(tmp_path / "news")]))
    assert later.clear_old() == 0
    with ledger.writing() as connection:
        forgetting.keep_text_days(connection, 30)
    assert (adder(ledger).clear_old(), later.clear_old(), later.clear_old()) == (0, 1, 0)
    assert [o.what for o in later.reread(every=True)] == ["failed"]


@pytest.mark.parametrize("url", ["http://[", "http://[::1", "https://a b", "x", "http://\ud800"])
def test_what_is_no_address_stays_as_it_is(url: str) -> None:
    assert address(url)
