"""Owns the putting off of the HTML page, whose template engine takes longer to load than an article to lay out as text.

This is the only place of this folder that loads a module by its name, and only one of its own folder, so that the order
of the layers stays what the imports say.
"""

from collections.abc import Sequence
from importlib import import_module

from firsthand.model import Reading


def html_page(readings: Sequence[Reading], *, min_confidence: float = 0.0) -> str:
    """`firsthand.render.html.html_page`."""
    page: str = import_module("firsthand.render.html").html_page(readings, min_confidence=min_confidence)
    return page
