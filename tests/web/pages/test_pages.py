"""Each page over a small ledger: what it says, what it escapes, what its forms do, without a browser."""

import re

import pytest
import tellers
from starlette.testclient import TestClient

from firsthand.desk import asking, tracing
from firsthand.ledger import open_ledger

HERE = "http://127.0.0.1"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = tmp_path_factory.mktemp("pages") / "ledger.db"
    tellers.fill(place)
    return place


@pytest.fixture(scope="module")
def client(place):
    with TestClient(tellers.app(place), base_url=HERE, headers={"Origin": HERE}) as client:
        yield client


@pytest.fixture
def ledger(place):
    with open_ledger(str(place)) as ledger:
        yield ledger


def token(client):
    page = client.get("/").text
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def send(client, path, **fields):
    return client.post(path, data={"csrf_token": token(client), **fields})


def article(ledger, key):
    return asking.show(ledger, key).article.id


def addresses(ledger):
    post, source = article(ledger, "post"), asking.sources(ledger, "Quist").found[0].root
    claim = tracing.trace(ledger, "ferry pier torn down").claims[0]
    return [
        ("/", "Last in this ledger"),
        ("/search?q=pier", "Mara Quist"),
        ("/search?q=pier&unnamed=yes", "an official (unnamed)"),
        ("/search?source=Nobody+Here", "role=&#34;alert&#34;".replace("&#34;", '"')),
        ("/sources", "Jon Abel"),
        (f"/sources/{source}", "Is quoted with"),
        ("/claims", "What is counted"),
        ("/claims?q=ferry+pier", "distinct known root"),
        (f"/claims/{claim}", "Why this number"),
        ("/timeline?q=pier", "<svg"),
        ("/timeline?q=pier&by=outlet", "Quay Herald"),
        ("/echoes?outlets=2", "Widely reported"),
        ("/audit?by=month", "Coverage"),
        ("/check", "Desk check"),
        ("/decisions", "What people decided"),
        ("/help", "Words, signs and keys"),
        (f"/articles/{post}", "This article rests on"),
        (f"/articles/{post}?order=doubtful", "doubtful ones first"),
        (f"/statements/{post}.a1", "How it reached this page"),
        (f"/articles/{article(ledger, 'herald')}", "The wording differs"),
        (f"/articles/{article(ledger, 'odd')}", "&lt;script&gt;"),
    ]


def test_every_page_shows_and_has_nothing_inline(client, ledger):
    for path, words in addresses(ledger):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text[:400])
        assert words in answer.text, (path, words)
        assert not re.search(r"<style|\sstyle=|\son\w+=\"|javascript:", answer.text.replace(tellers.HOSTILE, "")), path
        assert len(re.findall("<script", answer.text)) == 1, path
        assert "confirmed" not in answer.text.lower()
        posts = re.findall(r'<form method="post".*?</form>', answer.text, re.S)
        assert all('name="csrf_token"' in form for form in posts), path


def test_words_of_an_article_are_text_everywhere(client, ledger):
    odd = article(ledger, "odd")
    claim = tracing.trace(ledger, "odd").claims[0]
    for path in (
        "/",
        "/search?q=gone",
        f"/articles/{odd}",
        f"/statements/{odd}.a1",
        f"/claims/{claim}",
        "/timeline?q=gone",
    ):
        page = client.get(path).text
        assert "<img src=x" not in page
        assert "&lt;" in page


@pytest.mark.parametrize("id", ["an official", "0123456789abcdef", "s1", "nobody"])
def test_an_unnamed_source_has_no_page(client, id):
    answer = client.get(f"/sources/{id}")
    assert answer.status_code == 404
    assert "Only named sources have a page" in answer.text


def test_an_unnamed_source_is_linked_nowhere(client):
    page = client.get("/search?q=pier&unnamed=yes").text
    card = re.search(r'<li class="card.*?</li>', page, re.S)[0]
    assert "/sources/" not in card


def test_a_pasted_text_is_read_and_not_kept(client, ledger):
    answer = send(client, "/read", text="Tram fares\n\nFares will rise in June, Ida Lund said.")
    assert answer.status_code == 200
    assert "Ida Lund" in answer.text
    assert "Add it to the ledger" in answer.text
    assert not asking.sources(ledger, "Lund").found
    kept = re.search(r'name="token" value="([^"]+)"', answer.text)[1]
    again = send(client, "/read", token=kept, order="doubtful")
    assert 'class="sheet listed"' in again.text
    assert client.post("/read/add", data={"csrf_token": token(client), "token": "other"}).status_code == 404
    job = send(client, "/read/add", token=kept)
    assert job.url.path.startswith("/jobs/")
    assert job.status_code == 200


def test_nothing_pasted_is_said_beside_the_form(client):
    answer = send(client, "/read", text="  ")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "<textarea" in answer.text


def test_a_form_without_its_token_does_nothing(client, ledger):
    post = article(ledger, "post")
    answer = client.post(f"/statements/{post}.a1/reject", data={"why": "no"})
    assert answer.status_code == 403
    assert not asking.decisions(ledger)


@pytest.mark.parametrize(
    ("what", "fields", "shows"),
    [
        ("speaker", {"source": "Tove Brandt", "how": "named"}, "the source is Tove Brandt"),
        ("speaker", {"source": "a clerk", "how": "unnamed"}, "a clerk"),
        ("speaker", {"source": "", "how": "unknown"}, "source not known"),
        ("span", {"start": "4", "end": "20"}, "old ferry pier w"),
        ("reject", {}, "no statement"),
    ],
)
def test_a_correction_shows_what_was_done_and_is_undone(client, ledger, what, fields, shows):
    post = article(ledger, "post")
    before = client.get(f"/articles/{post}").text
    made = send(client, f"/statements/{post}.a1/{what}", why="for a test", back=f"/articles/{post}", **fields)
    assert made.history[0].status_code == 303
    assert "Kept." in made.text
    assert shows in made.text
    decision = asking.decisions(ledger)[0].decision
    undone = send(client, f"/decisions/{decision.id}/undo", why="a slip", back=f"/articles/{post}")
    assert undone.url.path == f"/articles/{post}"
    strip = re.compile(r'name="csrf_token" value="[^"]+"')
    assert strip.sub("", undone.text) == strip.sub("", before)


@pytest.mark.parametrize(
    ("what", "fields", "status"),
    [
        ("span", {"start": "x", "end": "3"}, 400),
        ("span", {"start": "9", "end": "3"}, 400),
        ("span", {}, 400),
        ("speaker", {"source": "", "how": "named"}, 400),
        ("speaker", {"source": "Tove Brandt", "why": ""}, 400),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(client, ledger, what, fields, status):
    post = article(ledger, "post")
    answer = send(client, f"/statements/{post}.a1/{what}", **{"why": "for a test", **fields})
    assert answer.status_code == status
    assert not [d for d in asking.decisions(ledger) if d.stands]


def test_claims_are_decided_on_and_undone(client, ledger):
    answered = tracing.trace(ledger, "ferry pier torn down")
    claim = answered.trace.claim(answered.claims[0])
    a, b = article(ledger, "herald"), article(ledger, "post")
    for path, fields in (
        ("split", {"b": claim.reports[0].unit}),
        ("link", {"a": a, "b": b, "edge": "rewrite"}),
        ("cut", {"a": a, "b": b}),
    ):
        made = send(client, f"/claims/{claim.id}/{path}", why="for a test", **fields)
        assert made.status_code == 200, made.text[-600:]
        assert made.url.path.startswith("/claims/")
        assert "Kept." in made.text
        decision = asking.decisions(ledger)[0].decision
        back = send(client, f"/decisions/{decision.id}/undo", why="a slip", back=f"/claims/{claim.id}")
        assert back.status_code == 200


def test_the_case_file_is_a_zip(client, ledger):
    claim = tracing.trace(ledger, "ferry pier torn down").claims[0]
    answer = client.get(f"/claims/{claim}/case")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "\n/x"])
def test_nobody_is_sent_elsewhere(client, ledger, back):
    post = article(ledger, "post")
    send(client, f"/statements/{post}.a1/reject", why="for a test")
    decision = next(d.decision for d in asking.decisions(ledger) if d.stands)
    fields = {"csrf_token": token(client), "why": "a slip", "back": back}
    answer = client.post(f"/decisions/{decision.id}/undo", data=fields, follow_redirects=False)
    assert answer.headers["location"] == "/decisions"


def test_a_draft_is_checked_with_rules_of_ones_own(client):
    draft = "Pier scandal\n\nThe mayor stole the money, an official said."
    answer = send(client, "/check", text=draft)
    assert answer.status_code == 200
    assert "What the rules found" in answer.text
    wrong = send(client, "/check", text=draft, rules="nonsense = [")
    assert wrong.status_code in (400, 422)
    assert "nonsense" in wrong.text
