"""Owns feeds and lists of feeds as documents: RSS, Atom, OPML → links and what is said of them. It fetches nothing."""

import calendar
import io
import re
import time
from collections.abc import Iterator, Mapping
from urllib.parse import urldefrag, urljoin

import courlan
import feedparser
from lxml import etree

from firsthand.errors import NotReadable
from firsthand.reading.encoding import decoded
from firsthand.reading.found import Entry, Feed
from firsthand.reading.options import Page
from firsthand.reading.sniffing import HEAD, kind_of

DECLARATION = re.compile(r"\A\s*<\?xml(?:[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40}))?[^>]{0,200}\?>")
DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,500}(?:\[[^\]]{0,3000}\])?\s*>", re.IGNORECASE)
FEED_LINK = re.compile(rb"<link\b[^>]{0,500}application/(?:rss|atom)\+xml[^>]{0,500}>", re.IGNORECASE)
HREF = re.compile(rb"href\s*=\s*[\"']?([^\"'\s>]{1,2000})", re.IGNORECASE)
XML_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MAX_FIELD = 300
MAX_FEEDS = 10_000
MAX_TAGS = 100_000
"""Feeds of a thousand entries have some twenty thousand; the time that reading takes grows with them."""
CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
# What feedparser lets through for feeds that are built to hurt; none of them is documented.
FEED_ERRORS = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError, OverflowError)


def feed_of(page: Page, *, what: str) -> Feed:
    """The feed in `page`. Relative links count from `page.url`, or from the feed's own address where that is "".

    Raises NotReadable where it is none (a page in its place is named, with the feed it links), where it declares
    entities of its own or is nested too deep, NotText where it is empty or binary.
    """
    text = _sound_xml(page, what)
    if kind_of(text[:HEAD].encode("utf-8", "replace")) not in ("feed", "xml"):
        raise NotReadable(_no_feed(page, what))
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": page.url}
    try:
        # Bytes in a stream: a string would be taken for an address or the name of a file.
        parsed = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except FEED_ERRORS as error:
        raise NotReadable(
            f"{what} is no feed that can be taken apart: check the address, or name its pages."
        ) from error
    if not parsed.version and not parsed.entries:
        raise NotReadable(_no_feed(page, what))
    return _feed(parsed, page.url)


def _feed(parsed: Mapping[str, object], url: str) -> Feed:
    about = _map(parsed.get("feed"))
    base, title = url or _text(about.get("link")) or "", _field(about.get("title"))
    version = str(parsed.get("version") or "")
    entries: dict[str, Entry] = {}
    unlinked = []
    found = parsed.get("entries")
    for number, value in enumerate(found if isinstance(found, list) else [], start=1):
        entry = _map(value)
        link = _link(entry, base)
        if link is None:
            unlinked.append(number)
        elif link not in entries:
            entries[link] = _entry(entry, link, title, version)
    return Feed(title=title, entries=tuple(entries.values()), unlinked=tuple(unlinked))


def _entry(entry: Mapping[str, object], link: str, title: str | None, version: str) -> Entry:
    # RSS 1.0 dates its items by dc:date, which feedparser calls the update; in Atom an update is something else.
    dated = entry.get("published_parsed") or (entry.get("updated_parsed") if version.startswith("rss") else None)
    return Entry(
        link=link,
        title=_field(entry.get("title")),
        published=_time(dated),
        author=_field(entry.get("author")),
        outlet=_field(_map(entry.get("source")).get("title")) or title,
    )


def _link(entry: Mapping[str, object], base: str) -> str | None:
    """The normalised address of an entry's article: its link, or its id where that is an address."""
    guid = _text(entry.get("id")) or ""
    for words in (_text(entry.get("link")), guid if guid.startswith(("http://", "https://")) else None):
        if not words:
            continue
        try:
            address: str | None = courlan.clean_url(urldefrag(urljoin(base, words.strip())).url)
        except FEED_ERRORS:
            continue
        if address and address.startswith(("http://", "https://")):
            return address
    return None


def feeds_of_list(page: Page, *, what: str) -> tuple[str, ...]:
    """The addresses of the feeds in an OPML document, in its order and none twice; NotReadable where there are none."""
    text = _sound_xml(page, what)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise NotReadable(f"{what} is no OPML that can be taken apart: check the file.") from error
    found = dict.fromkeys(_addresses(root, page.url)) if root is not None else {}
    if not found:
        raise NotReadable(f"{what} lists no feed: give an OPML file with an outline that has an xmlUrl.")
    if len(found) > MAX_FEEDS:
        raise NotReadable(f"{what} lists {len(found):,} feeds, more than the {MAX_FEEDS:,} of one list: split it.")
    return tuple(found)


def _addresses(root: etree._Element, base: str) -> Iterator[str]:
    for element in root.iter("{*}outline"):
        words = next((v for k, v in element.attrib.items() if str(k).lower() == "xmlurl"), "").strip()
        if words:
            try:
                yield urljoin(base, words) if base else words
            except ValueError:
                yield words  # fetching says what is wrong with it


def linked_feed(page: Page) -> str | None:
    """The address of the feed that an HTML page links, or None."""
    match = FEED_LINK.search(page.content[:500_000])
    href = HREF.search(match[0]) if match else None
    if href is None:
        return None
    try:
        return str(urljoin(page.url, href[1].decode("ascii", "ignore")))
    except ValueError:
        return None


def _no_feed(page: Page, what: str) -> str:
    if kind_of(page.content) != "html":
        return f"{what} is no feed: give the address of an RSS or Atom feed."
    linked = linked_feed(page)
    if linked:
        return f"{what} is an HTML page where a feed was expected; it links the feed {linked[:300]}: give that."
    return f"{what} is an HTML page where a feed was expected, and links none: give the feed's own address."


def _sound_xml(page: Page, what: str) -> str:
    """The document as text without declaration and document type, so that no parser may expand or fetch anything."""
    declared = DECLARATION.match(page.content[:500].decode("latin-1"))
    text, _ = decoded(page.content, what=what, declared=page.charset or (declared[1] if declared else None))
    text = XML_UNFIT.sub("", DECLARATION.sub("", text, count=1))
    if "<!ENTITY" in text.upper():
        raise NotReadable(f"{what} declares XML entities of its own, which no feed needs: it is not read.")
    tags = text.count("<") - sum(section.count("<") for section in CDATA.findall(text))
    if tags > MAX_TAGS:
        raise NotReadable(f"{what} has {tags:,} tags, more than the {MAX_TAGS:,} of one feed: give a shorter one.")
    return (DOCTYPE.sub("", text, count=1) if "<!DOCTYPE" in text[:HEAD].upper() else text).lstrip()


def _map(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _field(value: object) -> str | None:
    """A field as plain text on one line; a title's markup and references are taken out of it."""
    words = _text(value)
    if words is None:
        return None
    if "<" in words or "&" in words:
        words = _without_markup(words)
    return "".join(c for c in " ".join(words.split()) if c.isprintable())[:MAX_FIELD] or None


def _without_markup(words: str) -> str:
    try:
        root = etree.fromstring(f"<div>{words[:20_000]}</div>", etree.HTMLParser())
    except (etree.LxmlError, ValueError):
        return words
    return "".join(root.itertext()) if root is not None else words


def _time(value: object) -> str | None:
    """feedparser's time, which is in UTC, as ISO 8601."""
    if not isinstance(value, time.struct_time):
        return None
    try:
        seconds = calendar.timegm(value)
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
    except (*FEED_ERRORS, OSError):
        return None
