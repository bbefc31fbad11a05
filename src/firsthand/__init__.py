"""firsthand: says who, and how do they know?

>>> import firsthand
>>> page = firsthand.read("article.txt")  # doctest: +SKIP
>>> with firsthand.open_ledger("desk.db") as ledger:  # doctest: +SKIP
...     firsthand.add(ledger, ["articles/"])
...     firsthand.who(ledger, "Ada Quill")

The names below are all there is to the public door; each is imported when it is first used, so that importing firsthand
costs nothing.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "Added": "firsthand.desk.filling",
    "AnswerPage": "firsthand.desk.looking",
    "Article": "firsthand.model",
    "Basis": "firsthand.model",
    "EvaluationError": "firsthand.errors",
    "Exported": "firsthand.desk.exporting",
    "Failure": "firsthand.model",
    "FirsthandError": "firsthand.errors",
    "Hedge": "firsthand.model",
    "InputError": "firsthand.errors",
    "Knowledge": "firsthand.model",
    "Ledger": "firsthand.ledger",
    "LedgerError": "firsthand.errors",
    "Page": "firsthand.api",
    "Reader": "firsthand.pipeline",
    "Reading": "firsthand.model",
    "ReadingOptions": "firsthand.reading",
    "Source": "firsthand.model",
    "Span": "firsthand.model",
    "Statement": "firsthand.model",
    "add": "firsthand.desk.filling",
    "add_statement": "firsthand.desk.deciding",
    "audit": "firsthand.desk.asking",
    "case": "firsthand.desk.tracing",
    "check": "firsthand.desk.checking",
    "correct": "firsthand.desk.deciding",
    "decide": "firsthand.desk.tracing",
    "decisions": "firsthand.desk.asking",
    "dispute": "firsthand.desk.deciding",
    "dossier": "firsthand.desk.asking",
    "draw_sample": "firsthand.desk.validating",
    "echoes": "firsthand.desk.tracing",
    "export": "firsthand.desk.exporting",
    "forget": "firsthand.desk.deciding",
    "identify": "firsthand.desk.deciding",
    "keep_text_days": "firsthand.desk.deciding",
    "may_be_one": "firsthand.desk.asking",
    "merge": "firsthand.desk.deciding",
    "open_ledger": "firsthand.ledger",
    "page": "firsthand.desk.looking",
    "read": "firsthand.api",
    "read_many": "firsthand.api",
    "rehydrate": "firsthand.desk.rehydrating",
    "reject": "firsthand.desk.deciding",
    "reread": "firsthand.desk.filling",
    "restore": "firsthand.desk.filling",
    "search": "firsthand.desk.asking",
    "show": "firsthand.desk.asking",
    "sources": "firsthand.desk.asking",
    "split": "firsthand.desk.deciding",
    "timeline": "firsthand.desk.asking",
    "trace": "firsthand.desk.tracing",
    "undo": "firsthand.desk.deciding",
    "validate": "firsthand.desk.validating",
    "verify": "firsthand.desk.tracing",
    "who": "firsthand.desk.asking",
    "would_forget": "firsthand.desk.deciding",
    "would_merge": "firsthand.desk.deciding",
}

__all__ = [
    "Added",
    "AnswerPage",
    "Article",
    "Basis",
    "EvaluationError",
    "Exported",
    "Failure",
    "FirsthandError",
    "Hedge",
    "InputError",
    "Knowledge",
    "Ledger",
    "LedgerError",
    "Page",
    "Reader",
    "Reading",
    "ReadingOptions",
    "Source",
    "Span",
    "Statement",
    "__version__",
    "add",
    "add_statement",
    "audit",
    "case",
    "check",
    "correct",
    "decide",
    "decisions",
    "dispute",
    "dossier",
    "draw_sample",
    "echoes",
    "export",
    "forget",
    "identify",
    "keep_text_days",
    "may_be_one",
    "merge",
    "open_ledger",
    "page",
    "read",
    "read_many",
    "rehydrate",
    "reject",
    "reread",
    "restore",
    "search",
    "show",
    "sources",
    "split",
    "timeline",
    "trace",
    "undo",
    "validate",
    "verify",
    "who",
    "would_forget",
    "would_merge",
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
