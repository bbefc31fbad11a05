"""Reading CoNLL-U, made-up sentences and the documents to learn from; nothing is trained to be good here."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("spacy")

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from training import stand_in  # noqa: E402
from training.parser import _sentence, blank, conllu, examples, main, split, train_pipeline  # noqa: E402

ROWS = (
    "# text = We don't, said Oda.",
    "1\tWe\twe\tPRON\t_\t_\t2\tnsubj:pass\t_\t_",
    "2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No",
    "2\tdo\tdo\tAUX\t_\t_\t5\tccomp\t_\t_",
    "3\tn't\tnot\tPART\t_\t_\t2\tadvmod:emph\t_\t_",
    "4\t,\t,\tPUNCT\t_\t_\t2\tpunct\t_\t_",
    "5\tsaid\tsay\tVERB\t_\t_\t0\troot\t_\t_",
    "5.1\tempty\t_\t_\t_\t_\t_\t_\t_\t_",
    "6\tOda\tOda\tPROPN\t_\t_\t5\tnsubj\t_\tSpaceAfter=No",
    "7\t.\t.\tPUNCT\t_\t_\t5\tpunct\t_\t_",
)


def test_conllu_is_read_with_its_spaces(tmp_path: Path) -> None:
    file = tmp_path / "own.conllu"
    file.write_text("\n".join(ROWS) + "\n\n" + "\n".join(ROWS), encoding="utf-8")
    first, second = conllu(file)
    assert first == second
    assert first.words == ("We", "do", "n't", ",", "said", "Oda", ".")
    assert first.spaces == (True, False, False, True, True, False, True)
    assert first.heads == (1, 4, 1, 1, 4, 4, 4)
    assert first.labels == ("nsubjpass", "ccomp", "advmod", "punct", "ROOT", "nsubj", "punct")
    (example,) = examples(blank(), [first, second])
    assert [s.text for s in example.reference.sents] == ["We don't, said Oda."] * 2
    assert [t.head.text for t in example.reference][:2] == ["do", "said"]


def test_made_up_sentences_are_trees_and_a_seed_gives_them_again() -> None:
    made = list(stand_in.sentences(200, 5))
    assert made == list(stand_in.sentences(200, 5)) != list(stand_in.sentences(200, 6))
    for rows in made:
        heads = [row[3] for row in rows]
        assert heads.count(0) == 1
        for place in range(1, len(rows) + 1):
            for _ in rows:
                place = heads[place - 1] if place else 0
            assert place == 0, rows


def test_the_same_sentence_is_on_one_side() -> None:
    made = [_sentence(rows) for rows in stand_in.sentences(300, 5)]
    train, held_out = split([*made, *made])
    assert len(train) + len(held_out) == 600
    assert 20 < len(held_out) < 120
    assert not {s.words for s in train} & {s.words for s in held_out}


def test_a_pipeline_trains_and_knows_reporting_verbs() -> None:
    nlp = train_pipeline([_sentence(rows) for rows in stand_in.sentences(40, 5)], epochs=1, seed=1)
    doc = nlp("Oda warned us. She wrote it.")
    assert {"warn", "write"} <= {token.lemma_ for token in doc}
    assert doc.has_annotation("DEP")


def test_a_missing_file_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--treebank", "nowhere.conllu"])
    assert ended.value.code == 2
    assert "nowhere.conllu is no file" in capsys.readouterr().err
