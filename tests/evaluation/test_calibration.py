import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.evaluation.calibration import Outcome, calibration

OUTCOMES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


@pytest.mark.parametrize(
    ("outcomes", "error", "brier"),
    [
        ([], 0.0, 0.0),
        ([(1.0, True), (0.0, False)], 0.0, 0.0),
        ([(0.8, True), (0.8, False)], 0.3, 0.34),
        ([(0.5, True)] * 3 + [(0.5, False)], 0.25, 0.25),
        ([(0.0, True)], 1.0, 1.0),
    ],
)
def test_known_values(outcomes: list[Outcome], error: float, brier: float) -> None:
    got = calibration(outcomes)
    assert got.error == pytest.approx(error)
    assert got.brier == pytest.approx(brier)


def test_bins_are_closed_above() -> None:
    got = calibration([(0.0, False), (1 / 15, False), (0.07, True), (1.0, True)])
    assert [(b.count, round(b.low, 3)) for b in got.bins] == [(2, 0.0), (1, 0.067), (1, 0.933)]


@given(OUTCOMES)
def test_bounds(outcomes: list[Outcome]) -> None:
    got = calibration(outcomes)
    assert 0.0 <= got.error <= 1.0
    assert 0.0 <= got.adaptive <= 1.0
    assert sum(b.count for b in got.bins) == len(outcomes) == got.count


def test_adaptive_bins_part_what_equal_ones_hold_together() -> None:
    outcomes = [(0.94, False)] * 15 + [(0.99, True)] * 15
    got = calibration(outcomes)
    assert len(got.bins) == 1
    assert got.adaptive > got.error
