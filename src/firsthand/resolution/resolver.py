"""Owns the resolution of one article: statements whose sources are spans become statements whose sources are known.

Pure: the values handed in are not changed. Statements are read in the order of the text, a parent before what stands
in it.
"""

import re
from dataclasses import dataclass, replace

from firsthand.model import Article, Attribution, Source, Span, Statement
from firsthand.resolution.chains import chain
from firsthand.resolution.clusters import named_entities
from firsthand.resolution.documents import introduce_documents
from firsthand.resolution.entities import Entity
from firsthand.resolution.layout import lay_out
from firsthand.resolution.nouns import noun
from firsthand.resolution.relays import settle_via
from firsthand.resolution.speakers import speaker
from firsthand.resolution.state import State, Turn, begin


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionOptions:
    """`conclude` lets a statement with a cue and no source be given to the outlet that the article is just relaying."""

    conclude: bool = True


def resolve(
    article: Article, attribution: Attribution, *, options: ResolutionOptions = ResolutionOptions()
) -> tuple[tuple[Source, ...], tuple[Statement, ...]]:
    """The sources of `article` and its statements with `source`, `inferred` and `stated_chain` filled in.

    Takes statements whose `source_span`, `parent` and `continues` are set. Who is not known stays None, with a note
    that says why. Sources are numbered s1, s2, … in the order in which they first matter.
    """
    layout = lay_out(article)
    register = named_entities(layout, attribution.kinds)
    state = begin(layout, attribution.statements, attribution.antecedents, register)
    introduce_documents(state)
    notes: dict[str, str] = {}
    inferred: set[str] = set()
    for statement in _in_order(attribution.statements):
        turn, note, concluded = _read(state, statement, options)
        state.add(turn)
        if note:
            notes[statement.id] = note
        if concluded:
            inferred.add(statement.id)
    turns = {t.statement.id: t for t in state.turns}
    chains = {s.id: chain(s, turns) for s in attribution.statements}
    ids = _numbered(attribution.statements, turns, chains)
    vias = _vias(state.turns)
    sources = tuple(_source(state, key, id, ids, vias.get(key, set())) for key, id in ids.items())
    statements = tuple(
        _filled(s, turns[s.id], tuple(ids[k] for k in chains[s.id]), ids, notes.get(s.id), s.id in inferred)
        for s in attribution.statements
    )
    return sources, statements


def _anchor(statement: Statement) -> int:
    return (statement.source_span or statement.cue_span or statement.content_spans[0]).start


def _in_order(statements: tuple[Statement, ...]) -> list[Statement]:
    """By place of the source, but parents before children and what is gone on from before what goes on."""
    by_id = {s.id: s for s in statements}
    out: dict[str, Statement] = {}

    def add(statement: Statement, trail: tuple[str, ...]) -> None:
        if statement.id in out or statement.id in trail:
            return
        for ref in (statement.parent, statement.continues):
            if ref in by_id:
                add(by_id[ref], (*trail, statement.id))
        out[statement.id] = statement

    for statement in sorted(statements, key=_anchor):
        add(statement, ())
    return list(out.values())


def _read(state: State, statement: Statement, options: ResolutionOptions) -> tuple[Turn, str | None, bool]:
    """The turn of one statement, a note, and whether its source was concluded."""
    at = _anchor(statement)
    if statement.source_span is not None:
        found = speaker(state, statement)
        if found.entity is None:
            return Turn(statement=statement, at=at, entity=None), found.note, False
        via = settle_via(state, statement, found.entity, found.phrase)
        return Turn(statement=statement, at=at, entity=found.entity, via=via), found.note, False
    before = state.turn(statement.continues)
    if statement.continues is not None:
        entity = before.entity if before is not None else None
        via = before.via if before is not None else None
        return Turn(statement=statement, at=at, entity=entity, via=via), None, True
    outlet = _concluded(state, statement, at) if options.conclude else None
    note = f"no source is named; the article is relaying {outlet.name} here" if outlet is not None else None
    return Turn(statement=statement, at=at, entity=outlet), note, outlet is not None


def _concluded(state: State, statement: Statement, at: int) -> Entity | None:
    """The outlet whose report the article is just telling, for "is said to" and the like with nobody named.

    Only where the statement just before came through that outlet, and in this or the paragraph before.
    """
    if statement.cue_span is None or statement.parent is not None or _ACTIVE.match(statement.cue_span.of(state.text)):
        return None
    turn = state.last_on_level(at, None)
    if turn is None or turn.entity is None or state.layout.paragraph(at) - state.layout.paragraph(turn.at) > 1:
        return None
    last = turn.via if turn.via is not None else turn.entity
    before = [t for t in state.turns if t.statement.parent is None and t.at < at]
    others = {t.entity.key for t in before if t.entity is not None and t.entity.kind == "outlet"}
    return last if last.kind == "outlet" and last is not state.own and others <= {last.key} else None


_ACTIVE = re.compile(r"\w+ing\b", re.I)
"""Cues whose subject is somebody who has just spoken ("…, adding that …"), and no outlet that tells of others."""


def _numbered(
    statements: tuple[Statement, ...], turns: dict[str, Turn], chains: dict[str, tuple[int, ...]]
) -> dict[int, str]:
    """Key of each entity that matters → its id, in the order of the statements that bring it."""
    keys: list[int] = []
    for statement in statements:
        entity = turns[statement.id].entity
        keys += [entity.key] if entity is not None else []
        keys += chains[statement.id]
    return {key: f"s{i}" for i, key in enumerate(dict.fromkeys(keys), 1)}


def _vias(turns: list[Turn]) -> dict[int, set[int]]:
    """For each entity the outlets that the text says it spoke to."""
    out: dict[int, set[int]] = {}
    for turn in turns:
        if turn.entity is not None and turn.via is not None:
            out.setdefault(turn.entity.key, set()).add(turn.via.key)
    return out


def _source(state: State, key: int, id: str, ids: dict[int, str], vias: set[int]) -> Source:
    entity = state.register[key]
    role = next((r for r in entity.roles), None)
    via = entity.via if entity.via is not None else next(iter(vias)) if len(vias) == 1 else None
    named = entity.name is not None and not entity.hidden
    return Source(
        id=id,
        kind=entity.kind,
        name=entity.name,
        descriptor=None if named and entity.kind != "group" else entity.descriptor,
        role=role.words if role is not None and entity.kind != "group" else None,
        affiliation=_affiliation(entity),
        anonymous=entity.hidden,
        count=entity.count,
        mentions=_mentions(entity),
        via=ids.get(via) if via is not None else None,
        distinct_from=tuple(ids[k] for k in entity.distinct if k in ids),
    )


_NAME_OF_BODY = re.compile(
    r"\S+(?:\s+(?:(?:of|and|for|the|de|del|der|des|di|du|el|la|le|les|van|von|et|y|und|&)\s+){0,2}[^\sa-z]\S*)*"
)
"""The beginning of a text that can be a name: capitalised words, and small ones between two of them."""


def _affiliation(entity: Entity) -> str | None:
    found = entity.affiliation or next((r.body for r in entity.roles if r.body and r.head not in _KIN), None)
    if found is None or found.lower().split()[0] in ("his", "her", "its", "their", "our", "my"):
        return None
    found = re.sub(r"^(?:the|neighbouring)\s+", "", " ".join(found.split()), flags=re.I)
    found = re.split(r"\s+(?:for|since|in|who|until|from|to|with|when|where|that|which)\s", found)[0]
    if found[:1].isupper():
        found = _NAME_OF_BODY.match(found)[0]  # type: ignore[index]
    body = noun(found.split()[-1]).kind in ("organisation", "government", "outlet")
    return found if body or found[:1].isupper() else None


_KIN = ("predecessor", "successor", "deputy", "wife", "husband", "lawyer", "brother", "sister", "son", "daughter")
"""Roles that are towards a person, not in a body."""


def _mentions(entity: Entity) -> tuple[Span, ...]:
    """Its mentions in order, without those that lie in a longer one at the same place."""
    out: list[Span] = []
    # By start, the longest first, a span lies in another where it ends no later than one before it.
    for span in sorted(entity.mentions, key=lambda s: (s.start, -s.end)):
        if not out or span.end > out[-1].end:
            out.append(span)
    return tuple(out)


def _filled(
    statement: Statement, turn: Turn, links: tuple[str, ...], ids: dict[int, str], note: str | None, concluded: bool
) -> Statement:
    return replace(
        statement,
        source=ids[turn.entity.key] if turn.entity is not None else None,
        inferred=statement.inferred or (concluded and turn.entity is not None),
        stated_chain=links,
        notes=(*statement.notes, note) if note else statement.notes,
    )
