"""Owns the capture (bytes as they were found, with where and when) and what became of it. It reads nothing."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime

from firsthand.errors import InvalidValue
from firsthand.model.article import Article, Failure, digest

_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes that one article was read from, exactly as they were found.

    `location` is where: a file's absolute path, ``PATH#row 12`` or ``PATH#record 1234`` for a part of one (rows count
    from 1, a record of a WARC file by its offset in bytes), the address of a fetched page, or ``standard input``.
    `fetched_at` is when, in UTC to the second (``2026-11-22T12:00:00Z``). `url` is the address the text has on the web,
    where it is known; `headers` are the server's, as far as they were kept. `sha256` is the hex digest of `body`, and
    `id` a digest of location and `sha256`: the same bytes at the same place are the same capture whenever they come.
    Raises InvalidValue where `fetched_at` has another form.
    """

    location: str
    fetched_at: str
    body: bytes
    media_type: str
    url: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    sha256: str = field(init=False)
    id: str = field(init=False)

    def __post_init__(self) -> None:
        _check_time(self.fetched_at)
        sha256 = hashlib.sha256(self.body).hexdigest()
        object.__setattr__(self, "sha256", sha256)
        object.__setattr__(self, "id", digest(self.location or self.url, sha256))

    @property
    def length(self) -> int:
        """The number of bytes."""
        return len(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureNote:
    """A capture of which the bytes are not at hand: what is known of it, and the digest and length of the bytes.

    `id` is that of the `Capture` with the same bytes from the same place. Raises InvalidValue as that does.
    """

    location: str
    fetched_at: str
    sha256: str
    length: int
    media_type: str
    url: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: None = field(init=False, default=None)
    id: str = field(init=False)

    def __post_init__(self) -> None:
        _check_time(self.fetched_at)
        if not _SHA256.fullmatch(self.sha256):
            raise InvalidValue(f"sha256 is {self.sha256[:80]!r}; it is 64 hexadecimal digits")
        object.__setattr__(self, "id", digest(self.location or self.url, self.sha256))


def _check_time(fetched_at: str) -> None:
    try:
        datetime.strptime(fetched_at, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError as error:
        raise InvalidValue(
            f"fetched_at is {fetched_at[:40]!r}; write the time in UTC as 2026-11-22T12:00:00Z"
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One thing that was handed in: its `key`, the capture where bytes were had, and either the article or the failure.

    Raises InvalidValue where there are both or neither.
    """

    key: str
    capture: Capture | None = None
    article: Article | None = None
    failure: Failure | None = None

    def __post_init__(self) -> None:
        if (self.article is None) == (self.failure is None):
            raise InvalidValue(f"{self.key!r} needs an article or a failure, and not both")
