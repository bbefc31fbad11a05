"""From feeds to the articles they link."""

from itertools import pairwise

import pytest
from fakeweb import NOON, Web, feed, gone, opml
from pages import KEEPER, LEAD, META, page

from firsthand.errors import NotFound, NotText
from firsthand.reading import FeedState, Page, ReadingOptions, read_inputs, read_one, take_inputs
from firsthand.reading.fetching import fetch_page

A, B = "https://a.example", "https://b.example"
FEED = f"{A}/feed"


def articles(web):
    return [a for a in web.addresses if not a.endswith(("robots.txt", "feed", "list"))]


def answered(data, **headers):
    pairs = tuple((k.replace("_", "-"), v) for k, v in headers.items())
    return Page(url=FEED, content=data, media_type="application/rss+xml", headers=pairs)


def test_a_feed_s_articles_are_fetched_and_its_words_fill_what_pages_do_not_say():
    bare = f"<html><body><p>{LEAD}</p><p>{KEEPER}</p></body></html>".encode()
    web = Web({FEED: feed(f"{A}/1", f"{A}/2"), f"{A}/1": bare, f"{A}/2": page(head=META).encode()})
    one, two = web.take(FEED)
    assert (one.key, one.capture.location, one.capture.url) == (f"{A}/1",) * 3
    assert (one.article.published, one.article.byline) == ("2026-11-22T12:00:00Z", "Ann Reed")
    assert (one.article.title, one.article.outlet) == ("Item 1", "The Belmar Wire")
    assert (two.article.title, two.article.published, two.article.byline) == (
        "Dam talks stall",
        "2024-03-12T08:00:00Z",
        "Jane Stone",
    )
    assert web.addresses == [FEED, f"{A}/robots.txt", f"{A}/1", f"{A}/2"]
    assert [when - 100 for when, _, _ in web.asked] == [0, 0, 1, 2]


def test_a_feed_as_a_file_and_on_standard_input(tmp_path):
    (tmp_path / "x.rss").write_bytes(feed("/1"))
    (tmp_path / "y.xml").write_bytes(feed(f"{A}/2"))
    (tmp_path / "z").write_bytes(feed(f"{A}/3"))
    web = Web()
    assert [t.key for t in web.take(*sorted(tmp_path.iterdir()))] == [
        "https://belmarwire.example/1",
        f"{A}/2",
        f"{A}/3",
    ]
    assert [a.key for a in read_inputs([str(tmp_path / "y.xml")], fetch=web)] == [f"{A}/2"]
    assert read_one(str(tmp_path / "y.xml"), fetch=web).key == f"{A}/2"


def test_a_feed_without_entries_has_nothing_new(tmp_path):
    (tmp_path / "x.rss").write_bytes(feed())
    assert Web().take(tmp_path / "x.rss") == []
    with pytest.raises(NotText, match="no article"):
        read_one(str(tmp_path / "x.rss"), fetch=Web())


def test_links_that_are_held_or_come_twice_are_passed_over():
    web = Web({FEED: feed(f"{A}/1", f"{A}/2?utm_source=x", f"{B}/3"), f"{B}/feed": feed(f"{B}/3")})
    got = web.take(FEED, f"{B}/feed", FEED, known=lambda url: url == f"{A}/2")
    assert [t.key for t in got] == [f"{A}/1", f"{B}/3"]


def test_a_list_of_feeds_goes_round_its_hosts(tmp_path):
    (tmp_path / "feeds.opml").write_bytes(opml(FEED, f"{B}/feed"))
    web = Web({FEED: feed(f"{A}/1", f"{A}/2", f"{A}/3"), f"{B}/feed": feed(f"{B}/1", f"{B}/2", f"{B}/3")}, seconds=0.1)
    got = web.take(tmp_path / "feeds.opml")
    assert sorted(t.key for t in got) == sorted(articles(web)) == [f"{h}/{n}" for h in (A, B) for n in (1, 2, 3)]
    assert articles(web)[:2] in ([f"{A}/1", f"{B}/1"], [f"{B}/1", f"{A}/1"])
    for host in (A, B):
        times = [when for when, address, _ in web.asked if address.startswith(host)]
        assert all(b - a >= 1.1 - 1e-9 for a, b in pairwise(times))
    assert web.asked[-1][0] - 100 < 8  # side by side, not one host after the other
    addressed = Web({f"{A}/list": opml(f"{B}/feed"), f"{B}/feed": feed(f"{B}/1")})
    assert [t.key for t in addressed.take(f"{A}/list")] == [f"{B}/1"]


def test_one_slow_host_does_not_hold_the_others():
    slow = {f"{A}/{n}": gone(f"{A}/{n}") for n in range(9)}
    web = Web({FEED: feed(*slow, *[f"{B}/{n}" for n in range(9)]), **slow})
    got = web.take(FEED)
    assert [t.key for t in got if t.article] == [f"{B}/{n}" for n in range(9)]
    assert sum(a.startswith(A) for a in articles(web)) == 5
    assert sum("in a row" in t.failure.message for t in got if t.failure) == 4
    assert max(i for i, t in enumerate(got) if t.article) > max(i for i, t in enumerate(got) if t.failure) - 5


def test_robots_are_asked_for_links_only():
    rules = Page(url="", content=b"User-agent: *\nDisallow: /", media_type="text/plain")
    web = Web({FEED: feed(f"{A}/1"), f"{A}/robots.txt": rules})
    (refused,) = web.take(FEED)
    assert (refused.key, refused.failure.kind, refused.capture) == (f"{A}/1", "refused", None)
    (named,) = web.take(f"{A}/1")
    assert named.article is not None


# States: conditional requests


def test_a_state_is_kept_and_sent_back():
    kept = {}
    web = Web({FEED: answered(feed(f"{A}/1"), etag='"v1"', last_modified="Sun, 22 Nov 2026 12:00:00 GMT")})
    more = {"state": kept.get, "seen": lambda s: kept.update({s.url: s})}
    assert len(web.take(FEED, **more)) == 1
    assert kept == {FEED: FeedState(url=FEED, etag='"v1"', modified="Sun, 22 Nov 2026 12:00:00 GMT")}
    web.pages[FEED] = Page(url=FEED, content=b"", status=304)
    assert web.take(FEED, **more) == []
    assert (web.asked[-1][2].etag, web.asked[-1][2].modified) == ('"v1"', "Sun, 22 Nov 2026 12:00:00 GMT")
    web.pages[f"{B}/list"] = opml(FEED)
    assert web.take(f"{B}/list", **more) == []
    assert (web.asked[-1][2].what, web.asked[-1][2].etag) == ("feed", '"v1"')


def test_a_state_is_handed_out_only_after_the_last_link_was_taken():
    kept = []
    web = Web({FEED: answered(feed(f"{A}/1", f"{A}/2"), etag="x")})
    before = [len(kept) for _ in web_taken(web, FEED, seen=kept.append)]
    assert (before, len(kept)) == ([0, 0], 1)


def web_taken(web, *inputs, **more):
    return take_inputs(inputs, fetch=web, polite=web.polite, clock=lambda: NOON, **more)


@pytest.mark.parametrize(
    ("pages", "options", "handed_out"),
    [
        ({}, ReadingOptions(), 1),
        ({f"{A}/1": gone("x")}, ReadingOptions(), 0),
        ({f"{A}/robots.txt": NotFound("x.")}, ReadingOptions(), 0),
        ({f"{A}/1": b"<html><body>x</body></html>"}, ReadingOptions(), 1),
        ({}, ReadingOptions(max_entries=1), 0),
    ],
)
def test_a_state_is_not_handed_out_where_something_is_left(pages, options, handed_out):
    kept = []
    web = Web({FEED: answered(feed(f"{A}/1", f"{A}/2"), etag="x"), **pages})
    web.take(FEED, seen=kept.append, options=options)
    assert len(kept) == handed_out


# Bad feeds


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (page(head="").encode(), "not readable", "HTML page where a feed was expected"),
        (b"", "not text", "empty"),
        (b"words", "not readable", "no feed"),
        (NotText("x sends more than 10,000,000 bytes."), "not text", "10,000,000"),
        (NotFound("x did not answer in full within 20 seconds."), "not found", "20 seconds"),
    ],
)
def test_what_is_listed_as_a_feed_and_is_none_is_one_failure(data, kind, words):
    web = Web({f"{B}/list": opml(FEED, f"{B}/feed"), FEED: data, f"{B}/feed": feed(f"{B}/1")})
    bad, good = web.take(f"{B}/list")
    assert (bad.key, bad.failure.kind) == (FEED, kind)
    assert words in bad.failure.message
    assert good.key == f"{B}/1"


def test_entries_without_a_link_are_named_once():
    web = Web({FEED: feed(f"{A}/1", "", "mailto:a@b")})
    note, article = web.take(FEED)
    assert "no link in 2 of its 3 entries (number 2, 3)" in note.failure.message
    assert article.key == f"{A}/1"


def test_a_feed_of_too_many_entries_is_read_in_parts():
    web = Web({FEED: feed(*[f"{A}/{n}" for n in range(5)])})
    held = set()
    options = ReadingOptions(max_entries=2)
    for expected in (["0", "1"], ["2", "3"], ["4"]):
        got = web.take(FEED, options=options, known=held.__contains__)
        assert [t.key[-1] for t in got if t.article] == expected
        held.update(t.key for t in got if t.article)
        web = Web(web.pages)


def test_private_links_in_a_feed_are_refused_by_the_fetching():
    class Guarded(Web):
        def __call__(self, address, options):
            return super().__call__(address, options) if address.startswith(A) else fetch_page(address, options)

    inside = ["http://127.0.0.1/x", "http://localhost/y", "http://169.254.169.254/latest"]
    got = Guarded({FEED: feed(*inside, f"{A}/1")}).take(FEED)
    assert {t.failure.kind for t in got if t.failure} == {"refused"}
    assert [t.key for t in got if t.article] == [f"{A}/1"]


def test_a_list_of_many_bad_feeds(tmp_path):
    (tmp_path / "x.opml").write_bytes(opml("ftp://a.example/x", "http://[::1", "words"))
    web = Web({a: NotFound("no.") for a in ("ftp://a.example/x", "http://[::1", "words")})
    assert [t.failure.kind for t in web.take(tmp_path / "x.opml")] == ["not found"] * 3
