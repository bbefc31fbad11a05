"""Comparing many at once gives what comparing two gives, and what the formulas say."""

from hypothesis import given
from hypothesis import strategies as st

from firsthand.tracing.features import features_of
from firsthand.tracing.lexicon import rarity
from firsthand.tracing.matching import SIGNALS, compared, conflicts_of, same_claim, signals
from firsthand.tracing.weighed import weighed

SENTENCES = (
    "The council cancelled the dredging contract with Kellan Marine",
    "Kellan Marine lost its dredging contract for 27 ships on Tuesday",
    "The union rejected the offer of 27 ships",
    "The union accepted the offer",
    "Twelve pilots refused to board the tanker in Skerry",
    "Pilots did not refuse to board the tanker off Aldwick",
    "Bread costs more in Aldwick than a year ago",
)
FEATURES = tuple(features_of(s) for s in SENTENCES)
ONE = st.sampled_from(FEATURES)


@given(ONE, ONE, st.floats(-1, 1), st.floats(0, 1))
def test_what_is_kept_is_what_reaches_the_least(a, b, near, event) -> None:
    whole = compared(weighed(a), weighed(b), event, near)
    assert whole == compared(weighed(b), weighed(a), event, near)
    assert compared(weighed(a), weighed(b), event, near, least=whole.probability) == whole
    assert compared(weighed(a), weighed(b), event, near, least=whole.probability + 1e-6) is None
    assert whole.conflicts == conflicts_of(a, b)


def test_signals_have_their_names_and_symmetry() -> None:
    found = signals(FEATURES[0], FEATURES[1], 0.5)
    assert tuple(found) == SIGNALS
    assert found["same number"] == found["other number"] == 0
    assert found["meaning"] == 0.5
    shared = {"contract", "dredg"} & set(FEATURES[0].words) & set(FEATURES[1].words)
    assert found["rarest"] == max(map(rarity, shared)) / 8
    assert signals(FEATURES[1], FEATURES[2], 0.5)["same number"] == 1


def test_a_negation_of_something_else_denies_nothing() -> None:
    told, other = FEATURES[4], FEATURES[5]
    assert same_claim(told, other, 0.9).opposed
    assert not same_claim(told, other, 0.3).opposed
    assert not same_claim(FEATURES[6], other, 0.9).opposed


def test_opposites_are_told_without_looking_at_each_pair_of_words() -> None:
    rejected, accepted = weighed(FEATURES[2]), weighed(FEATURES[3])
    assert rejected.may_oppose(accepted)
    assert accepted.may_oppose(rejected)
    assert not rejected.may_oppose(weighed(FEATURES[6]))
    assert "opposite" in same_claim(FEATURES[2], FEATURES[3], 0.5).conflicts
