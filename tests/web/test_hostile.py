"""Script in each field that others write: it stays words on every page, in every picture and in what is handed on."""

import io
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
import tellers
from starlette.testclient import TestClient

from firsthand.desk import asking, tracing
from firsthand.ledger import open_ledger
from firsthand.model import Article, Capture, Taken
from firsthand.pipeline.adding import Adder

HERE = "http://127.0.0.1"
SCRIPT = "<script>alert('owned')</script><img src=x onerror=alert(1)>\"' onmouseover=\"alert(2)"
FIELDS = ("title", "byline", "outlet", "quote", "url", "source name", "filename")
PLAIN = {"title": "The mole", "byline": "Ida Lund", "outlet": "Quay Herald", "url": "https://quay.example/mole"}


class Named(tellers.Teller):
    """Reads as `Teller`, and calls the source whatever it is told to."""

    def __init__(self, name):
        self.name = name

    def read(self, article):
        found = super().read(article)
        return replace(found, sources=tuple(replace(s, name=self.name) for s in found.sources))


class Tags(HTMLParser):
    """What of a page could run, and its words."""

    def __init__(self, page):
        super().__init__()
        self.faults, self.words = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ("script", "link") and not (given.get("src") or given.get("href", "")).startswith("/static/"):
            self.faults.append((tag, given))
        if tag in ("img", "iframe", "object", "embed", "style", "base", "foreignobject"):
            self.faults.append((tag, given))
        for name, value in attrs:
            outside = name.endswith(("href", "src", "action")) and ":" in (value or "").partition("/")[0]
            if name.startswith("on") or name == "style" or (outside and not value.startswith(("http://", "https://"))):
                self.faults.append((tag, name, value))
        self.words += " ".join(value or "" for _, value in attrs)

    def handle_data(self, data):
        self.words += data


def stored(place, field):
    """A ledger with two articles on one thing, script in that field of the first."""
    told = PLAIN | ({field: SCRIPT} if field in PLAIN else {})
    if field == "url":
        told["url"] = f"https://quay.example/mole?{SCRIPT}"
    if field == "filename":
        told["url"] = None  # else the address is shown in its place
    words = f"The mole {SCRIPT} closes" if field == "quote" else "The mole of the old harbour closes in May"
    name = SCRIPT.replace("/", "_") if field == "filename" else "mole"
    reader = Named(f"Mara Quist {SCRIPT}") if field == "source name" else tellers.Teller()
    with open_ledger(str(place)) as ledger:
        adder = Adder(ledger=ledger, load=lambda: reader)
        for n, more in enumerate((told, PLAIN | {"outlet": "Stellin Post", "url": "https://post.example/mole"}), 1):
            text = f"{words}, Mara Quist said."
            article = Article(key=f"mole{n}", text=text, published=f"2031-05-0{n}T08:00:00Z", **more)
            at = f"2031-06-0{n}T08:00:00Z"
            capture = Capture(
                location=f"/drafts/{n}/{name}.txt",
                fetched_at=at,
                body=text.encode(),
                media_type="text/plain",
                url=article.url,
            )
            assert adder.take(Taken(key=article.key, article=article, capture=capture)).what == "added"
        held = asking.show(ledger, "mole1").article.id
        source = next((s.root for s in asking.sources(ledger).found), "none")
        return SimpleNamespace(article=held, source=source, claim=tracing.trace(ledger, "mole").claims[0])


def pages_of(ids):
    yield from ("/", "/search?q=mole", "/sources", f"/sources/{ids.source}", "/claims?q=mole", f"/claims/{ids.claim}")
    yield from ("/timeline?q=mole", "/timeline?q=mole&by=outlet", "/echoes?outlets=2", "/decisions")
    yield from (f"/articles/{ids.article}", f"/articles/{ids.article}?order=doubtful", f"/statements/{ids.article}.a1")
    yield from (f"/audit?by={by}" for by in ("outlet", "byline", "month"))


@pytest.mark.parametrize("field", FIELDS)
def test_script_in_a_field_is_text(tmp_path, field):
    ids = stored(tmp_path / "ledger.db", field)
    told = ""
    with TestClient(tellers.app(tmp_path / "ledger.db"), base_url=HERE) as client:
        for path in pages_of(ids):
            answer = client.get(path)
            assert answer.status_code == 200 or path == "/sources/none", (path, answer.text[:300])
            page = Tags(answer.text)
            assert page.faults == [], path
            told += page.words
        assert "alert('owned')" in told  # it is shown, as the words that it is
        case = client.get(f"/claims/{ids.claim}/case")
        assert case.headers["content-disposition"].startswith("attachment;")
        with zipfile.ZipFile(io.BytesIO(case.content)) as files:
            assert not [n for n in files.namelist() if n.startswith("/") or ".." in n or "<" in n]
            for name in files.namelist():
                if name.endswith((".html", ".svg")):
                    found = files.read(name).decode()
                    assert "<script>alert" not in found, name
                    assert "<img src=x" not in found, name
        for format in ("jsonl", "csv", "parquet", "webannotation", "prov", "brat"):
            answer = client.get(f"/api/v1/exports/{format}")
            assert answer.headers["content-disposition"].startswith('attachment; filename="firsthand-')
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "html" not in answer.headers["content-type"]


@pytest.mark.parametrize("field", ["text", "title", "outlet", "published", "url", "rules", "filename"])
def test_script_in_what_is_handed_in_is_text(tmp_path, field):
    with TestClient(tellers.app(tmp_path / "ledger.db"), base_url=HERE, headers={"Origin": HERE}) as client:
        for path in ("/read", "/check"):
            csrf = Form(client.get(path.replace("/read", "/")).text).token
            fields = {"csrf_token": csrf, "text": "The mole closes in May, Mara Quist said."}
            if field == "filename":
                file = (f"{SCRIPT}.exe", b"x", "text/plain")
                answer = client.post(path, data=fields, files={"file": file})
            else:
                answer = client.post(path, data={**fields, field: SCRIPT})
            assert answer.status_code in (200, 400, 422), answer.text[:300]
            assert Tags(answer.text).faults == [], path


@pytest.mark.parametrize(
    "path",
    ["/search?q={}", "/search?source={}", "/sources?q={}", "/sources/{}", "/claims?q={}", "/claims/{}",
     "/timeline?q={}", "/echoes?since={}", "/audit?outlet={}", "/decisions?about={}", "/articles/{}", "/statements/{}",
     "/jobs/{}", "/echoes?outlets={}", "/nowhere/{}", "/search?limit={}", "/help?done={}"],
)  # fmt: skip
def test_script_in_an_address_is_text(odd, path):
    answer = odd.get(path.replace("{}", SCRIPT))
    assert answer.status_code < 500
    assert Tags(answer.text).faults == []


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    place = tmp_path_factory.mktemp("hostile") / "ledger.db"
    tellers.fill(place)
    with TestClient(tellers.app(place), base_url=HERE) as client:
        yield client


class Form(HTMLParser):
    """The token of a page's forms."""

    def __init__(self, page):
        super().__init__()
        self.token = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if given.get("name") == "csrf_token":
            self.token = given["value"]
