"""Answers of the ledger as pages, JSON, CSV and drawings: what they say, and that nothing gets out of its place."""

import csv
import html
import json
import re
from io import StringIO
from xml.etree import ElementTree

import pytest

from firsthand.ledger.answers import Answer, Dispute, Headline, Hedged, Sourced
from firsthand.ledger.audit import Audit, Covered, Group, Relied
from firsthand.ledger.search import Found
from firsthand.ledger.show import ReadWith, ShownArticle, ShownStatement
from firsthand.ledger.timeline import Line, Timeline
from firsthand.ledger.versions import Captured
from firsthand.ledger.who import InRole, NamedSource, Who
from firsthand.render.audit import COLUMNS as AUDIT_COLUMNS
from firsthand.render.audit import audit_record, audit_rows, audit_text
from firsthand.render.audit_html import audit_html
from firsthand.render.questions import found_text, shown_text, timeline_text, who_text
from firsthand.render.questions_html import found_html, shown_html, timeline_html, who_html
from firsthand.render.questions_records import (
    COLUMNS,
    csv_text,
    found_record,
    json_text,
    rows,
    shown_record,
    timeline_record,
    who_record,
)
from firsthand.render.timeline_svg import timeline_svg

EVIL = "<script>alert('x')</script> \x1b[31m\u202e=1+1\ud800\ufffe&\"'"
HALLORAN = Sourced(
    local="s1", kind="person", name="Ingeborg Halloran", role="head", root="a" * 16, known_as="I. Halloran"
)
OFFICIAL = Sourced(
    local="s2", kind="person", descriptor="an official", anonymous=True, via="Courier", reason="for fear"
)
COURIER = Sourced(local="s3", kind="outlet", name="Courier", root="b" * 16, known_as="Courier")


def answer(local: str = "a1", *, day: str | None = "2031-05-04", source: Sourced | None = HALLORAN, **other) -> Answer:
    article = Headline(id="9f3a1c2b00000000", key="sale", title="The harbour", outlet="Post", published=day, day=day)
    given = {
        "id": f"9f3a1c2b00000000.{local}",
        "article": article,
        "content": "“Nobody has signed”",
        "source": source,
        "chain": (source,) if source else (),
        "spans": ((13, 31),),
        "quotation": "direct",
        "stance": "asserts",
        "certainty": "flat",
        "knowledge": "not stated",
        "knowledge_words": None,
        "hedges": (),
        "inferred": False,
        "inside": None,
        "confidence": 0.9,
        "producer": "hand",
        "notes": (),
    }
    return Answer(**(given | other))


DISPUTED = answer(
    "a2", stance="denies", disputes=(Dispute(id="d", reply="Never.", sender="Tove", at="2031-06-09T10:00Z"),)
)
UNNAMED = answer(
    "a3",
    source=OFFICIAL,
    chain=(OFFICIAL, COURIER),
    certainty="hedged",
    hedges=(Hedged(term="perhaps", words="perhaps"),),
    knowledge="briefed",
)
UNDATED = answer("a4", day=None, source=None)
HOSTILE = answer(
    "a5",
    content=EVIL,
    source=Sourced(local="s9", kind="person", name=EVIL, root="c" * 16, known_as=EVIL),
    chain=(Sourced(local="s9", kind="person", name=EVIL),),
    article=Headline(id="9f3a1c2b00000000", key=EVIL, title=EVIL, outlet=EVIL, url="javascript:alert(1)"),
    notes=(EVIL,),
)
ALL = (answer(), DISPUTED, UNNAMED, UNDATED, HOSTILE)
FOUND = Found(words="north pier", answers=ALL, more=True)
WHO = Who(
    source=NamedSource(root="a" * 16, name="Ingeborg Halloran", kind_class="person", names=("Ingeborg Halloran", EVIL)),
    identifiers=(("wikidata", "Q1"),),
    roles=(InRole(role="head", articles=2, first="2031-05-04", last="2031-06-04"),),
    statements=9,
    articles=4,
    first="2031-05-04",
    last="2031-05-04",
    said=(answer(), HOSTILE),
    said_more=True,
    about=(UNNAMED,),
    about_more=False,
)
LANES = (
    Line(name="Ingeborg Halloran", of="named", root="a" * 16, answers=(answer(), DISPUTED)),
    Line(name=EVIL, of="outlet", root="c" * 16, answers=(HOSTILE,)),
    Line(name=None, of="unnamed", root=None, answers=(UNNAMED,)),
    Line(name=None, of="unknown", root=None, answers=(UNDATED,)),
)
TIMELINE = Timeline(words=EVIL, by="source", lines=LANES, first="2031-05-04", last="2031-05-04", undated=2, more=False)
CAPTURE = Captured(
    id="c",
    location=EVIL,
    url=None,
    fetched_at="2031-05-04T09:00:00Z",
    seen_at="2031-05-05T09:00:00Z",
    media_type="text/plain",
    sha256="0" * 64,
    length=12,
    kept=False,
)
READ_WITH = ReadWith(encoder="none", version="1")
STATEMENT = ShownStatement(
    answer=answer(),
    paragraph="She said: “Nobody has signed”, " + EVIL,
    at=3,
    marks=(("content", (13, 32)), ("cue", (7, 11))),
    others=(UNNAMED,),
    captures=(CAPTURE,),
    read_by=READ_WITH,
)
ARTICLE = ShownArticle(
    article=HOSTILE.article,
    warnings=(EVIL,),
    own_voice_share=0.5,
    statements=ALL,
    captures=(CAPTURE,),
    versions=(HOSTILE.article,),
    steps=(),
    copies=(),
    disputes=DISPUTED.disputes,
    read_by=READ_WITH,
)
GROUP = Group(
    name=EVIL,
    articles=3,
    copies=1,
    statements=4,
    named=2,
    unnamed=1,
    outlets=1,
    documents=0,
    unknown=0,
    named_sources=2,
    unnamed_sources=1,
    reasoned=1,
    reasons=((EVIL, 1),),
    relied_outlets=(Relied(root="b", name="Courier", statements=1, articles=1),),
    relied_people=(Relied(root="a", name=EVIL, statements=2, articles=1),),
    own_voice=0.25,
    first="2031-05-04",
    last="2031-07-04",
    begins=("Courier",),
    few=True,
)
AUDIT = Audit(
    by="month",
    groups=(GROUP, GROUP),
    whole=GROUP,
    coverage=(
        Covered(outlet=EVIL, articles=3, undated=1, first="2031-05-04", last="2031-07-04", months={"2031-05": 2}),
        Covered(outlet=None, articles=1, undated=1, first=None, last=None, months={}),
    ),
    months=("2031-05", "2031-06", "2031-07"),
)
TEXTS = [
    (found_text, FOUND),
    (who_text, WHO),
    (timeline_text, TIMELINE),
    (shown_text, STATEMENT),
    (shown_text, ARTICLE),
    (audit_text, AUDIT),
]
PAGES = [
    (found_html, FOUND),
    (who_html, WHO),
    (timeline_html, TIMELINE),
    (shown_html, STATEMENT),
    (shown_html, ARTICLE),
    (audit_html, AUDIT),
]
RECORDS = [
    (found_record, FOUND),
    (who_record, WHO),
    (timeline_record, TIMELINE),
    (shown_record, STATEMENT),
    (shown_record, ARTICLE),
    (audit_record, AUDIT),
]


@pytest.mark.parametrize(("page", "value"), TEXTS)
@pytest.mark.parametrize("width", [40, 80, 120])
def test_text_keeps_to_its_width_and_has_no_escape(page, value, width: int) -> None:
    out = page(value, width=width)
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert max(map(len, out.splitlines())) <= width
    assert "\x1b[" in page(value, width=width, colour=True)


def test_what_a_reader_is_told() -> None:
    out = found_text(FOUND, width=120)
    for words in (
        "5 statements, and there are more",
        "an official (unnamed) → Courier",
        "the article hedges: perhaps",
        "said to have been briefed",
        "why unnamed: for fear",
        "disputed by Tove on 2031-06-09: Never.",
        "a denial",
        "no date",
        "source not known",
        "9f3a1c2b00000000.a1",
    ):
        assert words in out


def test_the_paragraph_marks_the_content() -> None:
    assert "⟦“Nobody has signed”⟧" in shown_text(STATEMENT, width=120)


@pytest.mark.parametrize(("page", "value"), PAGES)
def test_html_runs_nothing_and_fetches_nothing(page, value) -> None:
    out = page(value)
    assert "<script" not in out
    assert "javascript:" not in out
    assert "\x1b" not in out
    assert " style=" not in out
    assert not re.search(r'(?:src|href)="(?!#)', out)
    assert "default-src 'none'" in html.unescape(out)
    out.encode("utf-8")


def test_the_marks_of_a_timeline_lead_to_statements_on_the_page() -> None:
    out = timeline_html(TIMELINE)
    targets = set(re.findall(r'href="#([^"]+)"', out))
    assert targets
    assert targets <= set(re.findall(r'id="([^"]+)"', out))


def test_a_drawing_is_xml_with_a_shape_for_each_sort() -> None:
    root = ElementTree.fromstring(timeline_svg(TIMELINE))
    words = "".join(root.itertext())
    for told in ("named", "outlet", "unnamed sources, each its own", "hollow: denies or doubts", "no date"):
        assert told in words
    assert {"circle", "rect", "path"} <= {e.tag.rpartition("}")[2] for e in root.iter()}
    assert not [e for e in root.iter() if e.tag.endswith("script")]


@pytest.mark.parametrize("days", [["2031-05-04"], ["0001-01-01", "9999-12-31"], ["2031-02-30", "2031-02-31"], [None]])
def test_any_days_can_be_drawn(days) -> None:
    found = tuple(answer(f"a{n}", day=day) for n, day in enumerate(days))
    line = Line(name="N", of="named", root="r", answers=found)
    dated = [d for d in days if d]
    time = Timeline(
        words="w",
        by="source",
        lines=(line,),
        first=min(dated, default=None),
        last=max(dated, default=None),
        undated=len(days) - len(dated),
        more=False,
    )
    ElementTree.fromstring(timeline_svg(time))
    assert timeline_text(time, width=60)


def test_many_lanes_and_many_in_one_place_are_told_as_numbers() -> None:
    crowd = tuple(answer(f"a{n}") for n in range(30))
    lanes = tuple(Line(name=f"N{n}", of="named", root=f"{n}", answers=crowd) for n in range(60))
    time = Timeline(words="w", by="source", lines=lanes, first="2031-05-04", last="2031-05-04", undated=0, more=True)
    drawn = timeline_svg(time)
    assert "+26" in drawn
    assert "and 20 more, listed below" in drawn


@pytest.mark.parametrize(("record", "value"), RECORDS)
def test_json_carries_the_schema(record, value) -> None:
    out = json.loads(json_text(record(value)))
    assert out["schema"] == "firsthand/1"


def test_an_unnamed_source_has_no_id_in_json() -> None:
    record = found_record(FOUND)["statements"][2]
    assert record["source"]["id"] is None
    assert record["source"]["anonymity_reason"] == "for fear"


def test_csv_is_safe_to_open() -> None:
    lines = list(csv.DictReader(StringIO(csv_text(COLUMNS, rows([answer(content="=1+1"), HOSTILE])))))
    assert lines[0]["content"] == "'=1+1"
    assert all(not (cell or "").startswith(("=", "+", "-", "@")) for row in lines for cell in row.values())
    audit = list(csv.DictReader(StringIO(csv_text(AUDIT_COLUMNS, audit_rows(AUDIT)))))
    assert [row["part"] for row in audit] == ["group", "group", "whole", "coverage", "coverage"]
    assert audit[3]["months"] == "2031-05:2"


def test_an_audit_says_what_it_was_counted_in() -> None:
    out = audit_text(AUDIT, width=120)
    for words in (
        "fewer than 20 articles",
        "1 article with most of their text in common",
        "first stored articles of Courier: a change here may be theirs",
        "COVERAGE",
        "2031-05 to 2031-07",
        "50%",
        "1 of 1",
    ):
        assert words in out


def test_nothing_found_is_said() -> None:
    nothing = Timeline(words="w", by="outlet", lines=(), first=None, last=None, undated=0, more=False)
    for out in (
        found_text(Found(words=None, answers=(), more=False)),
        timeline_text(nothing),
        timeline_html(nothing),
        found_html(Found(words="w", answers=(), more=False)),
    ):
        assert "No statement in this ledger" in out


def test_a_cleared_text_is_said() -> None:
    gone = answer(content=None)
    shown = ShownStatement(
        answer=gone, paragraph=None, at=0, marks=(), others=(), captures=(CAPTURE,), read_by=READ_WITH
    )
    for out in (found_text(Found(words="w", answers=(gone,), more=False)), shown_text(shown), shown_html(shown)):
        assert "the text was cleared" in " ".join(out.split())


def test_what_holds_for_several_statements_is_said_once() -> None:
    gone = [answer("a1", content=None), answer("a2", content=None), answer("a3", day=None)]
    source = NamedSource(root="a" * 16, name="Ingeborg Halloran", kind_class="person", names=("Ingeborg Halloran",))
    found = Who(
        source=source,
        identifiers=(),
        roles=(),
        statements=3,
        articles=1,
        first="2031-05-04",
        last="2031-05-04",
        said=tuple(gone),
        said_more=False,
        about=(),
        about_more=False,
    )
    for page in (who_text(found), who_html(found)):
        assert page.count("the text was cleared from this ledger") == 1
        assert page.count("[cleared]") == 3
        assert page.count("those without a date stand last") == 1


def test_a_long_question_is_repeated_cut_off() -> None:
    found = Found(words="harbour " * 2000, answers=(), more=False)
    assert len(found_text(found)) < 400
