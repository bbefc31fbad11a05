"""What no page should see: strange hosts, other sites, too much, too often; and what every answer carries."""

import json
import logging

import pytest
from fastapi.testclient import TestClient
from serving import HERE, Accounts, alone, play_app

from firsthand.errors import InvalidValue
from firsthand.web.headers import CSP
from firsthand.web.logs import Lines
from firsthand.web.rates import Rates, network_of
from firsthand.web.safety import host_name
from firsthand.web.settings import Limits, Settings


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    limits = Limits(body=200_000, small_body=1_000, url=2_000, body_s=0.5)
    app = play_app(alone(tmp_path_factory.mktemp("web"), limits=limits))
    with TestClient(app, base_url=HERE, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(running):
    running.cookies.clear()
    return running


@pytest.mark.parametrize(
    "path", ["/healthz", "/metrics", "/nope", "/api/v1/nope", "/static/site.css", "/play/fault", "/static/../app.py"]
)
def test_every_answer_carries_the_headers(client, path):
    answer = client.get(path)
    headers = answer.headers
    assert headers["content-security-policy"] == CSP
    assert "unsafe" not in CSP
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"]
    assert "server" not in headers
    assert "<script" not in answer.text.replace('<script type="module" src="/static/', "")
    assert "style=" not in answer.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 404),
        ("127.0.0.1:8080", 404),
        ("localhost:9", 404),
        ("LocalHost.", 404),
        ("[::1]:8080", 404),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example:80", 421),
        ("evil.example@127.0.0.1", 421),
        ("127.0.0.1@evil.example", 421),
        ("127.0.0.1/x", 421),
        ("127.0.0.1:x", 421),
        ("2130706433", 421),
        ("0.0.0.0", 421),
        ("[::ffff:127.0.0.1]", 421),
        ("", 421),
    ],
)
def test_names_that_lead_here_by_rebinding_are_refused(client, host, status):
    assert client.get("/nope", headers={"Host": host}).status_code == status


def test_health_is_told_under_any_name_and_tells_nothing(client):
    answer = client.get("/healthz", headers={"Host": "10.0.0.9"})
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


@pytest.mark.parametrize("bad", ["[", "a:b:c", "a?b", "a#b"])
def test_no_host(bad):
    assert host_name(bad) == ""


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://127.0.0.1"}, 200),
        ({"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:81"}, 403),
        ({"Origin": "https://127.0.0.1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"X-Forwarded-For": "1.2.3.4"}, 403),
        ({"Forwarded": "for=1.2.3.4"}, 403),
    ],
)
def test_what_another_site_sends_is_refused(client, headers, status):
    assert client.post("/api/v1/play/echo", content=b"{}", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200),
        ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, 200),
    ],
)
def test_a_link_may_lead_here_but_no_image_or_script_from_elsewhere(client, headers, status):
    assert client.get("/api/v1/play/number?n=1", headers=headers).status_code == status


def test_a_form_needs_this_browsers_token(client):
    token = client.get("/play/form").text
    assert client.post("/play/echo", data={"words": "a", "csrf_token": token}).json()["words"] == "a"
    assert client.post("/play/echo", data={"words": "a"}, headers={"X-CSRF-Token": token}).status_code == 200
    for data in ({"words": "a"}, {"csrf_token": "x"}, {"csrf_token": token[:-2]}, {"csrf_token": ""}):
        assert client.post("/play/echo", data=data).status_code == 403
    assert client.post("/play/echo", files={"csrf_token": (None, token)}).status_code == 200
    assert client.post("/play/echo", content=b"{}").status_code == 403
    client.cookies.clear()
    client.get("/play/form")
    assert client.post("/play/echo", data={"csrf_token": token}).status_code == 403


def test_the_cookie_of_forms(client):
    cookie = client.get("/play/form").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_too_much(client):
    def parts(count):
        for _ in range(count):
            yield b"x" * 1_000

    post = "/api/v1/play/echo"
    assert client.post(post, content=parts(150), headers={"Content-Type": "text/plain"}).json()["size"] == 150_000
    for body, kind in ((b"x" * 200_001, "text/plain"), (parts(300), "text/plain"), (parts(2), "image/png")):
        answer = client.post(post, content=body, headers={"Content-Type": kind})
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert client.get("/nope?q=" + "a" * 2_000).status_code == 414
    assert client.post(post, headers={"Content-Length": "-1"}).status_code in (400, 413)
    assert client.request("BREW", "/nope").status_code == 405


def test_problems_are_problems_and_pages_are_pages(client):
    answer = client.get("/api/v1/play/number?n=<script>")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code == 422
    assert "<script>" not in answer.text
    assert client.get("/api/v1/nope").json()["title"] == "Not Found"
    page = client.get("/<script>alert(1)</script>")
    assert page.headers["content-type"].startswith("text/html")
    assert "alert(1)" not in page.text
    assert client.delete("/healthz").status_code == 405


def test_a_fault_shows_and_notes_nothing_of_what_was_read(client, caplog):
    with caplog.at_level(logging.INFO):
        answer = client.get("/play/fault?q=what-was-searched-for")
    assert answer.status_code == 500
    written = "\n".join(Lines().format(r) for r in caplog.records if r.name.startswith(("firsthand", "uvicorn")))
    assert "secret" not in answer.text + written
    assert "searched" not in written
    lines = [json.loads(line) for line in written.splitlines()]
    assert {"route": "/play/fault", "status": 500}.items() <= lines[-1].items() | lines[0].items()
    assert any("ZeroDivisionError" in line.get("where", "") for line in lines)


def test_metrics_have_patterns_and_no_paths(client):
    client.get("/play/somebody-s-name?q=words")
    words = client.get("/metrics").text
    assert 'firsthand_requests_total{method="GET",route="unmatched",status="404"}' in words
    assert 'firsthand_pool{what="alive"} 1.0' in words
    assert "somebody" not in words


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"host": "0.0.0.0"}, "this machine only"),
        ({"host": "192.168.0.4"}, "this machine only"),
        ({"behind_proxy": ("10.0.0.1",)}, "no login"),
        ({"team": True, "names": ("a.example",)}, "PostgreSQL"),
        ({"team": True, "ledger": "postgresql://a/b"}, "--name"),
        ({"behind_proxy": ("*",)}, "IP address"),
        ({"port": 70_000}, "0 to 65535"),
        ({"workers": 0}, "1 to 16"),
        ({"queue": 0}, "1 or more"),
    ],
)
def test_settings_that_do_not_go_together(more, words):
    with pytest.raises(InvalidValue, match=words) as raised:
        Settings(**{"ledger": "a.db", **more})
    assert "\n" not in str(raised.value)


def test_the_secret_is_long_and_not_shown(monkeypatch):
    monkeypatch.setenv("FIRSTHAND_SECRET", "short")
    with pytest.raises(InvalidValue, match="at least 32"):
        Settings()
    monkeypatch.setenv("FIRSTHAND_SECRET", "s" * 40)
    assert "ssss" not in repr(Settings())


def test_rates():
    now = [0.0]
    rates = Rates(Limits(reads=(2.0, 3), writes=(1.0, 1), logins=(0.1, 1)), clock=lambda: now[0])
    scope = {"client": ("10.0.0.1", 1)}
    assert [rates.wait_s(scope, "GET", "/") for _ in range(4)] == [0, 0, 0, 1]
    assert rates.wait_s(scope, "GET", "/static/a.css") == 0
    assert rates.wait_s({"client": ("10.0.0.2", 1)}, "GET", "/") == 0
    assert [rates.wait_s(scope, "POST", "/login") for _ in range(2)] == [0, 10]
    assert rates.wait_s(scope, "POST", "/a") == 0
    now[0] = 0.5
    assert [rates.wait_s(scope, "GET", "/") for _ in range(2)] == [0, 1]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2606:2800::1", "2606:2800::/64"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "unknown"),
    ],
)
def test_networks(address, network):
    assert network_of(address) == network


@pytest.fixture(scope="module")
def team(tmp_path_factory):
    """A team's server over a file, which its settings would not let anybody start."""
    settings = alone(tmp_path_factory.mktemp("team"))
    for name, value in (("team", True), ("names", ("desk.example",)), ("behind_proxy", ("10.0.0.5",))):
        object.__setattr__(settings, name, value)
    object.__setattr__(settings, "limits", Limits(reads=(5.0, 40), writes=(5.0, 40)))
    app = play_app(settings, accounts=lambda ledger: Accounts())
    with TestClient(app, base_url="https://desk.example", client=("10.0.0.5", 9), follow_redirects=False) as client:
        yield client


def test_a_team_is_asked_who_they_are(team):
    team.cookies.clear()
    assert team.get("/play/form").headers["location"] == "/login?next=/play/form"
    answer = team.get("/api/v1/play/number?n=1")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert team.get("/metrics").status_code in (303, 401)
    assert team.get("/healthz").headers["strict-transport-security"]
    assert team.get("/nope", headers={"Host": "127.0.0.1"}).status_code == 421


def test_a_token_may_what_it_may_and_needs_no_form(team):
    team.cookies.clear()
    bo = {"Authorization": "Bearer t1"}
    assert team.get("/api/v1/play/number?n=4", headers=bo).json() == 4
    assert team.post("/api/v1/play/echo", headers=bo).status_code == 403
    assert team.get("/api/v1/play/number?n=4", headers={"Authorization": "Bearer t2"}).status_code == 401


def test_a_session_needs_the_token_of_its_forms_in_the_api_too(team):
    team.cookies.clear()
    team.cookies.set("__Host-firsthand_session", "a1", domain="desk.example")
    assert team.post("/api/v1/play/echo", content=b"abc").status_code == 403
    token = {"X-CSRF-Token": team.get("/play/form").text}
    assert team.post("/api/v1/play/echo", content=b"abc", headers=token).json() == {"size": 3, "by": "ann"}
    assert team.get("/play/admin").status_code == 403
    assert team.get("/api/v1/play/number?n=1", headers={"Authorization": "Bearer t2"}).status_code == 401


def test_only_the_named_proxy_says_who_the_client_is(team):
    def ask(client):
        return team.get("/nope", headers={"X-Forwarded-For": client}).status_code

    asked = [ask("20.0.0.1") for _ in range(60)]
    assert asked[0] == 404
    assert 429 in asked
    assert ask("20.0.0.2") == 404
    assert ask("20.0.0.1, 20.0.0.3") == 404
    assert ask("20.0.0.9, 20.0.0.1") == 429  # what a client wrote before the proxy did counts nothing
