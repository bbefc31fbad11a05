"""Owns the errors that only a server raises: too busy, too slow, a worker lost, not allowed. It answers none of them.

FirsthandError
└── WebError
    ├── Busy       the queue is full, or the server is stopping: try again after `retry_after_s`
    ├── TooSlow    the job took longer than one may
    ├── WorkerLost the process that did the job ended, twice
    ├── Unknown    nobody is logged in, or the token is none
    ├── Forbidden  the person may not do this, or the request did not come from the server's own pages
    └── NoSuchJob  no job has that id
"""

from firsthand.errors import FirsthandError


class WebError(FirsthandError):
    """Base of the server's own errors; `retry_after_s` is None where trying again would not help."""

    kind = "server"
    retry_after_s: int | None = None


class Busy(WebError):
    """Answered with 429 and Retry-After; `retry_after_s` in seconds."""

    kind = "busy"

    def __init__(self, message: str, retry_after_s: int = 5) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class TooSlow(WebError):
    kind = "too slow"


class WorkerLost(WebError):
    kind = "worker lost"


class Unknown(WebError):
    kind = "not logged in"


class Forbidden(WebError):
    kind = "forbidden"


class NoSuchJob(WebError):
    kind = "no such job"
