"""A trace as data: one row a report, safe to open; the JSON of one claim stands by itself."""

import csv
import json
from dataclasses import replace
from io import StringIO

import trace_story as story

from firsthand.render.trace_records import COLUMNS, only, trace_csv, trace_json


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_one_row_a_report() -> None:
    found = rows(trace_csv(story.TRACE, story.pieces()))
    assert tuple(found[0]) == COLUMNS
    assert len(found) == 8
    assert [r["claim"] for r in found] == ["c-bridge"] * 7 + ["c-tolls"]
    post = next(r for r in found if r["article"] == "post-1" and r["field"] == "text")
    assert post["derived_from"] == "wire-1"
    assert post["credited"] == "yes"
    assert post["spans"] == "0-61"
    assert post["drift"] == "the wording differs: “could” → no hedge; the number differs: 27 → 30"
    assert post["root"] == "an unnamed engineer who has seen the survey, quoted by Tarn Lantern"
    assert post["chain"] == "an unnamed engineer who has seen the survey → Tarn Lantern → Orm Wire"
    denial = next(r for r in found if r["stance"] == "denies")
    assert denial["root"] == ""
    assert denial["said_by"] == "Ada Riis"
    assert len(rows(trace_csv(story.TRACE, {}, ["c-tolls"]))) == 1


def test_no_formula_runs() -> None:
    bad = replace(story.CLAIM, reports=tuple(replace(r, words="=HYPERLINK(1)", outlet="@x") for r in story.REPORTS))
    for row in rows(trace_csv(replace(story.TRACE, claims=(bad,)), {})):
        assert row["words"] == "'=HYPERLINK(1)"
        assert row["outlet"] == "'@x"


def test_an_open_interval_has_no_end() -> None:
    claim = replace(story.CLAIM, independence=(1, None))
    assert {r["roots_max"] for r in rows(trace_csv(replace(story.TRACE, claims=(claim,)), {}))} == {""}


def test_one_claim_alone() -> None:
    record = json.loads(trace_json(only(story.TRACE, "c-tolls")))
    assert record["schema"] == "firsthand/1"
    assert [c["id"] for c in record["claims"]] == ["c-tolls"]
    assert record["edges"] == []
    assert {s["id"] for s in record["sources"]} == {"velm-herald"}
    bridge = only(story.TRACE, "c-bridge")
    assert len(bridge.edges) == 4
    assert {i for i, _ in bridge.keys} == set(story.ID.values())
    assert only(bridge, "c-bridge") == bridge
