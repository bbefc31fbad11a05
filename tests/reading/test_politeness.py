"""Manners: robots.txt, gaps, redirects; on a clock that only sleeping moves on."""

import pytest
from fakeweb import Web
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import InputError, NotFound, Refused
from firsthand.reading import Page, ReadingOptions
from firsthand.reading.politeness import AGENT, host_of, origin_of, rules_of

OPTIONS = ReadingOptions()
SITE = "https://news.example"


def links(web, *addresses):
    return [web.polite.get_link(a, web, OPTIONS) for a in addresses]


def robots(text, *, host=SITE, status=200):
    return {
        f"{host}/robots.txt": Page(
            url=f"{host}/robots.txt", content=text.encode(), media_type="text/plain", status=status
        )
    }


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /a", "/a/b", False),
        ("User-agent: *\nDisallow: /a", "/b", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: firsthand\nAllow: /", "/a", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: Firsthand\nDisallow: /a", "/a", False),
        ("\ufeffUser-agent: *\r\nDisallow: /a", "/a", False),
        ("<html>not found</html>", "/a", True),
        ("User-agent: *\nDisallow: /a\nCrawl-delay: ²", "/a", False),
        ("User-agent: *\nDisallow: /a\nCrawl-delay: " + "9" * 1900, "/a", False),
        ("User-agent: *\nDisallow: http://[::1\nDisallow: /a", "/a", False),
        ("User-agent: *\nDisallow: /" + "x" * 5000 + "\nDisallow: /a", "/a", False),
    ],
)
def test_robots(text, path, allowed):
    assert rules_of(text).can_fetch(AGENT, SITE + path) is allowed


@given(st.text(max_size=200))
def test_any_robots_is_understood_or_passed_over(text):
    rules_of("User-agent: *\n" + text).can_fetch(AGENT, f"{SITE}/a")


def test_a_link_is_asked_for_after_the_rules_and_the_rules_once():
    web = Web(robots("User-agent: *\nDisallow: /no"))
    links(web, f"{SITE}/a", f"{SITE}/b")
    with pytest.raises(Refused, match=r"robots\.txt does not allow it"):
        links(web, f"{SITE}/no")
    assert web.addresses == [f"{SITE}/robots.txt", f"{SITE}/a", f"{SITE}/b"]
    assert [ask.what for _, _, ask in web.asked] == ["robots", "page", "page"]


def test_the_gap_is_kept_for_each_host_alone_and_counts_from_the_end_of_a_request():
    web = Web(seconds=0.25)
    links(web, f"{SITE}/a", "https://other.example/a", f"{SITE}/b")
    assert [when - 100 for when, _, _ in web.asked] == [0, 1.25, 1.5, 2.75, 3.0]
    assert [host_of(a) for a in web.addresses].count("news.example") == 3


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("User-agent: *\nCrawl-delay: 7", 7),
        ("User-agent: *\nCrawl-delay: 0", 1),
        ("User-agent: firsthand\nRequest-rate: 2/10", 5),
        ("User-agent: *\nRequest-rate: 1/0", 1),
        ("User-agent: *\nRequest-rate: 0/9", 1),
        ("User-agent: other\nCrawl-delay: 7", 1),
    ],
)
def test_a_host_may_ask_for_a_longer_gap(text, gap):
    web = Web(robots(text))
    links(web, f"{SITE}/a", f"{SITE}/b")
    times = [when for when, _, _ in web.asked]
    assert times[2] - times[1] == gap


def test_a_gap_that_no_run_can_keep_leaves_the_rest_for_later():
    web = Web(robots("User-agent: *\nCrawl-delay: 3600"))
    links(web, f"{SITE}/a")
    with pytest.raises(NotFound, match="3600 seconds"):
        links(web, f"{SITE}/b")
    web.now += 3600
    links(web, f"{SITE}/b")


@pytest.mark.parametrize("answer", [500, 503, 429, "gone"])
def test_rules_that_cannot_be_had_forbid(answer):
    place = f"{SITE}/robots.txt"
    pages = {place: NotFound("x.")} if answer == "gone" else robots("", status=answer)
    web = Web(pages)
    for _ in range(2):
        with pytest.raises(NotFound, match=r"robots\.txt could not be read"):
            links(web, f"{SITE}/a")
    assert web.addresses == [place]
    web.now += 700
    web.pages.clear()
    links(web, f"{SITE}/a")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_rules_that_are_not_there_allow(status):
    web = Web(robots("User-agent: *\nDisallow: /", status=status))
    assert links(web, f"{SITE}/a")[0].status == 200


def test_rules_are_read_again_after_a_day():
    web = Web()
    links(web, f"{SITE}/a")
    web.now += 86_500
    links(web, f"{SITE}/b")
    assert web.addresses.count(f"{SITE}/robots.txt") == 2


def test_a_redirect_is_as_polite_as_a_link():
    hop = Page(url="https://other.example/b", content=b"", status=302)
    web = Web({f"{SITE}/a": hop, **robots("User-agent: *\nDisallow: /b", host="https://other.example")})
    with pytest.raises(Refused, match=r"other\.example/robots\.txt does not allow"):
        links(web, f"{SITE}/a")
    assert web.addresses == [f"{SITE}/robots.txt", f"{SITE}/a", "https://other.example/robots.txt"]
    assert web.asked[1][2].hop
    endless = Web({f"{SITE}/a": Page(url=f"{SITE}/a", content=b"", status=302)})
    with pytest.raises(Refused, match="more than 5 times"):
        links(endless, f"{SITE}/a")


def test_a_page_that_a_person_names_needs_no_rules_but_waits():
    web = Web(robots("User-agent: *\nDisallow: /"))
    for _ in range(2):
        web.polite.get(f"{SITE}/a", web, OPTIONS)
    assert [(when, address) for when, address, _ in web.asked] == [(100, f"{SITE}/a"), (101, f"{SITE}/a")]


def test_a_request_that_fails_counts_for_the_gap():
    web = Web({f"{SITE}/a": NotFound("x.")})
    with pytest.raises(InputError):
        links(web, f"{SITE}/a")
    assert web.polite.seconds_until(f"{SITE}/z") == 1


def test_hosts_and_origins():
    assert host_of("https://News.Example.:8080/a") == "news.example"
    assert origin_of("HTTPS://News.example:8080/a?b") == "https://news.example:8080"
    assert (host_of("http://[::1"), origin_of("http://[::1")) == ("", "")
