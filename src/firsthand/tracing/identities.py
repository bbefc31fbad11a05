"""Owns which sources of one claim are the same one under two descriptions, as the claim's articles say: a body and who
speaks for it, an office and who holds it, a short name and the long one, a document and its author. It looks at named
sources and documents alone: no unnamed source is ever taken for another.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import combinations

from firsthand.language.words import plain, words
from firsthand.model import Source
from firsthand.model.trace import Piece, Report, TracedSource
from firsthand.tracing.details import content
from firsthand.tracing.papers import Paper, may_be_one, one_paper, paper_of
from firsthand.tracing.speakers import ends_what_is_told
from firsthand.tracing.told import Told

Pair = tuple[str, str]

_LEADS = re.compile(
    r"\b(?:spokes\w+|press\s+officer|press\s+secretary|secretary|general\s+secretary|head|president|chair\w*|director|"
    r"chief|leader|commander|governor|principal|owner|founder|manager|boss)\b",
    re.I,
)
_ITS = re.compile(r"\b(?:[Ii]ts|[Tt]heir)\s+(?P<role>(?:[\w’'-]+\s+){0,4}[\w’'-]+),?\s+(?:[A-Z][\w’'-]*\s+){0,3}$")
_SPOKESPERSON = re.compile(r"\bspokes(?:man|woman|person)\s+(?:[A-Z][\w.’'-]*\s+){0,3}$", re.I)
_AS_BODY = r"(?:[^.!?]{0,60}\bits\b|[^.!?“”\"‘]*[.!?]\s+It\b|,\s+which\b)"
_TITLE = r"\b(?:Mr|Ms|Mrs|Miss|Dr|Sir|Lady|Professor|Captain|Inspector|Major)\.?\s+(?:[A-Z][\w’'-]+\s+)?"
_MAY_BE_BODY = ("organisation", "government", "unknown", "group", "person")
_PLACE_WORDS = "local national own district regional public state city town"
_FEWEST = 5
"""Letters that two words of one stem begin with alike: "insurer", "insures"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """Both orders of pairs of sources' ids: `one` the texts show to be one root, `maybe` they do not tell apart.

    `named` gives for a description that is surely of one source the source's id: the mayor's for "the mayor", the
    document's for its author.
    """

    one: frozenset[Pair] = frozenset()
    maybe: frozenset[Pair] = frozenset()
    named: Mapping[str, str] = field(default_factory=dict)


def identities(reports: Sequence[Report], sources: Mapping[str, TracedSource], view: Told) -> Identities:
    """What the articles of a claim say of who is whom among the first links of its asserting reports.

    Where exactly one source fits a description they are one; where several do, or it is not sure, they are not two for
    certain.
    """
    scene = _Scene(tuple(r for r in reports if r.stance == "asserts" and r.chain), sources, view)
    if len(scene.firsts) < 2:
        return Identities()
    one: set[Pair] = set()
    maybe: set[Pair] = set()
    named: dict[str, str] = {}
    for rule in (_bodies, _offices, _short_names, _kinds, _documents, _authors):
        for a, b, sure in rule(scene):
            (one if sure else maybe).update({(a, b), (b, a)})
            if sure and rule in (_offices, _short_names, _kinds, _authors):
                named.setdefault(a, b)
    return Identities(one=frozenset(one), maybe=frozenset(maybe), named=named)


def settled(reports: Sequence[Report], known: Identities, apart: frozenset[Pair]) -> tuple[Report, ...]:
    """The reports with the source itself where a chain begins with a description of it; not where they are `apart`."""
    out = []
    for report in reports:
        first = report.chain[0] if report.chain else ""
        best = known.named.get(first, first)
        if best != first and report.stance == "asserts" and not {(first, best), (best, first)} & apart:
            report = replace(report, chain=tuple(dict.fromkeys((best, *report.chain[1:]))))
        out.append(report)
    return tuple(out)


Found = Iterable[tuple[str, str, bool]]
"""Two ids, and True where they are surely one root."""


class _Scene:
    """The first links of a claim and what its articles say of each of them; a reading aid for the rules."""

    def __init__(self, reports: Sequence[Report], sources: Mapping[str, TracedSource], view: Told) -> None:
        self.reports, self.sources, self.view = reports, sources, view
        self.pieces = tuple(view.pieces[a] for a in dict.fromkeys(r.article for r in reports))
        self.firsts = tuple(dict.fromkeys(r.chain[0] for r in reports if sources[r.chain[0]].kind != "outlet"))
        self.told: dict[str, list[tuple[Piece, Source]]] = {}
        for piece in self.pieces:
            for source in piece.reading.sources:
                self.told.setdefault(piece.source_id(source.id), []).append((piece, source))

    def articles(self, id: str) -> frozenset[str]:
        """The articles of the claim that know a source."""
        mine = {p.id for p, _ in self.told.get(id, ())}
        return frozenset(mine | {r.article for r in self.reports if id in r.chain})

    def roles(self, id: str) -> tuple[str, ...]:
        """The roles that the claim's articles give a source."""
        said = [s.role for _, s in self.told.get(id, ()) if s.role]
        return tuple(dict.fromkeys((*said, *filter(None, (self.sources[id].role,)))))

    def affiliations(self, id: str) -> tuple[str, ...]:
        """The bodies that they place it at."""
        said = [s.affiliation for _, s in self.told.get(id, ()) if s.affiliation]
        return tuple(dict.fromkeys((*said, *filter(None, (self.sources[id].affiliation,)))))

    @cached_property
    def named(self) -> tuple[str, ...]:
        """Every named person that the claim's articles know, without a name that only ends what somebody else tells."""
        return tuple(
            i
            for i, told in self.told.items()
            if i in self.sources and _is_person(self.sources[i]) and not all(ends_what_is_told(p, s) for p, s in told)
        )

    @cached_property
    def people(self) -> tuple[str, ...]:
        """First links that are named people."""
        return tuple(i for i in self.firsts if _is_person(self.sources[i]))

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """First links that are or may be named or described bodies."""
        return tuple(i for i in self.firsts if self._may_be_body(i))

    def _may_be_body(self, id: str) -> bool:
        source = self.sources[id]
        if source.anonymous or source.kind not in _MAY_BE_BODY:
            return False
        if source.kind != "person":
            return True
        name = source.name or ""
        if (
            not name
            or self.roles(id)
            or any(re.search(rf"{_TITLE}{re.escape(name.split()[-1])}\b", t) for t in self.texts)
        ):
            return False
        return any(re.search(rf"(?<!, ){re.escape(name)}{_AS_BODY}", t) for t in self.texts)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts of the claim's articles."""
        return tuple(p.reading.article.text for p in self.pieces)

    @cached_property
    def papers(self) -> Mapping[str, Paper]:
        """The documents among the first links, with what is said of each."""
        out = {}
        for id in self.firsts:
            source = self.sources[id]
            if source.kind != "document":
                continue
            held = [p for p in self.pieces if p.id in self.articles(id)]
            out[id] = paper_of(source, held)
        return out


# A body and who speaks for it


def _bodies(scene: _Scene) -> Found:
    """A body and the one person of it who tells the claim: surely one where that person leads it or speaks for it, or
    where one article brings the person up as its own ("Its inspector, Ada Lind, said").
    """
    for body in scene.bodies:
        of = {p: sure for p in scene.people if p != body and (sure := _is_of(p, body, scene)) is not None}
        for person, sure in of.items():
            yield person, body, sure and len(of) == 1


def _is_of(person: str, body: str, scene: _Scene) -> bool | None:
    """None where nothing says that the person belongs to the body; else whether as one who speaks for it."""
    name = content(scene.sources[body].name or scene.sources[body].descriptor or "")
    said = [(content(a), content(r)) for a in scene.affiliations(person) for r in scene.roles(person) or ("",)]
    if name and any(name <= a | r or (a and a <= name) for a, r in said):
        return any(_LEADS.search(r) for r in scene.roles(person)) or _brought_up(person, body, scene)
    return True if _brought_up(person, body, scene) else None


def _brought_up(person: str, body: str, scene: _Scene) -> bool:
    """True where an article in which the body tells the claim, and no other one does, calls the person its own."""
    for piece in scene.pieces:
        here = {r.chain[0] for r in scene.reports if r.article == piece.id}
        bodies = [b for b in scene.bodies if b in here and b != person]
        if body not in ([b for b in bodies if not _kind(scene.sources[b])] or bodies)[:1] or _are_several(
            bodies, scene
        ):
            continue
        text = piece.reading.article.text
        mentions = _mentions(person, piece)
        if any(
            _ITS.search(text[max(0, m - 90) : m]) or _SPOKESPERSON.search(text[max(0, m - 60) : m]) for m in mentions
        ):
            return True
    return False


def _are_several(bodies: Sequence[str], scene: _Scene) -> bool:
    """True where more than one body is called by a name, or, where none is, by its kind."""
    named = [b for b in bodies if not _kind(scene.sources[b])]
    return len(named or bodies) > 1


def _mentions(id: str, piece: Piece) -> tuple[int, ...]:
    """Where a piece writes the first word of a source's name."""
    names = [s.name for s in piece.reading.sources if s.name and piece.source_id(s.id) == id]
    text = piece.reading.article.text
    return tuple(m.start() for name in names for m in re.finditer(rf"\b{re.escape(name.split()[0])}\b", text))


# An office and who holds it


def _offices(scene: _Scene) -> Found:
    """Somebody called only by an office ("the group's medical director") and the one named person of the claim's
    articles who holds it.
    """
    for id in scene.firsts:
        source = scene.sources[id]
        office = _office(source)
        if not office:
            continue
        holders = {i for i in scene.named if any(_holds(office, r) for r in scene.roles(i))}
        told = [h for h in holders if h in scene.firsts and h != id]
        for holder in told:
            yield id, holder, len(holders) == 1 and not source.anonymous


def _holds(office: frozenset[str], role: str) -> bool:
    held = content(role)
    return office <= held or (office <= _heads() and bool(held & _heads()) and not held & content("deputy vice former"))


@cache
def _heads() -> frozenset[str]:
    return content("head chief boss director leader")


def _office(source: TracedSource) -> frozenset[str]:
    """The words of the office by which a source without a name is called, where only one can hold it: "the mayor"."""
    said = source.descriptor or ""
    if source.name or source.kind not in ("person", "unknown") or source.count != (1, 1):
        return frozenset()
    found = re.fullmatch(
        r"(?:the|its|their|his|her|(?:[\w’-]+\s+){1,3}?[\w]+[’']s?)\s+(?P<office>[\w\s-]+)", said, re.I
    )
    if found is None:
        return frozenset()
    office = content(re.split(r"\s+(?:of|for|at|in)\s+", found["office"])[0])
    unique = _LEADS.search(found["office"]) or re.search(r"\b(?:mayor|minister|master|chancellor|editor)\b", said, re.I)
    vague = re.search(r"\bspokes|\bofficial|\bmanager", found["office"], re.I)
    return office if unique and not vague else frozenset()


# A short name, or one name of what the reading took for two kinds of thing


def _short_names(scene: _Scene) -> Found:
    """A surname alone and the one person among the claim's articles with that surname; one name in two articles of
    which one did not see what it is.
    """
    for a, b in combinations(scene.firsts, 2):
        x, y = scene.sources[a], scene.sources[b]
        if x.name and y.name and "unknown" in (x.kind, y.kind) and plain(x.name) == plain(y.name):
            yield a, b, True
    for id in scene.people:
        name = (scene.sources[id].name or "").split()
        if len(name) != 1:
            continue
        known = {
            piece.source_id(s.id): s
            for piece in scene.pieces
            for s in piece.reading.sources
            if s.name and len(s.name.split()) > 1 and plain(s.name.split()[-1]) == plain(name[0])
        }
        mine = frozenset[str]().union(*(content(r) for r in scene.roles(id)))
        fits = [i for i, s in known.items() if not s.role or not mine or content(s.role) & mine]
        for other in fits:
            if other in scene.firsts:
                yield id, other, len(known) == 1


# A body called by its kind


def _kinds(scene: _Scene) -> Found:
    """A body called by its kind ("the insurer", "a monitoring group") and the named body that the text says is of that
    kind, or the only one among the claim's sources that the same article knows.
    """
    for id in scene.firsts:
        kind = _kind(scene.sources[id])
        if not kind:
            continue
        others = [b for b in scene.bodies if b != id and scene.sources[b].name and not _kind(scene.sources[b])]
        said = [b for b in others if _is_called(scene.sources[b].name or "", kind, scene.texts)]
        here = [b for b in others if scene.articles(b) & scene.articles(id) and _could_be(scene.sources[b], kind)]
        sure = said if said else here
        for other in others:
            if other in sure:
                yield id, other, len(sure) == 1
            elif _could_be(scene.sources[other], kind):
                yield id, other, False


def _kind(source: TracedSource) -> frozenset[str]:
    """The words of a body that is called by its kind alone: no capital in them but the first."""
    said = source.name or source.descriptor or ""
    bare = re.sub(r"^(?:the|an?|its|their)\s+", "", said, flags=re.I)
    if source.kind in ("document", "outlet") or not bare or bare != bare.lower():
        return frozenset()
    if not source.name and (source.kind == "person" or source.count != (1, 1)):
        return content(bare) if plain(bare) in _companies() else frozenset()
    return content(bare) - content(_PLACE_WORDS)


def _companies() -> frozenset[str]:
    return frozenset({"insurer", "operator", "builder", "supplier", "manufacturer", "contractor", "lender", "maker"})


def _is_called(name: str, kind: frozenset[str], texts: Iterable[str]) -> bool:
    """True where a text sets the kind beside the name: "Corrin Mutual, the insurer", "the insurer, Corrin Mutual",
    "Corrin Mutual, which insures"."""
    for text in texts:
        for m in re.finditer(re.escape(name), text):
            after = re.match(r",\s+(?:the|an?|which|that|who|whose)\b([^,.;]{1,60})", text[m.end() :])
            before = re.search(
                r"\b(?:the|an?|its)\s+((?:[\w’'-]+\s+){0,3}[\w’'-]+),?\s+(?:the\s+)?$", text[: m.start()]
            )
            beside = [x[1] for x in (after, before) if x]
            if any(_akin(kind, content(b)) for b in beside):
                return True
    return False


def _akin(kind: frozenset[str], said: frozenset[str]) -> bool:
    return all(any(k == s or (len(k) > _FEWEST and k[:_FEWEST] == s[:_FEWEST]) for s in said) for k in kind)


def _could_be(source: TracedSource, kind: frozenset[str]) -> bool:
    """True unless the name says another kind ("Agency for Rivers" is no hospital)."""
    named = content(source.name or "") & frozenset(w for noun in words("organisation_nouns.txt") for w in content(noun))
    return not named or bool(named & kind)


# Documents


def _documents(scene: _Scene) -> Found:
    for a, b in combinations(scene.papers, 2):
        mine, theirs = scene.papers[a], scene.papers[b]
        if one_paper(mine, theirs):
            yield a, b, True
        elif may_be_one(mine, theirs):
            yield a, b, False


def _authors(scene: _Scene) -> Found:
    """A document and whoever wrote it: its author is one root with it, and so is the body that it is said to be by."""
    for paper, known in scene.papers.items():
        for other in (*scene.people, *scene.bodies):
            source = scene.sources[other]
            name = source.name or ""
            if name and any(name in who or (who and who in name) for who in known.authors):
                yield other, paper, True
            elif known.issuer and _is_issuer(source, known.issuer, scene):
                yield other, paper, other in scene.bodies


def _is_issuer(source: TracedSource, issuer: frozenset[str], scene: _Scene) -> bool:
    """True where a document is said to be by a source: by its name, or by what the source is called elsewhere."""
    if _kind(source) == issuer:
        return True
    name = source.name or ""
    if not content(name):
        return False
    return content(name) <= issuer or _is_called(name, issuer, scene.texts)


def _is_person(source: TracedSource) -> bool:
    return source.kind == "person" and bool(source.name) and not source.anonymous
