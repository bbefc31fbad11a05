import csv
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import EvaluationError
from firsthand.evaluation.coding import Answer, merged, read_sheet, sheet, source_sheet
from firsthand.evaluation.sampling import Item, Sample, draw
from firsthand.model import Span

PASSAGE = "=cmd() Ilse Brandt said that “no boat”, in her words, would sail."
KINDS = ["named person", "unnamed", "outlet", "document or organisation", "not known", "no statement"]


def sample() -> Sample:
    spans = (Span(PASSAGE.index("that"), PASSAGE.index(", in")), Span(PASSAGE.index("would"), len(PASSAGE) - 1))
    pool = [
        Item(id=f"x{n}", passage=PASSAGE, marked=spans, kind=kind, confidence=0.123 + n / 10, source="+Rena Holt")
        for n, kind in enumerate(KINDS)
    ]
    return draw(pool, 6, 1)


def filled(answers: dict[str, tuple[str, str]], text: str | None = None) -> str:
    rows = list(csv.reader(StringIO(text or sheet(sample()))))
    for row in rows[1:]:
        row[3:5] = answers.get(row[0], ("", ""))
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def test_the_blind_sheet_shows_the_words_and_no_answer() -> None:
    text = sheet(sample())
    rows = list(csv.DictReader(StringIO(text)))
    assert len(rows) == 6
    assert rows[0]["statement"] == "that “no boat” … would sail"
    assert rows[0]["passage"] == "'=cmd() Ilse Brandt said ⟦that “no boat”⟧, in her words, ⟦would sail⟧."
    assert {r["is_statement"] + r["source_named"] + r["note"] for r in rows} == {""}
    for told in ("Rena Holt", "0.1", "0.3", *KINDS):
        assert told not in text


def test_the_second_sheet_shows_the_source() -> None:
    rows = list(csv.DictReader(StringIO(source_sheet(sample()))))
    assert len(rows) == 5
    assert {r["source_read"] for r in rows} == {"'+Rena Holt"}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1", "\n=1", "\x1b[0m=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    pool = [Item(id="=x", passage=cell, marked=(Span(0, len(cell)),), kind="unnamed", confidence=0.5, source=cell)]
    drawn = draw(pool, 1, 1)
    for text in (sheet(drawn), source_sheet(drawn)):
        for row in list(csv.reader(StringIO(text, newline="")))[1:]:
            assert not any(c.lstrip().startswith(("=", "+", "-", "@", "＝")) for c in row)
    assert read_sheet(filled({"'=x": ("yes", "unnamed")}, sheet(drawn)), drawn).answers[0].item == "=x"


@settings(max_examples=50)
@given(st.text(max_size=60), st.text(min_size=1, max_size=10))
def test_any_words_come_through_the_sheet(passage: str, id_: str) -> None:
    marked = (Span(0, len(passage)),) if passage else ()
    drawn = draw([Item(id="a" + id_.strip(), passage=passage, marked=marked, kind="outlet", confidence=0.5)], 1, 1)
    assert read_sheet(sheet(drawn), drawn).answers == ()


def test_a_filled_sheet_is_read() -> None:
    text = filled({"x0": ("Yes", "NAMED"), "x1": ("n", ""), "x2": ("y", "none"), "x3": ("no", "none")})
    coding = read_sheet(text, sample(), coder="Ada")
    assert coding.coder == "Ada"
    assert coding.by_item() == {
        "x0": Answer(item="x0", is_statement=True, source="named person"),
        "x1": Answer(item="x1", is_statement=False),
        "x2": Answer(item="x2", is_statement=True, source="not known"),
        "x3": Answer(item="x3", is_statement=False),
    }


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_what_a_spreadsheet_makes_of_it_is_read(delimiter: str) -> None:
    out = StringIO()
    rows = csv.reader(StringIO(filled({"x0": ("yes", "named")})))
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert len(read_sheet("\ufeff" + out.getvalue() + "\r\n" + delimiter * 5, sample()).answers) == 1


def test_two_sheets_of_one_person_are_merged() -> None:
    rows = list(csv.reader(StringIO(source_sheet(sample()))))
    for row in rows[1:]:
        row[4] = {"x0": "yes", "x1": "Unsure"}.get(row[0], "")
    out = StringIO()
    csv.writer(out).writerows(rows)
    second = out.getvalue()
    both = merged(
        read_sheet(filled({"x0": ("yes", "named")}), sample(), coder="Ada"), read_sheet(second, sample())
    ).by_item()
    assert both == {
        "x0": Answer(item="x0", is_statement=True, source="named person", source_right="yes"),
        "x1": Answer(item="x1", source_right="unsure"),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (filled({"x0": ("maybe", "named")}), r"line \d: is_statement is yes or no, not 'maybe'"),
        (filled({"x0": ("", "named")}), r"line \d: is_statement is yes or no, not ''"),
        (filled({"x0": ("yes", "her")}), r"line \d: source_named is named, unnamed, outlet, document, none, not 'her'"),
        (filled({"x0": ("yes", "")}), r"line \d: source_named is empty, though is_statement is yes"),
        (filled({"x0": ("no", "outlet")}), r"line \d: source_named is 'outlet', though is_statement is no"),
        (filled({}).replace("x0", "x9"), r"line \d: the item 'x9' is not in this sample"),
        (filled({"x0": ("no", "")}) * 2, r"line \d+: the item 'x0' stands there a second time"),
        ("", "has no column is_statement, item, source_named; its columns are none"),
        ("item,is_statement\nx0,yes\n", "has no column source_named; its columns are item, is_statement"),
        (source_sheet(sample()).replace('"",""', '"perhaps",""'), "source_right is yes, no or unsure, not 'perhaps'"),
    ],
)
def test_what_is_wrong_is_told_by_line(text: str, message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        read_sheet(text, sample())


def test_many_problems_are_counted() -> None:
    text = sheet(sample()) + "".join(f"y{n},,,yes,named,\n" for n in range(30))
    with pytest.raises(EvaluationError, match="and 20 lines more"):
        read_sheet(text, sample())
