"""Owns which article tells which claim, and through whom: the view of clusters that derivations and reports share."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from firsthand.language.outlets import outlet_key
from firsthand.model import Source, Span
from firsthand.model.trace import Piece, TracedSource, Unit
from firsthand.tracing.asides import told_in
from firsthand.tracing.denials import ABLE, ENDING, UNABLE, admits, in_fact, is_unknown, leaves_open, says_not
from firsthand.tracing.details import content
from firsthand.tracing.introduced import introduced, named_as
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
    introduced: Mapping[str, Mapping[str, Source]] = field(default_factory=dict)
    known: dict[str, tuple[Source, ...]] = field(default_factory=dict, compare=False, repr=False)

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
        if unit.id not in self.known:  # They are asked for once for each pair of a claim's units.
            self.known[unit.id] = self._links_of(unit)
        return self.known[unit.id]

    def _links_of(self, unit: Unit) -> tuple[Source, ...]:
        own = self.outlet(unit.article)
        found = []
        for given in self._as_named(unit, told_links(self.pieces[unit.article], unit)):
            known = self.introduced.get(unit.article, {}).get(given.id, given)
            if given.id.startswith("aside") and given.name is None:
                known = named_as(self.pieces[unit.article], given) or given
            if (meant := self._same_outlet(unit, known)) is not None:
                known = meant
            source = self._own_named(known, own, self.pieces[unit.article].outlet)
            if own and self.outlet_of(source) == own and not any(n.outlet == own for n in self.named[unit.article]):
                continue
            found.append(source)
        if found and found[0].kind != "outlet" and (read := self._read_in(unit)):
            return (read,)
        if len(found) == 1 and found[0].kind != "outlet" and found[0].id.startswith("aside"):
            found += self._told_in(unit)
        if len(found) > 1 and found[0].anonymous and found[1].kind == "document":
            found = found[1:]  # Unnamed ones who speak in a document wrote it, or are known from nothing else.
        return tuple(found) if found else self._outlet_that_tells(unit)

    def _same_outlet(self, unit: Unit, source: Source) -> Source | None:
        """The outlet named last before, for one that is called "the same portal", "the same dispatch"."""
        said = source.name or source.descriptor or ""
        piece = self.pieces[unit.article]
        if source.kind == "document" and self.names.pattern is not None:
            owned = self.names.pattern.search(said)
            key = self.names.key_of(owned["full"]) if owned is not None and owned["full"] else None
            if owned is not None and key and _ITS_REPORT.match(said[owned.end() :]):
                return Source(id=f"outlet {key}", kind="outlet", name=owned[0])
        if source.kind == "person" or not _SAME.match(said):
            return None
        before = [n for n in self.named[unit.article] if n.span.end <= unit.spans[0].start and not n.own]
        if not before:
            return None
        words = before[-1].span.of(piece.reading.article.text)
        return Source(id=f"outlet {before[-1].outlet}", kind="outlet", name=words)

    def _read_in(self, unit: Unit) -> Source | None:
        """The outlet that the unit's source is said to have it from: "as she had read in the Courier"."""
        sentence, text = self.sentence(unit), self.pieces[unit.article].reading.article.text
        for n in self.named[unit.article]:
            if n.sentence == sentence and not n.own and _READ_IN.search(text[n.sentence.start : n.span.start]):
                return Source(id=f"outlet {n.outlet}", kind="outlet", name=n.span.of(text))
        return None

    def _told_in(self, unit: Unit) -> list[Source]:
        """The outlet in which the unit's sentence says that it was told: "an engineer had alleged in the Courier"."""
        sentence, text = self.sentence(unit), self.pieces[unit.article].reading.article.text
        for n in self.named[unit.article]:
            if n.sentence == sentence and not n.own and told_in(text[n.sentence.start : n.span.start]):
                return [Source(id=f"outlet {n.outlet}", kind="outlet", name=n.span.of(text))]
        return []

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
        introduced={p.id: introduced(p) for p in by_id.values()},
    )
    open_ones = frozenset(u.id for c in ordered for u in c if _is_left_open(view, u))
    view = replace(view, left_open=open_ones.union(*(_doubted(c) for c in ordered)))
    return replace(view, opposites=frozenset(id for c in ordered for id in _opposites(view, c)))


def _is_left_open(view: Told, unit: Unit) -> bool:
    """True where the sentence tells the unit as a question or as hard to believe: "too early to say whether …"."""
    sentence = view.sentence(unit)
    if sentence is None or unit.stance != "asserts":
        return False
    text = view.pieces[unit.article].reading.article.text
    before = text[sentence.start : min(unit.spans[0].start, sentence.end)]
    return leaves_open(before, unit.words)


def _doubted(cluster: Cluster) -> frozenset[str]:
    """Units that say of the claim that it is not known or not to be believed ("it was impossible to tell who had
    fired"), where another article tells it: where it is all that is told, it is a claim of its own.
    """
    plain_units = [u for u in cluster if u.stance == "asserts"]
    unknown = [u for u in plain_units if is_unknown(u.words)]
    told_by = {u.article for u in plain_units if u not in unknown}
    return frozenset(u.id for u in unknown if told_by - {u.article})


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
    same = [u for u in units if says_not(u.words) == says_not(units[0].words)]
    for unit in units:
        who = None if unit in same else _first(view, unit)
        there = (u for u in same if u.article != unit.article and _same_but_not(u.words, unit.words))
        if who is not None and any(_first(view, u) == who for u in there):
            yield unit.id


def _one_saying(a: str, b: str) -> bool:
    """True where two wordings share half of their content words or more, and both or neither say that it is not so."""
    x, y = content(a), content(b)
    return says_not(a) == says_not(b) and 2 * len(x & y) >= max(1, min(len(x), len(y)))


def _same_but_not(a: str, b: str) -> bool:
    """True where one wording has every content word of the other: "did not pass" is no denial of "failed"."""
    x, y = content(a), content(b)
    return min(len(x), len(y)) >= SAID_AGAIN and (x <= y or y <= x)


def _said_opposite(view: Told, cluster: Cluster, plain_units: Sequence[Unit]) -> Iterator[str]:
    """Units of a cluster that say the claim is not so: one of them is negated and the first to tell it is not, or the
    other way round, or whoever told it denies the claim elsewhere and does not admit it here. What comes through an
    outlet, and what the same source says elsewhere, is the claim in other words.
    """
    first = says_not(plain_units[0].words)
    same = [u for u in plain_units if says_not(u.words) == first]
    who = {_first(view, u) for u in same}
    denials = [u for u in cluster if u.stance == "denies" and _first(view, u) is not None]
    for unit in plain_units:
        denied = [u.article for u in denials if _first(view, u) == _first(view, unit)]
        if denied and not _through_outlet(view, unit) and (unit.article in denied or not _admits(view, unit)):
            yield unit.id
    yield from _able(view, plain_units)
    for unit in plain_units:
        links = view.links(unit)
        if unit in same or not links or _through_outlet(view, unit):
            continue
        ending = ENDING.findall(unit.words.lower())
        otherwise_put = all(set(ENDING.findall(u.words.lower())) ^ set(ending) for u in same)
        otherwise_put |= bool(UNABLE.search(unit.words)) and any(UNABLE.search(u.words) for u in same)
        known = not links[0].anonymous or in_fact(unit.words)
        if known and _first(view, unit) not in who and not otherwise_put:
            yield unit.id


def _admits(view: Told, unit: Unit) -> bool:
    """True where the article has the unit's source admit something: "after all", "I was wrong", "conceded"."""
    piece, who = view.pieces[unit.article], _first(view, unit)
    text = piece.reading.article.text
    for other in view.units_of(unit.article):
        sentence = view.sentence(other)
        if sentence is not None and admits(sentence.of(text)) and _first(view, other) == who:
            return True
    return False


def _able(view: Told, units: Sequence[Unit]) -> Iterator[str]:
    """Units whose named source says that what the first source says cannot be can be."""
    who = _first(view, units[0])
    first = [u for u in units if _first(view, u) == who]
    if not any(UNABLE.search(u.words) for u in first) or any(ABLE.search(u.words) for u in first):
        return
    for unit in units:
        links = view.links(unit)
        able = ABLE.search(unit.words) and not says_not(unit.words) and not UNABLE.search(unit.words)
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


_SAME = re.compile(
    r"(?:always\s+)?(?:according\s+to\s+)?the\s+same\s+(?:\w+\s+)?(?:medium|(?:news)?paper|daily|weekly|portal|website|site|dispatch|"
    r"report|story|article|agency|outlet|station|channel|broadcaster|magazine|source)$",
    re.I,
)
_READ_IN = re.compile(
    r"\b(?:he|she|they|it)\s+(?:has\s+|had\s+|have\s+)?(?:read|seen|heard|learned|learnt)\s+(?:of\s+it\s+|about\s+it\s+|it\s+)?"
    r"(?:in|on|from)\s+(?:the\s+)?$",
    re.I,
)
_ITS_REPORT = re.compile(r"(?:[’']s?)?\s+(?:own\s+)?(?:report|story|article|dispatch|account|piece|scoop)s?\b", re.I)


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
