"""Owns which article tells which claim, and through whom: the view of clusters that derivations and reports share."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.language.outlets import outlet_key
from firsthand.model import Source, Span
from firsthand.model.trace import Piece, Unit
from firsthand.tracing.namings import Naming, OutletNames, is_telling, namings, outlet_names, outlet_nouns
from firsthand.tracing.order import in_time
from firsthand.tracing.tellers import sentence_of, told_links

SHOWN = ("denies", "doubts")
"""Stances that do not assert."""

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

    def claims(self, article: str) -> frozenset[int]:
        """Numbers of the clusters that the article has a unit of."""
        return frozenset(self.units.get(article, {}))

    def asserts(self, article: str, claim: int) -> bool:
        """True where the article tells the claim without only denying or doubting it."""
        return any(self.stance(u) not in SHOWN for u in self.units.get(article, {}).get(claim, ()))

    def stance(self, unit: Unit) -> str:
        """What the unit does with its claim: its own stance, or "denies" where it says the opposite (`_opposites`)."""
        return "denies" if unit.id in self.opposites else unit.stance

    def outlet(self, article: str) -> str:
        """The `outlet_key` of the article's outlet, "" where none is known."""
        return self.outlets[article]

    def links(self, unit: Unit) -> tuple[Source, ...]:
        """The sources of the unit's chain, the article's own outlet left out: the article itself is not a link."""
        own = self.outlet(unit.article)
        found = []
        for source in self._as_named(unit, told_links(self.pieces[unit.article], unit)):
            if own and self.outlet_of(source) == own and not any(n.outlet == own for n in self.named[unit.article]):
                continue
            found.append(source)
        return tuple(found) if found else self._outlet_that_tells(unit)

    def _outlet_that_tells(self, unit: Unit) -> tuple[Source, ...]:
        """The outlet that the sentence of a unit without a source says has reported it."""
        sentence = self.sentence(unit)
        text = self.pieces[unit.article].reading.article.text
        for naming in self.named[unit.article]:
            if naming.sentence == sentence and not naming.nested and is_telling(text, naming):
                name = naming.span.of(text)
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
        """The outlet of the pieces that a source is, as its `outlet_key`; None where it is none of them."""
        return None if source.anonymous or source.kind in ("person", "document") else self.names.key_of(source.name)

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
    return replace(view, opposites=frozenset(id for c in ordered for id in _opposites(view, c)))


def _opposites(view: Told, cluster: Cluster) -> Iterator[str]:
    """Units of a cluster that say the claim is not so: one of them is negated and the first to tell it is not, or the
    other way round, or whoever told it denies the claim elsewhere. What comes through an outlet, and what the same
    source says elsewhere, is the claim in other words.
    """
    plain_units = [u for u in cluster if u.stance not in SHOWN and u.field == "text"]
    if len(plain_units) < 2:
        return
    first = _is_negated(plain_units[0].words)
    same = [u for u in plain_units if _is_negated(u.words) == first]
    who = {_first(view, u) for u in same}
    deniers = {_first(view, u) for u in cluster if u.stance == "denies"} - {None}
    yield from (u.id for u in plain_units if _first(view, u) in deniers and not _through_outlet(view, u))
    for unit in plain_units:
        links = view.links(unit)
        if unit in same or not links or _through_outlet(view, unit):
            continue
        if not links[0].anonymous and _first(view, unit) not in who:
            yield unit.id


def _through_outlet(view: Told, unit: Unit) -> bool:
    links = view.links(unit)
    return bool(links) and (view.outlet_of(links[-1]) is not None or is_outlet_noun(links[-1]))


def _first(view: Told, unit: Unit) -> str | None:
    links = view.links(unit)
    return view.pieces[unit.article].source_id(links[0].id) if links else None


_NOT = re.compile(r"\b(?:no|not|never|none|neither|nor|nobody|nothing|cannot)\b|n[’']t\b", re.I)
_NO_DENIAL = re.compile(r"\bnot\s+(?:only|just|merely|least)\b|\bno\s+(?:later|fewer|less|more)\s+than\b", re.I)


def _is_negated(words: str) -> bool:
    return bool(_NOT.search(_NO_DENIAL.sub("", words)))


def unit_place(unit: Unit) -> tuple[bool, int, int, str]:
    """A key to sort units of one article by: the title first, then as they stand."""
    return (unit.field == "text", unit.spans[0].start, unit.spans[-1].end, unit.id)


def is_outlet_noun(source: Source) -> bool:
    """True for an outlet of news that is described and not named ("a foreign website", "state media")."""
    return bool(outlet_nouns().search(source.name or source.descriptor or "")) and source.kind != "person"
