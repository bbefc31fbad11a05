"""Owns a ledger with something in every table, for tests of exports and of the way back in."""

from dataclasses import replace

import harbour
from shelf import AT, READ_BY, add, alone, entry, key_of, reading
from sqlalchemy import insert, select, update

from firsthand.ledger import Ledger, corrections, decisions, naming, oblivion, stored
from firsthand.ledger.deciding import By, dispute
from firsthand.ledger.exported import note
from firsthand.ledger.selecting import Selection
from firsthand.ledger.tables import (
    articles,
    captures,
    feeds,
    forgotten,
    identifiers,
    metadata,
    outlets,
    samples,
)
from firsthand.ledger.units import DERIVED
from firsthand.ledger.writing import Entry, put, put_capture, put_failure
from firsthand.model import Capture, Failure

LATER = "2031-05-05T09:00:00Z"
HOSTILE = (
    '=HYPERLINK("x")',
    "Ann \"the 'quote'\" O’Neill; DROP TABLE articles",
    "\u202eدانا بن علي\u202c",
    "Ä" * 10_000,
)
LONG = " ".join(f"The lamps on quay {n} were lit before the tide turned in harbour {n * 7 % 11}." for n in range(60))


def fill(ledger: Ledger) -> dict[str, str]:
    """Fills every table; key → the id of an article."""
    with ledger.writing() as connection:
        ids = {"pier": add(connection, reading(url="https://harbourpost.example/pier", published="2031-05-03"))}
        ids["harbour"] = _harbour(connection)
        for n, name in enumerate(HOSTILE):
            text = f"The pier will close, {name} said. It will not, an official said."
            ids[f"hostile-{n}"] = add(connection, reading(text, key=f"hostile {n} 'x'", name=name, outlet=None))
        for n in (1, 2):
            text = f"The pier will close, Ada Quill said. It will not, an official said. {LONG}{n}"
            ids[f"copy-{n}"] = add(connection, reading(text, key=f"copy-{n}", published="2031-06-01"))
        ids["newer"] = _newer(connection)
        _decide(connection, ids)
        _others(connection, ids)
        cleared = add(
            connection,
            reading("The crane is safe, Bo Lind said. It is not, an official said.", key="cleared", name="Bo Lind"),
        )
        ids["cleared"] = cleared
        connection.execute(update(articles).where(articles.c.id == cleared).values(text=None))
        connection.execute(update(captures).where(captures.c.article_id == cleared).values(body=None))
        statements = metadata.tables["statements"]
        connection.execute(update(statements).where(statements.c.article_id == cleared).values(words=None))
    return ids


def _harbour(connection) -> str:
    found = harbour.reading()
    names = {s.id: key_of(s.name) for s in found.sources if s.name and not s.anonymous}
    body = Capture(
        location="/news/harbour.html",
        fetched_at=AT,
        body=b"\x00\xffbytes that are no text",
        media_type="text/html",
        headers=(("Etag", '"1"'),),
    )
    put(connection, Entry(reading=found, capture=body, read_by=READ_BY, names=names), groups=alone, at=AT)
    return found.article.id


def _newer(connection) -> str:
    text = "The pier will stay, Ada Quill said. It will not, an official said."
    found = reading(text, url="https://harbourpost.example/pier", published="2031-05-04")
    put(connection, entry(found, at=LATER), groups=alone, at=LATER)
    put_capture(
        connection,
        replace(entry(found, at=LATER).capture, body=b"other bytes", fetched_at="2031-05-06T09:00:00Z"),
        found.article.id,
    )
    return found.article.id


def decide(connection, id: str, kind: str, payload=None, *, at: str = AT, why: str = "misread", **changes):
    """A decision about a statement, applied."""
    row = stored.statement_row(connection, id)
    anchor = corrections.anchor(row)
    whole = {"anchor": anchor, "changes": changes, "source": None} if kind == "correct" else {"anchor": anchor}
    made = decisions.record(
        connection,
        kind=kind,
        target=row["article_id"],
        payload=whole | (payload or {}),
        who='Ann "A" Lee',
        why=why,
        at=at,
    )
    corrections.lay_over(connection, row["article_id"])
    return made


def _decide(connection, ids: dict[str, str]) -> None:
    decide(connection, f"{ids['harbour']}.a1", "correct", stance="doubts")
    decide(connection, f"{ids['harbour']}.a3", "reject")
    source = {
        "article_id": ids["copy-1"], "local": "c1", "position": 9, "kind": "person", "name": None,
        "descriptor": "a port official", "role": None, "affiliation": None, "anonymous": True, "count": [1, 1],
        "via": None, "distinct_from": [], "anonymity_reason": None, "key_id": None, "source_id": None,
    }  # fmt: skip
    decide(
        connection,
        f"{ids['copy-1']}.a1",
        "correct",
        {"source": source},
        source="c1",
        stated_chain=["c1"],
        source_id=None,
        unnamed=True,
    )
    by = By(who="Ada Quill", why="she wrote to us", at=AT)
    dispute(connection, f"{ids['newer']}.a1", "=I never said “close”.\nAda", by)
    undone = decide(connection, f"{ids['newer']}.a2", "correct", stance="doubts")
    decisions.take_back(connection, undone.id, who="Ann", why="was right", at=LATER)
    corrections.lay_over(connection, ids["newer"])
    merged = {"into": key_of("Ada Quill").id, "other": key_of(HOSTILE[2]).id}
    decisions.record(
        connection, kind="merge", target=merged["into"], payload=merged, who="Ann", why="one person", at=AT
    )
    naming.settle(connection, merged.values())


def _others(connection, ids: dict[str, str]) -> None:
    lost = Capture(location="/news/lost.bin", fetched_at=AT, body=bytes(range(256)), media_type="text/plain")
    put_capture(connection, lost, None)
    put_failure(
        connection, Failure(key="lost", kind="not text", message="It's binary."), location="/news/lost.bin", at=AT
    )
    salt = oblivion.salt(connection)
    assert salt
    rows = {
        forgotten: {"digest": "ab" * 32, "kind": "text", "at": AT},
        feeds: {
            "url": "https://harbourpost.example/feed",
            "title": "Harbour",
            "etag": None,
            "modified": None,
            "checked_at": AT,
            "message": None,
        },
        outlets: {"name": "Harbour Post", "domains": ["harbourpost.example"], "country": None, "aliases": []},
        identifiers: {"source_id": key_of("Ada Quill").id, "scheme": "wikidata", "value": "Q0"},
        samples: {"id": "s1", "at": AT, "seed": 7, "items": [f"{ids['pier']}.a1"]},
    }
    for table, row in rows.items():
        connection.execute(insert(table), row)
    note(
        connection,
        at=AT,
        format="csv",
        place="/tmp/x.csv",
        with_text=True,
        selection=Selection(words="pier"),
        ids=ids.values(),
    )


def every_row(ledger: Ledger) -> dict[str, list[str]]:
    """Every row of every table as text, in the order of its numbers where it has one, numbers aside."""
    found = {}
    with ledger.reading() as connection:
        for table in metadata.sorted_tables:
            if table in DERIVED:
                continue
            numbers = [c for c in table.primary_key if c.name in ("row", "number")]
            columns = [c for c in table.c if c not in numbers]
            rows = [repr(tuple(row)) for row in connection.execute(select(*columns).order_by(*numbers))]
            found[table.name] = rows if table.name == "decisions" else sorted(rows)
        of_article = select(metadata.tables["statements"].c.article_id, metadata.tables["statements"].c.local)
        ordered = connection.execute(of_article.order_by("article_id", metadata.tables["statements"].c.row)).all()
        found["order of statements"] = [repr(tuple(row)) for row in ordered]
    return found
