"""Owns whom an article means by a description that stands beside a name."""

import pytest

from firsthand.model import Article, Reading, Source, Span
from firsthand.model.trace import Piece
from firsthand.tracing.introduced import introduced, named_as

TABLE = {
    "named after it": (
        "The quay is gone, its builder has said.\n\n“All of it,” Sten Aral told us.",
        "its builder",
        None,
        True,
    ),
    "named later only": (
        "The quay is gone, its builder said.\n\nRain fell.\n\nSten Aral slept.",
        "its builder",
        None,
        False,
    ),
    "used again after the name": (
        "The quay is gone, its builder said. Sten Aral slept. So did its builder.",
        "its builder",
        None,
        False,
    ),
    "named before it": ("Sten Aral spoke. “It fell,” the builder told us.", "the builder", None, True),
    "beside somebody known": (
        "Vera Holm slept.\n\nIt fell on Vera Holm, its builder said. “Yes,” said Sten Aral.",
        "its builder",
        None,
        True,
    ),
    "two named before it": (
        "Sten Aral and Vera Holm spoke. “It fell,” the builder told us.",
        "the builder",
        None,
        False,
    ),
    "by the role": (
        "The quay is gone, the harbour master said.\n\nRain.\n\nSten Aral slept.",
        "the harbour master",
        "harbour master",
        True,
    ),
    "another role": (
        "The quay is gone, the minister said.\n\nSten Aral denied it.",
        "the minister",
        "opposition leader",
        False,
    ),
    "kept unnamed": (
        "It fell, the builder said. The builder asked not to be named. Sten Aral slept.",
        "the builder",
        None,
        False,
    ),
    "one of many": ("It fell, an official said. Sten Aral slept.", "an official", "official", False),
    "a lead that the role names": (
        "It fell, a harbour pilot said.\n\n“Yes,” said Sten Aral.",
        "a harbour pilot",
        "harbour pilot",
        True,
    ),
}


@pytest.mark.parametrize("case", TABLE)
def test_who_is_meant(case: str) -> None:
    text, said, role, meant = TABLE[case]
    places = tuple(Span(m, m + len(said)) for m in range(len(text)) if text.lower().startswith(said, m))
    who = Source(id="d", kind="person", descriptor=said, mentions=places)
    people = [
        Source(
            id=n,
            kind="person",
            name=n,
            role=role if n == "Sten Aral" else None,
            mentions=(Span(text.index(n), text.index(n) + 9),),
        )
        for n in ("Sten Aral", "Vera Holm")
        if n in text
    ]
    piece = Piece(reading=Reading(article=Article(key="k", text=text), sources=(who, *people)))
    found = introduced(piece).get("d")
    assert (found.name if found is not None else None) == ("Sten Aral" if meant else None)
    if not said.startswith("a"):
        assert (named_as(piece, who) is not None) == meant


def test_the_authors_are_their_paper() -> None:
    text = "A study by the port shows it. The authors go further."
    study = Source(id="s", kind="document", descriptor="a study by the port", mentions=(Span(0, 7),))
    authors = Source(id="a", kind="group", descriptor="The authors", count=(2, None), mentions=(Span(30, 41),))
    piece = Piece(reading=Reading(article=Article(key="k", text=text), sources=(study, authors)))
    assert introduced(piece)["a"] == study
