"""Owns where an article names an outlet as one that it has something from. It knows only outlets that it is given."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from firsthand.language.outlets import outlet_key
from firsthand.language.sentences import sentences
from firsthand.language.words import words
from firsthand.model import Span
from firsthand.model.trace import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """One place where a text names an outlet: its `outlet` (an `outlet_key`), the name's `span`, the sentence it is in.

    `nested` is True where the sentence brings the outlet only through another one ("the agency wrote, citing X").
    """

    outlet: str
    span: Span
    sentence: Span
    nested: bool = False


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
_OWN_AFTER = re.compile(
    rf"\s*(?:(?:first|has|had|itself|already)\s+){{0,2}}{_REPORTED}\b|[’']s?\s+(?:\w+\s+)?(?:report|story|article)\b"
)
_OWN_BEFORE = re.compile(rf"\b(?:{_REPORTED}|written)\s+(?:\w+\s+)?by\s+(?:the\s+)?$|\bwhat\s+(?:the\s+)?$", re.I)


def outlet_names(pieces: Iterable[Piece]) -> OutletNames:
    """The names of the outlets of `pieces`: full ones, aliases, and last words ("the Courier") to be used with care."""
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
    tails = {re.sub(r"^the\s+", "", f, flags=re.I).split()[-1] for f in forms if " " in f}
    full = "|".join(re.escape(f) for f in sorted(forms, key=lambda f: (-len(f), f)))
    tail = "|".join(re.escape(t) for t in sorted(tails, key=lambda t: (-len(t), t))) or r"(?!)"
    pattern = re.compile(rf"(?<![\w])(?:(?P<full>{full})|(?<=[Tt]he )(?P<tail>{tail}))(?![\w])(?! [A-Z])")
    return OutletNames(keys=keys, pattern=pattern, short={k: frozenset(v) for k, v in short.items()})


def namings(piece: Piece, names: OutletNames) -> tuple[Naming, ...]:
    """Where `piece` names outlets as ones it may have something from, in order.

    A last word alone stands for an outlet that the text names in full elsewhere, or for its own. Its own outlet counts
    only where the text speaks of an earlier report of it ("the Courier reported on Monday").
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
        key = names.key_of(m["full"]) if m["full"] else _tail(m["tail"], names, whole, own)
        sentence = next((s for s in split if s.start <= m.start() < s.end), None)
        if key is None or sentence is None:
            continue
        before, after = text[sentence.start : m.start()], text[m.end() : sentence.end]
        if key == own and not (_OWN_AFTER.match(after) or _OWN_BEFORE.search(before)):
            continue
        others = any(k is not m and sentence.start <= k.start() < sentence.end for k in found)
        nested = key != own and bool(_CITING.search(before)) and (others or _says_outlet(before))
        out.append(Naming(outlet=key, span=Span(*m.span()), sentence=sentence, nested=nested))
    return tuple(out)


def is_telling(text: str, naming: Naming) -> bool:
    """True where the sentence says that the outlet reported what it tells ("X reported that", "according to X")."""
    before = text[naming.sentence.start : naming.span.start]
    after = text[naming.span.end : naming.sentence.end]
    return bool(_TELLS.match(after) or _TOLD_BY.search(before))


def _tail(tail: str, names: OutletNames, whole: set[str | None], own: str) -> str | None:
    owners = [k for k in names.short.get(outlet_key(tail), ()) if k in whole or k == own]
    return owners[0] if len(owners) == 1 else None


def _says_outlet(words_before: str) -> bool:
    return bool(outlet_nouns().search(words_before))


@cache
def outlet_nouns() -> re.Pattern[str]:
    """Finds a noun for an outlet of news ("the paper", "state media")."""
    nouns = sorted(
        {*words("outlet_nouns.txt"), "media", "press", "tabloid press"} - {"programme", "program", "network"}
    )
    return re.compile(rf"\b(?:{'|'.join(re.escape(n) for n in sorted(nouns, key=len, reverse=True))})\b", re.I)
