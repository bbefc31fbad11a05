"""Owns articles that retell another one silently: invented ones, of which each claim is told in other words."""

import pytest

from firsthand.tracing.derivations import derivations
from firsthand.tracing.told import told
from tests.tracing.invented import Story, source, sources

WHO = sources(
    source("clerk", descriptor="a clerk at the toll office"),
    source("somebody", descriptor="an insider"),
    source("WARDEN", name="Ada Brill", role="bridge warden"),
    source("PILOT", name="Knut Orrin", role="pilot"),
)
FIRST = (
    "[toll|The toll on the Sound bridge will be doubled in spring|clerk], a clerk at the toll office said. "
    "[rust|Two of its piers are eaten by rust|clerk], the clerk said. [debt|The bridge company owes 30 million|clerk]."
)
OTHER = "[rust|Rust was found on two piers|WARDEN], warden Ada Brill said. It rained on the lake all day yesterday."
AGGREGATOR = (
    "[toll|Driving across gets twice as dear]. [debt|The firm is 30 million in the red]. "
    "What next? Nobody will say. Share this page with your friends and have a nice day."
)
TABLE = {
    "an aggregator": (AGGREGATOR, ["first"]),
    "a tabloid with a quotation for colour": (
        "Bridge robbers! [toll|They want twice the money from us]. [rust|And all the while the thing rots away]. "
        "So much for safety on the Sound. [fun|I will swim|PILOT], says pilot Knut Orrin.",
        ["first"],
    ),
    "one unnamed source more": (
        "[toll|Pay double, or stay at home]. "
        "[debt|The company is in debt|somebody], an insider let slip. [end|Poor old bridge].",
        ["first"],
    ),
    "whom it asked about other things does not matter": (
        "[toll|Driving across gets twice as dear]. [debt|The firm is 30 million in the red]. "
        "[sea|The sea is calm|PILOT], said Knut Orrin. [sky|The sky is grey|PILOT], he said.",
        ["first"],
    ),
    "one claim alone": ("[toll|Driving across gets twice as dear]. The choir sang in the rain for two hours.", []),
    "a source of its own": (
        "[toll|Driving across gets twice as dear|PILOT], pilot Knut Orrin said. [debt|It owes money|PILOT], he said.",
        [],
    ),
    "mostly attributed": (
        "[toll|Driving across gets dear]. [debt|It owes money]. [rust|No rust is there|WARDEN], said Ada Brill. "
        "[sea|The sea is calm|PILOT], said Knut Orrin. [sky|The sky is grey|PILOT], he said.",
        [],
    ),
    "not what it leads with": (
        "The choir of the harbour church sang in the rain. It had practised the piece since the long winter. "
        "Two hundred people listened to it under umbrellas. [toll|Driving gets dear]. [debt|There are debts].",
        [],
    ),
    "what it names is not silent": (
        "[toll|Driving gets dear], the Sound Mail reported. [debt|There are debts]. Have a very nice day, everybody.",
        ["first"],
    ),
}  # fmt: skip


def _story(text: str, outlet: str = "Clickpile") -> Story:
    story = Story(sources=WHO)
    story.add("first", "Sound Mail", "2031-05-04T06:00:00Z", FIRST)
    story.add("other", "Lake Courier", "2031-05-04T09:00:00Z", OTHER)
    story.add("later", outlet, "2031-05-05T06:00:00Z", text)
    return story


@pytest.mark.parametrize(("text", "wanted"), TABLE.values(), ids=TABLE)
def test_what_is_retold(text: str, wanted: list[str]) -> None:
    story = _story(text)
    name = {p.id: p.key for p in story.pieces}
    found = [e for e in derivations(told(story.pieces, story.clusters)) if name[e.later] == "later"]
    assert [name[e.earlier] for e in found] == wanted


def test_it_is_said_to_be_inferred() -> None:
    story = _story(AGGREGATOR)
    (edge,) = derivations(told(story.pieces, story.clusters))
    assert (edge.kind, edge.acknowledged) == ("rewrite", False)
    assert edge.evidence.startswith("inferred: it tells 2 claims of that article")


def test_what_is_left_comes_from_who_tells_it() -> None:
    story = _story(AGGREGATOR + " [fire|A fire was put out below].")
    story.add(
        "fire",
        "Lake Gazette",
        "2031-05-04T10:00:00Z",
        "[fire|Firemen fought a fire under the bridge|WARDEN], she said.",
    )
    name = {p.id: p.key for p in story.pieces}
    found = derivations(told(story.pieces, story.clusters))
    assert {name[e.earlier] for e in found} == {"first", "fire"}


def test_what_the_same_outlet_told_before_is_its_own() -> None:
    story = _story(AGGREGATOR)
    story.add("own", "Clickpile", "2031-05-03T06:00:00Z", "[toll|It gets dear|clerk]. [debt|It owes money|clerk].")
    name = {p.id: p.key for p in story.pieces}
    found = derivations(told(story.pieces, story.clusters))
    assert not [e for e in found if name[e.later] == "later"]


def test_the_one_with_the_same_number_goes_before_the_first() -> None:
    story = Story(sources=WHO)
    story.add("first", "Sound Mail", "2031-05-04T06:00:00Z", FIRST)
    story.add(
        "loud",
        "The Blare",
        "2031-05-04T09:00:00Z",
        "[toll|The toll is doubled|clerk], a clerk said. [debt|The company owes 300 million|clerk].",
    )
    story.add(
        "later",
        "Clickpile",
        "2031-05-05T06:00:00Z",
        "[toll|You will pay twice as much]. [debt|That lot has debts of 300 million]. What a mess, friends.",
    )
    name = {p.id: p.key for p in story.pieces}
    found = [e for e in derivations(told(story.pieces, story.clusters)) if name[e.later] == "later"]
    assert [name[e.earlier] for e in found] == ["loud"]
