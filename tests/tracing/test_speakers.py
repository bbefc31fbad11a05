"""Owns who cannot have told something: knowers, places, shares; and documents that a sentence ends with."""

from dataclasses import replace

import pytest

from firsthand.model import Article, Reading, Source, Span, Statement
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.tellers import told_links

TABLE = [
    ("The bosses", "knew", "the dam leaked", {"kind": "group", "anonymous": True}, None),
    ("Managers at the works", "were informed", "the dam leaked", {"kind": "group", "anonymous": True}, None),
    ("A porter", "had been told", "the dam leaked", {"kind": "person", "anonymous": True}, None),
    ("A porter", "told this paper", "the dam leaked", {"kind": "person", "anonymous": True}, "A porter"),
    ("The judges", "warned", "the dam leaked", {"kind": "group", "anonymous": True}, "The judges"),
    ("The owners", "never said", "the dam leaked", {"kind": "group", "anonymous": True}, None),
    ("Our own enquiries", "have shown", "the dam leaked", {"kind": "group", "anonymous": True}, None),
    ("A third of the timetable", "said", "the dam leaked", {"kind": "document"}, None),
    ("The timetable", "says", "the dam leaked", {"kind": "document"}, "The timetable"),
]


def piece_of(text: str, content: str, spoken: str, cue: str, **more: object) -> tuple[Piece, Unit]:
    """An article with one statement: `content` by `spoken`."""
    article = Article(key="a", text=text, outlet="Weir Post")

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    who = Source(id="s", **{"kind": "person", "descriptor": None if "name" in more else spoken, **more})  # type: ignore[arg-type]
    said = Statement(
        id="a1", quotation="indirect", content_spans=(at(content),), cue_span=at(cue), source="s",
        source_span=at(spoken), stated_chain=("s",),
    )  # fmt: skip
    piece = Piece(reading=Reading(article=article, sources=(who,), statements=(said,)), outlet="Weir Post")
    return piece, Unit(article=article.id, spans=(at(content),), words=content, statement="a1", chain=("s",))


@pytest.mark.parametrize(("who", "cue", "content", "more", "teller"), TABLE)
def test_who_can_have_told_it(who: str, cue: str, content: str, more: dict, teller: str | None) -> None:
    links = told_links(*piece_of(f"{who} {cue} that {content}. Nobody slept.", content, who, cue, **more))
    assert [s.descriptor for s in links] == ([teller] if teller else [])


def test_a_place_tells_nothing() -> None:
    text = "Rain fell in Aldmoor. The dam leaked, the company insists. From Aldmoor six buses left."
    piece, unit = piece_of(text, "The dam leaked", "the company", "insists", kind="unknown", name="Aldmoor")
    assert [s.descriptor for s in told_links(piece, unit)] == ["the company"]
    spoken = piece_of(
        text.replace("the company", "Aldmoor"), "The dam leaked", "Aldmoor", "insists", kind="unknown", name="Aldmoor"
    )
    assert [s.name for s in told_links(*spoken)] == ["Aldmoor"]


def test_a_name_that_ends_what_is_told_is_not_who_speaks() -> None:
    text = "The town will stop its trial of Corvidan, the head of the Drug Agency said."
    piece, unit = piece_of(
        text, "The town will stop its trial of Corvidan", "the head of the Drug Agency", "said", name="Corvidan"
    )
    assert [(s.name, s.descriptor) for s in told_links(piece, unit)] == [(None, "the head of the Drug Agency")]


PAPERS = [
    ("The dam is worth 4 million, a valuation by the insurer shows.", "the insurer", "a valuation by the insurer"),
    ("The dam is worth 4 million, the Coastal Survey says.", "the Coastal Survey", "the Coastal Survey"),
]


@pytest.mark.parametrize(("text", "spoken", "shown"), PAPERS)
def test_a_paper_that_ends_the_sentence(text: str, spoken: str, shown: str) -> None:
    (link,) = told_links(*piece_of(text, "The dam is worth 4 million", spoken, text.split()[-1][:-1]))
    assert link.descriptor == shown


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        ("The Post has seen a memorandum of the ministry.", "a memorandum"),
        ("The ministry has published nothing.", None),
        ("The minister was late.", None),
    ],
)
def test_it_says_of_a_paper_at_hand(before: str, shown: str | None) -> None:
    text = f"{before} It says that the dam leaked."
    piece, unit = piece_of(text, "the dam leaked", "It", "says")
    own = replace(unit, statement=None, chain=())
    links = told_links(piece, own)
    assert [s.descriptor for s in links] == ([f"{shown} of the ministry"] if shown else []) or (
        shown and links[0].descriptor == shown
    )
