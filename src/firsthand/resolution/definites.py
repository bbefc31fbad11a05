"""Owns who a description refers to: "the minister", "the company", "its spokeswoman", "the same source", "the report".

It finds an entity that the text has already (or, for one office, will) describe so; it makes no new ones.
"""

import re
from dataclasses import dataclass
from functools import cache

from firsthand.language.words import column, countries, demonyms, plain, words
from firsthand.model import Span
from firsthand.resolution.entities import Entity, Role
from firsthand.resolution.nouns import noun
from firsthand.resolution.outlet_kinds import fits
from firsthand.resolution.phrase import Phrase
from firsthand.resolution.state import State

_SYNONYMS = (
    {"premier", "minister"},
    {"head", "chief", "boss", "leader", "chair", "director"},
    {"adviser", "advisor", "aide"},
    {"lawyer", "attorney", "solicitor", "barrister"},
    {"ceo", "executive", "chief"},
    {"doctor", "physician"},
    {"spokesman", "spokeswoman", "spokesperson"},
    {"chairman", "chairwoman", "chair", "chairperson"},
    {"analyst", "economist"},
    {"owner", "proprietor"},
    {"reporter", "journalist", "correspondent"},
)
_LOOSE_PEOPLE = frozenset(("man", "woman", "person", "source", "official", "interlocutor", "informant"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The entity a description refers to, or None; `doubt` says in words why none was taken although some fitted."""

    entity: Entity | None = None
    doubt: str | None = None


def described(state: State, phrase: Phrase, at: int, owner: Entity | None) -> Found:
    """Who the description is; `owner` is who its possessor stands for, where it has one."""
    if phrase.noun is None:
        return Found()
    if phrase.kind == "country":
        return Found(entity=people_of(state, phrase.head))
    if phrase.kind in ("person", "group", "unknown"):
        if not phrase.plural:
            return _person(state, phrase, at, owner)
        return Found(entity=_group(state, phrase, at))
    if phrase.kind == "document":
        return Found(entity=_document(state, phrase, at))
    return _body(state, phrase, at, owner)


def people_of(state: State, head: str) -> Entity | None:
    """The country whose people "the Sorrenians" are: known ones, else a name in the text that begins alike."""
    key = plain(head)
    country = demonyms().get(key) or demonyms().get(key.removesuffix("s"))
    for entity in state.register.entities:
        if entity.kind not in ("country", "unknown", "organisation") or not entity.name or " " in entity.name:
            continue
        name = plain(entity.name)
        if country and countries().get(name) == country:
            return entity
        if name != key and alike(key.removesuffix("s"), name):
            return entity
    return None


def alike(people: str, place: str) -> bool:
    """True where `people` looks made from the name of a `place`: a common beginning and an ending for people.

    >>> alike("sorrenian", "sorrenia"), alike("velmarker", "velmark"), alike("marlow", "marl")
    (True, True, False)
    """
    stem = place.rstrip("aeiouy")
    if len(stem) < 4 or not people.startswith(stem[: max(4, len(stem) - 1)]):
        return False
    return (
        people[len(stem) - 1 :].endswith(("n", "ian", "an", "er", "ese", "ish", "i", "ic", "ite")) and people != place
    )


def _person(state: State, phrase: Phrase, at: int, owner: Entity | None) -> Found:
    found = [(r, e) for e in state.register.entities for r in [_role_of(state, e, phrase, owner, at)] if r is not None]
    before = [(r, e) for r, e in found if e.first() < at and r.at < at]
    if not before and phrase.noun is not None and phrase.noun.office:
        before = [(r, e) for r, e in found if r.words]
        if len({e.key for _, e in before}) > 1:
            before = [(r, e) for r, e in before if _spoken_of(state, r, at)]
        if len({e.key for _, e in before}) > 1:
            return Found(doubt=f"“{phrase.text}” may be {_either([e for _, e in before])}")
    hidden = _hidden(state, phrase, at)
    if before:
        return _nearest(state, phrase, at, [e for _, e in before], hidden)
    return Found(entity=hidden)


def _spoken_of(state: State, role: Role, at: int) -> bool:
    """True where the text has named the role's body before `at`: "the mayor" is the mayor of the place it is about."""
    names = [w for w in re.findall(r"[\w’'-]+", role.body or "") if w[:1].isupper() and w.lower() not in ("its", "the")]
    return any(n in state.text[:at] for n in names)


def _either(found: list[Entity]) -> str:
    return " or ".join(str(e.name or e.descriptor) for e in found[:2])


def _role_of(state: State, entity: Entity, phrase: Phrase, owner: Entity | None, at: int) -> Role | None:
    """The role of `entity` that the description names, if its body and its adjectives agree."""
    if entity.kind not in ("person", "unknown") or entity.plural:
        return None
    for role in entity.roles:
        if role.head != phrase.head and not _synonyms(role.head, phrase.head, phrase):
            continue
        told = set(plain(role.words).split())
        strange = [m for m in phrase.modifiers if plain(m) not in told and m not in words("qualifiers.txt")]
        if strange and (len(told) > 1 or any(m in words("roles.txt") for m in strange)):
            continue
        if "former" in phrase.modifiers and "former" not in told and role.head != phrase.head:
            continue
        if owner is not None and not _belongs(state, role, owner, at):
            continue
        return role
    return None


def _synonyms(role: str, head: str, phrase: Phrase) -> bool:
    return phrase.form in ("definite", "same") and role in _kin(head)


@cache
def _kin(head: str) -> frozenset[str]:
    """The nouns for offices that may stand for one another."""
    return frozenset(noun for group in _SYNONYMS if head in group for noun in group)


def _belongs(state: State, role: Role, owner: Entity, at: int) -> bool:
    """True where the role's body may be the owner; a role whose body is not said may be anyone's."""
    if role.body is None:
        return True
    body = plain(role.body).removeprefix("the ")
    if body.split()[0] in ("its", "his", "her", "their"):
        return True
    if any(form in body or body in form for form in owner.forms):
        return True
    last = noun(body.split()[-1])
    return bool(owner.name and last.head in plain(owner.name).split())


def _nearest(state: State, phrase: Phrase, at: int, found: list[Entity], hidden: Entity | None) -> Found:
    """The one mentioned last; none where two were mentioned about equally near and nothing tells them apart."""
    found = list(dict.fromkeys(found))
    if hidden is not None and hidden not in found:
        found.append(hidden)
    layout = state.layout

    def place(entity: Entity) -> int:
        last = entity.last_before(at)
        return last.start if last else -1

    found.sort(key=place, reverse=True)
    if len(found) > 1 and place(found[1]) >= 0:
        near, next_ = layout.paragraph(place(found[0])), layout.paragraph(place(found[1]))
        turn = state.last(at)
        spoke = turn.entity if turn else None
        if near == next_ == layout.paragraph(at) and spoke not in found[:2]:
            return Found(doubt=f"“{phrase.text}” may be {_either(found)}")
        if near == next_ and spoke in found[:2]:
            return Found(entity=spoke)
    return Found(entity=found[0])


def _hidden(state: State, phrase: Phrase, at: int) -> Entity | None:
    """The last unnamed person before `at` who was called the same, or by a word as general."""
    best = None
    for turn in state.turns:
        entity = turn.entity
        if entity is None or turn.at >= at or not entity.hidden or not entity.single:
            continue
        same = entity.head == phrase.head
        general = phrase.head in _LOOSE_PEOPLE and (
            phrase.form == "same" or state.layout.paragraph(at) - state.layout.paragraph(turn.at) <= 1
        )
        if same or (general and _agrees(entity, phrase)):
            best = entity if best is None or same or best.head != phrase.head else best
    return best


def _agrees(entity: Entity, phrase: Phrase) -> bool:
    return entity.gender is None or phrase.gender is None or entity.gender == phrase.gender


def _group(state: State, phrase: Phrase, at: int) -> Entity | None:
    """The last group before `at` with that noun, or with that number."""
    for turn in state.before(at):
        entity = turn.entity
        if entity is None or not entity.plural or phrase.form not in ("definite", "same"):
            continue
        if phrase.owner is not None and entity.head != phrase.head:
            continue
        exact = phrase.count[1] is not None and phrase.count == entity.count
        same = bool(phrase.head) and entity.head == phrase.head and (exact or phrase.count[1] is None)
        alone = not phrase.head and exact
        general = (
            phrase.head in ("person", "source", "man", "woman") and (exact or phrase.count[1] is None) and entity.hidden
        )
        if same or alone or general:
            return entity
    return None


def _document(state: State, phrase: Phrase, at: int) -> Entity | None:
    """The last document before `at` that was called the same; for "the document" any."""
    found = [e for e in state.register.entities if e.kind == "document" and e.first() < at]
    if phrase.form not in ("definite", "same", "indefinite") or (
        phrase.form == "indefinite" and phrase.noun and not phrase.noun.plural
    ):
        return None
    general = phrase.head in ("document", "text", "paper", "papers", "file")
    same = [e for e in found if e.head == phrase.head or (e.name and phrase.head in plain(e.name).split())]
    same = [e for e in same if e.plural == phrase.plural and _not_another(phrase, e)]
    if phrase.form == "indefinite":
        return None
    if not same and general:
        same = [e for e in found if state.layout.paragraph(at) - state.layout.paragraph(_last_place(e, at)) <= 3]
    return max(same, key=lambda e: _last_place(e, at), default=None)


def _not_another(phrase: Phrase, entity: Entity) -> bool:
    """False where the description has a name or an order that the document was not given: "the latest Marl poll"."""
    told = plain(f"{entity.descriptor or ''} {entity.name or ''}")
    names = re.findall(r"\b[A-Z][\w/&’'-]*", phrase.text[1:])
    orders = [
        m
        for m in phrase.modifiers
        if m in ("latest", "new", "second", "third", "first", "previous", "separate", "other")
    ]
    return all(plain(n) in told for n in names) and all(o in told for o in orders)


def _last_place(entity: Entity, at: int) -> int:
    last = entity.last_before(at)
    return last.start if last else -1


def _body(state: State, phrase: Phrase, at: int, owner: Entity | None) -> Found:
    """The body or outlet that "the ministry", "the company", "the paper" stands for."""
    if phrase.form not in ("definite", "same"):
        return Found()
    if phrase.noun is not None and phrase.noun.outlet and owner is None:
        outlet = relayed(state, at, head=phrase.head, strong=phrase.kind == "outlet")
        if outlet is not None and not _named_so(state, phrase.head, at):
            return Found(entity=outlet)
        if phrase.kind == "outlet":
            others = outlet is None and _outlets_before(state, at)
            return Found(
                entity=outlet, doubt=f"“{phrase.text}” is none of the outlets named before" if others else None
            )
    bodies = [
        e
        for e in state.register.entities
        if e.kind in ("organisation", "government", "unknown", "country") and e.name and e.first() < at
    ]
    same = [e for e in bodies if e.name and phrase.head in plain(e.name).split() and _modified(phrase, e)]
    if owner is not None:
        same = [e for e in same if not e.affiliation or any(f in plain(e.affiliation) for f in owner.forms)]
    if not same and owner is None:
        kin = set(column("hypernyms.tsv").get(phrase.head, "").split())
        same = [e for e in bodies if e.name and kin & set(plain(e.name).split())]
        same += [e for e in bodies if e.has_role(phrase.head, at)]
        if phrase.head in (
            "company",
            "firm",
            "group",
            "retailer",
            "maker",
            "manufacturer",
            "airline",
            "business",
            "operator",
        ):
            firms = [e for e in bodies if e.kind in ("organisation", "unknown") and e not in same and _commercial(e)]
            # A name of which nothing is known may be a place's: it is the company where nothing else is.
            same += [e for e in firms if e.kind == "organisation"] or [
                e for e in firms if not _stands_as_place(state, e)
            ]
    return Found(entity=max(same, key=lambda e: _last_place(e, at), default=None))


def _modified(phrase: Phrase, entity: Entity) -> bool:
    """True where the adjectives of the description do not contradict the name: "the regional council" is no parish
    council.
    """
    told = set(plain(entity.name or "").split())
    extra = [plain(m) for m in phrase.modifiers if plain(m) not in told]
    return not extra or len(told) == 1 or all(e in ("same", "whole", "new", "local", "powerful") for e in extra)


def _commercial(entity: Entity) -> bool:
    """True where nothing in the name says that it is no company."""
    told = set(plain(entity.name or "").split())
    public = words("organisation_nouns.txt") - {
        "company",
        "firm",
        "bank",
        "group",
        "bakery",
        "brewery",
        "fund",
        "airline",
    }
    return not told & public and entity.kind != "country"


_LOCATIVE = re.compile(
    r"\b(?:in|from|at|near|to|outside|around|into|through|across|visit|visited|reach|reached|left)\s+$"
)
_SITE = re.compile(
    r"\s+(?:plant|smelter|mill|works|factory|mine|bridge|port|harbour|area|region|site|yard|branch|street)\b"
)


def _stands_as_place(state: State, entity: Entity) -> bool:
    """True where all that is known of a name is that something is in, from or near it: "from Orle", "the Orle mill"."""
    text = state.text
    return all(
        _LOCATIVE.search(text[max(0, m.start - 9) : m.start]) or _SITE.match(text, m.end) for m in entity.mentions
    )


def _named_so(state: State, head: str, at: int) -> bool:
    return any(
        e.name and e.kind != "outlet" and head in plain(e.name).split() and e.first() < at
        for e in state.register.entities
    )


def relayed(state: State, at: int, *, head: str, strong: bool) -> Entity | None:
    """The outlet that "the publication" (`strong`) or "the agency" means: the one mentioned last, if not long ago.

    One of another trade than the noun `head` has is passed over: "the newspaper" is no radio station.
    """
    found = [e for e in _outlets_before(state, at) if fits(state, e, head)]
    best = max(found, key=lambda e: _last_place(e, at), default=None)
    if best is None:
        return None
    gap = state.layout.paragraph(at) - state.layout.paragraph(_last_place(best, at))
    return best if gap <= (12 if strong else 4) else None


def _outlets_before(state: State, at: int) -> list[Entity]:
    return [e for e in state.register.entities if e.kind == "outlet" and e.first() < at and e is not state.own]


def whole_of(state: State, span: Span, at: int) -> Entity | None:
    """The group that "them", "the people", "the publication's interlocutors" in "one of …" refers to."""
    words_ = span.of(state.text)
    head = noun(re.split(r"\s+(?:who|which|that|close|familiar|in|at|with|briefed)\b", words_)[0].split()[-1]).head
    pronoun = words_.lower() in ("them", "these", "those", "the two", "the three")
    for turn in state.before(at):
        entity = turn.entity
        if entity is None or not entity.plural:
            continue
        if pronoun or entity.head == head or head in ("person", "source"):
            return entity
    return None
