"""Owns exported rows as CSV: one line each, safe to open in a spreadsheet, and read back to be rehydrated."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from firsthand.errors import NotReadable
from firsthand.ledger.rows import Row
from firsthand.render.exports.rows import Columns, Kind
from firsthand.render.plain import line
from firsthand.render.table import neutral

WITHHELD = "withheld"


def csv_lines(rows: Iterable[Row], columns: Columns, *, withheld: bool = False) -> Iterator[str]:
    """The lines of a table with its header, each with its line end; with `withheld` that column comes last."""
    names = [*columns, WITHHELD] if withheld else list(columns)
    yield csv_row(names)
    for row in rows:
        cells = [cell(row[name], kind) for name, kind in columns.items()]
        yield csv_row([*cells, row.get(WITHHELD) or ""] if withheld else cells)


def csv_cells(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """The rows of such a table as cells by column; NotReadable where it is none."""
    csv.field_size_limit(2**31 - 1)  # a cell can hold a whole article
    reader = csv.reader(lines, strict=True)
    try:
        names = next(reader, [])
        for number, cells in enumerate(reader, start=2):
            if len(cells) != len(names):
                raise NotReadable(f"row {number} has {len(cells)} cells where the header has {len(names)}")
            yield dict(zip(names, cells, strict=True))
    except csv.Error as error:
        raise NotReadable(f"the file is no CSV that firsthand export made ({error})") from error


def cell(value: Any, kind: Kind) -> str:
    """A value as one line of text; what a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    match kind:
        case "flag":
            return "yes" if value else "no"
        case "share":
            return f"{value:.4f}"
        case "span":
            return _place(value)
        case "spans":
            return " ".join(_place(span) for span in value)
        case "hedges":
            return neutral("; ".join(line(h["words"] or h["term"]) for h in value))
        case "disputes":
            return neutral(" | ".join(line(f"{d['by']} ({d['at'][:10]}): {d['reply']}") for d in value))
        case "texts":
            return neutral("; ".join(line(v) for v in value))
        case _:
            return neutral(str(value))


def _place(span: list[int]) -> str:
    return f"{span[0]}-{span[1]}"


def csv_row(cells: Iterable[str]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
