"""How sources are said to know."""

import pytest
from marked import marked

from firsthand.attribution.wording import carried_knowledge, describe
from firsthand.model import Knowledge, Span, Statement

CASES = [
    ("{s|Orla Finch} {q|said} {c|the quay was closed}.", "not stated", None),
    ("{s|Orla Finch, who watched from the ferry}, {q|said} {c|it sank}.", "witness", "who watched from the ferry"),
    ("{s|Orla Finch}, who had seen the fire start, {q|said} {c|it spread}.", "witness", "who had seen the fire start"),
    ("{c|It spread}, {q|said} {s|Orla Finch}, 61, who was at the scene.", "witness", "who was at the scene"),
    ("{s|Rescuers at the scene} {q|said} {c|it sank}.", "witness", "at the scene"),
    ("{s|An eyewitness} {q|said} {c|it sank}.", "witness", "eyewitness"),
    ("“{c|I saw the mast go},” {s|he} {q|said}.", "witness", "I saw"),
    ("{s|He} {q|said} {c|he had heard a shot}.", "witness", "he had heard"),
    ("{s|He} {q|said} {c|he had heard that it sank}.", "was told", "he had heard that"),
    ("{s|A clerk who took part in the talks} {q|said} {c|it failed}.", "participant", "who took part in the talks"),
    ("{s|An official involved in the sale} {q|said} {c|it failed}.", "participant", "involved in the sale"),
    ("{s|One of the negotiators} {q|said} {c|it failed}.", "participant", "One of the negotiators"),
    ("{s|A former plant manager} {q|said} {c|it failed}.", "participant", "A former plant manager"),
    ("{s|Two people briefed on the plan} {q|said} {c|it failed}.", "briefed", "briefed on the plan"),
    ("{s|A lawyer who has seen the letter} {q|said} {c|it failed}.", "saw a document", "who has seen the letter"),
    ("{s|The Gull}, which has seen the letter, {q|said} {c|it failed}.", "saw a document", "which has seen the letter"),
    ("{c|It failed}, {q|according to} {s|minutes reviewed by Marl Wire}.", "not stated", None),
    ("{s|Analysts} {q|said} {c|it failed}.", "not stated", None),
    ("{s|Analysts at the tide office} {q|said} {c|it failed}.", "expert", "Analysts"),
    ("{s|Lund} {q|told} analysts {c|it failed}.", "not stated", None),
    ("{s|A mother who was told of the error} {q|said} {c|it failed}.", "was told", "who was told of the error"),
    ("{s|He} {q|said} {c|he had been told the gate was shut}.", "was told", "he had been told"),
    ("{s|The guard} {q|said} {c|the office had assured him the gate was shut}.", "was told", "had assured him"),
    ("{s|Mira Holt, a professor of law}, {q|said} {c|it failed}.", "expert", "professor"),
    ("{s|Mira Holt, who studies tides}, {q|said} {c|it failed}.", "expert", "who studies tides"),
    ("{s|Political scientist Mira Holt} {q|said} {c|it failed}.", "expert", "scientist"),
    ("{c|It failed}, {q|said} {s|Mira Holt}, a marine biologist at Senn.", "expert", "biologist"),
    ("{s|Three people familiar with the matter} {q|said} {c|it failed}.", "not stated", None),
    ("{s|Sources close to the mayor} {q|said} {c|it failed}.", "not stated", None),
    ("{s|A clerk who had not seen the letter} {q|said} {c|it failed}.", "not stated", None),
    ("“{c|I never saw it},” {s|he} {q|said}.", "not stated", None),
    ("{s|He} {q|said} {c|the crowd saw the mast go}.", "not stated", None),
]


@pytest.mark.parametrize(("text", "kind", "words"), CASES)
def test_knowledge(text: str, kind: str, words: str | None) -> None:
    article, statements = marked(text)
    got = describe(article, statements)[0].knowledge
    assert got.kind == kind
    if kind == "expert":
        assert got.span is not None
        assert words is not None
        assert words in got.span.of(article.text)
    else:
        assert (got.span and got.span.of(article.text)) == words


def test_words_about_another_source_are_not_taken() -> None:
    article, statements = marked(
        "{s|The mayor} {q|said} {c|it sank}, and {s2|a diver who examined the hull} {q2|said} {c2|it was cut}."
    )
    mayor, diver = describe(article, statements)
    assert (mayor.knowledge.kind, diver.knowledge.kind) == ("not stated", "witness")


def test_knowledge_is_carried_to_the_sources_other_statements() -> None:
    def say(id: str, source: str | None, knowledge: Knowledge, start: int) -> Statement:
        span = Span(start, start + 5)
        return Statement(id=id, quotation="indirect", content_spans=(span,), source=source, knowledge=knowledge)

    saw = Knowledge(kind="witness", span=Span(90, 99))
    own = Knowledge(kind="was told", span=Span(31, 33))
    got = carried_knowledge(
        [
            say("a1", "s1", Knowledge(), 0),
            say("a2", "s1", saw, 10),
            say("a3", "s2", own, 30),
            say("a4", "s2", Knowledge(), 40),
            say("a5", None, Knowledge(), 50),
        ]
    )
    assert [s.knowledge.kind for s in got] == ["witness", "witness", "was told", "not stated", "not stated"]
