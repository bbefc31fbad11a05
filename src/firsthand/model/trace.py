"""Owns the values of tracing: units, pieces, reports, claims, roots, edges, drift, the trace. It decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Literal, get_args

from firsthand.errors import InvalidValue
from firsthand.model.article import digest
from firsthand.model.reading import Reading
from firsthand.model.span import Span
from firsthand.model.statement import Certainty, Count, Source, SourceKind, Stance

Field = Literal["text", "title"]
Telling = Literal["direct", "mixed", "indirect", "none"]
"""How a unit is given: as a statement's quotation, or "none" for own voice and titles."""
EdgeKind = Literal["verbatim", "rewrite", "cites"]
Derivation = Literal["verbatim", "rewrite", "cites", "independent", "original"]
ReportStance = Literal["asserts", "denies", "doubts"]
DriftKind = Literal["hedge", "number", "attribution", "quotation", "headline"]
ClashKind = Literal["denied", "opposed", "reversed", "retracted"]
DecisionKind = Literal["merge", "split", "cut", "link", "one root", "two roots"]

Instants = tuple[str | None, str | None]
"""Earliest and latest ISO 8601 instant at which an article can have come out (UTC, ``2031-05-04T09:00:00Z``)."""


def _one_of(value: str, allowed: object, name: str) -> None:
    if value not in get_args(allowed):
        raise InvalidValue(f"{name} is one of {', '.join(get_args(allowed))}, not {value!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One place of one article where something is told: a statement's content, a part of it, own voice, or a title.

    `article` is the article's id. `spans` count in the article's text, or in its title where `field` is "title";
    `words` are the words at them. `statement` is the local id of the statement it comes from, None for own voice and
    titles. `hedges` are the terms of the hedges that bear on it. `chain` are local source ids, the one nearest the fact
    first (the statement's `stated_chain`). `parent` is the id of the unit that this one is a part of.
    `id` is a digest of article, field and spans, and of the statement where it has one.
    """

    article: str
    spans: tuple[Span, ...]
    words: str
    field: Field = "text"
    statement: str | None = None
    quotation: Telling = "none"
    stance: Stance = "asserts"
    certainty: Certainty = "flat"
    hedges: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    parent: str | None = None
    id: str = made(init=False)

    def __post_init__(self) -> None:
        if not self.spans:
            raise InvalidValue(f"a unit of article {self.article} has no span")
        _one_of(self.field, Field, "field")
        _one_of(self.quotation, Telling, "quotation")
        _one_of(self.stance, Stance, "stance")
        _one_of(self.certainty, Certainty, "certainty")
        places = ",".join(f"{s.start}-{s.end}" for s in self.spans)
        object.__setattr__(self, "id", digest(self.article, self.field, places, self.statement))


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article as tracing sees it.

    `keys` gives, for named sources only, the id across articles of a local source id (`SourceKey.id`). `outlet` is the
    outlet's canonical name, `aliases` are the other names under which texts call it, `links` the addresses that its
    page points to. `when` is the interval in which it came out, `(None, None)` where nothing is known.
    """

    reading: Reading
    keys: Mapping[str, str] = made(default_factory=dict)
    outlet: str | None = None
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    when: Instants = (None, None)

    def __post_init__(self) -> None:
        earliest, latest = self.when
        if earliest is not None and latest is not None and latest < earliest:
            raise InvalidValue(f"an article came out between {earliest} and {latest}: the end is before the start")

    @property
    def id(self) -> str:
        """The article's id."""
        return self.reading.article.id

    @property
    def key(self) -> str:
        """The article's key, the caller's own name for it."""
        return self.reading.article.key

    def source_id(self, local: str) -> str:
        """The id across articles of a local source: its key's, or, for one that has none, its own in this article."""
        return self.keys.get(local) or digest(self.id, local)


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedSource:
    """A source as the trace shows it: `id` as in `Piece.source_id`, the rest as in `Source`. `via` is an id like `id`.

    `article` is the id of the article that alone knows it, for a source without a key; `local` its id there.
    """

    id: str
    kind: SourceKind
    name: str | None = None
    descriptor: str | None = None
    role: str | None = None
    affiliation: str | None = None
    anonymous: bool = False
    count: Count = (1, 1)
    via: str | None = None
    article: str | None = None
    local: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article's telling of a claim. `unit` is the id of the unit it comes from, `article` and `key` are the
    article's; `outlet` is canonical.

    `chain` is the way as far as tracing knows it, `stated_chain` as the article says it: ids of `TracedSource`, the one
    nearest the fact first. `derived_from` is the id of the article it was taken from; None where there is none.
    """

    unit: str
    article: str
    key: str
    spans: tuple[Span, ...]
    words: str
    outlet: str | None = None
    field: Field = "text"
    statement: str | None = None
    quotation: Telling = "none"
    stance: ReportStance = "asserts"
    certainty: Certainty = "flat"
    hedges: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    stated_chain: tuple[str, ...] = ()
    derived_from: str | None = None
    derivation: Derivation = "original"
    when: Instants = (None, None)

    def __post_init__(self) -> None:
        _one_of(self.stance, ReportStance, "a report's stance")
        _one_of(self.derivation, Derivation, "derivation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """A first link of one or more chains of a claim. `source` is a `TracedSource` id; `count` the heads it stands for.

    `own_voice` is True where an outlet is the root only because its article names nobody. `reports` are the unit ids
    of the asserting reports that go back to it.
    """

    source: str
    count: Count = (1, 1)
    own_voice: bool = False
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One article derived from another: `later` (article id) took from `earlier`.

    `passages` are the places that show it, each a span of the earlier text (None where only the later one shows it, by
    naming the other) and one of the later text. `evidence` says it in words. `by` is "text" or the decision's id.
    """

    earlier: str
    later: str
    kind: EdgeKind
    acknowledged: bool = False
    evidence: str = ""
    passages: tuple[tuple[Span | None, Span], ...] = ()
    by: str = "text"

    def __post_init__(self) -> None:
        _one_of(self.kind, EdgeKind, "an edge's kind")
        if self.earlier == self.later:
            raise InvalidValue(f"article {self.earlier} cannot derive from itself")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """What differs along a derivation: `earlier` and `later` are units' ids, `before` and `after` the words."""

    earlier: str
    later: str
    from_article: str
    to_article: str
    kind: DriftKind
    before: str
    after: str

    def __post_init__(self) -> None:
        _one_of(self.kind, DriftKind, "a kind of drift")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What differently worded units have in common, and how many distinct roots it is known to have.

    `id` is a digest of its first report's unit, so that later reports do not change it. `text` is one report's own
    wording. `independence` is `(min, max)`, max None where a plural has no number. `why` and `turns_on` are sentences.
    """

    id: str
    text: str
    reports: tuple[Report, ...]
    roots: tuple[Root, ...] = ()
    independence: Count = (0, 0)
    why: tuple[str, ...] = ()
    turns_on: tuple[str, ...] = ()
    drift: tuple[Drift, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two things that do not go together. `a` and `b` are claims' ids; equal where one claim is told and denied.

    `by` are the sources' ids behind it: of a reversal, the one that said both. `why` says it in words.
    """

    a: str
    b: str
    kind: ClashKind
    by: tuple[str, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        _one_of(self.kind, ClashKind, "a kind of contradiction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A root of `claim` that took it back or denies it, at unit `unit` of `article`, and who still carries the claim.

    `carried_by` are ids of articles that assert the claim, earlier and later ones, in order of time.
    """

    claim: str
    article: str
    unit: str
    source: str | None
    carried_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """An outlet that articles (`by`: their ids) have it from; the ledger holds no article of it that they can mean."""

    outlet: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceDecision:
    """What an analyst decided. `a` and `b` are units' ids (merge, split), article ids (cut, link: `a` the earlier one)
    or sources' ids (one root, two roots). `edge` is the kind of an added link. `id` names the decision.
    """

    id: str
    kind: DecisionKind
    a: str
    b: str
    edge: EdgeKind = "cites"
    reason: str = ""

    def __post_init__(self) -> None:
        _one_of(self.kind, DecisionKind, "a kind of decision")
        if self.a == self.b:
            raise InvalidValue(f"a decision is about two different things, not {self.a} twice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What is known of where the claims of a set of articles come from. `keys` gives each article's key by its id."""

    sources: tuple[TracedSource, ...] = ()
    claims: tuple[Claim, ...] = ()
    edges: tuple[Edge, ...] = ()
    contradictions: tuple[Clash, ...] = ()
    corrections: tuple[Correction, ...] = ()
    cited_but_absent: tuple[Absent, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()

    def source(self, id: str) -> TracedSource:
        """The source with that id."""
        return next(s for s in self.sources if s.id == id)

    def claim(self, id: str) -> Claim:
        """The claim with that id."""
        return next(c for c in self.claims if c.id == id)


def traced(piece: Piece, source: Source) -> TracedSource:
    """`source` of `piece` as the trace shows it."""
    keyed = source.id in piece.keys
    return TracedSource(
        id=piece.source_id(source.id),
        kind=source.kind,
        name=source.name,
        descriptor=source.descriptor,
        role=source.role,
        affiliation=source.affiliation,
        anonymous=source.anonymous,
        count=source.count,
        via=None if source.via is None else piece.source_id(source.via),
        article=None if keyed else piece.id,
        local=None if keyed else source.id,
    )
