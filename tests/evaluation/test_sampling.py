import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import EvaluationError
from firsthand.evaluation.sampling import (
    KINDS,
    Item,
    draw,
    from_json,
    item_of,
    own_voice_item,
    source_class,
    to_json,
)
from firsthand.model import Reading, Source, Span


def items(**counts: int) -> list[Item]:
    """So many of each kind, confidence rising with the number."""
    return [
        Item(id=f"{kind}{n}", passage="It rained.", marked=(Span(3, 9),), kind=kind, confidence=(n % 10) / 10)
        for name, count in counts.items()
        for kind in [name.replace("_", " ")]
        for n in range(count)
    ]


MANY = items(named_person=500, unnamed=200, outlet=60, not_known=8)


def test_strata_are_filled_in_proportion_with_a_least() -> None:
    sample = draw(MANY, 100, 7)
    assert len(sample.items) == 100
    assert sample.population == 768
    assert sample.counts() == Counter(item.kind for item in MANY) | dict.fromkeys(
        ["document or organisation", "no statement"], 0
    )
    by_kind = Counter(d.item.kind for d in sample.items)
    assert by_kind["not known"] == 8
    assert by_kind["outlet"] == 10
    assert 55 <= by_kind["named person"] <= 65
    for d in sample.items:
        stratum = sample.strata[d.stratum]
        assert d.probability == stratum.drawn / stratum.size
        assert (d.item.confidence < sample.threshold) == (stratum.half == "lower")
        assert d.item.kind == stratum.kind


def test_the_same_in_any_order_and_another_with_another_seed() -> None:
    one = draw(MANY, 50, 7)
    assert draw(MANY[::-1], 50, 7) == one
    assert draw(MANY, 50, 8).items != one.items


def test_every_item_comes_as_often_as_its_probability_says() -> None:
    pool = items(named_person=30, unnamed=10)
    seen: Counter[str] = Counter()
    expected: dict[str, float] = {}
    for seed in range(400):
        for d in draw(pool, 12, seed).items:
            seen[d.item.id] += 1
            expected[d.item.id] = d.probability
    assert len(expected) == 40
    assert all(abs(seen[i] / 400 - p) < 0.13 for i, p in expected.items())


def test_all_are_taken_where_the_sample_is_larger() -> None:
    sample = draw(items(unnamed=9), 200, 1)
    assert len(sample.items) == 9
    assert {d.probability for d in sample.items} == {1.0}


@pytest.mark.parametrize(
    ("pool", "size", "message"),
    [
        (MANY, 3, "a sample of 3 cannot hold one item of each of the 8 strata"),
        ([], 3, "at least one item"),
        (MANY, 0, "size of 1 or more, not 768 and 0"),
        ([MANY[0], MANY[0]], 2, "two items have the id 'named person0'"),
    ],
)
def test_what_cannot_be_drawn(pool: list[Item], size: int, message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        draw(pool, size, 1)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.floats(0, 1)), min_size=1, max_size=60), st.integers(12, 80))
def test_any_population(rows: list[tuple], size: int) -> None:
    pool = [Item(id=str(n), passage="", marked=(), kind=k, confidence=c) for n, (k, c) in enumerate(rows)]
    sample = draw(pool, size, 3)
    assert len(sample.items) == min(size, len(pool))
    assert all(1 <= s.drawn <= s.size for s in sample.strata)
    assert abs(sum(1 / d.probability for d in sample.items) - len(pool)) < 1e-6
    assert from_json(json.loads(json.dumps(to_json(sample)))) == sample


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({}, "not a sample"),
        ({"schema": "firsthand-sample/1", "seed": 1}, "the sample is damaged"),
        (to_json(draw(MANY, 20, 1)) | {"strata": []}, "the sample is damaged"),
    ],
)
def test_a_damaged_sample_is_refused(record: dict, message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        from_json(record)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (None, "not known"),
        (Source(id="s", kind="person", name="Ilse Brandt"), "named person"),
        (Source(id="s", kind="person", anonymous=True), "unnamed"),
        (Source(id="s", kind="outlet", name="the Post"), "outlet"),
        (Source(id="s", kind="document"), "document or organisation"),
        (Source(id="s", kind="government", name="the county"), "document or organisation"),
        (Source(id="s", kind="unknown", name="Halm"), "not known"),
    ],
)
def test_classes(source: Source | None, expected: str) -> None:
    assert source_class(source) == expected


def test_an_item_shows_the_statement_in_its_paragraph(reading: Reading) -> None:
    item = item_of(reading, reading.statement("a2"))
    assert [s.of(item.passage) for s in item.marked] == ["“It is the storm,”"]
    assert item.passage.startswith("Ferry stays in port")
    assert (item.kind, item.confidence, item.source) == ("named person", 0.7, "Ilse Brandt")
    assert item.id == f"{reading.article.id}:a2"


def test_own_voice_words_can_be_asked_about(reading: Reading) -> None:
    item = own_voice_item(reading, Span(0, 19))
    assert (item.kind, [s.of(item.passage) for s in item.marked]) == ("no statement", ["Ferry stays in port"])
