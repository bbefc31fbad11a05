"""Owns the reading of phrases that are about a name: what may stand before and after it, role and body. It knows no
text.
"""

import re
from dataclasses import replace

from firsthand.language.name_kinds import gender_of, guess, person_parts
from firsthand.language.names import Name
from firsthand.language.words import demonyms, words, words_of
from firsthand.model import SourceKind, Span
from firsthand.resolution.nouns import noun
from firsthand.resolution.phrase import ARTICLE, NOT_PEOPLE, Phrase


def name_of(text: str, span: Span, names: tuple[Name, ...]) -> Phrase | None:
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
    rest = ARTICLE.sub("", before, count=1).strip()
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
        filter(None, (ARTICLE.sub("", before, count=1).strip(" ,"), name.before if name.before not in before else ""))
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
    if kind in NOT_PEOPLE:
        return "n"
    return name.gender or gender_of("", role or "")


def role_and_body(role: str) -> tuple[str, str | None]:
    """A role parted from the body it belongs to, where the body is written with capitals.

    >>> role_and_body("Acme Foods spokesman"), role_and_body("president of neighbouring Velmark")
    (('spokesman', 'Acme Foods'), ('president', 'Velmark'))
    """
    if m := re.match(r"(.+?)\s+(?:of|at|for|with|from)\s+(?:the\s+)?(?:[a-z]+\s+)?([A-Z][^,]*)$", role):
        if not re.search(r"\s(?:for|of)\s", m.group(2)):
            return m.group(1), m.group(2)
        return role, None
    if m := re.match(r"(.+?)[’']s?\s+(.+)$", role):
        return m.group(2), ARTICLE.sub("", m.group(1), count=1)
    tokens = role.split()
    cut = 0
    ranks = words_of("roles.txt", "titles.txt", "qualifiers.txt") | frozenset(demonyms())
    for i, token in enumerate(tokens[:-1]):
        if token[:1].isupper() and token.lower() not in ranks:
            cut = i + 1
        else:
            break
    return " ".join(tokens[cut:]), " ".join(tokens[:cut]) or None


def unlisted(text: str, span: Span) -> Phrase | None:
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
