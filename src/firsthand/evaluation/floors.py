"""Owns pinned floors: figures that may not get worse, and the digest of the corpus they were measured on. It measures
nothing.

The form of `floors.json`, by the corpus' name::

    {"examples": {"sha256": "…", "files": 16, "measured_on": "2026-11-22",
                  "at_least": {"right": 80.0}, "at_most": {"extra": 12}}}
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firsthand.errors import EvaluationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure as measured now. `margin` is how much worse it may get before the gate closes (machines without VNNI
    round int8 otherwise); `least` is the bound that holds whatever was measured, or None; `rising` is False where
    less is better, and `least` then is the most."""

    name: str
    value: float
    margin: float
    least: float | None = None
    rising: bool = True

    @property
    def floor(self) -> float:
        """The floor that this measurement pins, to two decimals."""
        slack = self.value - self.margin if self.rising else self.value + self.margin
        if self.least is not None:
            slack = max(slack, self.least) if self.rising else min(slack, self.least)
        return max(0.0, round(slack, 2))

    def holds(self, floor: float) -> bool:
        """True where the figure is not worse than `floor`."""
        return self.value >= floor - 1e-9 if self.rising else self.value <= floor + 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """The floors of one corpus: `sha256` of its `files`, the date, and (name, floor) pairs, by name."""

    sha256: str
    files: int
    measured_on: str
    at_least: tuple[tuple[str, float], ...] = ()
    at_most: tuple[tuple[str, float], ...] = ()

    def floor(self, measured: Measured) -> float | None:
        """The pinned floor of that figure, or None."""
        return dict(self.at_least if measured.rising else self.at_most).get(measured.name)


def corpus_digest(files: Iterable[Path], root: Path) -> tuple[str, int]:
    """SHA-256 over the names (below `root`) and bytes of `files`, and how many there are, in any order."""
    every = sorted(files, key=lambda f: f.relative_to(root).as_posix())
    h = hashlib.sha256()
    for file in every:
        name, data = file.relative_to(root).as_posix().encode(), file.read_bytes()
        h.update(len(name).to_bytes(8, "big") + name + len(data).to_bytes(8, "big") + data)
    return h.hexdigest(), len(every)


def failures(pinned: Floors | None, measured: Iterable[Measured], sha256: str) -> tuple[str, ...]:
    """Sentences on what keeps the gate closed; none where every figure holds."""
    if pinned is None:
        return ("nothing is pinned; run the gate with --update and look at what it pins",)
    if pinned.sha256 != sha256:
        return ("the corpus is not the one the floors were measured on; run the gate with --update if it was meant",)
    found = []
    for m in measured:
        floor = pinned.floor(m)
        if floor is None:
            found.append(f"{m.name} has no floor; run the gate with --update")
        elif not m.holds(floor):
            side = "below" if m.rising else "above"
            found.append(f"{m.name} is {m.value:.2f}, {side} its floor of {floor:.2f}; mend it, or lower it by --lower")
    return tuple(found)


def updated(
    pinned: Floors | None, measured: Iterable[Measured], *, sha256: str, files: int, date: str, lower: bool = False
) -> Floors:
    """Floors raised to what was measured less its margin; a floor is made easier only with `lower`."""
    at_least, at_most = {}, {}
    for m in measured:
        known = None if pinned is None or lower else pinned.floor(m)
        if m.rising:
            at_least[m.name] = m.floor if known is None else max(known, m.floor)
        else:
            at_most[m.name] = m.floor if known is None else min(known, m.floor)
    fresh = Floors(
        sha256=sha256,
        files=files,
        measured_on=date,
        at_least=tuple(at_least.items()),
        at_most=tuple(at_most.items()),
    )
    same = pinned is not None and _without_date(pinned) == _without_date(fresh)
    return pinned if same and pinned is not None else fresh


def read_floors(path: Path) -> dict[str, Floors]:
    """The floors in a file, by corpus; none where there is no file. EvaluationError where it has another form."""
    if not path.exists():
        return {}
    try:
        return {name: _floors(row) for name, row in json.loads(path.read_text(encoding="utf-8")).items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(f"{path} is not a file of floors ({error}); restore it from the last commit") from error


def write_floors(path: Path, floors: Mapping[str, Floors]) -> None:
    """Writes the floors, by corpus, so that a change of one figure is a change of one line."""
    rows = {
        name: {
            "sha256": f.sha256,
            "files": f.files,
            "measured_on": f.measured_on,
            "at_least": dict(f.at_least),
            "at_most": dict(f.at_most),
        }
        for name, f in sorted(floors.items())
    }
    path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def _floors(row: Mapping[str, Any]) -> Floors:
    return Floors(
        sha256=row["sha256"],
        files=row["files"],
        measured_on=row["measured_on"],
        at_least=tuple(row["at_least"].items()),
        at_most=tuple(row["at_most"].items()),
    )


def _without_date(f: Floors) -> tuple[object, ...]:
    return f.sha256, f.files, f.at_least, f.at_most
