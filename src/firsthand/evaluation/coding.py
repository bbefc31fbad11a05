"""Owns the sheets on which people code a sample, out and back in. It estimates nothing.

The first sheet is blind: it shows the words and asks, and holds nothing of what the machine answered. Whether the
machine's source is the right one can only be asked by showing it: that is a second sheet, for after the first.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import Literal, get_args

from firsthand.errors import EvaluationError
from firsthand.evaluation.sampling import Item, Sample, SourceClass
from firsthand.render.plain import cleaned

Right = Literal["yes", "no", "unsure"]

BLIND = ("item", "passage", "statement", "is_statement", "source_named", "note")
SECOND = ("item", "passage", "statement", "source_read", "source_right", "note")
CODES: Mapping[str, SourceClass] = {
    "named": "named person",
    "unnamed": "unnamed",
    "outlet": "outlet",
    "document": "document or organisation",
    "none": "not known",
}
"""What a coder writes under `source_named`. "document" is for documents, organisations, governments, countries."""

OPEN, CLOSE = "⟦", "⟧"
"""Stand in the passage around the words in question."""
MOST_PROBLEMS = 10

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_YES_NO = {"yes": True, "y": True, "no": False, "n": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one person says of one item; None where it was not answered, or not asked.

    `source` is given for statements only; "not known" says that the passage names or describes no source.
    """

    item: str
    is_statement: bool | None = None
    source: SourceClass | None = None
    source_right: Right | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """All answers of one person, in the order of the sample; items without an answer are left out."""

    coder: str
    answers: tuple[Answer, ...]

    def by_item(self) -> dict[str, Answer]:
        """The answers by the item's id."""
        return {answer.item: answer for answer in self.answers}


def sheet(sample: Sample) -> str:
    """The blind coding sheet as CSV, one row an item, the words in question between ⟦ and ⟧.

    To be filled in: `is_statement` yes or no; where yes, `source_named` one of named, unnamed, outlet, document, none.
    Cells that a spreadsheet would run as a formula get an apostrophe before them.
    """
    return _csv(BLIND, [(*_shown(d.item), "", "", "") for d in sample.items])


def source_sheet(sample: Sample) -> str:
    """The second sheet as CSV, which shows the source that was read and asks whether it is right: yes, no or unsure.

    Only for coders who have handed in the first one: it is not blind, and agreement on it leans towards the machine.
    """
    asked = [d.item for d in sample.items if d.item.kind != "no statement"]
    return _csv(SECOND, [(*_shown(item), item.source or "no source", "", "") for item in asked])


def _shown(item: Item) -> tuple[str, str, str]:
    passage, end = "", 0
    for span in item.marked:
        passage += item.passage[end : span.start] + OPEN + span.of(item.passage) + CLOSE
        end = span.end
    return item.id, passage + item.passage[end:], " … ".join(span.of(item.passage) for span in item.marked)


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: str) -> str:
    text = cleaned(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text


def read_sheet(text: str, sample: Sample, *, coder: str = "") -> Coding:
    """What a person filled in, on either sheet; a byte order mark, semicolons or tabs of a spreadsheet do not matter.

    Rows that were left empty are taken as not coded yet. Raises EvaluationError that names every line that cannot be
    read (at most `MOST_PROBLEMS`): an unknown or repeated item, a word that is no answer, a source without a statement.
    """
    header, rows = _table(text)
    # A spreadsheet may take the apostrophe away, and cells are cleaned of controls: an item goes by its id as written.
    shown = {_safe(d.item.id).strip().removeprefix("'"): d.item.id for d in sample.items}
    order = {d.item.id: place for place, d in enumerate(sample.items)}
    found: dict[str, Answer] = {}
    problems: list[str] = []
    for number, cells in rows:
        row = dict(zip(header, (c.strip() for c in cells), strict=False))
        written = row.get("item", "").removeprefix("'")
        id_ = shown.get(written, written)
        answer, problem = _answer(id_, row)
        if id_ not in order:
            problem = f"the item {id_!r} is not in this sample; is it the sheet of another one?"
        elif id_ in found:
            problem = f"the item {id_!r} stands there a second time"
        if problem:
            problems.append(f"line {number}: {problem}")
        elif answer is not None:
            found[id_] = answer
    if problems:
        more = f"\nand {len(problems) - MOST_PROBLEMS} lines more" if len(problems) > MOST_PROBLEMS else ""
        raise EvaluationError("the sheet cannot be read:\n" + "\n".join(problems[:MOST_PROBLEMS]) + more)
    return Coding(coder=coder, answers=tuple(found[i] for i in sorted(found, key=order.__getitem__)))


def _table(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and the rows that are not empty with the lines they end on."""
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as e:
        raise EvaluationError(f"the sheet is no CSV: line {reader.line_num}: {e}; save it as CSV in UTF-8") from e
    asked = {"is_statement", "source_named"} if "source_right" not in header else {"source_right"}
    missing = sorted(({"item"} | asked) - set(header))
    if missing:
        raise EvaluationError(
            f"the sheet has no column {', '.join(missing)}; its columns are {', '.join(header) or 'none'}; "
            "fill in the sheet as it was made, and keep its first line"
        )
    return header, rows


def _answer(id_: str, row: Mapping[str, str]) -> tuple[Answer | None, str]:
    """The answer of one row, None where it was left empty; else what is wrong with it."""
    if "source_right" in row:
        right = row["source_right"].lower()
        if right and right not in get_args(Right):
            return None, f"source_right is yes, no or unsure, not {right!r}"
        return (Answer(item=id_, source_right=_right(right)) if right else None), ""
    said, named = row.get("is_statement", "").lower(), row.get("source_named", "").lower()
    if not said and not named:
        return None, ""
    if said not in _YES_NO:
        return None, f"is_statement is yes or no, not {said!r}"
    if named and named not in CODES:
        return None, f"source_named is {', '.join(CODES)}, not {named!r}"
    if _YES_NO[said] and not named:
        return None, "source_named is empty, though is_statement is yes; write none where the passage gives no source"
    if not _YES_NO[said] and named not in ("", "none"):
        return None, f"source_named is {named!r}, though is_statement is no"
    return Answer(item=id_, is_statement=_YES_NO[said], source=CODES[named] if _YES_NO[said] else None), ""


def _right(word: str) -> Right:
    return "yes" if word == "yes" else "no" if word == "no" else "unsure"


def merged(first: Coding, second: Coding) -> Coding:
    """One person's two sheets as one coding, under the first one's name."""
    asked = second.by_item()
    out = [replace(a, source_right=asked[a.item].source_right) if a.item in asked else a for a in first.answers]
    held = first.by_item()
    return Coding(coder=first.coder, answers=(*out, *(a for a in second.answers if a.item not in held)))
