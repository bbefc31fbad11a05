"""The benchmark beside the field: what it does with answers, pipelines and texts; no system is run."""

import json
from pathlib import Path

import pytest

from benchmarks.peers_child import Answer, relation
from benchmarks.peers_gold import accuracy, ceiling
from benchmarks.peers_pipeline import described
from firsthand.evaluation.relation import Annotated, Relation
from firsthand.model import Span

TEXT = "“We lost the ferry,” Tove said. “It sank at dawn.” Ruben said that ships waited."


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


LOST = Relation(
    source=(_span("Tove"),), cue=(_span("said"),), content=(_span("“We lost the ferry,”"), _span("“It sank at dawn.”"))
)
WAITED = Relation(source=(_span("Ruben"),), cue=(_span("said that"),), content=(_span("ships waited"),))
GOLD = Annotated(key="a", annotator="x", text=TEXT, relations=(LOST, WAITED))


def test_a_refused_text_counts_as_read_empty_and_is_counted() -> None:
    judged = accuracy("one", [GOLD, GOLD], [(LOST,), "3 quotation marks"])
    assert judged.refused == 1
    assert judged.figures["direct found recall"] == 50
    assert judged.figures["direct linked precision"] == 100
    assert judged.figures["indirect found recall"] == 0
    assert len(judged.lines()) == 4
    assert "| one | direct | 100.0 | 50.0 | 100.0 | 50.0 | 1 of 2 |" in judged.markdown([judged])


@pytest.mark.parametrize(
    ("answer", "reachable", "in_refused"),
    [
        ("3 quotation marks", 0, 1),
        ((), 0, 0),
        (tuple(Relation(content=(s,)) for s in LOST.content), 1, 0),
        ((Relation(content=(_span("ships"),)),), 0, 0),
    ],
)
def test_the_ceiling_takes_candidates_together_as_is_best(answer: Answer, reachable: int, in_refused: int) -> None:
    most = ceiling([GOLD], [answer])
    assert (most.direct, most.reachable, most.in_refused) == (1, reachable, in_refused)


def test_what_a_process_answers_comes_back_whole() -> None:
    row = {role: [[s.start, s.end] for s in LOST.role(role)] for role in ("source", "cue", "content")}
    assert relation(json.loads(json.dumps(row))) == LOST


@pytest.mark.parametrize(
    ("ours", "learned", "words"),
    [
        ({"trained_on": "stand-in", "sentences": 9}, False, "for speed alone"),
        (
            {"trained_on": "treebank x", "sentences": 9, "held_out": 1, "UAS": 90.0, "LAS": 88.0},
            True,
            "with a parser trained by us on 9 sentences, treebank x: UAS 90.0",
        ),
        (
            {"trained_on": "treebank x", "sentences": 9, "held_out": 1, "UAS": 60.0, "LAS": 58.0},
            False,
            "too weak to judge extractors by",
        ),
        (None, True, "with the parser en_core 1.2, not trained by us"),
    ],
)
def test_a_pipeline_says_what_it_learned_from(
    tmp_path: Path, ours: dict[str, object] | None, learned: bool, words: str
) -> None:
    pytest.importorskip("spacy")
    meta = {"lang": "en", "name": "core", "version": "1.2"} | ({} if ours is None else {"firsthand": ours})
    (tmp_path / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    pipeline, left_out = described(str(tmp_path))
    assert (pipeline.learned, left_out) == (learned, [])
    assert words in pipeline.words


def test_no_pipeline_is_one_sentence(tmp_path: Path) -> None:
    pytest.importorskip("spacy")
    pipeline, (why,) = described(str(tmp_path / "none"))
    assert pipeline is None
    assert "python -m training.parser" in why
