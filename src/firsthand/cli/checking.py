"""Owns a run of `firsthand check`: drafts in, findings laid out, the exit code. It finds nothing itself."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Literal

from firsthand.cli.cores import cores
from firsthand.cli.placing import print_text
from firsthand.cli.running import note, page
from firsthand.desk.checking import Checked, check, rules_at
from firsthand.desk.placing import placed, write_text
from firsthand.errors import FirsthandError
from firsthand.house import Finding, Rules, at_or_above
from firsthand.house.rules import default_text
from firsthand.ledger import open_ledger
from firsthand.model import Failure
from firsthand.pipeline import Reader
from firsthand.render.check_records import check_json, sarif_json
from firsthand.render.check_terminal import draft_text, summary_text
from firsthand.render.check_words import Draft
from firsthand.render.terminal import failure_line

BAD_INPUT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What `firsthand check` was asked for; `rules` None are those that ship, `output` None is stdout."""

    inputs: tuple[str, ...]
    rules: str | None = None
    fail_on: Literal["error", "warning", "note", "never"] = "error"
    ledger: str | None = None
    format: Literal["text", "json", "sarif"] = "text"
    output: str | None = None
    colour: bool = True
    width: int | None = None


def run(job: Job) -> int:
    """Does `job`: 2 where the rules or a draft could not be read, 1 where something grave enough was found, else 0."""
    try:
        with ExitStack() as stack:
            rules = rules_at(job.rules)
            ledger = None if job.ledger is None else stack.enter_context(open_ledger(job.ledger, create=False))
            drafts = check(job.inputs, rules=rules, ledger=ledger, reader=lambda: Reader.load(threads=cores()))
            tally = _Tally()
            pieces = _pieces(job, rules, tally.kept(drafts))
            if job.output is None:
                print_text(pieces)
            else:
                with placed(job.output, inputs=job.inputs, option=" with -o") as draft:
                    write_text(draft, pieces)
    except FirsthandError as error:
        note(str(error))
        return BAD_INPUT
    if tally.failed or not tally.drafts:
        if not tally.failed:
            note(f"nothing to check in {', '.join(job.inputs)}; give a text or HTML file, a folder, or an address")
        return BAD_INPUT
    return 1 if job.fail_on != "never" and at_or_above(tally.found, job.fail_on) else 0


def print_rules() -> int:
    """Prints the rules that ship; the exit code."""
    print_text([default_text()])
    return 0


@dataclass(slots=True)
class _Tally:
    """What came of a run."""

    drafts: int = 0
    failed: int = 0
    found: tuple[Finding, ...] = ()

    def kept(self, drafts: Iterator[Checked | Failure]) -> Iterator[Draft | Failure]:
        """The drafts as they come, counted; what could not be read is named on stderr."""
        for one in drafts:
            if isinstance(one, Failure):
                self.failed += 1
                note(failure_line(one))
                yield one
                continue
            for warning in one.reading.article.warnings:
                note(f"{one.place}: {warning}")
            self.drafts += 1
            self.found += one.findings
            yield Draft(place=one.place, reading=one.reading, findings=one.findings)


def _pieces(job: Job, rules: Rules, drafts: Iterator[Draft | Failure]) -> Iterator[str]:
    if job.format == "json":
        yield check_json(drafts, rules)
        return
    if job.format == "sarif":
        yield sarif_json(drafts, rules)
        return
    how = _how(job)
    found: list[Finding] = []
    number = 0
    for draft in drafts:
        if isinstance(draft, Failure):
            continue
        number += 1
        found += draft.findings
        yield draft_text(draft, rules, **how) + "\n"
    if number:
        yield summary_text(number, found, rules, **how)


def _how(job: Job) -> dict[str, Any]:
    how = page() if sys.stdout is not None else {"width": 100, "colour": False}
    if job.output is not None or not job.colour:
        how["colour"] = False
    if job.width is not None:
        how["width"] = job.width
    return how
