"""Owns a person's roles across articles: which wordings are one role, and which roles may be two people's. It gives
hints in words and decides nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from firsthand.language.words import column, demonyms, plain, singular, words, words_of
from firsthand.resolution.across_names import cleaned, has_capital, tokens

_ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their|our|my)\s+", re.I)
_PAST = re.compile(
    r"^(?:(?:the|an?)\s+)?(?:former|formerly|ex|one-time|onetime|late|then|retired|outgoing|past)[\s-]+", re.I
)
_BODY = re.compile(r"\s+(?:of|at|for|with|from|in)\s+(?:the\s+)?")
_LATER = frozenset({"then", "outgoing"})
"""Words of past office that say it was held at the time told of."""

MOST = 200
"""Different roles of one source that `roles_conflict` looks at, the first in order of their keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role as the articles give it: `text` ("mayor") and the body or place it belongs to. `former` is True where it
    is said to be past. `key` is equal for wordings of one role; of two that are equal, either may be shown.
    """

    text: str
    affiliation: str | None = None
    former: bool = False

    @property
    def key(self) -> tuple[str, str, bool]:
        """Folded text, folded affiliation ("" for none), former."""
        return _fold(self.text), _fold(self.affiliation or ""), self.former

    @property
    def head(self) -> str:
        """The noun of the role, folded, singular: "minister" of "deputy foreign minister"."""
        last = _fold(self.text).split()[-1:]
        return singular(last[0]) if last else ""


def role(text: str | None, affiliation: str | None = None) -> Role | None:
    """The role that a source's `role` and `affiliation` state; None where there is none.

    >>> role("Mayor of Aldmere").key == role("the mayor", "Aldmere").key
    True
    >>> role("former Ukrainian foreign minister")
    Role(text='foreign minister', affiliation='Ukraine', former=True)
    """
    told = _ARTICLE.sub("", cleaned(text or ""))
    former = False
    while found := _PAST.match(told):
        former = former or plain(found.group()).strip(" -").split()[-1] not in _LATER
        told = told[found.end() :]
    body = _ARTICLE.sub("", cleaned(affiliation or "")) or None
    told, own = _parted(told)
    if not _fold(told):
        return None
    if body is not None and own is not None and _fold(body) != _fold(own):
        told = f"{told} of {own}"
        own = None
    return Role(text=told, affiliation=body or own, former=former)


def roles(stated: Iterable[Role]) -> tuple[Role, ...]:
    """Each role once, by key, as its first wording in the order of the text says it; sorted, so that the order in which
    articles were added does not show.
    """
    found: dict[tuple[str, str, bool], Role] = {}
    for one in sorted(stated, key=lambda r: (r.key, r.text, r.affiliation or "")):
        found.setdefault(one.key, one)
    return tuple(found.values())


def roles_conflict(stated: Iterable[Role]) -> tuple[str, ...]:
    """Sentences that say why one source with these roles may be two people; none where nothing speaks for that.

    Looked for: two trades that one person seldom has both ("surgeon", "farmer"), the same office of two bodies at once,
    and words for a man and for a woman. People change roles: each is a hint to look, never a reason to part them.
    """
    every = roles(stated)[:MOST]
    found: list[str] = []
    for a, b in combinations(every, 2):
        if hint := _trades(a, b) or _offices(a, b) or _genders(a, b):
            found.append(hint)
    return tuple(dict.fromkeys(found))


def _fold(text: str) -> str:
    return " ".join(w for w in tokens(text) if w != "the")


def _parted(told: str) -> tuple[str, str | None]:
    """A role parted from the body or place that is written with capitals: after "of", before "'s", as a demonym."""
    for found in _BODY.finditer(told):
        body = told[found.end() :].rstrip(" ,.;:")
        if has_capital(body[:1]) and not _is_field(body):
            return told[: found.start()], body
    if owned := re.match(r"(.+?)'s?\s+(.+)$", told):
        return (owned.group(2), owned.group(1)) if has_capital(owned.group(1)[:1]) else (told, None)
    front, _, rest = told.partition(" ")
    country = demonyms().get(plain(front))
    return (rest, country) if rest and country is not None and front[:1].isupper() else (told, None)


def _is_field(body: str) -> bool:
    """True for "European Integration of Velmark": a field of office with the body behind it, and no body's name."""
    front, of, _ = body.partition(" of ")
    nouns = words_of("organisation_nouns.txt", "organisation_words.txt")
    return bool(of) and not any(singular(w) in nouns for w in _fold(front).split())


def _named(one: Role) -> str:
    return f"{one.text} ({one.affiliation})" if one.affiliation else one.text


def _trade(one: Role) -> str | None:
    text = _fold(one.text)
    last_two = " ".join(text.split()[-2:])
    return next((t for t in (text, last_two, one.head) if t in words("trades.txt")), None)


def _trades(a: Role, b: Role) -> str | None:
    one, other = _trade(a), _trade(b)
    if one is None or other is None or one in other or other in one:
        return None
    return f"called {_named(a)} and {_named(b)}: two trades that one person seldom has; it may be two people"


def _offices(a: Role, b: Role) -> str | None:
    offices = column("roles.txt", 2)
    if a.head != b.head or offices.get(a.head) != "office" or a.former or b.former:
        return None
    if not a.affiliation or not b.affiliation or _related(_fold(a.affiliation), _fold(b.affiliation)):
        return None
    return f"called {_named(a)} and {_named(b)}: the same office of two bodies; it may be two people"


def _related(a: str, b: str) -> bool:
    """True where one name holds the other, or they share their last word ("Aldmere", "Aldmere council")."""
    return a == b or bool(set(a.split()) & set(b.split()))


def _genders(a: Role, b: Role) -> str | None:
    genders = column("roles.txt") | {"mr": "m", "mrs": "f", "ms": "f"}
    one, other = genders.get(a.head), genders.get(b.head)
    if not (one in ("m", "f") and other in ("m", "f")) or one == other:
        return None
    return f"called {_named(a)} and {_named(b)}: words for a man and for a woman; it may be two people"
