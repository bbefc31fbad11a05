"""Owns statements, sources and the basis: what an article attributes, to whom, how it is put. It decides nothing."""

from dataclasses import dataclass
from typing import Literal, get_args

from firsthand.errors import InvalidValue
from firsthand.model.span import Span

Quotation = Literal["direct", "mixed", "indirect"]
Stance = Literal["asserts", "denies", "doubts", "asks", "wants", "offers", "promises", "orders", "believes", "expects"]
Certainty = Literal["flat", "hedged", "doubtful"]
SourceKind = Literal["person", "group", "organisation", "government", "country", "outlet", "document", "unknown"]
KnowledgeKind = Literal["witness", "participant", "briefed", "saw a document", "was told", "expert", "not stated"]
Count = tuple[int, int | None]
"""``(min, max)`` heads; max None where a plural has no number."""


_QUOTATIONS, _STANCES, _CERTAINTIES = get_args(Quotation), get_args(Stance), get_args(Certainty)
_SOURCE_KINDS, _KNOWLEDGE_KINDS = get_args(SourceKind), get_args(KnowledgeKind)


def _one_of(value: str, allowed: tuple[str, ...], name: str) -> None:
    if value not in allowed:
        raise InvalidValue(f"{name} is one of {', '.join(allowed)}, not {value!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """A hedging expression: its span, whose it is (`by`: None for the article's own, else a source's id), and the
    estimative or reportive `term` it is a form of, lower-cased ("allegedly", "probably").

    `range` is ICD 203's percent range of the term, only where the source is an estimate by analysts; else None.
    """

    span: Span
    term: str
    by: str | None = None
    range: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """How the source is said to know, with the words that say so (None where nothing does)."""

    kind: KnowledgeKind = "not stated"
    span: Span | None = None

    def __post_init__(self) -> None:
        _one_of(self.kind, _KNOWLEDGE_KINDS, "knowledge kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who a content is attributed to.

    `id` is unique in one reading ("s1"); `descriptor` is the article's own wording for a source without a name ("one of
    the publication's sources"); `count` is how many heads it stands for; `mentions` are all places that refer to it;
    `via` is the id of the outlet it spoke to; `distinct_from` ids that the text tells apart from it;
    `anonymity_reason` is the span that says why it is unnamed.
    """

    id: str
    kind: SourceKind
    name: str | None = None
    descriptor: str | None = None
    role: str | None = None
    affiliation: str | None = None
    anonymous: bool = False
    count: Count = (1, 1)
    mentions: tuple[Span, ...] = ()
    via: str | None = None
    distinct_from: tuple[str, ...] = ()
    anonymity_reason: Span | None = None

    def __post_init__(self) -> None:
        _one_of(self.kind, _SOURCE_KINDS, "kind of source")
        low, high = self.count
        if low < 0 or (high is not None and high < low):
            raise InvalidValue(f"a count is (min, max) with 0 <= min <= max, not {self.count}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One attribution relation: source, cue, content (Pareti 2012; Prasad et al. 2006).

    `id` is unique in one reading ("a1", a nested one "a1.1"). `content_spans` has at least one span, in text order, not
    overlapping. `source` is a source's id or None where it is not known; `source_span` is the mention beside the cue.
    `inferred` is True where the source was carried over or concluded. `parent` is the statement inside whose content
    this one stands; `continues` the one it goes on from. `stated_chain` are source ids from the one nearest the fact to
    the one nearest the reader. `confidence` is the calibrated probability that the statement is linked right;
    `producer` names the encoder or rule that found it; `notes` say in words what lowered confidence or was concluded.
    """

    id: str
    quotation: Quotation
    content_spans: tuple[Span, ...]
    cue_span: Span | None = None
    source_span: Span | None = None
    source: str | None = None
    inferred: bool = False
    parent: str | None = None
    continues: str | None = None
    stated_chain: tuple[str, ...] = ()
    stance: Stance = "asserts"
    certainty: Certainty = "flat"
    hedges: tuple[Hedge, ...] = ()
    knowledge: Knowledge = Knowledge()
    confidence: float = 0.5
    producer: str = "unknown"
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.content_spans:
            raise InvalidValue(f"statement {self.id} has no content")
        for before, after in zip(self.content_spans, self.content_spans[1:], strict=False):
            if after.start < before.end:
                raise InvalidValue(f"the content spans of statement {self.id} overlap or are out of order")
        if not 0.0 <= self.confidence <= 1.0:
            raise InvalidValue(f"confidence lies in 0..1, not {self.confidence}")
        _one_of(self.quotation, _QUOTATIONS, "quotation")
        _one_of(self.stance, _STANCES, "stance")
        _one_of(self.certainty, _CERTAINTIES, "certainty")

    def holds(self, span: Span) -> bool:
        """True where one of the content spans holds `span`."""
        return any(s.holds(span) for s in self.content_spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Antecedent:
    """The encoder's guess that `mention` (a pronoun, say) refers to what `antecedent` names, in 0..1."""

    mention: Span
    antecedent: Span
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KindGuess:
    """The encoder's guess of what kind of thing the words at `span` refer to."""

    span: Span
    kind: SourceKind
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """What `firsthand.attribution` hands on: statements whose sources are spans only, and clues to who they are."""

    statements: tuple[Statement, ...] = ()
    antecedents: tuple[Antecedent, ...] = ()
    kinds: tuple[KindGuess, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What one article rests on. Only statements that assert, deny or doubt count, the outermost ones and those inside
    an outlet's or a document's. `named`, `outlets`, `documents` are source ids; `unnamed` is an interval of heads;
    `own_voice_share` is the share, in 0..1, of the body's characters in own-voice sentences.
    """

    named: tuple[str, ...] = ()
    unnamed: Count = (0, 0)
    outlets: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    own_voice_share: float = 0.0
