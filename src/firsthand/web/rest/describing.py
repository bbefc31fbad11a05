"""Owns what the API's description has beside its operations: the form of errors, of bodies that are JSON or files, and
how a program says who it is. It describes no operation."""

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from firsthand.web.rest.handed import BODIES
from firsthand.web.rest.problems import Problem
from firsthand.web.rest.shapes.checked import Sarif

REF = "#/components/schemas/{model}"
WORDS = (
    "Who says so, and how do they know: over one article, or over a ledger. Lists come in pages: `next` is the cursor "
    "of the page after. Answers to questions carry an ETag of their bytes. Errors are problem+json (RFC 9457)."
)
_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token that `firsthand user token` made."},
    "session": {"type": "apiKey", "in": "cookie", "name": "firsthand_session"},
}


def describe(app: FastAPI, *, team: bool) -> None:
    """Completes the description that `app` gives of itself; in a team's it says that one has to log in."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete(made(), team=team)
        return made()

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(whole: dict[str, Any], *, team: bool) -> None:
    whole["info"]["description"] = WORDS
    parts = whole.setdefault("components", {})
    parts.setdefault("schemas", {}).update(_forms())
    if team:
        parts["securitySchemes"] = _SCHEMES
        whole["security"] = [{name: []} for name in _SCHEMES]


def _forms() -> dict[str, Any]:
    sent = models_json_schema([(form, "validation") for form in BODIES], ref_template=REF)[1]["$defs"]
    told = models_json_schema([(Problem, "serialization"), (Sarif, "serialization")], ref_template=REF)[1]["$defs"]
    return {**sent, **told}
