"""The words of a trace: counts, days, sources, drift; never a verdict."""

from dataclasses import replace

import pytest
import trace_story as story

from firsthand.model.trace import Drift, Root, TracedSource
from firsthand.render.trace_words import (
    days,
    drift_short,
    drift_words,
    heads,
    index,
    ordered,
    reach,
    root_words,
    roots_words,
    source_words,
    summary,
    told_words,
    when_words,
    widely_one,
)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        ((1, 1), "1 distinct known root"),
        ((2, 2), "2 distinct known roots"),
        ((1, 2), "1 to 2 distinct known roots"),
        ((2, None), "2 or more distinct known roots"),
        ((0, 0), "0 distinct known roots"),
    ],
)
def test_intervals(count, words: str) -> None:
    assert roots_words(count) == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ((None, None), "no date"),
        (("2031-05-04T09:05:00Z",) * 2, "2031-05-04 09:05"),
        (("2031-05-04T00:00:00Z", "2031-05-04T23:59:59Z"), "2031-05-04"),
        (("2031-05-04T00:00:00Z", "2031-05-06T23:59:59Z"), "2031-05-04 to 2031-05-06"),
        (("2031-05-04T00:00:00Z", None), "from 2031-05-04"),
        ((None, "2031-05-04T00:00:00Z"), "until 2031-05-04"),
        (("2031-05-04",) * 2, "2031-05-04"),
    ],
)
def test_when(when, words: str) -> None:
    assert when_words(when) == words


@pytest.mark.parametrize(
    ("kind", "before", "after", "words", "short"),
    [
        ("hedge", "could", "will", "the wording differs: “could” → “will”", "“could” → “will”"),
        ("hedge", "could", "no hedge", "the wording differs: “could” → no hedge", "“could” → no hedge"),
        ("number", "27", "30", "the number differs: 27 → 30", "27 → 30"),
        (
            "attribution",
            "attributed",
            "own voice",
            "the attribution is lost: attributed → own voice",
            "attribution lost",
        ),
        ("quotation", "“a guess”", "a lie", "the words in quotation marks differ: “a guess” → “a lie”", "quoted words"),
        (
            "headline",
            "It may go",
            "It goes",
            "the title is put more surely than the text: It may go → It goes",
            "title",
        ),
        ("hedge", "", "", "the wording differs", "hedge"),
    ],
)
def test_drift(kind: str, before: str, after: str, words: str, short: str) -> None:
    one = Drift(earlier="a", later="b", from_article="x", to_article="y", kind=kind, before=before, after=after)
    assert drift_words(one) == words
    assert drift_short(one) == short


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"kind": "person", "descriptor": "an official", "anonymous": True}, "an unnamed official"),
        ({"kind": "person", "descriptor": "The pilot", "anonymous": True}, "the unnamed pilot"),
        ({"kind": "person", "descriptor": "an unnamed aide", "anonymous": True}, "an unnamed aide"),
        ({"kind": "group", "descriptor": "two aides", "anonymous": True}, "two aides (unnamed)"),
        ({"kind": "person", "name": "Ada Riis"}, "Ada Riis"),
        ({"kind": "outlet", "name": "Orm\x1b[31m Wire\u202e"}, "Orm Wire"),
    ],
)
def test_sources(source, words: str) -> None:
    found = index(replace(story.TRACE, sources=(TracedSource(id="s", **source),)))
    assert source_words(found, "s") == words
    assert source_words(found, "gone") == "a source that is not in this trace"


def test_a_root_says_through_whom() -> None:
    found = index(story.TRACE)
    assert (
        root_words(found, story.CLAIM, story.CLAIM.roots[0])
        == "an unnamed engineer who has seen the survey, quoted by Tarn Lantern"
    )
    several = replace(story.CLAIM.roots[0], count=(1, None))
    assert "(1 or more people)" in root_words(found, story.CLAIM, several)
    assert root_words(found, story.TOLLS, story.TOLLS.roots[0]) == "Velm Herald, which names no source for it"
    named = Root(source="riis", reports=(story.DENIAL.unit,))
    assert root_words(found, story.CLAIM, named) == "Ada Riis, the council's head of roads"
    assert [heads(c) for c in ((1, 1), (1, 3), (2, None))] == ["1 person", "1 to 3 people", "2 or more people"]


def test_the_summary_counts_only_what_asserts() -> None:
    found = index(story.TRACE)
    assert reach(story.CLAIM) == (4, 5)
    assert summary(found, story.CLAIM) == (
        "told by 4 outlets in 5 stored articles; 1 distinct known root: "
        "an unnamed engineer who has seen the survey, quoted by Tarn Lantern"
    )
    denied = replace(story.CLAIM, reports=(story.DENIAL,), roots=(), independence=(0, 0))
    assert told_words(denied) == "asserted by nobody here; denied or doubted in 1 stored article"
    assert days(denied) == "2031-05-06"
    assert days(story.CLAIM) == "2031-05-04 to 2031-05-05"
    assert days(replace(story.CLAIM, reports=(story.BLOG,))) == "no date"


def test_widely_told_with_one_root_comes_first() -> None:
    assert [c.id for c in ordered(story.TRACE)] == ["c-bridge", "c-tolls"]
    assert widely_one(story.CLAIM)
    assert not widely_one(story.TOLLS)
    assert not widely_one(replace(story.CLAIM, independence=(1, 2)))
