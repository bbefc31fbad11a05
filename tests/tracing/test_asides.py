"""Owns whom a sentence without a source is from: an aside in it, the next sentence, a paper it names."""

import pytest

from firsthand.model import Article, Reading, Source, Span
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.asides import as_paper, head_of, is_paper, told_in
from firsthand.tracing.tellers import told_links

PORT = Source(id="s1", kind="organisation", name="Port of Brandal", mentions=(Span(0, 15),))
MATE = Source(id="s2", kind="person", descriptor="a mate of the Alba", anonymous=True)

TABLE = [
    ("The quay is sold.", "", None),
    ("This time, director Vera Holm wrote in a letter, the quay is sold.", "", "Vera Holm"),
    ("The quay is sold, the port answers, and nobody minds.", "", "Port of Brandal"),
    ("The quay is sold, the Office of Quays, which owns it, said.", "", "Office of Quays"),
    ("The quay is sold, informed captain Vera Holm.", "", "Vera Holm"),
    ("The quay is sold, the mate had alleged in the Brandal Mail.", "", "a mate of the Alba"),
    ("The quay is sold, another mate said.", "", "another mate"),
    ("The quay is sold, which nobody said.", "", None),
    ("The quay is sold, and they said so.", "", None),
    ("Captain Vera Holm maintains that the quay is sold.", "", "Vera Holm"),
    ("The quay is sold.", "That is the finding of a survey by the county.", "a survey by the county"),
    ("The quay is sold.", "That is what the port says.", "Port of Brandal"),
    ("The quay is sold.", "That was the account of a mate of the Alba.", "a mate of the Alba"),
    ("The quay is sold.", "That is a pity.", None),
    ("The sale of the quay was noted in the port's log.", "", "the port's log"),
    ("Under the contract of Skerry, the quay is sold.", "", "the contract of Skerry"),
    ("The contract forbids a sale of the quay to strangers.", "", "The contract"),
    ("The quay is sold, that paper had warned a year ago.", "", "that paper"),
    ("“The quay is sold, the port said,” the play begins.", "", None),
]


def own_voice(text: str, words: str) -> tuple[Piece, Unit]:
    reading = Reading(article=Article(key="k", text=text), sources=(PORT, MATE))
    at = text.index(words)
    return Piece(reading=reading), Unit(article=reading.article.id, spans=(Span(at, at + len(words)),), words=words)


@pytest.mark.parametrize(("sentence", "after", "who"), TABLE)
def test_whom_the_words_give_it_to(sentence: str, after: str, who: str | None) -> None:
    links = told_links(*own_voice(f"The Port of Brandal is small. Rain fell. {sentence} {after}".strip(), sentence))
    assert [s.name or s.descriptor for s in links] == ([who] if who else [])


def test_an_unnamed_one_stays_unnamed() -> None:
    text = "The quay is sold, an engineer has said."
    (who,) = told_links(*own_voice(text, text))
    assert (who.descriptor, who.anonymous) == ("an engineer", True)


@pytest.mark.parametrize(
    ("said", "paper"),
    [
        ("an entry in the register", True),
        ("the mission’s report", True),
        ("the Coastal Survey", True),
        ("a mate", False),
    ],
)
def test_what_a_paper_is_called(said: str, paper: bool) -> None:
    assert is_paper(said) == paper
    assert (as_paper(Source(id="x", kind="unknown", descriptor=said)).kind == "document") == paper


def test_the_noun_of_a_description() -> None:
    assert head_of("two clerks of the court") == "clerk"


def test_where_it_was_told() -> None:
    assert told_in("an engineer had alleged in the ")
    assert not told_in("an engineer worked in the ")
