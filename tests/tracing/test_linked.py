"""Owns hyperlinks as evidence: tables of a page that links to an earlier article, and what comes of it."""

import pytest

from firsthand.model.trace import Edge
from firsthand.tracing.derivations import derivations
from firsthand.tracing.linked import address
from firsthand.tracing.told import told
from firsthand.tracing.trace import trace
from tests.tracing.invented import Story, source, sources

WHO = sources(
    source("clerk", descriptor="a clerk at the harbour office"),
    source("MAYOR", name="Vera Holm", role="mayor"),
    source("MAIL", "outlet", "Brandal Mail"),
)
ECHO = "https://echo.example/q"
URL = "https://brandalmail.example/quay"
FIRST = (
    "[quay|The eastern quay of Brandal is sinking by two centimetres a year|clerk], a clerk at the harbour office "
    "said. Nobody has dared to park a truck there since a crane toppled in the autumn gales. The port lives mostly on "
    "herring and on gravel for the roads of the interior."
)


def story(text: str, *, outlet: str = "Fjord Echo", when: str | None = "2031-05-05T06:00:00Z", **more) -> Story:
    """The first article at `URL`, and a later one whose page links to it."""
    found = Story(sources=WHO)
    first = more.get("first_when", "2031-05-04T06:00:00Z")
    found.add("first", "Brandal Mail", first, FIRST, url=URL, links=more.get("back", ()))
    found.add("later", outlet, when, text, url=ECHO, links=more.get("links", (URL,)))
    return found


def edges(found: Story) -> list[Edge]:
    return list(derivations(told(found.pieces, found.clusters)))


TABLE = [
    ("a claim of both", "Fish is dear. [quay|The quay is sinking|MAYOR], mayor Vera Holm said.", "cites"),
    ("a claim in its own voice", "[quay|The eastern quay is sinking].", "cites"),
    ("a denial", "[quay|The quay is sinking|MAYOR/denies], the mayor denied.", "cites"),
    ("another matter", "[tax|Dog tax will rise|MAYOR], the mayor said. More on the town page.", None),
    (
        "a passage of it",
        "[tax|Dog tax will rise|MAYOR]. Still, nobody has dared to park a truck there since a crane toppled in the "
        "autumn gales, as everybody in the town council knows very well. The mayor has no dog. She keeps a cat and two "
        "hens behind the old customs house. The council meets again in June.",
        "cites",
    ),
    (
        "its details",
        "[quay|A whole quay is sinking]. Trucks are no longer parked there, no wonder: a crane toppled in the gales "
        "of autumn. Herring and gravel for the roads of the interior are what the port lives on.",
        "rewrite",
    ),
    ("all of it", FIRST, "verbatim"),
]


@pytest.mark.parametrize(("text", "kind"), [t[1:] for t in TABLE], ids=[t[0] for t in TABLE])
def test_a_link_beside_what_both_tell_is_a_credit(text: str, kind: str | None) -> None:
    found = story(text)
    assert [(e.kind, e.acknowledged) for e in edges(found)] == ([(kind, True)] if kind else [])
    for edge in edges(found):
        assert "its page links to that article" in edge.evidence
        assert "no credit" not in edge.evidence
        assert edge.passages
        for before, after in edge.passages:
            found.pieces[1].reading.article.check(after)
            assert before is None or before.end <= len(found.pieces[0].reading.article.text)


OWN = "[quay|The eastern quay is sinking]."


def test_a_link_and_nothing_else_is_no_derivation() -> None:
    assert edges(story(OWN, links=())) == []
    assert edges(story(OWN, links=("https://brandalmail.example/weather",))) == []


def test_a_link_goes_back_in_time_only() -> None:
    assert edges(story(OWN, when="2031-05-03T06:00:00Z")) == []


@pytest.mark.parametrize("when", ["2031-05-04T06:00:00Z", None])
def test_a_link_shows_the_order_where_dates_do_not(when: str | None) -> None:
    found = story(OWN, when=when, first_when=when)
    (edge,) = edges(found)
    assert (edge.earlier, edge.later) == (found.pieces[0].id, found.pieces[1].id)
    assert edges(story(OWN, when=when, first_when=when, back=(ECHO,))) == []  # each links to the other: related stories


def test_who_links_has_the_root_of_what_it_links_to() -> None:
    (claim,) = trace(*both(story(OWN))).claims
    assert claim.independence == (1, 1)
    assert [r.source for r in claim.roots] == [claim.reports[0].chain[0]]
    (alone,) = trace(*both(story(OWN, links=()))).claims
    assert alone.independence == (1, 2)


def both(found: Story):
    return found.pieces, found.clusters


def test_a_link_does_not_make_an_unnamed_source_another_s() -> None:
    (claim,) = trace(*both(story("[quay|The quay sinks|clerk], a clerk told the Fjord Echo."))).claims
    assert claim.independence == (1, 2)


def test_a_link_to_its_own_earlier_article_is_a_follow_up() -> None:
    found = story("[quay|The eastern quay is sinking].", outlet="The Brandal Mail")
    (edge,) = edges(found)
    assert edge.kind == "cites"
    assert "the outlet’s own earlier article" in edge.evidence
    (claim,) = trace(*both(found)).claims
    assert claim.independence == (1, 1)
    assert claim.roots[0].own_voice is False


def test_a_denial_beside_a_link_is_told_once() -> None:
    found = story("[quay|The quay is sinking|MAYOR/denies], the mayor denied.")
    (claim,) = trace(*both(found)).claims
    assert [(r.key, r.stance) for r in claim.reports] == [("first", "asserts"), ("later", "denies")]


def test_a_link_that_was_copied_with_the_text_is_its_source_s() -> None:
    found = story(OWN)
    found.add("copy", "Hill Post", "2031-05-06T06:00:00Z", FIRST, url="https://hill.example/q")
    found.add("other", "Dale Post", "2031-05-07T06:00:00Z", FIRST, links=(URL, "https://hill.example/q", ECHO))
    name = {p.id: p.key for p in found.pieces}
    assert [(name[e.earlier], e.kind) for e in edges(found) if name[e.later] == "other"] == [("first", "verbatim")]


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("https://a.example/x?utm_source=y#top", "https://a.example/x"),
        ("", ""),
        ("http://[bad", ""),
        ("no%20address", "no%20address"),
    ],
)
def test_addresses_are_compared_without_what_tracks(given: str, canonical: str) -> None:
    assert address(given) == canonical
