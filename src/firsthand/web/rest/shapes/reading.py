"""Owns the form of a reading, firsthand/1 as `firsthand.model.wire` writes it. It writes none."""

from typing import Annotated

from pydantic import ConfigDict, Field

from firsthand.model import Certainty, KnowledgeKind, Quotation, SourceKind, Stance
from firsthand.web.rest.shapes.base import Heads, Offset, Pair, Shape, Share, Whole

Local = Annotated[str, Field(description="An id within this reading.")]


class ReadArticle(Shape):
    """The article, with the exact text that all offsets count in."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    id: str
    key: str
    title: str | None
    published: str | None
    outlet: str | None
    byline: str | None
    url: str | None
    language: str | None
    section: str = Field(default="", description="Left out where it is not known.")
    title_span: Pair | None
    body_start: Offset
    warnings: list[str]
    text: str


class ReadSource(Shape):
    """Who something is attributed to, known in this article."""

    id: Local
    kind: SourceKind
    name: str | None
    descriptor: str | None
    role: str | None
    affiliation: str | None
    anonymous: bool
    count: Heads
    mentions: list[Pair]
    via: Local | None
    distinct_from: list[Local]
    anonymity_reason: Pair | None


class ReadHedge(Shape):
    """A hedging expression; `by` is null where it is the article's own."""

    span: Pair
    by: Local | None
    term: str
    range: tuple[int, int] | None


class ReadKnowledge(Shape):
    """How the source is said to know."""

    kind: KnowledgeKind
    span: Pair | None


class ReadStatement(Shape):
    """Source, cue, content."""

    id: Local
    quotation: Quotation
    content_spans: list[Pair]
    cue_span: Pair | None
    source_span: Pair | None
    source: Local | None
    inferred: bool
    parent: Local | None
    continues: Local | None
    stated_chain: list[Local]
    stance: Stance
    certainty: Certainty
    hedges: list[ReadHedge]
    knowledge: ReadKnowledge
    confidence: Share
    producer: str
    notes: list[str]


class ReadBasis(Shape):
    """What the article rests on."""

    named: list[Local]
    unnamed: Heads
    outlets: list[Local]
    documents: list[Local]
    own_voice_share: Share


class ReadingAnswer(Whole):
    """One article, read."""

    article: ReadArticle
    sources: list[ReadSource]
    statements: list[ReadStatement]
    own_voice: list[Pair]
    basis: ReadBasis
