"""Owns which units may tell the same claim, how probably two do, and what speaks against it. It groups nothing.

`same_claim` is a logistic regression over named signals; weights in `data/weights.json` were learned by
`training/claims.py` on half of ECB+ (Cybulska and Vossen 2014) and on the project's own stories. One of the signals is
how near the two are in meaning (`firsthand.tracing.meaning`). What a learned weight
cannot be trusted with is told apart by rule: `conflicts` names every reason why two units that sound alike may be two
claims. Everything depends on the two units and their two articles alone, not on what else is stored, so that any order
of adding gives the same.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import mul
from types import MappingProxyType
from typing import Literal

from firsthand.tracing.contexts import alike
from firsthand.tracing.features import Features
from firsthand.tracing.lexicon import are_opposites, rarity
from firsthand.tracing.weighed import Weighed, Worths, weighed

Conflict = Literal["number", "count", "place", "time", "negation", "opposite", "turned round", "mode", "people"]

HARD = frozenset({"number", "time", "place", "opposite", "turned round", "mode", "people"})
"""Conflicts under which two units are one claim only where one is shown to be taken from the other."""

LEAST_EVENT = 0.03
"""Probability that two articles tell of one event below which nothing in them is one claim, whatever the words."""
DOUBT = 0.3
"""Power of that probability by which a claim of both is less probable, beside its weight among the signals: what is put
into a claim out of another story costs more than a telling that is missed. Tried with 0, 0.15 and 0.3 on the stories in
`benchmarks/stories`.
"""
DENIED = 0.5
"""Nearness in meaning from which a negation in one of two places denies the other: a denial says what it denies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How two units compare. `probability` that they tell one claim, in 0..1, conflicts aside.

    `opposed` is True where one negates what the other tells: one claim, told by the one and denied by the other.
    `conflicts` are the named reasons to keep them apart; `only_if_derived` where they are one claim only if one report
    is shown to rest on the other (an altered number, day or place), `never` where not even then.
    """

    probability: float
    opposed: bool = False
    conflicts: tuple[Conflict, ...] = ()

    @property
    def only_if_derived(self) -> bool:
        """True where they are one claim only if one report is shown to rest on the other."""
        return bool(HARD & set(self.conflicts)) and not self.never

    @property
    def never(self) -> bool:
        """True where no derivation makes them one claim: they say opposite things."""
        return "opposite" in self.conflicts or "turned round" in self.conflicts


def same_claim(a: Features, b: Features, near: float) -> Match:
    """How probably `a` and `b` tell one claim, whose meanings are `near` (`firsthand.tracing.meaning`), in -1..1.
    Symmetric. That their articles tell of one event is taken as certain where one has no article.
    """
    match = compared(weighed(a), weighed(b), event_of(a.about, b.about), near)
    assert match is not None  # nothing is below 0
    return match


def compared(a: Weighed, b: Weighed, event: float, near: float, *, least: float = 0.0) -> Match | None:
    """`same_claim` where it is worked out already how probably the articles tell of one `event`; None below a
    probability of `least`. It is 0 where they hardly can."""
    total = _weights()["claim"]["bias"] + sum(map(mul, _claim_weights(), _values(a, b, event, near)))
    probability = round(_logistic(total) * event**DOUBT, 6) if event >= LEAST_EVENT else 0.0
    if probability < least:
        return None
    one, other = a.features, b.features
    conflicts = conflicts_of(one, other, may_oppose=a.may_oppose(b))
    denies = near >= DENIED and one.negated != other.negated and "opposite" not in conflicts and _same_act(one, other)
    return Match(probability=probability, opposed=denies, conflicts=conflicts)


def same_story(context: float) -> float:
    """How probably two articles that are `context` alike (`firsthand.tracing.contexts.alike`) tell of one event."""
    weights = _weights()["story"]
    return _logistic(weights["bias"] + weights["context"] * math.sqrt(max(context, 0.0)))


def event_of(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How probably two articles that are about that (`firsthand.tracing.contexts.about`) tell of one event; 1 where
    one of them is not known."""
    return same_story(alike(one, other)) if one and other else 1.0


def _logistic(total: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(min(total, 50.0), -50.0)))


SIGNALS = (
    *("words", "words held", "names", "names held", "no names", "rarest", "acts", "acts told", "doers", "done to"),
    *("crossed", "same number", "other number", "same time", "other time", "same place", "other place", "lengths"),
    *("meaning", "event", "same source", "other source", "both unnamed"),
)
"""The names of the signals that `same_claim` weighs, each in about -1..1, in their order."""


def signals(a: Features, b: Features, near: float) -> Mapping[str, float]:
    """The named signals that `same_claim` weighs."""
    return dict(zip(SIGNALS, _values(weighed(a), weighed(b), event_of(a.about, b.about), near), strict=True))


def _values(x: Weighed, y: Weighed, event: float, near: float) -> tuple[float, ...]:
    """The signals of two units, in the order of `SIGNALS`."""
    a, b = x.features, y.features
    shared = x.words & y.words
    words, held = _overlap(x.worths, y.worths, x.worth, y.worth, shared)
    names, names_held = _overlap(x.names, y.names, x.names_worth, y.names_worth, a.names & b.names)
    return (
        words,
        held,
        names,
        names_held,
        float(not a.names or not b.names),
        max((rarity(w) for w in shared), default=0.0) / 8,
        float(not a.acts.isdisjoint(b.acts)),
        ((not a.acts.isdisjoint(y.words)) + (not b.acts.isdisjoint(x.words))) / 2,
        _share(a.doers, b.doers),
        _share(a.done_to, b.done_to),
        max(_share(a.doers, b.done_to), _share(a.done_to, b.doers)),
        *(_numbers(a, b) if a.numbers and b.numbers else (0.0, 0.0)),
        *(_either(any(x.fits(y) for x in a.times for y in b.times)) if a.times and b.times else (0.0, 0.0)),
        *(_either(not a.places.isdisjoint(b.places)) if a.places and b.places else (0.0, 0.0)),
        abs(math.log((len(a.words) + 1) / (len(b.words) + 1))),
        near,
        _log_odds(event),
        *(_either(not a.sources.isdisjoint(b.sources)) if a.sources and b.sources else (0.0, 0.0)),
        float(a.unnamed and b.unnamed),
    )


def _log_odds(event: float) -> float:
    """The log-odds of a probability, in about -1..1."""
    held = min(max(event, 0.001), 0.999)
    return math.log(held / (1 - held)) / 7


def _either(same: bool) -> tuple[float, float]:
    return float(same), float(not same)


def _numbers(a: Features, b: Features) -> tuple[float, float]:
    numbers = [(x, y) for x in a.numbers for y in b.numbers if x.unit == y.unit]
    same = any(x.fits(y) and not (x.vague and y.vague) for x, y in numbers)
    return float(same), float(bool(numbers) and not any(x.fits(y) for x, y in numbers))


def conflicts_of(a: Features, b: Features, *, may_oppose: bool = True) -> tuple[Conflict, ...]:
    """The named reasons why `a` and `b` may be two claims however alike they sound. `may_oppose` is False where it is
    known that no word of the one excludes one of the other."""
    found: list[Conflict] = []
    alike = [(x, y) for x in a.numbers for y in b.numbers if x.counts_like(y)]
    if alike and not any(x.fits(y) for x, y in alike):
        found.append("number")
    if _counts_otherwise(a, b):
        found.append("count")
    if a.times and b.times and not any(x.fits(y) for x in a.times for y in b.times):
        found.append("time")
    if a.places and b.places and not a.places & b.places and not (a.places | b.places) & (a.names & b.names):
        found.append("place")
    if may_oppose and _opposite(a, b):
        found.append("opposite")
    if _turned_round(a, b):
        found.append("turned round")
    if {a.mode, b.mode} == {"offered", "done"}:
        found.append("mode")
    if a.people and b.people and not a.people & b.people and not a.people & b.names and not b.people & a.names:
        found.append("people")
    if a.negated != b.negated:
        found.append("negation")
    return tuple(found)


def _counts_otherwise(a: Features, b: Features) -> bool:
    """True where the same amount is of other things: 27 trains that failed, 27 tests that were failed."""
    same = [(x, y) for x in a.numbers for y in b.numbers if x.unit == y.unit and not x.vague and x.low == y.low]
    return any(x.what and y.what and not _meet(x.what, y.what) for x, y in same) and not any(
        _meet(x.what, y.what) for x, y in same
    )


def _meet(a: Iterable[str], b: Iterable[str]) -> bool:
    return not frozenset(a).isdisjoint(b)


def _opposite(a: Features, b: Features) -> bool:
    """True where what one says happened excludes what the other says, both being put the same way."""
    if a.negated != b.negated:
        return False
    mine, theirs = set(a.words) - set(b.words), set(b.words) - set(a.words)
    found = [(x, y) for x in mine for y in theirs if are_opposites(x, y)]
    # "ends the one and keeps the other" has both sides itself.
    return any(x not in b.words and y not in a.words for x, y in found)


def _turned_round(a: Features, b: Features) -> bool:
    """True where who does it in one has it done to them in the other."""
    if a.doers & b.doers or a.done_to & b.done_to & (a.names | b.names):
        return False
    crossed = (a.doers & b.done_to) | (a.done_to & b.doers)
    return bool(a.doers & b.done_to) and bool(a.done_to & b.doers) and bool(crossed & (a.names | b.names))


def _same_act(a: Features, b: Features) -> bool:
    """True where what the one negates is what the other tells: the acts are the same word."""
    shared = set(a.words) & set(b.words)
    return _meet(a.acts, (*b.acts, *b.words)) or _meet(b.acts, (*a.acts, *a.words)) or len(shared) > 2


def _overlap(a: Worths, b: Worths, wa: float, wb: float, shared: frozenset[str]) -> tuple[float, float]:
    """Weighted share of words that answer to one another, over both, and over the one that holds less."""
    if not shared or not wa or not wb:
        return 0.0, 0.0
    mine = sum(value for word, value in a if word in shared)
    theirs = sum(value for word, value in b if word in shared)
    return (mine + theirs) / (wa + wb), max(mine / wa, theirs / wb)


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    if not a or not b:
        return 0.0
    return len(a & b) / min(len(a), len(b))


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    text = resources.files("firsthand.tracing").joinpath("data", "weights.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text))


@cache
def _claim_weights() -> tuple[float, ...]:
    """The weights of `SIGNALS`."""
    held = _weights()["claim"]
    return tuple(held.get(name, 0.0) for name in SIGNALS)
