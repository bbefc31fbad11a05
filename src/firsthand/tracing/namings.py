"""Owns where an article names an outlet as one that it has something from: in full, by its last word, by its letters,
or, for its own, as "this newspaper" and "we reported". It knows only outlets that it is given.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from firsthand.language.outlets import outlet_key
from firsthand.language.quotes import quotations
from firsthand.language.sentences import sentences
from firsthand.language.words import words
from firsthand.model import Span
from firsthand.model.trace import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One place where a text names an outlet: its `outlet` (an `outlet_key`), the name's `span`, the sentence it is in.

    `nested` is True where the sentence brings the outlet only through another one ("the agency wrote, citing X"), `own`
    where an article speaks of what its own outlet reported before.
    """

    outlet: str
    span: Span
    sentence: Span
    nested: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletNames:
    """The names that outlets go by, and how to find them in a text; made by `outlet_names`."""

    keys: Mapping[str, str]
    pattern: re.Pattern[str] | None
    short: Mapping[str, frozenset[str]]

    def key_of(self, name: str | None) -> str | None:
        """The outlet that goes by `name`, as its `outlet_key`; a lone last word only where one outlet ends in it."""
        key = outlet_key(name or "")
        if key in self.keys:
            return self.keys[key]
        if (bare := _without_nouns(key)) in self.keys:
            return self.keys[bare]
        owners = self.short.get(key, frozenset())
        return next(iter(owners)) if len(owners) == 1 else None


_CITING = re.compile(
    r"\b(?:cit(?:ing|ed|es)|quot(?:ing|ed|es)|relay(?:ing|ed|s)|referr(?:ing|ed) to|with reference to|"
    r"attribut(?:ing|ed) (?:it|this|them) to|pick(?:ing|ed) up)\s+(?:[\w’'-]+\s+){0,5}$",
    re.I,
)
_REPORTED = r"(?:reported|wrote|published|revealed|disclosed|broke|quoted)"
_TELLS = re.compile(
    rf"\s*(?:newspaper\s+|daily\s+|agency\s+)?(?:(?:first|has|had|itself|already)\s+){{0,2}}(?:{_REPORTED}|said|says|writes|reports)\b"
)
_TOLD_BY = re.compile(r"\b(?:according to|reported by|quoted by|published by|first reported by)\s+(?:the\s+)?$", re.I)
_AT_A_TIME = (
    r"(?:last|earlier|previously|(?:(?:on|in|this)\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"in\s+(?:January|February|March|April|May|June|July|August|September|October|November|December))\b"
)
_OWN_AFTER = re.compile(
    rf"\s*(?:(?:first|has|had|have|itself|already|also)\s+){{0,2}}{_REPORTED}\b|[’']s?\s+(?:\w+\s+)?(?:report|story|article)\b|"
    r"\s*(?:has\s+|had\s+)?told\s+(?:you|(?:its|our)?\s*readers)\b|\s*st(?:ands?|ood)\s+by\s+(?:its|our|the)\b"
)
_OWN_BEFORE = re.compile(
    rf"\b(?:{_REPORTED}|written)\s+(?:\w+\s+)?(?:by|in)\s+(?:the\s+)?$|\bwhat\s+(?:the\s+)?$|"
    r"\b(?:report|story|article)\s+(?:in|of|by)\s+(?:the\s+)?$",
    re.I,
)
_TOLD_BEFORE = re.compile(r"\btold\s+(?:the\s+)?$", re.I)
_THEN = re.compile(rf"\s+{_AT_A_TIME}")
_SOME = r"(?:(?:first|have|had|also|already|wrongly|incorrectly|recently|then)\s+){0,2}"
_PRINTED = r"(?:reported|published|revealed|disclosed|printed)"
_OURSELVES = re.compile(
    rf"\b(?:[Ww]e|[Tt]hese\s+pages)\s+{_SOME}(?:{_REPORTED}|printed|carried|told\s+(?:you|(?:our\s+)?readers))\b|"
    r"\b[Oo]ur\s+(?:(?:own|earlier|first|previous|original|recent)\s+){0,2}(?:report(?!er)|story|article|coverage)s?\b|"
    rf"\b(?:{_PRINTED}|made\s+public)\s+(?:here|in\s+these\s+(?:pages|columns))\b"
)
"""An outlet that speaks of its own earlier reports without its name."""
_TAIL_AFTER = re.compile(
    r"[’']s?\s+\w|\s+(?:newspaper\s+|daily\s+)?(?:(?:first|has|had|have|itself|already|also|later|since|then)\s+){0,2}"
    rf"(?:{_REPORTED}|written|said|says|writes|reports|claimed|claims|stated|learned|printed|carried|ran|put|alleged|broke|"
    r"obtained|withdrawn|withdrew|corrected|corrects|retracted|apologi[sz]ed|told|quoted|cited|insists|insisted|st(?:ands|ood)\s+by)\b"
)
_TAIL_BEFORE = re.compile(
    r"\b(?:according\s+to|told|tells|to|citing|cited|quoting|quoted|with|"
    r"(?:report|story|stories|article|claim|tale|account|interview|figure|reader|correction|allegation)s?\s+(?:of|in|by|from|with)|"
    r"(?:reported|published|revealed|disclosed|quoted|printed|made|claimed)\s+(?:\w+\s+)?(?:by|in))\s+(?:the\s+)?$",
    re.I,
)
"""Around a lone last word that stands for an outlet: "the Echo had written", "told the Echo"."""
_WORKS_THERE = re.compile(
    r"\b(?:editor|reporter|journalist|correspondent|columnist|owner|publisher|director|chief|employee)s?\s+(?:of|at|for|with)\s+"
    r"(?:the\s+)?$",
    re.I,
)
_DATELINE = re.compile(r"\(([A-Z][A-Za-z&./-]{1,9})\)\s*[-–—:]")
_DATELINE_AT = 400
"""Characters from the start of an article in which a dateline stands."""
_OF_AGENCIES = re.compile(
    r"\b(?:agency|press|news|wire|newswire|services?|broadcast\w*|television|radio|network|bulletin)\b", re.I
)
_LETTERS = 3
"""Words from which an outlet's first letters can be a name of it."""


def outlet_names(pieces: Iterable[Piece]) -> OutletNames:
    """The names of the outlets of `pieces`: full ones, aliases, and last words ("the Courier") to be used with care."""
    pieces = tuple(pieces)
    keys: dict[str, str] = {}
    forms: dict[str, str] = {}
    short: dict[str, set[str]] = {}
    for name, aliases in sorted({(p.outlet, tuple(sorted(p.aliases))) for p in pieces if p.outlet}):
        key = outlet_key(name)
        for form in (name, *aliases):
            if outlet_key(form):
                keys.setdefault(outlet_key(form), key)
                forms[re.sub(r"^the\s+", "", form.strip(), flags=re.I)] = key
        last = key.split()[-1] if " " in key else ""
        if last:
            short.setdefault(last, set()).add(key)
    if not forms:
        return OutletNames(keys={}, pattern=None, short={})
    for letters, key in _abbreviations(pieces).items():
        if outlet_key(letters) not in keys:
            keys[outlet_key(letters)] = forms[letters] = key
    tails = {re.sub(r"^the\s+", "", f, flags=re.I).split()[-1] for f in forms if " " in f}
    full = "|".join(re.escape(f) for f in sorted(forms, key=lambda f: (-len(f), f)))
    tail = "|".join(re.escape(t) for t in sorted(tails, key=lambda t: (-len(t), t))) or r"(?!)"
    pattern = re.compile(rf"(?<![\w])(?:(?P<full>{full})|(?<=[Tt]he )(?P<tail>{tail}))(?![\w])(?! [A-Z])")
    return OutletNames(keys=keys, pattern=pattern, short={k: frozenset(v) for k, v in short.items()})


def _abbreviations(pieces: Iterable[Piece]) -> Mapping[str, str]:
    """The letters that outlets go by: those in the dateline of an outlet's own article that fit its name, and the first
    letters of an agency's or a station's name, where they are those of no other outlet.
    """
    found: dict[str, set[str]] = {}
    for piece in pieces:
        name = re.sub(r"^the\s+", "", (piece.outlet or "").strip(), flags=re.I)
        dateline = _DATELINE.search(piece.reading.article.text[:_DATELINE_AT])
        if name and dateline and _fits(dateline[1], name):
            found.setdefault(dateline[1], set()).add(outlet_key(name))
        capitals = [w for w in re.findall(r"[^\W\d_]+", name) if w[0].isupper()]
        if len(capitals) >= _LETTERS and _OF_AGENCIES.search(name):
            found.setdefault("".join(w[0] for w in capitals), set()).add(outlet_key(name))
    return {letters: next(iter(keys)) for letters, keys in sorted(found.items()) if len(keys) == 1}


def _fits(letters: str, name: str) -> bool:
    """True where the letters stand in the name in this order, the first one first."""
    rest = iter(outlet_key(name).replace(" ", ""))
    low = [c for c in letters.lower() if c.isalpha()]
    return outlet_key(name)[:1] == low[0] and all(c in rest for c in low)


def namings(piece: Piece, names: OutletNames) -> tuple[Naming, ...]:
    """Where `piece` names outlets as ones it may have something from, in order.

    A last word alone stands for an outlet that the text names in full elsewhere, for its own, or for the only one here
    that ends in it, where the sentence has it tell something. Its own outlet counts only where the text speaks of an
    earlier report of it ("the Courier reported on Monday", "told this newspaper last week", "we wrote").
    """
    if names.pattern is None:
        return ()
    text = piece.reading.article.text
    own = outlet_key(piece.outlet or "")
    found = list(names.pattern.finditer(text))
    whole = {names.key_of(m["full"]) for m in found if m["full"]}
    out = []
    split = sentences(text)
    for m in found:
        sentence = next((s for s in split if s.start <= m.start() < s.end), None)
        if sentence is None:
            continue
        before, after = text[sentence.start : m.start()], text[m.end() : sentence.end]
        told = not _WORKS_THERE.search(before) and bool(_TAIL_AFTER.match(after) or _TAIL_BEFORE.search(before))
        key = names.key_of(m["full"]) if m["full"] else _tail(m["tail"], names, whole, own, told)
        if key is None or (key == own and not _of_own(before, after)):
            continue
        others = any(k is not m and sentence.start <= k.start() < sentence.end for k in found)
        nested = key != own and bool(_CITING.search(before)) and (others or _says_outlet(before))
        out.append(Naming(outlet=key, span=Span(*m.span()), sentence=sentence, nested=nested, own=key == own))
    if own:
        out += _ourselves(text, own, split, {n.sentence for n in out if n.own})
    return tuple(sorted(out, key=lambda n: n.span))


def _ourselves(text: str, own: str, split: Sequence[Span], known: set[Span]) -> Iterator[Naming]:
    """Where the text speaks of earlier reports of its outlet without the name, outside quotation marks."""
    places = [Span(*m.span()) for m in _OURSELVES.finditer(text)]
    for m in _this_outlet().finditer(text):
        end = next((s.end for s in split if s.start <= m.start() < s.end), m.end())
        start = next((s.start for s in split if s.start <= m.start() < s.end), m.start())
        if _of_own(text[start : m.start()], text[m.end() : end]):
            places.append(Span(*m.span()))
    quoted = [q.span for q in quotations(text)] if places else []
    for span in sorted(places):
        sentence = next((s for s in split if s.start <= span.start < s.end), None)
        if sentence is not None and sentence not in known and not any(q.holds(span) for q in quoted):
            known.add(sentence)
            yield Naming(outlet=own, span=span, sentence=sentence, own=True)


def _of_own(before: str, after: str) -> bool:
    """True where the words around the own outlet's name speak of an earlier report of it."""
    told_then = _TOLD_BEFORE.search(before) and _THEN.match(after)
    return bool(_OWN_AFTER.match(after) or _OWN_BEFORE.search(before) or told_then)


def is_telling(text: str, naming: Naming) -> bool:
    """True where the sentence says that the outlet reported what it tells ("X reported that", "according to X")."""
    before = text[naming.sentence.start : naming.span.start]
    after = text[naming.span.end : naming.sentence.end]
    return bool(naming.own or _TELLS.match(after) or _TOLD_BY.search(before))


def _tail(tail: str, names: OutletNames, whole: set[str | None], own: str, told: bool) -> str | None:
    every = names.short.get(outlet_key(tail), frozenset())
    owners = [k for k in every if k in whole or k == own]
    if not owners and told and len(every) == 1 and not outlet_nouns().fullmatch(tail):
        owners = list(every)
    return owners[0] if len(owners) == 1 else None


def _without_nouns(key: str) -> str:
    """An outlet's key without a noun for its kind around it ("the newspaper Gazette", "the XYZ news agency")."""
    return re.sub(rf"^{outlet_nouns().pattern}\s+|\s+{outlet_nouns().pattern}$", "", key)


def _says_outlet(words_before: str) -> bool:
    return bool(outlet_nouns().search(words_before))


@cache
def outlet_nouns() -> re.Pattern[str]:
    """Finds a noun for an outlet of news ("the paper", "state media")."""
    nouns = sorted(
        {*words("outlet_nouns.txt"), "media", "press", "tabloid press"} - {"programme", "program", "network"}
    )
    return re.compile(rf"\b(?:{'|'.join(re.escape(n) for n in sorted(nouns, key=len, reverse=True))})\b", re.I)


@cache
def _this_outlet() -> re.Pattern[str]:
    return re.compile(rf"\b(?:[Tt]his|[Oo]ur)\s+(?:own\s+)?{outlet_nouns().pattern}")


def is_own_outlet(words_for_it: str) -> bool:
    """True for an article's words for its own outlet: "this newspaper", "our station"."""
    return bool(_this_outlet().fullmatch(words_for_it.strip()))
