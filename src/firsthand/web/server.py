"""Owns the running of a server: its socket, its signals, its end. What it serves is `app`'s."""

import logging
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from firsthand.errors import Refused
from firsthand.web.accounts import TeamAccounts, check_team
from firsthand.web.app import create_app
from firsthand.web.dripping import Hurried
from firsthand.web.logs import set_up
from firsthand.web.settings import Settings

HEADER_BYTES = 32_000
KEEP_ALIVE_S = 20
SWITCH_S = 0.001
"""How long one thread keeps the others waiting: a page asks the ledger several times, and waits anew each time."""


def run(settings: Settings, *, told: Callable[[str], None], app: FastAPI | None = None) -> int:
    """Serves until it is stopped (SIGINT, SIGTERM), and gives the last signal's number, 0 where there was none.

    `told` gets the address it is at. On a signal it takes no new connection, ends the streams of those who look on,
    finishes what is under way for up to `settings.stop_s` seconds, closes the ledger; a second Ctrl-C waits no more.
    Raises Refused where the port cannot be had or a team has no account, and what opening the ledger raises.
    """
    set_up(logging.INFO if settings.team else logging.WARNING)
    sys.setswitchinterval(SWITCH_S)
    if settings.team:
        check_team(settings.ledger)
    listening = listen(settings)
    app = app or create_app(settings, accounts=TeamAccounts)
    server = uvicorn.Server(_config(app, settings))
    stopped_by: list[int] = []
    stop = server.handle_exit

    def on_signal(number: int, frame: FrameType | None) -> None:
        stopped_by.append(number)
        house = getattr(app.state, "house", None)
        if house is not None:
            house.jobs.close()
        stop(number, frame)

    server.handle_exit = on_signal  # type: ignore[method-assign,assignment]
    held = {number: signal.signal(number, _passed_over) for number in (signal.SIGINT, signal.SIGTERM)}
    told(address_of(listening, settings))
    try:
        server.run(sockets=[listening])  # it raises the signal once more at its end, for the handler that was before
    finally:
        for number, handler in held.items():
            signal.signal(number, handler)
        listening.close()
    if not server.started:
        raise Refused("The server could not start: see the line above for the reason.")
    return stopped_by[-1] if stopped_by else 0


def listen(settings: Settings) -> socket.socket:
    """The socket at the settings' host and port; Refused where it cannot be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=512)
    except OSError as error:
        raise Refused(
            f"Port {settings.port} of {settings.host} cannot be had ({error.strerror}): give another with --port."
        ) from error


def address_of(listening: socket.socket, settings: Settings) -> str:
    """The address that a browser on this machine opens."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listening.getsockname()[1]}/"


def _config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # `app` takes them, from the proxies that were named
        http=type("Hurried", (Hurried,), {"head_s": settings.limits.head_s}),
        ws="none",
        lifespan="on",
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=settings.stop_s,
        limit_concurrency=settings.limits.connections,
        h11_max_incomplete_event_size=HEADER_BYTES,
    )


def _passed_over(number: int, frame: FrameType | None) -> None:
    """The server has ended for this signal already."""
