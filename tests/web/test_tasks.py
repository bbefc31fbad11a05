"""What workers take out of what was given, before they read it."""

from dataclasses import dataclass

import pytest

from firsthand.errors import NotReadable, NotText, Refused
from firsthand.model import Article
from firsthand.reading import Page
from firsthand.web.given import Facts, addressed, pasted, uploaded
from firsthand.web.tasks import look, taken_of

TEXT = "The mayor, Ann Reed, said the north bridge would be closed on Monday. “We have no choice,” she told reporters."
HTML = (
    f"<html><head><title>Bridge closed</title></head><body><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
)
FEED = b"<?xml version='1.0'?><rss version='2.0'><channel><title>T</title><item><link>http://a.example/1</link></item></channel></rss>"


@dataclass
class Reader:
    def read(self, article: Article) -> Article:
        return article


def never(address, options):
    raise AssertionError(address)


def test_pasted_words_with_what_is_said_of_them():
    looked = look(Reader(), pasted(TEXT, Facts(title="Bridge", outlet="The Courier", published="2031-05-02")), None)
    assert (looked.reading.text, looked.reading.title, looked.reading.outlet) == (TEXT, "Bridge", "The Courier")
    assert looked.capture.body == TEXT.encode()
    assert looked.capture.location == f"pasted text#{looked.reading.id}"  # else it would be another article's too
    assert look(Reader(), pasted(TEXT), None).capture.location == "pasted text"


def test_a_file_is_named_and_where_it_lay_for_a_moment_is_not():
    looked = look(Reader(), uploaded("../in/bridge.html", HTML.encode(), Facts(title="Mine")), None)
    assert (looked.reading.key, looked.reading.title) == ("bridge", "Mine")
    assert looked.capture.location == f"upload:bridge.html#{looked.reading.id}"
    rows = b'{"id": "a", "text": "%s"}\n{"id": "b", "text": "%s"}\n' % (TEXT.encode(), TEXT.encode())
    taken = list(taken_of(uploaded("rows.jsonl", rows), fetch=never))
    assert [t.capture and t.capture.location for t in taken] == ["upload:rows.jsonl#row 1", "upload:rows.jsonl#row 2"]
    with pytest.raises(NotReadable, match="more than one article"):
        look(Reader(), uploaded("rows.jsonl", rows), None)
    with pytest.raises(NotText) as raised:
        look(Reader(), uploaded("a.txt", b"\0\1\2\3" * 100), None)
    assert "firsthand-" not in str(raised.value)


def test_a_page_that_was_fetched():
    address = "https://news.example/bridge"
    looked = look(Reader(), addressed(address), Page(url=address, content=HTML.encode()))
    assert looked.reading.url == address
    assert looked.capture.location == address


def test_nothing_is_fetched_in_a_worker_that_reads():
    with pytest.raises(Refused):
        look(Reader(), uploaded("a.rss", FEED), None)


@pytest.mark.parametrize(
    "text", ["12 34 56", "Le maire a dit que le pont nord serait fermé lundi, selon la mairie. " * 5, "a\ud800b"]
)
def test_what_cannot_be_read_is_said(text):
    with pytest.raises((NotText, NotReadable)):
        look(Reader(), pasted(text), None)


def test_a_failure_does_not_tell_where_the_file_lay_for_a_moment():
    bomb = FEED.replace(b"?>", b"?><!DOCTYPE rss [<!ENTITY a 'b'>]>", 1)
    for name, body in (("a.rss", bomb), ("b.json", b"[" * 9_000), ("c.csv", b"id,text\n1," + b"\0" * 50)):
        for taken in taken_of(uploaded(name, body), fetch=never):
            assert "firsthand-" not in repr((taken.key, taken.failure))
