"""Comparing many at once gives what comparing two gives, and what the formulas say."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.pipeline.tracing_contexts import LIKE, Beyond
from firsthand.tracing.clusters import pair
from firsthand.tracing.contexts import Between, context
from firsthand.tracing.features import features_of
from firsthand.tracing.lexicon import rarity
from firsthand.tracing.matching import SIGNALS, compared, conflicts_of, same_claim, signals
from firsthand.tracing.vectors import row, rows_of, table
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
def test_what_is_kept_is_what_reaches_the_least(a, b, beyond, event) -> None:
    whole = compared(weighed(a), weighed(b), event, beyond)
    assert whole == compared(weighed(b), weighed(a), event, beyond)
    assert compared(weighed(a), weighed(b), event, beyond, least=whole.probability) == whole
    assert compared(weighed(a), weighed(b), event, beyond, least=whole.probability + 1e-6) is None
    assert whole.conflicts == conflicts_of(a, b)


def test_signals_have_their_names_and_symmetry() -> None:
    found = signals(FEATURES[0], FEATURES[1])
    assert tuple(found) == SIGNALS
    assert found["same number"] == found["other number"] == 0
    shared = {"contract", "dredg"} & set(FEATURES[0].words) & set(FEATURES[1].words)
    assert found["rarest"] == max(map(rarity, shared)) / 8
    assert signals(FEATURES[1], FEATURES[2])["same number"] == 1


def test_opposites_are_told_without_looking_at_each_pair_of_words() -> None:
    rejected, accepted = weighed(FEATURES[2]), weighed(FEATURES[3])
    assert rejected.may_oppose(accepted)
    assert accepted.may_oppose(rejected)
    assert not rejected.may_oppose(weighed(FEATURES[6]))
    assert "opposite" in same_claim(FEATURES[2], FEATURES[3]).conflicts


def test_beyond_is_the_formula() -> None:
    """Against sums written out: the weight of a word is log((units + 1) / (its units + 1/2)), the mean is taken off."""
    one, other = context(f.said for f in FEATURES[:3]), context(f.said for f in FEATURES[3:])
    counts = {w: one.words.get(w, 0) + other.words.get(w, 0) for w in {*one.words, *other.words}}
    vectors = {w: table()[at].astype(float) for w in counts if (at := row(w)) is not None}
    weights = {w: math.log((len(FEATURES) + 1) / (counts[w] + 0.5)) for w in counts}
    mean = sum(weights[w] * counts[w] * v for w, v in vectors.items()) / len(FEATURES)
    wanted = []
    for f in FEATURES:
        vector = sum((weights[w] * vectors[w] for w in f.said if w in vectors), np.zeros(table().shape[1])) - mean
        wanted.append(vector / np.linalg.norm(vector))
    found = Between(one, other).beyond([rows_of(f.said) for f in FEATURES])
    assert found == pytest.approx(np.array(wanted), abs=1e-9)
    assert Between(other, one).beyond([rows_of(FEATURES[0].said)])[0] == pytest.approx(found[0], abs=1e-12)


def test_a_word_that_no_unit_has_counts_as_if_one_had_it() -> None:
    within = Between(context(f.said for f in FEATURES[:2]))
    (found,) = within.beyond([rows_of(("bread",))])
    weight = math.log(3 / 1.5)
    counts = context(f.said for f in FEATURES[:2]).words
    mean = sum(math.log(3 / (n + 0.5)) * n * table()[at] for w, n in counts.items() if (at := row(w)) is not None) / 2
    wanted = weight * table()[row("bread")] - mean
    assert found == pytest.approx(wanted / np.linalg.norm(wanted), abs=1e-6)


def test_cosines_of_many_are_those_of_two() -> None:
    names = ["one" if n < 3 else "other" for n in range(len(FEATURES))]
    known = {f"f{n}": weighed(_of(f, names[n])) for n, f in enumerate(FEATURES)}
    contexts = {"one": context(f.said for f in FEATURES[:3]), "other": context(f.said for f in FEATURES[3:])}
    beyond = Beyond(["f0", "f1", "f2"], known, contexts)
    for a in ("f0", "f1", "f2"):
        for b, other in known.items():
            between = Between(*(contexts[n] for n in dict.fromkeys(("one", str(other.features.context)))))
            wanted = between.cosine(known[a].features.said, other.features.said)
            assert beyond.cosine(a, b) == pytest.approx(wanted, abs=1e-12) == beyond.cosine(b, a)
    likest = {pair("f2", b) for b in known if b != "f2" and beyond.cosine("f2", b) >= LIKE}
    assert beyond.likest(["f2"]) == likest


def _of(features, name: str):
    return replace(features, context=name)
