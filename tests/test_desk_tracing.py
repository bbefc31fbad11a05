"""Claims from Python: asked about, decided on, taken back, packed and checked."""

import sys
from pathlib import Path

import pytest

from firsthand.desk import tracing
from firsthand.desk.deciding import undo
from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import Ledger, open_ledger

sys.path.append(str(Path(__file__).parent / "pipeline"))
from told import PIER, Told, add


@pytest.fixture
def ledger(tmp_path: Path):
    with open_ledger(str(tmp_path / "ledger.db")) as opened:
        add(opened, PIER)
        yield opened


def test_a_claim_is_asked_for_packed_and_checked(ledger: Ledger) -> None:
    found = tracing.trace(ledger, "night trains sold out")
    claim = found.trace.claim(found.claims[0])
    assert {r.outlet for r in claim.reports} == {"Quay Herald", "Morning Echo"}
    assert tracing.trace(ledger, claim.id, rebuild=True).claims == (claim.id,)
    packed = tracing.case(ledger, claim.id)
    assert packed == tracing.case(ledger, claim.id)
    assert not tracing.verify(ledger, packed).differs
    add(
        ledger,
        [Told(key="two", text="Bread is dear, Ada Lund said. The night trains to Karsund were full, Bo Ek said.")],
    )
    with pytest.raises(InvalidValue, match="2 claims"):
        tracing.case(ledger, "two")


def test_what_a_person_decides_is_respected_and_taken_back(ledger: Ledger) -> None:
    claim = tracing.trace(ledger, "night trains sold out").trace.claims[0]
    a, b = (next(r for r in claim.reports if r.key == key and r.statement) for key in ("trains-1", "echo-1"))
    made = tracing.decide(ledger, "split", a.unit, b.unit, by="Ann Lee", why="two summers")
    split = {c.id for c in tracing.trace(ledger).trace.claims if {r.unit for r in c.reports} & {a.unit, b.unit}}
    assert len(split) == 2
    undo(ledger, made.id, by="Ann Lee", why="one summer")
    assert claim.id in tracing.trace(ledger, "night trains sold out").claims
    official = next(s for s in tracing.trace(ledger).trace.sources if s.anonymous)
    quist = next(s for s in tracing.trace(ledger).trace.sources if s.name == "Mara Quist")
    made = tracing.decide(ledger, "one root", quist.id, official.id, by="Ann Lee", why="she said so")
    assert made.id in {d.id for d in tracing.trace(ledger, "ferry pier").decisions}


def test_echoes(ledger: Ledger) -> None:
    found = tracing.echoes(ledger, min_outlets=2)
    assert {c.independence for c in found.trace.claims if c.id in found.claims} == {(1, 1)}
    with pytest.raises(NotHeld):
        tracing.trace(ledger, "zzqx")
