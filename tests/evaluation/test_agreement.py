from dataclasses import replace

import pytest

from firsthand.evaluation.agreement import differences, same_statements
from firsthand.evaluation.restyle import restyle
from firsthand.model import Article, Quotation, Reading, Span, Statement

TEXT = "“It rained,” said Orlo Pym. Vera Dahl said that it had snowed, and hailed, all night.\nPym said: “No.”"


def spans(text: str, *words: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(w), text.index(w) + len(w)) for w in words)


def statement(text: str, id: str, quotation: Quotation, source: str | None, *content: str) -> Statement:
    return Statement(
        id=id,
        quotation=quotation,
        content_spans=spans(text, *content),
        source_span=spans(text, source)[0] if source else None,
    )


def reading(text: str, *statements: Statement) -> Reading:
    return Reading(article=Article(key="a", text=text), statements=statements)


def whole(text: str, opening: str, closing: str, last: str) -> Reading:
    return reading(
        text,
        statement(text, "a1", "direct", "Orlo Pym", f"{opening}It rained,{closing}"),
        statement(text, "a2", "indirect", "Vera Dahl", "that it had snowed, and hailed, all night"),
        statement(text, "a3", "direct", "Pym said"[:3], f"{opening}No.{last}"),
    )


WHOLE = whole(TEXT, "“", "”", "”")


@pytest.mark.parametrize(
    ("style", "marks"),
    [("straight", '"""'), ("british", "‘’’"), ("guillemets", "«»»"), ("lost", ("“", "”", ""))],
)
def test_another_style_is_the_same(style: str, marks: tuple[str, str, str]) -> None:
    text, offsets = restyle(TEXT, style)  # type: ignore[arg-type]
    other = whole(text, *marks)
    assert same_statements(WHOLE, other, offsets) == 1.0
    assert differences(WHOLE, other, offsets) == ((), ())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 1.0),
        ({"quotation": "mixed"}, 2 / 3),
        ({"source_span": None}, 2 / 3),
        ({"content_spans": spans(TEXT, "it had snowed, and hailed, all night.")}, 1.0),
        ({"content_spans": spans(TEXT, "that it had snowed")}, 2 / 3),
        ({"stance": "denies", "certainty": "hedged"}, 1.0),
    ],
)
def test_what_counts(change: dict[str, object], expected: float) -> None:
    first, second, third = WHOLE.statements
    other = reading(TEXT, first, replace(second, **change), third)  # type: ignore[arg-type]
    assert same_statements(WHOLE, other) == pytest.approx(expected)
    assert same_statements(other, WHOLE) == pytest.approx(expected)


def test_extra_statements_count_against_it() -> None:
    first, second, third = WHOLE.statements
    twice = reading(TEXT, first, second, third, replace(third, id="a4"))
    assert same_statements(WHOLE, twice) == pytest.approx(6 / 7)
    assert [s.id for s in differences(WHOLE, twice)[1]] == ["a4"]


def test_nothing_is_the_same_as_nothing() -> None:
    assert same_statements(reading(TEXT), reading(TEXT)) == 1.0
    assert same_statements(WHOLE, reading(TEXT)) == 0.0
