"""What the article asserts with no source."""

from marked import marked

from firsthand.attribution.wording import own_voice
from firsthand.language.quotes import quotations
from firsthand.language.sentences import sentences


def _own(source: str, body_start: int = 0) -> list[str]:
    article, statements = marked(source, body_start=body_start)
    text = article.text
    return [s.of(text) for s in own_voice(article, statements, sentences(text), quotations(text))]


def test_sentences_with_no_source() -> None:
    assert _own("The ferry sank on Monday. {s|She} {q|said} {c|the mast had gone}. Nobody was hurt.") == [
        "The ferry sank on Monday.",
        "Nobody was hurt.",
    ]


def test_title_headings_bylines_datelines_questions_and_stray_quotations_are_left_out() -> None:
    text = (
        "Ferry sinks off Senn\n\nBy Ada Holm\n\nSENN (Marl Wire) — The ferry sank on Monday.\n\nWhat went wrong\n\n"
        "Who is to blame?\n\n“It was a bad night and a worse morning.”\n\nThe board meets today.\n\nEditing by Bo Lund"
    )
    assert _own(text, body_start=22) == ["The ferry sank on Monday.", "The board meets today."]


def test_a_short_own_part_beside_a_statement_is_not_own_voice() -> None:
    assert _own("On Monday {s|she} {q|said} {c|the mast had gone down with the anchor}.") == []


def test_a_long_own_part_beside_a_statement_is() -> None:
    assert (
        len(_own("The ferry, built in Senn and sold twice, sank in calm water, which {s|she} {q|called} {c|odd}.")) == 1
    )


def test_no_statements() -> None:
    assert _own("") == []
    assert _own("It rained all night.") == ["It rained all night."]
