"""Echoes: many outlets, one known root."""

import csv
import json
from dataclasses import replace
from io import StringIO

import pytest
import trace_story as story

from firsthand.errors import InvalidValue
from firsthand.render.trace_echoes import echoes, echoes_csv, echoes_html, echoes_json, echoes_text

FOUND = echoes(story.TRACE)


def test_which_they_are() -> None:
    assert [(e.claim, e.outlets, e.articles, e.first, e.last) for e in FOUND] == [
        ("c-bridge", 4, 5, "2031-05-04", "2031-05-05")
    ]
    assert [e.claim for e in echoes(story.TRACE, min_outlets=1)] == ["c-bridge", "c-tolls"]
    assert echoes(story.TRACE, min_outlets=5) == ()
    assert echoes(story.TRACE, since="2031-05-06") == ()
    two = replace(story.CLAIM, independence=(1, 2))
    assert echoes(replace(story.TRACE, claims=(two,))) == ()
    with pytest.raises(InvalidValue, match="at least 1 outlet"):
        echoes(story.TRACE, min_outlets=0)


@pytest.mark.parametrize("width", [40, 100])
def test_faces(width: int) -> None:
    page = echoes_text(FOUND, width=width)
    assert max(map(len, page.splitlines())) <= width
    assert "quoted by" in page
    assert "No claim" in echoes_text((), width=width)


def test_data() -> None:
    (record,) = json.loads(echoes_json(FOUND))["echoes"]
    assert record["root"]["source"] == "engineer"
    assert record["independence"] == [1, 1]
    (row,) = csv.DictReader(StringIO(echoes_csv(FOUND)))
    assert row["outlets"] == "4"


def test_page() -> None:
    bad = [replace(FOUND[0], text="<script>x</script>")]
    page = echoes_html(bad)
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "default-src" in page
    assert "No claim" in echoes_html(())
