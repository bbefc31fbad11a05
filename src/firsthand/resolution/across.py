"""Owns the question when sources of different articles are one source, by their names alone. It merges nothing itself,
matches nobody without a name, and answers the same whatever the order in which names are asked about.

A key is a function of the name, a group a function of the set of keys of one base, and a suggestion is for a person to
decide. Sources without a proper name have no key: they stay in their article.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from firsthand.language.outlets import Outlets
from firsthand.language.words import first_names, words_of
from firsthand.model import Source
from firsthand.model.identity import KindClass, SourceKey
from firsthand.resolution.across_bodies import (
    body_key_of,
    country_key_of,
    document_key_of,
    is_doubtful,
    is_unique,
    outlet_key_of,
    outlet_named,
)
from firsthand.resolution.across_names import PersonName, person_key, person_parts


def source_key(source: Source, *, outlets: Outlets, country: str | None = None) -> SourceKey | None:
    """The key of a source, or None where it may not be known again in another article: without a name, unnamed on
    purpose, a group, of unknown kind, a first name or an initial in place of a name ("Anna", "Stefan B."), a name that
    does not say which one ("the mayor", "police", "the Gazette"), or one that several listed outlets go by.

    `country` (ISO 3166 alpha-2) is where the article was published, as far as that is known: it decides what "the
    Times" is. Never raises, whatever the name holds.
    """
    if source.anonymous or not source.name or source.kind in ("group", "unknown"):
        return None
    if source.kind == "person":
        return _person(source)
    if source.kind == "outlet":
        return _made("outlet", *outlet_key_of(source.name, outlets, country))
    if source.kind == "country":
        return _made("country", *country_key_of(source.name))
    if source.kind == "document":
        return _made("document", *document_key_of(source.name))
    listed = outlet_named(source.name, outlets, country)
    if listed is not None:
        return _made("outlet", listed.key, listed.name)
    key, display = body_key_of(source.name, source.affiliation)
    weak = is_doubtful(key) or (_is_acronym(key, display) and not is_unique(key))
    return _made("organisation", key, display, weak=weak)


def _made(kind_class: KindClass, key: str, display: str, *, weak: bool = False) -> SourceKey | None:
    return SourceKey(kind_class=kind_class, key=key, base=key, display=display, weak=weak) if key else None


def _is_acronym(key: str, display: str) -> bool:
    letters = "".join(c for c in display if c.isalpha())
    return " " not in key and 1 < len(letters) < 6 and letters.isupper() and letters.isascii()


def _person(source: Source) -> SourceKey | None:
    if source.count != (1, 1):
        return None
    key, display = person_key(source.name or "")
    if not key or person_key(display)[0] != key:  # what is shown would be another's name, or nobody's
        return None
    name = person_parts(key)
    return SourceKey(kind_class="person", key=key, base=name.base, display=display, weak=_is_weak(name, display))


def _is_weak(name: PersonName, display: str) -> bool:
    """True for a person's name of one word, with or without a title, and for a surname with one initial. A word in a
    script that writes names whole, without spaces, is a full name.
    """
    if not name.last or " " not in display:
        return not all(unicodedata.category(c) == "Lo" and ord(c) >= 0x2E80 for c in name.first)
    if name.middles:
        return False
    titled = name.first not in first_names() and name.first in words_of("titles.txt", "roles.txt")
    return len(name.first) == 1 or (titled and name.first not in _SOVEREIGN)


_SOVEREIGN = frozenset(
    {"pope", "king", "queen", "prince", "princess", "emperor", "empress", "sultan", "emir", "patriarch"}
)
"""Titles that, with one name, say who is meant."""


# Groups


@dataclass(frozen=True, slots=True)
class _Node:
    """Keys whose names are the same words: each way of writing them, those with hyphens only where there is one."""

    forms: tuple[PersonName, ...]
    keys: tuple[SourceKey, ...]


def groups(keys: Iterable[SourceKey]) -> tuple[tuple[SourceKey, ...], ...]:
    """Which of `keys` are one source: groups sorted by key, each sorted, every distinct value of `keys` in one of them.

    Give all keys of one class and base; keys of several are parted first. People's names are one where they differ only
    in middle names or initials, and only where no other name of the base makes that doubtful: with "John A. Smith" and
    "John B. Smith" in the set, "John Smith" stays apart from both. A middle word that is no first name may be a surname
    ("Juan Marrón López") and is never left out. Suffixes (Jr., III) keep apart; a hyphen says that two words are one
    name ("Jean-Claude" is not "Jean"); an initial in place of the first name merges nothing.
    The answer is a function of the set: order and repetition do not matter.
    """
    families: dict[tuple[str, str], list[SourceKey]] = {}
    for key in sorted(set(keys), key=_order):
        families.setdefault((key.kind_class, key.base), []).append(key)
    found = [g for (kind, _), family in families.items() for g in _grouped(kind, family)]
    return tuple(sorted(found, key=lambda g: _order(g[0])))


def _order(key: SourceKey) -> tuple[str, str, str, bool, str]:
    return key.kind_class, key.key, key.display, key.weak, key.base


def _grouped(kind_class: str, family: list[SourceKey]) -> list[tuple[SourceKey, ...]]:
    if kind_class != "person":
        return _by(family, lambda k: k.key)
    names = {k.key: person_parts(k.key) for k in family}
    found: list[tuple[SourceKey, ...]] = []
    for suffixed in _by(family, lambda k: names[k.key].suffix):
        if any(names[k.key].initial or not names[k.key].last for k in suffixed):
            found += _by(list(suffixed), lambda k: k.key)
            continue
        nodes = [_node(same, names) for same in _by(list(suffixed), lambda k: names[k.key].joined)]
        found += [tuple(sorted(group, key=_order)) for group in _cliques(nodes)]
    return found


def _by(keys: list[SourceKey], what: Callable[[SourceKey], str]) -> list[tuple[SourceKey, ...]]:
    parted: dict[str, list[SourceKey]] = {}
    for key in keys:
        parted.setdefault(what(key), []).append(key)
    return [tuple(part) for part in parted.values()]


def _node(same: tuple[SourceKey, ...], names: dict[str, PersonName]) -> _Node:
    forms = tuple(dict.fromkeys(names[k.key] for k in same))
    return _Node(forms=tuple(f for f in forms if f.hyphened) or forms, keys=same)


def _cliques(nodes: list[_Node]) -> list[list[SourceKey]]:
    """Groups of nodes that agree all with all. A node that agrees with two that do not agree with each other could be
    either, and stays alone; what is left then falls into such groups by itself, in whatever order it is looked at.
    """
    agree = [{j for j, b in enumerate(nodes) if j != i and _agree(a, b)} for i, a in enumerate(nodes)]
    doubtful = {i for i, near in enumerate(agree) if any(near - agree[j] - {j} for j in near)}
    found: list[list[SourceKey]] = []
    done: set[int] = set()
    for i, node in enumerate(nodes):
        if i in done:
            continue
        group = [i] if i in doubtful else sorted({i} | (agree[i] - doubtful))
        done.update(group)
        found.append([k for j in group for k in nodes[j].keys] if len(group) > 1 else list(node.keys))
    return found


def _agree(a: _Node, b: _Node) -> bool:
    return all(_same_but_middles(x, y) for x in a.forms for y in b.forms)


def _same_but_middles(a: PersonName, b: PersonName) -> bool:
    """True where first and last names are the same, and the middle names of one begin those of the other, an initial
    standing for any name that begins with it, and only first names and initials left out.
    """
    if (a.first, a.last) != (b.first, b.last):
        return False
    n = min(len(a.middles), len(b.middles))
    pairs = zip(a.middles[:n], b.middles[:n], strict=True)
    out = (*a.middles[n:], *b.middles[n:])
    return all(x == y or (1 in (len(x), len(y)) and x[0] == y[0]) for x, y in pairs) and all(
        len(m) == 1 or m in first_names() for m in out
    )
