from pathlib import Path

import numpy as np
import pytest

from firsthand.errors import EvaluationError
from firsthand.evaluation.ecbplus import INDEX, ecb_json, ecb_text, evaluate_ecbplus, pairs, printed, read_ecbplus

DOCUMENTS = {
    "1_1ecb": ("The old pier at Sild burned down on Monday .", "PIER"),
    "1_2ecb": ("A fire destroyed the pier of Sild , police said .", "PIER"),
    "1_1ecbplus": ("A laundry in Vardo went bankrupt .", "LAUNDRY"),
    "2_1ecb": ("The mayor of Lisk resigned .", "MAYOR"),
    "2_2ecb": ("In Lisk , the mayor stepped down .", "MAYOR"),
    "2_1ecbplus": ("The trams of Orne stood still .", "TRAMS"),
}


def document(text: str, event: str) -> str:
    words = text.split()
    tokens = "".join(f'<token t_id="{i + 1}" sentence="0" number="{i}">{w}</token>' for i, w in enumerate(words))
    marks = '<ACTION_OCCURRENCE m_id="1"><token_anchor t_id="2"/></ACTION_OCCURRENCE>'
    marks += '<ACTION_REPORTING m_id="3"><token_anchor t_id="1"/></ACTION_REPORTING>'
    marks += f'<ACTION_OCCURRENCE m_id="2" RELATED_TO="" TAG_DESCRIPTOR="x" instance_id="{event}"/>'
    marks += '<ACTION_REPORTING m_id="4" RELATED_TO="" TAG_DESCRIPTOR="x" instance_id="SAID"/>'
    links = '<CROSS_DOC_COREF r_id="1"><source m_id="1"/><target m_id="2"/></CROSS_DOC_COREF>'
    links += '<CROSS_DOC_COREF r_id="2"><source m_id="3"/><target m_id="4"/></CROSS_DOC_COREF>'
    return f"<Document>{tokens}<Markables>{marks}</Markables><Relations>{links}</Relations></Document>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = ["Topic,File,Sentence Number"]
    for name, (text, event) in DOCUMENTS.items():
        topic, _, file = name.partition("_")
        home = tmp_path / "topics" / topic
        home.mkdir(parents=True, exist_ok=True)
        (home / f"{name}.xml").write_text(document(text, event), encoding="utf-8")
        rows.append(f"{topic},{file},0")
    (tmp_path / INDEX).write_text("\n".join(rows), encoding="utf-8")
    return tmp_path


def test_reads_checked_sentences_and_leaves_reporting_out(folder: Path) -> None:
    told = read_ecbplus(folder)
    assert [t.words for t in told if t.topic == 2][-1] == "In Lisk, the mayor stepped down."
    assert {e for t in told for e in t.events} == {"PIER", "LAUNDRY", "MAYOR", "TRAMS"}
    assert len(pairs(told)) == 6


def test_the_threshold_is_of_the_odd_topics_and_the_figure_of_the_even(folder: Path) -> None:
    def vectors(sentences):
        return np.array([[1.0, float("isk" in s or "Sild" in s)] for s in sentences], dtype=np.float32)

    found = evaluate_ecbplus(folder, vectors=vectors)
    assert [s.name for s in found] == ["firsthand", "embedding cosine", "shared words"]
    assert all(s.reported.gold == 1 for s in found)
    assert found[1].reported.f1 == 1.0
    assert "even topics" in ecb_text(found)
    assert ecb_json(found)[0]["rule"] == "firsthand"


def test_what_is_no_ecbplus_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no topic 9"):
        read_ecbplus(folder, topics=[9])
    with pytest.raises(EvaluationError, match="odd topic"):
        evaluate_ecbplus(folder, topics=[2])
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_ecbplus(tmp_path / "nothing")
    (folder / INDEX).write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="checked sentences"):
        read_ecbplus(folder)


def test_printed() -> None:
    assert printed(["He", "did", "n't", "pay", "$", "5", "."]) == "He didn't pay $5."
