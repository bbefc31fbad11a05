"""Owns the values that reading takes: its options, the names of columns, a request and its answer. It reads nothing."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Literal

from firsthand.errors import InvalidValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the fields of a row are called; `published` may also stand under the name ``date``.

    In tables (CSV, Parquet) a name that is left as it is also finds the usual other ones (``body`` for the text,
    ``headline`` for the title); one that was set must be there.

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
    section: str = "section"

    def named(self) -> tuple[str, ...]:
        """The fields whose column was set to another name than its default."""
        return tuple(f.name for f in fields(self) if getattr(self, f.name) != f.default)


Asked = Literal["page", "feed", "any", "robots"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What one request asks for, where it is more than a page.

    `what`: a page of text (the default), a feed, either (an address that a person gave), or a robots.txt, whose status
    is part of the answer. `etag` and `modified` make the request conditional: nothing new is an answer with the status
    304 and no content. With `hop` a redirect is not followed but answered, with the address it leads to as its `url`.
    """

    what: Asked = "page"
    etag: str | None = None
    modified: str | None = None
    hop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """How inputs are read, and the bounds that no input can pass.

    `max_bytes` bounds one article as it lies on disk, in a row or comes from a server (and again once decompressed);
    `max_characters` bounds its text in code points. `timeout_s` is the time in seconds for one address with all its
    redirects, at most `max_redirects`. `recursive` also reads the folders inside a folder. `columns` names the fields
    of rows. `accept_languages` are ISO 639-1 codes; a text surely written in another language is refused.
    `max_entries` bounds the articles that one reading of a feed fetches. `user_agent` "" is firsthand's own, with its
    version. `ask` is set for each request by firsthand itself.
    """

    max_bytes: int = 10_000_000
    max_characters: int = 1_000_000
    timeout_s: float = 20.0
    max_redirects: int = 5
    recursive: bool = False
    columns: Columns = Columns()
    accept_languages: tuple[str, ...] = ("en",)
    user_agent: str = ""
    max_entries: int = 500
    ask: Ask = Ask()

    def __post_init__(self) -> None:
        for name in ("max_bytes", "max_characters", "timeout_s", "max_entries"):
            if getattr(self, name) <= 0:
                raise InvalidValue(f"{name} must be above 0, not {getattr(self, name)}")
        if self.max_redirects < 0:
            raise InvalidValue(f"max_redirects must be 0 or more, not {self.max_redirects}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an address answered: its last `url`, the body's bytes (decompressed), the media type in lower case, the
    charset that the server named, if any, the `status`, and the response headers as far as they are kept."""

    url: str
    content: bytes
    media_type: str = "text/html"
    charset: str | None = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str | None:
        """The first header of that name in lower case, or None."""
        return next((value for key, value in self.headers if key == name), None)


Fetch = Callable[[str, ReadingOptions], Page]
"""The one seam to the network: an address and the options → a page; raises InputError."""
