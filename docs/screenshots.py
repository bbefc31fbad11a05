"""Makes the pictures of the pages: a ledger of invented articles is read, served, and each page taken with a browser.

    python docs/screenshots.py [FOLDER] [NAME ...]

It writes FOLDER/NAME-light.png, -dark.png and -phone.png (docs/screenshots by default), of all pages or of those named.
It needs the extras `serve` and `test`, and a Chromium (CHROMIUM, /usr/bin/chromium by default).
"""

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from firsthand import ledger
from firsthand.desk import asking, deciding, tracing
from firsthand.pipeline.adding import Adder
from firsthand.web.app import create_app
from firsthand.web.settings import Settings

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
LOOKS = {"light": (1280, 1100, "light"), "dark": (1280, 1100, "dark"), "phone": (360, 780, "light")}
COLOURS = 200
_WIRE = (
    "VELLIN, May 4 (Larch Wire) — The harbour board will cancel the contract for the north pier this week, a senior "
    "official involved in the procurement said on Sunday.\n\nThe official, who was granted anonymity because the "
    "decision has not been announced, said the board “could vote as early as Thursday.”\n\nCosts have doubled to "
    "80 million crowns, according to a draft report seen by Larch Wire.\n\nThe board’s spokeswoman, Tove Brandt, "
    "denied that a decision had been made. “Nothing has been put to the vote,” Brandt said."
)
ARTICLES = (
    ("Larch Wire", "2031-05-04T06:10:00Z", "Harbour board to cancel north pier contract, official says", _WIRE),
    (
        "Vellin Courier",
        "2031-05-04T09:30:00Z",
        "Board will cancel the north pier contract",
        "The harbour board will cancel the contract for the north pier this week, Larch Wire reported, citing a senior "
        "official.\n\nThe board will vote on Thursday, the official said.\n\nCosts have doubled to 80 million crowns, "
        "according to the report.\n\nMayor Ingeborg Halloran told the Courier that the city had not been informed. “We "
        "read it in the news like everybody else,” she said.",
    ),
    (
        "Harbour Post",
        "2031-05-04T11:05:00Z",
        "North pier contract cancelled",
        "The harbour board will cancel the contract for the north pier this week, according to Larch Wire.\n\nThe "
        "costs have doubled to 80 million crowns.\n\nTove Brandt, the board’s spokeswoman, denied that a decision had "
        "been made.\n\nThe engineer Anselm Roke, who designed the pier, said he doubted that the board would dare. "
        "“They need it more than I do,” Roke said.",
    ),
    (
        "Coast Today",
        "2031-05-05T05:00:00Z",
        "What the end of the pier means",
        "The harbour board will cancel the contract for the north pier, the Vellin Courier reported on Sunday.\n\n"
        "Fishermen said they had expected it. “It was always too dear,” said Marten Oss, who lands his catch there.\n\n"
        "A person familiar with the budget said the ministry might pay part of the loss.",
    ),
    (
        "Kesk Radio",
        "2031-05-05T07:45:00Z",
        "Pier vote on Thursday",
        "The harbour board will cancel the contract for the north pier on Thursday, Kesk Radio has learned.\n\n"
        "Minister Ada Quill said on Monday that the ministry would not pay. “There is no money for it,” she told "
        "Kesk Radio.",
    ),
)
CHANGED = _WIRE.replace("will cancel", "may cancel").replace("doubled to 80 million", "risen to 72 million") + (
    "\n\nCorrection: An earlier version of this article gave a wrong figure for the costs."
)
DRAFT = (
    "Board chairman took bribes\n\nA harbour official said the chairman, Oskar Lind, had taken bribes from the builder "
    "of the north pier.\n\nThe board wanted to hide the costs.\n\n“Nothing was put to the vote,” Tove Brandt, the "
    "board’s spokeswoman, said.\n\nTwelve people were hurt when a crane fell on the site."
)
PAGES = {
    "read": "/",
    "reading": "!read",
    "article": "!article",
    "article-changes": "!changes",
    "statement": "!statement",
    "sources": "/sources",
    "source": "!source",
    "claims": "/claims?q=north+pier+contract",
    "claim": "!claim",
    "search": "/search?q=pier",
    "timeline": "/timeline?q=pier",
    "echoes": "/echoes?outlets=2",
    "audit": "/audit",
    "check": "!check",
    "decisions": "/decisions",
    "help": "/help",
}


def rows() -> Iterator[dict[str, str]]:
    """The invented articles as rows."""
    for outlet, published, title, text in ARTICLES:
        name = outlet.lower().replace(" ", "-")
        yield {
            "id": name,
            "outlet": outlet,
            "published": published,
            "title": title,
            "text": text,
            "url": f"https://{name}.example/pier",
        }


def fill(place: Path, folder: Path) -> None:
    """A ledger with the articles of the examples, the invented ones, a changed version, and two decisions."""
    first, second = folder / "pier.jsonl", folder / "pier-later.jsonl"
    made = list(rows())
    first.write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")
    second.write_text(json.dumps({**made[0], "text": CHANGED}) + "\n", encoding="utf-8")
    with ledger.open_ledger(str(place)) as opened:
        for day, path in ((5, HERE.parent / "examples" / "reactor.jsonl"), (5, first), (6, second)):
            adder = Adder(ledger=opened, clock=lambda at=day: datetime(2031, 5, at, 12, 0, tzinfo=UTC))  # type: ignore[misc]
            for outcome in adder.add([str(path)]):
                print(outcome.what, outcome.key, outcome.message or "", file=sys.stderr)
        said = asking.search(opened, "pier", limit=3).answers
        deciding.correct(opened, said[0].id, source="Tove Brandt", by="E. Moss", why="she reads it out")
        deciding.dispute(opened, said[1].id, "I was not asked.", by="A. Roke", why="reply of the person concerned")
        tracing.trace(opened, "north pier contract")


@contextmanager
def served(place: Path) -> Iterator[str]:
    """The address of a server over that ledger."""
    app = create_app(Settings(ledger=str(place), port=0, workers=1))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


def opened_page(page: Page, base: str, place: Path, wanted: str) -> None:
    """Goes to a page; those that begin with ! are found in the ledger or made by a form."""
    with ledger.open_ledger(str(place)) as opened:
        said = asking.search(opened, "pier", limit=1).answers[0]
        article = asking.show(opened, "larch-wire").article.id  # type: ignore[union-attr]
        source = asking.sources(opened, "Brandt").found[0].root
        claim = tracing.trace(opened, "north pier contract").claims[0]
    match wanted:
        case "!read":
            page.goto(base + "/")
            page.fill("#text", f"{ARTICLES[1][2]}\n\n{ARTICLES[1][3]}")
            page.click("button.primary")
        case "!article":
            page.goto(f"{base}/articles/{article}")
            page.hover("mark[id] >> nth=1")
        case "!changes":
            page.goto(f"{base}/articles/{article}#captures")
            page.wait_for_timeout(300)
        case "!statement":
            page.goto(f"{base}/statements/{said.id}")
        case "!source":
            page.goto(f"{base}/sources/{source}")
        case "!claim":
            page.goto(f"{base}/claims/{claim}")
        case "!check":
            page.goto(base + "/check")
            if page.locator("#text").count():
                page.fill("#text", DRAFT)
                page.click("button.primary")
        case _:
            page.goto(base + wanted)
    page.wait_for_load_state("networkidle")


def take(browser: Browser, base: str, place: Path, name: str, look: str, folder: Path) -> int:
    """One picture; how many bytes it has."""
    width, height, scheme = LOOKS[look]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        device_scale_factor=2 if look == "phone" else 1,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.on("console", lambda told: print(name, look, told.type, told.text, file=sys.stderr))
    page.on("pageerror", lambda error: print(name, look, "error", error, file=sys.stderr))
    opened_page(page, base, place, PAGES[name])
    whole = name in os.environ.get("WHOLE", "").split()
    picture = Image.open(BytesIO(page.screenshot(full_page=whole)))
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        print(name, look, f"is {wide} pixels wider than the window", file=sys.stderr)
    context.close()
    target = folder / f"{name}-{look}.png"
    picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE).save(target, optimize=True)
    return target.stat().st_size


def main(arguments: list[str]) -> int:
    """Makes the pictures."""
    folder = Path(arguments[0]) if arguments else HERE / "screenshots"
    names = arguments[1:] or list(PAGES)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        given = os.environ.get("LEDGER")
        place = Path(given) if given else Path(temporary) / "desk.db"
        if not place.exists():
            fill(place, Path(temporary))
        with served(place) as base, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for name in names:
                for look in LOOKS:
                    print(name, look, take(browser, base, place, name, look, folder))
            browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
