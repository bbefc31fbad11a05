"""The tables: their rows, as CSV that a spreadsheet does not run, and as Parquet that gives the same rows back."""

import csv
import io

import pytest
from linked import filled
from packed import HOSTILE

from firsthand.errors import NotReadable
from firsthand.render.exports import parquet
from firsthand.render.exports.rows import ARTICLES, SOURCES, STATEMENTS, article_rows, source_rows, statement_rows
from firsthand.render.exports.tables import csv_cells, csv_lines


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("tables"))


def rows(bundles, maker):
    return [row for bundle in bundles for row in maker(bundle)]


def test_a_row_for_each_statement_as_it_stands(held) -> None:
    ids, bundles = held
    found = {r["statement_id"]: r for r in rows(bundles, statement_rows)}
    assert len(found) == sum(len(b.standing) for b in bundles)
    corrected = found[f"{ids['harbour']}.a1"]
    assert (corrected["stance"], corrected["corrected_by"], corrected["corrected_why"]) == (
        "doubts",
        'Ann "A" Lee',
        "misread",
    )
    assert f"{ids['harbour']}.a3" not in found
    disputed = found[f"{ids['newer']}.a1"]["disputes"]
    assert [(d["by"], d["reply"]) for d in disputed] == [("Ada Quill", "=I never said “close”.\nAda")]
    unnamed = found[f"{ids['pier']}.a2"]
    assert (unnamed["unnamed"], unnamed["source_id"], unnamed["source_descriptor"]) == (True, None, "an official")
    assert found[f"{ids['harbour']}.a2"]["chain"] == [
        "two officials familiar with the talks (unnamed)",
        "Skerry Courier",
    ]
    assert found[f"{ids['cleared']}.a1"]["content"] is None


def test_the_sources_are_the_named_ones_as_people_merged_them(held) -> None:
    found = {r["name"]: r for r in source_rows(held[1])}
    quill = found["Ada Quill"]
    assert set(quill["spellings"]) == {"Ada Quill", HOSTILE[2]}
    assert quill["identifiers"] == ["wikidata:Q0"]
    assert not any("official" in name for name in found)


@pytest.mark.parametrize(("maker", "columns"), [(statement_rows, STATEMENTS), (article_rows, ARTICLES)])
def test_every_row_has_the_columns(held, maker, columns, tmp_path) -> None:
    found = rows(held[1], maker)
    assert all(list(row) == list(columns) or row.keys() == columns.keys() for row in found)
    parquet.write(tmp_path / "x.parquet", iter(found), columns)
    assert list(parquet.read(tmp_path / "x.parquet")) == found
    lines = list(csv_lines(found, columns))
    assert len(lines) == 1 + len(found)
    assert all(line.count("\n") == 1 for line in lines)
    for row in csv.DictReader(io.StringIO("".join(lines))):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_formulas_of_names_and_replies_are_not_run(held) -> None:
    text = "".join(csv_lines(rows(held[1], statement_rows), STATEMENTS))
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'" + HOSTILE[0] in cells
    assert "Ada Quill (2031-05-04): =I never said “close”. Ada" in cells
    assert any(len(cell) == 10_000 for cell in cells)
    sources = "".join(csv_lines(source_rows(held[1]), SOURCES))
    assert "'=HYPERLINK" in sources


def test_files_that_are_none(tmp_path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(NotReadable):
        list(parquet.read(tmp_path / "x.parquet"))
    with pytest.raises(NotReadable, match="row 2 has 1 cells"):
        list(csv_cells(["a,b\n", "1\n"]))
