"""Owns the validation report as text for a person: what was coded, agreement, errors, corrected shares. No numbers."""

from collections.abc import Mapping, Sequence
from typing import Any

from firsthand.render.plain import line

Record = Mapping[str, Any]

_SHORT = {
    "named person": "named",
    "unnamed": "unnamed",
    "outlet": "outlet",
    "document or organisation": "document",
    "not known": "not known",
    "no statement": "no statem.",
}


def to_text(record: Record) -> str:
    """The report that `firsthand.evaluation.validation.to_json` made this record of."""
    parts = [
        _head(record),
        _agreement(record),
        _rates("HOW OFTEN THE MACHINE IS WRONG", record["rates"]),
        _rates("OF WHAT IT CALLS …, SO MUCH IS", record["precision"]),
        _rates("OF WHAT IS …, IT CALLS SO MUCH SO", record["recall"]),
        _confusion(record),
        _shares(record),
        ["NOTES", *(f"  - {line(note)}" for note in record["notes"])] if record["notes"] else [],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _head(record: Record) -> list[str]:
    coders = ", ".join(line(c) for c in record["coders"] if c)
    return [
        "VALIDATION BY PEOPLE" + (f" · {coders}" if coders else ""),
        f"  {record['coded']:,} items coded, of {record['drawn']:,} drawn from {record['population']:,}, "
        f"seed {record['seed']}",
        f"  truth: {record['basis']}",
        "  intervals are 95 %; rates and shares are weighted to the whole, agreement is of the sample",
    ]


def _agreement(record: Record) -> list[str]:
    asked = [row for row in record["agreement"] if row["n"]]
    if not asked:
        return []
    out = ["DO THE TWO CODERS AGREE", f"  {'question':<14}{'items':>7}{'agree':>9}   {'kappa':<24}{'alpha':>6}"]
    for row in asked:
        kappa = _plain(row["kappa"])
        if row["kappa"] is not None:
            kappa += f" ({_plain(row['kappa_low'])} to {_plain(row['kappa_high'])})"
        out.append(
            f"  {row['question']:<14}{row['n']:>7}{_percent(row['agreed']):>9}   {kappa:<24}{_plain(row['alpha']):>6}"
        )
    return out


def _rates(title: str, rows: Sequence[Record]) -> list[str]:
    if not rows:
        return []
    out = [title]
    for row in rows:
        interval = "" if row["low"] is None else f"  ({_percent(row['low'])} to {_percent(row['high'])})"
        items = "item" if row["n"] == 1 else "items"
        out.append(f"  {row['name']:<40}{_percent(row['estimate']):>8}{interval:<24}{row['n']:>5} {items}")
    return out


def _confusion(record: Record) -> list[str]:
    columns = record["columns"]
    out = [
        "MACHINE (DOWN) AND PEOPLE (ACROSS), CODED ITEMS",
        f"  {'':<26}" + "".join(f"{_SHORT.get(c, c):>11}" for c in columns),
    ]
    for row in record["confusion"]:
        out.append(f"  {row['machine']:<26}" + "".join(f"{_count(n):>11}" for n in row["counts"]))
    return out


def _shares(record: Record) -> list[str]:
    out = ["WHO THE STATEMENTS REST ON", f"  {'kind of source':<26}{'as read':>9}{'corrected':>11}"]
    for row in record["shares"]:
        interval = f"  ({_percent(row['low'])} to {_percent(row['high'])})"
        out.append(f"  {row['kind']:<26}{_percent(row['machine']):>9}{_percent(row['corrected']):>11}{interval}")
    return [*out, "  corrected: difference estimator (Särndal, Swensson & Wretman 1992)"]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _count(value: float) -> str:
    return "·" if not value else f"{value:g}"
