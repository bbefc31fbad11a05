"""Owns the word lists of the rules, compiled once. It reads `data/words.toml` and judges no text."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from firsthand.house import verbs
from firsthand.language.words import words_of

_DET = "(?:the|a|an|his|her|its|their|this|that|these|those|our|any|all|some)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The patterns that rules look for, all over small letters with `’` for every apostrophe; see `data/words.toml`."""

    stop: frozenset[str]
    persons: re.Pattern[str]
    wrong: re.Pattern[str]
    accusing: re.Pattern[str]
    legal: re.Pattern[str]
    negated: re.Pattern[str]
    bodies: re.Pattern[str]
    casualties: re.Pattern[str]
    own_scene: re.Pattern[str]
    causes: re.Pattern[str]
    prospect: re.Pattern[str]
    headline: tuple[frozenset[str], ...]
    presenter: re.Pattern[str]
    private: re.Pattern[str]
    feelings: re.Pattern[str]
    chiefs: re.Pattern[str]
    motives: re.Pattern[str]
    reply: re.Pattern[str]
    speaks_for: re.Pattern[str]
    public: re.Pattern[str]
    trade: re.Pattern[str]
    inside: re.Pattern[str]
    behind: re.Pattern[str]
    numbered: re.Pattern[str]
    bare: re.Pattern[str]
    placeless: re.Pattern[str]
    knows: re.Pattern[str]
    hearsay: re.Pattern[str]


@cache
def words() -> Words:
    """The lists that ship, read at the first call."""
    data = tomllib.loads(files("firsthand.house").joinpath("data", "words.toml").read_text("utf-8"))
    unnamed, reply = data["unnamed"], data["reply"]
    return Words(
        stop=frozenset(data["stop"].split()),
        persons=re.compile(rf"\b{_person()}\b"),
        wrong=_any(rf"\b{p}" for p in (*data["wrong"], *verbs.patterns({}))),
        accusing=re.compile(rf"\b(?:{data['accusing_cues']})\b"),
        legal=re.compile(data["legal"]),
        negated=re.compile(data["negated"]),
        bodies=re.compile(rf"\b(?:{data['bodies']})\b"),
        casualties=_casualties(data["number"], data["people"].replace("{things}", data["things"]), data["harm"]),
        own_scene=re.compile(data["own_scene"]),
        causes=_any(_filled(p, data) for p in data["causes"]),
        prospect=re.compile(data["prospect"]),
        headline=tuple(frozenset(group.split()) for group in data["headline"]),
        private=re.compile(
            rf"^(?:(?:is|are|was|were|had|has|secretly|really|only|just|privately|{data['surely']})\s+)*(?:{data['private']})\b"
        ),
        presenter=re.compile(rf"\b(?:{data['presenter']})\b"),
        feelings=re.compile(rf"\b(?:{data['feelings']})\b"),
        chiefs=re.compile(rf"\bthe\s+(?:[\w-]+\s+){{0,2}}?(?:{data['chiefs']})(?:’s\s+(?:{data['kin']}))?(?![\w’])"),
        motives=_any(data["motives"]),
        reply=re.compile(reply["words"]),
        speaks_for=re.compile(reply["speaks_for"]),
        public=re.compile(rf"(?:{unnamed['public']})"),
        trade=re.compile(rf"(?:{unnamed['trade']})"),
        inside=re.compile(rf"(?:{unnamed['inside']})"),
        behind=re.compile(rf"\b{unnamed['behind']}\b"),
        numbered=re.compile(unnamed["numbered"]),
        bare=re.compile(unnamed["bare"]),
        placeless=re.compile(unnamed["placeless"]),
        knows=re.compile(unnamed["knows"]),
        hearsay=_hearsay(unnamed),
    )


def _filled(pattern: str, data: Mapping[str, Any]) -> str:
    for name, filling in (("event", data["event"] + "s?"), *((n, data[n]) for n in ("worse", "adverb", "adjective"))):
        pattern = pattern.replace(f"{{{name}}}", filling)
    return pattern


def _hearsay(unnamed: Mapping[str, Any]) -> re.Pattern[str]:
    """The phrases, each with the people it names in a group of its own."""
    lists = {"who": unnamed["crowd"], "one": unnamed["one"], "source": unnamed["source"]}
    filled = []
    for i, pattern in enumerate(unnamed["hearsay"]):
        for name, people in lists.items():
            pattern = pattern.replace(f"{{{name}}}", f"(?P<who{i}>{people})")
        filled.append(pattern.replace("{inside}", unnamed["inside"]))
    return re.compile("|".join(filled))


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    filled = (p.replace("{det}", _DET).replace("{person}", _person()) for p in patterns)
    return re.compile("|".join(f"(?:{p})" for p in filled))


@cache
def _person() -> str:
    """Any word for people, as a pattern."""
    return "(?:" + "|".join(sorted(map(re.escape, words_of("people.txt", "roles.txt", "groups.txt")))) + ")(?:e?s)?"


def _casualties(number: str, people: str, harm: str) -> re.Pattern[str]:
    """A number of people and what befell them, in either order, or two numbers with one noun between them."""
    people = people.replace("{person}", _person())
    kind = rf"(?:(?:[\w’-]+\s+){{0,2}}?{people}(?:\s+|(?=,)))?"
    be = (
        r"(?:,[^,.;:]{1,60},\s+)?"
        r"(?:(?:is|are|was|were|have|has|had|been|be|being|remains?|remained|lay|lie|left|reported|also|feared|still|since|ended\s+up|now|already|later|confirmed|"
        r"either|all)\s+)*"
    )
    after = rf"\b{number}\s+{kind}{be}{harm}\b"
    before = (
        rf"\b(?:killed|killing|injured|injuring|wounded|wounding|claimed|leaving|left)\s+"
        rf"(?:at\s+least\s+|about\s+|around\s+|some\s+|more\s+than\s+|nearly\s+|the\s+lives\s+of\s+)*{number}\s+"
        rf"(?:[\w’-]+\s+){{0,2}}?(?:{people}|lives|dead)\b"
    )
    found = (
        rf"\b{number}\s+(?:[\w’-]+\s+){{0,2}}?(?:bodies|corpses)\b|"
        rf"\b(?:bodies|corpses)\s+of\s+(?:[\w’-]+\s+){{0,2}}?{number}\b"
    )
    lost = rf"\b(?:loss|cost)\s+of\s+{number}\s+(?:[\w’-]+\s+)?lives\b"
    counted = rf"\bdeath\s+toll\s+(?:\w+\s+){{0,4}}?{number}\b"
    return re.compile(f"{after}|{before}|{found}|{lost}|{counted}")
