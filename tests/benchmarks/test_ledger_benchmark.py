"""The generator makes the same news again; the benchmark runs from end to end on a little of it."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks import asking, ledger
from benchmarks.generator import articles, is_copy, is_version, world
from firsthand.language.likeness import likeness, shingles
from firsthand.model import wire

WORLD = world(5)
MADE = tuple(articles(60, of=WORLD))


def test_a_seed_gives_the_same_articles_whatever_was_asked_before() -> None:
    again = tuple(articles(20, seed=5, start=40))
    assert again == MADE[40:]
    assert next(articles(1, seed=6)) != MADE[0]
    assert len({made.reading.article.id for made in MADE}) == len(MADE)


def test_readings_say_what_stands_in_their_texts() -> None:
    for made in MADE:
        reading = made.reading
        assert wire.from_json(wire.to_json(reading)) == reading
        for statement in reading.statements:
            source = reading.source(statement.source or "")
            assert statement.source_span is not None
            assert reading.article.words(statement.source_span) == (source.name or source.descriptor)
            assert statement.cue_span is not None
            assert not any(s.meets(statement.cue_span) for s in statement.content_spans)
        assert all(source.anonymous == (source.name is None) for source in reading.sources)


def test_every_tenth_is_nearly_a_copy_and_some_are_versions_of_a_page() -> None:
    texts = [shingles(made.reading.article.text) for made in MADE]
    alike = {
        n
        for pair in combinations(range(len(MADE)), 2)
        if likeness(*(texts[i] for i in pair)).jaccard > 0.5
        for n in pair
    }
    assert {n for n in range(60) if is_copy(n)} <= alike
    urls = [made.reading.article.url for made in MADE]
    again = {n for n, url in enumerate(urls) if urls.index(url) < n}
    assert again == {n for n in range(60) if is_version(n)}


def test_names_are_written_in_several_ways() -> None:
    names = {s.name for made in MADE for s in made.reading.sources if s.kind == "person" and s.name}
    assert any(f"Dr. {name}" in names for name in names)
    assert any(". " in name and not name.startswith("Dr.") for name in names)
    assert sum(s.anonymous for made in MADE for s in made.reading.sources) > len(MADE)


def test_the_benchmark_from_end_to_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_process = ledger.ask

    def ask(place: str, question: dict[str, object]) -> dict[str, float]:
        return (in_a_process if question["kind"] == "who" else asking.asked)(place, question)

    monkeypatch.setattr(ledger, "ask", ask)  # one process is enough to see that it works
    place = str(tmp_path / "ledger.db")
    few = ["--articles", "12", "--window", "4", "--questions", "1", "--json"]
    assert ledger.main([*few, "--ledger", place, "--small", str(tmp_path / "small.db")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["articles"] == 12
    assert set(found["questions"]) == {"search", "who", "timeline"}
    with pytest.raises(SystemExit, match="new ledger"):
        ledger.main([*few, "--ledger", place, "--small", str(tmp_path / "small2.db")])


def test_the_table() -> None:
    spread = ledger.Spread.of([(0.012, 0.011)])
    results = ledger.Results(date="2031-05-04", machine="a machine", database="sqlite 3", articles=300)
    results.adding = {"early": spread, "late": spread}
    for kind in ledger.KINDS:
        results.questions[kind], results.answers[kind], results.opening[kind] = spread, 3, 1.0
    table = "\n".join(ledger.table(results))
    assert all(words in table for words in ("about the 300th", "2031-05-04", "search", "who", "timeline", "12.0"))


def test_a_missed_floor_is_said() -> None:
    slow = ledger.Spread.of([(0.2, 0.1)])
    results = ledger.Results(date="", machine="", database="", ratio=1.5, questions={"who": slow})
    assert len(results.missed()) == 2


@pytest.mark.parametrize(
    "arguments", [["--window", "0"], ["--ledger", "postgresql://a@b/c"], ["--only-ask"], ["--questions", "0"]]
)
def test_misuse(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        ledger.main(arguments)
