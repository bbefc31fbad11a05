"""Feeds and lists of feeds as documents."""

import time
from contextlib import suppress

import pytest
from fakeweb import feed, opml
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import page

from firsthand.errors import InputError, NotReadable, NotText
from firsthand.reading import Page
from firsthand.reading.feed import feed_of, feeds_of_list

ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/x/">
<title type="html">Belmar &lt;b&gt;Wire&lt;/b&gt; &amp;amp; Co</title>
<entry><title>Gate fails</title><link href="a?utm_source=rss&amp;id=3#top"/><id>urn:1</id>
<published>2026-11-21T10:00:00+02:00</published><updated>2026-11-22T10:00:00Z</updated>
<author><name>Odile Vasseur</name></author><source><title>Ormsund Post</title></source></entry>
<entry><title>Gate holds</title><link rel="alternate" href="/b"/><updated>2026-11-22T10:00:00Z</updated></entry>
<entry><title>No link</title></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Ormsund Post</title></channel>
<item><title>Gate</title><link>https://o.example/g</link><dc:date>2026-11-20</dc:date></item></rdf:RDF>"""
LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY l0 'lol'>{LOL}]><rss version='2.0'><channel><title>&l9;</title>"
OUTSIDE = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><title>&x;</title>"


def read(data, url="https://b.example/feed", **more):
    content = data if isinstance(data, bytes) else data.encode()
    return feed_of(Page(url=url, content=content, **more), what="the feed")


def test_atom():
    got = read(ATOM)
    assert (got.title, got.unlinked) == ("Belmar Wire & Co", (3,))
    one, two = got.entries
    assert (one.link, one.title, one.published) == ("https://b.example/x/a?id=3", "Gate fails", "2026-11-21T08:00:00Z")
    assert (one.author, one.outlet) == ("Odile Vasseur", "Ormsund Post")
    assert (two.link, two.published, two.outlet) == ("https://b.example/b", None, "Belmar Wire & Co")


def test_rss_and_rdf():
    got = read(feed("https://b.example/1", "/2", "https://b.example/1"))
    assert [e.link for e in got.entries] == ["https://b.example/1", "https://b.example/2"]
    assert (got.entries[0].published, got.entries[0].author) == ("2026-11-22T12:00:00Z", "Ann Reed")
    (entry,) = read(RDF).entries
    assert (entry.link, entry.published, entry.outlet) == (
        "https://o.example/g",
        "2026-11-20T00:00:00Z",
        "Ormsund Post",
    )


def test_a_file_s_relative_links_count_from_the_feed_s_own_address():
    assert [e.link for e in read(feed("/2"), url="").entries] == ["https://belmarwire.example/2"]


@pytest.mark.parametrize(
    ("link", "read_as"),
    [
        ("https://B.example/a?utm_source=rss&amp;utm_medium=x", "https://b.example/a"),
        (" https://b.example/a ", "https://b.example/a"),
        ("javascript:alert(1)", None),
        ("ftp://b.example/a", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_links(link, read_as):
    got = read(feed(link))
    assert [e.link for e in got.entries] == ([read_as] if read_as else [])
    assert got.unlinked == (() if read_as else (1,))


def test_an_identifier_that_is_an_address_is_a_link():
    more = "<item><title>A</title><guid isPermaLink='true'>https://b.example/g</guid></item>"
    assert [e.link for e in read(feed(more=more)).entries] == ["https://b.example/g"]


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (page(), NotReadable, "HTML page where a feed was expected, and links none"),
        (
            page(head="<link rel='alternate' type='application/rss+xml' href='/rss.xml'>"),
            NotReadable,
            "it links the feed https://b.example/rss.xml",
        ),
        (b"", NotText, "empty"),
        (b"just words", NotReadable, "no feed"),
        (b"<?xml version='1.0'?><urlset><url/></urlset>", NotReadable, "no feed"),
        (b"\x1f\x8b\x08\x00", NotText, "gzip"),
        (b"<rss>\0</rss>", NotText, "binary"),
        (BOMB, NotReadable, "entities"),
        (BOMB.encode("utf-16"), NotReadable, "entities"),
        (OUTSIDE, NotReadable, "entities"),
        ("<rss version='2.0'>" + " " * 9000 + "<!entity a 'b'>", NotReadable, "entities"),
    ],
)
def test_what_is_no_feed_is_one_sentence(data, error, words):
    started = time.monotonic()
    with pytest.raises(error, match=words) as raised:
        read(data)
    assert "\n" not in str(raised.value)
    assert str(raised.value).startswith("the feed")
    assert time.monotonic() - started < 5


def test_a_document_type_without_entities_is_harmless():
    old = feed("https://b.example/1").replace(b"<rss", b"<!DOCTYPE rss PUBLIC 'x' 'http://b.example/rss.dtd'><rss")
    assert len(read(old).entries) == 1


def test_broken_feeds_are_read_as_far_as_they_go():
    broken = feed("https://b.example/1?a=1&b=2", "https://b.example/2").replace(
        b"</channel></rss>", b"<item><title>A & B"
    )
    assert [e.link for e in read(broken).entries][:2] == ["https://b.example/1?a=1&b=2", "https://b.example/2"]


def test_declared_encodings():
    data = feed("https://b.example/1", title="Café “Ormsund”").decode()
    assert read(data.replace("utf-8", "windows-1252").encode("cp1252")).title == "Café “Ormsund”"
    assert read(data.encode("cp1252"), charset="windows-1252").title == "Café “Ormsund”"
    assert read(data.encode("utf-16")).title == "Café “Ormsund”"


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 30), st.sampled_from(["<", "&", "]]>", "<![CDATA[", "\x01"]))
    )
)
@settings(max_examples=40, deadline=None)
def test_a_damaged_feed_is_a_feed_or_one_sentence(damage):
    text = ATOM
    for place, gone, piece in damage:
        text = text[:place] + piece + text[place + gone :]
    with suppress(InputError):
        assert all(e.link.startswith("http") for e in read(text).entries)


def test_deep_and_long_feeds_end():
    started = time.process_time()
    for inner in ("<a>" * 1_000, "<item>" * 1_000, "<title>" + "&amp;" * 20_000, "<![CDATA[" * 20_000, "<!--" * 20_000):
        assert read(b"<rss version='2.0'><channel>" + inner.encode()).entries == ()
    with pytest.raises(NotReadable, match="tags"):
        read(b"<rss version='2.0'><channel>" + b"<a>" * 3_000_000)
    assert time.process_time() - started < 8


def test_a_list_of_feeds():
    data = opml("https://a.example/rss", "https://b.example/rss?x=1&amp;y=2", "https://a.example/rss", "/own")
    got = feeds_of_list(Page(url="https://c.example/list", content=data), what="the list")
    assert got == ("https://a.example/rss", "https://b.example/rss?x=1&y=2", "https://c.example/own")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<?xml version='1.0'?><opml><body/></opml>", "lists no feed"),
        (b"<opml><body><outline text='x' htmlUrl='https://a.example'/></body></opml>", "lists no feed"),
        (b"<opml", "OPML|lists no feed"),
        (b"", "empty"),
        (BOMB.replace("rss", "opml").encode(), "entities"),
        (opml(*[f"https://a.example/{n}" for n in range(10_001)]), "10,001 feeds"),
    ],
)
def test_what_is_no_list_is_one_sentence(data, words):
    with pytest.raises(InputError, match=words) as raised:
        feeds_of_list(Page(url="", content=data), what="the list")
    assert "\n" not in str(raised.value)
