"""From drafts to numbered statements: parents, ids by place, children inside their parents' content."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from drafted import drafted

from firsthand.attribution.attribute import _numbered, _parents
from firsthand.attribution.drafts import Draft
from firsthand.model import Span, Statement

ENCODER: Any = SimpleNamespace(card={})


def numbered(drafts: list[Draft]) -> tuple[Statement, ...]:
    return _numbered(drafts, _parents(drafts), ENCODER)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{s|Mora} {q|said} {c|it rains}. {s2|Finch} {q2|said} {c2|no}.", {"a1": None, "a2": None}),
        ("{s|Mora} {q|said} {c|{s2|Finch} {q2|thinks} {c2|it rains}}.", {"a1": None, "a1.1": "a1"}),
        (
            "{s|A} {q|said} {c|{s2|B} {q2|says} {c2|{s3|C} {q3|knows} {c3|it rains}}}. {s4|D} {q4|said} {c4|no}.",
            {"a1": None, "a1.1": "a1", "a1.1.1": "a1.1", "a2": None},
        ),
        ("{c|It rains and {c2|it pours}, {s2|B} {q2|says}}, {s|A} {q|said}.", {"a1": None, "a1.1": "a1"}),
    ],
)
def test_levels(marked: str, expected: dict[str, str | None]) -> None:
    _, drafts = drafted(marked)
    assert {s.id: s.parent for s in numbered(drafts)} == expected
    assert {s.id: s.parent for s in numbered(drafts[::-1])} == expected


def test_a_child_never_reaches_beyond_its_parent() -> None:
    outer = Draft(contents=(Span(10, 40),), cue=Span(5, 9), producer="e")
    inner = Draft(contents=(Span(30, 35), Span(38, 50)), cue=Span(20, 24), producer="e")
    _, child = numbered([outer, inner])
    assert (child.parent, child.content_spans) == ("a1", (Span(30, 35), Span(38, 40)))


def test_said_inside_with_the_same_content() -> None:
    outer = Draft(contents=(Span(10, 40),), cue=Span(5, 9), producer="e")
    cited = Draft(contents=(Span(10, 40),), cue=Span(50, 56), producer="rule:citing", inside=outer, nested=True)
    assert [(s.id, s.parent) for s in numbered([cited, outer])] == [("a1", None), ("a1.1", "a1")]


def test_what_it_goes_on_from_has_its_id() -> None:
    first = Draft(contents=(Span(10, 40),), cue=Span(5, 9), producer="e")
    second = Draft(contents=(Span(50, 60),), producer="rule:continues", continues=first, inferred=True)
    third = replace(second, contents=(Span(70, 80),), continues=second)
    lost = replace(second, contents=(Span(90, 95),), continues=replace(first))
    out = numbered([third, lost, second, first])
    assert [(s.id, s.continues, s.inferred) for s in out] == [
        ("a1", None, False), ("a2", "a1", True), ("a3", "a2", True), ("a4", None, True)
    ]  # fmt: skip
