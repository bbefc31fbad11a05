"""Owns what a reader or a program sees of an error: a page, or problem+json (RFC 9457). It decides nothing and logs
only where a fault of ours was, never what was asked for."""

import html
import json
import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from firsthand import errors
from firsthand.errors import FirsthandError
from firsthand.web import deps, faults
from firsthand.web.headers import protect
from firsthand.web.worker import where

API = "/api/"
STATUS: tuple[tuple[type[FirsthandError], int], ...] = (
    (faults.Busy, 429),
    (faults.TooSlow, 504),
    (faults.WorkerLost, 500),
    (faults.Unknown, 401),
    (faults.Forbidden, 403),
    (faults.NoSuchJob, 404),
    (errors.NotHeld, 404),
    (errors.Withheld, 403),
    (errors.LedgerBusy, 503),
    (errors.LedgerFull, 507),
    (errors.LedgerError, 500),
    (errors.InputError, 422),
    (errors.InvalidValue, 400),
)
"""The first class that fits says the status; any other error is a 500."""
OURS = "firsthand failed on this, by a fault of its own; it was noted."
RETRY_S = 10
LONGEST_NAME = 80
"""Characters of a field's name that are said again."""
METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
log = logging.getLogger("firsthand.web.errors")


def status_of(error: FirsthandError) -> int:
    """The HTTP status that an error is answered with."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def answer(
    path: str, status: int, detail: str, *, kind: str = "", headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """The answer to what went wrong: problem+json under /api, a plain page elsewhere."""
    title = _title(status)
    if path.startswith(API):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
        if kind:
            problem["kind"] = kind
        # A lone surrogate, which a field's name may hold too, goes out as it can only have come in: escaped.
        body = json.dumps(problem, ensure_ascii=False).encode("utf-8", "backslashreplace")
        return Response(body, status, headers, media_type="application/problem+json")
    return HTMLResponse(_page(status, title, detail), status, headers)


def _reply(
    request: Request, status: int, detail: str, *, kind: str = "", headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """`answer`, but with the pages' own template where there is a page to make."""
    if request.url.path.startswith(API) or getattr(request.app.state, "house", None) is None:
        return answer(request.url.path, status, detail, kind=kind, headers=headers, **more)
    response = deps.page(request, "error.html", status=status, title=_title(status), message=detail, back=None)
    response.headers.update(headers or {})
    return response


def _title(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Error"


def _page(status: int, title: str, detail: str) -> str:
    """Without template, house or person: it has to come where those are what failed."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)} · firsthand</title>"
        '<link rel="stylesheet" href="/static/site.css"></head><body><main class="trouble">'
        f"<h1>{html.escape(title)}</h1><p>{html.escape(detail)}</p>"
        f'<p><a href="/">To the start</a></p><p><small>{status}</small></p></main></body></html>'
    )


def on_firsthand(request: Request, error: FirsthandError) -> Response:
    """One of our own errors: its sentence, the status of its kind, Retry-After where waiting helps."""
    status, headers = status_of(error), dict[str, str]()
    retry = getattr(error, "retry_after_s", None) or (RETRY_S if status == 503 else None)
    if retry:
        headers["Retry-After"] = str(retry)
    if status == 401:
        if not request.url.path.startswith(API) and request.method == "GET" and _team(request):
            return RedirectResponse(f"/login?next={quote(request.url.path, safe='/')}", 303)
        headers["WWW-Authenticate"] = "Bearer"
    if status == 500:
        log.error("failed", extra={"kind": error.kind, "where": where(error)})
    # A fault of the ledger names its place, which is for those who run it.
    hidden = status in (500, 507) and isinstance(error, errors.LedgerError) and _team(request)
    detail = "The ledger cannot do this just now: tell whoever runs the server." if hidden else str(error)
    return _reply(request, status, detail, kind=error.kind, headers=headers)


def on_http(request: Request, error: HTTPException) -> Response:
    """What the framework refuses: no such page, a wrong method, a body too large."""
    words = {404: "There is no page here.", 405: "This address does not take that method."}
    detail = words.get(error.status_code) or str(error.detail)
    headers = dict(error.headers or {})
    if error.status_code == 405 and (allowed := _methods(request)):
        headers["Allow"] = ", ".join(allowed)
    return _reply(request, error.status_code, detail, headers=headers)


def _methods(request: Request) -> list[str]:
    """What methods the address takes: those of every route to it, where the framework tells the first one's alone."""
    routes = request.app.routes
    asked = ({**request.scope, "method": method} for method in METHODS)
    return [s["method"] for s in asked if any(route.matches(s)[0] is Match.FULL for route in routes)]


def on_invalid(request: Request, error: RequestValidationError) -> Response:
    """A request of another form than it should have; says where, and never repeats what was sent."""
    faulty = [{"where": [str(p)[:LONGEST_NAME] for p in e["loc"]], "what": e["msg"]} for e in error.errors()[:20]]
    first = f"{'.'.join(faulty[0]['where'])}: {faulty[0]['what']}" if faulty else "it has another form than it should"
    return _reply(request, 422, f"The request could not be taken: {first}.", errors=faulty)


def on_fault(request: Request, error: Exception) -> Response:
    """A fault of our own: noted with its place in the code, and nothing of it shown."""
    log.error("fault", extra={"where": where(error)})
    response = answer(request.url.path, 500, OURS)
    protect(response.headers, request.url.scheme)  # it is sent from outside of everything that would
    return response


def add_handlers(app: FastAPI) -> None:
    """Puts the four answers into the app."""
    app.add_exception_handler(FirsthandError, on_firsthand)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, on_http)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, on_invalid)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, on_fault)


def _team(request: Request) -> bool:
    house = getattr(request.app.state, "house", None)
    return house is not None and house.settings.team
