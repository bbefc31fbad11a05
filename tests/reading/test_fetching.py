"""Fetching a page, on a network of the test's own and with the rule as it is."""

import gzip
import threading
import time

import httpcore2
import pytest
from pages import KEEPER, page

from firsthand.errors import InputError, NotFound, NotReadable, NotText, Refused
from firsthand.reading import ReadingOptions
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
