"""Owns the Python door: one call reads, and what it gives is pleasant in a notebook. It prints nothing.

>>> page = firsthand.read("article.txt")                        # doctest: +SKIP
>>> for statement in page:                                      # doctest: +SKIP
...     print(page.chain(statement), "|", page.words(statement))
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from firsthand.language.quotes import quotations
from firsthand.model import Article, Basis, Failure, Reading, Source, Span, Statement, wire
from firsthand.pipeline import Reader
from firsthand.pipeline.reading_many import readings
from firsthand.reading import ReadingOptions, read_inputs, read_one
from firsthand.reading.finish import plain_article
from firsthand.render.basis import heads, known_sources, some
from firsthand.render.html import html_page, notebook
from firsthand.render.marked import shown_spans, words
from firsthand.render.naming import chain_words, links
from firsthand.render.table import header, rows
from firsthand.render.terminal import text_page

_LONGEST_PATH = 1024


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """One article as firsthand read it: iterate it for its statements, show it in a notebook, print it in a terminal.

    `reading` is the value that everything here is taken from; offsets count in ``page.article.text``.
    """

    reading: Reading

    @property
    def article(self) -> Article:
        """The article itself, its text unaltered."""
        return self.reading.article

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every attributed statement."""
        return self.reading.statements

    @property
    def sources(self) -> tuple[Source, ...]:
        """Everybody and everything that something is attributed to, outlets on the way too."""
        return self.reading.sources

    @property
    def basis(self) -> Basis:
        """What the article rests on."""
        return self.reading.basis

    @property
    def own_voice(self) -> tuple[Span, ...]:
        """The sentences that the article asserts with no source."""
        return self.reading.own_voice

    def words(self, statement: Statement) -> str:
        """What is attributed, on one line, with the article's own quotation marks."""
        text = self.article.text
        return words(text, shown_spans(text, quotations(text), statement))

    def source(self, statement: Statement) -> Source | None:
        """Who the statement is attributed to, or None where firsthand does not know."""
        return None if statement.source is None else self.reading.source(statement.source)

    def chain(self, statement: Statement) -> str:
        """The stated chain in words, from the source nearest the fact to the one nearest the reader."""
        return chain_words(links(self.reading, statement))

    def to_json(self) -> dict[str, Any]:
        """The record firsthand/1 as plain dicts and lists."""
        return wire.to_json(self.reading)

    def to_csv(self) -> str:
        """The table of statements, with its header."""
        return header() + "".join(rows(self.reading))

    def to_html(self) -> str:
        """The self-contained page."""
        return html_page([self.reading])

    def to_text(self, *, width: int = 100, doubtful: bool = False) -> str:
        """The terminal page without colour; `doubtful` puts what firsthand is least sure of first."""
        return text_page(self.reading, width=width, doubtful=doubtful)

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.reading.statements)

    def __len__(self) -> int:
        return len(self.reading.statements)

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        basis = self.basis
        return (
            f"<firsthand {self.article.key!r}: {some(len(self), 'statement')}; {known_sources(self.reading)}, "
            f"{heads(basis.unnamed)} unnamed, {some(len(basis.outlets), 'outlet')}, "
            f"{some(len(basis.documents), 'document')}>"
        )

    def _repr_html_(self) -> str:
        return notebook(self.reading)


def read(
    text_or_path: str | PathLike[str] | Article,
    *,
    key: str | None = None,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    byline: str | None = None,
    url: str | None = None,
    options: ReadingOptions | None = None,
) -> Page:
    """Reads one article: a path, an address, an `Article`, or the text itself.

    A string is an address where it begins with http:// or https://, a path where a file stands there or where it has
    neither a blank nor a line end, and else the text. The facts given by keyword go over those that are found. The
    encoder is loaded on the first call and kept.

    Raises `InputError` (NotFound, NotText, NotReadable, Refused) where there is no one article to be read.
    """
    options = options or ReadingOptions()
    facts = {"key": key, "title": title, "published": published, "outlet": outlet, "byline": byline, "url": url}
    given: dict[str, Any] = {name: value for name, value in facts.items() if value is not None}
    if isinstance(text_or_path, Article):
        article = replace(text_or_path, **given)
    elif isinstance(text_or_path, str) and not _is_place(text_or_path):
        text = text_or_path.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        article = plain_article(Article(**{"key": "text", "text": text, **given}), what="the text", options=options)
    else:
        article = replace(read_one(fspath(text_or_path), options=options), **given)
    return Page(_reader().read(article))


def read_many(
    inputs: Iterable[str | PathLike[str]], *, options: ReadingOptions | None = None, workers: int = 1
) -> Iterator[Page | Failure]:
    """Reads files, folders, globs and addresses one by one; what cannot be read is a `Failure`, the rest goes on.

    All is done in this process, on one core, unless `workers` says how many processes are to read (one a core is good);
    the pages and their order are the same. They are started where there are more than a few articles, end with the
    iterator, do not run your script anew, and need about 200 MB each. An article that ends two of them is a `Failure`
    of the kind ``lost``.
    """
    found = read_inputs(tuple(fspath(i) for i in inputs), options=options or ReadingOptions())
    for record in readings(found, workers=workers, load=_reader):
        yield record if isinstance(record, Failure) else Page(record)


@cache
def _reader() -> Reader:
    return Reader.load()


def _is_place(what: str) -> bool:
    """True where the string is an address or a path, not an article's text."""
    if what.startswith(("http://", "https://")) and not any(c.isspace() for c in what.strip()):
        return True
    if "\n" in what or "\0" in what or len(what) > _LONGEST_PATH:
        return False
    return not any(c.isspace() for c in what) or _is_file(what)


def _is_file(what: str) -> bool:
    try:
        return Path(what).exists()
    except OSError:
        return False
