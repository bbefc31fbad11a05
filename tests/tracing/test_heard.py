"""Owns reports whose text names the outlet their source is of, on invented articles in several styles."""

from dataclasses import replace

import pytest

from firsthand.model import Span
from firsthand.model.trace import Trace
from firsthand.tracing.trace import trace
from tests.tracing.invented import Story, source, sources

WHO = sources(
    source("harbour", descriptor="a member of the harbour board"),
    source("cook", descriptor="a ship’s cook"),
    source("theirs", descriptor="the Gull’s board member"),
    source("quoted", descriptor="a board member quoted anonymously by the Fjord Gull"),
    source("whoever", descriptor="the source who spoke to the Gull"),
    source("again", descriptor="the board member"),
    source("stranger", descriptor="a member of the harbour board"),
    source("editor", descriptor="an editor of the Gull"),
    source("diver", descriptor="the Gull’s diver"),
    source("NEWS", "organisation", "NCN"),
    source("short", "person", "Gull", anonymous=False),
)
FIRST = ("Fjord Gull", "[q|The quay is sold|harbour], a member of the harbour board told the Gull. It rained.")

TABLE = {
    "the outlet's own": ("Coast Wire", "[q|A buyer has it|theirs], the Gull’s board member says.", (1, 1)),
    "quoted by it": (
        "Coast Wire",
        "[q|A buyer has the quay|quoted], so a board member quoted anonymously by the Fjord Gull.",
        (1, 1),
    ),
    "who spoke to it": ("Coast Wire", "[q|A buyer has it|whoever], so the source who spoke to the Gull.", (1, 1)),
    "its next article": ("Fjord Gull", "[q|A buyer has it|again], the board member said again on Friday.", (1, 1)),
    "a new one of its own": (
        "Fjord Gull",
        "A board member spoke. [q|A buyer has the quay|again], the board member said.",
        (1, 2),
    ),
    "the same words elsewhere": ("Coast Wire", "[q|A buyer has it|stranger], a member of the board said.", (1, 2)),
    "one who works there": ("Coast Wire", "[q|A buyer has the quay|editor], an editor of the Gull said.", (1, 2)),
    "another one of the outlet's": ("Coast Wire", "[q|A buyer has the quay|diver], the Gull’s diver says.", (1, 2)),
    "the outlet by its last word": ("Coast Wire", "[q|A buyer has the quay|short], the Gull had it.", (1, 1)),
}  # fmt: skip


def traced(*articles: tuple[str, str], spoken: str = "") -> Trace:
    story = Story(sources=WHO)
    for n, (outlet, text) in enumerate(articles):
        story.add(f"k{n}", outlet, f"2031-05-0{n + 1}T06:00:00Z", text)
    pieces = [_spoken(p, spoken) for p in story.pieces] if spoken else story.pieces
    return trace(pieces, story.clusters)


def _spoken(piece, words: str):
    """The piece with `words` as the place where its speaker is named."""
    at = piece.reading.article.text.find(words)
    if at < 0:
        return piece
    span = Span(at, at + len(words))
    told = tuple(replace(s, source_span=span) for s in piece.reading.statements)
    return replace(piece, reading=replace(piece.reading, statements=told))


@pytest.mark.parametrize(("outlet", "text", "interval"), TABLE.values(), ids=TABLE)
def test_whose_source_it_is(outlet: str, text: str, interval: tuple[int, int]) -> None:
    found = traced(FIRST, (outlet, text))
    (claim,) = found.claims
    assert claim.independence == interval
    last = claim.reports[-1]
    if interval == (1, 1):
        assert found.source(last.chain[0]).descriptor == "a member of the harbour board"
        assert found.source(last.chain[1]).name == "Fjord Gull"


def test_two_that_fit_leave_it_open() -> None:
    two = ("Fjord Gull", "[q|The quay is sold|harbour], says one. [q|A buyer has the quay|cook], a cook said.")
    found = traced(two, ("Coast Wire", "[q|It has gone|whoever], according to the source who spoke to the Gull."))
    assert found.claims[0].independence == (1, 3)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("The Gull was told by a member of the harbour board that [q|the quay is sold|stranger].", (1, 1)),
        ("Another member of the harbour board told us that [q|the quay is sold|stranger].", (1, 2)),
        ("As a member of the harbour board told the Fjord Gull, [q|the quay is sold|stranger].", (1, 1)),
    ],
)
def test_the_sentence_says_whom_it_was_told(text: str, interval: tuple[int, int]) -> None:
    found = traced(FIRST, ("Coast Wire", text), spoken="a member of the harbour board")
    assert found.claims[0].independence == interval


def test_an_outlet_by_its_initials() -> None:
    first = ("Northern Coast News", "[q|The quay is sold|harbour], a member of the harbour board said.")
    found = traced(first, ("Fjord Gull", "[q|The quay has a buyer|NEWS], NCN had it on Sunday."))
    (claim,) = found.claims
    assert claim.independence == (1, 1)
    assert found.source(claim.reports[1].chain[1]).name == "Northern Coast News"


def test_what_came_later_is_not_looked_up() -> None:
    found = traced(("Coast Wire", "[q|The quay has gone|theirs], the Gull’s board member says."), FIRST)
    assert found.claims[0].independence == (1, 2)
