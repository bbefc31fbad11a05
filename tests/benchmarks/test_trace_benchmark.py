"""The news that tracing is measured with has stories; its benchmark runs from end to end on a little of it."""

import json
from pathlib import Path

import pytest

from benchmarks import trace
from benchmarks.generator import is_copy, is_version, world
from benchmarks.news import PER_DAY, news
from firsthand.model import wire
from firsthand.tracing.contexts import about, alike
from firsthand.tracing.matching import same_story

WORLD = world(5)
MADE = tuple(news(120, start=400, of=WORLD))


def test_a_seed_gives_the_same_news_whatever_was_asked_before() -> None:
    assert tuple(news(10, start=450, of=world(5))) == MADE[50:60]
    assert len({made.reading.article.id for made in MADE}) == len(MADE)


def test_readings_say_what_stands_in_their_texts() -> None:
    for made in MADE:
        assert wire.from_json(wire.to_json(made.reading)) == made.reading


def test_articles_come_in_order_of_time() -> None:
    days = [m.reading.article.published for n, m in enumerate(MADE, 400) if not is_version(n)]
    assert days == sorted(days)
    (first, last) = (next(news(1, start=n, of=WORLD)).reading.article.published for n in (0, round(300 * PER_DAY)))
    assert (first, last) == ("2031-01-01", "2031-10-28")


def test_some_articles_tell_of_one_story_and_most_pairs_do_not() -> None:
    marks = [about(m.reading.article.text) for n, m in enumerate(MADE, 400) if not (is_copy(n) or is_version(n))]
    pairs = [same_story(alike(a, b)) > 0.5 for n, a in enumerate(marks) for b in marks[:n]]
    assert 0.01 < sum(pairs) / len(pairs) < 0.2


@pytest.mark.parametrize("tracked", [8, 100])
def test_the_benchmark_from_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str], tracked: int) -> None:
    few = ["--articles", "20", "--small", "5", "--window", "2", "--tracked", str(tracked)]
    places = ["--ledger", str(tmp_path / "large.db"), "--beside", str(tmp_path / "small.db")]
    assert trace.main([*few, *places, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["units"] > 20 * 5
    assert found["early"]["median"] > 0 < found["late"]["p95"]
    assert trace.main([*few, *places, "--again"]) == 0
    assert "at most 1.3" in capsys.readouterr().out


def test_misuse() -> None:
    with pytest.raises(SystemExit, match="2"):
        trace.main(["--window", "0"])
