"""Owns who is whom among the roots of a claim: bodies and who speaks for them, offices, short names, documents."""

import pytest

from firsthand.model.trace import Trace, TraceDecision
from firsthand.tracing.trace import trace
from tests.tracing.invented import Story, source, sources

WHO = sources(
    source("UNION", "organisation", "Dockers’ League"),
    source("HEAD", name="Sten Aral", role="general secretary", affiliation="Dockers’ League"),
    source("MEMBER", name="Olla Vik", role="crane driver", affiliation="Dockers’ League"),
    source("SURVEY", "organisation", "Coastal Survey"),
    source("SURVEYOR", name="Pia Romm", role="hydrologist"),
    source("MAYOR", name="Vera Holm", role="mayor of Brandal"),
    source("OTHER", name="Nils Grau", role="mayor of Skerry"),
    source("chief", anonymous=False, descriptor="the town’s mayor"),
    source("hidden", descriptor="the town’s mayor"),
    source("LONG", name="Tova Lindqvist"),
    source("SHORT", name="Lindqvist"),
    source("KNUT", name="Knut Lindqvist"),
    source("INSURER", name="Arda Mutual"),
    source("insurer", descriptor="the insurer"),
    source("watch", "organisation", None, descriptor="a monitoring group", anonymous=False),
    source("seen", "unknown", "TideWatch"),
    source("MET", "organisation", "Institute for Weather"),
    source("memo", "document", descriptor="an internal memo"),
    source("again", "document", descriptor="the memo"),
    source("second", "document", descriptor="another memo"),
    source("note", "document", descriptor="a technical note"),
    source("log", "document", descriptor="the ship’s log"),
    source("AUTHOR", name="Ivo Stang", role="chief engineer"),
    source("clerk", descriptor="a clerk"),
    source("brigade", "organisation", "fire brigade"),
    source("GUARD", "organisation", "Coast Guard"),
    source("guard", "person", None, descriptor="the Guard", anonymous=True),
    source("PRESS", name="Ida Moe", role="spokeswoman", affiliation="Dockers’ League"),
    source("PRESSTWO", name="Jon Ask", role="spokesman", affiliation="Dockers’ League"),
    source("CHAIR", name="Bo Lund", role="president", affiliation="Dockers’ League"),
    source("VOICE", name="Eli Rand", affiliation="Dockers’ League"),
    source("PART", name="Gro Vang", role="League secretary"),
    source("surveyors", "group", descriptor="the Hartmoor surveyors", count=(2, None)),
    source("study", "document", descriptor="a study by the Hartmoor Institute"),
    source("rival", "document", descriptor="a study by the port"),
    source("paper", "document", descriptor="the paper"),
    source("hers", "document", descriptor="her report"),
    source("SMITH", name="Tova Lindqvist", role="pilot"),
    source("COLONEL", name="Lindqvist", role="colonel"),
)

TABLE = {
    "a body and its leader": (("[q|The quay sank|UNION].", "[q|The quay is gone|HEAD]."), (1, 1)),
    "a body and a member": (("[q|The quay sank|UNION].", "[q|The quay is gone|MEMBER]."), (1, 2)),
    "a body and two people": (
        ("[q|The quay sank|UNION].", "[q|The quay is gone|HEAD].", "[q|It went under|MEMBER]."),
        (2, 3),
    ),
    "its own, brought up beside it": (
        ("[q|The quay sank|SURVEY], the Coastal Survey says. Its hydrologist, Pia Romm, said [q|it fell|SURVEYOR].",),
        (1, 1),
    ),
    "somebody else beside it": (
        ("[q|The quay sank|SURVEY], the Coastal Survey says. The hydrologist Pia Romm said [q|it fell|SURVEYOR].",),
        (2, 2),
    ),
    "an office": (("[q|The quay sank|MAYOR], said Vera Holm.", "[q|It is gone|chief], said the mayor."), (1, 1)),
    "an office two can hold": (
        ("[q|The quay sank|MAYOR], said Vera Holm.", "[q|It is gone|chief]. [q|It fell|OTHER], Nils Grau said."),
        (2, 3),
    ),
    "an unnamed one is never named": (("[q|The quay sank|MAYOR].", "[q|It is gone|hidden]."), (1, 2)),
    "a surname": (("[q|The quay sank|LONG], said Tova Lindqvist.", "[q|It is gone|SHORT], so Lindqvist."), (1, 1)),
    "a surname of two": (
        ("[q|The quay sank|LONG], said Tova Lindqvist.", "[q|It fell|KNUT]. [q|It is gone|SHORT], so Lindqvist."),
        (2, 3),
    ),
    "a company by its trade": (
        (
            "[q|The quay sank|insurer], the insurer said.",
            "Arda Mutual, which insures the port, said [q|it fell|INSURER].",
        ),
        (1, 1),
    ),
    "a group and its name": (
        ("[q|The quay sank|watch], a monitoring group found. TideWatch said [q|it had fallen|seen].",),
        (1, 1),
    ),
    "a body of another kind": (
        ("[q|The quay sank|brigade], the fire brigade said. [q|It fell|MET], the Institute for Weather found.",),
        (2, 2),
    ),
    "the memo, told of again": (("[q|The quay sank|memo].", "[q|It is gone|again], the memo says."), (1, 1)),
    "two memos of one date": (
        (
            "[q|The quay sank|memo], an internal memo says. Dated 3 May, it has four pages.",
            "[q|The quay is gone|note], a technical note of 3 May shows.",
        ),
        (1, 1),
    ),
    "papers of two dates": (
        (
            "[q|The quay sank|memo], an internal memo of 9 May says.",
            "[q|The quay is gone|note], a technical note of 3 May shows.",
        ),
        (1, 2),
    ),
    "an author": (
        (
            "[q|The quay sank|memo], says an internal memo written by the engineer, Ivo Stang. [q|It fell|AUTHOR], so"
            " Ivo Stang.",
        ),
        (1, 1),
    ),
    "a document and somebody": (("[q|The quay sank|memo], says an internal memo.", "[q|It fell|AUTHOR]."), (2, 2)),
    "a surname with another role": (("[q|The quay sank|SMITH].", "[q|It is gone|COLONEL], so the colonel."), (1, 1)),
    "a body by a part of its name": (("[q|The quay sank|GUARD].", "[q|It is gone|guard], says the Guard."), (1, 1)),
    "two who speak for one body": (("[q|The quay sank|PRESS].", "[q|It is gone|PRESSTWO]."), (1, 1)),
    "one who speaks for it and one who leads it": (("[q|The quay sank|PRESS].", "[q|It is gone|CHAIR]."), (1, 2)),
    "somebody of the body, without a role": (("[q|The quay sank|UNION].", "[q|It is gone|VOICE]."), (1, 1)),
    "its name in the role": (("[q|The quay sank|UNION].", "[q|It is gone|PART]."), (1, 1)),
    "a study and its writers": (("[q|The quay sank|study].", "[q|It is gone|surveyors]."), (1, 1)),
    "a study and a paper": (("[q|The quay sank|study].", "[q|It is gone|paper], the paper says."), (1, 1)),
    "studies of two": (("[q|The quay sank|study].", "[q|It is gone|rival], a study by the port says."), (1, 2)),
    "her report": (("[q|The quay sank|AUTHOR]. Ivo Stang: [q|it is gone|hers], says her report.",), (1, 1)),
    "a log and a memo": (("[q|The quay sank|memo].", "[q|It fell|log]."), (1, 2)),
}
SAME_OUTLET = {
    "the memo of before": (("[q|The quay sank|memo].", "[q|It is gone|again], the memo says."), (1, 1)),
    "another memo": (("[q|The quay sank|memo].", "[q|It is gone|second], another memo says."), (1, 2)),
}


def traced(articles: tuple[str, ...], outlets: str = "ABC", decisions: tuple[TraceDecision, ...] = ()) -> Trace:
    story = Story(sources=WHO)
    for n, text in enumerate(articles):
        story.add(f"k{n}", f"Outlet {outlets[n]}", f"2031-05-0{n + 1}T06:00:00Z", text)
    return trace(story.pieces, story.clusters, decisions)


@pytest.mark.parametrize(("articles", "interval"), TABLE.values(), ids=TABLE)
def test_who_is_whom(articles: tuple[str, ...], interval: tuple[int, int]) -> None:
    (claim,) = traced(articles).claims
    assert claim.independence == interval


@pytest.mark.parametrize(("articles", "interval"), SAME_OUTLET.values(), ids=SAME_OUTLET)
def test_a_document_in_an_outlets_next_article(articles: tuple[str, ...], interval: tuple[int, int]) -> None:
    assert traced(articles, "AAA").claims[0].independence == interval


def test_the_chain_begins_with_the_source_and_the_stated_one_stays() -> None:
    found = traced(TABLE["an office"][0])
    last = found.claims[0].reports[-1]
    assert found.source(last.chain[0]).name == "Vera Holm"
    assert found.source(last.stated_chain[0]).descriptor == "the town’s mayor"


def test_a_decision_that_they_are_two_wins() -> None:
    articles = TABLE["an office"][0]
    first, last = traced(articles).claims[0].reports
    two = TraceDecision(kind="two roots", a=first.stated_chain[0], b=last.stated_chain[0], id="d")
    assert traced(articles, decisions=(two,)).claims[0].independence == (2, 2)
