"""A desk check as a terminal page, JSON, SARIF and the values of a web page; hostile text does no harm."""

import json
import sys
from pathlib import Path

import pytest

from firsthand.house import Earlier, default_rules, finding, findings
from firsthand.model import Failure, Span
from firsthand.render.check_records import check_json, sarif_json, uri
from firsthand.render.check_terminal import draft_text, summary_text
from firsthand.render.check_words import Draft, check_page, counted

sys.path.append(str(Path(__file__).parent.parent / "house"))
from built import reading

RULES = default_rules()
TEXT = "A day in Ostby \x1b[31m😀\n\nGunnar Brask pocketed the money.\nThe fire was caused by <b>wiring</b>.\n"


@pytest.fixture
def draft() -> Draft:
    read = reading(TEXT)
    earlier = [Earlier(id="0123456789abcdef.a1", words="It was so", outlet="Post", day="2031-05-04")]
    more = finding(read.article.text, RULES.rule("quotation-differs"), "Other words.", Span(0, 5), earlier=earlier)
    return Draft(place="drafts/a b.txt", reading=read, findings=(more, *findings(read)))


def test_the_terminal_page_names_place_rule_and_what_to_do(draft: Draft) -> None:
    page = draft_text(draft, RULES, width=80)
    assert "\x1b" not in page
    assert "accusation-without-source  line 3, column 1" in page
    assert "→ “pocketed the money” accuses" in page
    assert "in the ledger: It was so (Post, 2031-05-04)" in page
    assert max(len(line) for line in page.splitlines()) <= 80
    assert "\x1b[" in draft_text(draft, RULES, colour=True)
    last = summary_text(1, draft.findings, RULES, width=100)
    assert "1 DRAFT · 3 errors, 1 warning" in last
    assert RULES.rule("accusation-without-source").address in last.replace("\n      ", "")
    clean = Draft(place="x", reading=reading("A\nb.\n"), findings=())
    assert "That says nothing of whether it is right" in draft_text(clean, RULES)
    assert counted(()) == "nothing found"


def test_json_has_every_finding_with_its_words(draft: Draft) -> None:
    failure = Failure(key="b", kind="not text", message="b is no text")
    record = json.loads(check_json([draft, failure], RULES))
    assert record["schema"] == "firsthand/1"
    assert record["counts"] == {"error": 3, "warning": 1, "note": 0}
    assert record["failures"] == [{"key": "b", "kind": "not text", "message": "b is no text"}]
    [check] = record["checks"]
    for found in check["findings"]:
        assert found["words"] == TEXT[slice(*found["span"])]
    assert {f["rule"] for f in check["findings"]} <= {r["id"] for r in record["rules"]}


def test_sarif_is_what_the_standard_asks(draft: Draft) -> None:
    log = json.loads(sarif_json([draft, Failure(key="b", kind="not text", message="no")], RULES))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    [run] = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"][0]["executionSuccessful"] is False
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "drafts/a%20b.txt"
        region = place["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1
        start = region["charOffset"]
        assert TEXT[start : start + region["charLength"]] == region["snippet"]["text"]
    assert uri("https://example.org/a") == "https://example.org/a"
    assert uri("/tmp/a b") == "file:///tmp/a%20b"


def test_a_page_has_the_text_whole_and_a_mark_for_each_finding(draft: Draft) -> None:
    page = check_page(draft, RULES)
    assert [s.name for s in page.findings] == ["f1", "f2", "f3", "f4"]
    woven = ["".join(p.text for p in paragraph) for paragraph in page.paragraphs]
    assert woven == [row for row in TEXT.split("\n") if row.strip()]
    opened = {p.opens.name for paragraph in page.paragraphs for p in paragraph if p.opens is not None and p.first}
    assert opened == {"f1", "f2", "f3", "f4"}
    assert page.counts == "3 errors, 1 warning"
