"""Owns the end of connections that ask for nothing: a request's head that never comes whole, a body that drips on after
its answer. It reads no request.

Each connection that is open counts towards the bound on all, so whoever holds enough of them would shut the others out.
"""

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

HEAD_S = 30.0
"""Seconds that a connection may be open with no request under way."""


class Hurried(H11Protocol):
    """The server's HTTP/1.1 with a clock for the time in which nothing is asked; `head_s` is in seconds."""

    head_s = HEAD_S

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._since, self._clock = self.loop.time(), None

    _clock: asyncio.TimerHandle | None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._since = self.loop.time()
        self._look_in(self.head_s)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._clock is not None:
            self._clock.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        self._since = self.loop.time()
        super().on_response_complete()

    def _look_in(self, seconds: float) -> None:
        self._clock = self.loop.call_later(max(0.05, seconds), self._look)

    def _look(self) -> None:
        if self.transport.is_closing():
            return
        if self.cycle is not None and not self.cycle.response_complete:
            self._look_in(self.head_s)  # bodies and answers have times of their own
            return
        left = self._since + self.head_s - self.loop.time()
        if left > 0:
            self._look_in(left)
        else:
            self.transport.abort()
