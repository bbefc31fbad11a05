"""Owns how a record becomes an answer: bytes of JSON, ETag, the next page's cursor. It makes no record."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response

from firsthand.model.wire import SCHEMA
from firsthand.web.rest.cursors import cursor_of, next_link
from firsthand.web.rest.etag import tagged

JSON = "application/json"
NOT_CHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "What If-None-Match names is still the answer."}}
TAGGED: dict[str, Any] = {"ETag": {"description": "Of these very bytes.", "schema": {"type": "string"}}}
LINKED: dict[str, Any] = {
    "Link": {"description": 'The next page, rel="next"; left out on the last.', "schema": {"type": "string"}}
}


def json_bytes(record: Mapping[str, Any]) -> bytes:
    """A record as JSON, ``firsthand/1``: readable Unicode, lone surrogates escaped."""
    told = json.dumps({"schema": SCHEMA} | dict(record), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return told.encode("utf-8", "backslashreplace")


def given(request: Request, record: Mapping[str, Any]) -> Response:
    """The answer to a question: the record with its ETag, or 304."""
    return tagged(request, json_bytes(record), JSON)


def page(request: Request, record: Mapping[str, Any], at: tuple[Any, ...] | None) -> Response:
    """A page of a list, with the cursor that goes on at `at`: in ``next``, null on the last page, and in Link."""
    cursor = cursor_of(request, at)
    headers = {"Link": next_link(request, cursor)} if cursor else {}
    return tagged(request, json_bytes({**record, "next": cursor}), JSON, headers)


def done(record: Mapping[str, Any], *, status: int = 200, location: str | None = None) -> Response:
    """The answer to what changed something: never kept."""
    headers = {"Location": location} if location else None
    return Response(json_bytes(record), status, headers, media_type=JSON)


def listed() -> dict[int | str, dict[str, Any]]:
    """What the description says of a page of a list besides its form."""
    return {200: {"description": "One page.", "headers": TAGGED | LINKED}, **NOT_CHANGED}


def one() -> dict[int | str, dict[str, Any]]:
    """What the description says of an answer besides its form."""
    return {200: {"description": "The answer.", "headers": TAGGED}, **NOT_CHANGED}
