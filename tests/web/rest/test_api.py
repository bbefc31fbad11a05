"""Each endpoint over a small ledger: what it answers, that its form is as described, what it refuses."""

import io
import json
import zipfile

import adders
import pytest
import tellers
from fastapi import FastAPI
from starlette.testclient import TestClient

from firsthand.errors import Withheld
from firsthand.model.wire import from_json
from firsthand.web.app import create_app
from firsthand.web.rest import describe
from firsthand.web.rest.shapes import checked, held, reading, traced
from firsthand.web.settings import Settings
from firsthand.web.who_is import ROLE_SCOPES, Person

HERE = "http://127.0.0.1"
V1 = "/api/v1"
WORDS = "Fares will rise in June, Ida Lund said."


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    place = tmp_path_factory.mktemp("api") / "ledger.db"
    tellers.fill(place)
    settings = Settings(ledger=str(place), workers=1, secret=b"k" * 32)
    return create_app(settings, reading=tellers.reads, adding=adders.adds, fetch=adders.no_network)


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app, base_url=HERE + V1) as client:
        yield client


def get(client, path, **query):
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def problem(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert found["status"] == status
    assert found["detail"]
    return found


def article(client, key):
    return get(client, f"/articles/{key}")["article"]["id"]


def source(client, name):
    return get(client, "/sources", words=name)["sources"][0]["id"]


def claim(client):
    return get(client, "/claims", words="ferry pier torn down")["claims"][0]["id"]


# The forms


def questions(client):
    post, herald = article(client, "post"), article(client, "herald")
    return [
        ("/articles", {}, held.ArticlesAnswer),
        (f"/articles/{herald}", {}, held.ArticleAnswer),
        (f"/articles/{post}/reading", {}, reading.ReadingAnswer),
        ("/search", {"words": "pier"}, held.SearchAnswer),
        ("/statements", {}, held.StatementsAnswer),
        (f"/statements/{post}.a1", {}, held.StatementAnswer),
        ("/sources", {}, held.SourcesAnswer),
        (f"/sources/{source(client, 'Quist')}", {}, held.SourceAnswer),
        ("/claims", {"words": "pier"}, traced.ClaimsAnswer),
        (f"/claims/{claim(client)}", {}, traced.TraceAnswer),
        ("/trace", {"words": "pier"}, traced.TraceAnswer),
        ("/trace", {"article": "post"}, traced.TraceAnswer),
        ("/trace", {"claim": claim(client)}, traced.TraceAnswer),
        ("/echoes", {"outlets": "2"}, traced.EchoesAnswer),
        ("/timeline", {"words": "pier"}, held.TimelineAnswer),
        ("/timeline", {"words": "pier", "by": "outlet"}, held.TimelineAnswer),
        ("/audit", {"by": "month"}, held.AuditAnswer),
        ("/decisions", {}, held.DecisionsAnswer),
    ]


def is_of(form, record):
    """Exactly: what the form reads of the record is all that is in it."""
    assert form.model_validate(record).model_dump(mode="json", exclude_unset=True) == record


def test_every_answer_has_the_form_that_the_description_gives(client):
    made = correct(client, {"what": "reject", "why": "no statement"}, key="odd").json()
    is_of(held.CorrectionAnswer, made)
    for path, query, form in questions(client):
        is_of(form, get(client, path, **query))
    undone = client.post(f"/decisions/{made['decision']['id']}/undo", json={"why": "it is one"})
    is_of(held.DecisionAnswer, undone.json())


def test_the_description_names_every_operation_and_the_errors_of_each(client):
    found = get(client, "/openapi.json")
    operations = [o for path in found["paths"].values() for o in path.values()]
    ids = [o["operationId"] for o in operations]
    assert len(ids) == len(set(ids))
    for operation in operations:
        assert operation["summary"]
        for status in ("400", "401", "403", "413", "422", "429", "500"):
            assert "application/problem+json" in operation["responses"][status]["content"], operation["operationId"]
    parts = set(found["components"]["schemas"])
    refs = {part.split('"')[0] for part in json.dumps(found).split("#/components/schemas/")[1:]}
    assert refs <= parts
    assert "securitySchemes" not in found["components"]


# Reading and checking


def test_words_are_read_and_not_kept(client):
    answer = client.post("/read", json={"text": WORDS, "outlet": "Tram News", "published": "2031-05-04"})
    assert answer.status_code == 200
    is_of(reading.ReadingAnswer, answer.json())
    found = from_json(answer.json())
    assert [s.name for s in found.sources] == ["Ida Lund"]
    assert found.article.outlet == "Tram News"
    assert not get(client, "/sources", words="Lund")["sources"]


def test_a_file_is_read(client):
    answer = client.post("/read", files={"file": ("../fares.txt", WORDS.encode())}, data={"title": "Fares"})
    assert answer.json()["article"]["title"] == "Fares"
    assert answer.json()["article"]["key"] == "fares"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {}}, 422),
        ({"json": {"text": " "}}, 422),
        ({"json": {"text": 5}}, 422),
        ({"json": {"text": WORDS, "titel": "x"}}, 422),
        ({"json": {"text": WORDS, "published": "yesterday"}}, 422),
        ({"json": {"text": WORDS, "rules": ""}}, 422),
        ({"json": {"url": "http://127.0.0.1/"}}, 422),
        ({"json": {"url": "file:///etc/passwd"}}, 422),
        ({"json": [1]}, 422),
        ({"content": b'{"text": "half', "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": b"[" * 100_000, "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": b'{"\\ud800": 1}', "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": b'{"text": "\\ud800 said."}', "headers": {"Content-Type": "application/json"}}, 422),
        ({"content": WORDS.encode(), "headers": {"Content-Type": "text/plain"}}, 415),
        ({"content": b""}, 415),
        ({"files": {"file": ("a.exe", b"MZ")}}, 422),
        ({"files": {"file": ("a.txt", b"")}}, 422),
        ({"files": {"other": ("a.txt", b"x")}}, 422),
        ({"files": [("file", ("a.txt", b"x")), ("file", ("b.txt", b"x"))]}, 422),
        ({"files": {"file": ("a.txt", WORDS.encode())}, "data": {"rules": ""}}, 422),
    ],
)
def test_what_is_no_article_is_refused(client, sent, status):
    problem(client.post("/read", **sent), status)


def test_a_draft_is_checked_in_both_forms(client):
    draft = {"text": f"The mayor stole the money.\n\n{WORDS}", "title": "Fares"}
    answer = client.post("/check", json=draft)
    is_of(checked.CheckAnswer, answer.json())
    sarif = client.post("/check?format=sarif", json=draft)
    assert sarif.headers["content-type"] == "application/sarif+json"
    assert sarif.json()["version"] == "2.1.0"
    assert len(sarif.json()["runs"][0]["results"]) == len(answer.json()["checks"][0]["findings"])
    form = client.post("/check", files={"file": ("a.txt", draft["text"].encode())}, data={"rules": 'house = "Ours"'})
    assert form.json()["house"] == "Ours"
    problem(client.post("/check", json={**draft, "rules": "= no toml"}), 422)


# Adding


def test_what_is_added_is_followed_and_found(client):
    files = [("file", ("one.txt", b"Trams stop at ten, Ola Berg said.")), ("file", ("two.txt", WORDS.encode()))]
    answer = client.post("/articles", files=files)
    assert answer.status_code == 202
    is_of(held.JobAnswer, answer.json())
    links = answer.json()["links"]
    assert answer.headers["location"] == links["self"]
    lines = client.get(HERE + links["events"]).text.split("\n")
    assert [line for line in lines if line.startswith("event")] == ["event: outcome", "event: outcome", "event: state"]
    later = client.get(HERE + links["events"], headers={"Last-Event-ID": "2"})
    assert later.headers["content-type"].startswith("text/event-stream")
    assert later.text.count("event: ") == 1
    job = client.get(HERE + links["self"]).json()
    assert (job["state"], job["added"], job["failed"]) == ("done", 2, 0)
    assert get(client, "/search", words="trams stop")["statements"][0]["source"]["name"] == "Ola Berg"


def test_the_same_words_with_something_else_said_of_them_are_another_article(client):
    for outlet in ("Tram News", "Bus News"):
        links = client.post("/articles", json={"text": WORDS, "outlet": outlet}).json()["links"]
        client.get(HERE + links["events"])
        assert client.get(HERE + links["self"]).json()["added"] == 1
        assert get(client, "/articles", outlet=outlet)["articles"]


def test_a_job_is_for_who_started_it(app, client):
    id = client.post("/articles", json={"text": WORDS}).json()["id"]
    client.get(f"/jobs/{id}/events")
    as_person(app, client, "analyst", id="other")
    try:
        problem(client.get(f"/jobs/{id}"), 404)
        problem(client.get(f"/jobs/{id}/events"), 404)
    finally:
        as_person(app, client, None)
    problem(client.get("/jobs/none"), 404)


# Lists


@pytest.mark.parametrize(
    ("path", "name", "key"),
    [
        ("/articles?every_version=true", "articles", lambda a: a["id"]),
        ("/search?words=pier", "statements", lambda s: s["statement"]),
        ("/statements?unnamed=false", "statements", lambda s: s["statement"]),
        ("/sources?kind=person", "sources", lambda s: s["id"]),
        ("/claims?words=post", "claims", lambda c: c["id"]),
    ],
)
@pytest.mark.parametrize("limit", [1, 2])
def test_pages_together_are_the_list(client, path, name, key, limit):
    whole = [key(one) for one in client.get(f"{path}&limit=200").json()[name]]
    assert len(whole) > 1
    seen, address = [], f"{V1}{path}&limit={limit}"
    while address:
        answer = client.get(HERE + address)
        found = answer.json()
        assert len(found[name]) <= limit
        seen += [key(one) for one in found[name]]
        link = answer.headers.get("link")
        assert (link is None) == (found["next"] is None)
        address = link.split(">")[0][1:] if link else ""
    assert seen == whole


def test_a_cursor_of_another_question_is_refused(client):
    cursor = get(client, "/search", words="pier", limit=1)["next"]
    told = problem(client.get("/search", params={"words": "ferry", "limit": 1, "cursor": cursor}), 400)
    assert "another question" in told["detail"]
    problem(client.get("/statements", params={"cursor": cursor}), 400)
    problem(client.get("/search", params={"words": "pier", "cursor": "x.y"}), 400)


@pytest.mark.parametrize("limit", ["0", "201", "-1", "1.0", " 1", "many", "1e2"])
def test_a_page_has_1_to_200(client, limit):
    assert problem(client.get("/articles", params={"limit": limit}), 422)["errors"][0]["where"] == ["query", "limit"]


def test_the_same_question_has_the_same_tag_until_the_answer_differs(client):
    tag = client.get("/decisions").headers["etag"]
    assert client.get("/decisions", headers={"If-None-Match": tag}).status_code == 304
    made = correct(client, {"what": "reject", "why": "no statement"}, key="odd").json()["decision"]["id"]
    assert client.get("/decisions", headers={"If-None-Match": tag}).status_code == 200
    client.post(f"/decisions/{made}/undo", json={"why": "it is one"})


# What narrows


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search", 422),
        ("/search?words=", 422),
        ("/search?words=%21%21", 400),
        ("/search?words=pier&stance=shouts", 422),
        ("/search?words=pier&stanze=denies", 422),
        ("/search?words=pier&unnamed=1", 422),
        ("/search?words=pier&first=2031-02-30", 400),
        ("/search?words=pier&first=2031-05-05&last=2031-05-04", 400),
        ("/search?words=pier&outlet=Nowhere", 404),
        ("/search?words=pier&source=Nobody%20Here", 404),
        ("/search?words=pier&source=a%20senior%20official", 403),
        ("/articles?outlet=Nowhere", 404),
        ("/articles?byline=Nobody", 404),
        ("/articles?first=2031-02-30", 400),
        ("/articles/none", 404),
        ("/articles/none/reading", 404),
        ("/statements/none", 400),
        ("/statements/none.a1", 404),
        ("/claims/harbour", 404),
        ("/claims/0123456789abcdef", 404),
        ("/trace", 400),
        ("/trace?words=pier&article=post", 400),
        ("/trace?words=zeppelin", 404),
        ("/trace?claim=pier", 404),
        ("/trace?article=none", 404),
        ("/echoes?outlets=1", 422),
        ("/echoes?since=2031-13-01", 400),
        ("/timeline?words=pier&by=day", 422),
        ("/audit?by=year", 422),
        ("/decisions/none", 404),
        ("/decisions?about=none", 404),
        ("/exports/docx", 422),
        ("/exports/csv?outlet=Nowhere", 404),
        ("/exports/csv?article=none", 404),
        ("/exports/csv?about=zeppelin", 404),
        ("/nothing", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem(client, path, status):
    problem(client.get(path), status)


def test_filters_narrow(client):
    found = get(client, "/statements", outlet="stellin post")["statements"]
    assert {s["article"]["key"] for s in found} == {"post"}
    assert [s["source"]["name"] for s in get(client, "/statements", source="Jon Abel")["statements"]] == ["Jon Abel"]
    assert {a["outlet"] for a in get(client, "/articles", outlet="Quay Herald")["articles"]} == {"Quay Herald"}
    versions = get(client, "/articles", outlet="Quay Herald", every_version="true")["articles"]
    assert [a["latest"] for a in versions] == [True, False]
    assert get(client, "/articles", first="2031-05-05", last="2031-05-05")["articles"][0]["key"] == "wire"


def test_another_method_is_told_which_there_are(client):
    assert set(client.delete("/articles").headers["allow"].split(", ")) == {"GET", "POST"}
    problem(client.put("/audit"), 405)


# Unnamed sources


def test_an_unnamed_source_has_no_address(client):
    [one] = get(client, "/search", words="pier", unnamed="true")["statements"]
    assert one["source"]["anonymous"]
    assert one["source"]["id"] is None
    trace = get(client, "/trace", article="wire")
    [unnamed] = [s for s in trace["sources"] if s["anonymous"]]
    for id in (unnamed["id"], "s1", "an official", f"{one['article']['id']}.s1"):
        problem(client.get(f"/sources/{id}"), 404)
        answer = client.get("/statements", params={"source": id})
        assert answer.status_code in (403, 404)
    assert all(s["name"] for s in get(client, "/sources")["sources"])


# Correcting and deciding


def correct(client, sent, key="post", local="a1"):
    answer = client.post(f"/statements/{article(client, key)}.{local}/corrections", json=sent)
    assert answer.status_code == 201, answer.text
    return answer


def test_a_speaker_is_corrected_and_it_is_taken_back(client):
    answer = correct(client, {"what": "speaker", "source": "Jon Abel", "why": "heard it"})
    made = answer.json()
    assert (made["before"]["source"]["name"], made["after"]["source"]["name"]) == ("Mara Quist", "Jon Abel")
    assert made["after"]["corrected"]["why"] == "heard it"
    where = HERE + answer.headers["location"]
    assert client.get(where).json()["decision"]["what"].endswith("the source is Jon Abel")
    undone = client.post(f"{where}/undo", json={"why": "misheard"}).json()["decision"]
    assert undone["undone_by"]
    problem(client.post(f"{where}/undo", json={"why": "again"}), 400)
    problem(client.post("/decisions/none/undo", json={"why": "x"}), 404)


@pytest.mark.parametrize(
    ("sent", "after"),
    [
        ({"what": "speaker", "unnamed": "an aide", "why": "w"}, (None, "an aide")),
        ({"what": "speaker", "unknown": True, "why": "w"}, None),
    ],
)
def test_a_speaker_may_be_unnamed_or_unknown(client, sent, after):
    made = correct(client, sent).json()
    found = made["after"]["source"]
    assert (found and (found["name"], found["descriptor"])) == after
    client.post(f"/decisions/{made['decision']['id']}/undo", json={"why": "back"})


def test_a_span_is_corrected(client):
    made = correct(client, {"what": "span", "spans": [[4, 19]], "why": "too long"}).json()
    assert made["after"]["content"] == "old ferry pier"
    client.post(f"/decisions/{made['decision']['id']}/undo", json={"why": "back"})


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"what": "speaker", "why": "w"}, 400),
        ({"what": "speaker", "source": "A B", "unknown": True, "why": "w"}, 400),
        ({"what": "speaker", "source": "an official", "why": "w"}, 400),
        ({"what": "speaker", "source": "Ada Quill"}, 422),
        ({"what": "speaker", "source": "Ada Quill", "why": " "}, 422),
        ({"what": "span", "spans": [], "why": "w"}, 422),
        ({"what": "span", "spans": [[5, 2]], "why": "w"}, 400),
        ({"what": "span", "spans": [[0, 10**9]], "why": "w"}, 400),
        ({"what": "span", "spans": [[0, 10**30]], "why": "w"}, 422),
        ({"what": "span", "spans": [[True, "2"]], "why": "w"}, 422),
        ({"what": "delete", "why": "w"}, 422),
        ([], 422),
    ],
)
def test_what_is_no_correction_is_refused(client, sent, status):
    problem(client.post(f"/statements/{article(client, 'post')}.a1/corrections", json=sent), status)


def test_a_claim_is_split_and_put_together_again(client):
    id = claim(client)
    before = next(c for c in get(client, f"/claims/{id}")["claims"] if c["id"] == id)
    units = [r["unit"] for r in before["reports"]]
    answer = client.post(f"/claims/{id}/decisions", json={"kind": "split", "b": units[-1], "why": "other pier"})
    assert answer.status_code == 201
    is_of(held.ClaimDecisionAnswer, answer.json())
    kept = get(client, f"/claims/{answer.json()['claim']}")
    assert units[-1] not in [r["unit"] for c in kept["claims"] if c["id"] in kept["asked"] for r in c["reports"]]
    client.post(f"{HERE}{answer.headers['location']}/undo", json={"why": "the same pier"})
    again = get(client, f"/claims/{id}")
    assert [r["unit"] for r in next(c for c in again["claims"] if c["id"] == id)["reports"]] == units


@pytest.mark.parametrize("kind", ["cut", "link", "one-root", "two-roots", "merge"])
def test_every_decision_about_a_claim_is_kept(client, kind):
    trace = get(client, f"/claims/{claim(client)}")
    one = next(c for c in trace["claims"] if c["id"] in trace["asked"])
    if kind in ("cut", "link"):
        a, b, *_ = dict.fromkeys(r["article_id"] for r in one["reports"])
    else:
        a, b = source(client, "Quist"), source(client, "Abel")
    other = get(client, "/claims", words="nobody has been asked")["claims"][0]["id"]
    sent = {"kind": kind, "b": other} if kind == "merge" else {"kind": kind, "a": a, "b": b}
    answer = client.post(f"/claims/{one['id']}/decisions", json={**sent, "why": "seen"})
    assert answer.status_code == 201, answer.text
    assert client.post(f"{HERE}{answer.headers['location']}/undo", json={"why": "back"}).status_code == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"kind": "split", "b": "0123", "why": "w"}, 400),
        ({"kind": "cut", "a": "none", "b": "post", "why": "w"}, 404),
        ({"kind": "cut", "a": "post", "b": "post", "why": "w"}, 400),
        ({"kind": "link", "a": "post", "b": "wire", "edge": "stolen", "why": "w"}, 422),
        ({"kind": "merge", "b": "none", "why": "w"}, 404),
        ({"kind": "one-root", "a": "Mara Quist", "why": "w"}, 422),
    ],
)
def test_what_is_no_decision_is_refused(client, sent, status):
    problem(client.post(f"/claims/{claim(client)}/decisions", json=sent), status)


# Exports


@pytest.mark.parametrize(
    ("format", "begins"),
    [
        ("jsonl", b'{"'),
        ("csv", b"article_id,"),
        ("parquet", b"PAR1"),
        ("webannotation", b"{"),
        ("prov", b"{"),
        ("brat", b"PK"),
    ],
)
def test_an_export_is_what_the_command_gives(client, format, begins):
    answer = client.get(f"/exports/{format}", params={"article": "post"})
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(begins), answer.content[:40]
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "attachment" in answer.headers["content-disposition"]
    if format == "brat":
        names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        assert {"post.txt", "post.ann"} <= set(names)


def test_an_export_without_text_has_none(client):
    assert "ferry" in client.get("/exports/csv").text
    assert "ferry" not in client.get("/exports/csv", params={"text": "false"}).text


# Who may


@pytest.fixture
def person(app, client):
    yield lambda role: as_person(app, client, role)
    as_person(app, client, None)


def as_person(app, client, role, id="p"):
    """Asks as somebody of that role from then on; as the one person of a server alone where it is None."""
    house = app.state.house
    alone = Person(name="alone", role="admin", scopes=ROLE_SCOPES["admin"])
    who = alone if role is None else Person(name=role, role=role, scopes=ROLE_SCOPES.get(role, frozenset()), id=id)
    object.__setattr__(house, "alone", who)


CHANGES = (
    ("post", "/articles", {"json": {"text": WORDS}}, "write"),
    ("post", "/statements/x.a1/corrections", {"json": {"what": "reject", "why": "w"}}, "write"),
    ("post", "/claims/x/decisions", {"json": {"kind": "merge", "b": "x", "why": "w"}}, "write"),
    ("post", "/decisions/x/undo", {"json": {"why": "w"}}, "write"),
    ("delete", "/articles/x", {"params": {"why": "w"}}, "admin"),
    ("post", "/read", {"json": {"text": WORDS}}, "read"),
    ("post", "/check", {"json": {"text": WORDS}}, "read"),
    ("get", "/search", {"params": {"words": "pier"}}, "read"),
    ("get", "/exports/csv", {}, "read"),
)


@pytest.mark.parametrize(("method", "path", "more", "scope"), CHANGES)
@pytest.mark.parametrize("role", ["none", "reader", "analyst"])
def test_each_needs_its_right(client, person, method, path, more, scope, role):
    person(role)
    answer = getattr(client, method)(path, **more)
    if scope in ROLE_SCOPES.get(role, ()):
        assert answer.status_code != 403
    else:
        problem(answer, 403)


def test_what_is_forgotten_is_gone_and_the_exports_are_named(client):
    client.post("/articles", json={"text": "The lift will be mended, Una Vale said.", "title": "Lift"}).json()
    while not (found := get(client, "/search", words="lift")["statements"]):
        pass
    id = found[0]["article"]["id"]
    client.get("/exports/csv", params={"article": id})
    problem(client.delete(f"/articles/{id}"), 422)
    answer = client.delete(f"/articles/{id}", params={"why": "asked to"})
    assert answer.status_code == 200, answer.text
    is_of(held.ForgottenAnswer, answer.json())
    assert answer.json()["rewritten"]
    assert answer.json()["exports"][0]["place"].startswith("download by")
    problem(client.get(f"/articles/{id}"), 404)
    assert not get(client, "/search", words="lift")["statements"]


def test_a_cleared_text_is_withheld(client, monkeypatch):
    def cleared(connection, id):
        raise Withheld("the text was cleared")

    monkeypatch.setattr("firsthand.web.rest.articles.standing_reading", cleared)
    assert problem(client.get("/articles/post/reading"), 403)["kind"] == "withheld"


def test_a_team_s_description_says_that_one_has_to_log_in():
    app = FastAPI()
    describe(app, team=True)
    found = app.openapi()
    assert found["security"] == [{"token": []}, {"session": []}]
    assert set(found["components"]["securitySchemes"]) == {"token", "session"}
