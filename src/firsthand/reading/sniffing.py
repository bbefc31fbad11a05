"""Owns the look at the first bytes of a file or page: HTML, a feed, OPML, JSON rows. It parses nothing."""

import codecs
import re
from typing import Literal

HTML_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html)\b", re.I | re.S
)
ROW_START = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*\"")
HEAD = 4_000
"""Bytes looked at."""
BEFORE_ROOT = re.compile(
    r"\s+|<\?.{0,2000}?\?>|<!--.{0,3000}?-->|<!DOCTYPE(?:[^>\[]{0,500}\[.{0,3000}?\])?[^>]{0,500}>", re.S | re.I
)
ROOT = re.compile(r"<(?:[A-Za-z][\w.-]{0,40}:)?([A-Za-z]{1,20})[\s/>]")
FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})

Kind = Literal["html", "feed", "opml", "xml", ""]


def kind_of(data: bytes) -> Kind:
    """What the first bytes are by their root element: "xml" is another one, "" no markup at all."""
    head = data[:HEAD]
    if HTML_START.match(head):
        return "html"
    text, place = _text(head), 0
    declared = text.lstrip().startswith("<?xml")
    while match := BEFORE_ROOT.match(text, place):
        place = match.end()
    root = ROOT.match(text, place)
    name = root[1].lower() if root else ""
    if name in FEED_ROOTS:
        return "feed"
    if name == "opml":
        return "opml"
    if name == "html":
        return "html"
    return "xml" if declared else ""


def _text(head: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "ignore")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
