import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from firsthand.evaluation.article import compare, same_source
from firsthand.evaluation.rows import read_gold_json
from firsthand.model import Reading, Source, Span, Statement
from firsthand.model.wire import to_json


def with_statement(reading: Reading, id: str, **changes: object) -> Reading:
    changed = tuple(replace(s, **changes) if s.id == id else s for s in reading.statements)  # type: ignore[arg-type]
    return replace(reading, statements=changed)


def test_a_reading_equal_to_gold_is_all_right(reading: Reading) -> None:
    score = compare(reading, reading)
    assert (score.right, score.nested_right, score.nested, score.extra) == (3, 1, 1, ())


@pytest.mark.parametrize(
    ("id", "changes", "wrong"),
    [
        ("a2", {"quotation": "mixed"}, ("quotation mixed, not direct",)),
        ("a2", {"source": "s1"}, ("source the Tidewater Post, not Ilse Brandt",)),
        (
            "a2",
            {"source": None, "stated_chain": ()},
            ("source nobody, not Ilse Brandt", "chain empty, not Ilse Brandt"),
        ),
        ("a1.1", {"stated_chain": ("s2",)}, ("chain Ilse Brandt, not Ilse Brandt → the Tidewater Post",)),
        ("a1.1", {"stated_chain": ("s1", "s2")}, None),
        ("a2", {"content_spans": (Span(0, 5),)}, ("not found",)),
    ],
)
def test_what_is_wrong_is_said(
    reading: Reading, id: str, changes: dict[str, object], wrong: tuple[str, ...] | None
) -> None:
    score = compare(reading, with_statement(reading, id, **changes))
    (verdict,) = [v for v in score.verdicts if not v.right]
    assert verdict.id == id
    assert wrong is None or verdict.wrong == wrong


def test_where_gold_is_inferred_unknown_is_right_too(reading: Reading) -> None:
    gold = with_statement(reading, "a2", inferred=True)
    assert compare(gold, with_statement(reading, "a2", source=None, stated_chain=())).right == 3
    assert compare(gold, with_statement(reading, "a2", source="s1", stated_chain=("s1",))).right == 2


def test_extra_statements_and_the_title(reading: Reading) -> None:
    end = len(reading.article.text)
    title = Statement(id="x1", quotation="indirect", content_spans=(Span(0, 19),))
    stray = Statement(id="x2", quotation="indirect", content_spans=(Span(end - 10, end),))
    score = compare(reading, replace(reading, statements=(*reading.statements, title, stray)))
    assert (score.right, score.extra) == (3, ("x2",))


def test_nothing_read(reading: Reading) -> None:
    score = compare(reading, Reading(article=reading.article))
    assert (score.right, [v.wrong for v in score.verdicts]) == (0, [("not found",)] * 3)


def person(name: str | None = None, descriptor: str | None = None, *, anonymous: bool = False) -> Source:
    return Source(id="x", kind="person", name=name, descriptor=descriptor, anonymous=anonymous)


@pytest.mark.parametrize(
    ("gold", "got", "same"),
    [
        (None, None, True),
        (None, person("Orlo Pym"), False),
        (person("Orlo Pym"), None, False),
        (person("Orlo Pym"), person("Pym"), True),
        (person("Orlo Pym"), person(None, "the clerk, Mr PYM"), True),
        (person("Orlo Pym"), person("Orlo"), False),
        (person("Orlo Pym"), person("Orlo Pym", anonymous=True), False),
        (person(None, "an official", anonymous=True), person(None, "a clerk", anonymous=True), True),
        (person(None, "the old keeper"), person(None, "keeper of the light"), True),
        (person(None, "the old keeper"), person(None, "the old"), False),
        (person(None, "the old keeper"), person(None, None), False),
        (Source(id="g", kind="document"), Source(id="p", kind="document", name="a report"), True),
        (Source(id="g", kind="document"), person("a report"), False),
    ],
)
def test_same_source(gold: Source | None, got: Source | None, same: bool) -> None:
    assert same_source(gold, got) is same


def perturbed(gold: Reading, seed: int) -> Reading:
    """A reading got from gold by losing, moving, doubling and misreading its statements."""
    chance = random.Random(f"{seed} {gold.article.key}")
    ids = [s.id for s in gold.sources]
    kept = [s for s in gold.statements if chance.random() > 0.15]
    known = {s.id for s in kept}
    statements = []
    for s in kept:
        roll = chance.random()
        first = s.content_spans[0]
        changes: dict[str, object] = {"parent": s.parent if s.parent in known else None, "continues": None}
        if roll < 0.1:
            changes["source"] = chance.choice([*ids, None])
        elif roll < 0.2:
            changes["stated_chain"] = tuple(chance.sample(ids, k=chance.randint(0, min(3, len(ids)))))
        elif roll < 0.3:
            changes["quotation"] = chance.choice(("direct", "mixed", "indirect"))
        elif roll < 0.5:
            changes["content_spans"] = (Span(first.start, max(first.start + 1, first.end - chance.randint(1, 60))),)
        statements.append(replace(s, **changes))  # type: ignore[arg-type]
        if roll > 0.85:
            statements.append(replace(s, id=f"{s.id}x", quotation="mixed", parent=None, continues=None))
        if chance.random() < 0.2:
            start = chance.randrange(len(gold.article.text) - 50)
            stray = (Span(start, start + 50),)
            statements.append(Statement(id=f"{s.id}y", quotation="indirect", content_spans=stray))
    sources = tuple(replace(s, anonymous=s.anonymous ^ (chance.random() < 0.05)) for s in gold.sources)
    return replace(gold, sources=sources, statements=tuple(statements))


@pytest.mark.shared
def test_figures_equal_those_of_the_script(shared: Path, script: Callable[[str], ModuleType]) -> None:
    theirs = script("article")
    rights = []
    for gold in read_gold_json(shared / "articles"):
        for seed in range(4):
            got = perturbed(gold, seed)
            lines, right, extra = theirs.compare(to_json(gold), to_json(got))
            score = compare(gold, got)
            assert (score.right, len(score.extra)) == (right, extra)
            for line, verdict in zip(lines, score.verdicts, strict=True):
                assert verdict.right == (" right" in line)
                assert (verdict.predicted is None) == ("not found" in line)
            rights.append(right / len(gold.statements))
    assert 0.3 < sum(rights) / len(rights) < 0.9, "the perturbed readings should be neither perfect nor hopeless"
