"""Owns the hints that two keys may be one source, in words, for a person to decide. Nothing here is ever applied."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from firsthand.language.words import column
from firsthand.model.identity import SourceKey
from firsthand.resolution.across_bodies import acronym_of, country_name
from firsthand.resolution.across_names import PersonName, person_parts

MOST = 20
"""Suggestions given for one key, unless told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """`other` may be the same source as `key`: the `reason` in words, and a `score` in 0..1 to order them by. The score
    is a rank, chosen by hand: no probability.
    """

    key: SourceKey
    other: SourceKey
    reason: str
    score: float


def suggestions(key: SourceKey, others: Iterable[SourceKey], *, most: int = MOST) -> tuple[Suggestion, ...]:
    """Of `others`, those that may be the same source as `key`, the likeliest first, at most `most`, each id once.

    Keys that `groups` puts together are suggested too where they differ ("one has a middle name"): leave out what is
    merged already. The answer does not depend on the order of `others`.
    """
    found: dict[str, Suggestion] = {}
    for other in sorted(set(others), key=lambda k: (k.kind_class, k.key, k.display)):
        if other.id == key.id or other.id in found:
            continue
        hint = _hint(key, other)
        if hint is not None:
            found[other.id] = Suggestion(key=key, other=other, reason=hint[0], score=hint[1])
    return tuple(sorted(found.values(), key=lambda s: (-s.score, s.other.key, s.other.kind_class))[:most])


def _hint(a: SourceKey, b: SourceKey) -> tuple[str, float] | None:
    if a.key == b.key:
        return f"the same name, read as {_a(a.kind_class)} and as {_a(b.kind_class)}", 0.8
    if a.kind_class != b.kind_class:
        return _across_kinds(a, b)
    if a.kind_class == "person":
        hint = _of_people(person_parts(a.key), person_parts(b.key))
    else:
        hint = _of_bodies(a.key, b.key)
        if hint is None and _elsewhere(_placed(a.key)[1], _placed(b.key)[1]):
            return None
    return hint or _spelling(a.key, b.key)


def _a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _across_kinds(a: SourceKey, b: SourceKey) -> tuple[str, float] | None:
    kinds = {a.kind_class: a.key, b.kind_class: b.key}
    if "country" in kinds and kinds.get("organisation") == f"government @{kinds['country']}":
        return "a country and its government", 0.6
    if kinds.keys() == {"organisation", "outlet"}:
        return _acronym(a.key, b.key)
    return None


def _of_people(a: PersonName, b: PersonName) -> tuple[str, float] | None:
    if a.suffix != b.suffix:
        same = a.joined == b.joined or a.base == b.base
        return ("they differ in Jr., Sr. or a number: mostly two people", 0.2) if same else None
    if a.joined.replace(" ", "") == b.joined.replace(" ", ""):
        return "the same letters, parted otherwise", 0.95
    if sorted(a.joined.split()) == sorted(b.joined.split()):
        return "the same words in another order", 0.8
    if not a.last or not b.last:
        return _one_word(a, b)
    if a.last == b.last:
        return _first_names(a, b)
    if a.first == b.first and (a.last in b.middles or b.last in a.middles):
        return "one has a further surname", 0.6
    return None


def _one_word(a: PersonName, b: PersonName) -> tuple[str, float] | None:
    """One of them is one word: a surname, or a name that is used alone."""
    short, full = (a, b) if not a.last else (b, a)
    if not full.last:
        return None
    if short.first in (full.last, full.last.split()[-1]):
        return "one name only", 0.5
    return ("one name only, and it is the other's first name", 0.3) if short.first == full.first else None


def _first_names(a: PersonName, b: PersonName) -> tuple[str, float] | None:
    """The surname is the same: what the first names say."""
    if a.first == b.first:
        if not a.middles or not b.middles:
            return "one has a middle name or initial", 0.9
        return "the middle names differ", 0.4
    if _initials(a, b) or _initials(b, a):
        return "surname with an initial", 0.6
    if _short(a.first, b.first) or _short(b.first, a.first):
        return "a short form of the first name", 0.75
    if b.first in a.middles or a.first in b.middles:
        return "one goes by the second first name", 0.5
    return None


def _initials(short: PersonName, full: PersonName) -> bool:
    """True where the first name of `short` is the first letters of the first names of `full`, or begins them."""
    letters = "".join(w[0] for w in (full.first, *full.middles))
    if short.initial:
        return letters.startswith(short.first) or short.first.startswith(letters)
    return len(letters) > 1 and short.first == letters


def _short(short: str, full: str) -> bool:
    return full in column("short_first_names.tsv").get(short, "").split("|")


def _of_bodies(a: str, b: str) -> tuple[str, float] | None:
    if hint := _acronym(a, b):
        return hint
    (words_a, place_a), (words_b, place_b) = _placed(a), _placed(b)
    if place_a and place_b and place_a != place_b:
        return None
    if place_a and place_a == place_b:
        return ("two names of one kind of body there", 0.4) if set(words_a) & set(words_b) else None
    short, long = sorted((a.split(), b.split()), key=len)
    if len(short) < len(long) and (long[: len(short)] == short or long[-len(short) :] == short):
        return "one is a longer form of the name", 0.6 if len(short) > 1 else 0.4
    return None


def _elsewhere(place: str, other: str) -> bool:
    """True for the codes of two countries, in which a letter is no slip of spelling."""
    return place != other and len(place) == len(other) == 2


def _placed(key: str) -> tuple[list[str], str]:
    words, _, place = key.partition(" @")
    return words.split(), place


def _acronym(a: str, b: str) -> tuple[str, float] | None:
    short, long = sorted((a, b), key=len)
    if " " in short or len(short) < 2:
        return None
    words, _, place = long.partition(" @")
    forms = {acronym_of(words), acronym_of(f"{country_name(place.upper())} {words}".casefold()) if place else ""}
    return ("the first letters of the longer name", 0.7) if short in forms else None


def _spelling(a: str, b: str) -> tuple[str, float] | None:
    """A letter or two apart: one in a name of six letters or more, two in one of twelve or more."""
    shorter = min(len(a), len(b))
    most = 2 if shorter >= 12 else 1 if shorter >= 6 else 0
    distance = DamerauLevenshtein.distance(a, b, score_cutoff=most) if most else 1
    if distance > most:
        return None
    count = "one letter" if distance == 1 else "two letters"
    return f"spelling differs by {count}", round(0.9 - distance * 0.1 - distance / shorter, 2)
