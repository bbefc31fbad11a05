"""Owns what the tools share: the ledger, the reader, the folder, the network. Each is opened when it is first needed.

No path leads out of the folder, a file that was named fetches nothing, and an address leads to one page and no further.
"""

import re
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select

from firsthand.errors import FirsthandError, InvalidValue, NotFound, Refused
from firsthand.integrations.mcp_parts.arguments import MOST_CHARACTERS, Given
from firsthand.integrations.mcp_parts.inside import bytes_inside
from firsthand.ledger import Ledger, open_ledger
from firsthand.ledger.answers import Answer
from firsthand.ledger.tables import articles
from firsthand.model import Article, Reading
from firsthand.pipeline import Reader
from firsthand.reading import Ask, Fetch, Page, ReadingOptions, fetch_page, read_one
from firsthand.reading.finish import plain_article

OPTIONS = ReadingOptions(max_characters=MOST_CHARACTERS)
KEPT = 8
"""Readings that are kept, so that going on with a cursor does not read again."""
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Desk:
    """What the tools work with. `place` is the ledger's, `folder` None where no path is read, `fetch` None where no
    address is; `load` gives the reader, which may use so many `threads`."""

    place: str | None = None
    folder: Path | None = None
    fetch: Fetch | None = None
    threads: int = 1
    load: Callable[..., Reader] = Reader.load
    _ledger: Ledger | None = None
    _reader: Reader | None = None
    _readings: OrderedDict[Article, Reading] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _opening: threading.Lock = field(default_factory=threading.Lock)

    def ledger(self) -> Ledger:
        """The ledger, opened at the first question; LedgerMissing where there is none."""
        with self._opening:
            if self._ledger is None:
                self._ledger = open_ledger(self.place, create=False)
            return self._ledger

    def reading(self, given: Given) -> Reading:
        """What was handed in, read; one reading at a time."""
        article = self.article(given)
        with self._lock:
            held = self._readings.pop(article, None)
            if held is None:
                self._reader = self._reader or self.load(threads=self.threads)
                held = self._reader.read(article)
            self._readings[article] = held
            while len(self._readings) > KEPT:
                self._readings.popitem(last=False)
            return held

    def article(self, given: Given) -> Article:
        """The article that was handed in. Raises InvalidValue, NotFound or Refused where there is none to be read."""
        if sum(value is not None for value in (given.text, given.path, given.url)) != 1:
            raise InvalidValue("give one of text, path or url: the article itself, a file's path, or its address.")
        facts = {"title": given.title, "outlet": given.outlet, "published": given.published}
        known = {name: value for name, value in facts.items() if value is not None}
        if given.text is not None:
            text = given.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
            return plain_article(Article(key="text", text=text, **known), what="the text", options=OPTIONS)  # type: ignore[arg-type]
        found = self._of_path(given.path) if given.path is not None else self._of_address(given.url or "")
        return replace(found, **known)  # type: ignore[arg-type]

    def texts(self, answers: list[Answer]) -> dict[str, str | None]:
        """The stored texts of the articles of those statements."""
        found: dict[str, str | None] = {}
        with self.ledger().reading() as connection:
            for id in dict.fromkeys(a.article.id for a in answers):
                found[id] = connection.scalar(select(articles.c.text).where(articles.c.id == id))
        return found

    def _of_path(self, path: str) -> Article:
        if self.folder is None:
            raise Refused("no path is read here: start the server with --folder FOLDER, or give the text.")
        folder = self.folder.resolve()
        try:
            found = (folder / path).resolve()
            inside = found.is_relative_to(folder) and not any(
                p.startswith(".") for p in found.relative_to(folder).parts
            )
            there = inside and found.is_file()
        except (OSError, ValueError, RuntimeError):  # a name the system does not take, links in a circle
            inside, there = True, False
        if not inside:
            raise Refused("that path leads out of the server's folder, or to a hidden file: give one inside it.")
        if not there:
            raise NotFound("there is no such file in the server's folder: give its path relative to the folder.")
        with tempfile.TemporaryDirectory(prefix="firsthand-") as copied:
            copy = Path(copied).resolve() / found.name
            copy.write_bytes(bytes_inside(folder, found.relative_to(folder), OPTIONS.max_bytes))
            try:
                return read_one(str(copy), options=OPTIONS, fetch=_nothing)
            except FirsthandError as error:
                message = str(error).replace(str(copy), str(found.relative_to(folder)))
                raise type(error)(message) from error

    def _of_address(self, address: str) -> Article:
        if self.fetch is None:
            raise Refused("no address is fetched here: start the server with --fetch, or give the article's text.")
        if not _WEB.match(address):
            raise Refused("only http and https addresses are fetched: give one like https://example.org/article.")
        return read_one(address, options=OPTIONS, fetch=_Once(fetch=self.fetch))


@dataclass(slots=True)
class _Once:
    """Fetches one page: what a feed at that address links to is not followed."""

    fetch: Fetch
    done: bool = False

    def __call__(self, address: str, options: ReadingOptions) -> Page:
        if self.done:
            raise Refused("that address is a feed: give the address of one article.")
        self.done = True
        return self.fetch(address, replace(options, ask=Ask()))


def _nothing(address: str, options: ReadingOptions) -> Page:
    raise Refused("a file in the folder leads to addresses (a feed): give an article's file.")


NETWORK: Fetch = fetch_page
"""The fetcher that reaches public addresses only."""
