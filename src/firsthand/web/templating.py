"""Owns the templates of the pages: escaped always, undefined names an error, no inline script or style. It asks nobody.

A template may use `person` (Person or None), `csrf_token` (for ``<input type="hidden" name="csrf_token">`` in every
form that posts), `team`, `path`, `static("name.css")` and `version`.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

HERE = Path(__file__).parent
STATIC = HERE / "static"


def templates() -> Environment:
    """The environment of all pages."""
    env = Environment(
        loader=PackageLoader("firsthand.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.globals.update(static=static_address, version=version("firsthand"))
    return env


@cache
def static_address(name: str) -> str:
    """The address of a file of our own, with a digest of its bytes so that it may be kept for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"
