"""Owns the figures of the desk check: planted faults found in invented drafts, and false alarms in clean ones.

    python -m benchmarks.check            # every set beside each other
    python -m benchmarks.check --list     # also what was missed, and what was found without being planted

Each draft is a text beside a TOML file with the faults planted in it: a rule, and words that a finding of that rule, or
its evidence, has to meet. A draft without such a file is clean: whatever is found in it, of any severity, is a false
alarm.
"""

import argparse
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from firsthand.house import Finding, findings
from firsthand.model import Reading, Span
from firsthand.pipeline import Reader
from firsthand.reading import read_one

DRAFTS = Path(__file__).resolve().parent.parent / "tests" / "house"
SETS = ("drafts", "heldout", "fresh", "last", "styles", "beats", "voices", "later", "newest")
"""Sets in the order in which they were written; README.md beside them tells how each was used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault planted in a draft, with whether it was found."""

    draft: str
    rule: str
    words: str
    found: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What came of one set: its planted faults, and what was found in drafts beside them, with the draft's name."""

    planted: int
    clean: int
    faults: tuple[Fault, ...]
    beside: tuple[tuple[str, Finding, str], ...]
    alarms: tuple[tuple[str, Finding, str], ...]

    @property
    def recall(self) -> float:
        """Share of the planted faults that were found."""
        return sum(f.found for f in self.faults) / len(self.faults)

    @property
    def worst(self) -> int:
        """The most false alarms in one clean draft."""
        names = [name for name, _, _ in self.alarms]
        return max((names.count(n) for n in names), default=0)


def score(folder: Path, read: Callable[[Path], Reading]) -> Scored:
    """Reads and checks every draft of `folder`. Raises ValueError where planted words do not stand in their draft."""
    faults: list[Fault] = []
    beside: list[tuple[str, Finding, str]] = []
    alarms: list[tuple[str, Finding, str]] = []
    drafts = sorted(folder.glob("*.txt"))
    for path in drafts:
        reading = read(path)
        text = reading.article.text
        found = findings(reading)
        wanted = path.with_suffix(".toml")
        if not wanted.exists():
            alarms += [(path.stem, f, f.span.of(text)) for f in found]
            continue
        used: set[Finding] = set()
        for fault in tomllib.loads(wanted.read_text(encoding="utf-8"))["finding"]:
            hits = [f for f in found if f.rule == fault["rule"] and _meets(f, _place(text, fault["words"]))]
            used.update(hits)
            faults.append(Fault(draft=path.stem, rule=fault["rule"], words=fault["words"], found=bool(hits)))
        beside += [(path.stem, f, f.span.of(text)) for f in found if f not in used]
    clean = sum(not p.with_suffix(".toml").exists() for p in drafts)
    return Scored(
        planted=len(drafts) - clean, clean=clean, faults=tuple(faults), beside=tuple(beside), alarms=tuple(alarms)
    )


def _place(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def _meets(found: Finding, span: Span) -> bool:
    return any(place.meets(span) for place in (found.span, *found.evidence))


def reads(reader: Reader) -> Callable[[Path], Reading]:
    """A function that reads the draft at a path."""
    return lambda path: reader.read(read_one(str(path)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures of every set; the exit code."""
    parser = argparse.ArgumentParser(description="Figures of the desk check over invented drafts.")
    parser.add_argument("--list", action="store_true", help="also what was missed and what else was found")
    options = parser.parse_args(arguments)
    read = reads(Reader.load())
    print(
        f"{'set':10}{'drafts':>8}{'faults':>8}{'found':>8}{'share':>8}{'clean':>8}{'alarms':>8}{'most':>6}{'beside':>8}"
    )
    for name in SETS:
        if not (DRAFTS / name).is_dir():
            continue
        s = score(DRAFTS / name, read)
        hit = sum(f.found for f in s.faults)
        print(
            f"{name:10}{s.planted:8}{len(s.faults):8}{hit:8}{100 * s.recall:7.1f}%{s.clean:8}{len(s.alarms):8}"
            f"{s.worst:6}{len(s.beside):8}"
        )
        if options.list:
            for fault in s.faults:
                if not fault.found:
                    print(f"    missed  {fault.draft}  {fault.rule}  {fault.words[:70]}")
            for title, those in (("alarm", s.alarms), ("beside", s.beside)):
                for draft, found, words in those:
                    print(f"    {title:7} {draft}  {found.rule}  {' '.join(words.split())[:70]}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
