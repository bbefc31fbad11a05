"""Owns the way from files, folders, addresses and rows to articles. It attributes nothing and alters no stored text."""

from firsthand.reading.inputs import read_inputs, read_one
from firsthand.reading.late import fetch_page
from firsthand.reading.options import Columns, Fetch, Page, ReadingOptions

__all__ = ["Columns", "Fetch", "Page", "ReadingOptions", "fetch_page", "read_inputs", "read_one"]
