"""Owns the numbers in a text: how many, of what, how exactly. Dates are `firsthand.tracing.times`'s.

What a number counts are the nouns after it, as far as the next verb, preposition or comma; "27 of the 46 trains" counts
trains twice. A vague number ("nearly 30", "dozens") is an interval.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from firsthand.model import Span
from firsthand.tracing.lists import words
from firsthand.tracing.stems import stem

Unit = Literal["count", "percent", "money", "ordinal"]

_ONES = dict(
    zip(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(1, 20),
        strict=True,
    )
)
_TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mln": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bln": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "trn": 1e12,
    "dozen": 12.0,
}
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_ONES)[:9])}))?|{'|'.join(sorted(_ONES, key=len)[::-1])})"
_VAGUE = {
    "dozens": (24, 99),
    "scores": (40, 199),
    "hundreds": (200, 999),
    "thousands": (2000, 99_999),
    "millions": (2e6, 99e6),
    "several": (3, 9),
    "a dozen": (12, 12),
    "half a dozen": (6, 6),
    "a couple of": (2, 2),
    "both": (2, 2),
    "a pair of": (2, 2),
}
_NUMBER = re.compile(
    rf"(?P<about>\b(?:nearly|almost|about|around|roughly|approximately|some|close to|just over|just under|"
    rf"more than|over|at least|upwards of|up to|at most|fewer than|less than|under|no more than|as many as)\s+)?"
    rf"(?:(?P<sign>[$£€¥₹]|\b(?:US|A|C)\$)\s?)?"
    rf"(?:(?P<digits>(?<![\w.])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|(?<![\w.])\d+(?:\.\d+)?)(?P<nth>st|nd|rd|th)?"
    rf"|\b(?P<word>{_SMALL})\b|\b(?P<one>a)(?=\s+(?:hundred|thousand|million|billion)\b)"
    rf"|\b(?P<vague>{'|'.join(sorted(_VAGUE, key=len)[::-1])})\b)"
    rf"(?:[\s-]?(?P<scale>(?:{'|'.join(_SCALES)})(?!\w)))?"
    rf"(?P<percent>\s?%|[\s-](?:percent|per cent|percentage points?)\b)?",
    re.I,
)
_AFTER = re.compile(r"[\s-]*(?P<word>[^\W\d_][\w’'-]*)")
_MONTH = re.compile(
    r"\s*(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b\.?|\s*(?:o'clock|[ap]\.?m\b)", re.I
)
_BEFORE_DATE = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+(?:the\s+)?$", re.I)
_CLOCK = re.compile(r":\d\d|\d{1,2}:$")
_YEAR = range(1800, 2100)
MARGIN = 0.15
"""How far "about" reaches to either side: a convention, not tuned."""
_REACH = 5
"""Words after a number in which what it counts is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number: between `low` and `high` of `what` (base forms of the nouns it counts); `vague` where hedged."""

    low: float
    high: float
    unit: Unit
    what: frozenset[str]
    span: Span
    vague: bool = False

    def fits(self, other: "Number") -> bool:
        """True where both can be the same amount."""
        return self.low <= other.high and other.low <= self.high

    def counts_like(self, other: "Number") -> bool:
        """True where both are amounts of the same things."""
        return self.unit == other.unit and (self.unit == "percent" or bool(self.what & other.what))


def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of `text` in order; years, days of the month, clock times and ages in names left out."""
    return tuple(_numbers(text))


def _numbers(text: str) -> Iterator[Number]:
    for m in _NUMBER.finditer(text):
        value = _value(m)
        if value is None or _is_date(text, m, value):
            continue
        low, high, vague = _interval(m, value)
        unit: Unit = "percent" if m["percent"] else "money" if m["sign"] else "ordinal" if m["nth"] else "count"
        what = _counted(text, m.end())
        if unit == "count" and what & words("currencies.txt"):
            unit = "money"
        yield Number(low=low, high=high, unit=unit, what=what, span=Span(m.start(), m.end()), vague=vague)


def _value(m: re.Match[str]) -> float | tuple[float, float] | None:
    scale = _SCALES[m["scale"].lower()] if m["scale"] else 1.0
    if m["digits"]:
        return float(m["digits"].replace(",", "")) * scale
    if m["one"]:
        return scale
    if m["vague"]:
        low, high = _VAGUE[m["vague"].lower()]
        return float(low), float(high)
    parts = re.split(r"[- ]", m["word"].lower())
    value = sum(_TENS.get(p, _ONES.get(p, 0)) for p in parts)
    # "one" alone is a pronoun as often as a number.
    return None if value == 1 and scale == 1.0 and not m["percent"] else value * scale


def _is_date(text: str, m: re.Match[str], value: float | tuple[float, float]) -> bool:
    if not m["digits"] or m["sign"] or m["scale"] or m["percent"]:
        return False
    near = text[max(m.start("digits") - 14, 0) : m.start("digits")]
    if _CLOCK.match(text, m.end()) or _CLOCK.search(near[-3:]) or _MONTH.match(text, m.end()):
        return True
    if _BEFORE_DATE.search(near) and isinstance(value, float) and value <= 31:
        return True
    return isinstance(value, float) and value in _YEAR and "," not in m["digits"] and not m["about"]


def _interval(m: re.Match[str], value: float | tuple[float, float]) -> tuple[float, float, bool]:
    if isinstance(value, tuple):
        return (*value, True)
    about = " ".join((m["about"] or "").lower().split())
    if not about or (about == "some" and m["word"]):
        return value, value, False
    if about in ("nearly", "almost", "close to", "just under", "fewer than", "less than", "under", "up to", "at most"):
        return value * (1 - MARGIN), value, True
    if about in ("more than", "over", "just over", "at least", "upwards of"):
        return value, value * (1 + 2 * MARGIN), True
    if about in ("no more than", "as many as"):
        return value * (1 - MARGIN), value, True
    return value * (1 - MARGIN), value * (1 + MARGIN), True


def _counted(text: str, at: int) -> frozenset[str]:
    """Base forms of the nouns after a number, as far as they are its own."""
    found: list[str] = []
    skip = words("light.txt")
    for _ in range(_REACH):
        m = _AFTER.match(text, at)
        if m is None:
            of = re.compile(r"\s+of\s+(?:the|its|their|his|her|our|those|these)?\s*(?:\d[\d,.]*)\s*").match(text, at)
            if of is None or found:
                break
            at = of.end()
            continue
        low = m["word"].lower()
        if low in words("stops.txt"):
            if found or low not in (
                "of",
                "the",
                "its",
                "their",
                "his",
                "her",
                "our",
                "those",
                "these",
                "more",
                "other",
            ):
                break
            at = m.end()
            rest = re.compile(r"\s+\d[\d,.]*").match(text, at)
            at = rest.end() if rest else at
            continue
        if low not in skip:
            found.append(stem(low))
        at = m.end()
    return frozenset(found[:3])
