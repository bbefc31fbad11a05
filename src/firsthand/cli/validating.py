"""Owns `firsthand audit --validate` and `--coded`: sheets written for people, sheets read back, the report printed."""

import json
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from firsthand.cli.placing import write_text
from firsthand.errors import FirsthandError, InputError, InvalidValue, NotFound
from firsthand.evaluation import validation
from firsthand.evaluation.coded import coding_of, draw_from, sample_of
from firsthand.evaluation.coding import Coding, sheet, source_sheet
from firsthand.ledger import open_ledger
from firsthand.render.plain import line
from firsthand.render.validation import to_text

_LARGEST = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """The files that came back: the blind sheets of one or two coders, their second sheets, the adjudicated one."""

    coded: tuple[str, ...]
    sources: tuple[str, ...] = ()
    adjudicated: str | None = None


def draw(size: int, *, seed: int | None, folder: str | None, ledger: str | None) -> int:
    """Draws a sample and writes its sheets into `folder`; gives the exit code."""
    place = Path(folder or "validation")
    if place.exists() and not place.is_dir():
        return _failed(InvalidValue(f"{place} is a file; the sheets are several files, so give a folder with -o"))
    try:
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with open_ledger(ledger, create=False) as opened, opened.writing() as connection:
            kept = draw_from(connection, size, seed=secrets.randbelow(1 << 31) if seed is None else seed, at=at)
            place.mkdir(parents=True, exist_ok=True)
            blind = sheet(kept.sample)
            for name, content in {
                f"{kept.id}-coder-1.csv": blind,
                f"{kept.id}-coder-2.csv": blind,
                f"{kept.id}-sources.csv": source_sheet(kept.sample),
            }.items():
                write_text(place / name, [content])
    except FirsthandError as error:
        return _failed(error)
    except OSError as error:
        return _failed(InvalidValue(f"the sheets cannot be written to {place}: {error.strerror or error}"))
    print(_INSTRUCTIONS.format(id=kept.id, n=len(kept.sample.items), folder=place, seed=kept.sample.seed), end="")  # noqa: T201
    return 0


_INSTRUCTIONS = """Sample {id}: {n} items, seed {seed}.

1. Two people fill in {folder}/{id}-coder-1.csv and {folder}/{id}-coder-2.csv, each alone:
   is_statement: yes or no;  source_named: named, unnamed, outlet, document or none.
2. Only then each fills in a copy of {folder}/{id}-sources.csv:  source_right: yes, no or unsure.
3. firsthand audit --coded {folder}/{id}-coder-1.csv --coded {folder}/{id}-coder-2.csv
"""


def report(sheets: Sheets, *, as_json: bool, ledger: str | None) -> int:
    """Reads the sheets back and prints agreement, error rates and corrected shares; gives the exit code."""
    try:
        if len(sheets.coded) > 2 or len(sheets.sources) > len(sheets.coded):
            raise InvalidValue("give one or two sheets with --coded, and at most one with --sources for each, in order")
        texts = [_read(path) for path in sheets.coded]
        with open_ledger(ledger, create=False) as opened, opened.reading() as connection:
            sample = sample_of(connection, texts[0]).sample
        codings = [
            coding_of(sample, text, _second(sheets.sources, n), coder=Path(sheets.coded[n]).stem)
            for n, text in enumerate(texts)
        ]
        final: Coding | None = None
        if sheets.adjudicated is not None:
            final = coding_of(sample, _read(sheets.adjudicated), None, coder="adjudicated")
        found = validation.report(sample, codings[0], codings[1] if len(codings) > 1 else None, adjudicated=final)
    except FirsthandError as error:
        return _failed(error)
    record = validation.to_json(found)
    print(json.dumps(record, ensure_ascii=False, indent=1) if as_json else to_text(record).rstrip("\n"))  # noqa: T201
    return 0


def _second(paths: Sequence[str], n: int) -> str | None:
    return _read(paths[n]) if n < len(paths) else None


def _read(path: str) -> str:
    try:
        if Path(path).stat().st_size > _LARGEST:
            raise InputError(f"{path} is too large for a coding sheet")
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8: save the sheet as CSV in UTF-8") from error
    except OSError as error:
        raise NotFound(f"{path} cannot be read ({error.strerror or error}): give the filled-in sheet") from error


def _failed(error: FirsthandError) -> int:
    print(f"firsthand: {line(str(error))}", file=sys.stderr)  # noqa: T201
    return 1
