"""Owns what a unit says in parts that compare: words, names, places, numbers, times, negation, who does what.

It compares nothing. There is no parser: verbs are known by form, subject and object by the side of the verb they stand
on, which is right often enough for news sentences; what it gets wrong is the same on both sides of a comparison.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from firsthand.language.names import names
from firsthand.language.words import countries, plain
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.amounts import Number, numbers
from firsthand.tracing.clauses import verb_at
from firsthand.tracing.contexts import about
from firsthand.tracing.lexicon import phrases, rarity
from firsthand.tracing.lists import words
from firsthand.tracing.stems import name_key, stem
from firsthand.tracing.times import When, dates
from firsthand.tracing.tokens import WORD

_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|outside|from|off|around|to|into)\s+(?:the\s+)?(?:[a-z]+\s+of\s+)?$")
_NEGATIONS = frozenset(
    ["not", "no", "never", "neither", "nor", "nobody", "none", "nothing", "nowhere", "without", "cannot", "hardly"]
)
_NO_NEGATION = re.compile(
    r"\bnot\s+(?:only|just|merely|least|to\s+mention)\b|\bno\s+(?:later|fewer|less|more)\s+than\b"
    # "It cannot go on as it is" asks for a change.
    r"|(?:\bnot|n't|\bcannot)\b(?=[^.;:,]{1,40}?\bas\s+(?:it|they|things|matters)\s+(?:is|are|stands?|was|were)\b)",
    re.I,
)
_BE = frozenset(["is", "are", "was", "were", "been", "being", "be", "am", "gets", "got"])
_PAST = frozenset(("was", "were", "had", "did", "has", "have"))
Mode = Literal["offered", "done", "other"]
OPENING = 5.0
"""Rarity from which a sentence's first word is taken for a name: fewer than 6 of 824 texts have it."""
REACH = 8
"""Words on either side of the verb in which who does and who undergoes are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What a unit says. Words are base forms, names and places keys of single words of names ("kareth" for Karethi).

    `acts` are the base forms of what is done, `doers` and `done_to` words and names before and after it (turned round
    in the passive). `negated` is True where it is said not to be so. `mode` is "offered" where something is held out,
    "done" where it has happened. `people` are the last words of people's names. `about` is what its article is about,
    empty where it has none: a question's. `sources` are the ids across articles of the named sources it comes from, and
    `unnamed` is True where an unnamed one is among them.
    """

    words: tuple[str, ...]
    names: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    numbers: tuple[Number, ...] = ()
    times: tuple[When, ...] = ()
    negated: bool = False
    acts: frozenset[str] = frozenset()
    doers: frozenset[str] = frozenset()
    done_to: frozenset[str] = frozenset()
    mode: Mode = "other"
    people: frozenset[str] = frozenset()
    about: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()
    unnamed: bool = False


def features(unit: Unit, piece: Piece) -> Features:
    """What `unit` of `piece` says. Pronouns and descriptions that the reading resolved bring the name with them."""
    names_in, said = _named(unit, piece), _subject(unit, piece)
    article = piece.reading.article
    topic = about(f"{article.title or ''}\n{article.text[article.body_start :]}")
    found = features_of(said + unit.words, names_in, published=_day(piece))
    return replace(
        found,
        about=topic,
        people=found.people if unit.field == "title" else _people(unit, piece),
        sources=frozenset(piece.keys[id] for id in unit.chain if id in piece.keys),
        unnamed=any(piece.reading.source(id).anonymous for id in unit.chain if id not in piece.keys),
    )


def features_of(text: str, known: frozenset[str] | None = None, *, published: date | None = None) -> Features:
    """What `text` says; `known` are words of names it stands for besides those that are written in it."""
    text = " ".join(text.split())
    tokens = _phrased([m.group() for m in WORD.finditer(text)])
    found = frozenset(name_key(w) for n in names(text) for w in WORD.findall(n.text)) | (known or frozenset())
    found |= _opening_name(tokens)
    keys = [_key(t, found) for t in tokens]
    times, amounts = dates(text, published), numbers(text)
    timed = {stem(w) for t in times for w in WORD.findall(t.span.of(text))}
    content = tuple(dict.fromkeys(k for k, t in zip(keys, tokens, strict=True) if _tells(t, k) and k not in found))
    acts, doers, done_to = _roles(tokens, keys)
    return Features(
        words=tuple(w for w in content if w not in timed and not w[0].isdigit()),
        names=found - timed,
        places=_places(text, found),
        numbers=amounts,
        times=times,
        negated=is_negated(text),
        acts=acts,
        doers=doers,
        done_to=done_to,
        mode=_mode(tokens, keys),
        people=frozenset(name_key(n.text.split()[-1]) for n in names(text) if n.kind == "person"),
    )


def is_negated(text: str) -> bool:
    """True where the words say that something is not so."""
    low = _NO_NEGATION.sub(" ", text.lower().replace("’", "'"))
    return any(w in _NEGATIONS or w.endswith("n't") for w in re.findall(r"[\w']+", low))


def _key(token: str, found: frozenset[str]) -> str:
    if token[0].isupper() and (key := name_key(token)) in found:
        return key
    return token if token in phrases() else stem(token)


def _opening_name(tokens: list[str]) -> frozenset[str]:
    """The first word as a name where it can hardly be anything else: its capital alone says nothing."""
    if not tokens or not tokens[0][0].isupper() or tokens[0].lower() in words("stops.txt"):
        return frozenset()
    base = stem(tokens[0])
    return frozenset() if rarity(base) < OPENING else frozenset((name_key(tokens[0]),))


def _phrased(tokens: list[str]) -> list[str]:
    """`tokens` with a verb and its particle as one ("tear up"), as far as the list of opposites has it."""
    out: list[str] = []
    for token in tokens:
        if out and token.islower() and (phrase := f"{stem(out[-1])}-{token}") in phrases():
            out[-1] = phrase
        else:
            out.append(token)
    return out


def _tells(token: str, key: str) -> bool:
    return len(key) > 1 and token.lower().replace("’", "'") not in words("stops.txt") and key not in words("stops.txt")


def _places(text: str, found: frozenset[str]) -> frozenset[str]:
    """Names of countries, and names after "in", "at", "near": where it is."""
    out: set[str] = set()
    for name in names(text):
        keys = {name_key(w) for w in WORD.findall(name.text)}
        if plain(name.text) in countries() or _PLACE_BEFORE.search(text, 0, name.span.start):
            out |= keys & found
    return frozenset(out)


def _roles(tokens: list[str], keys: list[str]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What is done, by whom, to whom."""
    at = verb_at(tokens)
    if at is None:
        return frozenset(), frozenset(), frozenset()
    main, passive = at, False
    while main + 1 < len(tokens) and tokens[main].lower() in words("auxiliaries.txt"):
        passive = tokens[main].lower() in _BE
        main += 1
    passive = passive and tokens[main].lower().endswith(("ed", "en", "wn", "ld", "t", "ne"))
    before = _content(tokens[max(0, at - REACH) : at], keys[max(0, at - REACH) : at])
    after = _content(tokens[main + 1 : main + 1 + REACH], keys[main + 1 : main + 1 + REACH])
    acts = frozenset(k for k in keys[main : main + 1] if k not in words("stops.txt")) | _infinitive(tokens, keys, main)
    if passive:
        by = next((i for i in range(main + 1, len(tokens)) if tokens[i].lower() == "by"), None)
        doers = frozenset() if by is None else _content(tokens[by + 1 : by + 5], keys[by + 1 : by + 5])
        return acts, doers, before
    return acts, before, after


def _mode(tokens: list[str], keys: list[str]) -> Mode:
    """Whether something is held out, has been done, or neither can be said."""
    if any(k in words("offers.txt") for k in keys):
        return "offered"
    at = verb_at(tokens)
    if at is None or any(t.lower() in words("unreal.txt") for t in tokens[: at + 4]):
        return "other"
    low = tokens[at].lower()
    past = low in _PAST or low.endswith("ed") or (low not in words("auxiliaries.txt") and keys[at] != low)
    return "done" if past and not low.endswith("s") else "other"


def _infinitive(tokens: list[str], keys: list[str], main: int) -> frozenset[str]:
    """The verb after "to" that the first one leads to: "decided to cancel", "about to tear up"."""
    for i in range(main + 1, min(main + 4, len(tokens) - 1)):
        if tokens[i].lower() == "to" and tokens[i + 1].islower() and tokens[i + 1] not in words("stops.txt"):
            return frozenset((keys[i + 1],))
    return frozenset()


def _content(tokens: list[str], keys: list[str]) -> frozenset[str]:
    return frozenset(k for t, k in zip(tokens, keys, strict=True) if _tells(t, k))


# From the article


def _named(unit: Unit, piece: Piece) -> frozenset[str]:
    """Words of the names of sources that the unit refers to, by whatever words."""
    if unit.field == "title":
        return _in_title(unit, piece)
    out: set[str] = set()
    for source in piece.reading.sources:
        name = None if source.anonymous else source.name
        if name and any(span.holds(m) for m in source.mentions for span in unit.spans):
            out |= {name_key(w) for w in WORD.findall(name) if w[0].isupper()}
    text = piece.reading.article.text
    for found in names(text):
        if any(span.holds(found.span) for span in unit.spans):
            out |= {name_key(w) for w in WORD.findall(found.text) if w[0].isupper()}
    return frozenset(out)


def _people(unit: Unit, piece: Piece) -> frozenset[str]:
    """Last words of the people's names in the unit, as the whole article shows who is one."""
    found = (n for n in names(piece.reading.article.text) if n.kind == "person")
    return frozenset(name_key(n.text.split()[-1]) for n in found if any(s.holds(n.span) for s in unit.spans))


def _in_title(unit: Unit, piece: Piece) -> frozenset[str]:
    """Words of the body's names that stand in the title, whose own capitals say nothing."""
    body = {name_key(w) for n in names(piece.reading.article.text) for w in WORD.findall(n.text) if w[0].isupper()}
    return frozenset(name_key(w) for w in WORD.findall(unit.words) if w[0].isupper() and name_key(w) in body)


def _subject(unit: Unit, piece: Piece) -> str:
    """The source's name before a content that has none of its own ("Kareth offered | to release 112 prisoners")."""
    if unit.statement is None or not unit.words.startswith("to "):
        return ""
    statement = piece.reading.statement(unit.statement)
    if statement.source is None:
        return ""
    source = piece.reading.source(statement.source)
    return f"{source.name or source.descriptor or ''} will "


def _day(piece: Piece) -> date | None:
    """The day the article came out, where it is known to within two days."""
    earliest, latest = piece.when
    if earliest is None or latest is None:
        return None
    first, last = date.fromisoformat(earliest[:10]), date.fromisoformat(latest[:10])
    return first if (last - first).days <= 2 else None
