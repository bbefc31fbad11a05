"""Owns what a server is started with, and what may not be asked for together. It opens nothing."""

import ipaddress
import os
import secrets
from dataclasses import dataclass, field

from firsthand.errors import InvalidValue

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_WORKERS = 16
SECRET = "FIRSTHAND_SECRET"  # noqa: S105 - the name of a variable
"""The environment variable with the key that a team's servers sign with; else each start makes its own."""
LEAST_SECRET = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds that no request can pass: sizes in bytes, times in seconds, rates in requests.

    `body` bounds any request's body, `small_body` one that carries no article; `url` the path with its query.
    `body_s` is how long the next piece of a body may be waited for; all of it has `body_s` and a second for each
    `body_rate` bytes that came. `head_s` is how long a request's head, or a connection without one, may take.
    `read_s` is how long one article may be read, `add_s` how long an add job may go without an outcome.
    A rate is (per second, at once); it holds for one address.
    """

    body: int = 12_000_000
    small_body: int = 1_000_000
    url: int = 8_000
    body_s: float = 30.0
    body_rate: float = 8_000.0
    head_s: float = 30.0
    read_s: float = 60.0
    add_s: float = 180.0
    reads: tuple[float, int] = (20.0, 200)
    writes: tuple[float, int] = (2.0, 40)
    logins: tuple[float, int] = (0.1, 10)
    fetches: int = 8
    jobs: int = 20
    connections: int = 500

    def __post_init__(self) -> None:
        positive = ("body", "small_body", "url", "body_s", "body_rate", "head_s", "read_s", "add_s", "fetches", "jobs")
        for name in (*positive, "connections"):
            if getattr(self, name) <= 0:
                raise InvalidValue(f"{name} must be above 0, not {getattr(self, name)}")


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def default_workers() -> int:
    """One process for each core but one, which answers the pages; 1 to 4."""
    return max(1, min(4, cores() - 1))


def _secret() -> bytes:
    given = os.environ.get(SECRET, "")
    if given and len(given) < LEAST_SECRET:
        raise InvalidValue(f"{SECRET} has {len(given)} characters; give at least {LEAST_SECRET} random ones")
    return given.encode() if given else secrets.token_bytes(LEAST_SECRET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a server runs. `ledger` None is the default place; `port` 0 takes a free one.

    Alone (`team` False) it serves one person without login, on loopback only. A team's needs PostgreSQL and `names`,
    the host names it is reached by. `behind_proxy` holds the addresses of the proxies whose word on the client's
    address is taken. `workers` processes read, `queue` jobs may wait for them. `secret` signs forms and cursors.
    Raises InvalidValue, one sentence, for what does not go together.
    """

    ledger: str | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    team: bool = False
    names: tuple[str, ...] = ()
    behind_proxy: tuple[str, ...] = ()
    workers: int = field(default_factory=default_workers)
    queue: int = 32
    stop_s: int = 20
    secret: bytes = field(default_factory=_secret, repr=False)
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        if not 0 <= self.port < 65536:
            raise InvalidValue(f"the port must be from 0 to 65535, not {self.port}")
        if not 1 <= self.workers <= MOST_WORKERS:
            raise InvalidValue(f"workers must be from 1 to {MOST_WORKERS}, not {self.workers}")
        if self.queue < 1 or self.stop_s < 1:
            raise InvalidValue("the queue and the time to stop must be 1 or more")
        for proxy in self.behind_proxy:
            _check_proxy(proxy)
        if self.team:
            self._check_team()
        else:
            self._check_alone()

    def _check_alone(self) -> None:
        if self.host not in LOOPBACK_NAMES:
            raise InvalidValue(
                f"alone, without login, the server is for this machine only: leave --host {self.host} out, "
                "or start it with --team"
            )
        if self.behind_proxy:
            raise InvalidValue("a proxy lets others in, and alone there is no login: start it with --team")

    def _check_team(self) -> None:
        place = self.ledger or os.environ.get("FIRSTHAND_LEDGER", "")
        if not place.startswith("postgresql"):
            raise InvalidValue("a team's ledger lies in PostgreSQL: give --ledger postgresql://user@host/name")
        if not self.names:
            raise InvalidValue("a team's server is reached by a name: give it with --name desk.example.org")

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The host names, in lower case and without port, that a request may be for."""
        return frozenset(n.lower().rstrip(".") for n in self.names) if self.team else LOOPBACK_NAMES


def _check_proxy(proxy: str) -> None:
    try:
        ipaddress.ip_network(proxy, strict=False)
    except ValueError as error:
        raise InvalidValue(f"a proxy is an IP address or network such as 10.0.0.5, not {proxy[:80]!r}") from error
