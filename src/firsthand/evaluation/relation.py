"""Owns the form in which attributions are compared: source, cue and content as spans. It opens and scores nothing."""

from dataclasses import dataclass
from typing import Literal

from firsthand.model import Reading, Span, Statement

Role = Literal["source", "cue", "content"]
ROLES: tuple[Role, ...] = ("source", "cue", "content")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One attribution as scoring sees it: the spans of each role, in any order, any of them empty.

    `confidences` holds one probability for each statement that it was joined from; gold has none.
    """

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    confidences: tuple[float, ...] = ()

    def role(self, role: Role) -> tuple[Span, ...]:
        """The spans of one role."""
        return {"source": self.source, "cue": self.cue, "content": self.content}[role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """One article with one annotator's gold: `discarded` are the spans that are left out on both sides."""

    key: str
    annotator: str
    text: str
    relations: tuple[Relation, ...] = ()
    discarded: tuple[Span, ...] = ()


def relations_of(reading: Reading) -> tuple[Relation, ...]:
    """The outermost statements of `reading`; one that `continues` another is joined to it, however long the row.

    Gold in PolNeAR's form is flat and does not cut a quotation at paragraphs, hence both.
    """
    outermost = {s.id: s for s in reading.statements if s.parent is None}
    groups: dict[str, list[Statement]] = {}
    for statement in outermost.values():
        groups.setdefault(_head(statement.id, outermost), []).append(statement)
    return tuple(_joined(group) for group in groups.values())


def _head(id: str, outermost: dict[str, Statement]) -> str:
    """The first statement of the row that `id` continues; a circle ends where it closes."""
    seen: set[str] = set()
    while (before := outermost[id].continues) is not None and before in outermost and id not in seen:
        seen.add(id)
        id = before
    return id


def _joined(group: list[Statement]) -> Relation:
    return Relation(
        source=tuple(s.source_span for s in group if s.source_span is not None),
        cue=tuple(s.cue_span for s in group if s.cue_span is not None),
        content=tuple(span for s in group for span in s.content_spans),
        confidences=tuple(s.confidence for s in group),
    )
