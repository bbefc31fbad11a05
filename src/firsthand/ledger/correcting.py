"""Owns the making of corrections: what a person says of a statement becomes a decision, laid over it at once.

It works nothing out of the text: the type of quotation and the key of a name are handed in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, get_args

from sqlalchemy import Connection, func, select

from firsthand.errors import InvalidValue, NotHeld, Withheld
from firsthand.ledger import corrections, decisions, naming, oblivion, stored
from firsthand.ledger.deciding import By, checked_name
from firsthand.ledger.decisions import Decision
from firsthand.ledger.rows import Row
from firsthand.ledger.tables import article_sources, articles
from firsthand.ledger.tables import decisions as decision_rows
from firsthand.ledger.wording import short
from firsthand.model import Certainty, Quotation, SourceKind, Span, Stance
from firsthand.model.identity import Groups, SourceKey

_CHOICES = {"quotation": Quotation, "stance": Stance, "certainty": Certainty}
CHANGEABLE = (*_CHOICES, "content_spans")
"""Columns of `statements` that a person may set, beside the source."""
MOST_SPANS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a correction changes of a statement: `fields` of `CHANGEABLE` (spans as ``[[start, end]]``); the source is
    one of the article (`local`), a named one (`name` with its `key`, None where the name has none across articles), a
    new unnamed one (`descriptor`), or not known (`unknown`); `kind` is of a new one."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    local: str | None = None
    name: str | None = None
    key: SourceKey | None = None
    kind: str = "person"
    descriptor: str | None = None
    unknown: bool = False

    def __post_init__(self) -> None:
        if sum((self.local is not None, self.name is not None, self.descriptor is not None, self.unknown)) > 1:
            raise InvalidValue("a correction gives one source: a name, an id of the article, a wording, or unknown")
        if self.kind not in get_args(SourceKind):
            raise InvalidValue(
                f"a kind of source is one of {', '.join(get_args(SourceKind))}, not {short(self.kind)!r}"
            )
        for name, value in self.fields.items():
            if name not in CHANGEABLE:
                raise InvalidValue(f"a correction changes {', '.join(CHANGEABLE)} or the source, not {short(name)!r}")
            if name in _CHOICES and value not in get_args(_CHOICES[name]):
                raise InvalidValue(f"{name} is one of {', '.join(get_args(_CHOICES[name]))}, not {short(str(value))!r}")


def correct(connection: Connection, named: str, change: Change, by: By, groups: Groups) -> Decision:
    """Puts a corrected statement over the one named (``9f3a1c2b.a3``); it wins in every answer."""
    row = stored.statement_row(connection, named)
    _check_fields(connection, row["article_id"], change.fields)
    source = _source(connection, row["article_id"], change, groups)
    if not change.fields and source is None and not change.unknown:
        raise InvalidValue("a correction changes something: give a source, spans, a stance or a certainty")
    payload = {
        "anchor": corrections.anchor(row),
        "was": _held(connection, row["article_id"], row["source"]) if row["source"] else None,
        "over": _over(connection, row),
        "changes": dict(change.fields),
        "source": source,
        "unknown": change.unknown,
    }
    return _apply(connection, corrections.CORRECT, row["article_id"], payload, by)


def add_statement(
    connection: Connection, article: str, spans: Sequence[Span], change: Change, by: By, groups: Groups
) -> Decision:
    """Puts a statement that was missed into an article."""
    id = stored.article_id(connection, article)
    pairs = [[span.start, span.end] for span in spans]
    _check_fields(connection, id, {"content_spans": pairs})
    row = _blank(connection, id, pairs) | dict(change.fields)
    payload = {
        "anchor": row,
        "changes": dict(change.fields),
        "source": _source(connection, id, change, groups),
        "unknown": False,
    }
    return _apply(connection, corrections.ADD, id, payload, by)


def reject(connection: Connection, named: str, by: By) -> Decision:
    """Takes what is no statement out of every answer."""
    row = stored.statement_row(connection, named)
    payload = {"anchor": corrections.anchor(row), "over": _over(connection, row)}
    return _apply(connection, corrections.REJECT, row["article_id"], payload, by)


def _apply(connection: Connection, kind: str, article_id: str, payload: Mapping[str, Any], by: By) -> Decision:
    made = decisions.record(connection, kind=kind, target=article_id, payload=payload, who=by.who, why=by.why, at=by.at)
    corrections.lay_over(connection, article_id)
    return made


def _over(connection: Connection, row: Mapping[Any, Any]) -> str | None:
    """The correction of this very statement that the row comes from; not that of the one it stands in."""
    if row["decision"] is None:
        return None
    beneath = decisions.one(connection, row["decision"])
    was = beneath.payload["anchor"]
    same = was["cue_span"] == row["cue_span"] and (was["parent"] is None) == (row["parent"] is None)
    return beneath.id if same else None


def _check_fields(connection: Connection, article_id: str, fields: Mapping[str, Any]) -> None:
    if "content_spans" not in fields:
        return
    length = connection.scalar(select(articles.c.length).where(articles.c.id == article_id)) or 0
    spans = [Span(*pair) for pair in fields["content_spans"]]
    if any(after.start < before.end for before, after in pairwise(spans)):
        raise InvalidValue("content spans are given in the order of the text and do not overlap")
    if not spans or spans[-1].end > length:
        raise InvalidValue(f"content spans lie within the article's text of {length:,} characters")
    if len(spans) > MOST_SPANS:
        raise InvalidValue(f"{len(spans)} spans are too many for one content: give at most {MOST_SPANS}")


def _source(connection: Connection, article_id: str, change: Change, groups: Groups) -> Row | None:
    """The row of `article_sources` that the statement's source has or gets; None where it stays or is not known."""
    if change.local is not None:
        return _held(connection, article_id, change.local)
    if change.name is None and change.descriptor is None:
        return None
    key_id = None
    if change.key is not None:
        key_id = change.key.id
        if oblivion.forgotten_sources(connection, [key_id]):
            raise Withheld(f"{short(change.key.display)} was forgotten on request and is not taken in again")
        naming.hold(connection, [change.key], groups)
    number = _number(connection, article_id)
    unnamed = {"new": True} if change.name is None else {}
    return unnamed | {
        "article_id": article_id,
        "local": f"p{number}",
        "position": 1000 + number,
        "kind": change.kind,
        "name": None if change.name is None else checked_name(change.name),
        "descriptor": None if change.descriptor is None else checked_name(change.descriptor),
        "role": None,
        "affiliation": None,
        "anonymous": change.name is None,
        "count": [1, 1],
        "via": None,
        "distinct_from": [],
        "anonymity_reason": None,
        "key_id": key_id,
    }


def _held(connection: Connection, article_id: str, local: str) -> Row:
    asked = select(article_sources).where(article_sources.c.article_id == article_id, article_sources.c.local == local)
    row = connection.execute(asked).mappings().first() if "\0" not in local else None
    if row is None:
        raise NotHeld(f"the article has no source {short(local)!r}: firsthand show {article_id} lists them")
    kept = {name: value for name, value in row.items() if name not in ("source_id", "decision")}
    # An unnamed source's role is the article's wording of it; the descriptor alone says which one is meant.
    return kept | ({"role": None} if row["anonymous"] else {})


def _number(connection: Connection, article_id: str) -> int:
    """A number that no decision about the article has had."""
    asked = select(func.count()).select_from(decision_rows).where(decision_rows.c.target == article_id)
    return (connection.scalar(asked) or 0) + 1


def _blank(connection: Connection, article_id: str, pairs: list[list[int]]) -> Row:
    """The row of a statement of which nothing but its place is known."""
    held = connection.execute(select(articles).where(articles.c.id == article_id)).mappings().one()
    return {
        "article_id": article_id,
        "local": f"p{_number(connection, article_id)}",
        "position": 0,
        "quotation": "indirect",
        "content_spans": pairs,
        "cue_span": None,
        "source_span": None,
        "source": None,
        "inferred": False,
        "parent": None,
        "continues": None,
        "stated_chain": [],
        "stance": "asserts",
        "certainty": "flat",
        "hedges": [],
        "knowledge_kind": "not stated",
        "knowledge_span": None,
        "confidence": 1.0,
        "producer": corrections.PRODUCER,
        "notes": [],
        "source_id": None,
        "source_kind": None,
        "unnamed": False,
        "day": held["day"],
        "outlet_name": held["outlet_name"],
    }
