"""Owns the reading of one source phrase: its name, role and affiliation, its head noun, how many, whose, definite or not.

It looks at the phrase alone (and the names found in the text): who a pronoun or "the minister" is, others decide.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from firsthand.language.names import Name, gender_of, guess, person_parts
from firsthand.language.words import column, demonyms, outlets, plain, rows, words
from firsthand.model import Count, SourceKind, Span
from firsthand.resolution.heads import Core, core_of
from firsthand.resolution.nouns import Noun, noun
from firsthand.resolution.segments import Segment, segments

Form = Literal["name", "pronoun", "definite", "indefinite", "partitive", "another", "same", "conjoined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One source phrase taken apart. `span` is trimmed; `head` is the singular of the head noun ("" for names and
    pronouns); `owner` the span of a possessor ("Meduza", "its"); `of` the span of what a partitive is part of;
    `name_span` where the name stands; `modifiers` the lower-cased words before the head; `noun` what the head says.
    """

    span: Span
    text: str
    form: Form
    kind: SourceKind
    head: str = ""
    name: str | None = None
    name_span: Span | None = None
    role: str | None = None
    affiliation: str | None = None
    modifiers: tuple[str, ...] = ()
    count: Count = (1, 1)
    plural: bool = False
    gender: str | None = None
    owner: Span | None = None
    of: Span | None = None
    noun: Noun | None = None
    sure: bool = False
    parts: tuple["Phrase", ...] = ()

    @property
    def human(self) -> bool:
        """True for people, one or many."""
        return self.kind in ("person", "group", "unknown")


_EDGE = ' \t\n\r\u00a0,;:.—–-"“”„«»()[]*•'
_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those)\s+", re.I)
_DETERMINERS = ("the", "a", "an", "his", "her", "its", "their", "former", "then", "fellow", "senior", "deputy", "vice")
_NOT_PERSON = frozenset(("organisation", "government", "country", "outlet", "document"))


def trimmed(text: str, span: Span) -> Span:
    """`span` without white space, quotation marks and punctuation at its edges, nor a possessive mark at its end."""
    start, end = span.start, span.end
    while start < end - 1 and text[start] in _EDGE + "'‘’":
        start += 1
    while end > start + 1 and text[end - 1] in _EDGE.replace(".", "").replace(")", ""):
        end -= 1
    if text[start:end].endswith(")") and "(" not in text[start:end]:
        end -= 1
    if end - start > 3 and text[end - 2 : end].lower() in ("’s", "'s"):
        end -= 2
    elif end - start > 3 and text[end - 1] in "’'":
        end -= 1
    return Span(start, end)


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
        left, right = Span(span.start, at), Span(after, span.end)
        if not _complete(text, left, names) or not _complete(text, right, names):
            continue
        first = analyse(text, left, tuple(n for n in names if left.holds(n.span)))
        second = analyse(text, right, tuple(n for n in names if right.holds(n.span)))
        if (first.form == "pronoun" and second.form == "pronoun") or _one_person(first, second):
            return None
        return _both(words_, span, first, second)
    return None


def _one_person(first: Phrase, second: Phrase) -> bool:
    """True where the "and" stands inside the role of one person: "chief pollster and strategist Joel Roe", "Minister for
    Trade and Fair Dealing Olha Korr".
    """
    if second.name is None or second.kind not in ("person", "unknown") or not second.role:
        return False
    known = any(w.lower().strip(".") in words("roles.txt") | words("titles.txt") for w in second.role.split())
    return not known or (first.name is None and not first.plural)


def _complete(text: str, span: Span, names: tuple[Name, ...]) -> bool:
    """True where the words at `span` can be a source of their own, and are no adjective of what follows."""
    words_ = span.of(text).strip(_EDGE)
    if not words_:
        return False
    if any(n.span.end >= span.start + len(span.of(text).rstrip()) - 2 and span.holds(n.span) for n in names):
        first = words_.split()[0].lower()
        return not words_[0].islower() or first in _DETERMINERS or noun(first).kind == "person" and noun(first).known
    core = core_of(text, span)
    known = (core.noun.known and core.noun.kind != "unknown") or core.noun.plural
    return known and (core.determined or core.noun.plural or core.noun.kind in _NOT_PERSON or words_[0].isupper())


def _both(words_: str, span: Span, first: Phrase, second: Phrase) -> Phrase:
    low = (first.count[0] if first.form != "pronoun" else 1) + second.count[0]
    highs = (first.count[1] if first.form != "pronoun" else 1, second.count[1])
    both = tuple(p.name for p in (first, second) if p.name)
    bodies = first.kind in _NOT_PERSON and second.kind == first.kind
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
    named = _name_of(text, span, inside)
    if named is not None:
        return named
    core = core_of(text, span)
    bare = core.head is None and core.count is None and core.form == "indefinite"
    if bare or (not core.noun.known and _capitals(core, text)):
        alone = _unlisted(text, span)
        if alone is not None:
            return alone
    return _common(text, span, core)


def _capitals(core: Core, text: str) -> bool:
    if core.head is None or not core.head.of(text)[:1].isupper() or core.owner is not None:
        return False
    return not core.determined or core.form == "definite"


def _name_of(text: str, span: Span, names: tuple[Name, ...]) -> Phrase | None:
    """The phrase as a name, where a name is what it is about and not only a part of it."""
    for name in reversed(names):
        before = text[span.start : name.span.start]
        after = text[name.span.end : span.end]
        if _owns(after) or not _may_follow(after) or not _may_precede(before, name):
            continue
        if after.strip() and (tail := _tail(after)) is not None:
            return _with_tail(text, span, name, before, tail)
        return _as_name(text, span, name, before, after)
    return None


def _owns(after: str) -> bool:
    return bool(re.match(r"[’']s?\s+\w", after))


def _may_follow(after: str) -> bool:
    """True where what stands after a name leaves it the head: nothing, a bracket, a preposition, an outlet's noun."""
    rest = after.strip()
    if not rest or rest[0] in "([":
        return True
    first = rest.split()[0].lower().strip(",.")
    if first in words("phrase_prepositions.txt") or first in (
        "himself",
        "herself",
        "itself",
        "jr",
        "sr",
        "ii",
        "iii",
        "himself,",
    ):
        return True
    return _tail(after) is not None


def _tail(after: str) -> str | None:
    """The outlet's or reporters' noun right after a name ("the Norda agency", "Meduza journalists")."""
    found = re.match(r"\s+((?:news |own )?[\w-]+)\s*$", after)
    if not found:
        return None
    word = noun(found.group(1).split()[-1], before=" ".join(found.group(1).split()[:-1]))
    if (word.outlet and not word.plural) or word.head in words("reporters.txt"):
        return found.group(1)
    return None


def _with_tail(text: str, span: Span, name: Name, before: str, tail: str) -> Phrase | None:
    word = noun(tail.split()[-1])
    if word.head in words("reporters.txt") and not (name.kind == "outlet" and word.plural and not before.strip()):
        return None
    return replace(_as_name(text, span, name, "", ""), kind="outlet", sure=True, gender="n")


def _may_precede(before: str, name: Name) -> bool:
    """True where what stands before a name leaves it the head: nothing, titles, roles, adjectives, a bare article."""
    rest = _ARTICLE.sub("", before, count=1).strip()
    if not rest:
        return True
    tokens = rest.split()
    last = tokens[-1].strip(".,’'").lower()
    if last in words("phrase_prepositions.txt") | {"and", "or", "close", "the", "a", "an"}:
        return last == "the" and len(tokens) == 1
    if rest.endswith(("’s", "'s", "s’")):
        return name.kind == "person" and " " in name.text and len(tokens) < 5
    if tokens[-1].lower() in ("his", "her", "its", "their", "our", "my"):
        return False
    word = noun(tokens[-1])
    if name.kind in ("person", "unknown"):
        known_role = word.kind == "person" and (word.known or word.head[-2:] in ("er", "or", "st"))
        adjective = len(tokens) <= 2 and not word.known and not word.plural
        return (known_role and not word.plural) or adjective or last in words("titles.txt") or tokens[-1][:1].isupper()
    return ((word.kind == name.kind or word.outlet) and not word.plural) or (len(tokens) <= 3 and not word.known)


def _as_name(text: str, span: Span, name: Name, before: str, after: str) -> Phrase:
    told = " ".join(
        filter(None, (_ARTICLE.sub("", before, count=1).strip(" ,"), name.before if name.before not in before else ""))
    )
    role: str | None = " ".join(w for w in told.split() if w.lower().strip(".") not in words("courtesy.txt")) or None
    affiliation = None
    if role:
        role, affiliation = role_and_body(role)
    elif m := re.match(r"\s+(?:of|at|from|with|for)\s+(?:the\s+)?(.+)$", after):
        affiliation = m.group(1) if any(c.isupper() for c in m.group(1)) else None
    kind, sure = name.kind, name.sure
    if (
        role
        and kind in ("unknown", "organisation", "outlet")
        and not name.the
        and noun(role.split()[-1]).kind == "person"
    ):
        kind, sure = "person", True
    return Phrase(
        span=span,
        text=span.of(text),
        form="name",
        kind=kind,
        name=name.text,
        name_span=name.span,
        role=role,
        affiliation=affiliation,
        gender=_gender(name, role, kind),
        sure=sure,
        plural=name.the and name.text.endswith("s") and not name.sure and " " not in name.text,
    )


def _gender(name: Name, role: str | None, kind: SourceKind) -> str | None:
    if kind in _NOT_PERSON:
        return "n"
    return name.gender or gender_of("", role or "")


def role_and_body(role: str) -> tuple[str, str | None]:
    """A role parted from the body it belongs to, where the body is written with capitals.

    >>> role_and_body("Acme Foods spokesman"), role_and_body("president of neighbouring Velmark"), role_and_body("mayor")
    (('spokesman', 'Acme Foods'), ('president', 'Velmark'), ('mayor', None))
    """
    if m := re.match(r"(.+?)\s+(?:of|at|for|with|from)\s+(?:the\s+)?(?:[a-z]+\s+)?([A-Z][^,]*)$", role):
        if not re.search(r"\s(?:for|of)\s", m.group(2)):
            return m.group(1), m.group(2)
        return role, None
    if m := re.match(r"(.+?)[’']s?\s+(.+)$", role):
        return m.group(2), _ARTICLE.sub("", m.group(1), count=1)
    tokens = role.split()
    cut = 0
    ranks = words("roles.txt") | words("titles.txt") | words("qualifiers.txt") | frozenset(demonyms())
    for i, token in enumerate(tokens[:-1]):
        if token[:1].isupper() and token.lower() not in ranks:
            cut = i + 1
        else:
            break
    return " ".join(tokens[cut:]), " ".join(tokens[:cut]) or None


def _unlisted(text: str, span: Span) -> Phrase | None:
    """A phrase of capitalised words that the finder of names left out, such as a sentence's first word."""
    words_ = re.sub(r"^(?:The|the)\s+", "", span.of(text)).rstrip(",.")
    tokens = words_.split()
    if (
        not tokens
        or not tokens[0][:1].isupper()
        or sum(not t[:1].isupper() for t in tokens) > 1
        or not tokens[-1][:1].isupper()
    ):
        return None
    cut = person_parts(tokens)
    kind, sure = guess(tokens[cut:], before=" ".join(tokens[:cut]), the=words_ != span.of(text))
    start = span.start + span.of(text).index(words_) + (len(" ".join(tokens[:cut])) + 1 if cut else 0)
    name = " ".join(tokens[cut:])
    return Phrase(
        span=span,
        text=span.of(text),
        form="name",
        kind=kind,
        name=name,
        name_span=Span(start, start + len(name)),
        role=" ".join(tokens[:cut]) or None,
        sure=sure,
        gender=gender_of(name, " ".join(tokens[:cut])),
    )


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
    if core.head is None or core.noun.head in words("people.txt") | words("informants.txt"):
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
        named = _name_of(text, part.span, tuple(n for n in names if part.span.holds(n.span)))
        if named is None or named.name is None:
            described = core_of(text, part.span)
            if phrase.form == "another" and described.head is not None and described.noun.kind == "person":
                inner = _common(text, part.span, described)
                return replace(
                    phrase, kind=inner.kind, head=inner.head, role=inner.role, owner=inner.owner, noun=inner.noun
                )
            continue
        fits = named.kind in ("unknown", phrase.kind) or phrase.kind == "unknown" or not named.sure
        bodies = phrase.kind in ("organisation", "government", "outlet") and named.kind in _NOT_PERSON - {"country"}
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
                gender="n" if kind in _NOT_PERSON else named.gender or phrase.gender,
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
        where = _ARTICLE.sub("", body.of(text), count=1) if body else phrase.affiliation
        return replace(phrase, role=role, owner=core.owner, affiliation=where, kind=kind, gender=gender, sure=True)
    return phrase


def reads_as_outlet(phrase: Phrase) -> bool:
    """True where the phrase is an outlet's name or a noun that always stands for one."""
    return phrase.kind == "outlet" or (phrase.name is not None and plain(phrase.name) in outlets())


def is_reporter(phrase: Phrase) -> bool:
    """True for "journalists", "the correspondent": they speak for an outlet."""
    return phrase.head in words("reporters.txt")


def is_informant(phrase: Phrase) -> bool:
    """True for "sources", "an interlocutor": they talk to an outlet."""
    return phrase.head in words("informants.txt")


def noun_gender(head: str) -> str | None:
    """m or f where the noun tells."""
    gender = column("roles.txt").get(head) or column("people.txt").get(head)
    return gender if gender in ("m", "f") else None
