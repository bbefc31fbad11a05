"""What the card's thresholds are chosen by: hand-built outcomes in, the choice out. No encoder is loaded."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from firsthand.model import Article, Reading, Span, Statement

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from training import calibrate  # noqa: E402

ENCODER = SimpleNamespace(version="encoder")


def _statement(id_: str, confidence: float, *, producer: str = "encoder", parent: str | None = None) -> Statement:
    span = Span(int(id_[1:].split(".")[0]) * 10, int(id_[1:].split(".")[0]) * 10 + (5 if parent else 9))
    return Statement(
        id=id_,
        quotation="indirect",
        content_spans=(span,),
        confidence=confidence,
        producer=producer,
        parent=parent,
    )


def _reading(*statements: Statement) -> Reading:
    return Reading(article=Article(key="t", text="x" * 100), sources=(), statements=statements)


def _rows(*outcomes: tuple[float, bool]) -> list[calibrate.Row]:
    reading = _reading()
    return [(reading, _statement(f"a{i}", c), linked) for i, (c, linked) in enumerate(outcomes)]


def test_the_floor_leaves_out_what_is_mostly_wrong() -> None:
    rows = _rows((0.9, True), (0.8, True), (0.15, False), (0.11, False))
    assert calibrate.floor(ENCODER, rows, 2) == 0.16
    assert calibrate.floor(ENCODER, _rows((0.9, True), (0.05, True)), 2) == 0.0


def test_what_rules_added_is_kept() -> None:
    reading = _reading()
    rows = [(reading, _statement("a1", 0.1, producer="rule:x"), False), *_rows((0.9, True))]
    assert calibrate.floor(ENCODER, rows, 1) == 0.0


def test_every_rule_of_the_package_is_counted() -> None:
    source = "".join(p.read_text("utf-8") for p in (ROOT / "src/firsthand/attribution").glob("*.py"))
    assert set(re.findall(r'"(rule:[a-z-]+)"', source)) == set(calibrate.RULES)
    assert set(calibrate.rule_outcomes([], "encoder")) == set(calibrate.RULES)


def test_nested_statements_alone_are_scored() -> None:
    gold = _reading(_statement("a1", 1), _statement("a1.1", 1, parent="a1"))
    got = _reading(_statement("a1", 0.9), _statement("a1.1", 0.25, parent="a1"), _statement("a2.1", 0.1, parent="a1"))
    assert calibrate.nested_f1([gold], {"t": got}) == 2 / 3
    assert calibrate.nested_f1([gold], {"t": got}, 0.2) == 1.0
    assert calibrate.nested_f1([gold], {"t": got}, 0.3) == 0.0


def test_the_regression_learns_a_share() -> None:
    weights = calibrate.fit(np.ones((400, 1)), np.array([1.0] * 300 + [0.0] * 100))
    assert abs(1 / (1 + np.exp(-weights[0])) - 0.75) < 0.01


def test_what_differs_by_chance_is_taken_for_equal() -> None:
    assert calibrate.equal_best({-0.4: 0.61, 0.0: 0.595, 0.4: 0.3}, 38) == [-0.4, 0.0]
    assert calibrate.equal_best({0.0: 0.5, 0.1: 0.9}, 38) == [0.1]
