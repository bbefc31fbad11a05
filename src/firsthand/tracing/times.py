"""Owns the days and times that a text names, as far as they can be worked out. It knows no holidays, no hours.

A relative expression ("on Thursday", "next week", "within ten days") is counted from the day the article came out;
where that is not known, only what is named compares. Days are proleptic Gregorian ordinals, both ends counted.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from firsthand.model import Span

SLACK = 1
"""Days by which two dates may differ and be one: time zones, and news written the evening before."""

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_M = r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"  # fmt: skip  # noqa: E501
_PATTERNS = tuple(
    re.compile(p, re.I)
    for p in (
        rf"\b{_M}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d|:)(?:,?\s+(?P<year>\d{{4}}))?",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_M}(?![a-z])(?:,?\s+(?P<year>\d{{4}}))?",
        rf"\b{_M}(?![a-z])\s+(?P<year>(?:19|20)\d\d)\b",
        r"\b(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b",
        r"\b(?P<last>last|this|next)\s+(?P<unit>week|month|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
        r"\b(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
        r"\b(?P<near>yesterday|today|tonight|tomorrow)\b",
        r"\b(?:within|in|over)\s+(?:the\s+next\s+)?(?P<within>\d+|two|three|four|five|six|seven|eight|nine|ten|fourteen)\s+"
        r"(?P<span>days?|weeks?|months?)\b",
        rf"\b(?:in|last|since|until|by|of|early|late|mid-?)\s*{_M}(?![a-z.])",
        r"\b(?:in|since|until|by|of|from|during|the)\s+(?P<year>(?:19|20)\d\d)\b",
    )
)
_DEADLINE = re.compile(r"\b(?:by|before|until|no later than|not later than|at the latest)\s+$", re.I)
_COUNTS = dict(
    zip(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "fourteen"],
        (*range(2, 11), 14),
        strict=True,
    )
)
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 12)}


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """One time that is named. `low` and `high` are ordinals of days, both None where they cannot be worked out;
    `month`, `day`, `year`, `weekday` (Monday 0) are what is named.
    """

    span: Span
    low: int | None = None
    high: int | None = None
    month: int | None = None
    day: int | None = None
    year: int | None = None
    weekday: int | None = None

    def fits(self, other: "When") -> bool:
        """True where both can be the same time."""
        named = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        if any(a is not None and b is not None and a != b for a, b in named[:2]):
            return False
        if self.low is not None and self.high is not None and other.low is not None and other.high is not None:
            return self.low <= other.high + SLACK and other.low <= self.high + SLACK
        a, b = named[2]
        return a is None or b is None or abs(a - b) <= SLACK


def dates(text: str, published: date | None = None) -> tuple[When, ...]:
    """The times named in `text`, in order, none overlapping; counted from the day `published`."""
    found: list[When] = []
    for pattern in _PATTERNS:
        for m in pattern.finditer(text):
            span = Span(m.start(), m.end())
            if not any(span.meets(f.span) for f in found) and not _is_modal(m):
                found.append(_when(text, m, span, published))
    return tuple(sorted(found, key=lambda w: w.span))


def _is_modal(m: re.Match[str]) -> bool:
    """True for the verb "may" (small) and "march"."""
    return (m.groupdict().get("month") or "").lower() in ("may", "march", "mar") and m["month"][0].islower()


def _when(text: str, m: re.Match[str], span: Span, published: date | None) -> When:
    g = m.groupdict()
    month = next((i + 1 for i, n in enumerate(_MONTHS) if g.get("month") and n[:3] == g["month"].lower()[:3]), None)
    day = int(g["day"]) if g.get("day") else None
    year = int(g["year"]) if g.get("year") else None
    low, high = _bounds(g, month, day, year, published)
    if low is not None and published is not None and _DEADLINE.search(text, max(0, m.start() - 24), m.start()):
        low = min(low, published.toordinal())
        return When(span=span, low=low, high=high)
    weekday = next((i for i, n in enumerate(_WEEKDAYS) if n == (g.get("weekday") or "").lower()), None)
    return When(span=span, low=low, high=high, month=month, day=day, year=year, weekday=weekday)


Bounds = tuple[int | None, int | None]


def _bounds(g: dict[str, str | None], month: int | None, day: int | None, year: int | None, now: date | None) -> Bounds:
    if g.get("season"):
        first, last = _SEASONS[str(g["season"]).lower()]
        return _month_bounds(year, first)[0], _month_bounds(year, last)[1]
    if month is not None:
        return _named(month, day, year, now)
    if year is not None:
        return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return (None, None) if now is None else _relative(g, now)


def _named(month: int, day: int | None, year: int | None, now: date | None) -> Bounds:
    if year is None:
        if now is None:
            return None, None
        # The year in which the month lies nearest to the day the article came out.
        year = min((now.year - 1, now.year, now.year + 1), key=lambda y: abs(date(y, month, 15) - now))
    low, high = _month_bounds(year, month)
    if day is None or low is None or not 1 <= day <= monthrange(year, month)[1]:
        return low, high
    return low + day - 1, low + day - 1


def _month_bounds(year: int | None, month: int) -> Bounds:
    if year is None or not 1 <= year <= 9999:
        return None, None
    return date(year, month, 1).toordinal(), date(year, month, monthrange(year, month)[1]).toordinal()


def _relative(g: dict[str, str | None], now: date) -> Bounds:
    today = now.toordinal()
    if g.get("near"):
        off = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}[str(g["near"]).lower()]
        return today + off, today + off
    if g.get("within"):
        many = str(g["within"]).lower()
        days = _COUNTS[many] if many in _COUNTS else int(many[:4])
        return today, today + days * {"d": 1, "w": 7, "m": 31}[str(g["span"])[0].lower()]
    if g.get("weekday"):
        # News tells of the last or the coming one: within a week on either side, so that the day itself decides.
        wanted = _WEEKDAYS.index(str(g["weekday"]).lower())
        back = (now.weekday() - wanted) % 7
        return today - back, today - back + (7 if back else 0)
    if g.get("unit"):
        return _unit(str(g["last"]).lower(), str(g["unit"]).lower(), now)
    return None, None


def _unit(which: str, unit: str, now: date) -> Bounds:
    step = {"last": -1, "this": 0, "next": 1}[which]
    monday = now - timedelta(days=now.weekday())
    if unit == "week":
        first = monday + timedelta(days=7 * step)
        return first.toordinal(), first.toordinal() + 6
    if unit in _WEEKDAYS:
        wanted = _WEEKDAYS.index(unit)
        back = (now.weekday() - wanted) % 7 or 7
        day = now.toordinal() - back if step < 0 else now.toordinal() + (7 - back) % 7
        return day, day + (7 if step > 0 else 0)
    if unit == "month":
        month = (now.month - 1 + step) % 12 + 1
        year = now.year + (now.month - 1 + step) // 12
        return _month_bounds(year, month)
    return date(now.year + step, 1, 1).toordinal(), date(now.year + step, 12, 31).toordinal()
