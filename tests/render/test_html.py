"""The page: self-contained, safe, and true to the article's words."""

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import harbour
import pytest

from firsthand.model import Article, Reading, Source, Span, Statement
from firsthand.render.html import html_page, notebook

VOID = {"meta", "br"}


class Page(HTMLParser):
    """Checks nesting and gathers elements, ids and the words of paragraphs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, str] = {}
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for tag, attrs in self.open:
            if tag == "mark":
                key = attrs["data-statement"] or ""
                self.words[key] = self.words.get(key, "") + data


@pytest.fixture(scope="module")
def page() -> str:
    return html_page([harbour.reading()])


def test_it_runs_no_script_and_fetches_nothing(page: str) -> None:
    found = Page(page)
    tags = {tag for tag, _ in found.all}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "svg"}
    for _, attrs in found.all:
        assert not [a for a in attrs if a.startswith("on") or a in ("style", "src")]
    assert "&lt;script&gt;alert" in page
    assert "url(" not in page
    assert "@import" not in page


def test_the_policy_allows_the_pages_own_style_alone(page: str) -> None:
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = unescape(re.search(r'Security-Policy" content="([^"]+)"', page).group(1))  # type: ignore[union-attr]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_every_statement_is_marked_with_its_words_and_has_a_note(page: str) -> None:
    found = Page(page)
    ids = [attrs["id"] for _, attrs in found.all if "id" in attrs]
    assert len(ids) == len(set(ids))
    for statement in harbour.statements():
        words = "".join(harbour.TEXT[s.start : s.end] for s in statement.content_spans).replace("\x1b[31m", "")
        assert words in found.words[statement.id]
    for tag, attrs in found.all:
        if tag == "mark" and "aria-describedby" in attrs:
            assert attrs["aria-describedby"] in ids
            assert attrs["tabindex"] == "0"
    pieces = [a for t, a in found.all if t == "mark" and a["data-statement"] == "a3"]
    assert len(pieces) == 2
    assert sum("id" in a for a in pieces) == 1


def test_nested_marks_stand_in_their_parents_marks(page: str) -> None:
    paragraph = next(p for p in re.findall(r"<p dir=.*?</p>", page, re.S) if 'data-statement="a6.1"' in p)
    depth = [0]
    for tag in re.findall(r"<mark[^>]*>|</mark>", paragraph):
        if 'data-statement="a6.1"' in tag:
            assert depth[-1] == 1
        depth.append(depth[-1] + (-1 if tag == "</mark>" else 1))
    assert depth[-1] == 0


def test_the_basis_and_the_chain_are_told(page: str) -> None:
    text = unescape(page)
    for words in (
        "3 to 4 unnamed sources",
        "Skerry Courier: 4 of the 10 statements reach this page through it",
        "two officials familiar with the talks (unnamed) → Skerry Courier",
        "why unnamed: because the bids are sealed",
        "The page looks cut off by a paywall.",
        "0.31 sure",
    ):
        assert words in text
    assert "confirm" not in text


def test_crossing_contents_and_hostile_ids_keep_the_page_whole() -> None:
    article = Article(key="k", text="one two three four\n\nfive six")
    evil = '"><script>x</script>'
    said = (
        Statement(id=evil, quotation="indirect", content_spans=(Span(0, 13),), producer=evil, notes=(evil,)),
        Statement(id="b", quotation="indirect", content_spans=(Span(8, 25),), source="s", stated_chain=("s",)),
    )
    source = Source(id="s", kind="person", name=evil, role=evil)
    found = Page(html_page([Reading(article=article, sources=(source,), statements=said)]))
    assert found.words == {evil: "one two three", "b": "three four" + "five "}
    assert "script" not in {tag for tag, _ in found.all}


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1&c=<x>", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//x", False),
        (" http://x", False),
    ],
)
def test_only_web_addresses_become_links(url: str, linked: bool) -> None:
    reading = replace(harbour.empty(), article=Article(key="k", text="Nothing.", url=url))
    links = [a["href"] for t, a in Page(html_page([reading])).all if t == "a"]
    assert links == ([url] if linked else [])


def test_several_articles_are_sections_with_ids_of_their_own() -> None:
    found = Page(html_page([harbour.reading(), harbour.reading(), harbour.empty()]))
    ids = [attrs["id"] for _, attrs in found.all if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {"x1-top", "x2-top", "x3-top"} <= set(ids)
    hrefs = {a["href"] for t, a in found.all if t == "a" and (a["href"] or "").startswith("#")}
    assert {f"#{i}" for i in ids} >= hrefs


def test_an_empty_article_and_one_of_marks_only() -> None:
    for text in ("", "\n\n", "“”"):
        assert "No statement with a source was found" in html_page([harbour.empty(text)])


def test_in_a_notebook_the_page_stands_in_a_frame_that_runs_nothing() -> None:
    frame = notebook(harbour.reading())
    assert frame.startswith('<iframe sandbox="" ')
    assert "<script" not in frame
    assert "<mark" not in frame


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_ink_stands_out_from_every_paper_by_wcag_aa(page: str) -> None:
    schemes = re.findall(r":root \{([^}]*--paper[^}]*--named[^}]*)\}", page)
    assert len(schemes) == 2
    for scheme in schemes:
        colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", scheme))
        for paper in ("paper", "own", "lift", "glow"):
            for ink in ("ink", "soft", "named", "unnamed", "outlet", "document", "unknown"):
                pair = sorted((_luminance(colours[paper]), _luminance(colours[ink])))
                assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (ink, paper)


def test_who_is_known_by_office_is_not_called_named() -> None:
    for page in (html_page([harbour.reading()]), notebook(harbour.reading())):
        words = unescape(page)
        assert "1 named person" in words
        assert "1 person known by office only" in words
        assert "named, or known by office" in words
