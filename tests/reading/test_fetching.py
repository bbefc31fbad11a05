"""Fetching a page, on a network of the test's own and with the rule as it is."""

import gzip
import re
import threading
import time
from dataclasses import replace

import httpcore2
import pytest
from pages import KEEPER, page

from firsthand.errors import InputError, NotFound, NotReadable, NotText, Refused
from firsthand.reading import Ask, ReadingOptions
from firsthand.reading.fetching import fetch_page

PUBLIC = "93.184.216.34"
START = "https://news.example/a"


class Stream(httpcore2.NetworkStream):
    """Answers with `parts`; a callable part is called for bytes, over and over."""

    def __init__(self, network, parts):
        self.network, self.parts = network, list(parts)

    def read(self, max_bytes, timeout=None):
        self.network.timeouts.append(timeout)
        if not self.parts:
            return b""
        return self.parts[0]() if callable(self.parts[0]) else self.parts.pop(0)

    def write(self, buffer, timeout=None):
        self.network.sent += buffer

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        assert ssl_context.check_hostname
        self.network.tls.append(server_hostname)
        return self

    def close(self):
        pass

    def get_extra_info(self, info):
        return None


class Network(httpcore2.NetworkBackend):
    """One answer a connection, in order; remembers what was asked."""

    def __init__(self, *answers, dead=()):
        self.answers, self.dead = list(answers), dead
        self.connected, self.tls, self.timeouts, self.sent = [], [], [], b""

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.connected.append((host, port))
        if host in self.dead:
            raise httpcore2.ConnectError("dead")
        return Stream(self, self.answers.pop(0))


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


PAGE = page().encode()


def answer(body=PAGE, kind="text/html; charset=utf-8", status="200 OK", **headers):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", f"Content-Type: {kind}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ["\r\n".join(lines).encode() + b"\r\n\r\n", body]


def redirect(location, status="302 Found"):
    return [f"HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()]


def fetch(network, address=START, *, options=None, resolve=None, clock=None):
    names = resolve or (lambda host, port: [PUBLIC])
    return fetch_page(
        address, options or ReadingOptions(), resolve=names, network=network, clock=clock or time.monotonic
    )


def test_a_page():
    network = Network(answer())
    got = fetch(network)
    assert KEEPER in got.content.decode()
    assert (got.url, got.media_type, got.charset) == (START, "text/html", "utf-8")
    assert b"GET /a HTTP/1.1\r\nHost: news.example\r\n" in network.sent
    assert b"User-Agent: firsthand" in network.sent


def test_the_connection_goes_to_the_address_that_was_checked_and_keeps_the_name():
    asked = []

    def resolve(host, port):  # a name that leads elsewhere the second time it is asked for
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    network = Network(answer())
    fetch(network, resolve=resolve)
    assert asked == ["news.example"]
    assert network.connected == [(PUBLIC, 443)]
    assert network.tls == ["news.example"]


def test_a_dead_address_is_followed_by_the_next_checked_one():
    network = Network(answer(), dead=(PUBLIC,))
    fetch(network, resolve=lambda host, port: [PUBLIC, "93.184.216.35"])
    assert network.connected == [(PUBLIC, 443), ("93.184.216.35", 443)]
    with pytest.raises(NotFound, match="could not be fetched"):
        fetch(Network(dead=(PUBLIC,)))


def test_redirects_are_followed_and_counted():
    network = Network(redirect("/b"), redirect("http://other.example/c"), answer())
    assert fetch(network).url == "http://other.example/c"
    assert [port for _, port in network.connected] == [443, 443, 80]
    with pytest.raises(Refused, match="more than 2 times"):
        fetch(Network(*[redirect("/b")] * 5), options=ReadingOptions(max_redirects=2))


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "file:///etc/passwd",
        "//10.0.0.1/",
        "http://0x7f.1/",
        "http://u:p@news.example/",
        "http://[::1]/",
        "http://a:b:c/",
    ],
)
def test_a_redirect_to_a_private_address_is_refused_and_not_connected_to(location):
    network = Network(redirect(location))
    with pytest.raises(Refused):
        fetch(network)
    assert network.connected == [(PUBLIC, 443)]


def test_a_redirect_to_a_name_with_a_private_address_is_refused():
    network = Network(redirect("https://inside.example/"))
    with pytest.raises(Refused):
        fetch(network, resolve=lambda host, port: ["192.168.0.7" if host == "inside.example" else PUBLIC])
    assert network.connected == [(PUBLIC, 443)]


@pytest.mark.parametrize(
    "private", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fe80::1%eth0"]
)
def test_a_name_with_a_private_address_is_refused_and_not_connected_to(private):
    network = Network(answer())
    with pytest.raises(Refused):
        fetch(network, resolve=lambda host, port: [private])
    assert network.connected == []


@pytest.mark.parametrize(
    ("parts", "error", "words"),
    [
        (answer(status="404 Not Found"), NotFound, "404"),
        (answer(status="403 Forbidden"), NotFound, "not open to be read"),
        (answer(status="500 Oops"), NotFound, "500"),
        (answer(kind="application/pdf"), NotReadable, "application/pdf"),
        (answer(kind=""), NotReadable, "no stated type"),
        (answer(Content_Encoding="br"), NotReadable, "encoding br"),
        (answer(Content_Encoding="gzip, gzip"), NotReadable, "encoding"),
        (answer(b"no gzip at all", Content_Encoding="gzip"), NotFound, "could not be fetched"),
        (answer(b"x" * 5000), NotText, "too many"),
        (answer(gzip.compress(b"\0" * 5_000_000), Content_Encoding="gzip"), NotText, "too many"),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\nContent-Type: text/html\r\n\r\nhalf"], NotFound, "could not be"),
        ([b"this is no HTTP at all\r\n\r\n"], NotFound, "could not be fetched"),
        ([], NotFound, "could not be fetched"),
        ([b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", lambda: b"endless "], NotText, "too many"),
        ([b"HTTP/1.1 200 OK\r\n", lambda: b"X-Endless: 1\r\n"], InputError, "news"),
    ],
)
def test_what_is_no_page_is_one_sentence(parts, error, words):
    with pytest.raises(error, match=words) as raised:
        fetch(Network(parts), options=ReadingOptions(max_bytes=4000))
    assert "\n" not in str(raised.value)
    assert "news.example" in str(raised.value)


def test_a_compressed_page_is_read():
    body = gzip.compress(page().encode())
    assert fetch(Network(answer(body, Content_Encoding="gzip"))).content.decode() == page()


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"])
def test_a_slow_answer_is_given_up(start):
    clock = Clock()

    def drip():
        clock.now += 3
        return b"H" if not start else b"."

    network = Network([start, drip] if start else [drip])
    with pytest.raises(NotFound, match="within 20 seconds"):
        fetch(network, clock=clock)
    assert clock.now < 30
    assert max(network.timeouts) <= 20


def test_a_server_that_says_nothing_is_given_up():
    def silence():
        raise httpcore2.ReadTimeout("timed out")

    with pytest.raises(NotFound, match="within 20 seconds"):
        fetch(Network([silence]))


def test_a_resolver_that_hangs_is_given_up():
    release = threading.Event()

    def resolve(host, port):
        release.wait(10)
        return [PUBLIC]

    with pytest.raises(NotFound, match=r"within 0\.05 seconds"):
        fetch(Network(), resolve=resolve, options=ReadingOptions(timeout_s=0.05))
    release.set()


# What a request asks for beyond a page


def asking(**ask):
    return ReadingOptions(ask=Ask(**ask))


RSS = b"<rss version='2.0'></rss>"


def test_response_headers_are_kept_but_no_cookies_and_not_without_bound():
    many = {f"X-{n}": "y" * 5_000 for n in range(30)}
    got = fetch(Network(answer(ETag='"v1"', Set_Cookie="secret", **many)))
    assert got.header("etag") == '"v1"'
    assert got.header("content-type") == "text/html; charset=utf-8"
    assert got.header("set-cookie") is None
    assert max(len(value) for _, value in got.headers) == 1_000
    assert len(fetch(Network(answer(**{f"X-{n}": "y" for n in range(90)}))).headers) == 60


def test_the_user_agent_has_name_and_version():
    network = Network(answer())
    fetch(network)
    assert re.search(rb"User-Agent: firsthand/\d[\w.]* \(\+", network.sent)
    network = Network(answer())
    fetch(network, options=ReadingOptions(user_agent="mine/1"))
    assert b"User-Agent: mine/1\r\n" in network.sent


@pytest.mark.parametrize("kind", ["application/rss+xml", "application/atom+xml; charset=utf-8", "text/xml"])
def test_feeds_are_taken_where_one_may_be(kind):
    for what in ("feed", "any"):
        assert fetch(Network(answer(RSS, kind)), options=asking(what=what)).content == RSS
    with pytest.raises(NotReadable, match="only HTML pages and plain text"):
        fetch(Network(answer(RSS, kind)))
    with pytest.raises(NotReadable, match="plain text and feeds"):
        fetch(Network(answer(RSS, "application/pdf")), options=asking(what="any"))


def test_a_conditional_request():
    network = Network([b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"])
    got = fetch(network, options=asking(what="feed", etag='"v1"', modified="Sun, 22 Nov 2026 12:00:00 GMT"))
    assert (got.status, got.content) == (304, b"")
    assert b'If-None-Match: "v1"\r\n' in network.sent
    assert b"If-Modified-Since: Sun, 22 Nov 2026 12:00:00 GMT\r\n" in network.sent
    with pytest.raises(NotFound, match="304"):
        fetch(Network([b"HTTP/1.1 304 Not Modified\r\n\r\n"]))


@pytest.mark.parametrize("etag", ["a\r\nX-Injected: 1", "\u20ac", "a\0b", "x" * 5_000])
def test_a_server_s_own_words_bring_no_header_of_theirs(etag):
    network = Network(answer(RSS, "text/xml"))
    fetch(network, options=asking(what="feed", etag=etag))
    assert b"Injected" not in network.sent
    assert b"If-None-Match" not in network.sent


def test_a_hop_is_checked_and_answered_not_followed():
    got = fetch(Network(redirect("/b")), options=asking(hop=True))
    assert (got.status, got.url, got.content) == (302, "https://news.example/b", b"")
    with pytest.raises(Refused):
        fetch(Network(redirect("http://127.0.0.1/")), options=asking(hop=True))


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "503 Busy"])
def test_rules_come_with_their_status(status):
    got = fetch(Network(answer(b"User-agent: *", "text/html", status)), options=asking(what="robots"))
    assert (got.status, got.content) == (int(status[:3]), b"User-agent: *" if status == "200 OK" else b"")


def test_an_endless_feed_and_one_that_unpacks_without_end():
    start = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>"
    for parts in (
        [start, lambda: b"<item/>" * 9_000],
        answer(gzip.compress(b" " * 50_000_000), "text/xml", Content_Encoding="gzip"),
    ):
        with pytest.raises(NotText, match="too many for one article's page or one feed"):
            fetch(Network(parts), options=replace(asking(what="feed"), max_bytes=1_000_000))
