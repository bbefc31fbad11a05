"""Reports with nobody behind them."""

import pytest
from marked import marked

from firsthand.attribution.wording import describe, impersonal_cues
from firsthand.language.sentences import sentences

CASES = [
    ("Allegedly, the quay was sold twice.", [("Allegedly", ["the quay was sold twice"])]),
    ("The envoy has reportedly left the city.", [("reportedly", ["The envoy has", "left the city"])]),
    ("The envoy is said to have left.", [("is said", ["The envoy", "to have left"])]),
    ("It is understood that the envoy left.", [("It is understood that", ["the envoy left"])]),
    ("It later emerged that the gate was open.", [("It later emerged that", ["the gate was open"])]),
    ("Rumour has it that the bell rings by itself.", [("Rumour has it that", ["the bell rings by itself"])]),
    ("The mast fell, but the keel is believed to be sound.", [("is believed", ["the keel", "to be sound"])]),
    ("“It is said that he left,” reads the sign.", []),
    ("The mast fell.", []),
    ("{s|She} {q|said} {c|he had reportedly left}.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_impersonal_cues(text: str, expected: list[tuple[str, list[str]]]) -> None:
    article, statements = marked(text)
    found = impersonal_cues(article, sentences(article.text), statements)
    words = article.text
    got = [(s.cue_span.of(words) if s.cue_span else "", [c.of(words) for c in s.content_spans]) for s in found]
    assert got == expected
    assert all(s.source is None and s.producer == "rule:reportive" for s in found)


@pytest.mark.parametrize("text", [t for t, expected in CASES if expected and "emerged" not in t])
def test_they_are_hedged_by_the_article(text: str) -> None:
    article, _ = marked(text + " {c|x}")
    found = describe(article, impersonal_cues(article, sentences(article.text)))
    assert [(s.stance, s.certainty) for s in found] in ([("asserts", "hedged")], [("believes", "hedged")])
    assert all(h.by is None for s in found for h in s.hedges)


def test_what_emerged_is_put_flat() -> None:
    article, _ = marked("It emerged that the gate was open. {c|x}")
    found = describe(article, impersonal_cues(article, sentences(article.text)))
    assert [(s.certainty, s.hedges) for s in found] == [("flat", ())]


def test_the_title_is_left_out() -> None:
    article, _ = marked("Envoy reportedly gone\n\nHe left. {c|x}", body_start=23)
    assert impersonal_cues(article, sentences(article.text)) == ()
