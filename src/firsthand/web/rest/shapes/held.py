"""Owns the forms of what the ledger answers: articles, statements, sources, timelines, audits, decisions. It asks
nothing."""

from typing import Annotated, Literal

from pydantic import Field

from firsthand.ledger.answers import Corrected, Dispute, Headline, Hedged
from firsthand.ledger.audit import Covered, Relied
from firsthand.ledger.changes import Differing
from firsthand.ledger.exported import Export
from firsthand.ledger.show import ReadWith
from firsthand.ledger.timeline import By, Lane
from firsthand.ledger.versions import Captured, Copy
from firsthand.ledger.who import InRole
from firsthand.model import Certainty, KnowledgeKind, Quotation, SourceKind, Stance
from firsthand.model.identity import KindClass
from firsthand.web.rest.shapes.base import Listed, Offset, Pair, Shape, Share, Whole

StatementId = Annotated[str, Field(description="`ARTICLE.a3`", examples=["9f3a1c2b4d5e6f70.a3"])]
Day = Annotated[str, Field(description="`YYYY-MM-DD`")]


class SourceHere(Shape):
    """A source of an article. `id` is its id across articles: null for an unnamed one, which has none."""

    id: str | None
    kind: SourceKind
    name: str | None
    known_as: str | None
    descriptor: str | None
    role: str | None
    affiliation: str | None
    anonymous: bool
    via: str | None
    anonymity_reason: str | None


class KnowledgeHere(Shape):
    """How the source is said to know, in the article's words where there are any."""

    kind: KnowledgeKind
    words: str | None


class StatementHere(Shape):
    """One statement as it stands now. `content` is null where the text was cleared."""

    statement: StatementId
    article: Headline
    source: SourceHere | None
    chain: list[SourceHere]
    content: str | None
    content_spans: list[Pair]
    quotation: Quotation
    stance: Stance
    certainty: Certainty
    hedges: list[Hedged]
    knowledge: KnowledgeHere
    inferred: bool
    inside: StatementId | None
    confidence: Share
    producer: str
    notes: list[str]
    corrected: Corrected | None
    disputes: list[Dispute]


class StatementsAnswer(Listed):
    """Statements, the newest first."""

    statements: list[StatementHere]


class SearchAnswer(StatementsAnswer):
    """The statements that a search found, best first."""

    search: str


class Paragraph(Shape):
    """The paragraphs around a statement, and where they begin in the article's text."""

    start: Offset
    text: str | None


class Marked(Shape):
    """A span of the article's text with what it is: content, source, cue, knowledge, hedge."""

    name: str
    span: Pair


class StatementShown(StatementHere):
    """A statement in its paragraph, with those inside and around it."""

    paragraph: Paragraph
    marks: list[Marked]
    others: list[StatementHere]
    captures: list[Captured]
    read_by: ReadWith


class StatementAnswer(Whole, StatementShown):
    """One statement."""


class Placed(Shape):
    """A statement of one version."""

    statement: str
    content_spans: list[Pair]


class Altered(Shape):
    """A statement that both versions have, and what differs in it."""

    before: str
    after: str
    differs: list[Differing]


class Changed(Shape):
    """What differs between two versions."""

    gained: list[Placed]
    lost: list[Placed]
    altered: list[Altered]
    kept: int
    title: tuple[str | None, str | None]
    published: tuple[str | None, str | None]
    words_differ: bool


class VersionStep(Shape):
    """From one version to the next; `changes` is null where a text was cleared."""

    before: str
    after: str
    told: str
    same_reader: bool
    changes: Changed | None


class ArticleAnswer(Whole):
    """One article with what is held of it."""

    article: Headline
    warnings: list[str]
    own_voice_share: Share
    statements: list[StatementHere]
    captures: list[Captured]
    versions: list[Headline]
    changes: list[VersionStep]
    copies: list[Copy]
    disputes: list[Dispute]
    read_by: ReadWith


class ArticlesAnswer(Listed):
    """Articles, the last captured first."""

    articles: list[Headline]


class Identifier(Shape):
    """An identifier of the users' own."""

    scheme: str
    value: str


class SourceListed(Shape):
    """One named source. `weak`: its name alone is little proof that all of this is one source."""

    id: str
    name: str
    of: KindClass = Field(alias="class")
    names: list[str]
    roles: list[InRole]
    statements: int
    articles: int
    first: Day | None
    last: Day | None
    weak: bool
    identifiers: list[Identifier]


class SourcesAnswer(Listed):
    """Named sources, those with most statements first. No unnamed source is in any list."""

    sources: list[SourceListed]
    total: int


class SourceNamed(Shape):
    """A named source with all its spellings."""

    id: str
    name: str
    of: KindClass = Field(alias="class")
    names: list[str]
    identifiers: list[Identifier]
    roles: list[InRole]


class SourceAnswer(Whole):
    """What a named source is quoted with, in order of time, and what others say of it, apart."""

    source: SourceNamed
    statements: int
    articles: int
    first: Day | None
    last: Day | None
    said: list[StatementHere]
    said_more: bool
    about: list[StatementHere]
    about_more: bool


class LaneHere(Shape):
    """A lane; all unnamed sources share one, and nothing in it is taken to be of one of them."""

    name: str | None
    of: Lane
    source: str | None
    statements: list[StatementHere]


class TimelineAnswer(Whole):
    """Who said what when."""

    about: str
    by: By
    first: Day | None
    last: Day | None
    undated: int
    more: bool
    lanes: list[LaneHere]


class ReasonGiven(Shape):
    """A reason for not naming a source, in the articles' words."""

    words: str
    sources: int


class AuditRow(Shape):
    """One row: `named`, `unnamed`, `outlets`, `documents` and `unknown` add up to `statements`."""

    name: str | None
    articles: int
    copies: int
    statements: int
    named: int
    unnamed: int
    outlets: int
    documents: int
    unknown: int
    named_sources: int
    unnamed_sources: int
    reasoned: int
    reasons: list[ReasonGiven]
    relied_outlets: list[Relied]
    relied_people: list[Relied]
    own_voice: Share | None
    first: Day | None
    last: Day | None
    begins: list[str]
    few: bool


class AuditAnswer(Whole):
    """What articles rest on, with what it was counted in."""

    by: Literal["outlet", "byline", "section", "month"]
    few_below: int
    rows: list[AuditRow]
    whole: AuditRow
    coverage: list[Covered]
    months: list[str]


class DecisionHere(Shape):
    """What a person decided; `what` says it in words. `undone_by` is set where it was taken back."""

    id: str
    kind: str
    target: str
    statement: str | None
    sources: dict[str, str]
    what: str
    who: str
    at: str
    why: str
    undoes: str | None
    undone_by: str | None


class DecisionsAnswer(Listed):
    """The log, the newest first."""

    decisions: list[DecisionHere]


class DecisionAnswer(Whole):
    """One decision."""

    decision: DecisionHere


class ClaimDecisionAnswer(DecisionAnswer):
    """One decision about a claim; `claim` is the id of a report of it, which stays when claims change."""

    claim: str


class CorrectionAnswer(DecisionAnswer):
    """A statement before and after a correction; null where there was or is none. `goes_on` are statements that go on
    from it and keep the source that it had."""

    before: StatementShown | None
    after: StatementShown | None
    goes_on: list[StatementId]


class ForgottenAnswer(Whole):
    """What went for good, and the exports that held it, which are out of reach. `rewritten` is false where the
    database's files could not be written anew just then: ``firsthand forget --compact`` does it."""

    forgotten: str
    articles: int
    captures: int
    statements: int
    exports: list[Export]
    copies: list[str] = Field(description="Other articles with much of the same text: not forgotten with it.")
    rewritten: bool
    by: str
    why: str


class JobAnswer(Whole):
    """How an add job is, and how many of each outcome it has had."""

    id: str
    what: str = Field(description="What was given, in words.")
    state: Literal["waiting", "running", "done", "failed", "stopped"]
    added: int
    held: int
    failed: int
    withheld: int
    message: str | None
    links: dict[str, str] = Field(description="`self` and `events`.")
