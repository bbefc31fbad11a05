"""Logging in to a team's server, and what goes with it: waits, sessions, tokens, passwords, cases, who may what."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from serving import alone, play_app
from sqlalchemy import select

from firsthand.errors import InvalidValue, NotHeld, Refused
from firsthand.ledger import open_ledger
from firsthand.ledger.account_tables import sessions, tokens, users
from firsthand.web import pages
from firsthand.web.accounts import WRONG, TeamAccounts, check_team
from firsthand.web.faults import Busy, Forbidden
from firsthand.web.passwords import Passwords, check_choice
from firsthand.web.settings import Limits
from firsthand.web.waits import Waits

HERE = "https://desk.example"
ANN, BO, CY = "a ferry at the north pier", "lamps on the quay at nine", "the tide turned on tuesday"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    def __init__(self):
        self.now = datetime(2031, 5, 4, 9, tzinfo=UTC)

    def __call__(self):
        return self.now

    def seconds(self):
        return self.now.timestamp()

    def on(self, **more):
        self.now += timedelta(**more)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def team(tmp_path, clock):
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        waits = Waits(clock=clock.seconds)
        team = TeamAccounts(ledger, passwords=Passwords(QUICK), waits=waits, clock=clock)
        team.add_user("ann", "admin", ANN, temporary=False)
        team.add_user("Bo Marsh", "analyst", BO, temporary=False)
        team.add_user("cy", "reader", CY, temporary=False)
        yield team


@pytest.fixture
def app(team, tmp_path):
    settings = alone(tmp_path)
    limits = Limits(logins=(100.0, 500), writes=(100.0, 500), reads=(100.0, 500))
    for name, value in (("team", True), ("names", ("desk.example",)), ("limits", limits)):
        object.__setattr__(settings, name, value)
    return play_app(settings, accounts=lambda ledger: team)


@pytest.fixture
def client(app):
    with TestClient(app, base_url=HERE, follow_redirects=False, headers={"Origin": HERE}) as client:
        yield client


def token(page):
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found, page.text[:300]
    return found[1]


def log_in(client, name, password, **fields):
    sent = {"name": name, "password": password, "csrf_token": token(client.get("/login")), **fields}
    return client.post("/login", data=sent)


def send(client, path, at="/account", **fields):
    return client.post(path, data={"csrf_token": token(client.get(at)), **fields})


def test_in_and_out(client, team):
    assert client.get("/search").headers["location"] == "/login?next=/search"
    answer = log_in(client, "BO MARSH", BO, next="/search")
    assert (answer.status_code, answer.headers["location"]) == (303, "/search")
    cookie = answer.headers["set-cookie"]
    for flag in ("__Host-firsthand_session=", "HttpOnly", "SameSite=lax", "Secure", "Path=/"):
        assert flag in cookie
    page = client.get("/account")
    assert page.status_code == 200
    assert "Bo Marsh" in page.text
    assert client.get("/login").headers["location"] == "/"
    assert client.get("/team").status_code == 403
    held = client.cookies["__Host-firsthand_session"]
    assert send(client, "/logout").headers["location"] == "/login?said=out"
    client.cookies.set("__Host-firsthand_session", held, domain="desk.example")
    assert client.get("/account").status_code == 303
    assert team.of_session(held) is None


def test_no_secret_is_in_the_ledger(client, team):
    log_in(client, "ann", ANN)
    made, _ = team.make_token(team.user("ann"), "CMS", ["read"])
    with team.ledger.reading() as connection:
        told = repr([connection.execute(select(t)).all() for t in (users, sessions, tokens)])
    assert "$argon2id$" in told
    for secret in (ANN, made, made.removeprefix("fh_"), client.cookies["__Host-firsthand_session"]):
        assert secret not in told


@pytest.mark.parametrize(
    ("name", "password"),
    [("ann", BO), ("ann", ""), ("nobody", ANN), ("", ""), ("gone", CY), ("ann\x00", ANN), ("ann", ANN + " "),
     ("ann' --", ANN), ("a" * 5_000, "b" * 5_000), ("<script>alert(1)</script>", "x")],
)  # fmt: skip
def test_every_failure_says_the_same(client, team, name, password):
    team.add_user("gone", "reader", CY, temporary=False)
    team.disable("gone")
    answer = log_in(client, name, password)
    assert answer.status_code == 403
    assert WRONG in answer.text
    assert "set-cookie" not in answer.headers
    assert "<script>alert" not in answer.text


def test_a_digest_is_made_whether_or_not_there_is_an_account(team):
    tried = []

    class Counted(Passwords):
        def right(self, password, digest):
            tried.append(digest is None)
            return super().right(password, digest)

    team._passwords = Counted(QUICK)
    for name in ("ann", "nobody", "x" * 10_000):
        with pytest.raises(Forbidden, match="no name and password"):
            team.log_in(name, "wrong wrong wrong", "10.0.0.1")
    assert tried == [False, True, True]


def test_waits_grow_are_the_same_for_no_account_and_hold_back_the_right_password_too(team, clock):
    def until_wait(name):
        for n in range(20):
            try:
                team.log_in(name, "wrong wrong wrong", f"network of {name}")
            except Busy as error:
                return n, error.retry_after_s
            except Forbidden:
                pass
        return None

    assert until_wait("ann") == until_wait("nobody") == (5, 1)
    with pytest.raises(Busy):
        team.log_in("ann", ANN, "network of ann")
    assert team.log_in("ann", ANN, "another network")
    clock.on(seconds=1)
    with pytest.raises(Forbidden):
        team.log_in("ann", "wrong wrong wrong", "network of ann")
    with pytest.raises(Busy) as raised:
        team.log_in("ann", ANN, "network of ann")
    assert raised.value.retry_after_s == 2
    clock.on(hours=2)
    assert team.log_in("ann", ANN, "network of ann")


def test_an_account_that_is_tried_from_everywhere_still_opens_where_it_was_open_before(clock):
    waits = Waits(clock=clock.seconds)
    assert waits.ask("ann", "home") == 0
    waits.well("ann", "home")
    for n in range(60):
        waits.ask("ann", f"elsewhere {n}")
    assert 0 < waits.ask("ann", "elsewhere 99") <= 60
    assert waits.ask("ann", "home") == 0
    for n in range(60):
        waits.ask(f"name {n}", "one network")
    assert 0 < waits.ask("somebody", "one network") <= 900


def test_sessions_turn_at_login_and_end_by_idleness_and_age(team, clock):
    first, _ = team.log_in("ann", ANN, "n")
    person = team.of_session(first)
    assert (person.name, person.role, person.by, person.scopes) == (
        "ann",
        "admin",
        "session",
        {"read", "write", "admin"},
    )
    second, _ = team.log_in("ann", ANN, "n", before=person.session)
    assert first != second
    assert team.of_session(first) is None
    for _ in range(20):
        clock.on(hours=7)
        assert team.of_session(second) is not None
    clock.on(hours=8, seconds=1)
    assert team.of_session(second) is None
    third, _ = team.log_in("ann", ANN, "n")
    for _ in range(23):
        clock.on(hours=7)
        assert team.of_session(third) is not None
    clock.on(hours=7)
    assert team.of_session(third) is None
    assert team.of_session("") is team.of_session("\ud800") is None


def test_what_an_admin_changes_holds_at_once(client, team):
    log_in(client, "Bo Marsh", BO)
    made, _ = team.make_token(team.user("Bo Marsh"), "CMS", ["read", "write"])
    team.set_role("Bo Marsh", "reader")
    assert team.of_token(made).scopes == {"read"}
    assert client.post("/play/echo", data={"csrf_token": token(client.get("/account"))}).status_code == 403
    team.disable("Bo Marsh")
    assert team.of_token(made) is None
    assert client.get("/search").status_code == 303
    team.enable("Bo Marsh")
    assert client.get("/search").status_code == 303


def test_a_new_password_ends_every_session(client, app, team):
    log_in(client, "Bo Marsh", BO)
    elsewhere, _ = team.log_in("Bo Marsh", BO, "n")
    made, _ = team.make_token(team.user("Bo Marsh"), "CMS", ["read"])
    new = "a quiet word in the chart room"
    for fields, words in (
        ({"old": CY, "new": new, "again": new}, "not the password you have"),
        ({"old": BO, "new": new, "again": new + "x"}, "the same way twice"),
        ({"old": BO, "new": "short", "again": "short"}, "12 to 256"),
        ({"old": BO, "new": BO, "again": BO}, "is the old one"),
    ):
        answer = send(client, "/account/password", **fields)
        assert (answer.status_code in (400, 403), words in answer.text) == (True, True)
    answer = send(client, "/account/password", old=BO, new=new, again=new)
    assert answer.headers["location"] == "/login?said=password"
    assert team.of_session(elsewhere) is None
    assert client.get("/account").status_code == 303
    assert team.of_token(made) is not None
    assert log_in(client, "Bo Marsh", BO).status_code == 403
    assert log_in(client, "Bo Marsh", new).status_code == 303
    send(client, "/account/password", old=new, new=BO, again=BO, tokens="yes")
    assert team.of_token(made) is None


def test_a_first_password_lets_in_to_change_it_and_no_further(client, team):
    log_in(client, "ann", ANN)
    first = "three lamps and one ferry"
    assert send(client, "/team/add", "/team", name="Dee", role="analyst", password=first).status_code == 303
    send(client, "/logout")
    assert log_in(client, "dee", first, next="/search").headers["location"] == "/account"
    assert client.get("/search").status_code == 403
    assert "first login only" in client.get("/account").text
    assert send(client, "/account/tokens", purpose="x", scope="read", days="9").status_code == 403
    send(client, "/account/password", old=first, new=CY, again=CY)
    log_in(client, "dee", CY)
    assert client.get("/search").status_code == 200


def test_tokens_are_made_seen_once_and_revoked(client, team, clock):
    log_in(client, "Bo Marsh", BO)
    page = send(client, "/account/tokens", purpose="the <CMS>", scope=["read", "write"], days="30")
    [made] = set(re.findall(r"fh_[\w-]{43}", page.text))
    assert "the &lt;CMS&gt;" in page.text
    assert made not in client.get("/account").text
    client.cookies.clear()
    bearer = {"Authorization": f"Bearer {made}"}
    assert client.post("/api/v1/play/echo", content=b"ab", headers=bearer).json() == {"size": 2, "by": "Bo Marsh"}
    [kept] = team.tokens(team.user("Bo Marsh"))
    assert (kept.used, kept.ends) == ("2031-05-04", "2031-06-03")
    for path in ("/account", "/team", "/play/admin"):
        assert client.get(path, headers=bearer).status_code == 403
    clock.on(days=31)
    assert client.get("/api/v1/play/number?n=1", headers=bearer).status_code == 401
    clock.on(days=-31)
    log_in(client, "Bo Marsh", BO)
    assert send(client, f"/account/tokens/{kept.handle}/revoke").status_code == 303
    assert team.of_token(made) is None
    for fields in (
        {"scope": "admin"},
        {"scope": "all"},
        {},
        {"scope": "read", "days": "0"},
        {"scope": "read", "days": "x"},
    ):
        assert send(client, "/account/tokens", **{"purpose": "x", "days": "30", **fields}).status_code == 400
    for wrong in ("", "fh_", "fh_x", "x" * 500, "fh_\ud800"):
        assert team.of_token(wrong) is None


def test_an_admin_makes_and_changes_accounts(client, team):
    log_in(client, "ann", ANN)
    page = client.get("/team")
    assert "Bo Marsh" in page.text
    assert not re.search(r"<style|\sstyle=|\son\w+=\"", page.text)
    for what, fields, words in (
        ("add", {"name": "cy", "role": "reader", "password": BO}, "names are given once"),
        ("add", {"name": "eve", "role": "owner", "password": BO}, "a role is"),
        ("add", {"name": "eve", "role": "reader", "password": "eve"}, "12 to 256"),
        ("disable", {"name": "ann"}, "last admin"),
        ("role", {"name": "nobody", "role": "reader"}, "no account"),
    ):
        answer = send(client, f"/team/{what}", "/team", **fields)
        assert (answer.status_code >= 400, words in answer.text) == (True, True), (what, answer.text[:300])
    assert send(client, "/team/role", "/team", name="cy", role="analyst").status_code == 303
    assert team.user("cy").role == "analyst"
    send(client, "/team/disable", "/team", name="cy")
    assert team.user("cy").disabled
    send(client, "/team/password", "/team", name="cy", password=ANN)
    assert team.user("cy").temporary
    assert client.post("/team/enable", data={"name": "cy"}).status_code == 403  # without the form's token


def test_passwords_are_not_taken_over_an_open_line(app):
    with TestClient(app, base_url="http://desk.example", client=("10.0.0.9", 5), follow_redirects=False) as client:
        answer = log_in(client, "ann", ANN)
        assert answer.status_code == 403
        assert "https only" in answer.text


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example", "/login", "/api/v1/x"])
def test_a_login_leads_to_our_own_pages(client, onward):
    assert log_in(client, "cy", CY, next=onward).headers["location"] == "/"


def test_cases_are_for_their_readers(client, team):
    log_in(client, "Bo Marsh", BO)
    id = send(client, "/cases", "/cases", name="The <b>pier</b>").headers["location"]
    assert send(client, f"{id}/items", note="Ask the <i>port</i>.").status_code == 303
    page = client.get(id)
    assert "The &lt;b&gt;pier" in page.text
    assert "Ask the &lt;i&gt;port" in page.text
    assert send(client, f"{id}/items", named="nothere", what="claims").status_code == 404
    assert send(client, f"{id}/items", named="https://desk.example/articles/abcd1234").status_code == 404
    assert send(client, f"{id}/items").status_code == 400
    send(client, "/logout")
    log_in(client, "cy", CY)
    for path in (id, "/cases/none"):
        answer = client.get(path)
        assert (answer.status_code, "pier" in answer.text) == (404, False)
    assert "pier" not in client.get("/cases").text
    assert send(client, "/cases", name="x").status_code == 403
    send(client, "/logout")
    log_in(client, "ann", ANN)
    assert client.get(id).status_code == 200
    assert send(client, f"{id}/readers", name="CY").status_code == 303
    send(client, "/logout")
    log_in(client, "cy", CY)
    assert client.get(id).status_code == 200
    assert send(client, f"{id}/items", note="x").status_code == 403
    mine = team.user("cy").id
    assert send(client, f"{id}/readers/drop", reader=mine).headers["location"] == "/cases"
    assert client.get(id).status_code == 404
    send(client, "/logout")
    log_in(client, "Bo Marsh", BO)
    assert send(client, f"{id}/drop", name="The").status_code == 400
    assert send(client, f"{id}/drop", name="The <b>pier</b>").headers["location"] == "/cases"
    assert client.get(id).status_code == 404


def test_alone_there_are_no_accounts(tmp_path):
    with TestClient(play_app(alone(tmp_path)), base_url="http://127.0.0.1", follow_redirects=False) as client:
        for path in ("/login", "/account", "/team", "/cases", "/cases/x"):
            assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "12 to 256"),
        ("a" * 11, "12 to 256"),
        ("a" * 257, "12 to 256"),
        ("abababababab", "different"),
        ("annannannanna", "different"),
        ("firsthand1234", "everybody"),
        ("Montgomery123", "everybody"),
    ],
)
def test_passwords_that_may_not_be_chosen(password, words):
    with pytest.raises(InvalidValue, match=words) as raised:
        check_choice(password, "montgomery")
    assert not password or password not in str(raised.value)


def test_passwords_are_one_in_all_of_unicode_s_forms_and_digests_get_stronger(team):
    team.set_password("cy", "à côté du phare nord", temporary=False)
    assert team.log_in("cy", "a\u0300 co\u0302te\u0301 du phare nord", "n")
    before = _digest(team, "cy")
    team._passwords = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert team.log_in("cy", "à côté du phare nord", "n")
    assert _digest(team, "cy") != before
    assert team.log_in("cy", "à côté du phare nord", "n")


def _digest(team, name):
    with team.ledger.reading() as connection:
        return connection.scalar(select(users.c.password).where(users.c.name == name))


def test_a_team_s_server_does_not_start_without_an_admin(tmp_path, team):
    with pytest.raises(Refused, match="firsthand user add"):
        check_team(str(tmp_path / "other.db"))
    check_team(str(tmp_path / "ledger.db"))
    with pytest.raises(NotHeld):
        team.set_password("nobody", ANN, temporary=False)


OPEN = {"/login", "/logout", "/account/password", "/account/sessions", "/account/tokens"}
READERS = {"/read", "/check", "/account/tokens/{handle}/revoke", "/cases/{id}/readers/drop"}
"""What a reader may send: what is kept nowhere, and what is their own."""


def test_a_reader_changes_nothing_and_a_stranger_sees_nothing(client):
    every = [(m, r.path) for router in pages.routers() for r in router.routes for m in r.methods if r.path != "/help"]
    assert len(every) > 40
    for method, path in every:
        if path != "/login":
            answer = client.request(method, path.replace("{what}", "add"))
            assert answer.status_code == (403 if method == "POST" else 303), (method, path)
    log_in(client, "cy", CY)
    form = token(client.get("/account"))
    for method, path in every:
        if method == "POST" and path not in OPEN | READERS:
            answer = client.post(path.replace("{what}", "add"), data={"csrf_token": form, "why": "x"})
            assert answer.status_code == 403, path
    for path in ("/team", "/metrics"):
        assert client.get(path).status_code == 403
