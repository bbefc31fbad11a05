"""Owns the figures of a trace against a story's gold: a small invented story whose figures are counted by hand."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from firsthand.errors import NotFound, NotReadable
from firsthand.evaluation.tracing import (
    Story,
    always_one,
    bcubed,
    by_titles,
    compare,
    evaluate_stories,
    every_outlet,
    read_stories,
    same_root,
    score,
    stories_json,
    stories_text,
)

ROWS = (
    {
        "id": "a",
        "outlet": "Mail",
        "title": "Old quay is sinking fast",
        "text": "The quay sinks, a clerk said. Tax rises.",
    },
    {"id": "b", "outlet": "Echo", "title": "Old quay is sinking", "text": "The quay is going down, the Mail wrote."},
    {"id": "c", "outlet": "Wire", "title": "Dog tax to rise", "text": "Tax is to rise, the mayor said."},
    {"id": "d", "outlet": "Gull", "title": "Hats", "text": "Hats are dear."},
)


def told(article: str, span: list[int], **more: Any) -> dict[str, Any]:
    return {"article": article, "span": span, "stance": "asserts", "certainty": "flat", "chain": [], **more}


GOLD: dict[str, Any] = {
    "sources": [
        {"id": "clerk", "kind": "person", "name": None, "descriptor": "a clerk at the port", "anonymous": True},
        {"id": "mayor", "kind": "person", "name": "Vera Holm", "descriptor": "the mayor", "anonymous": False},
    ],
    "claims": [
        {
            "id": "quay", "independent_min": 1, "independent_max": 1,
            "reports": [told("a", [0, 14], chain=["clerk"]), told("b", [0, 22], chain=["clerk", "mail"])],
        },
        {
            "id": "tax", "independent_min": 2, "independent_max": 2,
            "reports": [told("a", [30, 40]), told("c", [0, 14], chain=["mayor"], certainty="hedged")],
        },
    ],
    "article_edges": [{"from": "a", "to": "b", "kind": "cites"}],
}  # fmt: skip


def got(article: str, span: list[int], **more: Any) -> dict[str, Any]:
    base = {"article": article, "outlet": article, "content_spans": [span], "field": "text", "stance": "asserts"}
    return base | {"certainty": "flat", "chain": [], **more}


TRACE: dict[str, Any] = {
    "sources": [
        {"id": "s1", "kind": "person", "name": None, "descriptor": "an unhappy clerk", "anonymous": True},
        {"id": "s2", "kind": "person", "name": "Holm", "descriptor": None, "anonymous": False},
    ],
    "claims": [
        {
            "id": "1", "independence": [1, 1],
            "reports": [
                got("a", [0, 14], chain=["s1"]), got("b", [0, 22], chain=["s2"]), got("d", [0, 13]),
                got("a", [0, 14], field="title"),
            ],
        },
        {"id": "2", "independence": [1, 1], "reports": [got("c", [0, 14], chain=["s2"], stance="denies")]},
    ],
    "edges": [{"from": "a", "to": "b", "kind": "rewrite"}, {"from": "a", "to": "c", "kind": "cites"}],
}  # fmt: skip
STORY = Story(name="quay", articles=ROWS, gold=GOLD)


def test_figures_are_those_counted_by_hand() -> None:
    assert asdict(score(STORY, TRACE)) == pytest.approx(
        {
            "reports_found": 3 / 4,
            "b3": 2 * 1.0 * 0.75 / 1.75,
            "intrusions": 1,
            "interval": 1 / 2,
            "interval_balanced": 1 / 2,
            "false_confirmation": 0.0,
            "missed_confirmation": 1.0,
            "root": 2 / 3,
            "stance": 2 / 3,
            "certainty": 2 / 3,
            "edges": 2 / 3,
            "kind": 0.0,
        }
    )


def test_baselines() -> None:
    assert [c["independence"] for c in every_outlet(TRACE)["claims"]] == [[3, 3], [0, 0]]
    assert [c["independence"] for c in always_one(TRACE)["claims"]] == [[1, 1], [1, 1]]
    claims = by_titles(STORY)["claims"]
    assert sorted([r["article"] for r in c["reports"]] for c in claims) == [["a", "b"], ["c"], ["d"]]
    compared = compare(STORY, TRACE)
    assert [name for name, _ in compared.baselines] == [
        "every outlet a root",
        "always [1, 1]",
        "title words, Jaccard 0.55",
    ]
    assert stories_json([compared])[0]["trace"]["intrusions"] == 1
    assert "interval balanced" in stories_text([compared])


def test_an_empty_trace_finds_nothing() -> None:
    figures = asdict(score(STORY, {"claims": [], "edges": [], "sources": []}))
    assert figures["reports_found"] == figures["edges"] == figures["interval"] == 0.0
    assert figures["missed_confirmation"] == 1.0


@pytest.mark.parametrize(
    ("gold", "got", "f1"),
    [([], [], 0.0), ("aabb", "aabb", 1.0), ("aabb", "aaaa", 2 * 0.5 / 1.5), ("aabb", "abcd", 2 * 0.5 / 1.5)],
)
def test_bcubed(gold: str, got: str, f1: float) -> None:
    assert bcubed(list(gold), list(got)) == pytest.approx(f1)


LETTER = {"kind": "document", "name": None, "descriptor": "a letter of the port", "anonymous": False}


@pytest.mark.parametrize(
    ("gold", "got", "same"),
    [
        (GOLD["sources"][0], TRACE["sources"][0], True),
        (GOLD["sources"][1], TRACE["sources"][1], True),
        (GOLD["sources"][0], TRACE["sources"][1], False),
        (LETTER, {**LETTER, "descriptor": "the letter"}, True),
        (LETTER, TRACE["sources"][1], False),
        (None, LETTER, False),
    ],
)
def test_same_root(gold: Any, got: Any, same: bool) -> None:
    assert same_root(gold, got) is same


def test_stories_are_read_from_their_folders(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gold.json").write_text(json.dumps(GOLD), "utf-8")
        (tmp_path / name / "articles.jsonl").write_text("\n".join(json.dumps(r) for r in ROWS) + "\n", "utf-8")
    assert [s.name for s in read_stories(tmp_path)] == ["one", "two"]
    assert [s.name for s in read_stories(tmp_path / "two")] == ["two"]
    asked: list[Path] = []

    def tracer(path: Path) -> dict[str, Any]:
        asked.append(path)
        return TRACE

    assert [c.story for c in evaluate_stories(tmp_path, tracer)] == ["one", "two"]
    assert asked == [tmp_path / "one" / "articles.jsonl", tmp_path / "two" / "articles.jsonl"]
    (tmp_path / "one" / "gold.json").write_text("{}", "utf-8")
    with pytest.raises(NotReadable, match="article_edges, claims, sources"):
        read_stories(tmp_path)
    (tmp_path / "one" / "gold.json").write_text("[", "utf-8")
    with pytest.raises(NotReadable, match="no JSON"):
        read_stories(tmp_path)
    with pytest.raises(NotFound):
        read_stories(tmp_path / "nowhere")


@pytest.mark.shared
def test_figures_equal_those_of_the_script(shared: Path, script: Callable[[str], ModuleType]) -> None:
    scoring = script("tracing")
    for story in read_stories(shared / "stories"):
        perfect = {
            "sources": story.gold["sources"],
            "claims": [
                {
                    "id": c["id"],
                    "independence": [c["independent_min"], c["independent_max"]],
                    "reports": [{**r, "content_spans": [r["span"]], "outlet": r["article"]} for r in c["reports"]],
                }
                for c in story.gold["claims"]
            ],
            "edges": story.gold["article_edges"],
        }
        halved = {**perfect, "claims": perfect["claims"][::2], "edges": perfect["edges"][1:]}
        for trace in (perfect, halved, every_outlet(perfect), by_titles(story)):
            want = scoring.score(str(shared / "stories" / story.name), trace)
            figures = asdict(score(story, trace))
            assert figures == pytest.approx({name: want[name] for name in figures})
