"""Owns what a program hands in to be read: JSON with words or an address, or a form with files. It reads none of it."""

import json
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from firsthand.web.deps import form
from firsthand.web.given import Given, addressed, pasted, uploaded
from firsthand.web.rest.shapes.asked import DraftTextIn, DraftUrlIn, Ruled, TextIn, Told, UrlIn

FORM = "multipart/form-data"
MOST_FILES = 20
MOST_FIELDS = 30
BODIES: tuple[type[BaseModel], ...] = (TextIn, UrlIn, DraftTextIn, DraftUrlIn)
_ARTICLE: TypeAdapter[TextIn | UrlIn] = TypeAdapter(TextIn | UrlIn)
_DRAFT: TypeAdapter[DraftTextIn | DraftUrlIn] = TypeAdapter(DraftTextIn | DraftUrlIn)


class FormTold(Told, Ruled):
    """The fields of a form beside its files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What was handed in; `rules` are a house's own, None where there are none."""

    given: tuple[Given, ...]
    rules: str | None = None


async def article(request: Request) -> Handed:
    """One article: JSON, or a form with one file."""
    return await _handed(request, _ARTICLE, ruled=False, files=1)


async def articles(request: Request) -> Handed:
    """What is to be added: JSON, or a form with files."""
    return await _handed(request, _ARTICLE, ruled=False, files=MOST_FILES)


async def draft(request: Request) -> Handed:
    """A draft with the house's rules, if it has its own."""
    return await _handed(request, _DRAFT, ruled=True, files=1)


AnArticle = Annotated[Handed, Depends(article)]
Articles = Annotated[Handed, Depends(articles)]
ADraft = Annotated[Handed, Depends(draft)]


def body(*forms: type[BaseModel], ruled: bool = False, many: bool = False) -> dict[str, Any]:
    """What the description says of a body that `forms` take as JSON, and files as a form."""
    file = {"type": "string", "format": "binary", "description": "A text, a page, or what firsthand read takes."}
    short = {"type": "string", "maxLength": 300}
    fields: dict[str, Any] = {
        "file": {"type": "array", "items": file, "minItems": 1, "maxItems": MOST_FILES} if many else file,
        "title": short | {"maxLength": 1000},
        "outlet": short,
        "byline": short,
        **({"rules": {"type": "string", "description": "TOML"}} if ruled else {}),
    }
    refs = [{"$ref": f"#/components/schemas/{one.__name__}"} for one in forms]
    as_form = {"type": "object", "properties": fields, "required": ["file"], "additionalProperties": False}
    content = {"application/json": {"schema": {"anyOf": refs}}, FORM: {"schema": as_form}}
    return {"requestBody": {"required": True, "content": content}}


async def _handed(request: Request, taken: TypeAdapter[Any], *, ruled: bool, files: int) -> Handed:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _from_json(_checked(taken, _parsed(await request.body())))
    if kind == FORM:
        return await _from_form(await form(request), ruled=ruled, files=files)
    raise HTTPException(415, f"Send application/json, or files as {FORM}.")


def _parsed(sent: bytes) -> Any:
    try:
        return json.loads(sent)
    except (ValueError, RecursionError) as error:
        raise _invalid("it is no JSON") from error


def _checked(taken: TypeAdapter[Any], value: Any) -> Any:
    if isinstance(value, dict) and len(value) > MOST_FIELDS:  # each unknown one would be an error of its own
        raise _invalid(f"it has {len(value)} fields, more than any form has")
    try:
        return taken.validate_python(value)
    except ValidationError as error:
        places = [{**e, "loc": ("body", *e["loc"])} for e in error.errors(include_url=False, include_input=False)]
        raise RequestValidationError(places) from error


def _from_json(sent: TextIn | UrlIn) -> Handed:
    rules = sent.rules if isinstance(sent, Ruled) else None
    if isinstance(sent, TextIn):
        return Handed(given=(pasted(sent.text, sent.facts(sent.url)),), rules=rules)
    return Handed(given=(addressed(sent.url, sent.facts()),), rules=rules)


async def _from_form(sent: FormData, *, ruled: bool, files: int) -> Handed:
    given = [one for one in sent.getlist("file") if isinstance(one, UploadFile)]
    if not 1 <= len(given) <= files:
        raise _invalid(f"{len(given)} files came as the field “file”, and 1 to {files} are taken at once")
    fields = {name: value for name, value in sent.multi_items() if name != "file"}
    told: FormTold = _checked(TypeAdapter(FormTold), fields)
    if told.rules is not None and not ruled:
        raise _invalid("rules are for a desk check alone")
    things = [uploaded(one.filename, await one.read(), told.facts()) for one in given]
    return Handed(given=tuple(things), rules=told.rules)


def _invalid(what: str) -> RequestValidationError:
    return RequestValidationError([{"loc": ("body",), "msg": what, "type": "value_error"}])
