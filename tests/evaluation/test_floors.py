from pathlib import Path

import pytest

from firsthand.errors import EvaluationError
from firsthand.evaluation.floors import Floors, Measured, corpus_digest, failures, read_floors, updated, write_floors

RIGHT = Measured(name="right", value=80.0, margin=0.5)
EXTRA = Measured(name="extra", value=6.0, margin=1.0, rising=False)


def pin(*measured: Measured, before: Floors | None = None, lower: bool = False, sha256: str = "aa") -> Floors:
    return updated(before, measured, sha256=sha256, files=2, date="2026-11-22", lower=lower)


def test_floors_are_measured_less_a_margin() -> None:
    pinned = pin(RIGHT, EXTRA)
    assert (pinned.at_least, pinned.at_most) == ((("right", 79.5),), (("extra", 7.0),))
    assert failures(pinned, (RIGHT, EXTRA), "aa") == ()


@pytest.mark.parametrize(
    ("measured", "message"),
    [
        (Measured(name="right", value=79.4, margin=0.5), r"right is 79\.40, below its floor of 79\.50"),
        (Measured(name="extra", value=8.0, margin=1.0, rising=False), r"extra is 8\.00, above its floor of 7\.00"),
        (Measured(name="new", value=1.0, margin=0.0), "new has no floor"),
    ],
)
def test_what_does_not_hold_is_said(measured: Measured, message: str) -> None:
    (only,) = failures(pin(RIGHT, EXTRA), (measured,), "aa")
    assert only.startswith(message.replace("\\", ""))


def test_another_corpus_or_nothing_pinned_closes_the_gate() -> None:
    assert "not the one" in failures(pin(RIGHT), (RIGHT,), "bb")[0]
    assert "nothing is pinned" in failures(None, (RIGHT,), "aa")[0]


@pytest.mark.parametrize(
    ("value", "lower", "floor"), [(90.0, False, 89.5), (70.0, False, 79.5), (70.0, True, 69.5), (90.0, True, 89.5)]
)
def test_a_floor_goes_down_only_when_told(value: float, lower: bool, floor: float) -> None:
    again = pin(Measured(name="right", value=value, margin=0.5), before=pin(RIGHT), lower=lower, sha256="bb")
    assert again.at_least == (("right", floor),)


def test_what_is_the_most_goes_up_only_when_told() -> None:
    worse = Measured(name="extra", value=9.0, margin=1.0, rising=False)
    assert pin(worse, before=pin(EXTRA)).at_most == (("extra", 7.0),)
    assert pin(worse, before=pin(EXTRA), lower=True).at_most == (("extra", 10.0),)


def test_a_bound_holds_whatever_was_measured() -> None:
    assert Measured(name="same", value=95.1, margin=0.5, least=95.0).floor == 95.0
    assert failures(pin(low := Measured(name="same", value=93.0, margin=0.5, least=95.0)), (low,), "aa")


def test_an_update_that_changes_nothing_keeps_the_date() -> None:
    pinned = pin(RIGHT)
    assert updated(pinned, (RIGHT,), sha256="aa", files=2, date="2027-01-01") is pinned


def test_file_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert read_floors(path) == {}
    floors = {"b": pin(RIGHT, EXTRA), "a": pin(RIGHT)}
    write_floors(path, floors)
    assert read_floors(path) == floors


@pytest.mark.parametrize("text", ["{", "[]", '{"a": {}}', '{"a": 3}'])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match="not a file of floors"):
        read_floors(path)


def test_digest_is_of_names_and_bytes_not_of_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    digest = corpus_digest((one, two), tmp_path)
    assert digest == corpus_digest((two, one), tmp_path)
    assert digest[1] == 2
    one.rename(tmp_path / "three")
    assert corpus_digest((tmp_path / "three", two), tmp_path)[0] != digest[0]
