"""Owns where a text names an outlet: tables of invented texts and the outlets that they have something from."""

import pytest

from firsthand.tracing.derivations import derivations
from firsthand.tracing.namings import namings, outlet_names
from firsthand.tracing.told import told
from firsthand.tracing.trace import trace
from tests.tracing.invented import Story, source, sources

WHO = sources(
    source("clerk", descriptor="a clerk at the harbour office"),
    source("again", descriptor="a clerk"),
    source("paper", "outlet", descriptor="this newspaper"),
    source("MAYOR", name="Vera Holm", role="mayor"),
)
FIRST = "[quay|The eastern quay of Brandal is sinking|clerk], a clerk at the harbour office told the Echo."
TABLE = [
    # by letters
    ("A quay is sinking, NCA reported.", ["nordland coast agency"]),
    ("HALVIK, May 5 - The agency NCA, which quotes a paper, has it.", ["nordland coast agency"]),
    ("The Nca is a beetle.", []),
    ("It rained in Halvik, INT said, citing sailors.", ["intermare"]),  # a dateline of its own shows it
    ("The FEE is due in May.", []),  # first letters, but of no agency
    ("A quay is sinking, the NCA news agency said.", ["nordland coast agency"]),
    # by the last word
    ("The Echo had written that the quay sinks.", ["fjord evening echo"]),
    ("The owner told the Echo that it rained.", ["fjord evening echo"]),
    ("Asked about a report in the Echo, she laughed.", ["fjord evening echo"]),
    ("The Echo’s clerk says that the quay sinks.", ["fjord evening echo"]),
    ("The Echo of the shot was heard for miles.", []),
    ("An editor of the Echo said that it rained.", []),
    ("The Gazette wrote that it rained.", []),  # two end in it
    ("The Agency reported that it rained.", []),  # a word for any of them
    # its own
    ("On Monday we reported that the quay is sinking.", ["brandal mail"]),
    ("A clerk told this newspaper last week that the quay is sinking.", ["brandal mail"]),
    ("A clerk told this newspaper that the quay is sinking.", []),
    ("The memo made public here on Tuesday said so.", ["brandal mail"]),
    ("We stand by our report on the quay.", ["brandal mail"]),
    ("The Mail disclosed on Sunday that the quay is sinking.", ["brandal mail"]),
    ("The Mail told you on Sunday that the quay was sinking.", ["brandal mail"]),
    ("“We reported it to the police,” the mayor said.", []),
    ("The memo was seen by this newspaper.", []),
]


def _story() -> Story:
    story = Story(sources=WHO)
    story.add("echo", "Fjord Evening Echo", "2031-05-04T06:00:00Z", FIRST)
    story.add("wire", "Nordland Coast Agency", "2031-05-04T07:00:00Z", "[quay|A quay sinks|MAYOR], Vera Holm said.")
    story.add("int", "Intermare", "2031-05-04T08:00:00Z", "HALVIK, May 4 (INT) - [sea|The sea is calm|MAYOR].")
    story.add("g1", "Halvik Gazette", None, "It rained.")
    story.add("g2", "Tarn Gazette", None, "It snowed.")
    story.add("fee", "Far Eastern Express", None, "It was dry.")
    return story


@pytest.mark.parametrize(("text", "outlets"), TABLE)
def test_namings(text: str, outlets: list[str]) -> None:
    story = _story()
    piece = story.add("later", "Brandal Mail", "2031-05-05T06:00:00Z", text)
    found = namings(piece, outlet_names(story.pieces))
    assert [n.outlet for n in found] == outlets
    assert all(n.own == (n.outlet == "brandal mail") for n in found)


FOLLOW_UPS = [
    "On Sunday we wrote that [quay|the eastern quay is sinking].",
    "[quay|The eastern quay sinks|again], a clerk told this newspaper last week.",
    "[quay|The eastern quay sinks|paper], this newspaper reported on Sunday.",
    "The Echo stands by its report that [quay|the eastern quay is sinking].",
]


@pytest.mark.parametrize("text", FOLLOW_UPS)
def test_what_an_outlet_reported_before_has_the_root_of_before(text: str) -> None:
    story = Story(sources=WHO)
    story.add("first", "Fjord Evening Echo", "2031-05-04T06:00:00Z", FIRST)
    story.add("later", "Fjord Evening Echo", "2031-05-06T06:00:00Z", text)
    (edge,) = derivations(told(story.pieces, story.clusters))
    assert (edge.kind, edge.acknowledged) == ("cites", True)
    (claim,) = trace(story.pieces, story.clusters).claims
    assert claim.independence == (1, 1)
    assert [r.derived_from for r in claim.reports] == [None, story.pieces[0].id]


def test_the_own_newspaper_is_no_other_outlet_that_is_described() -> None:
    story = _story()
    story.add(
        "later", "Capital Weekly", "2031-05-05T06:00:00Z", "A report that Capital Weekly has seen says [quay|it sinks]."
    )
    assert not [e for e in derivations(told(story.pieces, story.clusters)) if e.later == story.pieces[-1].id]
