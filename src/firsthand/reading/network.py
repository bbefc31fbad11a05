"""Owns the connection to one checked address: pinned to it, bounded in time and bytes. It resolves no names."""

import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import httpcore2
import httpx2

from firsthand.errors import NotFound, NotText

Clock = Callable[[], float]


class Budget:
    """What is left of the time (seconds of `clock`) and the bytes that one fetch may take, with all its redirects."""

    def __init__(self, *, what: str, timeout_s: float, max_bytes: int, clock: Clock = time.monotonic) -> None:
        self.what, self.timeout_s, self.max_bytes = what, timeout_s, max_bytes
        self._clock, self._deadline, self._bytes = clock, clock() + timeout_s, 0

    def seconds(self) -> float:
        """Seconds left, above 0; NotFound where there are none."""
        left = self._deadline - self._clock()
        if left <= 0:
            raise self.late()
        return left

    def late(self) -> NotFound:
        """The error for an answer that was not complete in time."""
        return NotFound(f"{self.what} did not answer in full within {self.timeout_s:g} seconds: try again later.")

    def take(self, count: int) -> None:
        """Counts `count` bytes that came in; NotText where they are too many."""
        self._bytes += count
        if self._bytes > self.max_bytes:
            raise self.too_much()

    def too_much(self) -> NotText:
        """The error for an answer that is too large."""
        return NotText(
            f"{self.what} sends more than {self.max_bytes:,} bytes, too many for one article's page or one feed."
        )


class _BoundedStream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, budget: Budget) -> None:
        self._stream, self._budget = stream, budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._budget.seconds())
        self._budget.seconds()
        self._budget.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._budget.seconds())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        # The name stays the page's own, so that the certificate is checked against it and not against the number.
        stream = self._stream.start_tls(ssl_context, server_hostname, self._budget.seconds())
        return _BoundedStream(stream, self._budget)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _PinnedBackend(httpcore2.NetworkBackend):
    """Connects to the addresses that were checked, whatever the host's name would resolve to by now."""

    def __init__(self, backend: httpcore2.NetworkBackend, addresses: Sequence[str], budget: Budget) -> None:
        self._backend, self._addresses, self._budget = backend, addresses, budget

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        for position, address in enumerate(self._addresses):
            # A dead address must leave time for the next one.
            share = self._budget.seconds() / (len(self._addresses) - position)
            try:
                stream = self._backend.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
            return _BoundedStream(stream, self._budget)
        raise httpcore2.ConnectError(f"no connection to {host}")


@cache
def _certificates() -> ssl.SSLContext:
    """The one context of the process; loading the certificates takes longer than most pages."""
    return httpx2.create_ssl_context(trust_env=False)


class _Body(httpx2.SyncByteStream):
    def __init__(self, parts: Any) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts

    def close(self) -> None:
        self._parts.close()


class PinnedTransport(httpx2.BaseTransport):
    """A transport of httpx2 that connects to `addresses` and keeps Host header, SNI and certificate check on the name.

    Errors are those of httpcore2 and of `budget`.
    """

    def __init__(self, addresses: Sequence[str], budget: Budget, backend: httpcore2.NetworkBackend) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_certificates(),
            max_connections=1,
            network_backend=_PinnedBackend(backend, addresses, budget),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=b"",
                extensions=request.extensions,
            )
        )
        return httpx2.Response(status_code=answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        self._pool.close()
