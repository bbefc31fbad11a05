import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.language.correction_notes import correction_notes

BODY = "The ferry stayed in port.\n\n"


def notes(text: str) -> list[tuple[str, str]]:
    return [(n.kind, n.span.of(text)) for n in correction_notes(text)]


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Correction: Ilse Brandt is the harbour master, not the mayor.", "correction"),
        ("CORRECTION (4 May): The swell was three metres.", "correction"),
        ("Correction, May 4, 2031: The swell was three metres.", "correction"),
        ("Correction 4 May 2031 — The swell was three metres.", "correction"),
        ("*Correction:* The swell was three metres.", "correction"),
        ("Correction appended", "correction"),
        ("Clarification: The county pays half of it.", "clarification"),
        ("Editor's note: A quotation was put in the wrong mouth.", "editor’s note"),
        ("Editors’ Note — We have changed the headline.", "editor’s note"),
        ("This article was amended on 4 May 2031 to change the height of the swell.", "amendment"),
        ("This story has been corrected. The swell was three metres.", "correction"),
        ("This story has since been updated to correct the spelling of a name.", "correction"),
        ("This piece was edited to make clear who pays.", "clarification"),
        ("An earlier version of this article misstated the height of the swell.", "correction"),
        ("A previous version of this story gave the wrong day. We regret the error.", "correction"),
        ("The original version of this report said there were two boats.", "correction"),
        ("An earlier version incorrectly named the captain.", "correction"),
        ("This article originally said that the boat was lost.", "correction"),
        ("This article has been retracted.", "retraction"),
        ("Update: The boat has sailed.", "update"),
        ("This story has been updated with the county's answer.", "update"),
    ],
)
@pytest.mark.parametrize("place", ["head", "foot"])
def test_notes(note: str, kind: str, place: str) -> None:
    text = f"{note}\n\n{BODY}" if place == "head" and "appended" not in note else BODY + note
    assert notes(text) == [(kind, note.lstrip("*"))]


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "Corrections officers said the wing was full.",
        "A correction in the market took a tenth off the price.",
        "Correction of the river bed will take four years: the county pays.",
        "The law was amended in May, and the bill was corrected.",
        "The report was amended on Tuesday, the ministry said.",
        "An earlier version of the bill said nothing of boats.",
        "The minister regrets the error, her office said.",
        "“An earlier version of this article named the wrong man,” the Merrow Gazette wrote beneath its own report.",
        "This story was edited for length.",
        "Updated rules for ferries come into force: boats need two crews.",
        "",
    ],
)
def test_what_is_none(text: str) -> None:
    assert notes(text) == []


def test_a_label_alone_heads_the_next_paragraph() -> None:
    text = BODY + "Correction\n\nThe swell was three metres. It was four the day before.\n\nMore of the day."
    assert notes(text) == [
        ("correction", "Correction\n\nThe swell was three metres. It was four the day before."),
    ]


def test_a_note_is_told_once_and_in_order() -> None:
    text = (
        "Update: The boat sailed at noon.\n\n"
        + BODY
        + "Correction: An earlier version of this article misspelled Halm."
    )
    assert [k for k, _ in notes(text)] == ["update", "correction"]
    assert [n.corrects for n in correction_notes(text)] == [False, True]


def test_a_note_at_the_head_of_one_long_line_is_no_longer_than_four_sentences() -> None:
    text = "Correction: One was wrong. " + "It rained on the island all day. " * 50
    assert len(notes(text)[0][1]) < 140


@given(st.text())
def test_any_text(text: str) -> None:
    for note in correction_notes(text):
        assert note.span.holds(note.sign)
        assert note.span.end <= len(text)


def test_time_is_linear() -> None:
    start = time.process_time()
    correction_notes("this article was this article has been an earlier version of " * 3000)
    correction_notes("Correction, May 4, 2031 " * 3000)
    assert time.process_time() - start < 2
