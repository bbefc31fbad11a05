"""Owns the export formats by name: what each makes of the articles of a ledger. It opens and writes no file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from sqlalchemy import Connection

from firsthand.errors import InvalidValue
from firsthand.ledger.bundles import Bundle, bundles
from firsthand.ledger.dump import lines
from firsthand.ledger.redacting import without_words
from firsthand.ledger.rows import Row
from firsthand.render.exports.annotations import annotation_lines
from firsthand.render.exports.lines import dump_lines
from firsthand.render.exports.provenance import provenance_lines
from firsthand.render.exports.rows import (
    ARTICLES,
    SOURCES,
    STATEMENTS,
    Columns,
    article_rows,
    source_rows,
    statement_rows,
)
from firsthand.render.exports.tables import WITHHELD, csv_lines
from firsthand.render.exports.withheld import to_text, withhold

Format = Literal["jsonl", "csv", "parquet", "webannotation", "prov", "brat"]
Table = Literal["statements", "articles", "sources"]

SUFFIXES: Mapping[Format, str] = {
    "jsonl": ".jsonl",
    "csv": ".csv",
    "parquet": ".parquet",
    "webannotation": ".jsonld",
    "prov": ".jsonld",
    "brat": "",
}
_COLUMNS: Mapping[Table, Columns] = {"statements": STATEMENTS, "articles": ARTICLES, "sources": SOURCES}


def text_pieces(
    format: Format,
    connection: Connection,
    ids: Sequence[str],
    *,
    table: Table = "statements",
    with_text: bool = True,
    whole: bool = False,
) -> Iterator[str]:
    """The pieces of one file of text with the articles `ids`; `table` is for csv, `whole` (everything that the ledger
    holds beside articles) for jsonl. InvalidValue for a format that is no text."""
    match format:
        case "jsonl":
            return dump_lines(lines(connection, ids, whole=whole), with_text=with_text)
        case "csv":
            columns, rows, withheld = table_of(connection, ids, table=table, with_text=with_text)
            return csv_lines(rows, columns, withheld=withheld)
        case "webannotation":
            return annotation_lines(bundles(connection, ids), ids, with_text=with_text)
        case "prov":
            return provenance_lines(bundles(connection, ids), with_text=with_text)
    raise InvalidValue(f"{format} is no single file of text: give a place for it with -o")


def table_of(
    connection: Connection, ids: Iterable[str], *, table: Table = "statements", with_text: bool = True
) -> tuple[Columns, Iterator[Row], bool]:
    """The columns and rows of a table, and whether its rows have a last column ``withheld``."""
    found = bundles(connection, ids)
    if table == "sources":
        return SOURCES, source_rows(found), False
    maker = statement_rows if table == "statements" else article_rows
    return _COLUMNS[table], _rows(found, maker, with_text=with_text), not with_text


def _rows(found: Iterable[Bundle], maker: Callable[[Bundle], Iterator[Row]], *, with_text: bool) -> Iterator[Row]:
    for bundle in found:
        if with_text:
            yield from maker(bundle)
            continue
        a = bundle.article
        for full, bare in zip(maker(bundle), maker(without_words(bundle)), strict=True):
            named = (bundle.id, a["key"])
            withheld = withhold(full, bare, text=a["text"], title=a["title"], article=named, by_column=True)
            yield bare | {WITHHELD: None if withheld is None else to_text(withheld)}
