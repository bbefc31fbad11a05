"""Owns the reading of one source phrase: its name, role and affiliation, its head noun, how many, whose, definite or
not.

It looks at the phrase alone (and the names found in the text): who a pronoun or "the minister" is, others decide.
"""

import re
from dataclasses import replace

from firsthand.language.names import Name
from firsthand.language.words import demonyms, plain, rows, words_of
from firsthand.model import SourceKind, Span
from firsthand.resolution.heads import Core, core_of
from firsthand.resolution.named import name_of, unlisted
from firsthand.resolution.nouns import noun, quantity
from firsthand.resolution.phrase import ARTICLE, EDGE, NOT_PEOPLE, Phrase, trimmed
from firsthand.resolution.segments import Segment, segments

_DETERMINERS = ("the", "a", "an", "his", "her", "its", "their", "former", "then", "fellow", "senior", "deputy", "vice")


def analyse(text: str, span: Span, names: tuple[Name, ...]) -> Phrase:
    """The phrase at `span` of `text`; `names` are the names that lie in it."""
    here = trimmed(text, span)
    words_ = here.of(text)
    if pronoun := _pronoun(words_, here):
        return pronoun
    if both := _conjoined(text, here, names):
        return both
    parts = segments(text, here)
    main, rest = parts[0], parts[1:]
    phrase = _main(text, main.span, names)
    phrase = replace(phrase, span=here, text=words_)
    if phrase.name is None and phrase.form != "pronoun":
        phrase = _named_after(text, phrase, rest, names)
    elif phrase.name is not None and phrase.role is None:
        phrase = _role_after(text, phrase, rest, names)
    return phrase


def _pronoun(words_: str, span: Span) -> Phrase | None:
    low = words_.lower().split()
    table = {row[0]: row for row in rows("pronouns.tsv")}
    if not low or len(low) > 2 or low[0] not in table or (len(low) == 2 and low[1] not in table and low[1] != "all"):
        return None
    _, person, number, gender, use = table[low[0]]
    if use == "indefinite":
        plural = number == "p"
        return Phrase(
            span=span,
            text=words_,
            form="indefinite",
            kind="group" if plural else "person",
            head=low[0],
            plural=plural,
            count=(2, None) if plural else (1, 1),
            sure=True,
        )
    if use == "demonstrative" and number == "p":
        return Phrase(
            span=span, text=words_, form="indefinite", kind="group", head="those", plural=True, count=(2, None)
        )
    return Phrase(
        span=span,
        text=words_,
        form="pronoun",
        kind="unknown",
        head=low[0],
        plural=number == "p",
        gender=None if gender == "-" else gender,
        count=(2, None) if number == "p" else (1, 1),
        sure=person == "3",
    )


_OPEN_APPOSITION = re.compile(r"^[^,]*,\s+(?:(?:a|an|the|its|his|her|their)\s+)?[a-z][^,]*$")
"""A name, a comma, and the beginning of what it is called, with no second comma yet."""


def _conjoined(text: str, span: Span, names: tuple[Name, ...]) -> Phrase | None:
    """ "John Roe and his lawyer": two phrases that speak together; None where the "and" stands inside one phrase."""
    words_ = span.of(text)
    for m in re.finditer(r",?\s+(?:and|or|along with|as well as)\s+", words_):
        at, after = span.start + m.start(), span.start + m.end()
        if any(n.span.start < at and after < n.span.end for n in names) or after >= span.end or m.start() < 2:
            continue
        if (
            re.search(r"\b(?:who|which|whose|that|where|said|when)\b", words_[: m.start()])
            or "(" in words_[: m.start()]
        ):
            return None
        if not m.group().startswith(",") and _OPEN_APPOSITION.search(words_[: m.start()]):
            continue  # "Ada Quill, head of the Ministry of Defence and Security": the "and" is the ministry's
        left, right = Span(span.start, at), Span(after, span.end)
        counted = quantity(left.of(text))
        if counted is not None and counted[1] == len(left):
            continue
        if not _complete(text, left, names) or not _complete(text, right, names):
            continue
        first = analyse(text, left, tuple(n for n in names if left.holds(n.span)))
        second = analyse(text, right, tuple(n for n in names if right.holds(n.span)))
        if (first.form == "pronoun" and second.form == "pronoun") or _one_person(first, second):
            return None
        return _both(words_, span, first, second)
    return None


def _one_person(first: Phrase, second: Phrase) -> bool:
    """True where the "and" stands inside the role of one person: "chief pollster and strategist Joel Roe", "Minister
    for Trade and Fair Dealing Olha Korr".
    """
    if second.name is None or second.kind not in ("person", "unknown") or not second.role:
        return False
    known = any(w.lower().strip(".") in words_of("roles.txt", "titles.txt") for w in second.role.split())
    return not known or (first.name is None and not first.plural)


def _complete(text: str, span: Span, names: tuple[Name, ...]) -> bool:
    """True where the words at `span` can be a source of their own, and are no adjective of what follows."""
    words_ = span.of(text).strip(EDGE)
    if not words_:
        return False
    if any(n.span.end >= span.start + len(span.of(text).rstrip()) - 2 and span.holds(n.span) for n in names):
        first = words_.split()[0].lower()
        return not words_[0].islower() or first in _DETERMINERS or (noun(first).kind == "person" and noun(first).known)
    core = core_of(text, span)
    known = (core.noun.known and core.noun.kind != "unknown") or core.noun.plural
    return known and (core.determined or core.noun.plural or core.noun.kind in NOT_PEOPLE or words_[0].isupper())


def _both(words_: str, span: Span, first: Phrase, second: Phrase) -> Phrase:
    low = (first.count[0] if first.form != "pronoun" else 1) + second.count[0]
    highs = (first.count[1] if first.form != "pronoun" else 1, second.count[1])
    both = tuple(p.name for p in (first, second) if p.name)
    bodies = first.kind in NOT_PEOPLE and second.kind == first.kind
    return Phrase(
        span=span,
        text=words_,
        form="conjoined",
        kind=first.kind if bodies else "group",
        name=" and ".join(both) if len(both) == 2 else None,
        plural=True,
        sure=first.sure and second.sure,
        count=(low, None if None in highs else sum(h for h in highs if h)),
        parts=(*_flat(first), *_flat(second)),
    )


def _flat(phrase: Phrase) -> tuple[Phrase, ...]:
    return phrase.parts if phrase.form == "conjoined" else (phrase,)


def _main(text: str, span: Span, names: tuple[Name, ...]) -> Phrase:
    """The first segment: a name with what stands before and after it, or a noun with its parts."""
    inside = tuple(n for n in names if span.holds(n.span))
    named = name_of(text, span, inside)
    if named is not None:
        return named
    core = core_of(text, span)
    bare = core.head is None and core.count is None and core.form == "indefinite"
    if bare or (not core.noun.known and _capitals(core, text)):
        alone = unlisted(text, span)
        if alone is not None:
            return alone
    return _common(text, span, core)


def _capitals(core: Core, text: str) -> bool:
    if core.head is None or not core.head.of(text)[:1].isupper() or core.owner is not None:
        return False
    return not core.determined or core.form == "definite"


def _common(text: str, span: Span, core: Core) -> Phrase:
    """A phrase whose head is a common noun, a number or a quantity alone."""
    word = core.noun
    plural = word.plural or (core.count is not None and core.count != (1, 1))
    kind: SourceKind = word.kind
    if kind == "person" and plural:
        kind = "group"
    if core.form == "definite" and plain(core.head.of(text) if core.head else "") in _peoples() and plural:
        kind = "country"
    count = core.count or ((2, None) if plural and kind == "group" else (1, 1))
    if kind == "group" and count == (1, 1):
        count = (2, None)
    return Phrase(
        span=span,
        text=span.of(text),
        form=core.form,
        kind=kind,
        head=word.head,
        modifiers=core.modifiers,
        count=count,
        plural=plural or kind == "group",
        gender=word.gender,
        owner=core.owner,
        of=core.of,
        noun=word,
        sure=word.known,
        role=_role_words(text, core) if kind == "person" else None,
        affiliation=core.owner.of(text) if core.owner and core.owner.of(text)[:1].isupper() else None,
    )


def _peoples() -> frozenset[str]:
    return frozenset(f"{d}s" for d in demonyms()) | frozenset(demonyms())


def _role_words(text: str, core: Core) -> str | None:
    if core.head is None or core.noun.head in words_of("people.txt", "informants.txt"):
        return None
    start = core.noun_start if core.noun_start is not None else core.head.start
    return text[start : core.head.end]


def _named_after(text: str, phrase: Phrase, rest: tuple[Segment, ...], names: tuple[Name, ...]) -> Phrase:
    """ "Her predecessor, Ruth Amsel": the name that stands in apposition to a description."""
    if phrase.plural and phrase.kind == "group":
        return phrase
    for part in rest[:2]:
        if part.kind != "apposition":
            continue
        named = name_of(text, part.span, tuple(n for n in names if part.span.holds(n.span)))
        if named is None or named.name is None:
            described = core_of(text, part.span)
            if phrase.form == "another" and described.head is not None and described.noun.kind == "person":
                inner = _common(text, part.span, described)
                return replace(
                    phrase, kind=inner.kind, head=inner.head, role=inner.role, owner=inner.owner, noun=inner.noun
                )
            continue
        fits = named.kind in ("unknown", phrase.kind) or phrase.kind == "unknown" or not named.sure
        bodies = phrase.kind in ("organisation", "government", "outlet") and named.kind in NOT_PEOPLE - {"country"}
        if fits or bodies or (phrase.kind == "person" and named.role):
            kind = phrase.kind if phrase.kind != "unknown" and not (named.sure and bodies) else named.kind
            return replace(
                phrase,
                form="name",
                kind=kind,
                name=named.name,
                name_span=named.name_span,
                sure=True,
                role=phrase.role or named.role,
                affiliation=phrase.affiliation or named.affiliation,
                gender="n" if kind in NOT_PEOPLE else named.gender or phrase.gender,
                count=(1, 1),
            )
    return phrase


def _role_after(text: str, phrase: Phrase, rest: tuple[Segment, ...], names: tuple[Name, ...]) -> Phrase:
    """ "Jane Doe, a spokeswoman for Acme": the role that stands in apposition to a name."""
    for part in rest[:3]:
        if part.kind != "apposition" or not any(c.isalpha() for c in part.span.of(text)):
            continue
        core = core_of(text, part.span)
        if core.head is None or core.noun.kind not in ("person", "organisation", "government", "outlet", "unknown"):
            continue
        if phrase.kind in ("person", "unknown") and core.noun.kind != "person":
            continue
        role = _role_words(text, core) or core.head.of(text)
        body = core.owner or core.body
        kind: SourceKind = "person" if core.noun.kind == "person" else phrase.kind
        gender = phrase.gender or (core.noun.gender if kind == "person" else "n")
        where = ARTICLE.sub("", body.of(text), count=1) if body else phrase.affiliation
        return replace(phrase, role=role, owner=core.owner, affiliation=where, kind=kind, gender=gender, sure=True)
    return phrase
