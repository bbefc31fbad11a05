"""Owns the taking of a source out of one article and out of the log of decisions. Whom to forget is decided elsewhere.

Decisions about others' statements stay, so that the log and the statements agree; words that name the source do not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from firsthand.ledger import corrections
from firsthand.ledger.tables import article_sources, decisions, mentions, sources, statements

WHY = "forgotten on request"
"""Stands for the reason of a decision that named whom it is to forget."""


def unsay(connection: Connection, article_id: str, places: Sequence[str], names: Sequence[str]) -> int:
    """Takes sources, by their local ids, out of one article, with the decisions about what they said and those that
    have one of `names`; how many statements went. Lay the corrections that are left over the article afterwards.
    """
    asked = select(statements).where(statements.c.article_id == article_id).order_by(statements.c.row)
    rows = [dict(row) for row in connection.execute(asked).mappings()]
    theirs = {r["local"] for r in rows if r["source"] in places and None in (r["overruled_by"], r["decision"])}
    _forget_about(connection, article_id, rows, theirs, names)
    # What they said was read as another's where a person corrected it: that reading does not come back.
    of_article = statements.c.article_id == article_id
    connection.execute(delete(statements).where(of_article, statements.c.local.in_(theirs)))
    for local in places:
        _drop_place(connection, article_id, local)
    return len(theirs)


def forget_decided(connection: Connection, ids: Iterable[str], nameless: Mapping[str, str]) -> None:
    """Takes what people decided about those sources out of the log, with what took it back; a split that has to stand
    gets `nameless` into its payload."""
    wanted = set(ids)
    held = connection.scalars(select(sources.c.name).where(sources.c.id.in_(wanted)))
    called = {" ".join(name.casefold().split()) for name in held}
    gone: set[str] = set()
    for row in connection.execute(select(decisions)).all():
        payload = row.payload
        sourced = [payload.get(part) or {} for part in ("source", "was", "anchor")]
        named = {payload.get("into"), payload.get("other")}
        named |= {(payload.get(side) or {}).get("root") for side in ("a", "b")}
        named |= {value for part in sourced for value in (part.get("key_id"), part.get("source_id"))}
        part = payload.get("new") in wanted
        own = row.kind == corrections.DISPUTE and " ".join(str(payload.get("from")).casefold().split()) in called
        if own or wanted & named or (part and (row.undone_by or wanted.issuperset(payload["of"]))):
            gone.add(row.id)
        elif part:
            # What it takes away is kept out for good, so the split stands, without the name that it gave.
            connection.execute(update(decisions).where(decisions.c.id == row.id).values(payload=payload | nameless))
    _drop_decisions(connection, gone)


def _forget_about(
    connection: Connection, article_id: str, rows: Sequence[dict[str, Any]], theirs: set[str], names: Sequence[str]
) -> None:
    """Drops decisions about the statements `theirs` of an article, and takes words of the text out of the others."""
    named = naming_any(names)
    gone: set[str] = set()
    for row in connection.execute(select(decisions).where(decisions.c.target == article_id)).all():
        payload = row.payload
        was = payload.get("anchor")
        found = corrections.nearest(rows, was) if was else None
        local = found["local"] if found else None if was else payload.get("statement")
        if local in theirs or any(named.search(words) for words in _words(payload)):
            gone.add(row.id)
            continue
        fresh: dict[str, Any] = {}
        if was and was.get("notes"):
            fresh["payload"] = {**payload, "anchor": {**was, "notes": []}}
        if named.search(row.why):
            fresh["why"] = WHY
        if fresh:
            connection.execute(update(decisions).where(decisions.c.id == row.id).values(fresh))
    _drop_decisions(connection, gone)


def _drop_decisions(connection: Connection, gone: set[str]) -> None:
    """Drops those decisions, with what took them back."""
    for row in connection.execute(select(decisions.c.id, decisions.c.undoes)).all():
        if row.id in gone or row.undoes in gone:
            connection.execute(delete(decisions).where(decisions.c.id == row.id))


def naming_any(names: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the names as whole words, in any case; nothing where there is no name."""
    alternatives = "|".join(re.escape(name) for name in sorted(names) if name.strip())
    return re.compile(rf"(?i:(?<!\w)(?:{alternatives})(?!\w))" if alternatives else r"(?!)")


def _words(value: object) -> Iterator[str]:
    """Every word that a payload holds, but for what its anchor notes of the reading."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name != "notes":
                yield from _words(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _words(part)


def _drop_place(connection: Connection, article_id: str, local: str) -> None:
    """Takes a source out of one article; its statements go, and those nested in them stand by themselves."""
    of_article = statements.c.article_id == article_id
    connection.execute(delete(statements).where(of_article, statements.c.source == local))
    left = connection.execute(
        select(
            statements.c.row, statements.c.local, statements.c.parent, statements.c.continues, statements.c.stated_chain
        ).where(of_article)
    ).all()
    there = {row.local for row in left}
    for row in left:
        values = {
            "parent": row.parent if row.parent in there else None,
            "continues": row.continues if row.continues in there else None,
            "stated_chain": [id for id in row.stated_chain if id != local],
        }
        connection.execute(update(statements).where(statements.c.row == row.row).values(values))
    for table in (mentions, article_sources):
        connection.execute(delete(table).where(table.c.article_id == article_id, table.c.local == local))
    connection.execute(
        update(article_sources)
        .where(article_sources.c.article_id == article_id, article_sources.c.via == local)
        .values(via=None)
    )
