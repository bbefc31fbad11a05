"""Owns what accuses somebody: words for wrongdoing with somebody there who is said to have done it. It does not know
whether anybody did.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.house.scene import Scene
from firsthand.house.words import words
from firsthand.language.names import Name
from firsthand.model import Span

_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are|be|get|gets|got|getting)\s+(?:\w+ly\s+|also\s+|then\s+|never\s+)?$"
)
_ACTIVE = re.compile(r"\w+ing\b")
"""After a form of be, somebody does it: "he has been fiddling"."""
_PARTICIPLE = re.compile(
    r"(?:stolen|hidden|taken|broken|beaten|torn|driven|given|withdrawn|written|forgotten|bitten)\b"
)
_AUXILIARY = re.compile(
    r"(?:\b(?:has|have|had|having|is|are|was|were|be|been|being|gets?|got)|’(?:s|ve|d|re))\s+(?:[\w’-]+\s+){0,3}$"
)
_BY = re.compile(r"[^.;:!?]{0,60}?\bby\s+(?:the|his|her|its|their|an?|[A-Z]|[a-z’-]{3,}s)\b")
_PRONOUN = re.compile(r"\b(?:he|she|they|it|who)\b")
_CAPITAL = re.compile(
    r"\b(?!(?:A|An|The|In|On|At|After|Before|When|While|Two|Three|Four|Some|Many|No|If|As)\b)[A-Z]\w{2,}"
)
_FIRST = re.compile(r"\b(?:i|we|my|our)\s+(?:\w+\s+){0,2}$")
_DONE = re.compile(r"\w+(?:ed|en)\b")
_STRUCK = re.compile(r"(?:kill|injur|wound|shell|bomb|attack|struck|hit|destroy|burn)")
_EVENT = re.compile(
    r"\b(?:an?|the|another|this|that)\s+(?:[\w’-]+\s+){0,2}?(?:strike|blast|explosion|fire|blaze|crash|attack|bomb|shell|"
    r"rocket|missile|storm|quake|earthquake|flood|avalanche|landslide|collision|accident|virus|wave)\b[^,;:.]{0,60}$"
)
"""What happened, not somebody who did it."""
_ABOUT = re.compile(r"\b(?:over|after|about|of|in|for|with|from|by|on)\s+(?:the\s+)?$")
"""Before a participle: "over leaked emails" tells of emails, and of nobody who leaked them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Words that tell of wrongdoing, and who is said to have done it: names before them, nearest last, or a body; an
    office (`role`) where somebody is known by it alone.
    """

    span: Span
    names: tuple[Name, ...] = ()
    named: bool = False
    role: str = ""


def wrongs(scene: Scene, part: Span, *, also: Sequence[str] = (), without: Sequence[str] = ()) -> Iterator[Wrong]:
    """The accusing words in `part`, in order: with a doer before them, or after "by"; none that is negated.

    `also` are more patterns, `without` words that a house takes for none.
    """
    for m in _matches(scene.low, part, also):
        if any(w.lower() in m.group() for w in without):
            continue
        before = scene.low[part.start : m.start()]
        if words().negated.search(before) or (_DONE.match(m.group()) and _ABOUT.search(before)):
            continue
        if adjectival(scene, Span(m.start(), m.end())):
            continue
        if _STRUCK.match(m.group()) and _EVENT.search(before):
            continue
        span = Span(m.start(), m.end())
        if _PASSIVE.search(before) and not _ACTIVE.match(m.group()):
            if _BY.match(scene.text, m.end(), part.end):
                yield Wrong(span=span, names=_names(scene, Span(m.end(), max(part.end, m.end() + 1))))
            continue
        if _FIRST.search(before):
            continue
        found = _names(scene, Span(part.start, m.start())) if m.start() > part.start else ()
        opened = _CAPITAL.search(scene.text, part.start, m.start()) is not None
        if found or opened or words().bodies.search(before) or _PRONOUN.search(before):
            role = "" if found else next((r.group() for r in words().chiefs.finditer(before)), "")
            yield Wrong(span=span, names=found, named=bool(found), role=role)


def adjectival(scene: Scene, span: Span) -> bool:
    """True for a participle with no form of have or be before it: "stolen painting" tells of no theft by anybody."""
    if _PARTICIPLE.match(scene.low, span.start, span.end) is None:
        return False
    return _AUXILIARY.search(scene.low[max(0, span.start - 40) : span.start]) is None


def _matches(low: str, part: Span, also: Sequence[str]) -> Iterator[re.Match[str]]:
    yield from words().wrong.finditer(low, part.start, part.end)
    for pattern in also:
        yield from re.compile(pattern).finditer(low, part.start, part.end)


def _names(scene: Scene, part: Span) -> tuple[Name, ...]:
    """The names of people and bodies in `part`, without places where anybody else is there."""
    inside = [n for n in scene.names if part.holds(n.span)]
    doers = [n for n in inside if n.kind in ("person", "organisation", "government", "group", "outlet", "unknown")]
    return tuple(doers or inside)
