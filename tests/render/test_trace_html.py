"""The page of a trace: self-contained, safe, every arrow leads to its evidence."""

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
import trace_story as story

from firsthand.model.trace import Trace
from firsthand.render.trace_html import claim_html, trace_html

PIECES = story.pieces()
PAGE = claim_html(story.TRACE, PIECES, "c-bridge")
VOID = {"meta", "br"}


class Parsed(HTMLParser):
    """Checks nesting and gathers elements, ids, links and the words by element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[tuple[str, str]] = []
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"] or "")
        if tag == "a":
            self.links.append(found["href"] or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append((self.open[-1] if self.open else "", data))


@pytest.mark.parametrize("page", [PAGE, trace_html(story.TRACE, PIECES), claim_html(story.TRACE, {}, "c-bridge")])
def test_it_runs_no_script_and_fetches_nothing(page: str) -> None:
    found = Parsed(page)
    assert not found.tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "image", "use"}
    assert not [a for a, _ in found.attributes if a.startswith("on") or a in ("style", "src", "srcset", "xlink:href")]
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;" in page
    assert "url(" not in style
    assert page.count("<style") == 1


@pytest.mark.parametrize("page", [PAGE, trace_html(story.TRACE, PIECES)])
def test_every_link_leads_somewhere(page: str) -> None:
    found = Parsed(page)
    assert len(set(found.ids)) == len(found.ids)
    inside = {link[1:] for link in found.links if link.startswith("#")}
    assert inside <= set(found.ids)
    assert {link for link in found.links if not link.startswith("#")} == {
        f"https://news.example/{key}" for key in story.TEXTS
    }


def test_an_arrow_opens_both_passages() -> None:
    assert {"#e1", "#e2", "#e3", "#e4"} <= set(Parsed(PAGE).links)
    evidence = PAGE[PAGE.index('id="e2"') : PAGE.index('id="e3"')]
    assert '<mark class="differs">27</mark>' in evidence
    assert '<mark class="differs">30</mark>' in evidence
    assert "[0, 51)" in evidence
    assert "[0, 61)" in evidence
    assert "the number differs: 27 → 30" in evidence
    shared = PAGE[PAGE.index('id="e3"') : PAGE.index('id="e4"')]
    assert "no credit found in the stored copy" in shared
    passage = story.EDGES[2].passages[0]
    assert f"[{passage[0].start}, {passage[0].end})" in shared


def test_the_reader_is_told_the_count_and_why() -> None:
    words = unescape(re.sub(r"<[^>]+>", "", PAGE))
    for said in (
        "told by 4 outlets in 5 stored articles; 1 distinct known root",
        "widely reported, one known root here",
        "Shown, never counted.",
        "If Harl Post did not have it from Orm Wire",
        "The Ferryman",
    ):
        assert said in words
    assert "confirm" not in words.lower()


def test_hostile_words_stay_words() -> None:
    bad = "</mark><script>alert(1)</script>\" onload='x' \u202e{{ 7*7 }}"
    trace = replace(
        story.TRACE,
        claims=(
            replace(
                story.CLAIM,
                text=bad,
                why=(bad,),
                reports=tuple(replace(r, words=bad, key=bad, outlet=bad) for r in story.REPORTS),
            ),
        ),
        sources=tuple(replace(s, name=bad) for s in story.TRACE.sources),
        edges=tuple(replace(e, evidence=bad) for e in story.EDGES),
        keys=tuple((i, bad) for i, _ in story.TRACE.keys),
    )
    page = claim_html(trace, PIECES, "c-bridge")
    found = Parsed(page)
    assert "script" not in found.tags
    assert not [a for a, _ in found.attributes if a.startswith("on")]
    assert "{{ 7*7 }}" in page
    assert "\u202e" not in page


def test_a_dangerous_address_is_no_link() -> None:
    piece = PIECES[story.ID["lantern-1"]]
    article = replace(piece.reading.article, url="javascript:alert(1)")
    bad = {story.ID["lantern-1"]: replace(piece, reading=replace(piece.reading, article=article))}
    assert "javascript:" not in claim_html(story.TRACE, bad, "c-bridge")


def test_without_texts_only_places_are_told() -> None:
    page = claim_html(story.TRACE, {}, "c-bridge")
    assert "drivers are" not in page
    assert "the words are not in this file" in page


def test_several_claims() -> None:
    page = trace_html(story.TRACE, PIECES)
    assert page.index('id="c1-top"') < page.index('id="c2-top"')
    assert page.count("What the signs mean") == 1
    assert "tolls will rise" not in trace_html(story.TRACE, PIECES, ["c-bridge"]).split("does not go together")[0]
    assert "0 claims" in trace_html(Trace(), {})
