"""Owns what the rules for who is whom look at: the first links of one claim and what its articles say of each. It
decides nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from firsthand.language.words import plain
from firsthand.model import Source
from firsthand.model.trace import Piece, Report, TracedSource
from firsthand.tracing.details import content
from firsthand.tracing.papers import Paper, paper_of
from firsthand.tracing.speakers import ends_what_is_told
from firsthand.tracing.told import Told

_AS_BODY = r"(?:[^.!?]{0,60}\bits\b|[^.!?“”\"‘]*[.!?]\s+It\b|,\s+which\b)"
_TITLE = r"\b(?:Mr|Ms|Mrs|Miss|Dr|Sir|Lady|Professor|Captain|Inspector|Major)\.?\s+(?:[A-Z][\w’'-]+\s+)?"
_PLACE_WORDS = "local national own district regional public state city town"
_FEWEST = 5
"""Letters that two words of one stem begin with alike: "insurer", "insures"."""
_MAY_BE_BODY = ("organisation", "government", "unknown", "group", "person")

Found = Iterable[tuple[str, str, bool]]
"""Two ids, and True where they are surely one root."""


class Scene:
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
            if i in self.sources and is_person(self.sources[i]) and not all(ends_what_is_told(p, s) for p, s in told)
        )

    @cached_property
    def people(self) -> tuple[str, ...]:
        """First links that are named people."""
        return tuple(i for i in self.firsts if is_person(self.sources[i]))

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


def kind_of(source: TracedSource) -> frozenset[str]:
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


def is_called(name: str, kind: frozenset[str], texts: Iterable[str]) -> bool:
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


def is_person(source: TracedSource) -> bool:
    return source.kind == "person" and bool(source.name) and not source.anonymous
