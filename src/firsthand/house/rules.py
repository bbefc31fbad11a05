"""Owns the rules as data: those that ship, a house's own over them, and what is wrong with a rules file, with its line.

It applies none of them.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from firsthand.errors import NotReadable

Option = int | float | bool | tuple[str, ...]
_SEVERITIES = ("error", "warning", "note")
_COMMON = ("on", "severity", "about", "source", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: whether it is on, how grave its findings are, what it looks at (`about`), what a newsroom publishes on
    it (`source`, in short) and where (`address`), and its own `options`.
    """

    id: str
    on: bool
    severity: Literal["error", "warning", "note"]
    about: str
    source: str
    address: str
    options: Mapping[str, Option]

    def number(self, name: str) -> float:
        """The option `name`, which is a number."""
        value = self.options[name]
        if not isinstance(value, int | float):
            raise NotReadable(f"the option {name} of {self.id} is a number")
        return float(value)

    def words(self, name: str) -> tuple[str, ...]:
        """The option `name`, which is a list of words."""
        value = self.options[name]
        return value if isinstance(value, tuple) else ()

    def flag(self, name: str) -> bool:
        """The option `name`, which is true or false."""
        return self.options[name] is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules, in the order of the file that ships; `house` is whose they are."""

    house: str
    rules: tuple[Rule, ...]

    def rule(self, id: str) -> Rule:
        """The rule with that id."""
        return next(r for r in self.rules if r.id == id)

    def is_on(self, id: str) -> bool:
        """True where the rule is switched on."""
        return self.rule(id).on


@cache
def default_rules() -> Rules:
    """The rules that ship: what large newsrooms publish of their own sourcing rules, each with its address."""
    data = tomllib.loads(default_text())
    return Rules(
        house=data["house"],
        rules=tuple(
            Rule(
                id=id,
                on=given["on"],
                severity=given["severity"],
                about=given["about"],
                source=given["source"],
                address=given["address"],
                options=MappingProxyType({k: _option(v) for k, v in given.items() if k not in _COMMON}),
            )
            for id, given in data["rules"].items()
        ),
    )


def default_text() -> str:
    """The text of the file of default rules, to begin a house's own with."""
    return files("firsthand.house").joinpath("data", "house.toml").read_text("utf-8")


def read_rules(text: str, *, name: str = "house.toml") -> Rules:
    """The default rules with those of `text` (TOML) over them; `name` is what the file is called in messages.

    Raises NotReadable, with the line, for what is no TOML, an unknown rule or option, or a value of another kind.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotReadable(f"{name} is not TOML: {error}") from error
    rules = default_rules()
    _known(data, ("house", "rules"), text, name, "setting")
    house = data.get("house", rules.house)
    if not isinstance(house, str):
        raise NotReadable(f"{name}, line {_line(text, None, 'house')}: house is a name in quotation marks")
    given = data.get("rules", {})
    if not isinstance(given, dict):
        raise NotReadable(f"{name}, line {_line(text, None, 'rules')}: rules are written as [rules.RULE]")
    _known(given, [r.id for r in rules.rules], text, name, "rule")
    changed = tuple(_over(r, given[r.id], text, name) if r.id in given else r for r in rules.rules)
    return Rules(house=house, rules=changed)


def _known(data: Mapping[str, Any], allowed: Any, text: str, name: str, what: str) -> None:
    for key in data:
        if key not in allowed:
            line = _line(text, key, None) if what == "rule" else _line(text, None, key)
            raise NotReadable(f"{name}, line {line}: there is no {what} {key!r}; there are {', '.join(allowed)}")


def _over(rule: Rule, given: Any, text: str, name: str) -> Rule:
    if not isinstance(given, dict):
        raise NotReadable(f"{name}, line {_line(text, rule.id, None)}: write [rules.{rule.id}] and its options below")
    options = dict(rule.options)
    common: dict[str, Any] = {}
    for key, value in given.items():
        where = f"{name}, line {_line(text, rule.id, key)}"
        if key not in _COMMON and key not in options:
            allowed = ", ".join((*_COMMON, *options))
            raise NotReadable(f"{where}: {rule.id} has no option {key!r}; it has {allowed}")
        if key == "severity" and value not in _SEVERITIES:
            raise NotReadable(f"{where}: a severity is one of {', '.join(_SEVERITIES)}, not {value!r}")
        expected = options.get(key, getattr(rule, key, None))
        if not _fits(value, expected):
            raise NotReadable(f"{where}: {key} of {rule.id} is {_kind(expected)}, not {value!r}")
        if key == "also":
            _check_patterns(value, where)
        if key in _COMMON:
            common[key] = value
        else:
            options[key] = _option(value)
    return replace(rule, **common, options=MappingProxyType(options))


def _check_patterns(patterns: list[str], where: str) -> None:
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise NotReadable(f"{where}: {pattern!r} is no regular expression: {error}") from error


def _option(value: Any) -> Option:
    return tuple(value) if isinstance(value, list) else value


def _fits(value: Any, expected: Any) -> bool:
    if isinstance(expected, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(expected, bool)
    if isinstance(expected, int | float):
        return isinstance(value, int | float) and value >= 0
    if isinstance(expected, tuple):
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    return isinstance(value, str)


def _kind(expected: Any) -> str:
    if isinstance(expected, bool):
        return "true or false"
    if isinstance(expected, int | float):
        return "a number from 0"
    return "a list of words in quotation marks" if isinstance(expected, tuple) else "a text in quotation marks"


def _line(text: str, rule: str | None, key: str | None) -> int:
    """The line, from 1, where a rule's table or a key of it stands; tomllib keeps no places."""
    within = rule is None
    best = 1
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\s*(?:rules\s*\.\s*)?[\"']?([\w.-]+?)[\"']?\s*\]", line)
        if header is not None:
            within = rule is None or header[1] == rule
            if within and (rule is not None or header[1] == key or header[1].startswith(f"{key}.")):
                best = number
                if key is None or rule is None:
                    return number
            continue
        if rule is not None and re.match(rf"\s*(?:rules\.)?[\"']?{re.escape(rule)}[\"']?\s*[.=]", line):
            return number
        if within and key is not None and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[.=]", line):
            return number
    return best
