"""Owns people's corrections of statements: laid over what was read as new rows, and taken off again. Nothing is lost.

A correction's anchor is the place of its statement in the text, so that it finds its statement again when a newer
reading numbers statements otherwise. Where none stands there any more, the corrected statement stands by itself.
Ids of one reading (``s3``) mean nothing in the next: a source is known again by its name or wording, never by its id.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from firsthand.errors import NotHeld
from firsthand.ledger import naming, units
from firsthand.ledger.decisions import Decision, one, standing
from firsthand.ledger.rows import Held, Row, content_words
from firsthand.ledger.tables import article_sources, articles, sources, statements
from firsthand.ledger.tables import decisions as decision_rows
from firsthand.model import Span

CORRECT = "correct"
"""Payload: ``{"anchor": row of the statement as it was, "was": row of `article_sources` that it had or null,
"changes": columns of `statements`, "source": row of `article_sources` that it gets or null, "unknown": True where its
source is not known, "over": the correction that it was laid over or null}``."""
REJECT = "reject"
"""Payload: ``{"anchor": row of the statement as it was, "over": as above}``: it is no statement."""
ADD = "add"
"""Payload as for `CORRECT`; the anchor is the statement itself, which was missed."""
DISPUTE = "dispute"
"""Payload: ``{"statement": local id, "anchor": as above, "reply": words, "from": who}``; changes no statement."""
KINDS = (CORRECT, REJECT, ADD)
PRODUCER = "person"
_LEAST_SHARED = 0.5
"""Share of the characters of two contents that must be common for one to be taken for the other."""
_ANCHOR = frozenset(c.name for c in statements.c) - {"row", "words", "live", "overruled_by", "decision"}


def anchor(row: Held) -> Row:
    """What a decision keeps of the statement it is about: its columns, without words of the text."""
    return {name: row[name] for name in sorted(_ANCHOR)}


def lay_over(connection: Connection, article_id: str) -> None:
    """Takes all corrections of an article off and lays those that stand over what was read, in their order."""
    units.stale(connection, article_id)
    every = standing(connection, *KINDS, DISPUTE, target=article_id)
    found = [decision for decision in every if decision.kind != DISPUTE]
    of_article = statements.c.article_id == article_id
    if found or connection.scalar(select(statements.c.row).where(of_article, _touched()).limit(1)):
        connection.execute(delete(statements).where(of_article, statements.c.decision.is_not(None)))
        connection.execute(
            delete(article_sources).where(
                article_sources.c.article_id == article_id, article_sources.c.decision.is_not(None)
            )
        )
        article = connection.execute(select(articles).where(articles.c.id == article_id)).mappings().one()
        connection.execute(update(statements).where(of_article).values(overruled_by=None, live=article["latest"]))
        for decision in found:
            _lay(connection, decision, article)
    for decision in every:
        if decision.kind == DISPUTE and decision.payload.get("anchor"):
            _place(connection, decision)


def _touched() -> Any:
    return statements.c.decision.is_not(None) | statements.c.overruled_by.is_not(None)


def _lay(connection: Connection, decision: Decision, article: Mapping[Any, Any]) -> None:
    rows = _standing_rows(connection, article["id"])
    found, gone = _under(connection, decision, rows)
    if gone:
        return
    if found is not None:
        _overrule(connection, found, decision)
    if decision.kind == REJECT:
        return
    others = [row for row in rows if found is None or row["row"] != found["row"]]
    before = found if found is not None else _by_itself(connection, decision, others, article)
    after = _corrected(connection, decision, before, article)
    _insert(connection, after, decision, article)
    if found is not None and after["stated_chain"] != found["stated_chain"]:
        _carry_down(connection, decision, others, found, after["stated_chain"], article)


def _standing_rows(connection: Connection, article_id: str) -> list[Row]:
    asked = select(statements).where(statements.c.article_id == article_id, statements.c.overruled_by.is_(None))
    return [dict(row) for row in connection.execute(asked.order_by(statements.c.position, statements.c.row)).mappings()]


def _overrule(connection: Connection, row: Row, decision: Decision) -> None:
    connection.execute(
        update(statements).where(statements.c.row == row["row"]).values(overruled_by=decision.id, live=False)
    )


def _under(connection: Connection, decision: Decision, rows: Sequence[Row]) -> tuple[Row | None, bool]:
    """The row that a correction is about, and whether it is about an addition that was taken back since.

    A correction of a corrected statement is about the one beneath, where the one between was taken back.
    """
    if decision.kind == ADD:
        return None, False
    found = nearest(rows, decision.payload["anchor"])
    beneath = decision
    while found is None and beneath.payload.get("over"):
        try:
            beneath = one(connection, beneath.payload["over"])
        except NotHeld:  # it was forgotten
            break
        if beneath.kind == ADD:
            return None, beneath.undone_by is not None
        found = nearest(rows, beneath.payload["anchor"])
    return found, False


def _by_itself(connection: Connection, decision: Decision, rows: Sequence[Row], article: Mapping[Any, Any]) -> Row:
    """The anchor as a statement of its own: with its source, and with no tie to statements of another reading."""
    row = dict(decision.payload["anchor"])
    was = decision.payload.get("was")
    source = _bring(connection, was, decision, article) if was and not decision.payload.get("source") else None
    start = row["content_spans"][0][0]
    before = [r["position"] for r in rows if r["content_spans"][0][0] <= start]
    return row | {
        "local": free_local(row["local"], (r["local"] for r in rows)),
        "position": max(before, default=-1),
        "source": source,
        "parent": None,
        "continues": None,
        "stated_chain": [source] if source else [],
        "hedges": [hedge for hedge in row["hedges"] if hedge["by"] is None],
        "source_span": row["source_span"] if source else None,
    }


def _corrected(
    connection: Connection, decision: Decision, before: Mapping[str, Any], article: Mapping[Any, Any]
) -> Row:
    """The columns of the corrected statement."""
    payload = decision.payload
    row: Row = {name: before[name] for name in _ANCHOR} | payload["changes"]
    given = payload.get("source")
    if given is not None or payload.get("unknown"):
        local = None if given is None else _bring(connection, given, decision, article)
        row |= {
            "source": local,
            "source_span": payload["changes"].get("source_span"),
            "inferred": False,
            "hedges": _hedges(before, local),
            "stated_chain": chain_with(before["stated_chain"], before["source"], local),
        }
    return row | {"producer": PRODUCER, "confidence": 1.0}


def _hedges(before: Mapping[str, Any], local: str | None) -> list[Row]:
    """The hedges, those of the source before being the corrected one's; whose they are is not known without one."""
    own = [hedge for hedge in before["hedges"] if local or not hedge["by"] or hedge["by"] != before["source"]]
    return [h | {"by": local} if h["by"] and h["by"] == before["source"] else h for h in own]


def chain_with(chain: Sequence[str], old: str | None, new: str | None) -> list[str]:
    """A stated chain with its statement's source `old` replaced by `new` (None: not known), each link once.

    >>> chain_with(["s3", "s2"], "s3", "s7"), chain_with([], None, "s7"), chain_with(["s3", "s2"], "s3", "s2")
    (['s7', 's2'], ['s7'], ['s2'])
    """
    links = [new if link == old else link for link in chain] if old in chain else [new, *chain]
    return list(dict.fromkeys(link for link in links if link is not None))


def _insert(connection: Connection, row: Row, decision: Decision, article: Mapping[Any, Any]) -> None:
    """A statement as a row of its own, with what it repeats of its source, article and text."""
    asked = select(article_sources).where(
        article_sources.c.article_id == article["id"], article_sources.c.local == row["source"]
    )
    source = connection.execute(asked).mappings().first() if row["source"] else None
    spans = [Span(*pair) for pair in row["content_spans"]]
    fresh = {
        "article_id": article["id"],
        "day": article["day"],
        "outlet_name": article["outlet_name"],
        "source_id": source["source_id"] if source else None,
        "source_kind": source["kind"] if source else None,
        "unnamed": bool(source and source["anonymous"]),
        "words": None if article["text"] is None else content_words(article["text"], spans),
        "decision": decision.id,
        "overruled_by": None,
        "live": article["latest"],
    }
    connection.execute(insert(statements), row | fresh)


def _carry_down(
    connection: Connection,
    decision: Decision,
    rows: Sequence[Row],
    parent: Row,
    chain: Sequence[str],
    article: Mapping[Any, Any],
) -> None:
    """What stands inside the corrected statement came through its source: their chains get the new end."""
    tail, inside = parent["stated_chain"], {parent["local"]}
    for _ in rows:
        inside |= {row["local"] for row in rows if row["parent"] in inside}
    for row in rows:
        own = row["stated_chain"]
        if row["local"] not in inside or (tail and own[-len(tail) :] != tail) or len(own) <= len(tail):
            continue
        links = list(dict.fromkeys([*own[: len(own) - len(tail)], *chain]))
        _overrule(connection, row, decision)
        _insert(connection, {name: row[name] for name in _ANCHOR} | {"stated_chain": links}, decision, article)


def _bring(connection: Connection, wanted: Mapping[str, Any], decision: Decision, article: Mapping[Any, Any]) -> str:
    """The local id of a source: the article's own that is called so, else the row put in."""
    of_article = select(article_sources).where(article_sources.c.article_id == article["id"])
    rows = connection.execute(of_article.order_by(article_sources.c.position)).mappings().all()
    alike = [row for row in rows if all(row[name] == wanted[name] for name in ("name", "descriptor", "anonymous"))]
    same = [row["local"] for row in alike if row["local"] == wanted["local"]]
    if same or (len(alike) == 1 and not wanted.get("new")):
        return str(same[0] if same else alike[0]["local"])
    columns = {name: wanted[name] for name in wanted if name in article_sources.c}
    key_id = wanted.get("key_id")
    if key_id and connection.scalar(select(sources.c.id).where(sources.c.id == key_id)) is None:
        key_id = None
    splits = naming.standing_splits(connection)
    fresh = {
        "article_id": article["id"],
        "local": free_local(wanted["local"], (row["local"] for row in rows)),
        "key_id": key_id,
        "source_id": naming.part_of(splits, key_id, wanted["role"], article) if key_id else None,
        "decision": decision.id,
    }
    ties: Row = {"via": None, "distinct_from": []}  # ids of the reading that it was in
    connection.execute(insert(article_sources), columns | fresh | ties)
    return str(fresh["local"])


def free_local(wanted: str, taken: Iterable[str]) -> str:
    """`wanted` where it is free, else the first free id of a person's (``p1``)."""
    used = set(taken)
    number = 1
    while wanted in used:
        wanted, number = f"p{number}", number + 1
    return wanted


def _place(connection: Connection, decision: Decision) -> None:
    """Ties a dispute to the statement at its anchor as that is numbered now; to none where it is gone."""
    asked = select(statements).where(statements.c.article_id == decision.target)
    rows = [dict(row) for row in connection.execute(asked.order_by(statements.c.row)).mappings()]
    payload = decision.payload
    at = [row for row in rows if row["local"] == payload["statement"] and _shared(row, payload["anchor"])]
    found = nearest(rows, payload["anchor"]) or next(iter(at), None)
    local = found["local"] if found else None
    if local != payload["statement"]:
        fresh = {**payload, "statement": local}
        connection.execute(update(decision_rows).where(decision_rows.c.id == decision.id).values(payload=fresh))


def nearest(rows: Iterable[Row], wanted: Mapping[str, Any]) -> Row | None:
    """The row at the anchor's place: the most of its content in common, then the same cue, source span and depth."""

    def likeness(row: Row) -> tuple[float, bool, bool, bool, bool]:
        same = (row[name] == wanted[name] for name in ("cue_span", "source_span"))
        depth = (row["parent"] is None) == (wanted["parent"] is None)
        return (_shared(row, wanted), *same, depth, row["local"] == wanted["local"])

    best = max(rows, key=likeness, default=None)
    return best if best is not None and _shared(best, wanted) >= _LEAST_SHARED else None


def _shared(a: Mapping[str, Any], b: Mapping[str, Any]) -> float:
    """Common characters of two contents, as a share of all that either has."""
    one_, other = ({i for start, end in row["content_spans"] for i in range(start, end)} for row in (a, b))
    return len(one_ & other) / len(one_ | other)
