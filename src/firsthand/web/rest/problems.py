"""Owns what the API's description says of errors: the form of problem+json and which statuses an operation may have.

`firsthand.web.errors` makes the answers themselves.
"""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

MEDIA = "application/problem+json"
ALWAYS = (400, 401, 403, 408, 413, 414, 421, 422, 429, 500, 503)
"""Any operation may answer so: see the words below."""
WORDS = {
    400: "A value that cannot be: a day that no calendar has, words without a word, a cursor of another question.",
    401: "Nobody is logged in, or the token is none.",
    403: "The account or token may not do this, the request came from another site, or what is asked for is withheld.",
    404: "The ledger has nothing of that id or name.",
    406: "The answer cannot be given in that form.",
    408: "The rest of the request did not come in time.",
    413: "More bytes than are taken at once.",
    414: "The address is too long.",
    415: "The body is of a kind that is not taken.",
    421: "The server is not reached under that name.",
    422: "The request has another form than it should, or what was handed in cannot be read as an article.",
    429: "Too many requests, or the queue is full: try again after the seconds in Retry-After.",
    500: "A fault of the server's own.",
    503: "The ledger is busy: try again after the seconds in Retry-After.",
    504: "It took longer than one reading may.",
    507: "The ledger has no room left.",
}


class Fault(BaseModel):
    """One place of a request that has another form than it should."""

    where: list[str]
    what: str


class Problem(BaseModel):
    """An error, as RFC 9457 has it. `kind` is the stable name of firsthand's own errors."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    type: str
    title: str
    status: int
    detail: str = Field(description="What happened, and what to do next, in one sentence or two.")
    kind: str = Field(default="", description="One of firsthand's errors: not held, busy, invalid value.")
    errors: list[Fault] = Field(default=[], description="With 422: what is wrong, and where.")


def problems(*more: int) -> dict[int | str, dict[str, Any]]:
    """The errors that an operation may answer with, those of every one and `more`."""
    ref = {"$ref": "#/components/schemas/Problem"}
    return {status: _response(status, ref) for status in sorted({*ALWAYS, *more})}


def _response(status: int, ref: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": WORDS.get(status, HTTPStatus(status).phrase),
        "content": {MEDIA: {"schema": ref}},
    }
    if status in (429, 503):
        told["headers"] = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
    return told
