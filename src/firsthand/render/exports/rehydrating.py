"""Owns the way from an export without text back to the one with it, line by line and row by row. It finds no copies and
opens no file.

Whatever has no copy stays as it was, with what was withheld of it beside it, so that it can be rehydrated later.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from firsthand.errors import InvalidValue, NotReadable
from firsthand.ledger.rows import Row
from firsthand.render.exports.lines import PROPERTY, json_line
from firsthand.render.exports.rows import ARTICLES, STATEMENTS, Columns
from firsthand.render.exports.tables import WITHHELD, cell
from firsthand.render.exports.withheld import KEY, Copies, Withheld, needed, put_back, to_text

_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a record of an export tells of: an article by its id (else what tells it from others) and its key, or, with
    `id` None, a page that gave no article, by its address."""

    id: str | None
    name: str


@dataclass(slots=True)
class Rehydrated:
    """What came of it, counted in articles, however many records of the export tell of one. `pages` are the addresses
    of pages that gave no article and still lack their bytes, `damaged` says what is wrong with damaged records."""

    pages: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict, repr=False)
    _short: dict[str, None] = field(default_factory=dict, repr=False)

    @property
    def done(self) -> int:
        """The number of articles whose words are all there again."""
        return len(self._names) - len(self._short)

    @property
    def left(self) -> list[str]:
        """The articles that still lack words: their keys, with the id where two have one key."""
        names = Counter(self._names[id] for id in self._short)
        told = ((id, self._names[id]) for id in self._short)
        return [name if names[name] == 1 else f"{name} ({id[:12]})" for id, name in told]

    def note(self, told: Told, left: object) -> None:
        """Counts one record; `left` is what it still lacks."""
        if told.id is not None:
            self._names.setdefault(told.id, told.name)
            if left is not None:
                self._short[told.id] = None
        elif left is not None:
            self.pages.append(told.name)


def columns_of(names: Iterable[str]) -> Columns:
    """The table that has these columns; NotReadable where none has."""
    given = [name for name in names if name != WITHHELD]
    for columns in (STATEMENTS, ARTICLES):
        if given == list(columns):
            return columns
    raise NotReadable("its columns are those of no table that firsthand exports without text")


def wanted(found: Iterable[Mapping[str, Any]]) -> set[str]:
    """The digests that things with something withheld ask for."""
    return {digest for thing in found for digest in needed(withheld_of(thing))}


def things(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The objects of an export in lines: rows of JSONL, or items of a JSON-LD document."""
    for line in lines:
        found = _object(line)
        if found is not None:
            yield found


def rehydrated_lines(lines: Iterable[str], copies: Copies, came: Rehydrated) -> Iterator[str]:
    """The lines of JSONL or JSON-LD with the words put back."""
    for line in lines:
        found = _object(line)
        withheld = None if found is None else withheld_of(found)
        if found is None or withheld is None:
            yield line
            continue
        key = KEY if KEY in found else PROPERTY
        bare = {name: value for name, value in found.items() if name != key}
        whole, left = _tried(bare, withheld, copies, came, _told(found, withheld))
        if left is not None:
            whole[key] = _like(found[key], left)
        yield json_line(whole) + line[len(line.rstrip().rstrip(",")) :]


def rehydrated_rows(rows: Iterable[Row], copies: Copies, came: Rehydrated) -> Iterator[Row]:
    """The rows of a table with the words put back as values; ``withheld`` holds what is still missing, else None."""
    for row in rows:
        bare = {name: value for name, value in row.items() if name != WITHHELD}
        withheld = withheld_of(row)
        if withheld is None:
            yield bare | {WITHHELD: None}
            continue
        whole, left = _tried(bare, withheld, copies, came, _told(row, withheld))
        yield whole | {WITHHELD: None if left is None else to_text(left)}


def rehydrated_cells(
    rows: Iterable[Mapping[str, str]], columns: Columns, copies: Copies, came: Rehydrated
) -> Iterator[list[str]]:
    """The cells of a CSV table with the words put back as `firsthand export` writes them; ``withheld`` is the last."""
    for row in rows:
        whole, left = dict(row), None
        withheld = withheld_of(row)
        if withheld is not None:
            values, left = _tried(dict.fromkeys(columns), withheld, copies, came, _told(row, withheld))
            put = set() if left is withheld else withheld["put"].keys() - (left["put"].keys() if left else set())
            names = {pointer[1:] for pointer in put}
            whole |= {name: cell(values[name], kind) for name, kind in columns.items() if name in names}
        yield [*(whole[name] for name in columns), to_text(left) if left else ""]


def _tried(
    bare: Mapping[str, Any], withheld: Withheld, copies: Copies, came: Rehydrated, told: Told
) -> tuple[dict[str, Any], Withheld | None]:
    """As `put_back`; what is damaged stays as it is and is noted."""
    try:
        whole, left = put_back(bare, withheld, copies)
    except InvalidValue as error:
        came.damaged.append(f"{told.name}: {error}")
        whole, left = dict(bare), withheld
    came.note(told, left)
    return whole, left


def withheld_of(thing: Mapping[str, Any]) -> Withheld | None:
    """What was withheld of a row, a line or an item; None where nothing was. InvalidValue where it cannot be read."""
    told = thing.get(KEY) or thing.get(PROPERTY)
    if isinstance(told, list) and len(told) == 1 and isinstance(told[0], Mapping):
        told = told[0].get("@value")
    if isinstance(told, str) and told:
        try:
            told = json.loads(told)
        except (ValueError, RecursionError) as error:
            raise InvalidValue(f"what was withheld of {_name(thing)} is no JSON") from error
    if told in (None, ""):
        return None
    if not isinstance(told, dict):
        raise InvalidValue(f"what was withheld of {_name(thing)} is not told as firsthand export tells it")
    return told


def _object(line: str) -> dict[str, Any] | None:
    """The object on a line of its own; None for a line that opens or closes a document."""
    if not line.startswith("{"):
        if PROPERTY in line:
            raise NotReadable("the file was laid out anew since it was exported: rehydrate it as firsthand wrote it")
        return None
    try:
        found = json.loads(line.rstrip().rstrip(","))
    except (ValueError, RecursionError):
        if '"@context"' in line and PROPERTY not in line:
            return None
        raise NotReadable("a line of the file is no JSON: rehydrate it as firsthand wrote it") from None
    return found if isinstance(found, dict) else None


def _like(told: Any, left: Withheld) -> Any:
    if isinstance(told, dict):
        return left
    return to_text(left) if isinstance(told, str) else [{"@value": to_text(left)}]


def _told(thing: Mapping[str, Any], withheld: Withheld) -> Told:
    match withheld.get("article"):
        case [str(id), str(key)]:
            return Told(id=id, name=(key.strip() or id)[:_SHOWN])
    # Written before exports named the article: its text's digest is the same in all its records.
    digest, name = withheld.get("text_sha256"), _name(thing)
    page = isinstance(thing.get("ledger"), Mapping) and "table" in thing["ledger"]
    return Told(id=digest if isinstance(digest, str) else None if page else name, name=name)


def _name(thing: Mapping[str, Any]) -> str:
    article = thing.get("article")
    named = article.get("key") if isinstance(article, Mapping) else None
    row = thing.get("ledger", {}).get("row") if isinstance(thing.get("ledger"), Mapping) else None
    names = [named, *(thing.get(name) for name in ("key", "id", "@id"))]
    if isinstance(row, Mapping):
        names += [row.get(name) for name in ("target", "url", "location", "id")]
    return str(next((name for name in names if name), "a record without a name"))[:_SHOWN]
