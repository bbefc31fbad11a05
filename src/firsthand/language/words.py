"""Owns the loading of the word lists in `data/` and the few spelling rules they need. It reads no text.

A list is a text file: one entry a line, columns parted by tabs, lines that begin with "#" are comments.
"""

import unicodedata
from functools import cache, lru_cache
from importlib import resources

from babel import Locale

_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "people": "person",
    "persons": "person",
    "children": "child",
    "wives": "wife",
    "police": "police",
    "media": "media",
    "data": "data",
    "minutes": "minutes",
    "news": "news",
    "staff": "staff",
    "headquarters": "headquarters",
    "guys": "guy",
    "passers-by": "passer-by",
    "attorneys": "attorney",
    "memoranda": "memorandum",
    "communiques": "communique",
    "statistics": "statistic",
    "series": "series",
    "analyses": "analysis",
    "theses": "thesis",
    "crises": "crisis",
    "crew": "crew",
    "troops": "troops",
    "allies": "ally",
    "counsel": "counsel",
}


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of the list `data/name`, each a tuple of its columns without white space around them."""
    text = resources.files("firsthand.language").joinpath("data", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(tuple(column.strip() for column in line.split("\t")) for line in lines)


@cache
def words(name: str) -> frozenset[str]:
    """The first column of the list `data/name`, lower-cased."""
    return frozenset(row[0].lower() for row in rows(name))


def words_of(*names: str) -> frozenset[str]:
    """All entries of several lists at once; the union is made once."""
    return _union(names)


@cache
def _union(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(words(name) for name in names))


@cache
def column(name: str, index: int = 1) -> dict[str, str]:
    """First column, lower-cased, to column `index` (0 is the first) of the list; rows without it or with "-" left
    out.
    """
    return {row[0].lower(): row[index] for row in rows(name) if len(row) > index and row[index] not in ("-", "")}


def singular(word: str) -> str:
    """The singular of an English noun, lower-cased; the word itself where it is no plural.

    >>> [singular(w) for w in ("ministries", "women", "sources", "boss", "passers-by")]
    ['ministry', 'woman', 'source', 'boss', 'passer-by']
    """
    low = word.lower()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if low.endswith("men") and len(low) > 4:
        return low[:-3] + "man"
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes")):
        return low[:-2]
    if low.endswith("ses") and low[:-2] in ("boss", "witness", "actress"):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is", "’s", "'s")):
        return low[:-1]
    return low


def is_plural(word: str) -> bool:
    """True where the noun is written as a plural ("officials", "women", "police")."""
    low = word.lower()
    return low in ("people", "police", "staff", "media", "troops") or singular(low) != low


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """`text` case-folded, without accents and with straight apostrophes, to compare names by.

    >>> plain("Élodie O’Hara")
    "elodie o'hara"
    """
    bare = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()


@cache
def countries() -> dict[str, str]:
    """`plain` names of countries, and the name to show."""
    locale = Locale("en")
    found = {
        plain(v): v
        for k, v in locale.territories.items()
        if len(k) == 2 and k not in ("ZZ", "XA", "XB", "EU", "UN", "EZ")
    }
    return found | {plain(row[0]): row[0] for row in rows("places.txt")}


@cache
def demonyms() -> dict[str, str]:
    """`plain` adjectives and nouns for a country's people, and the country."""
    return {plain(row[0]): row[1] for row in rows("demonyms.tsv")}


@cache
def outlets() -> dict[str, tuple[str, bool]]:
    """`plain` names and aliases of outlets, without "the": the outlet's name, and whether the word is weak alone."""
    found: dict[str, tuple[str, bool]] = {}
    for row in rows("outlets.tsv"):
        weak = len(row) > 2 and row[2] == "weak"
        found[_bare(row[0])] = (row[0], weak)
        for alias in row[1].split("|") if row[1] != "-" else ():
            found.setdefault(_bare(alias), (row[0], weak and " " not in _bare(alias)))
    return found


def _bare(name: str) -> str:
    return plain(name).removeprefix("the ")


@cache
def first_names() -> dict[str, str | None]:
    """`plain` first names and their gender, None where it may be either."""
    return {plain(row[0]): None if row[1] == "-" else row[1] for row in rows("first_names.tsv")}


def plural_of(noun: str) -> str:
    """A regular plural.

    >>> plural_of("filing"), plural_of("study")
    ('filings', 'studies')
    """
    if noun.endswith("y") and noun[-2:-1] not in ("a", "e", "o", "u"):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
