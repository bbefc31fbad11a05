"""Owns which sources of one claim are the same one under two descriptions, as the claim's articles say: a body and who
speaks for it, an office and who holds it, a short name and the long one, a document and its author. It looks at named
sources and documents alone: no unnamed source is ever taken for another.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations

from firsthand.language.words import plain, words
from firsthand.model.trace import Piece, Report, TracedSource
from firsthand.tracing.details import content
from firsthand.tracing.scene import Found, Scene, is_called, kind_of
from firsthand.tracing.told import Told
from firsthand.tracing.written import authors, documents, writers

Pair = tuple[str, str]

_LEADS = re.compile(
    r"\b(?:spokes\w+|press\s+officer|press\s+secretary|secretary|general\s+secretary|head|president|chair\w*|director|"
    r"chief|leader|commander|governor|principal|owner|founder|manager|boss)\b",
    re.I,
)
_ITS = re.compile(r"\b(?:[Ii]ts|[Tt]heir)\s+(?P<role>(?:[\w’'-]+\s+){0,4}[\w’'-]+),?\s+(?:[A-Z][\w’'-]*\s+){0,3}$")
_SPOKESPERSON = re.compile(r"\bspokes(?:man|woman|person)\s+(?:[A-Z][\w.’'-]*\s+){0,3}$", re.I)
_VOICE = re.compile(r"\bspokes|\bpress\s+(?:officer|secretary|office)", re.I)
_GENERIC = re.compile(
    r"(?:the\s+(?:company|group|firm|line|body|agency|operator|concern|club|board|organi[sz]ation)|it|they)", re.I
)
_BODIES = ("organisation", "government", "group", "unknown")


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
    scene = Scene(tuple(r for r in reports if r.stance == "asserts" and r.chain), sources, view)
    if len(scene.firsts) < 2:
        return Identities()
    one: set[Pair] = set()
    maybe: set[Pair] = set()
    named: dict[str, str] = {}
    for rule in _RULES:
        for a, b, sure in rule(scene):
            (one if sure else maybe).update({(a, b), (b, a)})
            if sure and rule in _NAMING:
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


# A body and who speaks for it


def _bodies(scene: Scene) -> Found:
    """A body and the one person of it who tells the claim: surely one where that person leads it or speaks for it, or
    where one article brings the person up as its own ("Its inspector, Ada Lind, said").
    """
    for body in scene.bodies:
        of = {p: sure for p in scene.people if p != body and (sure := _is_of(p, body, scene)) is not None}
        for person, sure in of.items():
            yield person, body, sure and len(of) == 1


def _is_of(person: str, body: str, scene: Scene) -> bool | None:
    """None where nothing says that the person belongs to the body; else whether as one who speaks for it."""
    name = content(scene.sources[body].name or scene.sources[body].descriptor or "")
    said = [(content(a), content(r)) for a in scene.affiliations(person) for r in scene.roles(person) or ("",)]
    if not said:  # "League president Ada Lind": the role has the body's name, or a part of it.
        proper = [content(" ".join(re.findall(r"\b[A-Z][\w’'-]+", r))) for r in scene.roles(person)]
        said = [(p, p) for p in proper if p]
    if name and any(name <= a | r or (a and a <= name) for a, r in said):
        if not scene.roles(person):
            return True  # "Ada Lind of the League" speaks for it.
        return any(_LEADS.search(r) for r in scene.roles(person)) or _brought_up(person, body, scene)
    return True if _brought_up(person, body, scene) else None


def _brought_up(person: str, body: str, scene: Scene) -> bool:
    """True where an article in which the body tells the claim, and no other one does, calls the person its own."""
    for piece in scene.pieces:
        here = {r.chain[0] for r in scene.reports if r.article == piece.id}
        bodies = [b for b in scene.bodies if b in here and b != person]
        if body not in ([b for b in bodies if not kind_of(scene.sources[b])] or bodies)[:1] or _are_several(
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


def _are_several(bodies: Sequence[str], scene: Scene) -> bool:
    """True where more than one body is called by a name, or, where none is, by its kind."""
    named = [b for b in bodies if not kind_of(scene.sources[b])]
    return len(named or bodies) > 1


def _mentions(id: str, piece: Piece) -> tuple[int, ...]:
    """Where a piece writes the first word of a source's name."""
    names = [s.name for s in piece.reading.sources if s.name and piece.source_id(s.id) == id]
    text = piece.reading.article.text
    return tuple(m.start() for name in names for m in re.finditer(rf"\b{re.escape(name.split()[0])}\b", text))


# An office and who holds it


def _offices(scene: Scene) -> Found:
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


def _short_names(scene: Scene) -> Found:
    """A surname alone and the one person among the claim's articles with that surname; one name in two articles of
    which one did not see what it is.
    """
    for a, b in combinations(scene.firsts, 2):
        x, y = scene.sources[a], scene.sources[b]
        if x.name and y.name and "unknown" in (x.kind, y.kind) and plain(x.name) == plain(y.name):
            yield a, b, True
    for id in scene.people:
        short = _names_of(scene.sources[id].name or "")
        if len(short) != 1:
            continue
        known = {
            piece.source_id(s.id): _names_of(s.name)
            for piece in scene.pieces
            for s in piece.reading.sources
            if s.name and s.kind != "outlet" and len(_names_of(s.name)) > 1 and _names_of(s.name)[-1] == short[0]
        }
        persons = {names[0] for names in known.values()}
        for other in known:
            if other in scene.firsts:
                yield id, other, len(persons) == 1


def _names_of(name: str) -> tuple[str, ...]:
    """The parts of a person's name, folded, without what stands before it in small letters or as a title."""
    parts = [p for p in name.split() if p[:1].isupper()]
    return tuple(plain(p) for p in parts if plain(p).rstrip(".") not in words("titles.txt"))


# A body by a part of its name, and several who speak for one


def _short_bodies(scene: Scene) -> Found:
    """A body called by a part of the name of the only other one that has it: "the Guard", "police there"; or somebody
    taken for a person whom nothing but such a part of a name describes.
    """
    bodies = [i for i in scene.firsts if scene.sources[i].kind in _BODIES and not scene.sources[i].anonymous]
    for id in scene.firsts:
        said = _body_words(scene.sources[id])
        if not said:
            continue
        fits = [b for b in bodies if b != id and said <= _body_words(scene.sources[b])]
        # Two by the very same words would each fit the other; the second one is joined to the first.
        for other in fits:
            if said < _body_words(scene.sources[other]) or scene.firsts.index(other) < scene.firsts.index(id):
                yield id, other, len(fits) == 1


def _resolved(scene: Scene) -> Found:
    """A body that speaks as "the company" only, in an article that names another one as well: it may be either."""
    for report in scene.reports:
        id = report.chain[0]
        piece = scene.view.pieces[report.article]
        spoken = piece.reading.statement(report.statement).source_span if report.statement is not None else None
        text = piece.reading.article.text
        if spoken is None or scene.sources[id].kind not in _BODIES or not _GENERIC.fullmatch(spoken.of(text)):
            continue
        for other in scene.bodies:
            name = scene.sources[other].name
            if other != id and name and name in text and id in scene.bodies:
                yield id, other, False


def _body_words(source: TracedSource) -> frozenset[str]:
    said = re.sub(
        r"\b(?:there|here|themselves|itself|local|own|also)\b", "", source.name or source.descriptor or "", flags=re.I
    )
    if source.kind in _BODIES and not source.anonymous:
        return content(said)
    # "The Guard" read as a person: a description that is a name.
    if (
        source.kind in ("person", "unknown")
        and not source.name
        and re.fullmatch(r"[Tt]he\s+[A-Z][\w’-]+", said.strip())
    ):
        return content(said)
    return frozenset()


def _voices(scene: Scene) -> Found:
    """Two who both speak for one body stand for it; two of whom one or both lead it may."""
    voices = [p for p in scene.people if any(_LEADS.search(r) or _VOICE.search(r) for r in scene.roles(p))]
    for a, b in combinations(voices, 2):
        mine, theirs = (frozenset[str]().union(*map(content, scene.affiliations(x))) for x in (a, b))
        if mine and theirs and (mine <= theirs or theirs <= mine):
            yield a, b, all(any(_VOICE.search(r) for r in scene.roles(x)) for x in (a, b))


# A body called by its kind


def _kinds(scene: Scene) -> Found:
    """A body called by its kind ("the insurer", "a monitoring group") and the named body that the text says is of that
    kind, or the only one among the claim's sources that the same article knows.
    """
    for id in scene.firsts:
        kind = kind_of(scene.sources[id])
        if not kind:
            continue
        others = [b for b in scene.bodies if b != id and scene.sources[b].name and not kind_of(scene.sources[b])]
        said = [b for b in others if is_called(scene.sources[b].name or "", kind, scene.texts)]
        here = [b for b in others if scene.articles(b) & scene.articles(id) and _could_be(scene.sources[b], kind)]
        sure = said if said else here
        for other in others:
            if other in sure:
                yield id, other, len(sure) == 1
            elif _could_be(scene.sources[other], kind):
                yield id, other, False


def _could_be(source: TracedSource, kind: frozenset[str]) -> bool:
    """True unless the name says another kind ("Agency for Rivers" is no hospital)."""
    named = content(source.name or "") & frozenset(w for noun in words("organisation_nouns.txt") for w in content(noun))
    return not named or bool(named & kind)


_RULES = (_bodies, _offices, _short_names, _short_bodies, _voices, _resolved, _kinds, documents, authors, writers)
_NAMING = (_offices, _short_names, _short_bodies, _kinds, authors, writers)
"""Rules by which a description is surely of one source; those of which the first of the pair is the description."""
