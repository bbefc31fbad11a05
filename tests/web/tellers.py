"""Owns what the tests of the pages serve: a ledger of invented articles, read without an encoder, and workers that read
what is pasted the same way."""

import re
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import uvicorn

from firsthand.ledger import open_ledger
from firsthand.model import Article, Basis, Capture, Hedge, Reading, Source, Span, Statement, Taken
from firsthand.pipeline.adding import Adder
from firsthand.web.app import create_app
from firsthand.web.settings import Settings
from firsthand.web.tasks import reading_calls

SAID = re.compile(r"(?P<what>[^.\n]+), (?P<who>[A-Z]\w+ [A-Z]\w+|an official) said\.")
HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
ARTICLES = (
    ("herald", "Quay Herald", 3, "Pier to go", "The old ferry pier will be torn down in autumn, Mara Quist said."),
    (
        "post",
        "Stellin Post",
        4,
        "Pier to go, says Quist",
        "The old ferry pier will be torn down in autumn, Mara Quist said.\n\nNobody has been asked, Jon Abel said.",
    ),
    ("wire", "Norrvik Wire", 5, "Pier may go", "The old ferry pier might be torn down in autumn, an official said."),
    ("odd", "Odd Paper", 6, HOSTILE, f"The pier is {HOSTILE} gone, Mara Quist said."),
)


class Teller:
    """Reads sentences of the form "…, First Last said." and nothing else."""

    encoder = SimpleNamespace(version="quick-1", card={"version": "quick-1"})

    def read(self, article: Article) -> Reading:
        """The statements of an article, as far as they have that form."""
        sources: dict[str, Source] = {}
        statements = []
        for n, match in enumerate(SAID.finditer(article.text), start=1):
            who, named = match["who"], match["who"] != "an official"
            source = sources.setdefault(
                who if named else f"{who} {n}",
                Source(
                    id=f"s{len(sources) + 1}",
                    kind="person",
                    name=who if named else None,
                    descriptor=None if named else who,
                    anonymous=not named,
                    mentions=(Span(*match.span("who")),),
                ),
            )
            start = match.start("what") + len(match["what"]) - len(match["what"].lstrip())
            might = article.text.find("might", start, match.end("what"))
            hedges = (Hedge(span=Span(might, might + 5), term="might"),) if might >= 0 else ()
            statements.append(
                Statement(
                    id=f"a{n}",
                    quotation="indirect",
                    content_spans=(Span(start, match.end("what")),),
                    cue_span=Span(match.end() - 5, match.end() - 1),
                    source_span=Span(*match.span("who")),
                    source=source.id,
                    stated_chain=(source.id,),
                    certainty="hedged" if hedges else "flat",
                    hedges=hedges,
                    confidence=0.4 if hedges else 0.9,
                    producer="quick-1",
                )
            )
        return Reading(article=article, sources=tuple(sources.values()), statements=tuple(statements), basis=Basis())


def reads():
    """A worker that reads as `Teller` does."""

    return reading_calls(Teller())


def adds():
    """A worker that adds nothing."""

    def handle(name, arguments, tell):
        return 0

    return handle


def fill(place):
    """The ledger of the articles, the first of them captured twice with other words."""
    told = [*ARTICLES, ("herald", "Quay Herald", 3, "Pier may go", ARTICLES[0][4].replace("will", "may"))]
    with open_ledger(str(place)) as ledger:
        adder = Adder(ledger=ledger, load=Teller)
        for n, (key, outlet, day, title, text) in enumerate(told, 1):
            article = Article(
                key=key,
                text=text,
                title=title,
                outlet=outlet,
                published=f"2031-05-{day:02}T08:00:00Z",
                url=f"https://{key}.example/pier",
            )
            at = f"2031-06-{n:02}T08:00:00Z"
            capture = Capture(
                location=f"{key}.txt", fetched_at=at, body=text.encode(), media_type="text/plain", url=article.url
            )
            assert adder.take(Taken(key=key, article=article, capture=capture)).what == "added"


def app(place, accounts=None, **more):
    """The server's application over that ledger."""
    settings = Settings(ledger=str(place), workers=1, secret=b"k" * 32, **more)
    return create_app(settings, reading=reads, adding=adds, accounts=accounts)


@contextmanager
def served(place, **more):
    """The address of a server that runs."""
    server = uvicorn.Server(uvicorn.Config(app(place, **more), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
