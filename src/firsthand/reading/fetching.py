"""Owns the fetching of one page that a person named: checked, bounded, redirects checked again. It reads no article."""

import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

import httpcore2
import httpx2

from firsthand.errors import NotFound, NotReadable, NotText, Refused
from firsthand.reading.addresses import Resolve, parsed, public_addresses, system_resolve
from firsthand.reading.found import LONGEST_VALUE, kept_headers
from firsthand.reading.network import Budget, Clock, PinnedTransport
from firsthand.reading.options import Page, ReadingOptions

MEDIA_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
XML_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
        "text/x-opml",
        "application/opml+xml",
        "application/x-rss+xml",
        "text/rss+xml",
    }
)
ACCEPTED = {
    "page": MEDIA_TYPES,
    "any": MEDIA_TYPES | XML_TYPES,
    "feed": MEDIA_TYPES | XML_TYPES | {"application/octet-stream"},
    "robots": frozenset({"text/plain"}),
}
ACCEPT = {
    "page": "text/html, application/xhtml+xml, text/plain;q=0.8",
    "any": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, "
    "text/plain;q=0.8",
    "feed": "application/rss+xml, application/atom+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, "
    "*/*;q=0.5",
    "robots": "text/plain, */*;q=0.5",
}
ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HEADER_BYTES = 200_000
"""What headers, chunk marks and the pages of redirects may add to the bytes of the body."""
NETWORK_ERRORS = (
    httpx2.HTTPError,
    httpx2.StreamError,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.UnsupportedProtocol,
    httpcore2.ConnectionNotAvailable,
)


def user_agent() -> str:
    """What firsthand calls itself to servers: its name and version, and what it does."""
    try:
        number = version("firsthand")
    except PackageNotFoundError:  # a bare copy of the source
        number = "0"
    return f"firsthand/{number} (+reads news articles for who says what and how they know; follows robots.txt)"


def fetch_page(
    address: str,
    options: ReadingOptions,
    *,
    resolve: Resolve = system_resolve,
    network: httpcore2.NetworkBackend | None = None,
    clock: Clock = time.monotonic,
) -> Page:
    """The page at `address`, after at most `options.max_redirects` redirects, in at most `options.timeout_s` seconds.

    Name resolution and the network are handed in, so that a test needs neither and the rule holds in every test: only
    http and https, only public addresses, and the connection goes to the very address that was checked. Proxies of the
    environment are not used, because behind one the rule could not be kept. `options.ask` says what is asked for.
    Raises Refused for an address that is not fetched, NotFound where nothing answers in time, NotText where the answer
    is too large, NotReadable where it is no page of text.
    """
    budget = Budget(what=address, timeout_s=options.timeout_s, max_bytes=options.max_bytes + HEADER_BYTES, clock=clock)
    backend = network or httpcore2.SyncBackend()
    url = parsed(address)
    for _ in range(options.max_redirects + 1):
        addresses = _resolved(url, resolve, budget)
        answer = _answer(url, addresses, options, budget, backend)
        if isinstance(answer, Page):
            return answer
        url = _checked_redirect(address, url, answer)
        if options.ask.hop:
            return Page(url=str(url), content=b"", status=302)
    raise Refused(f"{address} is not fetched: it redirects more than {options.max_redirects} times.")


def _checked_redirect(address: str, url: httpx2.URL, location: str) -> httpx2.URL:
    try:
        return parsed(str(url.join(location)))
    except httpx2.InvalidURL as error:
        raise Refused(f"{address} is not fetched: it redirects to something that is no address.") from error
    except Refused as error:
        raise Refused(f"{address} redirects to an address that is refused: {error}") from error


def _resolved(url: httpx2.URL, resolve: Resolve, budget: Budget) -> Sequence[str]:
    """`public_addresses` within the budget's time: a resolver of the system has no time limit of its own."""
    results: queue.Queue[Sequence[str] | Exception] = queue.Queue()

    def work() -> None:
        try:
            results.put(public_addresses(url, resolve))
        except (Refused, NotFound) as error:
            results.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        result = results.get(timeout=budget.seconds())
    except queue.Empty:
        raise budget.late() from None
    if isinstance(result, Exception):
        raise result
    return result


def _answer(
    url: httpx2.URL,
    addresses: Sequence[str],
    options: ReadingOptions,
    budget: Budget,
    backend: httpcore2.NetworkBackend,
) -> Page | str:
    """The page, or the location that the server redirects to."""
    headers = _request_headers(options)
    transport = PinnedTransport(addresses, budget, backend)
    try:
        with (
            httpx2.Client(transport=transport, trust_env=False, follow_redirects=False) as client,
            client.stream("GET", url, headers=headers) as response,
        ):
            if response.status_code in REDIRECTS and "location" in response.headers:
                return response.headers["location"]
            bare = Page(
                url=str(url),
                content=b"",
                status=response.status_code,
                headers=kept_headers(response.headers.multi_items()),
            )
            if bare.status == 304 and (options.ask.etag or options.ask.modified):
                return bare
            if options.ask.what == "robots":
                return replace(bare, content=_body(response, options) if bare.status == 200 else b"")
            media_type, charset = _acceptable(response, url, options.ask.what)
            return replace(bare, content=_body(response, options), media_type=media_type, charset=charset)
    except httpcore2.TimeoutException as error:
        raise budget.late() from error
    except NETWORK_ERRORS as error:
        reason = str(error) or type(error).__name__
        raise NotFound(f"{url} could not be fetched ({reason}): check the address, or try again later.") from error


def _request_headers(options: ReadingOptions) -> dict[str, str]:
    ask = options.ask
    headers = {
        "User-Agent": options.user_agent or user_agent(),
        "Accept": ACCEPT[ask.what],
        "Accept-Encoding": "gzip, deflate",
        "Accept-Language": ", ".join(options.accept_languages),
        "Connection": "close",
    }
    for name, value in (("If-None-Match", ask.etag), ("If-Modified-Since", ask.modified)):
        if (
            value and value.isascii() and value.isprintable() and len(value) <= LONGEST_VALUE
        ):  # a server's own words: no line end may come back in them
            headers[name] = value
    return headers


def _acceptable(response: httpx2.Response, url: httpx2.URL, what: str) -> tuple[str, str | None]:
    """Media type and charset of an answer that can be read."""
    status = response.status_code
    if status in (401, 402, 403, 407, 451):
        raise NotFound(f"{url} is not open to be read (the server answered {status}): save the page and give the file.")
    if status != 200:
        raise NotFound(f"{url} could not be fetched: the server answered {status}; check the address or try later.")
    kind, _, rest = response.headers.get("content-type", "").partition(";")
    media_type = kind.strip().lower()
    if media_type not in ACCEPTED[what] and not (what == "feed" and not media_type):
        named = f"of the type {media_type[:80]}" if media_type else "of no stated type"
        read = (
            "only HTML pages and plain text are read" if what == "page" else "only pages, plain text and feeds are read"
        )
        raise NotReadable(f"{url} is {named}; {read}.")
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ENCODINGS:
        raise NotReadable(f"{url} is sent in the encoding {encoding[:80]}; only gzip and deflate are read.")
    charset = next((p.split("=", 1)[1] for p in rest.split(";") if p.strip().lower().startswith("charset=")), None)
    return media_type, charset.strip(" \"'") if charset else None


def _body(response: httpx2.Response, options: ReadingOptions) -> bytes:
    """The body decompressed, piece by piece, so that a small answer that unpacks to a large one is stopped."""
    pieces, size = [], 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > options.max_bytes:
            most = f"{options.max_bytes:,} bytes"
            raise NotText(
                f"{response.request.url} sends more than {most}, too many for one article's page or one feed."
            )
        pieces.append(piece)
    return b"".join(pieces)
