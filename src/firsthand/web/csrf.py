"""Owns the token that every form carries, so that another site cannot send one in a person's name. It keeps nothing.

The token is signed over a seed that only this browser has: a cookie, or the open session. It is asked for besides the
look at Origin and Sec-Fetch-Site (`safety`), which no request that changes anything goes without.
"""

import hashlib
import secrets

from fastapi import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.datastructures import FormData

from firsthand.web.faults import Forbidden
from firsthand.web.settings import Settings
from firsthand.web.who_is import Person

COOKIE = "firsthand_form"
FIELD = "csrf_token"
HEADER = "x-csrf-token"
LASTS_S = 86_400
"""How long a form may be left open, in seconds."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def token(request: Request) -> str:
    """The token for the forms of the page that answers this request; `keep` must see the answer."""
    return _signer(request).dumps(_digest(seed(request)))


def seed(request: Request) -> str:
    """What the token is bound to: the open session, else the browser's own cookie, else a new one."""
    person: Person | None = getattr(request.state, "person", None)
    if person is not None and person.session:
        return person.session
    held = request.cookies.get(cookie_name(request), "") or getattr(request.state, "form_seed", "")
    if not held:
        held = request.state.form_seed = secrets.token_urlsafe(24)
    return held


def keep(request: Request, response: Response) -> None:
    """Gives the browser its seed where it had none."""
    fresh = getattr(request.state, "form_seed", "")
    if fresh:
        https = request.url.scheme == "https"
        response.set_cookie(cookie_name(request), fresh, httponly=True, samesite="strict", secure=https, path="/")


def check(request: Request, form: FormData | None) -> None:
    """Forbidden where the form, or the header X-CSRF-Token, has not the token of this browser."""
    given = request.headers.get(HEADER, "") or str(form.get(FIELD, "") if form is not None else "")
    again = "The form is too old, or was not of this server: go back, load the page again, and send it once more."
    if not given:
        raise Forbidden(again)
    try:
        signed = _signer(request).loads(given, max_age=LASTS_S)
    except BadSignature as error:
        raise Forbidden(again) from error
    if not secrets.compare_digest(str(signed), _digest(seed(request))):
        raise Forbidden(again)


def cookie_name(request: Request) -> str:
    """The cookie's name; over https a browser then takes it from this host only."""
    return ("__Host-" if request.url.scheme == "https" else "") + COOKIE


def _signer(request: Request) -> URLSafeTimedSerializer:
    settings: Settings = request.app.state.house.settings
    return URLSafeTimedSerializer(settings.secret, salt="firsthand form")


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:32]
