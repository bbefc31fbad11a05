"""Owns the grouping of the names of one article into entities, with the roles and genders that the text gives them.

Names only: what a pronoun or a description stands for is worked out later, where it is a source.
"""

import re
from bisect import bisect_left
from string import ascii_letters

from firsthand.language.name_kinds import gender_of, is_no_person
from firsthand.language.names import Name
from firsthand.language.words import column, outlets, plain, words, words_of
from firsthand.model import KindGuess, Span
from firsthand.resolution.entities import Entity, Register, Role, same_body, same_person
from firsthand.resolution.heads import core_of
from firsthand.resolution.layout import Layout

SURE_KIND = 0.6
"""From this probability on the encoder's guess of a kind is taken where no word list knows the name. Not tuned."""

_APPOSITION = re.compile(
    r"(?:\s*\([^)]{1,40}\))?,\s+(?:\d{1,3},\s+)?(?:who\s+(?P<verb>\w+)\b|(?P<noun>[^,.;:!?\n“”\"]{3,90}))"
)
_BEFORE = re.compile(r"(?P<noun>[A-Za-z’'-]+(?:\s+[A-Za-z’'-]+){0,7}),\s+(?:[A-Z][a-z]{1,4}\.?\s+)?$")
_DIRECT = re.compile(r"(?P<noun>(?:[A-Za-z’'-]+\s+){1,5})$")
_AFTER_COMMA = re.compile(r",\s+(?:[A-Z][a-z]{1,4}\.?\s+)?$")
"""How `_BEFORE` ends: looked for first, since it is quickly seen where it is not."""
_LETTERS = ascii_letters + "’'-"
"""What the words of `_DIRECT` are made of."""
_DOING = {
    "heads": "head",
    "headed": "head",
    "leads": "leader",
    "led": "leader",
    "owns": "owner",
    "owned": "owner",
    "chairs": "chair",
    "chaired": "chair",
    "runs": "head",
    "ran": "head",
    "represents": "representative",
    "represented": "representative",
    "founded": "founder",
    "teaches": "teacher",
    "taught": "teacher",
    "manages": "manager",
    "edits": "editor",
    "keeps": "keeper",
    "directs": "director",
    "coaches": "coach",
    "farms": "farmer",
}
"""What someone "who heads the union" is called later."""


def named_entities(layout: Layout, guesses: tuple[KindGuess, ...]) -> Register:
    """The entities that the article names, each with all its names as mentions, in the order of their first mention."""
    register = Register()
    groups: list[list[Name]] = []
    by_key: dict[str, list[Name]] = {}
    by_word: dict[str, list[list[Name]]] = {}
    for name in sorted(layout.names, key=lambda n: -len(n.text.split())):
        key = plain(name.text)
        group = by_key.get(key)
        if group is None:
            group = _group_of(name, key.split(), by_word)
        if group is None:
            group = []
            groups.append(group)
            for word in _index_words(key.split()):
                by_word.setdefault(word, []).append(group)
        group.append(name)
        by_key.setdefault(key, group)
    for group in sorted(groups, key=lambda g: min(n.span for n in g)):
        _entity(register, group, guesses, text=layout.article.text)
    for entity in register.entities:
        if entity.kind in ("person", "unknown"):
            _roles(layout, entity)
    return register


def _index_words(parts: list[str]) -> set[str]:
    """The words by which a shorter form may be found: each word, each part of a double name, the initials."""
    small = "".join(w[0] for w in parts if w not in ("of", "the", "and", "for"))
    return {*parts, *(p for w in parts for p in w.split("-")), small, "".join(w[0] for w in parts)}


def _group_of(name: Name, parts: list[str], by_word: dict[str, list[list[Name]]]) -> list[Name] | None:
    """The group that a name belongs to: the same name, else the one longer name that it shortens, the nearest before
    it.
    """
    near: list[list[Name]] = []
    for word in parts:
        near += [g for g in by_word.get(word, ()) if not any(g is n for n in near)]
    fits = [g for g in near if _may_be_one(name, parts, g)]
    if len(fits) > 1:
        before = [g for g in fits if any(n.span < name.span for n in g)]
        last = [g for g in before or fits if _last_name(parts, g)]
        fits = last or before or fits
        fits.sort(key=lambda g: max((n.span.start for n in g if n.span < name.span), default=-1), reverse=True)
    return fits[0] if fits else None


def _last_name(parts: list[str], group: list[Name]) -> bool:
    return len(parts) == 1 and any(plain(n.text).split()[-1] == parts[0] for n in group)


def _may_be_one(name: Name, parts: list[str], group: list[Name]) -> bool:
    full = group[0]
    forms = plain(full.text).split()
    people = ("person", "unknown")
    genders = {n.gender for n in group if n.gender} | ({name.gender} if name.gender else set())
    if len(genders) > 1:
        return False
    if full.kind in people and name.kind in people and (full.kind == "person" or len(forms) == len(parts)):
        if len(parts) == 1 and forms[-1] != parts[0] and name.gender is None and name.before:
            return False
        return same_person(parts, forms)
    if full.kind not in people and name.kind != "person" and len(parts) < len(forms) and full.kind != "country":
        return same_body(parts, forms) or (full.kind == "outlet" and _same_outlet(parts, forms))
    return full.kind == name.kind == "outlet" and _same_outlet(parts, forms)


def _same_outlet(short: list[str], full: list[str]) -> bool:
    """ "the Journal" for The Wall Street Journal, and names that the list of outlets has as one."""
    known = outlets()
    one, other = known.get(" ".join(short)), known.get(" ".join(full))
    if one is not None and other is not None and one[0] == other[0]:
        return True
    return len(short) == 1 and full[-1] == short[0] and short[0] in words("outlet_words.txt")


def _entity(register: Register, group: list[Name], guesses: tuple[KindGuess, ...], *, text: str) -> None:
    group.sort(key=lambda n: n.span)
    full = max(group, key=lambda n: (len(n.text.split()), -n.span.start))
    votes: dict[str, float] = {}
    for name in group:
        if name.kind != "unknown":
            votes[name.kind] = votes.get(name.kind, 0) + (3 if name.sure else 1)
    sure = any(n.sure for n in group)
    kind = max((n.kind for n in group), key=lambda k: votes.get(k, 0))
    if not sure:
        weights: dict[str, float] = {}
        for guess in guesses:
            if _meets(group, guess.span):
                weights[guess.kind] = max(weights.get(guess.kind, 0.0), guess.probability)
                if weights[guess.kind] >= max(weights.values()) and guess.probability >= SURE_KIND:
                    kind = guess.kind
        if kind == "person" and any(is_no_person(text, n.span) for n in group):
            kind = "unknown"
    if kind == "unknown" and any(n.the for n in group):
        kind = "organisation"
    gender = next((n.gender for n in group if n.gender), None) if kind in ("person", "unknown") else "n"
    entity = register.new(kind, name=full.text, gender=gender, sure=sure)
    for name in group:
        entity.add(name.span)
        entity.forms.add(plain(name.text))
        if name.before and kind == "person":
            add_role(entity, name.before, name.span.start)


def _meets(group: list[Name], span: Span) -> bool:
    """True where one of the names, which are in order and do not overlap, shares a character with `span`."""
    i = bisect_left(group, span.end, key=lambda n: n.span.start)
    return i > 0 and group[i - 1].span.meets(span)


def add_role(entity: Entity, role: str, at: int, body: str | None = None) -> None:
    """One more role of `entity`, said at offset `at`; titles of courtesy are none."""
    told = " ".join(w for w in role.split() if w.lower().strip(".") not in words("courtesy.txt"))
    heads = [w.lower().strip(".,’'") for w in told.split()]
    known = [h for h in heads if h in words_of("roles.txt", "people.txt")]
    if not known:
        return
    head = known[-1] if " of " not in told and " for " not in told else known[0]
    head = next((h for h in heads if h == head), head)
    if head == "general" and "attorney" in heads:
        head = "attorney"
    entity.roles.append(Role(head=head, words=told, body=body, at=at))
    entity.gender = entity.gender or gender_of("", told)


def _roles(layout: Layout, entity: Entity) -> None:
    """Roles in apposition to the names of `entity`, before and after."""
    text = layout.article.text
    for span in tuple(entity.mentions):
        limit = layout.sentence_span(span.start)
        if m := _APPOSITION.match(text, span.end, max(span.end, limit.end)):
            if m.group("verb"):
                if head := _DOING.get(m.group("verb").lower()):
                    body = re.match(r"\s+(?:the\s+)?([^,.;]{2,40})", text[m.end("verb") :])
                    add_role(entity, head, span.start, body.group(1) if body else None)
            else:
                _apposed(text, entity, Span(m.start("noun"), m.end("noun")), span.start)
        _before(text, entity, span, limit)


def _before(text: str, entity: Entity, span: Span, limit: Span) -> None:
    left = text[max(limit.start, span.start - 90) : span.start]
    offset = span.start - len(left)
    if _AFTER_COMMA.search(left) and (m := _BEFORE.search(left)):
        _apposed(text, entity, Span(offset + m.start("noun"), offset + m.end("noun")), span.start, only_definite=True)
    elif _last_word(left).lower() in words("roles.txt") and (m := _DIRECT.search(left)):
        start = offset + m.start("noun")
        tokens = [(w.group(), w.start()) for w in re.finditer(r"\S+", m.group("noun"))]
        for word, at in reversed(tokens):
            if word.lower() in words_of("phrase_prepositions.txt", "after_heads.txt") | {
                "and",
                "that",
                "but",
                "when",
                "as",
            }:
                start = offset + m.start("noun") + at + len(word) + 1
                break
        if start < span.start - 1:
            _apposed(text, entity, Span(start, span.start - 1), span.start)


def _last_word(left: str) -> str:
    """The last word of `left` where white space follows it, else nothing."""
    bare = left.rstrip()
    return bare[len(bare.rstrip(_LETTERS)) :] if len(bare) < len(left) else ""


def _apposed(text: str, entity: Entity, span: Span, at: int, *, only_definite: bool = False) -> None:
    core = core_of(text, span)
    if core.head is None or core.noun.kind != "person" or core.noun.plural or not core.noun.known:
        return
    if only_definite and not core.determined:
        return
    start = core.noun_start if core.noun_start is not None else core.head.start
    body = core.owner or core.body
    add_role(entity, text[start : core.head.end], at, body.of(text) if body else None)
    entity.sure = True
    if entity.kind == "unknown":
        entity.kind = "person"
    entity.gender = entity.gender or column("roles.txt").get(core.noun.head)
    if entity.gender not in ("m", "f"):
        entity.gender = None
