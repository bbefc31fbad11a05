"""Owns the forms of what is asked and sent: queries, bodies. A field that no form has is refused, so that a slip of the
pen narrows nothing in silence."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from firsthand.model import Certainty, KnowledgeKind, Quotation, SourceKind, Stance
from firsthand.model.identity import KindClass
from firsthand.model.trace import EdgeKind
from firsthand.render.exports.formats import Table
from firsthand.web.given import Facts

MOST = 200
MOST_RULES = 100_000
LONGEST_TEXT = 5_000_000
A_SIGN = r"[^\x00-\x20\x7f-\xa0]"
"""Something that can be seen; said so that every dialect of patterns reads the same."""


def _flag(value: Any) -> Any:
    words = {"true": True, "false": False}
    if isinstance(value, str):
        if value not in words:
            raise ValueError("it is true or false")
        return words[value]
    return value


def _whole(value: Any) -> Any:
    if isinstance(value, str) and not (value.removeprefix("-").isascii() and value.removeprefix("-").isdigit()):
        raise ValueError("it is a whole number")
    return value


def _place(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise ValueError("it is a whole number")
    return value


Flag = Annotated[bool, BeforeValidator(_flag)]
Words = Annotated[str, Field(min_length=1, max_length=400)]
Named = Annotated[str, Field(min_length=1, max_length=400)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="`YYYY-MM-DD`, included.")]
Limit = Annotated[int, Field(ge=1, le=MOST, description="How many at most."), BeforeValidator(_whole)]
Cursor = Annotated[str, Field(min_length=1, max_length=1000, description="`next` of the page before.")]
Why = Annotated[str, Field(min_length=1, max_length=2000, pattern=A_SIGN, description="Why it is decided.")]
Name = Annotated[str, Field(min_length=1, max_length=300, pattern=A_SIGN)]
Place = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(_place)]


class Asked(BaseModel):
    """A question's query, or a body."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paged(Asked):
    """What every list takes."""

    limit: Limit = 50
    cursor: Cursor | None = None


class Narrowing(Asked):
    """What narrows a question about statements; what is left out narrows nothing."""

    source: Named | None = Field(default=None, description="A named source: its id, name or alias.")
    outlet: Named | None = None
    byline: Named | None = Field(default=None, description="A part of it, in any case.")
    section: Named | None = None
    kind: SourceKind | None = None
    unnamed: Flag | None = Field(default=None, description="true: unnamed sources alone; false: none of them.")
    quotation: Quotation | None = None
    stance: Stance | None = None
    certainty: Certainty | None = None
    knowledge: KnowledgeKind | None = None
    first: Day | None = None
    last: Day | None = None


class StatementsAsked(Narrowing, Paged):
    """Statements, narrowed."""


class SearchAsked(StatementsAsked):
    """Statements by their words."""

    words: Words = Field(description='`harbour "north pier" -ferry`: all of them, the phrase, not the last.')


class SourceAsked(Asked):
    """How much of a source."""

    limit: Limit = 50
    first: Day | None = None
    last: Day | None = None


class TimelineAsked(Narrowing):
    """What a timeline is about."""

    words: Words
    by: Literal["source", "outlet"] = "source"
    limit: Limit = MOST


class AuditAsked(Asked):
    """Which articles, in which rows."""

    by: Literal["outlet", "byline", "section", "month"] = "outlet"
    outlet: Named | None = None
    byline: Named | None = None
    section: Named | None = None
    first: Day | None = None
    last: Day | None = None


class ArticlesAsked(Paged):
    """Which articles."""

    outlet: Named | None = None
    byline: Named | None = Field(default=None, description="A part of it, in any case.")
    section: Named | None = None
    first: Day | None = None
    last: Day | None = None
    every_version: Flag = Field(default=False, description="Also versions of a page that a later one replaced.")


class SourcesAsked(Paged):
    """Which named sources."""

    words: Words | None = Field(default=None, description="All of them stand in one of its names.")
    kind: KindClass | None = None


class ClaimsAsked(Paged):
    """Which claims."""

    words: Words


class TraceAsked(Asked):
    """What is traced: exactly one of these."""

    words: Words | None = None
    article: Named | None = Field(default=None, description="An article's id, key or url.")
    claim: Named | None = Field(default=None, description="A claim's or report's id, or the beginning of one.")


class EchoesAsked(Paged):
    """From how many outlets on, and since when."""

    outlets: Annotated[int, Field(ge=2, le=1000), BeforeValidator(_whole)] = 3
    since: Day | None = None


class DecisionsAsked(Paged):
    """Decisions about what."""

    about: Named | None = Field(default=None, description="A statement, an article, a named source or a decision.")


class CheckAsked(Asked):
    """How the findings are given."""

    format: Literal["json", "sarif"] = "json"


class ForgetAsked(Asked):
    """Why it is forgotten. The ledger keeps nothing of it."""

    why: Why
    rewrite: Flag = Field(default=True, description="Write the database's files anew, so that no byte is left in them.")


class ExportAsked(Asked):
    """Which articles are exported, and how; all of the ledger where nothing narrows it."""

    table: Table = Field(default="statements", description="For csv and parquet: one row for each of these.")
    text: Flag = Field(default=True, description="false: offsets and digests in the words' place.")
    article: list[Named] = Field(default=[], max_length=100, description="An id, key or url. May be repeated.")
    outlet: list[Named] = Field(default=[], max_length=100)
    source: list[Named] = Field(default=[], max_length=100, description="A named source that an article quotes.")
    about: Words | None = None
    first: Day | None = None
    last: Day | None = None
    corrected: Flag = False


# Bodies


class Told(Asked):
    """What is said of an article beside its words; it goes over what a page says."""

    title: Annotated[str, Field(max_length=1000)] | None = None
    outlet: Annotated[str, Field(max_length=300)] | None = None
    byline: Annotated[str, Field(max_length=300)] | None = None
    published: Annotated[str, Field(max_length=40, pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}(T.*)?$")] | None = Field(
        default=None, description="ISO 8601, as far as it is known."
    )

    def facts(self, url: str | None = None) -> Facts:
        """As the readers take it."""
        return Facts(title=self.title, outlet=self.outlet, byline=self.byline, published=self.published, url=url)


class TextIn(Told):
    """An article's words; `url` is where they stood."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, pattern=A_SIGN)]
    url: Annotated[str, Field(max_length=4000)] | None = None


class UrlIn(Told):
    """An address to be fetched: public, http or https."""

    url: Annotated[str, Field(min_length=1, max_length=4000)]


class Ruled(Asked):
    """A draft's house rules, over those that ship."""

    rules: Annotated[str, Field(max_length=MOST_RULES, description="TOML")] | None = None


class DraftTextIn(TextIn, Ruled):
    """A draft's words, and the house's rules."""


class DraftUrlIn(UrlIn, Ruled):
    """A draft's address, and the house's rules."""


class SpeakerIn(Asked):
    """Whose words they are: exactly one of `source`, `unnamed` and `unknown`."""

    what: Literal["speaker"]
    source: Name | None = Field(
        default=None, description="A name, or the id of a source, here (`s2`) or across articles."
    )
    unnamed: Name | None = Field(default=None, description="The article's words for a source without a name.")
    unknown: bool = Field(default=False, description="It is not known whose they are.", strict=True)
    why: Why


class SpanIn(Asked):
    """Where the words stand."""

    what: Literal["span"]
    spans: Annotated[list[tuple[Place, Place]], Field(min_length=1, max_length=50)] = Field(
        description="`[start, end]`, half-open, in code points of the article's text."
    )
    why: Why


class RejectIn(Asked):
    """It is no statement."""

    what: Literal["reject"]
    why: Why


CorrectionIn = Annotated[SpeakerIn | SpanIn | RejectIn, Field(discriminator="what")]


class MergeIn(Asked):
    """The claim of `b` (a claim's or report's id) is this one."""

    kind: Literal["merge"]
    b: Name
    why: Why


class SplitIn(Asked):
    """The report `b` of this claim tells something else."""

    kind: Literal["split"]
    b: Name
    why: Why


class CutIn(Asked):
    """The article `b` was not taken from the article `a`."""

    kind: Literal["cut"]
    a: Name
    b: Name
    why: Why


class LinkIn(Asked):
    """The article `b` was taken from the article `a`."""

    kind: Literal["link"]
    a: Name
    b: Name
    edge: EdgeKind = "cites"
    why: Why


class RootsIn(Asked):
    """Two sources of the claim are one root, or two."""

    kind: Literal["one-root", "two-roots"]
    a: Name
    b: Name
    why: Why


RulingIn = Annotated[MergeIn | SplitIn | CutIn | LinkIn | RootsIn, Field(discriminator="kind")]


class UndoIn(Asked):
    """Why a decision is taken back."""

    why: Why
