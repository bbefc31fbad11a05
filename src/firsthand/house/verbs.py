"""Owns the patterns made from verbs by kind of wrongdoing: their forms, and the objects that they need. It reads
`data/wrongs.toml` and judges no text.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_WORD = r"(?:[£$€]?\d[\d.,]*\w*|[\w’%-]+)\s+"
_CLAUSE = "and|but|that|which|who|as|when|while|because|after|before|been|not|never"
_GAP = rf"(?:(?!(?:{_CLAUSE})\b){_WORD}){{0,5}}?"
"""A few words between a verb and its object, none that begins another clause."""
_DIRECT = rf"(?:(?!(?:{_CLAUSE}|of|for|from|to|with|by|at|in|into|on|onto|against|over)\b){_WORD}){{0,5}}?"


def patterns(fillings: Mapping[str, str]) -> tuple[str, ...]:
    """A pattern for each kind; `fillings` are the patterns of `{name}`s that the file does not list."""
    data = tomllib.loads(files("firsthand.house").joinpath("data", "wrongs.toml").read_text("utf-8"))
    lists = {"{money}": data["money"] + "s?", "{records}": data["records"] + "s?", **fillings}
    return tuple(_pattern(kind, lists) for kind in data["kind"])


def _pattern(kind: Mapping[str, Any], lists: Mapping[str, str]) -> str:
    marked = ((kind.get("verbs", ""), True), (kind.get("plain", ""), False))
    told = {form for verbs, third in marked for verb in str(verbs).split() for form in forms(verb, third=third)}
    verb = "(?:" + "|".join(sorted((_spaced(form) for form in told), key=len, reverse=True)) + r")\b"
    objects = "|".join(kind.get("objects", ()))
    for name, filling in lists.items():
        objects = objects.replace(name, filling)
    if objects and kind.get("direct"):  # and in the passive: "was stoned by pickets"
        return rf"{verb}(?:\s+{_DIRECT}(?:{objects})(?!\w)|(?=\s+by\b))"
    return rf"{verb}\s+{_GAP}(?:{objects})(?!\w)" if objects else verb


def _spaced(form: str) -> str:
    """The form as a pattern; of a verb with a particle, a few words may stand between the two ("tore it up")."""
    first, *rest = map(re.escape, form.split("_"))
    gap = r"\s+(?:[\w’-]+\s+){0,2}?" if rest and rest[-1] in ("up", "down", "off", "out") else r"\s+"
    return gap.join((first, r"\s+".join(rest))) if rest else first


@cache
def forms(verb: str, *, third: bool = False) -> frozenset[str]:
    r"""Past, participle and -ing form of a verb as `data/wrongs.toml` writes it; with `third` the -s form too.

    >>> sorted(forms("con+", third=True))
    ['conned', 'conning', 'cons']
    >>> sorted(forms("tear_up/tore_up/torn_up"))
    ['tearing_up', 'tore_up', 'torn_up']
    """
    base, *irregular = verb.split("/")
    return frozenset(_forms(base, irregular, third=third))


def _forms(base: str, irregular: list[str], *, third: bool) -> Iterator[str]:
    first, _, rest = base.partition("_")
    tail = f"_{rest}" if rest else ""
    stem = first.removesuffix("+")
    double = stem + stem[-1] if first.endswith("+") else stem
    dropped = stem[:-1] if stem.endswith("e") and not stem.endswith(("ee", "oe", "ye")) else double
    yield f"{dropped}ing{tail}"
    if irregular:
        yield from irregular
    elif re.search(r"[^aeiou]y$", stem):
        yield f"{stem[:-1]}ied{tail}"
    else:
        yield f"{stem}d{tail}" if stem.endswith("e") else f"{double}ed{tail}"
    if third:
        yield (f"{stem[:-1]}ies" if re.search(r"[^aeiou]y$", stem) else stem + _plural(stem)) + tail


def _plural(stem: str) -> str:
    return "es" if stem.endswith(("s", "x", "z", "ch", "sh")) else "s"
