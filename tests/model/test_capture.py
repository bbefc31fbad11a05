"""Captures and what was taken: their digests, and values that cannot be."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import InvalidValue
from firsthand.model import Article, Capture, Failure, Taken, digest, wire
from firsthand.model.reading import Reading

WHEN = "2026-11-22T12:00:00Z"


@given(st.binary(max_size=60), st.text(max_size=20))
def test_the_digests_are_of_bytes_and_place(body: bytes, location: str) -> None:
    capture = Capture(location=location, fetched_at=WHEN, body=body, media_type="text/html", url="https://a.example/")
    assert capture.sha256 == hashlib.sha256(body).hexdigest()
    assert capture.id == digest(location or "https://a.example/", capture.sha256)


def test_time_and_headers_make_no_other_capture() -> None:
    one = Capture(location="/a.html", fetched_at=WHEN, body=b"x", media_type="text/html")
    two = Capture(
        location="/a.html", fetched_at="2027-01-01T00:00:00Z", body=b"x", media_type="text/plain", headers=(("a", "b"),)
    )
    assert one.id == two.id
    assert one.id != Capture(location="/b.html", fetched_at=WHEN, body=b"x", media_type="text/html").id


@pytest.mark.parametrize("when", ["", "2026-11-22", "2026-11-22T12:00:00", "2026-11-22T12:00:00+01:00", "yesterday"])
def test_a_time_of_another_form_is_refused(when: str) -> None:
    with pytest.raises(InvalidValue, match="2026-11-22T12:00:00Z"):
        Capture(location="/a", fetched_at=when, body=b"", media_type="text/html")


def test_taken_is_an_article_or_a_failure() -> None:
    article, failure = Article(key="a", text="b"), Failure(key="a", kind="not text", message="m")
    assert Taken(key="a", article=article).failure is None
    for wrong in ({}, {"article": article, "failure": failure}):
        with pytest.raises(InvalidValue):
            Taken(key="a", **wrong)


def test_a_section_goes_through_json_and_only_where_there_is_one() -> None:
    record = wire.to_json(Reading(article=Article(key="a", text="b", section="Politics")))
    assert record["article"]["section"] == "Politics"
    assert wire.from_json(record).article.section == "Politics"
    bare = wire.to_json(Reading(article=Article(key="a", text="b")))
    assert "section" not in bare["article"]
    assert bare["article"]["id"] == record["article"]["id"]
    assert wire.from_json(bare).article.section is None
    with pytest.raises(InvalidValue):
        wire.from_json({**record, "article": {**record["article"], "section": 5}})
