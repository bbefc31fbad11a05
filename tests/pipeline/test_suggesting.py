"""Which pairs are shown as perhaps one source: every likeness that is looked for, and nothing else."""

import random
import time

import pytest

from firsthand.model.identity import SourceKey
from firsthand.pipeline.suggesting import pairs


def key(name: str, kind: str = "person", text: str | None = None) -> tuple[SourceKey, str]:
    made = SourceKey(kind_class=kind, key=text or name.casefold(), base=name.casefold(), display=name)
    return made, made.id


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (key("Ingeborg Halloran"), key("I. Halloran", text="i halloran"), "surname with an initial"),
        (key("Ingeborg Halloran"), key("Ingeborg Haloran"), "spelling differs by one letter"),
        (key("Ingeborg Halloran"), key("Halloran"), "one name only"),
        (key("Ingeborg Halloran"), key("Halloran Ingeborg"), "the same words in another order"),
        (key("Velmark Port Authority", "organisation"), key("VPA", "organisation"), "the first letters"),
        (key("Skerry Courier", "outlet"), key("Skerry Courier", "organisation"), "read as an outlet"),
    ],
)
def test_a_likeness_is_found_with_its_reason(one, other, reason: str) -> None:
    others = [key("Tove Brandt"), key("Bo Lind"), key("Harbour Post", "outlet")]
    (found,) = pairs([one, *others, other])
    assert reason in found.reason
    assert {found.one, found.other} == {one[1], other[1]}
    assert pairs([other, *reversed(others), one], about=frozenset({one[1]}))[0].reason == found.reason


def test_what_is_one_already_or_not_asked_about_is_left_out() -> None:
    one, two = key("Ingeborg Halloran"), key("Ingeborg Haloran")
    assert pairs([one, (two[0], one[1])]) == ()
    assert pairs([one, two], about=frozenset({"other"})) == ()
    assert len(pairs([one, two, key("Ingeborg Hallorann")], most=2)) == 2


def test_many_names_take_little_time() -> None:
    rng = random.Random(7)
    names = ["".join(rng.choices("abcdefghij", k=7)) for _ in range(900)]
    held = [key(f"{rng.choice(names)} {rng.choice(names)}") for _ in range(1500)]
    began = time.process_time()
    pairs(held)
    assert time.process_time() - began < 10
