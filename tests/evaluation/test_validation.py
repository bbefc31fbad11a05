import json

import numpy as np
import pytest

from firsthand.errors import EvaluationError
from firsthand.evaluation.coding import Answer, Coding
from firsthand.evaluation.sampling import CLASSES, KINDS, Item, ItemKind, Sample, draw
from firsthand.evaluation.validation import Report, report, to_json
from firsthand.render.validation import to_text

CLASS_OF = dict(enumerate(KINDS))


class World:
    """A population whose truth is known: `wrong` of the items are misread, `rejected` are no statements."""

    def __init__(self, *, wrong: float, rejected: float, size: int = 3000, seed: int = 1) -> None:
        rng = np.random.default_rng(seed)
        machine = rng.choice(5, size=size, p=[0.5, 0.2, 0.15, 0.1, 0.05])
        confidence = rng.random(size)
        truth = np.where(rng.random(size) < wrong * 2 * (1 - confidence), rng.choice(5, size=size), machine)
        truth = np.where(rng.random(size) < rejected * 2 * (1 - confidence), 5, truth)
        self.items = [
            Item(id=str(n), passage="", marked=(), kind=KINDS[m], confidence=float(c))
            for n, (m, c) in enumerate(zip(machine, confidence, strict=True))
        ]
        self.machine, self.truth = machine, truth

    def coded(self, sample: Sample, coder: str = "Ada") -> Coding:
        return Coding(
            coder=coder, answers=tuple(answer(d.item.id, KINDS[self.truth[int(d.item.id)]]) for d in sample.items)
        )

    def share(self, kind: ItemKind) -> float:
        return float((self.truth == KINDS.index(kind)).sum() / (self.truth != 5).sum())


def answer(id_: str, kind: ItemKind, right: str | None = None) -> Answer:
    if kind == "no statement":
        return Answer(item=id_, is_statement=False, source_right=right)
    return Answer(item=id_, is_statement=True, source=kind, source_right=right)


@pytest.mark.parametrize(("wrong", "rejected"), [(0.12, 0.05), (0.03, 0.0)])
def test_intervals_hold_the_truth_about_as_often_as_they_say(wrong: float, rejected: float) -> None:
    world = World(wrong=wrong, rejected=rejected, size=1000)
    misread = ((world.truth != world.machine) & (world.truth != 5)).sum() / (world.truth != 5).sum()
    held, shares, corrected, rounds = 0, [0] * 5, np.zeros(5), 40
    for seed in range(rounds):
        sample = draw(world.items, 200, seed)
        found = report(sample, world.coded(sample), rounds=150)
        rate = next(r for r in found.rates if r.name == "kind of source misread")
        held += rate.low <= misread <= rate.high
        for i, share in enumerate(found.shares):
            shares[i] += share.low <= world.share(share.kind) <= share.high
            corrected[i] += share.corrected / rounds
    # At a true coverage of 95 %, 40 rounds give fewer than 34 less than once in a hundred times.
    assert held >= 34
    assert min(shares) >= 34
    assert np.abs(corrected - [world.share(k) for k in CLASSES]).max() < 0.015


def test_the_machine_is_corrected_towards_the_truth() -> None:
    # All that the machine calls an outlet is a named person.
    world = World(wrong=0, rejected=0)
    world.truth = np.where(world.machine == 2, 0, world.machine)
    sample = draw(world.items, 200, 1)
    found = {s.kind: s for s in report(sample, world.coded(sample)).shares}
    assert found["outlet"].machine == pytest.approx(0.15, abs=0.03)
    assert found["outlet"].corrected == pytest.approx(0, abs=1e-9)
    assert found["named person"].corrected == pytest.approx(world.share("named person"), abs=1e-9)
    assert found["named person"].rogan_gladen == pytest.approx(found["named person"].corrected)


def small() -> tuple[Sample, list[str]]:
    pool = [
        Item(id=f"{kind[0]}{n}", passage="", marked=(), kind=kind, confidence=0.5)
        for kind in ("named person", "unnamed")
        for n in range(4)
    ]
    return draw(pool, 8, 1), [item.id for item in pool]


def test_a_census_by_two_coders() -> None:
    sample, ids = small()
    ada = {i: answer(i, "named person" if i[0] == "n" else "unnamed", "yes") for i in ids}
    bo = ada | {
        "n0": answer("n0", "unnamed", "no"),
        "u0": answer("u0", "no statement"),
        "u1": answer("u1", "unnamed", "unsure"),
    }
    found = report(
        sample, Coding(coder="Ada", answers=tuple(ada.values())), Coding(coder="Bo", answers=tuple(bo.values()))
    )
    assert found.basis.startswith("the mean of two coders")
    said, named, right = found.agreement
    assert (said.n, said.agreed) == pytest.approx((8, 7 / 8))
    assert (named.n, named.agreed) == pytest.approx((7, 6 / 7))
    assert (right.n, right.agreed) == pytest.approx((7, 5 / 7))
    rates = {r.name: r for r in found.rates}
    assert rates["read as a statement, and is none"].estimate == pytest.approx(0.5 / 8)
    assert rates["kind of source misread"].estimate == pytest.approx(0.5 / 7.5)
    assert rates["source misread"].estimate == pytest.approx(0.5 / 8)
    assert found.confusion[0].counts == (3.5, 0.5, 0, 0, 0, 0)
    assert found.confusion[1].counts == (0, 3.5, 0, 0, 0, 0.5)
    share = found.shares[0]
    assert (share.machine, share.corrected) == pytest.approx((0.5, 3.5 / 7.5))
    assert (share.low, share.high) == pytest.approx((3.5 / 7.5, 3.5 / 7.5))


def test_adjudicated_answers_win() -> None:
    sample, ids = small()
    ada = Coding(coder="Ada", answers=tuple(answer(i, "unnamed", "no") for i in ids))
    final = Coding(coder="Cy", answers=tuple(answer(i, "named person", "yes") for i in ids))
    found = report(sample, ada, ada, adjudicated=final)
    assert found.shares[0].corrected == pytest.approx(1)
    assert found.basis.startswith("adjudicated")
    assert {r.name: r.estimate for r in found.rates}["source misread"] == pytest.approx(0)


def test_missed_statements_count_where_they_were_sampled() -> None:
    world = World(wrong=0, rejected=0, size=600)
    voice = [Item(id=str(600 + n), passage="", marked=(), kind="no statement", confidence=0.5) for n in range(400)]
    world.items += voice
    world.truth = np.concatenate([world.truth, np.where(np.arange(400) % 4 == 0, 1, 5)])
    sample = draw(world.items, 300, 1)
    found = report(sample, world.coded(sample))
    missed = {r.name: r for r in found.rates}["own-voice words that hold a statement"]
    assert missed.low is not None
    assert missed.high is not None
    assert missed.low < 0.25 < missed.high
    unnamed = found.shares[1]
    assert unnamed.low < world.share("unnamed") < unnamed.high
    assert unnamed.corrected > unnamed.machine + 0.05
    assert found.notes == ()


def test_a_half_coded_sheet_is_used_and_said_so() -> None:
    world = World(wrong=0.1, rejected=0.05)
    sample = draw(world.items, 60, 2)
    whole = world.coded(sample)
    lowest = {d.item.id for d in sample.items if d.item.kind == "not known"}
    part = Coding(coder="Ada", answers=tuple(a for a in whole.answers[:40] if a.item not in lowest))
    found = report(sample, part)
    assert found.coded == len(part.answers)
    assert "were not coded" in found.notes[0]
    assert any("joined to others" in note for note in found.notes)
    assert sum(r.weighted[i] for r in found.confusion for i in range(6)) == pytest.approx(len(world.items))
    assert all(0 <= s.low <= s.corrected <= s.high <= 1 for s in found.shares)


def test_the_report_is_the_same_each_time() -> None:
    world = World(wrong=0.1, rejected=0.05)
    sample = draw(world.items, 100, 2)
    assert report(sample, world.coded(sample)) == report(sample, world.coded(sample))


def test_what_cannot_be_reported() -> None:
    sample, _ = small()
    with pytest.raises(EvaluationError, match="0 items of the sample are coded; code at least 2, better all 8"):
        report(sample, Coding(coder="Ada", answers=()))
    with pytest.raises(EvaluationError, match="Ada coded 'zz', which is not in this sample"):
        report(sample, Coding(coder="Ada", answers=(answer("zz", "unnamed"),)))


def made() -> Report:
    world = World(wrong=0.1, rejected=0.05)
    sample = draw(world.items, 200, 2)
    ada = world.coded(sample)
    flipped = tuple(answer(a.item, "unnamed") if n % 9 == 0 else a for n, a in enumerate(ada.answers))
    return report(sample, ada, Coding(coder="Bo \x1b[31m", answers=flipped))


def test_the_report_can_be_read_by_a_person() -> None:
    text = to_text(json.loads(json.dumps(to_json(made()))))
    assert text.startswith("VALIDATION BY PEOPLE · Ada, Bo\n  200 items coded, of 200 drawn from 3,000, seed 2\n")
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 100
    for title in ("DO THE TWO CODERS AGREE", "kind of source misread", "WHO THE STATEMENTS REST ON", "NOTES"):
        assert title in text


def test_the_text_of_a_small_report() -> None:
    sample, ids = small()
    text = to_text(
        to_json(report(sample, Coding(coder="", answers=(answer(ids[0], "outlet"), answer(ids[5], "unnamed")))))
    )
    assert text.startswith("VALIDATION BY PEOPLE\n")
    assert "DO THE TWO CODERS AGREE" not in text
