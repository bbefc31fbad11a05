"""Owns what the ledger keeps of a unit to compare it: its features as JSON and back, its form, the words it has.

Nothing in it depends on what else is held, so that articles may come in any order.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from sys import intern
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from firsthand.ledger.units import DATELESS, Form
from firsthand.model import digest
from firsthand.model.trace import Instants
from firsthand.tracing.features import Features
from firsthand.tracing.lexicon import rarity

PERIOD_DAYS = 30
"""Days of one period; a claim is looked for in the period of its article and in those beside it."""
LEAST_MARKED = 0.04
"""Share of the rarity of the words that mark an article, from which another one with them may be about the same."""
LEAST_RARE = 1.0
"""Rarity from which a word leads to the forms that have it."""
MOST_WORDS = 24
"""Words that one form is found by, the rarest."""
LEAST_SHARED = 0.05
"""Share of the rarity of the one that has less, from which two forms are compared. It spares work. Lowered by hand
until few likely pairs of the two development stories were passed over."""


def form(features: Features, vector: bytes, when: Instants) -> Form:
    """The form of a unit with those features and that meaning, of an article that came out then."""
    told = to_json(features)
    at = period(when)
    id = digest("form", str(at), json.dumps(told, sort_keys=True, ensure_ascii=False), vector.hex())
    words = {word_digest(w): v for w, v in found_by(features).items()}
    return Form(id=id, period=at, features=told, words=words, vector=vector)


def period(when: Instants) -> int:
    """The number of the period in which an article came out, by the last instant it can be; `DATELESS` where only that
    it was before some instant is known."""
    at = day(when)
    return at if at == DATELESS else at // PERIOD_DAYS


def day(when: Instants) -> int:
    """The number of the day in which an article came out, by the last instant it can be; as for `period`."""
    return DATELESS if when[0] is None else date.fromisoformat((when[1] or when[0])[:10]).toordinal()


def days_around(day: int) -> tuple[int, int] | None:
    """The first and last day of the periods that are looked at from a day; None, for all, from `DATELESS`."""
    first = (day // PERIOD_DAYS - 1) * PERIOD_DAYS
    return None if day == DATELESS else (max(first, 0), first + 3 * PERIOD_DAYS - 1)


def marks(about: Iterable[str]) -> Mapping[int, float]:
    """The digests of the words that mark an article as a whole, and how rare each is."""
    return {word_digest(f"*{word}"): rarity(word) for word in about}


def found_by(features: Features) -> Mapping[str, float]:
    """The words by which a form is found, the rarest ones, and what each is worth: a function of the word alone."""
    weighed = weights(features)
    rare = [w for w, weight in weighed.items() if weight >= LEAST_RARE]
    return {w: weighed[w] for w in sorted(sorted(rare, key=lambda w: (-weighed[w], w))[:MOST_WORDS])}


def weights(features: Features) -> Mapping[str, float]:
    """What each word that a form may be found by is worth."""
    found = {w: rarity(w) for w in features.words}
    found |= {f"@{name}": max(2.0, rarity(name)) for name in features.names}
    found |= {f"#{n.low:g} {n.unit}": 3.0 for n in features.numbers if not n.vague}
    found |= {f"!{date.fromordinal(t.low).strftime('%Y-%m')}": 2.0 for t in features.times if t.low}
    return found


def word_digest(word: str) -> int:
    """A signed 64-bit digest, as the ledger keeps words."""
    return int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8], "big", signed=True)


def worth_comparing(together: float, least: float) -> bool:
    """True where two forms that share words worth `together` are compared; `least` is what all words of the one that
    has less are worth."""
    return together >= LEAST_SHARED * least


# JSON


def to_json(value: Any) -> Any:
    """A frozen value of numbers, words, tuples and sets as what JSON has; sets are sorted."""
    if isinstance(value, frozenset):
        return sorted((to_json(v) for v in value), key=str)
    if isinstance(value, tuple):
        return [to_json(v) for v in value]
    if not is_dataclass(value):
        return value
    kind: Any = type(value)
    told = {name: to_json(getattr(value, name)) for name in _names(kind)}
    return {name: one for name, one in told.items() if one is not None and one != []}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields: asking for them is slow."""
    return tuple(f.name for f in fields(kind))


def from_json(kind: Any, told: Any) -> Any:
    """The value of type `kind` that `to_json` made `told` of."""
    return _maker(kind)(told)


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    origin = get_origin(kind)
    if is_dataclass(kind):
        return _dataclass_maker(kind)
    if origin in (tuple, frozenset):
        # One word stands in many forms: it is kept once.
        inside = intern if get_args(kind)[0] is str else _maker(get_args(kind)[0])
        return lambda told: origin(map(inside, told))
    if origin in (Union, UnionType):
        one = _maker(next(k for k in get_args(kind) if k is not type(None)))
        return lambda told: None if told is None else one(told)
    if origin is Literal:
        return lambda told: told
    return kind  # type: ignore[no-any-return]


def _dataclass_maker(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    makers = {name: _maker(hint) for name, hint in hints.items()}
    # Left out where it was empty, also where the value has no default.
    empty = {name: get_origin(hint)() for name, hint in hints.items() if get_origin(hint) in (tuple, frozenset)}

    def made(told: Mapping[str, Any]) -> Any:
        return kind(**empty | {name: makers[name](value) for name, value in told.items() if name in makers})

    return made


def features_of_json(told: Any) -> Features:
    """The features that `form` kept."""
    found: Features = from_json(Features, told)
    return found
