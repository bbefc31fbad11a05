"""A team's tables on both databases: accounts, sessions, tokens; and that nothing of them leaves the ledger."""

import json

import pytest
from packed import fill
from shelf import AT, add, alone, key_of, reading
from sqlalchemy import select

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import Ledger, accounts, cases, logins
from firsthand.ledger.account_tables import case_items, private, sessions, users
from firsthand.ledger.cases import Viewer
from firsthand.ledger.dump import LEDGER_WIDE, lines
from firsthand.ledger.forgetting import forget_article, forget_source
from firsthand.ledger.restore import restore
from firsthand.ledger.selecting import Selection, article_ids

LATER = "2031-05-04T10:00:00Z"


def made(connection, *names: str) -> list[accounts.User]:
    """Accounts of those names, the first an admin's, the others analysts'."""
    roles = ["admin", *["analyst"] * len(names)]
    return [accounts.add(connection, n, r, f"digest of {n}", at=AT) for n, r in zip(names, roles, strict=False)]


def test_the_first_account_is_an_admin_s(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        assert not accounts.any_admin(connection)
        with pytest.raises(InvalidValue, match="has to be an admin's"):
            accounts.add(connection, "ann", "reader", "d", at=AT)
        ann = accounts.add(connection, "ann", "admin", "d", at=AT)
        assert (ann.name, ann.role, ann.since, ann.disabled) == ("ann", "admin", "2031-05-04", False)
        assert accounts.any_admin(connection)
        with pytest.raises(InvalidValue, match="reader, analyst or admin"):
            accounts.add(connection, "bo", "owner", "d", at=AT)


@pytest.mark.parametrize("name", ["ann", "ANN", " ann ", "ａｎｎ"])
def test_a_name_is_given_once(ledger: Ledger, name: str) -> None:
    with ledger.writing() as connection:
        ann, bo = made(connection, "ann", "bo")
        accounts.disable(connection, bo.id, at=AT)
        with pytest.raises(InvalidValue, match="names are given once"):
            accounts.add(connection, name, "reader", "d", at=AT)
        with pytest.raises(InvalidValue, match="names are given once"):
            accounts.add(connection, "Bo", "reader", "d", at=AT)
        assert accounts.named(connection, name).id == ann.id


@pytest.mark.parametrize("name", ["", "  ", "a" * 81, "a\x00b", "a\nb\x07", "a\u202eb", "a\u200bb", "--", "\ud800a"])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(InvalidValue):
        accounts.checked_name(name)


def test_what_cannot_be_a_name_has_no_account(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        for name in ("", "\x00", "a" * 100_000, "\ud800".encode("utf-8", "replace").decode(), "' OR 1=1 --", "%"):
            assert accounts.to_check(connection, name) is None


def test_there_is_always_an_admin(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        ann, bo = made(connection, "ann", "bo")
        for change in (
            lambda: accounts.disable(connection, ann.id, at=AT),
            lambda: accounts.set_role(connection, ann.id, "reader"),
        ):
            with pytest.raises(InvalidValue, match="last admin"):
                change()
        accounts.set_role(connection, bo.id, "admin")
        assert accounts.disable(connection, ann.id, at=AT).disabled
        with pytest.raises(InvalidValue, match="last admin"):
            accounts.set_role(connection, bo.id, "analyst")
        assert not accounts.enable(connection, ann.id).disabled
        with pytest.raises(NotHeld):
            accounts.named(connection, "cy")


def test_sessions_end_by_idleness_by_age_and_on_a_new_password(ledger: Ledger) -> None:
    def whose(at, idle_since):
        known = logins.of_session(connection, "s1", at=at, idle_since=idle_since)
        return known and known.name

    with ledger.writing() as connection:
        ann, bo = made(connection, "ann", "bo")
        for digest, user in (("s1", ann), ("s2", ann), ("s3", bo)):
            logins.open_session(connection, user.id, digest, at=AT, ends_at="2031-05-11T09:00:00Z", idle_since=AT)
        assert whose(LATER, AT) == "ann"
        assert whose(LATER, "2031-05-04T09:30:00Z") is None
        assert whose("2031-05-11T09:00:00Z", AT) is None
        logins.session_seen(connection, "s1", LATER)
        logins.session_seen(connection, "s1", AT)
        assert whose(LATER, "2031-05-04T09:30:00Z") == "ann"
        accounts.set_password(connection, ann.id, "another")
        assert list(connection.scalars(select(sessions.c.id))) == ["s3"]
        assert accounts.to_check(connection, "Ann") == (accounts.by_id(connection, ann.id), "another")
        accounts.rehash(connection, ann.id, "digest of ann", "no")
        assert accounts.held_digest(connection, ann.id) == "another"
        accounts.disable(connection, bo.id, at=AT)
        assert list(connection.scalars(select(sessions.c.id))) == []
        assert logins.open_sessions(connection, bo.id, at=LATER, idle_since=AT) == 0


def test_tokens_last_until_a_day_and_go_with_their_owner(ledger: Ledger) -> None:
    more = {"purpose": "CMS", "scopes": ["write", "read"], "on": "2031-05-04", "ends": "2031-05-06"}
    with ledger.writing() as connection:
        _, bo, cy = made(connection, "ann", "bo", "cy")
        kept = logins.add_token(connection, bo.id, "t1", **more)
        assert (kept.scopes, kept.used, kept.made, kept.ends) == (("read", "write"), "", "2031-05-04", "2031-05-06")
        found = logins.of_token(connection, "t1", on="2031-05-06")
        assert found is not None
        assert (found.name, found.role, found.scopes) == ("bo", "analyst", {"read", "write"})
        assert logins.of_token(connection, "t1", on="2031-05-07") is None
        logins.token_used(connection, "t1", "2031-05-05")
        assert logins.tokens_of(connection, bo.id)[0].used == "2031-05-05"
        assert accounts.named(connection, "bo").tokens == 1
        with pytest.raises(NotHeld):
            logins.revoke(connection, cy.id, kept.handle)
        accounts.disable(connection, bo.id, at=AT)
        assert logins.of_token(connection, "t1", on="2031-05-05") is None
        accounts.enable(connection, bo.id)
        assert logins.of_token(connection, "t1", on="2031-05-05") is None
        other = logins.add_token(connection, cy.id, "t2", **more)
        logins.revoke(connection, cy.id, other.handle)
        assert logins.tokens_of(connection, cy.id) == ()
        with pytest.raises(InvalidValue, match="what it is for"):
            logins.add_token(connection, cy.id, "t3", **{**more, "purpose": " "})


def test_a_case_is_there_for_its_readers_and_admins(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        ann, bo, cy = made(connection, "ann", "bo", "cy")
        article = add(connection, reading())
        admin, mine, other = Viewer(id=ann.id, every=True), Viewer(id=bo.id), Viewer(id=cy.id)
        id = cases.make(connection, " The  pier ", mine, at=AT)
        cases.add_article(connection, id, article, mine, at=AT)
        cases.add_article(connection, id, article, mine, at=LATER)
        cases.add_note(connection, id, "Ask the port.", mine, at=LATER)
        found = cases.case(connection, id, mine)
        assert (found.name, found.by, found.readers) == ("The pier", "bo", ((bo.id, "bo"),))
        assert [(i.kind, i.by) for i in found.items] == [("article", "bo"), ("note", "bo")]
        assert [i.article.title for i in found.items if i.article] == ["Pier to close"]
        for refused in (
            lambda: cases.case(connection, id, other),
            lambda: cases.add_note(connection, id, "x", other, at=AT),
            lambda: cases.add_article(connection, id, article, other, at=AT),
            lambda: cases.add_claim(connection, id, "c", other, at=AT),
            lambda: cases.drop_item(connection, id, found.items[0].id, other),
            lambda: cases.add_reader(connection, id, cy.id, other),
            lambda: cases.drop_reader(connection, id, bo.id, other),
            lambda: cases.drop(connection, id, other),
        ):
            with pytest.raises(NotHeld, match="no such case"):
                refused()
        assert [len(cases.listed(connection, v)) for v in (admin, mine, other)] == [1, 1, 0]
        cases.add_reader(connection, id, cy.id, mine)
        assert cases.listed(connection, other)[0].readers == 2
        with pytest.raises(NotHeld, match="somebody else's note"):
            cases.drop_item(connection, id, found.items[1].id, other)
        with pytest.raises(InvalidValue, match="Only who made"):
            cases.drop(connection, id, other)
        with pytest.raises(InvalidValue, match="Only who made"):
            cases.drop_reader(connection, id, bo.id, other)
        with pytest.raises(NotHeld, match="no such claim"):
            cases.add_claim(connection, id, "nothere", mine, at=AT)
        cases.drop_reader(connection, id, cy.id, other)
        assert cases.listed(connection, other) == ()
        cases.drop(connection, id, admin)
        assert connection.execute(select(case_items)).all() == []


def test_what_is_forgotten_leaves_cases_too(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        [ann] = made(connection, "ann")
        viewer = Viewer(id=ann.id, every=True)
        article = add(connection, reading())
        other = add(
            connection, reading("The mill will stay, Ada Quill said. It will go, an official said.", key="mill")
        )
        id = cases.make(connection, "Ada Quill and the pier", viewer, at=AT)
        for words in ("Call ada quill again.", "Call the port."):
            cases.add_note(connection, id, words, viewer, at=AT)
        for one in (article, other):
            cases.add_article(connection, id, one, viewer, at=LATER)
        forget_article(connection, article, at=LATER)
        found = cases.case(connection, id, viewer)
        assert [i.article.id for i in found.items if i.article] == [other]
        forget_source(connection, key_of("Ada Quill").id, at=LATER)
        found = cases.case(connection, id, viewer)
        assert "Quill" not in repr(found)
        assert {i.words for i in found.items if i.kind == "note"} == {"forgotten on request", "Call the port."}


def test_no_account_is_in_an_export_and_none_comes_in(ledger: Ledger) -> None:
    fill(ledger)
    with ledger.writing() as connection:
        [ann] = made(connection, "ann-of-the-desk")
        logins.open_session(connection, ann.id, "s1", at=AT, ends_at=LATER, idle_since=AT)
        cases.make(connection, "a quiet case", Viewer(id=ann.id), at=AT)
    with ledger.reading() as connection:
        ids = list(article_ids(connection, Selection(every_version=True)))
        told = "\n".join(json.dumps(line.record) for line in lines(connection, ids, whole=True))
    assert "ann-of-the-desk" not in told
    assert "a quiet case" not in told
    assert not set(private.tables) & {t.name for t in LEDGER_WIDE}
    row = {"id": "x", "name": "eve", "key": "eve", "role": "admin", "password": "p", "created_at": AT}
    record = {"schema": "firsthand/1", "ledger": {"revision": "0003", "table": "users", "row": row}}
    failed: list = []
    restore(ledger, [json.dumps(record).encode()], groups=alone, what="x.jsonl", failed=failed.append)
    assert "no table" in failed[0].message
    with ledger.reading() as connection:
        assert list(connection.scalars(select(users.c.name))) == ["ann-of-the-desk"]
