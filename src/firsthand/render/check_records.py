"""Owns a desk check as JSON and as SARIF 2.1.0, the form that editors and code hosts take findings in. It reads no
file."""

import json
import re
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from firsthand.house import SEVERITIES, Finding, Rules
from firsthand.model import Failure
from firsthand.model.wire import SCHEMA
from firsthand.render.check_words import Draft

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SURROGATE = re.compile("[\ud800-\udfff]")
Record = dict[str, Any]


def check_record(drafts: Iterable[Draft | Failure], rules: Rules) -> Record:
    """The check as plain dicts and lists. Spans are ``[start, end]`` in code points of the article's text; lines and
    columns count from 1.
    """
    every = tuple(drafts)
    read = [d for d in every if isinstance(d, Draft)]
    found = [f for d in read for f in d.findings]
    return {
        "schema": SCHEMA,
        "house": rules.house,
        "checks": [_draft(d) for d in read],
        "failures": [{"key": f.key, "kind": f.kind, "message": f.message} for f in every if isinstance(f, Failure)],
        "counts": {s: sum(f.severity == s for f in found) for s in SEVERITIES},
        "rules": [
            {"id": r.id, "about": r.about, "severity": r.severity, "source": r.source, "address": r.address}
            for r in rules.rules
            if r.on
        ],
    }


def _draft(draft: Draft) -> Record:
    article = draft.reading.article
    return {
        "place": draft.place,
        "article": {"id": article.id, "key": article.key, "title": article.title, "url": article.url},
        "findings": [finding_record(f, article.text) for f in draft.findings],
    }


def finding_record(found: Finding, text: str) -> Record:
    """One finding as plain values; `words` are those at its span."""
    return {
        "rule": found.rule,
        "severity": found.severity,
        "message": found.message,
        "span": [found.span.start, found.span.end],
        "line": found.line,
        "column": found.column,
        "end_line": found.end_line,
        "end_column": found.end_column,
        "words": found.span.of(text),
        "evidence": [[e.start, e.end] for e in found.evidence],
        "earlier": [{"id": e.id, "words": e.words, "outlet": e.outlet, "day": e.day} for e in found.earlier],
    }


def check_json(drafts: Iterable[Draft | Failure], rules: Rules) -> str:
    """The check as JSON text."""
    return _text(check_record(drafts, rules))


def sarif_json(drafts: Iterable[Draft | Failure], rules: Rules) -> str:
    """The check as SARIF 2.1.0 text: one run, columns in code points. What could not be read is a notification."""
    every = tuple(drafts)
    on = [r for r in rules.rules if r.on]
    order = {r.id: n for n, r in enumerate(on)}
    failed = [f for f in every if isinstance(f, Failure)]
    run: Record = {
        "tool": {
            "driver": {
                "name": "firsthand",
                "version": version("firsthand"),
                "rules": [
                    {
                        "id": r.id,
                        "shortDescription": {"text": r.about},
                        "fullDescription": {"text": f"{r.about}. {r.source}."},
                        "helpUri": r.address,
                        "defaultConfiguration": {"level": r.severity},
                    }
                    for r in on
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not failed,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": f"{f.key}: {f.message}"}} for f in failed
                ],
            }
        ],
        "results": [_result(d, f, order) for d in every if isinstance(d, Draft) for f in d.findings],
    }
    return _text({"$schema": SARIF, "version": "2.1.0", "runs": [run]})


def _result(draft: Draft, found: Finding, order: dict[str, int]) -> Record:
    text = draft.reading.article.text
    result: Record = {
        "ruleId": found.rule,
        "ruleIndex": order[found.rule],
        "level": found.severity,
        "message": {"text": found.message},
        "locations": [{"physicalLocation": _location(draft, _region(found, text))}],
    }
    if found.evidence:
        result["relatedLocations"] = [
            {
                "id": n,
                "physicalLocation": _location(
                    draft, {"charOffset": e.start, "charLength": len(e), "snippet": {"text": e.of(text)}}
                ),
            }
            for n, e in enumerate(found.evidence, 1)
        ]
    return result


def _location(draft: Draft, region: Record) -> Record:
    return {"artifactLocation": {"uri": uri(draft.place)}, "region": region}


def _region(found: Finding, text: str) -> Record:
    return {
        "startLine": found.line,
        "startColumn": found.column,
        "endLine": found.end_line,
        "endColumn": found.end_column,
        "charOffset": found.span.start,
        "charLength": len(found.span),
        "snippet": {"text": found.span.of(text)},
    }


def uri(place: str) -> str:
    """A place as SARIF wants it: an address as it is, a file's path as a relative or a file: reference.

    >>> uri("drafts/ferry fire.txt")
    'drafts/ferry%20fire.txt'
    """
    if re.match(r"https?://", place):
        return place
    path = Path(place)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _text(record: Record) -> str:
    told = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m.group()):04x}", told) + "\n"


def worst(findings: Sequence[Finding]) -> str | None:
    """The gravest severity there is."""
    return next((s for s in SEVERITIES if any(f.severity == s for f in findings)), None)
