"""Owns where a unit comes from that names nobody, or only an outlet that is not found to tell the claim."""

import pytest

from firsthand.tracing.trace import trace
from tests.tracing.invented import Story, source, sources

WHO = sources(
    source("MAYOR", name="Vera Holm", role="mayor"),
    source("PILOT", name="Knut Orrin"),
    source("ECHO", "outlet", "Fjord Echo"),
    source("plan", "document", descriptor="a plan"),
)
TABLE = {
    "in an own voice, beside who tells it elsewhere": (
        ("[q|The quay is sold|MAYOR].", "[q|Sold is the quay]. [x|It rains|MAYOR], Vera Holm said."),
        (1, 1),
    ),
    "in an own voice, beside somebody else": (
        ("[q|The quay is sold|MAYOR].", "[q|Sold is the quay]. [x|It rains|PILOT], Knut Orrin said."),
        (1, 2),
    ),
    "from an outlet whose article has it from there": (
        (
            "[q|The quay is sold|MAYOR]. [y|The port is poor|MAYOR].",
            "[y|The port is poor], Brandal Mail wrote.",
            "[y|Poor is the port|ECHO] and [q|sold is the quay|ECHO], the Fjord Echo wrote.",
        ),
        (1, 1),
    ),
    "advised in so many words": (
        ("[q|The quay should be sold|MAYOR].", "[q|a sale of the quay|plan/wants], a plan advises."),
        (2, 2),
    ),
}


@pytest.mark.parametrize(("articles", "interval"), TABLE.values(), ids=TABLE)
def test_where_it_comes_from(articles: tuple[str, ...], interval: tuple[int, int]) -> None:
    story = Story(sources=WHO)
    for n, text in enumerate(articles):
        story.add(f"k{n}", ("Brandal Mail", "Fjord Echo", "Skerry Post")[n], f"2031-05-0{n + 4}T06:00:00Z", text)
    found = trace(story.pieces, story.clusters)
    claim = next(c for c in found.claims if any("uay" in r.words for r in c.reports))
    assert claim.independence == interval
