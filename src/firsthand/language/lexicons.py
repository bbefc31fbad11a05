"""Owns the word lists of how a content is put and how its source knows. It reads its data files and judges no text.

Nothing is read at import: `load()` reads `data/*.toml` once and hands out the same value after that.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, get_args

from firsthand.language.inflection import plural, verb_forms
from firsthand.model import Certainty, KnowledgeKind, Stance

Whose = Literal["article", "source"]
KnowledgeRules = tuple[tuple[KnowledgeKind, tuple[re.Pattern[str], ...]], ...]
Family = Literal["reportive", "evidential", "estimative", "modal", "idiom"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What one cue does: its `lemma`, its stance, and the reserve it carries (`flat`: none) with whose it is."""

    lemma: str
    stance: Stance
    reserve: Certainty = "flat"
    whose: Whose = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueLexicon:
    """Cues by their first token: all token sequences that begin with it, longest first. Tokens are lower-cased.

    `passives` are participles that report with nobody behind them after a form of be ("is said to"), `beside` finds
    adverbs of reserve, `carriers` are forms of verbs that only carry the one after "to", `refusals`
    of those that negate it.
    """

    entries: Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]
    passives: Mapping[str, Certainty]
    beside: re.Pattern[str]
    carriers: frozenset[str]
    refusals: frozenset[str]
    auxiliaries: frozenset[str]
    negations: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HedgeTerm:
    """One hedging term, its family and grade, and ICD 203's percent range where the directive has it."""

    term: str
    family: Family
    grade: Certainty
    range: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HedgeLexicon:
    """Hedges: one `pattern` for lower-cased text, the terms by that form, and whose estimates have ranges."""

    pattern: re.Pattern[str]
    terms: Mapping[str, HedgeTerm]
    not_before: re.Pattern[str]
    not_after: re.Pattern[str]
    analysts: re.Pattern[str]
    not_analysts: re.Pattern[str]
    assess: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeLexicon:
    """Patterns of how a source knows: `about` it, `opening` it, its `own` words, `reported`, by `cue`."""

    about: KnowledgeRules
    opening: KnowledgeRules
    own: KnowledgeRules
    reported: KnowledgeRules
    cue: KnowledgeRules
    never: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnonymityLexicon:
    """Patterns that say that a source is unnamed, that introduce a reason, and that are a reason by themselves.

    Without a match of `sign` none of them can match: it is there to be fast.
    """

    sign: re.Pattern[str]
    unnamed: re.Pattern[str]
    reason: re.Pattern[str]
    standing: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpersonalLexicon:
    """Reports with nobody behind them: adverbs, openings that are followed by the content, and passives inside it."""

    adverb: re.Pattern[str]
    opening: re.Pattern[str]
    passive: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicons:
    """All of them."""

    cues: CueLexicon
    hedges: HedgeLexicon
    knowledge: KnowledgeLexicon
    anonymity: AnonymityLexicon
    impersonal: ImpersonalLexicon


@cache
def load() -> Lexicons:
    """The lexicons that firsthand ships, read at the first call. Patterns expect `’` for every apostrophe."""
    return Lexicons(
        cues=_cues(_data("cues")),
        hedges=_hedges(_data("hedges")),
        knowledge=_knowledge(_data("knowledge")),
        anonymity=_anonymity(_data("anonymity")),
        impersonal=_impersonal(_data("impersonal")),
    )


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("firsthand.language").joinpath("data", f"{name}.toml").read_text("utf-8"))


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for piece in text.split(";") if (part := " ".join(piece.split())))


def _any(words: Iterable[str]) -> str:
    """A pattern of literal words and phrases, the longest first, as a tree: few letters are tried twice."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word.replace("'", "’"):
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branch(tree)


def _branch(tree: Mapping[str, Any]) -> str:
    arms = [
        (r"\s+" if letter == " " else re.escape(letter)) + _branch(rest)
        for letter, rest in sorted(tree.items())
        if letter
    ]
    if not arms:
        return ""
    if len(arms) == 1 and "" not in tree:
        return arms[0]
    return f"(?:{'|'.join(arms)})" + ("?" if "" in tree else "")


def _union(patterns: Iterable[str], flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), flags)


def _fill(pattern: str, parts: Mapping[str, str]) -> str:
    for name, part in parts.items():
        pattern = pattern.replace("{" + name + "}", part)
    return pattern


def _cues(data: Mapping[str, Any]) -> CueLexicon:
    irregular: Mapping[str, str] = data["irregular"]
    reserves = _reserves(data["reserve"])
    found: dict[tuple[str, ...], Cue] = {}
    for stance in get_args(Stance):
        group = data[stance]
        for lemma in group.get("nouns", "").split():
            for form in (lemma, plural(lemma)):
                found[(form,)] = _cue(lemma, stance, reserves)
    for stance in get_args(Stance):
        group = data[stance]
        for lemma in group.get("verbs", "").split():
            for form in verb_forms(lemma, irregular):
                found[(form,)] = _cue(lemma, stance, reserves)
        for phrase in _list(group.get("phrases", "")):
            first, *rest = phrase.split()
            for form in verb_forms(first, irregular):
                found[(form, *rest)] = _cue(phrase, stance, reserves)
    return CueLexicon(
        entries=_by_first(found),
        passives=_passives(data["reserve"], irregular),
        beside=re.compile(rf"\b(?:{_any(_list(data['reserve']['beside']['doubtful']))})\b", re.IGNORECASE),
        carriers=frozenset(f for v in data["frame"]["carriers"].split() for f in verb_forms(v, irregular)),
        refusals=frozenset(f for v in data["frame"]["refusals"].split() for f in verb_forms(v, irregular)),
        auxiliaries=frozenset(data["frame"]["auxiliaries"].split()),
        negations=frozenset(data["frame"]["negations"].split()),
    )


def _cue(lemma: str, stance: Stance, reserves: Mapping[str, tuple[Certainty, Whose]]) -> Cue:
    reserve, whose = reserves.get(lemma, ("flat", "article"))
    return Cue(lemma=lemma, stance=stance, reserve=reserve, whose=whose)


def _reserves(data: Mapping[str, Any]) -> dict[str, tuple[Certainty, Whose]]:
    out: dict[str, tuple[Certainty, Whose]] = {}
    kinds: tuple[tuple[str, Whose], ...] = (("article", "article"), ("nouns", "article"), ("source", "source"))
    for grade in _GRADES:
        for key, whose in kinds:
            for lemma in data[grade][key].split():
                out[lemma] = (grade, whose)
    return out


_GRADES: tuple[Certainty, ...] = ("hedged", "doubtful")


def _passives(data: Mapping[str, Any], irregular: Mapping[str, str]) -> Mapping[str, Certainty]:
    found: dict[str, Certainty] = {}
    for grade in _GRADES:
        for verb in data[grade]["passive"].split():
            for form in verb_forms(verb, irregular)[1:]:
                if not form.endswith(("ing", "s")):
                    found[form] = grade
    return MappingProxyType(found)


def _by_first(
    found: Mapping[tuple[str, ...], Cue],
) -> Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]:
    by_first: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for tokens, cue in found.items():
        by_first.setdefault(tokens[0], []).append((tokens, cue))
    return MappingProxyType({k: tuple(sorted(v, key=lambda e: -len(e[0]))) for k, v in by_first.items()})


def _hedges(data: Mapping[str, Any]) -> HedgeLexicon:
    ranges = {term: (low, high) for term, (low, high) in data["icd203"].items()}
    terms: dict[str, HedgeTerm] = {}
    for group in data["group"]:
        for words in _list(group["words"]):
            forms = [words.replace("{be}", be) for be in _BE] if "{be}" in words else [words]
            for form in forms:
                key, term = (f.lower().replace("'", "’") for f in (form, words.replace("{be}", "is")))
                terms[key] = HedgeTerm(term=term, family=group["family"], grade=group["grade"], range=ranges.get(key))
    modal, analysts = data["modal"], data["analysts"]
    return HedgeLexicon(
        # Without IGNORECASE the branches are told apart by their first letter, which is ten times as fast.
        pattern=re.compile(rf"\b(?:{_any(terms)})\b"),
        terms=MappingProxyType(terms),
        not_before=re.compile(rf"\s*(?:{_any(modal['not_before'].split())})\b", re.IGNORECASE),
        not_after=re.compile(rf"\b(?:{_any(modal['not_after'].split())})\s+$", re.IGNORECASE),
        analysts=re.compile(rf"\b(?:{_any(_list(analysts['sources']))})\b", re.IGNORECASE),
        not_analysts=re.compile(rf"\b(?:{_any(analysts['not'].split())})\b", re.IGNORECASE),
        assess=frozenset(analysts["cues"].split()),
    )


_BE = ("is", "are", "was", "were", "has been", "have been", "had been", "be", "’s", "’re")


def _knowledge(data: Mapping[str, Any]) -> KnowledgeLexicon:
    parts = data["parts"]

    def compiled(patterns: Iterable[str], flags: int) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(_fill(p, parts), flags) for p in patterns)

    return KnowledgeLexicon(
        about=tuple((rule["kind"], compiled(rule["patterns"], 0)) for rule in data["rule"]),
        opening=tuple((kind, compiled(patterns, re.IGNORECASE)) for kind, patterns in data["opening"].items()),
        own=tuple((kind, compiled(patterns, re.IGNORECASE)) for kind, patterns in data["inside"].items()),
        reported=tuple((kind, compiled(patterns, re.IGNORECASE)) for kind, patterns in data["reported"].items()),
        cue=tuple((kind, compiled(patterns, re.IGNORECASE)) for kind, patterns in data["cue"].items()),
        never=re.compile(rf"^(?:{'|'.join(data['never'])})s?$", re.IGNORECASE),
    )


def _anonymity(data: Mapping[str, Any]) -> AnonymityLexicon:
    rules, parts = data["rules"], data["parts"]
    return AnonymityLexicon(
        sign=re.compile("|".join(map(re.escape, _list(rules["sign"])))),
        unnamed=_union((_fill(p, parts) for p in rules["unnamed"]), 0),
        reason=_union((_fill(p, parts) for p in rules["reason"]), 0),
        standing=_union((_fill(p, parts) for p in rules["standing"]), 0),
    )


def _impersonal(data: Mapping[str, Any]) -> ImpersonalLexicon:
    return ImpersonalLexicon(
        adverb=re.compile(rf"\b(?:{_any(_list(data['adverb']))})\b", re.IGNORECASE),
        opening=_union(data["opening"], 0),
        passive=re.compile(data["passive"]),
    )
