"""Owns which article tells which claim, and through whom: the view of clusters that derivations and reports share."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.language.outlets import outlet_key
from firsthand.model import Source, Span
from firsthand.model.trace import Piece, TracedSource, Unit
from firsthand.tracing.details import content, is_negated
from firsthand.tracing.namings import (
    Naming,
    OutletNames,
    is_own_outlet,
    is_telling,
    namings,
    outlet_names,
    outlet_nouns,
)
from firsthand.tracing.order import in_time
from firsthand.tracing.tellers import sentence_of, told_links

SHOWN = ("denies", "doubts")
"""Stances that do not assert."""
SAID_AGAIN = 3
"""Content words from which a wording with a "not" can be known for the denial of one without."""

Cluster = tuple[Unit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Pieces and clusters with the indexes that the steps need; made by `told`, and a function of their sets alone.

    `units` are those of each article by claim: article id → number of the cluster → units. `named` are the namings of
    each article, `outlets` the `outlet_key` of each ("" where none is known), `place` its number in order of time.
    """

    pieces: Mapping[str, Piece]
    clusters: tuple[Cluster, ...]
    units: Mapping[str, Mapping[int, Cluster]]
    outlets: Mapping[str, str]
    place: Mapping[str, int]
    names: OutletNames
    named: Mapping[str, tuple[Naming, ...]]
    opposites: frozenset[str] = frozenset()
    left_open: frozenset[str] = frozenset()

    def claims(self, article: str) -> frozenset[int]:
        """Numbers of the clusters that the article has a unit of."""
        return frozenset(self.units.get(article, {}))

    def asserts(self, article: str, claim: int) -> bool:
        """True where the article tells the claim without only denying or doubting it."""
        return any(self.stance(u) not in SHOWN for u in self.units.get(article, {}).get(claim, ()))

    def stance(self, unit: Unit) -> str:
        """What the unit does with its claim: its own stance, "denies" where it says the opposite (`_opposites`), or
        "doubts" where its sentence leaves it open (`_is_left_open`).
        """
        if unit.id in self.opposites:
            return "denies"
        return "doubts" if unit.id in self.left_open and unit.stance == "asserts" else unit.stance

    def outlet(self, article: str) -> str:
        """The `outlet_key` of the article's outlet, "" where none is known."""
        return self.outlets[article]

    def units_of(self, article: str) -> Iterator[Unit]:
        """Every unit of the article."""
        return (u for units in self.units.get(article, {}).values() for u in units)

    def links(self, unit: Unit) -> tuple[Source, ...]:
        """The sources of the unit's chain, the article's own outlet left out: the article itself is not a link."""
        own = self.outlet(unit.article)
        found = []
        for given in self._as_named(unit, told_links(self.pieces[unit.article], unit)):
            source = self._own_named(given, own, self.pieces[unit.article].outlet)
            if own and self.outlet_of(source) == own and not any(n.outlet == own for n in self.named[unit.article]):
                continue
            found.append(source)
        return tuple(found) if found else self._outlet_that_tells(unit)

    def _own_named(self, source: Source, own: str, name: str | None) -> Source:
        """The article's own outlet, where the source is called by nothing but its kind: "this newspaper"."""
        if not own or not is_own_outlet(source.name or source.descriptor or ""):
            return source
        return Source(id=f"outlet {own}", kind="outlet", name=name)

    def _outlet_that_tells(self, unit: Unit) -> tuple[Source, ...]:
        """The outlet that the sentence of a unit without a source says has reported it."""
        sentence = self.sentence(unit)
        text = self.pieces[unit.article].reading.article.text
        for naming in self.named[unit.article]:
            if naming.sentence == sentence and not naming.nested and is_telling(text, naming):
                name = self.pieces[unit.article].outlet if naming.own else naming.span.of(text)
                return (Source(id=f"outlet {naming.outlet}", kind="outlet", name=name),)
        return ()

    def _as_named(self, unit: Unit, links: tuple[Source, ...]) -> tuple[Source, ...]:
        """The links with the outlet first that the text names where the reading has another source."""
        if unit.statement is None or not links or links[0].kind == "outlet":
            return links
        spoken = self.pieces[unit.article].reading.statement(unit.statement).source_span
        named = next((n for n in self.named[unit.article] if spoken is not None and n.span.meets(spoken)), None)
        if named is None or links[0].anonymous or named.outlet == self.outlet_of(links[0]):
            return links
        words = named.span.of(self.pieces[unit.article].reading.article.text)
        return (Source(id=f"outlet {named.outlet}", kind="outlet", name=words), *links[1:])

    def outlet_of(self, source: Source) -> str | None:
        """The outlet of the pieces that a source is, as its `outlet_key`; None where it is none of them.

        A name of several words that is an outlet's here is that outlet's, also where it was read as a person's.
        """
        person = source.kind == "person" and " " not in (source.name or "")
        return None if source.anonymous or person or source.kind == "document" else self.names.key_of(source.name)

    def sentence(self, unit: Unit) -> Span | None:
        """The sentence of the text in which the unit begins; None for a title."""
        return sentence_of(self.pieces[unit.article], unit)


def told(pieces: Iterable[Piece], clusters: Sequence[Cluster]) -> Told:
    """The view of `pieces` and `clusters`; neither their order nor that of the units in a cluster matters."""
    by_id = {p.id: p for p in sorted(pieces, key=in_time)}
    place = {id: n for n, id in enumerate(by_id)}
    tidy = [
        tuple(sorted((u for u in c if u.article in by_id), key=lambda u: (place[u.article], *unit_place(u))))
        for c in clusters
    ]
    ordered = tuple(sorted((c for c in tidy if c), key=lambda c: (place[c[0].article], *unit_place(c[0]))))
    units: dict[str, dict[int, list[Unit]]] = {}
    for n, cluster in enumerate(ordered):
        for unit in cluster:
            units.setdefault(unit.article, {}).setdefault(n, []).append(unit)
    names = outlet_names(by_id.values())
    view = Told(
        pieces=by_id,
        clusters=ordered,
        units={a: {n: tuple(us) for n, us in by.items()} for a, by in units.items()},
        outlets={p.id: outlet_key(p.outlet or "") for p in by_id.values()},
        place=place,
        names=names,
        named={p.id: namings(p, names) for p in by_id.values()},
    )
    view = replace(view, left_open=frozenset(u.id for c in ordered for u in c if _is_left_open(view, u)))
    return replace(view, opposites=frozenset(id for c in ordered for id in _opposites(view, c)))


def _is_left_open(view: Told, unit: Unit) -> bool:
    """True where the sentence tells the unit as a question or as hard to believe: "too early to say whether …"."""
    sentence = view.sentence(unit)
    if sentence is None or unit.stance != "asserts":
        return False
    text = view.pieces[unit.article].reading.article.text
    before = text[sentence.start : min(unit.spans[0].start, sentence.end)]
    return bool(_OPEN.search(before) or _OPEN.match(unit.words))


def _opposites(view: Told, cluster: Cluster) -> frozenset[str]:
    """Units of a cluster that say the claim is not so (`_said_opposite`), and those by which a source says in another
    article that what it told is not so; without those by which a source tells what it denies in other articles: it
    said the one and the other.
    """
    plain_units = [u for u in cluster if u.stance not in SHOWN and u.field == "text"]
    found = set(_said_opposite(view, cluster, plain_units)) if len(plain_units) > 1 else set()
    found -= {u.id for u in plain_units if u.id in found and _asserts_what_it_denies(view, u, cluster)}
    return frozenset({*found, *_says_not(view, plain_units)})


def _asserts_what_it_denies(view: Told, unit: Unit, cluster: Cluster) -> bool:
    """True where its source denies the claim, in other articles only, and the unit tells in so many words what is
    denied there: said once, denied once.
    """
    who = _first(view, unit)
    denials = [u for u in cluster if u.stance == "denies" and who is not None and _first(view, u) == who]
    return bool(denials) and all(u.article != unit.article and _one_saying(u.words, unit.words) for u in denials)


def _says_not(view: Told, units: Sequence[Unit]) -> Iterator[str]:
    """Units with a "not" where the first one has none, or none where it has one, of a source that says in another
    article what they negate, in the same words.
    """
    same = [u for u in units if is_negated(u.words) == is_negated(units[0].words)]
    for unit in units:
        who = None if unit in same else _first(view, unit)
        there = (u for u in same if u.article != unit.article and _same_but_not(u.words, unit.words))
        if who is not None and any(_first(view, u) == who for u in there):
            yield unit.id


def _one_saying(a: str, b: str) -> bool:
    """True where two wordings share half of their content words or more, and both or neither say that it is not so."""
    x, y = content(a), content(b)
    return is_negated(a) == is_negated(b) and 2 * len(x & y) >= max(1, min(len(x), len(y)))


def _same_but_not(a: str, b: str) -> bool:
    """True where one wording has every content word of the other: "did not pass" is no denial of "failed"."""
    x, y = content(a), content(b)
    return min(len(x), len(y)) >= SAID_AGAIN and (x <= y or y <= x)


def _said_opposite(view: Told, cluster: Cluster, plain_units: Sequence[Unit]) -> Iterator[str]:
    """Units of a cluster that say the claim is not so: one of them is negated and the first to tell it is not, or the
    other way round, or whoever told it denies the claim elsewhere. What comes through an outlet, and what the same
    source says elsewhere, is the claim in other words.
    """
    first = is_negated(plain_units[0].words)
    same = [u for u in plain_units if is_negated(u.words) == first]
    who = {_first(view, u) for u in same}
    deniers = {_first(view, u) for u in cluster if u.stance == "denies"} - {None}
    yield from (u.id for u in plain_units if _first(view, u) in deniers and not _through_outlet(view, u))
    yield from _able(view, plain_units)
    for unit in plain_units:
        links = view.links(unit)
        if unit in same or not links or _through_outlet(view, unit):
            continue
        ending = _ENDING.findall(unit.words.lower())
        otherwise_put = all(set(_ENDING.findall(u.words.lower())) ^ set(ending) for u in same)
        otherwise_put |= bool(_UNABLE.search(unit.words)) and any(_UNABLE.search(u.words) for u in same)
        if not links[0].anonymous and _first(view, unit) not in who and not otherwise_put:
            yield unit.id


def _able(view: Told, units: Sequence[Unit]) -> Iterator[str]:
    """Units whose named source says that what the first source says cannot be can be."""
    who = _first(view, units[0])
    first = [u for u in units if _first(view, u) == who]
    if not any(_UNABLE.search(u.words) for u in first) or any(_ABLE.search(u.words) for u in first):
        return
    for unit in units:
        links = view.links(unit)
        able = _ABLE.search(unit.words) and not is_negated(unit.words) and not _UNABLE.search(unit.words)
        if able and unit not in first and links and not links[0].anonymous and not _through_outlet(view, unit):
            yield unit.id


def _through_outlet(view: Told, unit: Unit) -> bool:
    links = view.links(unit)
    return bool(links) and (view.outlet_of(links[-1]) is not None or is_outlet_noun(links[-1]))


def _first(view: Told, unit: Unit) -> str | None:
    links = view.links(unit)
    if not links:
        return None
    outlet = view.outlet_of(links[0])
    return f"outlet {outlet}" if outlet else view.pieces[unit.article].source_id(links[0].id)


_OPEN = re.compile(
    r"(?:\bwhether\s+(?:or\s+not\s+)?(?:that\s+)?|(?:hard|difficult|impossible)\s+to\s+(?:believe|imagine)\s+(?:that\s+)?)(?:the\s+)?$|"
    r"\b(?:withdr(?:ew|awn)|retract(?:s|ed)|t(?:ook|aken)\s+back)\s+(?:its|their|his|her)\s+(?:[\w’'-]+\s+){0,3}$|"
    r"^(?:has\s+|had\s+)?(?:withdr(?:ew|awn)|retract(?:s|ed)|t(?:ook|aken)\s+back)\s+(?:its|their|his|her)\b|"
    r"^(?:\w+\s+){0,3}(?:hard|difficult|impossible)\s+to\s+(?:believe|imagine)\b|^whether\b",
    re.I,
)
_UNABLE = re.compile(r"\b(?:cannot|can\s+not|can[’']t|unable|impossible|incapable|too\s+\w+\s+(?:for|to))\b", re.I)
_ABLE = re.compile(r"\b(?:can(?!\s+not|[’'])|able\s+to|capable|possible)\b", re.I)
_ENDING = re.compile(
    r"\b(?:halt|suspen|cancel|stop|ceas|clos|froz|freez|idle|scrap|abandon|drop|refus|reject|lack|call(?:ed|ing)?\s+off|"
    r"without|off\b|end(?:ed|s|ing)?\b|lost|fail|empty|miss)"
)
"""Words that say "not" by themselves: "no ferry left", "every sailing was halted"."""


def unit_place(unit: Unit) -> tuple[bool, int, int, str]:
    """A key to sort units of one article by: the title first, then as they stand."""
    return (unit.field == "text", unit.spans[0].start, unit.spans[-1].end, unit.id)


def is_outlet_noun(source: Source) -> bool:
    """True for an outlet of news that is described and not named ("a foreign website", "state media")."""
    return bool(outlet_nouns().search(source.name or source.descriptor or "")) and source.kind != "person"


def is_outlet_noun_of(source: TracedSource) -> bool:
    """True for a traced source that is an outlet called by nothing but its kind ("newspaper", "the report")."""
    words = source.name or source.descriptor or ""
    return source.kind == "outlet" and words == words.lower() and bool(outlet_nouns().search(words))
