"""Owns the values that reading takes: its options, the names of JSONL columns, a fetched page. It reads nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from firsthand.errors import InvalidValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the fields of a JSON row are called; `published` may also stand under the name ``date``.

    >>> Columns(text="body", published="pub_date").text
    'body'
    """

    id: str = "id"
    text: str = "text"
    html: str = "html"
    title: str = "title"
    published: str = "published"
    outlet: str = "outlet"
    byline: str = "byline"
    url: str = "url"
    language: str = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """How inputs are read, and the bounds that no input can pass.

    `max_bytes` bounds one article as it lies on disk, in a row or comes from a server (and again once decompressed);
    `max_characters` bounds its text in code points. `timeout_s` is the time in seconds for one address with all its
    redirects, at most `max_redirects`. `recursive` also reads the folders inside a folder. `columns` names the fields
    of JSON rows. `accept_languages` are ISO 639-1 codes; a text surely written in another language is refused.
    """

    max_bytes: int = 10_000_000
    max_characters: int = 1_000_000
    timeout_s: float = 20.0
    max_redirects: int = 5
    recursive: bool = False
    columns: Columns = Columns()
    accept_languages: tuple[str, ...] = ("en",)
    user_agent: str = "firsthand (reads single news pages that a person names)"

    def __post_init__(self) -> None:
        for name in ("max_bytes", "max_characters", "timeout_s"):
            if getattr(self, name) <= 0:
                raise InvalidValue(f"{name} must be above 0, not {getattr(self, name)}")
        if self.max_redirects < 0:
            raise InvalidValue(f"max_redirects must be 0 or more, not {self.max_redirects}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an address answered: its last `url`, the body's bytes (decompressed), the media type in lower case, and the
    charset that the server named, if any."""

    url: str
    content: bytes
    media_type: str = "text/html"
    charset: str | None = None


Fetch = Callable[[str, ReadingOptions], Page]
"""The one seam to the network: an address and the options → a page; raises InputError."""
