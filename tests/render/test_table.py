"""The table: one row a statement, nothing that a spreadsheet would run."""

import csv
from dataclasses import replace
from io import StringIO

import harbour
import pytest

from firsthand.model import Article, Reading, Source, Span, Statement
from firsthand.render.table import COLUMNS, header, rows


def table(reading: Reading) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(header() + "".join(rows(reading)), newline="")))


def test_one_row_a_statement() -> None:
    found = table(harbour.reading())
    assert list(found[0]) == list(COLUMNS)
    assert [r["statement"] for r in found][:2] == ["a10", "a1"]
    nested = found[7]
    assert nested["number"] == "7.1"
    assert nested["parent"] == "a6"
    assert nested["chain"] == "the mayor → one of the Courier's sources (unnamed) → Skerry Courier"
    assert nested["hedged_by"] == "the mayor"
    assert found[2]["unnamed"] == "yes"
    start, end = map(int, found[1]["source_span"].split("-"))
    assert harbour.TEXT[start:end] == "the Skerry Courier"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", " =", "\t=", "\x00=", "\n@", "\u202e="])
def test_formulas_are_disarmed_everywhere(start: str) -> None:
    evil = f'{start}HYPERLINK("http://x","y")'
    article = Article(key=evil, text=f"{evil} said so", title=evil, outlet=evil)
    source = Source(id="s", kind="person", name=evil)
    said = Statement(id="a", quotation="indirect", content_spans=(Span(0, len(evil)),), source="s", producer=evil)
    [row] = table(Reading(article=article, sources=(source,), statements=(said,)))
    for name in ("article", "title", "outlet", "source", "chain", "content", "producer"):
        assert row[name].startswith("'"), name


def test_a_row_is_one_line_whatever_is_in_it() -> None:
    reading = replace(harbour.empty('a "b", c\r\nd\n'), statements=())
    said = Statement(id="a", quotation="indirect", content_spans=(Span(0, 11),))
    [row] = rows(replace(reading, statements=(said,)))
    assert row.count("\n") == 1
    assert '"a ""b"", c d"' in row
