"""Owns invented stories for tests of tracing over a ledger, and what puts them there without an encoder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quick import QuickReader

from firsthand.ledger import Ledger
from firsthand.model import Article, Capture, Taken
from firsthand.pipeline.adding import Adder
from firsthand.pipeline.tracing import Answered

SEEN = "2031-06-30T08:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One article to be: what it says, where and when."""

    key: str
    text: str
    outlet: str | None = None
    published: str | None = None
    title: str | None = None
    page: str | None = None
    url: str | None = None


PIER = (
    Told(
        key="herald-1",
        outlet="Quay Herald",
        published="2031-05-03T08:00:00Z",
        text="The old ferry pier at Stellin will be torn down in autumn, Mara Quist said. It is ninety years old.",
    ),
    Told(
        key="post-1",
        outlet="Stellin Post",
        published="2031-05-04T08:00:00Z",
        text="The old ferry pier at Stellin will be torn down in autumn, Mara Quist said. Shops hope for trade.",
    ),
    Told(
        key="wire-1",
        outlet="Norrvik Wire",
        published="2031-05-04T12:00:00Z",
        text="Stellin's old ferry pier is to be torn down this autumn, an official said. Nobody would say who pays.",
    ),
    Told(
        key="bread-1",
        outlet="Norrvik Wire",
        published="2031-05-05T12:00:00Z",
        text="Bread in Varneby costs two crowns more than a year ago, Olle Brink said. Flour is dear.",
    ),
    Told(
        key="trains-1",
        outlet="Quay Herald",
        published="2031-05-06T12:00:00Z",
        text="The night trains to Karsund were sold out for weeks, Ines Falk said. More carriages are on their way.",
    ),
    Told(
        key="echo-1",
        outlet="Morning Echo",
        published="2031-05-07T12:00:00Z",
        text="The night trains to Karsund were sold out for weeks, Ines Falk said. The company is pleased.",
    ),
)


def add(ledger: Ledger, told: Iterable[Told], *, seen: str = SEEN) -> dict[str, str]:
    """Puts articles into a ledger in that order; key → id."""
    adder = Adder(ledger=ledger, load=lambda: QuickReader())  # type: ignore[arg-type, return-value]
    ids = {}
    for one in told:
        article = Article(
            key=one.key, text=one.text, title=one.title, outlet=one.outlet, published=one.published, url=one.url
        )
        body = (one.page or one.text).encode()
        capture = Capture(
            location=one.url or f"/news/{one.key}.txt",
            fetched_at=seen,
            body=body,
            media_type="text/html" if one.page else "text/plain",
            url=one.url,
        )
        outcome = adder.take(Taken(key=one.key, article=article, capture=capture))
        assert outcome.what in ("added", "held"), outcome
        ids[one.key] = article.id
    return ids


def together(found: Answered) -> set[frozenset[str]]:
    """The claims as sets of the keys of the articles that tell them, those of two or more."""
    return {keys for c in found.trace.claims if len(keys := frozenset(r.key for r in c.reports)) > 1}


def shape(found: Answered) -> Mapping[str, tuple[object, ...]]:
    """Everything that a trace says of each claim, by its id, in a form that can be compared."""
    return {c.id: (c.text, c.independence, c.reports, c.roots, c.drift) for c in found.trace.claims}
