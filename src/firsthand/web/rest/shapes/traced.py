"""Owns the forms of claims and traces, firsthand/1 as `firsthand.model.wire_trace` writes them. It traces nothing."""

from pydantic import Field

from firsthand.model import Certainty, SourceKind
from firsthand.model.trace import ClashKind, Derivation, DriftKind, EdgeKind, ReportStance, Telling
from firsthand.model.trace import Field as Where
from firsthand.web.rest.shapes.base import Heads, Listed, Pair, Shape, Whole
from firsthand.web.rest.shapes.held import Day

Moments = tuple[str | None, str | None]


class TraceSource(Shape):
    """A link of a chain or a root. The id of an unnamed one is of its own article only: nothing answers to it."""

    id: str
    kind: SourceKind
    name: str | None
    descriptor: str | None
    role: str | None
    affiliation: str | None
    anonymous: bool
    count: Heads
    via: str | None


class TraceRoot(Shape):
    """A root; `own_voice` where an outlet is it only because its article names nobody."""

    source: str
    count: Heads
    own_voice: bool
    reports: list[str]


class TraceReport(Shape):
    """One article's telling of a claim."""

    unit: str
    article: str
    article_id: str
    outlet: str | None
    statement: str | None
    field: Where
    content_spans: list[Pair]
    words: str
    quotation: Telling
    stance: ReportStance
    certainty: Certainty
    hedges: list[str]
    chain: list[str]
    stated_chain: list[str]
    derived_from: str | None
    derivation: Derivation
    when: Moments


class TraceDrift(Shape):
    """What differs along a derivation."""

    from_: str = Field(alias="from")
    to: str
    kind: DriftKind
    before: str
    after: str
    from_unit: str
    to_unit: str


class TraceClaim(Shape):
    """A claim with its reports; `independence` counts distinct known roots."""

    id: str
    text: str
    roots: list[str]
    root_details: list[TraceRoot]
    independence: Heads
    why: list[str]
    turns_on: list[str]
    reports: list[TraceReport]
    drift: list[TraceDrift]


class TraceEdge(Shape):
    """One article derived from another."""

    from_: str = Field(alias="from")
    to: str
    kind: EdgeKind
    acknowledged: bool
    evidence: str
    passages: list[tuple[Pair | None, Pair]]
    by: str


class TraceClash(Shape):
    """Claims that do not go together."""

    claims: tuple[str, str]
    kind: ClashKind
    by: list[str]
    why: str


class TraceCorrection(Shape):
    """A claim that a root took back or denies, and who still carries it."""

    claim: str
    article: str
    unit: str
    source: str | None
    carried_by: list[str]


class TraceAbsent(Shape):
    """An outlet that articles have something from, and of which no article is here that they can mean."""

    outlet: str
    by: list[str]


class TraceAnswer(Whole):
    """Where claims come from. `asked` are the ids of those that were asked for, in the order in which they answer."""

    asked: list[str]
    sources: list[TraceSource]
    claims: list[TraceClaim]
    edges: list[TraceEdge]
    contradictions: list[tuple[str, str]]
    clashes: list[TraceClash]
    corrections: list[TraceCorrection]
    cited_but_absent: list[TraceAbsent]


class ClaimListed(Shape):
    """A claim in a list: how many outlets and articles tell it, and its distinct known roots."""

    id: str
    text: str
    independence: Heads
    outlets: int
    articles: int
    first: Day | None
    last: Day | None


class ClaimsAnswer(Listed):
    """The claims that words, or an article, mean, in the order in which they answer."""

    claims: list[ClaimListed]


class EchoRoot(Shape):
    """The one known root in words; `source` is its id, null for an unnamed one."""

    source: str | None
    words: str
    own_voice: bool


class EchoListed(Shape):
    """A claim that many outlets tell and that has one known root here."""

    claim: str
    text: str
    outlets: int
    articles: int
    first: Day | None
    last: Day | None
    root: EchoRoot
    independence: Heads


class EchoesAnswer(Listed):
    """What is widely reported with one known root, the most widely reported first. It says nothing of who is right."""

    echoes: list[EchoListed]
