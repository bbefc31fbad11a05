"""Tests of the training readers: GUM, GAP, and the pronoun examples made from them and from plain text."""

import random
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from training.coref_pairs import name_swap_examples, pronoun_examples  # noqa: E402
from training.gum import gap, load_folder, parse, source_kind  # noqa: E402

SHARED = ROOT.parent / "shared"

HEADER = (
    "#FORMAT=WebAnno TSV 3.2\n"
    "#T_SP=webanno.custom.Referent|entity|infstat|salience|identity|centering\n"
    "#T_RL=webanno.custom.Coref|type|BT_webanno.custom.Referent\n\n\n"
)


def _tsv(*sentences: list[tuple[str, ...]]) -> str:
    """Rows of (token, entity, identity, relation, target), empty ones left out, as WebAnno writes them."""
    out, offset = [HEADER], 0
    for number, rows in enumerate(sentences, start=1):
        out.append("#Text=" + " ".join(row[0] for row in rows) + "\n")
        for place, row in enumerate(rows, start=1):
            token, entity, identity, relation, target = (*row, *["_"] * (5 - len(row)))
            span = f"{offset}-{offset + len(token)}"
            cells = (f"{number}-{place}", span, token, entity, "_", "_", identity, "_", relation, target, "")
            out.append("\t".join(cells) + "\n")
            offset += len(token) + 1
        out.append("\n")
    return "".join(out)


INVENTED = _tsv(
    [("Harbour", "abstract[1]"), ("Works", "abstract[1]"), ("Delayed",)],
    [
        ("Mayor", "person[2]", "_", "coref", "3-2[6_2]"),
        ("Ilse", "person[2]"),
        ("Tamm", "person[2]"),
        ("'s", "person[2]"),
        ("half", "person[3]", "_", "ana", "3-6[7_3]"),
        ("-", "person[3]"),
        ("brother", "person[3]"),
        ("did",),
        ("n't",),
        ("call",),
        ("Corvel", "organization[4]", "Corvel_Line[4]"),
        ("(",),
        ("the", "organization[5]"),
        ("ferry", "organization[5]|object[8]"),
        ("firm", "organization[5]"),
        (")",),
        (".",),
    ],
    [('"',), ("Tamm", "person[6]"), ("knew",), (",",), ('"',), ("he", "person[7]"), ("said",), (".",)],
)


def _spans(doc: dict) -> list[str]:
    return [doc["text"][m["start"] : m["end"]] for m in doc["mentions"]]


def test_parse_detokenises_and_keeps_offsets() -> None:
    doc = parse(INVENTED, name="invented")
    assert doc["text"] == (
        "Harbour Works Delayed\n\nMayor Ilse Tamm's half-brother didn't call Corvel (the ferry firm). "
        '"Tamm knew," he said.'
    )
    assert _spans(doc) == [
        "Harbour Works", "Mayor Ilse Tamm", "half-brother", "Corvel", "the ferry firm", "ferry", "Tamm", "he",
    ]  # fmt: skip


def test_parse_marks_names_pronouns_and_clusters() -> None:
    doc = parse(INVENTED, name="invented")
    by_text = dict(zip(_spans(doc), doc["mentions"], strict=True))
    assert [text for text, m in by_text.items() if m["pronoun"]] == ["he"]
    assert {text for text, m in by_text.items() if m["named"]} >= {"Mayor Ilse Tamm", "Corvel", "Tamm"}
    assert not by_text["half-brother"]["named"]
    assert by_text["Tamm"]["cluster"] == by_text["Mayor Ilse Tamm"]["cluster"]
    assert by_text["he"]["cluster"] == by_text["half-brother"]["cluster"]
    assert by_text["Corvel"]["cluster"] not in {m["cluster"] for t, m in by_text.items() if t != "Corvel"}


def test_bridging_makes_a_group_and_no_cluster() -> None:
    rows = [
        [
            ("Ana", "person[1]", "_", "bridge:aggr", "2-1[3_1]"),
            ("met",),
            ("Bo", "person[2]", "_", "bridge:aggr", "2-1[3_2]"),
            (".",),
        ],
        [("They", "person[3]"), ("sang",), (".",)],
    ]
    doc = parse(_tsv(*rows), name="group")
    ana, bo, they = doc["mentions"]
    assert len({m["cluster"] for m in doc["mentions"]}) == 3
    assert they["parts"] == [ana["cluster"], bo["cluster"]]
    assert list(pronoun_examples(doc)) == []


def test_parse_refuses_tokens_that_disagree_with_the_text() -> None:
    with pytest.raises(ValueError, match="text line"):
        parse(INVENTED.replace("#Text=Harbour", "#Text=Harbor"), name="broken")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("person", "person"), ("organization", "organisation"), ("place", "place"), ("object", "other"), ("x", "other")],
)
def test_source_kind(kind: str, expected: str) -> None:
    assert source_kind(kind) == expected


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ("pre - and post - war costs", "pre- and post-war costs"),
        ("the players ' union can not pay $ 5 , or 10 %", "the players' union cannot pay $5, or 10%"),
        ("She 's ' quite sure ' of it .", "She's 'quite sure' of it."),
        ('It is " fine " , they say .', 'It is "fine", they say.'),
        ("at 10 : 30 , in 1990 – 1995 [ 2 ]", "at 10:30, in 1990–1995 [2]"),
        ("a face - to - face talk -- or not", "a face-to-face talk -- or not"),
    ],
)
def test_detokenising(tokens: str, expected: str) -> None:
    assert parse(_tsv([(token,) for token in tokens.split()]), name="one")["text"] == expected


def test_pronoun_examples_label_candidates() -> None:
    doc = parse(INVENTED, name="invented")
    (example,) = pronoun_examples(doc)
    text = doc["text"]
    assert text[slice(*example.pronoun)] == "he"
    got = {text[start:end]: label for (start, end), label in zip(example.candidates, example.labels, strict=True)}
    assert got == {
        "Mayor Ilse Tamm": False, "half-brother": True, "Corvel": False, "the ferry firm": False, "Tamm": False,
    }  # fmt: skip
    (near,) = pronoun_examples(doc, max_chars=15)
    assert [text[start:end] for start, end in near.candidates] == ["Tamm"]


NEWS = (
    "Mr. Oskar Lindholm met Margaret Quill on Monday. The talks were short. "
    "Reporters learned that Lindholm had left early. {}"
)


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("Quill left later.", "Reporters learned that he had left early."),
        ("Nobody spoke of Quill.", "Reporters learned that he had left early."),
    ],
)
def test_name_swap_puts_the_pronoun_of_the_right_case(ending: str, expected: str) -> None:
    (example,) = name_swap_examples(NEWS.format(ending), random.Random(1))
    assert expected in example.text
    assert example.text[slice(*example.pronoun)] == "he"
    assert [example.text[a:b] for a, b in example.candidates] == ["Oskar Lindholm", "Margaret Quill"]
    assert example.labels == (True, False)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Aides of Quill.", "Aides of her."),
        ("The vote against Quill failed.", "The vote against her failed."),
        ("It was, aides said, Quill's plan.", "It was, aides said, her plan."),
        ("Voters liked Quill's plan.", "Voters liked her plan."),
        ("Voters liked Quill’s plan.", "Voters liked her plan."),
        ("The aide told Quill that it rained.", "The aide told her that it rained."),
        ("It rained when Quill was there.", "It rained when she was there."),
        ("Supporters of Quill voters cheered.", None),
        ("The Quill campaign cheered.", None),
        ("It rained on Ms. Quill's going away.", None),
        ("It rained when Ms. Quill was there.", "It rained when she was there."),
        ("Quill's going to win.", None),
        ("Quill won.", None),
    ],
)
def test_name_swap_cases(sentence: str, expected: str | None) -> None:
    text = f"Margaret Quill beat Mr. Oskar Lindholm. {sentence} Later Lindholm slept."
    examples = name_swap_examples(text, random.Random(2), limit=9)
    changed = [e.text for e in examples if e.text[slice(*e.pronoun)] in ("she", "her")]
    assert changed == ([text.replace(sentence, expected)] if expected else [])


def test_name_swap_at_the_start_of_a_sentence() -> None:
    text = "Margaret Quill beat Mr. Oskar Lindholm. Quill said little. Then Lindholm slept."
    (example,) = name_swap_examples(text, random.Random(2), sentence_start=True)
    assert example.text == text.replace("Quill said", "She said")


def test_name_swap_needs_two_people() -> None:
    assert name_swap_examples("Margaret Quill won. It rained when Quill was there.", random.Random(1)) == []


def test_name_swap_moves_offsets() -> None:
    text = NEWS.format("Nobody spoke of Quill.")
    (example,) = name_swap_examples(text, random.Random(1))
    for word in ("Margaret", "talks", "Nobody", "early"):
        assert example.text[example.moved(text.index(word)) :].startswith(word)


def test_gap_reads_spans(tmp_path: Path) -> None:
    header = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n"
    row = 'x-1\tAna "A" met Bo; she left.\tshe\t16\tAna\t0\tTRUE\tBo\t12\tFALSE\tu\n'
    path = tmp_path / "gap.tsv"
    path.write_text(header + row, encoding="utf-8")
    (example,) = gap(path)
    assert (example["pronoun"], example["a"], example["b"]) == ((16, 19), (0, 3), (12, 14))
    assert (example["a_coref"], example["b_coref"]) == (True, False)
    path.write_text(header + row.replace("\t16\t", "\t17\t"), encoding="utf-8")
    with pytest.raises(ValueError, match="x-1"):
        gap(path)


@pytest.mark.shared
def test_gum_dev_loads() -> None:
    folder = SHARED / "gum" / "dev"
    if not folder.is_dir():
        pytest.skip("GUM is not beside the checkout")
    docs = load_folder(folder)
    assert len(docs) == 18
    for doc in docs:
        assert all(0 <= m["start"] < m["end"] <= len(doc["text"]) for m in doc["mentions"])
        for example in pronoun_examples(doc):
            assert len(example.candidates) == len(set(example.candidates)) == len(example.labels)
