"""Owns what all forms share: spans, counts, the frame of an answer. It holds no form of its own."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Schema = Literal["firsthand/1"]
Offset = Annotated[int, Field(ge=0)]
Pair = Annotated[tuple[Offset, Offset], Field(description="`[start, end]`, half-open, in code points.")]
Heads = Annotated[
    tuple[Offset, Offset | None], Field(description="`[min, max]`; max null where a plural has no number.")
]
Share = Annotated[float, Field(ge=0, le=1)]


class Shape(BaseModel):
    """A part of an answer. Keys may be added within firsthand/1: ignore those that you do not know."""

    model_config = ConfigDict(
        frozen=True,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,
    )


class Whole(Shape):
    """An answer as it comes."""

    of: Schema = Field(alias="schema")


class Listed(Whole):
    """A page of a list."""

    next: str | None = Field(description="The cursor of the next page; null on the last.")
