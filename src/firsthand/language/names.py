"""Owns the finding of names in a text, by capital letters and word lists, and a first guess of what each one names.

It does not know who is the same as whom (`firsthand.resolution` does), and reads no names that are written small.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from firsthand.language.kept import kept
from firsthand.language.name_kinds import (
    SITE,
    SPEAKS_FOR,
    bodies,
    evidence,
    gender_of,
    governments,
    guess,
    is_role,
    is_small_site,
    person_parts,
)
from firsthand.language.sentences import paragraphs
from firsthand.language.words import (
    demonyms,
    is_plural,
    outlets,
    plain,
    singular,
    words,
    words_of,
)
from firsthand.model import SourceKind, Span

_WORD = re.compile(
    r"[^\W_]+(?:[’'.&/-](?=[^\W_])[^\W_]+)*"
    r"(?:\.(?:(?<=\b[A-Z]\.)|(?<=\b[A-Z][a-z]\.)|(?<=\b[A-Z][a-z][a-z]\.)))?"
)
_SMALL = re.compile(r"\b[a-z]{3,}\b")
_WITH_THE = re.compile(r"\b[Tt]he\s+(?:[a-z]+\s+)?$")
_POSSESSIVE = ("’s", "'s", "’S", "'S")


Tokens = list["_Token"]


class _Token(NamedTuple):
    start: int
    end: int
    word: str
    owns: bool

    @property
    def low(self) -> str:
        return self.word.lower().rstrip(".")

    @property
    def capital(self) -> bool:
        return self.word[0].isupper() or ("." in self.word and is_small_site(self.word))


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name in a text. `span` leaves out titles, roles and a possessive mark; `before` are the words of the title or
    role written in front of it; `gender` is m or f where title or first name tells; `the` is True where "the" precedes;
    `sure` is False where only the shape of the word speaks for `kind`.
    """

    span: Span
    text: str
    kind: SourceKind
    before: str = ""
    gender: str | None = None
    the: bool = False
    sure: bool = False


@kept
def names(text: str) -> tuple[Name, ...]:
    """The names of people, bodies, countries and outlets in `text`, in order, not overlapping.

    Offsets are code points of `text`. Names that only a sentence's first word shows are left out unless the same word
    is capitalised elsewhere too.
    """
    found: list[Name] = []
    runs = [
        run for paragraph in paragraphs(text) if not _is_headline(text, paragraph) for run in _runs(text, paragraph)
    ]
    inner = {t.word for run in runs for t in run if not _opens(text, t.start)}
    small = set(_SMALL.findall(text))
    for run in runs:
        found.extend(_name(text, run, inner, small))
    return _settle(text, found)


def _is_headline(text: str, paragraph: Span) -> bool:
    """True for a line set in Capitals Like a Headline, whose capitals say nothing."""
    if len(paragraph) > 200 or text[paragraph.end - 1] in '.!?”"’»':
        return False
    told = [w for w in re.findall(r"[^\W\d_][\w’'-]*", paragraph.of(text)) if len(w) > 3]
    return len(told) > 4 and sum(w[0].isupper() for w in told) > 0.8 * len(told)


def _opens(text: str, at: int) -> bool:
    """True where a sentence, a quotation or a line begins at `at`."""
    before = text[max(0, at - 4) : at].rstrip(" \t\u00a0")
    return not before or before[-1] in ".!?:\n\r“\"‘'«»„—–-…*•"


def _runs(text: str, paragraph: Span) -> list[Tokens]:
    """Maximal runs of words that may belong to one name."""
    tokens = [
        _Token(m.start(), m.start() + len(core), core, core != m.group())
        for m in _WORD.finditer(text, paragraph.start, paragraph.end)
        if (core := _bare(m.group()))
    ]
    particles = words("particles.txt")
    out: list[Tokens] = []
    i = 0
    while i < len(tokens):
        if not tokens[i].capital:
            i += 1
            continue
        run = [tokens[i]]
        k = i + 1
        while k < len(tokens):
            step = _next(text, tokens, k, run, particles)
            if step == 0:
                break
            run.extend(tokens[k : k + step])
            k += step
        out.append(run)
        i = k
    return out


def _bare(word: str) -> str:
    """`word` without a possessive mark at its end."""
    return word[:-2] if word.endswith(_POSSESSIVE) else word


def _next(text: str, tokens: Tokens, k: int, run: Tokens, particles: frozenset[str]) -> int:
    """How many tokens from `k` on belong to the run that ends before it."""
    last = run[-1]
    if not _joined(text, last, tokens[k]):
        return 0
    if tokens[k].capital or (tokens[k].word.isdigit() and last.low in words("outlet_words.txt") | {"channel", "tv"}):
        return 1
    low = tokens[k].low
    if low in particles:
        n = 1
        while k + n < len(tokens) and tokens[k + n].low in particles and n < 3:
            n += 1
        if k + n < len(tokens) and tokens[k + n].capital and _joined(text, tokens[k], tokens[k + n - 1], loose=True):
            return n + 1 if _joined(text, tokens[k + n - 1], tokens[k + n]) else 0
        return 0
    nouns = bodies()
    if low in ("of", "for") and any(t.low in nouns for t in run):
        n = 2 if k + 1 < len(tokens) and tokens[k + 1].low == "the" else 1
        return n + 1 if k + n < len(tokens) and tokens[k + n].capital else 0
    if low in ("and", "&") and k + 1 < len(tokens) and tokens[k + 1].capital:
        after = [t.low for t in tokens[k + 1 : k + 4]]
        between = text[last.end : tokens[k + 1].start]
        return (
            2
            if any(a in nouns for a in after[1:3]) and "," not in between and not any(t.low in nouns for t in run)
            else 0
        )
    if low in nouns and low not in words("outlet_nouns.txt") and not last.owns and plain(last.word) not in demonyms():
        return 1 if singular(low) == low or low in ("police",) else 0
    if (
        k + 1 < len(tokens)
        and tokens[k + 1].low in ("police", "gendarmerie", "council", "trust", "court")
        and low
        in ("district", "county", "city", "regional", "district", "borough", "town", "parish", "appeal", "university")
        and not last.owns
    ):
        return 2
    return 0


def _joined(text: str, left: _Token, right: _Token, *, loose: bool = False) -> bool:
    gap = text[left.end : right.start]
    if loose:
        return True
    if gap.strip() == "&" or (not gap.strip() and gap):
        return not left.owns
    return gap in ("’ ", "' ") and left.low.endswith("s") and right.low in words("organisation_words.txt")


def _name(text: str, run: Tokens, inner: set[str], small: set[str]) -> list[Name]:
    """The names in one run: what is only the start of a sentence, calendar words and titles cut away."""
    parts: list[Tokens] = [[]]
    for token in run:
        if token.low in words("calendar.txt") and not (
            token.low in ("may", "march", "april", "june", "august") and parts[-1]
        ):
            parts.append([])
        else:
            parts[-1].append(token)
    out = []
    for part in parts:
        the = False
        while part and (_is_opener(part[0]) or not part[0].capital) and not _is_known(part):
            the = part[0].low == "the"
            part = part[1:]
        while part and not part[-1].capital and part[-1].low in words("particles.txt") | {"of", "for", "the", "and"}:
            part = part[:-1]
        alone = len(part) == 1 and not _is_known(part) and not SITE.fullmatch(part[0].word)
        if alone and _opens(text, part[0].start):
            word = part[0]
            speaks = SPEAKS_FOR.match(text, word.end) and word.low not in words_of("roles.txt", "outlet_nouns.txt")
            if word.word.lower() in small or (word.word not in inner and not word.owns and not speaks):
                continue
        if part:
            out.extend(_built(text, part, the))
    return out


def _is_opener(token: _Token) -> bool:
    return token.low in words("openers.txt") and not (token.word.endswith(".") and len(token.word) == 2)


def _is_known(part: Tokens) -> bool:
    key = plain(" ".join(t.word for t in part))
    return (
        (key in outlets() and key.startswith("the "))
        or (key in outlets() and not outlets()[key][1])
        or key in governments()
    )


@cache
def _kinds_of_people() -> frozenset[str]:
    return words_of("people.txt", "roles.txt") | frozenset(demonyms())


def _built(text: str, part: Tokens, the: bool) -> list[Name]:
    nouns = bodies()
    whole = " ".join(t.word for t in part)
    cut = 0
    is_body = (
        part[-1].low in nouns
        or any(t.low in nouns and t.capital and not is_role(t.word) for t in part[1:])
        or part[0].low in ("university", "ministry", "bank", "department")
    )
    if not is_body and plain(whole).removeprefix("the ") not in outlets() and plain(whole) not in governments():
        cut = person_parts([t.word for t in part])
    rest = part[cut:]
    if not rest or (len(rest) == 1 and rest[0].low in words_of("roles.txt", "qualifiers.txt") and cut):
        return []
    if (
        len(rest) == 1
        and cut == 0
        and (rest[0].low in words_of("titles.txt", "roles.txt") or plain(rest[0].word) in demonyms())
    ):
        return []
    if len(rest) == 1 and is_plural(rest[0].word) and singular(rest[0].word) in _kinds_of_people():
        return []
    start, end = rest[0].start, rest[-1].end
    words_ = text[start:end]
    before = text[part[0].start : part[cut - 1].end] if cut else ""
    left = text[max(0, start - 24) : start]
    the = the or ("he" in left and _WITH_THE.search(left) is not None)
    kind, sure = guess([t.word for t in rest], before=before, the=the)
    return [
        Name(
            span=Span(start, end),
            text=words_,
            kind=kind,
            before=before,
            gender=gender_of(words_, before),
            the=the,
            sure=sure,
        )
    ]


def _settle(text: str, found: list[Name]) -> tuple[Name, ...]:
    """What the text around all the places of a name says about its kind, given to each of them."""
    by_key: dict[str, SourceKind] = {}
    for name in found:
        key = plain(name.text)
        if key not in by_key and not (name.sure and name.kind in ("country", "government", "person")):
            kind = evidence(text, name.span, name.kind, the=name.the)
            if kind is not None:
                by_key[key] = kind
    people = {
        plain(n.text).split()[-1] for n in found if " " in n.text and by_key.get(plain(n.text), n.kind) == "person"
    }
    titled = {plain(n.text) for n in found if n.kind == "person" and n.sure}
    groups: dict[str, SourceKind] = {}
    for n in found:
        if n.kind in ("organisation", "outlet") and " " in n.text:
            groups.setdefault(plain(n.text).split()[0], n.kind)
    out = []
    for name in found:
        key = plain(name.text)
        kind = by_key.get(key)
        if kind is not None and not (key in titled and kind == "outlet"):
            name = replace(name, kind=kind, sure=True)
        elif name.kind == "unknown" and (key in titled or key.split()[-1] in people):
            name = replace(name, kind="person", sure=True)
        elif name.kind == "unknown" and key in groups:
            name = replace(name, kind=groups[key], sure=True)
        out.append(name)
    return tuple(out)
