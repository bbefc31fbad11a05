"""Owns the edges between articles: tables of two articles and the edge between them."""

import pytest

from firsthand.tracing.derivations import derivations
from firsthand.tracing.namings import namings, outlet_names
from firsthand.tracing.told import told
from tests.tracing.invented import Story, source, sources

WHO = sources(
    source("clerk", descriptor="a clerk at the harbour office"),
    source("site", "organisation", None, descriptor="a foreign website", anonymous=False),
    source("MAYOR", name="Vera Holm", role="mayor"),
)
FIRST = (
    "[quay|The eastern quay of Brandal is sinking by two centimetres a year|clerk], a clerk at the harbour office "
    "said. Nobody has dared to park a truck there since a crane toppled in the autumn gales. The port lives mostly on "
    "herring and on gravel for the roads of the interior."
)
TABLE = [
    (
        "names it",
        "Fish is dear again in the towns of the interior. [quay|A quay sinks|clerk], the Brandal Mail reported.",
        ("cites", True),
    ),
    ("a copy", FIRST, ("verbatim", False)),
    ("a copy with credit", f"{FIRST} First published by the Brandal Mail.", ("verbatim", True)),
    (
        "a description",
        "The mayor rejected the claim of a foreign website that [quay|the quay is sinking year by year|MAYOR/denies].",
        ("cites", True),
    ),
    (
        "in its own voice, with its details",
        "[quay|A whole quay is sinking]. Trucks are no longer parked there, no wonder: a crane toppled in the gales "
        "of autumn. Herring and gravel for the roads of the interior are what the port lives on.",
        ("rewrite", False),
    ),
    ("a named source of both", "[quay|The quay is sinking|MAYOR], mayor Vera Holm said.", None),
    ("told to itself", "[quay|The quay is sinking|clerk], a clerk told the Fjord Echo.", None),
    ("only the claim", "[quay|The eastern quay is sinking].", None),
    ("another matter", "[tax|Dog tax will rise|MAYOR], the mayor said. She has never read the Brandal Mail.", None),
]


@pytest.mark.parametrize(("text", "edge"), [t[1:] for t in TABLE], ids=[t[0] for t in TABLE])
def test_edge(text: str, edge: tuple[str, bool] | None) -> None:
    story = Story(sources=WHO)
    story.add("first", "Brandal Mail", "2031-05-04T06:00:00Z", FIRST)
    story.add("later", "The Fjord Echo", "2031-05-05T06:00:00Z", text)
    found = derivations(told(story.pieces, story.clusters))
    assert [(e.kind, e.acknowledged) for e in found] == ([] if edge is None else [edge])
    for e in found:
        assert e.evidence
        assert e.passages
        for before, after in e.passages:
            story.pieces[1].reading.article.check(after)
            if before is not None:
                story.pieces[0].reading.article.check(before)


def test_an_edge_goes_to_the_nearest_link() -> None:
    story = Story(sources=WHO)
    story.add("first", "Brandal Mail", "2031-05-04T06:00:00Z", FIRST)
    story.add("wire", "North Wire", "2031-05-04T09:00:00Z", "[quay|A quay is sinking|clerk], the Brandal Mail wrote.")
    story.add(
        "last",
        "Fjord Echo",
        "2031-05-05T06:00:00Z",
        "[quay|A quay sinks|clerk], North Wire wrote, citing the Brandal Mail.",
    )
    name = {p.id: p.key for p in story.pieces}
    found = derivations(told(story.pieces, story.clusters))
    assert [(name[e.earlier], name[e.later]) for e in found] == [("first", "wire"), ("wire", "last")]


NAMED = [
    ("The Brandal Mail reported on Monday that it rained.", ["brandal mail"]),
    ("It rained, the Brandal Mail said. The Mail had seen it.", ["brandal mail", "brandal mail"]),
    ("The Mail on the table was wet.", []),
    ("The mayor told the Fjord Echo that it rained.", []),  # its own
    ("The Echo reported on Monday that it rained.", ["fjord echo"]),
    ("Brandal Mailing is a firm.", []),
]


@pytest.mark.parametrize(("text", "outlets"), NAMED)
def test_namings(text: str, outlets: list[str]) -> None:
    story = Story(sources=WHO)
    story.add("first", "The Brandal Mail", None, FIRST)
    piece = story.add("later", "Fjord Echo", None, text)
    found = namings(piece, outlet_names(story.pieces))
    assert [n.outlet for n in found] == outlets
    assert all(n.sentence.holds(n.span) for n in found)
