"""Owns the reports of a claim: one article's telling of it, the article it was taken from, and the chain it came by.

The stated chain is the article's own; the chain is that of the report it derives from, with that report's outlet added.
Where one text stands in two articles and none is known to be the first, it is told by the sources of one of them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from firsthand.language.words import plain
from firsthand.model import Source, digest
from firsthand.model.trace import Derivation, Edge, EdgeKind, Report, ReportStance, TracedSource, Unit
from firsthand.tracing.details import content, stands_in
from firsthand.tracing.tellers import is_taken_back
from firsthand.tracing.told import SHOWN, Told, is_outlet_noun
from firsthand.tracing.twins import twins

_OF_THE_ACTOR = ("wants", "offers", "promises", "orders")
"""Stances in which a statement tells what its source means to do, which somebody else may be telling of it."""
_HEARD = re.compile(
    r"\b(?:advis|recommend|suggest|urg(?:e|ed|es|ing)\b|promis|pledg|vow|assur|undert(?:ake|ook)|counsel|sw(?:ear|ore)|guarante)",
    re.I,
)
"""Verbs by which somebody is heard, where others ("wants", "offers") may tell what is done."""
_NO_REPORT = ("asks",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is known of where one unit comes from: links as sources' ids, the outlet of each article among them.

    `shared` is True where the chain is that of the same text in another article, which may be the earlier or the later.
    """

    stated: tuple[str, ...]
    chain: tuple[str, ...]
    derived_from: str | None = None
    kind: EdgeKind | None = None
    shared: bool = False


class Chains:
    """Works out reports claim by claim; holds the view and the edges, and remembers each way found."""

    def __init__(self, view: Told, edges: Iterable[Edge]) -> None:
        self.view = view
        self.into: dict[str, list[Edge]] = {}
        for edge in edges:
            self.into.setdefault(edge.later, []).append(edge)
        self.outlets = _outlets(view)
        self._ways: dict[str, Way] = {}
        self._open: set[str] = set()
        self._named: dict[int, frozenset[tuple[str, str]]] = {}

    def reports(self, claim: int) -> tuple[Report, ...]:
        """The reports of a claim, in order of time and place. Units that only ask are no reports.

        Who denies "a report in the Courier that …" makes two: the denial, and the Courier's telling that is denied.
        """
        first: dict[tuple[str, str], str] = {}
        out = []
        for unit in self.view.clusters[claim]:
            if unit.stance in _NO_REPORT:
                continue
            way = self.way(unit, claim)
            stance = self._stance(unit)
            denied = self._denied_report(unit, claim) if stance != "asserts" else None
            if denied is not None:
                out.append(self._report(unit, denied, "asserts", denied.kind or "cites"))
                out[-1] = replace(out[-1], certainty="flat", hedges=())
            who = way.chain[0] if way.chain and stance != "asserts" else ""
            origin = first.setdefault((stance, who), unit.article)
            straight: Derivation = "original" if origin == unit.article or way.shared else "independent"
            out.append(self._report(unit, way, stance, way.kind or straight))
            if is_taken_back(self.view.pieces[unit.article], unit):
                back = Way(stated=(), chain=())
                out.append(replace(self._report(unit, back, "denies", "original"), quotation="none"))
        return tuple(out)

    def _stance(self, unit: Unit) -> ReportStance:
        stance = self.view.stance(unit)
        return "denies" if stance == "denies" else "doubts" if stance == "doubts" else "asserts"

    def _report(self, unit: Unit, way: Way, stance: ReportStance, derivation: Derivation) -> Report:
        piece = self.view.pieces[unit.article]
        return Report(
            unit=unit.id,
            article=piece.id,
            key=piece.key,
            spans=unit.spans,
            words=unit.words,
            outlet=piece.outlet,
            field=unit.field,
            statement=unit.statement,
            quotation=unit.quotation,
            stance=stance,
            certainty=unit.certainty,
            hedges=unit.hedges,
            chain=way.chain,
            stated_chain=way.stated,
            derived_from=way.derived_from,
            derivation=derivation,
            when=piece.when,
        )

    def _denied_report(self, unit: Unit, claim: int) -> Way | None:
        """The way of another outlet's telling that the unit's sentence names and denies."""
        sentence = self.view.sentence(unit)
        for edge in self.into.get(unit.article, []):
            # A passage with no place in the earlier article is one that names it; a hyperlink's place is not known.
            shown = any(a is None and sentence is not None and b.meets(sentence) for a, b in edge.passages)
            if shown and edge.acknowledged and edge.kind != "verbatim" and self.view.asserts(edge.earlier, claim):
                outlet = self.outlets[edge.earlier].id
                there = self._report_in(edge.earlier, claim, ())
                before = self.way(there, claim).chain if there is not None else ()
                chain = (*(i for i in before if i != outlet), outlet)
                return Way(stated=(outlet,), chain=chain, derived_from=edge.earlier, kind=edge.kind)
        return None

    def way(self, unit: Unit, claim: int) -> Way:
        """Where a unit comes from."""
        if unit.id not in self._ways:
            self._open.add(unit.id)
            self._ways[unit.id] = self._way(unit, claim)
            self._open.discard(unit.id)
        return self._ways[unit.id]

    def _way(self, unit: Unit, claim: int) -> Way:
        links = self._links(unit, claim)
        stated = tuple(self._id(unit, s) for s in links)
        edge = self._edge(unit, links, claim)
        if edge is None:
            beside = None if links else self._beside(unit, claim)
            if beside is not None:
                way = self.way(beside, claim)
                return replace(way, stated=stated)
            behind = self._behind(unit, links, claim)
            if behind is not None:
                return replace(behind, stated=stated)
            if not links and (quoted := self._quoted_here(unit, claim)):
                return Way(stated=(), chain=(quoted,))
            same = self._twin(unit, links, claim)
            if same is not None and (chain := self.way(same, claim).chain):
                return Way(stated=stated, chain=chain, shared=True)
            return Way(stated=stated, chain=stated)
        outlet = self.outlets[edge.earlier].id
        there = self._report_in(edge.earlier, claim, links)
        before = self.way(there, claim).chain if there is not None else ()
        if not before:
            before = tuple(i for i in stated if i != outlet)
        return Way(
            stated=stated,
            chain=tuple(dict.fromkeys((*(i for i in before if i != outlet), outlet))),
            derived_from=edge.earlier,
            kind=edge.kind,
        )

    def _behind(self, unit: Unit, links: tuple[Source, ...], claim: int) -> Way | None:
        """The way through the article of an outlet that the unit is from and that is not found to tell the claim: what
        it tells comes from where the article does, if that is known to tell it.
        """
        if self.view.stance(unit) in SHOWN or (links and self.view.outlet_of(links[0]) is None):
            return None
        outlet = self.view.outlet_of(links[0]) if links else None
        for edge in self.into.get(unit.article, []):
            taken = edge.kind != "cites" if outlet is None else self.view.outlet(edge.earlier) == outlet
            if not taken or self.view.asserts(edge.earlier, claim):
                continue
            for before in self.into.get(edge.earlier, []):
                there = self._report_in(before.earlier, claim, ())
                chain = self.way(there, claim).chain if there is not None and there.id not in self._open else ()
                through = (self.outlets[before.earlier].id, self.outlets[edge.earlier].id)
                if chain:
                    whole = (*(i for i in chain if i not in through), *through)
                    return Way(stated=(), chain=tuple(dict.fromkeys(whole)), derived_from=edge.earlier, kind=edge.kind)
        return None

    def _quoted_here(self, unit: Unit, claim: int) -> str | None:
        """Who tells the claim in another article and speaks in this one, which tells it in its own voice: the one who
        speaks nearest to it.
        """
        piece = self.view.pieces[unit.article]
        if unit.field == "title":
            return None
        known = {id for article, id in self._tellers(claim) if article != unit.article}
        at = unit.spans[0].start
        speaking = [
            (abs(s.content_spans[0].start - at), piece.source_id(s.source))
            for s in piece.reading.statements
            if s.source is not None and piece.source_id(s.source) in known and s.stance == "asserts"
        ]
        return min(speaking)[1] if speaking else None

    def _tellers(self, claim: int) -> frozenset[tuple[str, str]]:
        """The named sources, no outlets, that are first in a report of the claim: article and source's id."""
        if claim not in self._named:
            self._named[claim] = frozenset(
                (other.article, self._id(other, links[0]))
                for other in self.view.clusters[claim]
                if self.view.stance(other) not in (*SHOWN, *_NO_REPORT)
                if (links := self._links(other, claim)) and links[0].name and not links[0].anonymous
                if links[0].kind != "outlet"
            )
        return self._named[claim]

    def _twin(self, unit: Unit, links: tuple[Source, ...], claim: int) -> Unit | None:
        """The place of the same text in another article that its unnamed source is looked up in."""
        if not any(s.anonymous for s in links):
            return None
        known = {e.earlier for e in self.into.get(unit.article, [])}
        for same in twins(self.view, unit, claim):
            theirs = self._links(same, claim)
            alike = len(theirs) == len(links) and all(map(_described_alike, links, theirs))
            if alike and same.article not in known and same.id not in self._open:
                return same
        return None

    def _links(self, unit: Unit, claim: int) -> tuple[Source, ...]:
        """The links of the unit's chain, without one that is only the actor of what somebody else tells."""
        links = self.view.links(unit)
        if not links or unit.stance not in _OF_THE_ACTOR or links[0].anonymous or self._in_own_words(unit, links[0]):
            return links
        me = self._id(unit, links[0])
        for other in self.view.clusters[claim]:
            theirs = self.view.links(other)
            if other.stance not in (*_OF_THE_ACTOR, *_NO_REPORT) and (not theirs or self._id(other, theirs[0]) != me):
                return links[1:]
        return links[1:] if len(links) > 1 else links

    def _in_own_words(self, unit: Unit, source: Source) -> bool:
        """True where the source is heard to want or promise it: its words are quoted, or it speaks by a verb of saying
        ("advises", "promised"), or it is a document.
        """
        if unit.quotation == "direct" or source.kind == "document":
            return True
        if unit.statement is None:
            return False
        piece = self.view.pieces[unit.article]
        statement, text = piece.reading.statement(unit.statement), piece.reading.article.text
        spoken, cue = statement.source_span, statement.cue_span
        if spoken is not None and plain(spoken.of(text)) in ("i", "we"):
            return True
        return cue is not None and bool(_HEARD.search(cue.of(text)))

    def _id(self, unit: Unit, source: Source) -> str:
        outlet = self.view.outlet_of(source)
        piece = self.view.pieces[unit.article]
        return self.outlets[outlet].id if outlet and outlet in self.outlets else piece.source_id(source.id)

    def _edge(self, unit: Unit, links: tuple[Source, ...], claim: int) -> Edge | None:
        """The edge by which the unit came to its article; None where it has it from elsewhere, or itself."""
        edges = [
            e
            for e in self.into.get(unit.article, [])
            if self.view.asserts(e.earlier, claim) or self.view.stance(unit) in SHOWN
        ]
        for edge in edges:
            if edge.kind == "verbatim" and self._copied(unit, edge.earlier):
                return edge
        if self.view.stance(unit) in SHOWN and not (links and self.view.outlet_of(links[-1])):
            return None
        edges = [e for e in edges if self.view.asserts(e.earlier, claim)]
        if links:
            return self._edge_of(unit, links, edges)
        # Own voice in an article that tells elsewhere whom it has it from goes by that.
        if self._beside(unit, claim) is not None:
            return None
        return edges[-1] if edges else None

    def _edge_of(self, unit: Unit, links: tuple[Source, ...], edges: list[Edge]) -> Edge | None:
        outlet = self.view.outlet_of(links[-1])
        if outlet is not None:
            return next((e for e in edges if self.view.outlet(e.earlier) == outlet), None)
        if is_outlet_noun(links[-1]):
            return edges[0] if edges else None
        unnamed = all(s.anonymous for s in links)
        again = self._again(unit, edges) if unnamed else None
        if again is not None or not unnamed or self._told_here(unit) or self._of_an_outlet(links[0]):
            return again
        return next((e for e in edges if e.kind != "cites"), None)

    def _again(self, unit: Unit, edges: list[Edge]) -> Edge | None:
        """The edge to the outlet's own earlier article that the unit's sentence speaks of: "told us last week"."""
        own, sentence = self.view.outlet(unit.article), self.view.sentence(unit)
        if not any(n.own and n.sentence == sentence for n in self.view.named[unit.article]):
            return None
        return next((e for e in edges if self.view.outlet(e.earlier) == own), None)

    def _of_an_outlet(self, source: Source) -> bool:
        """True for one that is described as an outlet's ("the Courier's reader"): who that is, is not for here."""
        pattern = self.view.names.pattern
        return pattern is not None and bool(pattern.search(source.descriptor or ""))

    def _told_here(self, unit: Unit) -> bool:
        """True where the sentence or the source says that it was told to the article's own outlet."""
        piece, sentence = self.view.pieces[unit.article], self.view.sentence(unit)
        own = self.view.outlet(unit.article)
        if any(s.via and self.view.outlet_of(piece.reading.source(s.via)) == own for s in self.view.links(unit)):
            return True
        if sentence is None or self.view.names.pattern is None or not own:
            return False
        found = self.view.names.pattern.finditer(piece.reading.article.text, sentence.start, sentence.end)
        return any(m["full"] and self.view.names.key_of(m["full"]) == own for m in found)

    def _copied(self, unit: Unit, earlier: str) -> bool:
        text = self.view.pieces[earlier].reading.article.text
        sentence = self.view.sentence(unit)
        mine = self.view.pieces[unit.article].reading.article.text
        return stands_in(unit.words, text) or (sentence is not None and stands_in(sentence.of(mine), text))

    def _beside(self, unit: Unit, claim: int) -> Unit | None:
        """A unit of the same article that asserts the same claim and says whom it is from; the nearest one."""
        if self.view.stance(unit) in SHOWN:
            return None
        others = [
            u
            for u in self.view.units[unit.article][claim]
            if u.id != unit.id and self.view.stance(u) not in (*SHOWN, *_NO_REPORT) and self._links(u, claim)
        ]
        at = unit.spans[0].start
        return min(others, key=lambda u: (abs(u.spans[0].start - at), u.id)) if others else None

    def _report_in(self, article: str, claim: int, links: tuple[Source, ...]) -> Unit | None:
        """The unit of an article that a later one with these links has it from: one with a source of the same sort."""
        units = [
            u
            for u in self.view.units.get(article, {}).get(claim, ())
            if self.view.stance(u) not in (*SHOWN, *_NO_REPORT)
        ]
        wanted = next((s for s in links if self.view.outlet_of(s) is None), None)

        def fits(unit: Unit) -> tuple[bool, bool, int]:
            mine = self._links(unit, claim)
            same = wanted is not None and bool(mine) and _alike(wanted, mine[0])
            return (not same, not mine, -len(mine))

        return min(units, key=lambda u: (*fits(u), u.id)) if units else None


def _alike(a: Source, b: Source) -> bool:
    if a.anonymous or b.anonymous:
        return a.anonymous == b.anonymous
    return bool(content(a.name or "") & content(b.name or ""))


def _described_alike(a: Source, b: Source) -> bool:
    """True where two sources of one text are the same one: alike, and described by the same words."""
    return _alike(a, b) and content(a.descriptor or "") == content(b.descriptor or "")


def outlet_source(view: Told, article: str) -> TracedSource:
    """The outlet of an article as a source; its id is that of the outlet's `SourceKey`, whoever names it."""
    key = view.outlet(article)
    piece = view.pieces[article]
    if not key:
        return TracedSource(id=digest("outlet of", article), kind="outlet", descriptor=f"the outlet of {piece.key}")
    return TracedSource(id=digest("outlet", key), kind="outlet", name=piece.outlet)


def _outlets(view: Told) -> Mapping[str, TracedSource]:
    """The outlets of the pieces as sources, by article id and by `outlet_key`."""
    by_article = {id: outlet_source(view, id) for id in view.pieces}
    return by_article | {view.outlet(id): source for id, source in by_article.items() if view.outlet(id)}
