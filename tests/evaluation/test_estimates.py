import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.evaluation.estimates import Design, agreement, krippendorff, rate, replicates, rogan_gladen, wilson


def pairs(table: list[list[int]]) -> list[tuple[int, int]]:
    return [(i, k) for i, row in enumerate(table) for k, n in enumerate(row) for _ in range(n)]


def test_kappa_against_a_worked_example() -> None:
    # Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, 3rd ed., table 18.1: kappa 0.68, s.e. 0.087.
    found = agreement("q", pairs([[75, 1, 4], [5, 4, 1], [0, 0, 10]]))
    assert found.agreed == pytest.approx(0.89)
    assert found.kappa == pytest.approx(0.6765, abs=1e-4)
    assert found.kappa is not None
    assert found.kappa_low is not None
    assert (found.kappa - found.kappa_low) / 1.96 == pytest.approx(0.087, abs=1e-3)


@pytest.mark.parametrize(
    ("one", "other", "alpha"),
    [
        # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), sections A and B.
        ("0100000010", "1110010000", 0.095),
        ("aabbdcccedda", "babbbccceddd", 0.692),
    ],
)
def test_alpha_against_worked_examples(one: str, other: str, alpha: float) -> None:
    assert krippendorff(list(zip(one, other, strict=True))) == pytest.approx(alpha, abs=5e-4)


def test_agreement_without_anything_to_tell() -> None:
    assert agreement("q", []).n == 0
    same = agreement("q", [(1, 1)] * 5)
    assert (same.agreed, same.kappa, same.alpha) == (1.0, None, None)
    whole = agreement("q", [(1, 1), (2, 2)] * 5)
    assert (whole.kappa, whole.kappa_low, whole.alpha) == (1.0, 1.0, 1.0)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_agreement_does_not_ask_who_is_first(answers: list[tuple[int, int]]) -> None:
    one, other = agreement("q", answers), agreement("q", [(b, a) for a, b in answers])
    assert one.agreed == pytest.approx(other.agreed)
    assert (one.kappa is None) == (other.kappa is None)
    if one.kappa is not None and one.kappa_low is not None and one.kappa_high is not None:
        assert one.kappa == pytest.approx(other.kappa)
        assert -1 <= one.kappa_low <= one.kappa <= one.kappa_high <= 1


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    # Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_against_worked_examples(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k / n, n) == pytest.approx((low, high), abs=1e-4)
    design = Design(weights=np.full(n, 100.0), strata=np.zeros(n, dtype=np.int64), sampled=np.array([0.01]))
    y = np.array([1.0] * k + [0.0] * (n - k))
    assert rate(y, np.ones(n), design) == pytest.approx((k / n, low, high), abs=1e-4)


def test_wilson_of_nothing() -> None:
    assert wilson(0.0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("share", "sensitivity", "specificity", "expected"),
    [(0.3, 1, 1, 0.3), (0.26, 0.8, 0.9, 16 / 70), (0.05, 0.8, 0.9, 0.0), (0.95, 0.8, 0.9, 1.0), (0.3, 0.5, 0.5, None)],
)
def test_rogan_gladen(share: float, sensitivity: float, specificity: float, expected: float | None) -> None:
    found = rogan_gladen(share, sensitivity, specificity)
    assert found == (None if expected is None else pytest.approx(expected))


def test_a_rate_is_weighted_by_the_strata() -> None:
    # 10 of 90 items, all wrong; 10 of 10, none wrong.
    design = Design(
        weights=np.array([9.0] * 10 + [1.0] * 10),
        strata=np.array([0] * 10 + [1] * 10),
        sampled=np.array([1 / 9, 1.0]),
    )
    y = np.array([1.0] * 10 + [0.0] * 10)
    found = rate(y, np.ones(20), design)
    assert found is not None
    assert found[0] == pytest.approx(0.9)
    assert found[1] < 0.9 < found[2]
    assert rate(y, np.zeros(20), design) is None


def test_a_census_has_no_interval() -> None:
    design = Design(weights=np.ones(4), strata=np.zeros(4, dtype=np.int64), sampled=np.array([1.0]))
    assert rate(np.array([1.0, 0, 0, 0]), np.ones(4), design) == (0.25, 0.25, 0.25)


def test_the_bootstrap_has_the_spread_of_theory() -> None:
    # The variance of a stratified total: sum of N^2 (1 - f) s^2 / n (Cochran 1977, 5.9).
    rng = np.random.default_rng(3)
    y = np.concatenate([rng.normal(5, 2, 6), rng.normal(1, 1, 30)])
    design = Design(
        weights=np.array([3.0] * 6 + [20.0] * 30),
        strata=np.array([0] * 6 + [1] * 30),
        sampled=np.array([1 / 3, 1 / 20]),
    )
    boot = replicates(design, 20_000, 1)
    theory = 18**2 * (2 / 3) * y[:6].var(ddof=1) / 6 + 600**2 * 0.95 * y[6:].var(ddof=1) / 30
    assert (boot @ y).std() == pytest.approx(math.sqrt(theory), rel=0.03)
    assert (boot @ y).mean() == pytest.approx(float(design.weights @ y), rel=0.01)
    assert np.array_equal(boot[:50], replicates(design, 20_000, 1)[:50])
