"""firsthand: says who, and how do they know?

>>> import firsthand
>>> page = firsthand.read("article.txt")  # doctest: +SKIP

The names below are all there is to the public door; each is imported when it is first used, so that importing firsthand
costs nothing.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "Article": "firsthand.model",
    "Basis": "firsthand.model",
    "Failure": "firsthand.model",
    "FirsthandError": "firsthand.errors",
    "Hedge": "firsthand.model",
    "InputError": "firsthand.errors",
    "Knowledge": "firsthand.model",
    "Page": "firsthand.api",
    "Reader": "firsthand.pipeline",
    "Reading": "firsthand.model",
    "ReadingOptions": "firsthand.reading",
    "Source": "firsthand.model",
    "Span": "firsthand.model",
    "Statement": "firsthand.model",
    "read": "firsthand.api",
    "read_many": "firsthand.api",
}

__all__ = [
    "Article",
    "Basis",
    "Failure",
    "FirsthandError",
    "Hedge",
    "InputError",
    "Knowledge",
    "Page",
    "Reader",
    "Reading",
    "ReadingOptions",
    "Source",
    "Span",
    "Statement",
    "__version__",
    "read",
    "read_many",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version(__name__)
    if name not in _HOMES:
        raise AttributeError(f"module 'firsthand' has no attribute {name!r}; it has {', '.join(__all__)}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
