"""Owns contradictions: pairs of claims that are opposed, a source that reverses itself, and what is not opposed."""

import pytest

from firsthand.tracing.trace import trace
from tests.tracing.invented import Story, source, sources

WHO = sources(source("MAYOR", name="Vera Holm"), source("JUDGE", name="Otto Wiik"))
TABLE = [
    ("27 of 46 cranes failed their spring test", "27 of 46 cranes passed their spring test", "JUDGE", "opposed"),
    ("27 harbour cranes failed their spring test", "19 harbour cranes failed their spring test", "JUDGE", "opposed"),
    ("The eastern quay will be sold this summer", "The eastern quay will not be sold this summer", "MAYOR", "reversed"),
    ("The eastern quay will not be sold this summer", "Herring is dear in the interior", "MAYOR", None),
    ("27 harbour cranes failed their spring test", "The old lighthouse keeper likes 19 sorts of tea", "JUDGE", None),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "who", "kind"), TABLE)
def test_two_claims(a: str, b: str, who: str, kind: str | None) -> None:
    story = Story(sources=WHO)
    story.add("a", "Brandal Mail", "2031-05-04T06:00:00Z", f"[a|{a}|MAYOR].")
    story.add("b", "Fjord Echo", "2031-05-05T06:00:00Z", f"[b|{b}|{who}].")
    found = trace(story.pieces, story.clusters).contradictions
    assert [c.kind for c in found] == ([kind] if kind else [])
    assert all(c.why for c in found)


def test_who_negates_the_claim_denies_it() -> None:
    story = Story(sources=WHO)
    story.add("a", "Brandal Mail", "2031-05-04T06:00:00Z", "[sale|The quay will be sold|MAYOR].")
    story.add("b", "Fjord Echo", "2031-05-05T06:00:00Z", "[sale|Nobody is going to sell the quay|JUDGE].")
    found = trace(story.pieces, story.clusters)
    assert [r.stance for r in found.claims[0].reports] == ["asserts", "denies"]
    assert [c.kind for c in found.contradictions] == ["denied"]
    assert found.claims[0].independence == (1, 1)


def test_other_words_through_an_outlet_are_no_denial() -> None:
    story = Story(sources=WHO | {"MAIL": source("MAIL", "outlet", "Brandal Mail")})
    story.add("a", "Brandal Mail", "2031-05-04T06:00:00Z", "[tests|27 cranes failed their tests|MAYOR].")
    story.add(
        "b",
        "Fjord Echo",
        "2031-05-05T06:00:00Z",
        "[tests|27 cranes did not get through their tests|MAIL], the Brandal Mail wrote.",
    )
    assert [r.stance for r in trace(story.pieces, story.clusters).claims[0].reports] == ["asserts", "asserts"]
