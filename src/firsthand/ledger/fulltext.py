"""Owns full text search over the contents of statements on both databases: FTS5 and tsvector. It filters by nothing.

What a person types is words and "phrases in quotation marks"; all of them have to be there; -word leaves out. Every
word goes to the database as a quoted term, so that no operator of either query language can be smuggled in.
"""

import re

from sqlalchemy import ColumnElement, FromClause, Select, column, func, literal, literal_column, select, table, text

from firsthand.errors import InvalidValue
from firsthand.ledger.tables import statements
from firsthand.ledger.wording import short

_FTS = "statement_words"
_PART = re.compile(r'(-?)(?:"([^"]*)"|“([^”]*)”|(\S+))')
_WORD = re.compile(r"\w+")
MAX_TERMS = 32
"""Bound on the words of one question."""


def owns_table(name: str) -> bool:
    """True for the tables that the index itself keeps; migrations leave them aside."""
    return name == _FTS or name.startswith(f"{_FTS}_")


def terms(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The phrases wanted and those left out, each one or more bare words; InvalidValue where nothing is wanted.

    >>> terms('harbour "north pier" -ferry')
    (('harbour', 'north pier'), ('ferry',))
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, *phrases in _PART.findall(words.replace("\0", " ")):
        phrase = " ".join(_WORD.findall(next(filter(None, phrases), "")))
        if phrase:
            (unwanted if minus else wanted).append(phrase)
    if not wanted:
        raise InvalidValue(f"there is no word to look for in {short(words)!r}: give one or more words, or a “phrase”")
    if len(wanted) + len(unwanted) > MAX_TERMS:
        raise InvalidValue(
            f"{len(wanted) + len(unwanted)} words are too many for one question: give at most {MAX_TERMS}"
        )
    return tuple(wanted), tuple(unwanted)


def query_of(dialect: str, words: str) -> str:
    """The words in the database's own language of queries; InvalidValue as for `terms`."""
    wanted, unwanted = terms(words)
    if dialect == "sqlite":
        return " AND ".join(f'"{p}"' for p in wanted) + "".join(f' NOT "{p}"' for p in unwanted)
    return " ".join(f'"{p}"' for p in wanted) + "".join(f' -"{p}"' for p in unwanted)


def matching() -> Select[int, float]:
    """`matches` of SQLite with the parameter ``query``, which is `query_of` the words."""
    fts: FromClause = table(_FTS, column("rowid"), column("rank"))
    row: ColumnElement[int] = literal_column(f"{_FTS}.rowid")
    rank: ColumnElement[float] = literal_column(f"{_FTS}.rank")
    return select(row.label("row"), rank.label("rank")).select_from(fts).where(text(f"{_FTS} MATCH :query"))


def matches(dialect: str, words: str) -> Select[int, float]:
    """A select of ``row`` (of `statements`) and ``rank`` (lower is better) of all contents that `words` finds."""
    query = query_of(dialect, words)
    if dialect == "sqlite":
        return matching().params(query=query)
    asked = func.websearch_to_tsquery(literal_column("'firsthand'"), literal(query))
    vector: ColumnElement[str] = literal_column("statements.words_vector")
    worst: ColumnElement[float] = (-func.ts_rank_cd(vector, asked)).label("rank")
    return select(statements.c.row, worst).where(vector.bool_op("@@")(asked))
