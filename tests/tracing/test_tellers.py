"""Owns whom a unit is from by its own sentence, where the reading has somebody else: sentences and their links."""

import pytest

from firsthand.model import Article, Reading, Source, Span, Statement
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.tellers import is_taken_back, told_links

TABLE = [
    ("The council has sold it, a senior clerk has told the Brandal Mail.", "The council", "it", "a senior clerk"),
    ("It is late, according to a letter from the port to Vera Holm.", "Vera Holm", "It is late", "a letter"),
    ("Citing the ship's log, Vera Holm writes that it had failed.", "Vera Holm", "it had failed", "the ship's log"),
    ("The ship's log, which the Mail has seen, records twelve faults.", None, "twelve faults", "The ship's log"),
    ("The quay is sold, Vera Holm has told the Brandal Mail.", "Vera Holm", "The quay is sold", "Vera Holm"),
    ("Vera Holm said that the council had told nobody.", "Vera Holm", "the council had told nobody", "Vera Holm"),
]  # fmt: skip


def telling(text: str, who: str | None, words: str, inferred: bool = False) -> tuple[Piece, Unit]:
    at = text.index(words)
    spoken = Span(text.index(who), text.index(who) + len(who)) if who else None
    cue = Span(text.index("according to"), text.index("according to") + 12) if "according to" in text else None
    content = (Span(at, at + len(words)),)
    statements = (
        (
            Statement(
                id="a1", quotation="indirect", content_spans=content, source="s1", source_span=spoken, cue_span=cue,
                stated_chain=("s1",), inferred=inferred,
            ),
        )
        if who
        else ()
    )  # fmt: skip
    reading = Reading(
        article=Article(key="k", text=text), sources=(Source(id="s1", kind="person", name=who),), statements=statements
    )
    unit = Unit(
        article=reading.article.id,
        spans=content,
        words=words,
        statement="a1" if who else None,
        chain=("s1",) if who else (),
    )
    return Piece(reading=reading), unit


@pytest.mark.parametrize(("text", "who", "words", "first"), TABLE)
def test_first_link(text: str, who: str | None, words: str, first: str) -> None:
    links = told_links(*telling(text, who, words))
    assert (links[0].name or links[0].descriptor) == first


def test_a_correction_note_is_the_outlet_s_own() -> None:
    text = "Vera Holm spoke.\n\nCorrection: We reported on Monday that the quay had sunk. That was wrong."
    piece, unit = telling(text, "Vera Holm", "the quay had sunk", inferred=True)
    assert told_links(piece, unit) == ()
    assert is_taken_back(piece, unit)


def test_what_a_correction_note_puts_in_its_place_is_not_taken_back() -> None:
    text = "Correction: An earlier version gave the wrong day. The quay sank on Monday."
    assert not is_taken_back(*telling(text, None, "The quay sank on Monday"))
