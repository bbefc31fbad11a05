"""Owns the server's log: one JSON object a line on stderr. Never an article's words, a path, a query, or who asked."""

import json
import logging
import sys
import threading
import time
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firsthand.web.headers import METHODS
from firsthand.web.metrics import Metrics
from firsthand.web.worker import where

FIELDS = ("method", "route", "status", "ms", "bytes", "job", "exit", "where", "kind", "address", "workers")
"""What a line may hold besides time, level and event."""
UNMATCHED = "unmatched"
QUIET = frozenset({"/healthz", "/metrics", "/static"})
log = logging.getLogger("firsthand.web.access")


class Lines(logging.Formatter):
    """A record as one JSON object. Of an error only its kind and its places in the code are kept, not its message."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line: dict[str, Any] = {"time": when, "level": record.levelname.lower(), "event": record.getMessage()}
        if not record.name.startswith("firsthand"):  # another library's words may repeat what was asked for
            line["event"] = record.name
            line["said"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        if record.exc_info and record.exc_info[1] is not None:
            line["where"] = where(record.exc_info[1])
            line.pop("said", None)
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        return json.dumps(line, ensure_ascii=False)


def set_up(level: int = logging.INFO) -> None:
    """Sends the log of firsthand and of uvicorn to stderr as JSON lines; uvicorn's own access log is left out."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    for name in ("firsthand.web", "uvicorn", "uvicorn.error", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = ([] if name == "uvicorn.error" else [handler]), name == "uvicorn.error"
        logger.setLevel(level if name == "firsthand.web" else logging.WARNING)
    rest = logging.getLogger()
    if not rest.handlers:  # else what another library warns of would be printed with the words it was about
        rest.addHandler(handler)
    logging.getLogger("uvicorn.access").disabled = True
    threading.excepthook = _noted


def _noted(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        log.error("fault in a thread", extra={"where": where(args.exc_value)})


class AccessLog:
    """Counts and notes each answer under its route's pattern, so that no id and no word of a query is kept."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, first, size = time.monotonic(), 500, 0.0, 0

        async def counted(message: Message) -> None:
            nonlocal status, first, size
            if message["type"] == "http.response.start":
                status, first = message["status"], time.monotonic() - began
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            route, method = route_of(scope), scope["method"] if scope["method"] in METHODS else "other"
            self._metrics.answered(method, route, status, first)
            if route not in QUIET:
                ms = round((time.monotonic() - began) * 1000, 1)
                extra = {"method": method, "route": route, "status": status, "ms": ms, "bytes": size}
                log.info("answered", extra=extra)


def route_of(scope: Scope) -> str:
    """The pattern of the route that answered (``/articles/{id}``), or ``unmatched``."""
    path = getattr(scope.get("route"), "path", None)
    if isinstance(path, str):
        return path
    return "/static" if scope["path"].startswith("/static/") else UNMATCHED
