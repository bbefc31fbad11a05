"""Owns small readings made by hand, and what puts them into a ledger, for tests."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from firsthand.ledger.tables import metadata
from firsthand.ledger.writing import Entry, ReadBy, put
from firsthand.model import Article, Basis, Capture, Reading, Source, Span, Statement
from firsthand.model.identity import SourceKey

AT = "2031-05-04T09:00:00Z"
READ_BY = ReadBy(encoder="encoder-1 0123", version="0.2.0")


def alone(keys: Iterable[SourceKey]) -> tuple[tuple[SourceKey, ...], ...]:
    """A grouping in which every name is a source of its own."""
    return tuple((key,) for key in keys)


def same_base(keys: Iterable[SourceKey]) -> tuple[tuple[SourceKey, ...], ...]:
    """A grouping in which all names of one base are one source."""
    found = tuple(keys)
    return (found,) if found else ()


def key_of(name: str, *, kind_class: str = "person") -> SourceKey:
    """The key of a name: itself, folded; its base is its last word."""
    folded = name.casefold()
    return SourceKey(kind_class=kind_class, key=folded, base=folded.split()[-1], display=name)


def reading(
    text: str = "The pier will close, Ada Quill said. It will not, an official said.",
    *,
    key: str = "pier",
    outlet: str | None = "Harbour Post",
    published: str | None = "2031-05-03",
    url: str | None = None,
    name: str = "Ada Quill",
) -> Reading:
    """Two statements: one of a named person, one of an unnamed official."""
    article = Article(key=key, text=text, outlet=outlet, published=published, url=url, title="Pier to close")

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    first, _, rest = text.partition(",")
    second = rest.partition(". ")[2].partition(",")[0]
    said = text.index("said")
    return Reading(
        article=article,
        sources=(
            Source(id="s1", kind="person", name=name, role="mayor", mentions=(at(name),)),
            Source(id="s2", kind="person", descriptor="an official", anonymous=True, mentions=(at("an official"),)),
        ),
        statements=(
            Statement(
                id="a1",
                quotation="indirect",
                content_spans=(at(first),),
                cue_span=Span(said, said + 4),
                source_span=at(name),
                source="s1",
                stated_chain=("s1",),
                confidence=0.9,
                producer="encoder-1",
            ),
            Statement(
                id="a2",
                quotation="indirect",
                content_spans=(at(second),),
                source_span=at("an official"),
                source="s2",
                stated_chain=("s2",),
                stance="denies",
                confidence=0.7,
                producer="encoder-1",
            ),
        ),
        basis=Basis(named=("s1",), unnamed=(1, 1)),
    )


def capture(found: Reading, *, at: str = AT, location: str | None = None) -> Capture:
    """The bytes that a reading's article was read from."""
    article = found.article
    return Capture(
        location=location or article.url or f"/news/{article.key}.txt",
        fetched_at=at,
        body=article.text.encode(),
        media_type="text/plain",
        url=article.url,
    )


def entry(found: Reading, *, at: str = AT, location: str | None = None) -> Entry:
    """A reading as it goes into the ledger."""
    return Entry(
        reading=found,
        capture=capture(found, at=at, location=location),
        read_by=READ_BY,
        names={s.id: key_of(s.name) for s in found.sources if s.name and not s.anonymous},
        address=found.article.url,
    )


def add(connection: Connection, found: Reading, *, at: str = AT, groups=alone) -> str:
    """Puts a reading into the ledger and gives its article's id."""
    put(connection, entry(found, at=at), groups=groups, at=at)
    return found.article.id


TIMES = frozenset({"row", "number", "added_at", "first_used", "checked_at", "at", "fetched_at", "seen_at"})
"""Columns that differ between two runs that did the same."""


def contents(connection: Connection, *, leave_out: frozenset[str] = TIMES) -> dict[str, list[str]]:
    """Every row of every table as text, sorted, without the columns to leave out."""
    found = {}
    for table in metadata.sorted_tables:
        if table.name == "settings":  # the salt is every ledger's own
            continue
        columns = [c for c in table.c if c.name not in leave_out]
        found[table.name] = sorted(repr(tuple(row)) for row in connection.execute(select(*columns)))
    return found
