"""Owns what each tool takes: its arguments, their bounds, and what is said of wrong ones. It does no work."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from firsthand.errors import InvalidValue
from firsthand.integrations.mcp_parts.safe import one_line
from firsthand.model import Certainty, KnowledgeKind, Quotation, SourceKind, Stance

MOST_CHARACTERS = 200_000
"""Characters of one article that a tool reads: some seconds on one core."""
MOST = 100
"""Statements in one answer."""
FURTHEST = 1000
"""How far a cursor goes."""

Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Limit = Annotated[int, Field(ge=1, le=MOST, description=f"At most so many, 1 to {MOST}.")]
Cursor = Annotated[
    int, Field(ge=0, le=FURTHEST, description="Where to go on: the number that the answer before gave as next.")
]
Outlet = Annotated[Name | None, Field(description="Only in this outlet.")]
First = Annotated[Day | None, Field(description="Published on that day, like 2031-05-04, or later.")]
Last = Annotated[Day | None, Field(description="Published on that day, like 2031-05-04, or earlier.")]
StanceOf = Annotated[Stance | None, Field(description="Only where the source does this with the content.")]
CertaintyOf = Annotated[Certainty | None, Field(description="Only contents worded so.")]
Words = Annotated[str, Field(min_length=1, max_length=500)]


class Arguments(BaseModel):
    """What every tool's arguments have in common: nothing beside what is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Given(Arguments):
    """An article that is handed in: its text, a file's path, or its address."""

    text: str | None = Field(
        default=None, max_length=MOST_CHARACTERS, description="The article itself, as plain text; offsets count in it."
    )
    path: str | None = Field(
        default=None,
        max_length=1024,
        description="A file in the folder that the server was started with, relative to it.",
    )
    url: str | None = Field(
        default=None, max_length=4000, description="A public http or https address, where fetching is on."
    )
    title: Name | None = Field(default=None, description="The title, where the text does not have it.")
    outlet: Name | None = Field(default=None, description="The outlet, where it is known.")
    published: str | None = Field(
        default=None,
        pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:.]{5,15}(Z|[+-][0-9:]{4,5})?)?)?)?$",
        description="When it came out, like 2031-05-04.",
    )
    limit: Limit = 20
    cursor: Cursor = 0


class Read(Given):
    """An article to read."""


class Check(Given):
    """A draft to check."""

    with_ledger: bool = Field(default=False, description="Also look quotations and claims up in the ledger.")


class Search(Arguments):
    """What to look for among the ledger's statements."""

    words: Words | None = Field(default=None, description='Words of the content; "several in a row"; -without.')
    source: Name | None = Field(default=None, description="Only what this named source is quoted with.")
    outlet: Outlet = None
    first: First = None
    last: Last = None
    kind: SourceKind | None = Field(default=None, description="Only sources of this kind.")
    unnamed: bool | None = Field(default=None, description="True: unnamed sources only; false: none of them.")
    quotation: Quotation | None = Field(default=None, description="Only contents given so.")
    stance: StanceOf = None
    certainty: CertaintyOf = None
    knowledge: KnowledgeKind | None = Field(default=None, description="Only where the source is said to know so.")
    limit: Limit = 20
    cursor: Cursor = 0


class Who(Arguments):
    """A named source to ask about."""

    name: Name = Field(description="A name, an alias, a surname that only one has, or an id. Not an unnamed source.")
    outlet: Outlet = None
    first: First = None
    last: Last = None
    stance: StanceOf = None
    certainty: CertaintyOf = None
    limit: Limit = 20


class Timeline(Arguments):
    """What to put in order of time."""

    about: Words = Field(description="Words of the contents.")
    by: Literal["source", "outlet"] = Field(default="source", description="What the lanes are of.")
    source: Name | None = Field(default=None, description="Only what this named source is quoted with.")
    outlet: Outlet = None
    first: First = None
    last: Last = None
    limit: Limit = 40


class Trace(Arguments):
    """A claim to follow."""

    question: Words = Field(description="Words, an article (id, key, address), or a claim's id or its beginning.")
    limit: int = Field(default=3, ge=1, le=20, description="At most so many claims, 1 to 20.")
    reports: int = Field(default=20, ge=1, le=MOST, description=f"At most so many reports of each claim, 1 to {MOST}.")
    cursor: Cursor = 0


class Echoes(Arguments):
    """Which claims are widely reported and have one known root."""

    since: Day | None = Field(default=None, description="Told on that day, like 2031-05-04, or later.")
    min_outlets: int = Field(default=3, ge=2, le=1000, description="Asserted by at least so many outlets.")
    limit: int = Field(default=10, ge=1, le=50, description="At most so many claims, 1 to 50.")
    reports: int = Field(default=5, ge=1, le=MOST, description=f"At most so many reports of each claim, 1 to {MOST}.")
    cursor: Cursor = 0


def taken(tool: str, model: type[Arguments], given: dict[str, object] | None) -> Arguments:
    """The arguments of `tool`, checked; InvalidValue with one sentence for the first that is wrong."""
    try:
        return model.model_validate(given or {})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    name = one_line(str(first["loc"][0]), 60) if first["loc"] else "what was given"
    if first["type"] == "extra_forbidden":
        raise InvalidValue(f"{tool} has no argument {name!r}: it has {', '.join(model.model_fields)}.")
    field = model.model_fields.get(name)
    about = (field.description or "").rstrip(".") if field else ""
    if first["type"] == "missing":
        raise InvalidValue(f"{tool} needs {name}: {about}.")
    why = first["msg"].replace("String", "the text").replace("Input", "it").rstrip(".")
    raise InvalidValue(f"{name} of {tool} cannot be that: {why}{f' ({about})' if about else ''}.")
