"""Owns `firsthand audit --validate` and `--coded`: sheets written for people, sheets read back, the report printed."""

import json
from dataclasses import dataclass
from pathlib import Path

from firsthand.cli.running import note, opened, say
from firsthand.desk.validating import draw_sample, validate
from firsthand.errors import InvalidValue
from firsthand.evaluation import validation
from firsthand.ledger import Ledger
from firsthand.render.validation import to_text


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
        note(f"{place} is a file; the sheets are several files, so give a folder with -o")
        return 1

    def run(held: Ledger) -> int:
        kept = draw_sample(held, place, size=size, seed=seed)
        say(_INSTRUCTIONS.format(id=kept.id, n=len(kept.sample.items), folder=place, seed=kept.sample.seed))
        return 0

    return opened(ledger, run)


_INSTRUCTIONS = """Sample {id}: {n} items, seed {seed}.

1. Two people fill in {folder}/{id}-coder-1.csv and {folder}/{id}-coder-2.csv, each alone:
   is_statement: yes or no;  source_named: named, unnamed, outlet, document or none.
2. Only then each fills in a copy of {folder}/{id}-sources.csv:  source_right: yes, no or unsure.
3. firsthand audit --coded {folder}/{id}-coder-1.csv --coded {folder}/{id}-coder-2.csv
"""


def report(sheets: Sheets, *, as_json: bool, ledger: str | None) -> int:
    """Reads the sheets back and prints agreement, error rates and corrected shares; gives the exit code."""

    def run(held: Ledger) -> int:
        if len(sheets.coded) > 2 or len(sheets.sources) > len(sheets.coded):
            raise InvalidValue("give one or two sheets with --coded, and at most one with --sources for each, in order")
        found = validate(held, sheets.coded, sources=sheets.sources, adjudicated=sheets.adjudicated)
        record = validation.to_json(found)
        told = json.dumps(record, ensure_ascii=False, indent=1) if as_json else to_text(record).rstrip("\n")
        say(f"{told}\n")
        return 0

    return opened(ledger, run)
