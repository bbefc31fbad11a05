"""Owns the way from files, folders, addresses, feeds and rows to articles. It attributes nothing and alters no stored
text."""

from firsthand.reading.found import FeedState, utc_now
from firsthand.reading.inputs import read_inputs, read_one, take_inputs
from firsthand.reading.late import fetch_page
from firsthand.reading.options import Ask, Columns, Fetch, Page, ReadingOptions
from firsthand.reading.politeness import Polite

__all__ = [
    "Ask",
    "Columns",
    "FeedState",
    "Fetch",
    "Page",
    "Polite",
    "ReadingOptions",
    "fetch_page",
    "read_inputs",
    "read_one",
    "take_inputs",
    "utc_now",
]
