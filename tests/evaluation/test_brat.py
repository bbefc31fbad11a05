from pathlib import Path

import pytest

from firsthand.errors import EvaluationError
from firsthand.evaluation.brat import is_brat, read_brat
from firsthand.model import Span

TEXT = "Orlo Pym said it rained. Ads here."
ANN = (
    "T1\tSource 0 8\tOrlo Pym\nT2\tCue 9 13\tsaid\nT3\tContent 14 16;17 23\tit rained\nT4\tAttribution 9 13\tsaid\n"
    "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3 Content2:T9 Topic:T1\nT5\tDiscard 25 33\tAds here\n"
    "A1\tNested E1\n#1\tAnnotatorNotes E1\tsure\n\n"
)


def polnear(folder: Path, *names: str) -> Path:
    for part in ("text", "attributions"):
        (folder / part).mkdir()
    for name in names:
        (folder / "text" / f"{name.rsplit('_', 1)[0]}.txt").write_text(TEXT, encoding="utf-8")
        (folder / "attributions" / f"{name}.ann").write_text(ANN, encoding="utf-8")
    return folder


def test_polnear_form(tmp_path: Path) -> None:
    (one,) = read_brat(polnear(tmp_path, "the_article_a1"))
    assert (one.key, one.annotator, one.text) == ("the_article", "a1", TEXT)
    (relation,) = one.relations
    assert (relation.source, relation.cue) == ((Span(0, 8),), (Span(9, 13),))
    assert relation.content == (Span(14, 16), Span(17, 23))
    assert one.discarded == (Span(25, 33),)


def test_plain_form(tmp_path: Path) -> None:
    (tmp_path / "a_b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a_b.ann").write_text(ANN, encoding="utf-8")
    (tmp_path / "without-text.ann").write_text(ANN, encoding="utf-8")
    (one,) = read_brat(tmp_path)
    assert (one.key, one.annotator, len(one.relations)) == ("a_b", "", 1)


def test_first_annotator_or_each_and_a_limit_of_articles(tmp_path: Path) -> None:
    folder = polnear(tmp_path, "x_2", "x_1", "y_1", "z_3")
    assert [(a.key, a.annotator) for a in read_brat(folder)] == [("x", "1"), ("y", "1"), ("z", "3")]
    every = [("x", "1"), ("x", "2"), ("y", "1")]
    assert [(a.key, a.annotator) for a in read_brat(folder, each=True, limit=2)] == every


def test_offsets_count_carriage_returns_and_code_points(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_bytes("😀\r\nOrlo\u2028said".encode())
    (tmp_path / "n.ann").write_bytes(b"T1\tSource 3 7\tOrlo\r\nE1\tAttribution:T9 Source:T1\r\n")
    (one,) = read_brat(tmp_path)
    assert one.relations[0].source[0].of(one.text) == "Orlo"


@pytest.mark.parametrize(
    ("ann", "message"),
    [
        ("T1\tSource 0 80\tx\n", "T1 ends at 80"),
        ("T1\tSource 8 0\tx\n", "line 1"),
        ("\nT1\tSource a b\tx\n", "line 2: 'a b'"),
    ],
)
def test_unusable_annotations_are_named(tmp_path: Path, ann: str, message: str) -> None:
    (tmp_path / "n.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "n.ann").write_text(ann, encoding="utf-8")
    with pytest.raises(EvaluationError, match=message):
        read_brat(tmp_path)


def test_text_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_bytes(b"caf\xe9")
    (tmp_path / "n.ann").write_text("", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"n\.txt is not UTF-8"):
        read_brat(tmp_path)


def test_nothing_there(tmp_path: Path) -> None:
    assert not is_brat(tmp_path)
    with pytest.raises(EvaluationError, match="no annotated article"):
        read_brat(tmp_path)
    with pytest.raises(EvaluationError, match="is not a folder"):
        read_brat(tmp_path / "nowhere")
