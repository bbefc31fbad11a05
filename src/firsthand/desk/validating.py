"""Owns the validation of an audit from Python: a sample drawn, its sheets written, the coded sheets read back. People
code; nothing here does."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from os import PathLike, fspath
from pathlib import Path

from firsthand.desk.placing import placed, write_text
from firsthand.errors import InvalidValue, NotFound, NotReadable, Refused
from firsthand.evaluation.coded import Kept, coding_of, draw_from, sample_of
from firsthand.evaluation.coding import sheet, source_sheet
from firsthand.evaluation.validation import Report, report
from firsthand.ledger import Ledger

Place = str | PathLike[str]
_LARGEST = 100_000_000


def draw_sample(ledger: Ledger, folder: Place, *, size: int = 200, seed: int | None = None) -> Kept:
    """Draws a stratified sample of statements and own-voice sentences and writes its sheets for two people to code.

    In `folder` come ``ID-coder-1.csv`` and ``ID-coder-2.csv``, blind, and ``ID-sources.csv``, which shows firsthand's
    answer and is for after them. The same `seed` (None: any) draws the same sample of the same ledger. The ledger keeps
    ids and firsthand's answers. Raises EvaluationError where there is too little to draw from.
    """
    place = Path(fspath(folder))
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with ledger.writing() as connection:
        kept = draw_from(connection, size, seed=secrets.randbelow(1 << 31) if seed is None else seed, at=at)
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(f"{place} cannot be made ({error.strerror}): give another folder") from error
        blind = sheet(kept.sample)
        sheets = {"coder-1": blind, "coder-2": blind, "sources": source_sheet(kept.sample)}
        for name, content in sheets.items():
            with placed(place / f"{kept.id}-{name}.csv") as draft:
                write_text(draft, [content])
    return kept


def validate(
    ledger: Ledger, coded: Sequence[Place], *, sources: Sequence[Place] = (), adjudicated: Place | None = None
) -> Report:
    """Reads one or two coders' sheets back: agreement, error rates, and shares corrected for them with intervals.

    `sources` are the same coders' second sheets in the same order, `adjudicated` the answers that were agreed on.
    Raises EvaluationError for a sheet of no sample of this ledger, or with answers that cannot be.
    """
    if not 1 <= len(coded) <= 2 or len(sources) > len(coded):
        raise InvalidValue("give the sheets of one or two coders, and at most one second sheet for each, in order")
    texts, second = [_read(path) for path in coded], [_read(path) for path in sources]
    with ledger.reading() as connection:
        sample = sample_of(connection, texts[0]).sample
    codings = [
        coding_of(sample, text, second[n] if n < len(second) else None, coder=Path(fspath(coded[n])).stem)
        for n, text in enumerate(texts)
    ]
    final = None if adjudicated is None else coding_of(sample, _read(adjudicated), None, coder="adjudicated")
    return report(sample, codings[0], codings[1] if len(codings) > 1 else None, adjudicated=final)


def _read(place: Place) -> str:
    try:
        if Path(fspath(place)).stat().st_size > _LARGEST:
            raise NotReadable(f"{place} has more than {_LARGEST:,} bytes: it is no coding sheet")
        return Path(fspath(place)).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable(f"{place} is not UTF-8: save the sheet as CSV in UTF-8") from error
    except OSError as error:
        raise NotFound(f"{place} cannot be read ({error.strerror}): give the filled-in sheet") from error
