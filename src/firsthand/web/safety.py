"""Owns what every request goes through before a page sees it, and every answer after. It knows no page and no person.

Outermost first: the proxy's word on the client, the log, the headers, the host, sizes, rates, and the origin.
"""

import asyncio
import time
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firsthand.web.errors import answer
from firsthand.web.headers import METHODS, protect
from firsthand.web.metrics import Metrics
from firsthand.web.rates import Rates
from firsthand.web.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
ANY_HOST = frozenset({"/healthz"})
"""What a load balancer asks for under any name; it says nothing."""


class SafeHeaders:
    """Puts the security headers on every answer, and keeps all but our own files out of every cache."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                protect(MutableHeaders(scope=message), scope.get("scheme", "http"))
            await send(message)

        await self.app(scope, receive, with_headers)


class Gate:
    """Refuses what no page should see, with one sentence: strange hosts, too much, too often, from another site."""

    def __init__(self, app: ASGIApp, *, settings: Settings, metrics: Metrics) -> None:
        self.app, self._settings, self._metrics = app, settings, metrics
        self._rates = Rates(settings.limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # a websocket: there is none
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        if refused is not None:
            why, status, sentence, more = refused
            self._metrics.refused(why)
            await answer(scope["path"], status, sentence, headers=more)(scope, receive, send)
            return
        await self.app(scope, _Bounded(receive, self._settings, headers), send)

    def _refused(self, scope: Scope, headers: Headers) -> "tuple[str, int, str, dict[str, str]] | None":
        method, path = scope["method"], scope["path"]
        if method not in METHODS:
            return "method", 405, "This method is not taken.", {"Allow": ", ".join(sorted(METHODS))}
        if path not in ANY_HOST and not host_allowed(headers, self._settings):
            return "host", 421, "This server is not reached under that name.", {}
        if not self._settings.team and any(name in headers for name in FORWARDED):
            return "proxy", 403, "Alone, without login, firsthand is not served through a proxy: use --team.", {}
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self._settings.limits.url:
            return "url", 414, f"The address has more than {self._settings.limits.url:,} characters.", {}
        if "transfer-encoding" in headers and "content-length" in headers:
            # Where a proxy took the one and we the other, the rest of the body would be somebody's next request.
            return "framing", 400, "The request tells its length in two ways.", {"Connection": "close"}
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > self._settings.limits.body:
            return "body", 413, f"More than {self._settings.limits.body:,} bytes are not taken at once.", {}
        if not same_site(method, headers, scope):
            return "origin", 403, "This was sent from another site's page, and is not taken.", {}
        if self._settings.team and path not in ANY_HOST:
            wait = self._rates.wait_s(scope, method, path)
            if wait:
                return "rate", 429, f"Too many requests: try again in {wait} seconds.", {"Retry-After": str(wait)}
        return None


def host_allowed(headers: Headers, settings: Settings) -> bool:
    """True where the request is for a name that this server has: a page that a foreign name was pointed at this machine
    for (DNS rebinding) has another."""
    given = headers.getlist("host")
    return len(given) == 1 and host_name(given[0]) in settings.allowed_hosts


def host_name(host: str) -> str:
    """The name in a Host header, in lower case and without port; "" where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        if parts.path or parts.query or parts.fragment or "@" in host:
            return ""
        _ = parts.port
        return (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""


def same_site(method: str, headers: Headers, scope: Scope) -> bool:
    """True where a browser sent this from our own page, or no browser did.

    What changes nothing may also come from a link elsewhere, but not from a script, an image or a frame there.
    """
    site, mode = headers.get("sec-fetch-site"), headers.get("sec-fetch-mode")
    if method in SAFE:
        return site in (None, "same-origin", "none") or mode == "navigate"
    if site not in (None, "same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    parts = urlsplit(origin) if origin.startswith(("http://", "https://")) else None
    return parts is not None and parts.scheme == scope.get("scheme", "http") and parts.netloc == headers.get("host")


class _Bounded:
    """Receives a body piece by piece: not more than its bound, not slower than its time, whatever its length was said
    to be. Its time grows with what came, so that a long article over a thin line arrives and a drip does not."""

    def __init__(self, receive: Receive, settings: Settings, headers: Headers) -> None:
        self._receive, self._limits = receive, settings.limits
        kind = headers.get("content-type", "").lower()
        # Only files, articles and rows may be large; a form of a few fields is not.
        large = kind.startswith(
            ("multipart/form-data", "application/json", "application/x-www-form-urlencoded", "text/")
        )
        self._most = self._limits.body if large else self._limits.small_body
        self._had, self._ended, self._began = 0, False, time.monotonic()

    async def __call__(self) -> Message:
        if self._ended:  # what comes now is only that the client is gone, and may take as long as it likes
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, self._left_s()))
        except TimeoutError:
            raise HTTPException(408, f"The rest did not come within {self._limits.body_s:g} seconds.") from None
        if message["type"] == "http.request":
            self._had += len(message.get("body", b""))
            self._ended = not message.get("more_body", False)
            if self._had > self._most:
                self._ended = True
                raise HTTPException(413, f"More than {self._most:,} bytes are not taken at once.")
        return message

    def _left_s(self) -> float:
        """Seconds for the next piece: what is allowed for one, and no more than is left for the whole."""
        whole = self._limits.body_s + self._had / self._limits.body_rate
        return min(self._limits.body_s, self._began + whole - time.monotonic())
