"""The dependency rules beside which firsthand is measured: on trees built by hand, no pipeline and no network."""

import pytest

spacy = pytest.importorskip("spacy")

from spacy.tokens import Doc  # noqa: E402

from benchmarks.peers_rules import extract, joined, quoted  # noqa: E402
from benchmarks.peers_verbs import LEMMAS  # noqa: E402
from firsthand.model import Span  # noqa: E402

VOCAB = spacy.blank("en").vocab

# Word, part of speech, head (counted from 0 in the text), label; a word that begins with ~ stands right after the last.
THAT = (
    "Officials NOUN 1 nsubj|said VERB 1 ROOT|that SCONJ 5 mark|the DET 4 det|dam NOUN 5 nsubj|leaked VERB 1 ccomp"
    "|~. PUNCT 1 punct"
)
AFTER = (
    "“ PUNCT 2 punct|~We PRON 2 nsubj|rebuilt VERB 6 ccomp|it PRON 2 dobj|~, PUNCT 2 punct|~” PUNCT 2 punct"
    "|said VERB 6 ROOT|Tove PROPN 6 nsubj|Lund PROPN 7 compound|~. PUNCT 6 punct"
)
BETWEEN = (
    "The DET 1 det|ferry NOUN 6 nsubj|~, PUNCT 4 punct|she PRON 4 nsubj|says VERB 6 parataxis|~, PUNCT 4 punct"
    "|sank VERB 6 ROOT|~. PUNCT 6 punct"
)
ACCORDING = (
    "According VERB 3 case|to ADP 0 fixed|the DET 3 det|harbour NOUN 6 obl|~, PUNCT 3 punct|ships NOUN 6 nsubj"
    "|waited VERB 6 ROOT|~. PUNCT 6 punct"
)
JOINED = (
    "Ruben PROPN 1 nsubj|rose VERB 1 ROOT|and CCONJ 3 cc|warned VERB 1 conj|that SCONJ 6 mark|it PRON 6 nsubj"
    "|failed VERB 3 ccomp|~. PUNCT 1 punct"
)
PASSIVE = "He PRON 2 nsubjpass|was AUX 2 auxpass|told VERB 2 ROOT|it PRON 4 nsubj|failed VERB 2 ccomp|~. PUNCT 2 punct"
NO_REPORT = "Officials NOUN 1 nsubj|built VERB 1 ROOT|the DET 3 det|dam NOUN 1 dobj|~. PUNCT 1 punct"
IN_TWO = (
    "“ PUNCT 2 punct|~We PRON 2 nsubj|fought VERB 6 ccomp|~, PUNCT 2 punct|~” PUNCT 2 punct|she PRON 6 nsubj"
    "|added VERB 6 ROOT|~, PUNCT 6 punct|“ PUNCT 11 punct|~and CCONJ 11 cc|we PRON 11 nsubj|lost VERB 2 conj"
    "|badly ADV 11 advmod|~. PUNCT 6 punct|~” PUNCT 6 punct"
)


def _doc(rows: str, paragraphs: str = "") -> Doc:
    """The tree that `rows` write; `paragraphs`, plain words after a blank line, get no tree but a root each."""
    cells = [row.split() for row in rows.split("|")]
    extra = paragraphs.split()
    words = [c[0].removeprefix("~") for c in cells] + (["\n\n", *extra] if extra else [])
    glued = [c[0].startswith("~") for c in cells[1:]] + [True]
    spaces = [not g for g in glued] + ([False, *[True] * len(extra)] if extra else [])
    heads = [int(c[2]) for c in cells] + ([len(cells) - 1] if extra else [])
    heads += [len(heads)] * len(extra)
    return Doc(
        VOCAB,
        words,
        spaces,
        pos=[c[1] for c in cells] + (["SPACE", *["X"] * len(extra)] if extra else []),
        heads=heads,
        deps=[c[3] for c in cells] + (["dep", *["ROOT"] + ["dep"] * (len(extra) - 1)] if extra else []),
    )


def _said(doc: Doc) -> list[tuple[list[str], list[str], list[str]]]:
    def words(spans: tuple[Span, ...]) -> list[str]:
        return [doc.text[s.start : s.end] for s in spans]

    return [(words(r.source), words(r.cue), words(r.content)) for r in extract(doc)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (THAT, [(["Officials"], ["said"], ["that the dam leaked"])]),
        (AFTER, [(["Tove Lund"], ["said"], ["“We rebuilt it,”"])]),
        (BETWEEN, [(["she"], ["says"], ["The ferry", "sank"])]),
        (ACCORDING, [(["the harbour"], ["According to"], ["ships waited"])]),
        (JOINED, [(["Ruben"], ["warned"], ["that it failed"])]),
        (IN_TWO, [(["she"], ["added"], ["“We fought,”", "“and we lost badly.”"])]),
        (PASSIVE, []),
        (NO_REPORT, []),
    ],
)
def test_a_tree_gives_its_attributions(rows: str, expected: list[tuple[list[str], list[str], list[str]]]) -> None:
    assert _said(_doc(rows)) == expected


def test_a_quotation_that_stands_alone_goes_on_with_the_speaker_before() -> None:
    doc = _doc(THAT, "“Nobody came again that year.”")
    assert _said(doc)[1:] == [(["Officials"], [], ["“Nobody came again that year.”"])]
    assert _said(_doc(NO_REPORT, "“Nobody came again that year.”")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "a b" and "c".', ['"a b"', '"c"']),
        ("«Oui» and “yes”", ["«Oui»", "“yes”"]),
        ("“Open\n“and again”", ["“Open", "“and again”"]),
        ('An odd " mark', ['" mark']),
        ("none, it's plain", []),
    ],
)
def test_marks_pair_within_a_paragraph(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in quoted(text)] == expected


def test_overlapping_spans_become_one() -> None:
    assert joined([Span(5, 9), Span(0, 3), Span(2, 4)]) == (Span(0, 4), Span(5, 9))


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("said", "say"), ("replied", "reply"), ("admitting", "admit"), ("writing", "write"), ("agreeing", "agree"),
     ("stresses", "stress"), ("wrote", "write"), ("told", "tell")],
)  # fmt: skip
def test_verbs_have_their_forms(form: str, lemma: str) -> None:
    assert LEMMAS[form] == lemma
