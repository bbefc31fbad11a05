"""Owns the case file of one claim: the page, the JSON, the provenance, and a manifest of digests. It writes no file.

Digests let another check the file against their own copies; they do not show who made it. The bytes depend on what is
handed in alone: no clock, no packing that differs from one machine to another.
"""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from io import BytesIO
from typing import Any

from firsthand.ledger.decisions import Decision
from firsthand.ledger.redacting import payload_without_words
from firsthand.ledger.show import ReadWith
from firsthand.ledger.versions import Captured
from firsthand.model import Span
from firsthand.model.trace import Edge, Piece, Report, Trace
from firsthand.model.wire import SCHEMA
from firsthand.render.exports.trace_prov import trace_prov_lines
from firsthand.render.trace_bare import without_words
from firsthand.render.trace_html import claim_html
from firsthand.render.trace_records import only, trace_json
from firsthand.render.trace_words import Pieces

PAGE, TRACE, PROV, MANIFEST = "page.html", "trace.json", "prov.jsonld", "manifest.json"
NAMES = (MANIFEST, PAGE, PROV, TRACE)
"""The files of a case, all of them and no others."""

Record = dict[str, Any]


def case_files(
    trace: Trace,
    claim: str,
    pieces: Pieces,
    captures: Mapping[str, Sequence[Captured]],
    decisions: Sequence[Decision],
    read_by: Mapping[str, ReadWith],
    *,
    with_text: bool = True,
) -> dict[str, bytes]:
    """The files of the case of the claim with the id `claim`, by name. KeyError where the trace has no such claim.

    `captures` and `read_by` go by article id; of a capture its digest, time, address and length are told, never its
    place on a disk. `decisions` are those that the trace rests on. Without text no file has words of an article: only
    places and digests, so that whoever has the articles can still check them.
    """
    one = only(trace, claim)
    named = [pieces[i] for i, _ in one.keys if i in pieces]
    shown = one if with_text else without_words(one, pieces)
    words: Pieces = {p.id: p for p in named} if with_text else {}
    files = {
        PAGE: _bytes(claim_html(shown, words, claim)),
        TRACE: _bytes(trace_json(shown)),
        PROV: _bytes("".join(trace_prov_lines(shown, words))),
    }
    manifest = {
        "schema": SCHEMA,
        "case": {"claim": claim, "independence": list(one.claims[0].independence), "with_text": with_text},
        "files": {name: {"sha256": _sha(data), "bytes": len(data)} for name, data in sorted(files.items())},
        "articles": [_article(p, captures.get(p.id, ()), read_by.get(p.id)) for p in named],
        "missing": [{"id": i, "key": k} for i, k in one.keys if i not in pieces],
        "reports": [_report(r, pieces) for r in one.claims[0].reports],
        "edges": [_edge(e, pieces) for e in one.edges],
        "decisions": [decision_record(d, with_text=with_text) for d in decisions],
    }
    text = json.dumps(manifest, ensure_ascii=True, indent=1, sort_keys=True, allow_nan=False)
    return files | {MANIFEST: _bytes(text + "\n")}


def case_zip(files: Mapping[str, bytes]) -> bytes:
    """The files as one zip: in the order of their names, of one date, stored as they are."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            packed.writestr(info, data)
    return out.getvalue()


def text_digest(text: str) -> str:
    """SHA-256 of a text's UTF-8 form, hex; lone surrogates are kept apart from other characters."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _article(piece: Piece, captures: Sequence[Captured], read_by: ReadWith | None) -> Record:
    a = piece.reading.article
    return {
        "id": a.id,
        "key": a.key,
        "outlet": a.outlet,
        "canonical_outlet": piece.outlet,
        "url": a.url,
        "published": a.published,
        "when": list(piece.when),
        "text_sha256": text_digest(a.text),
        "text_length": len(a.text),
        "title_sha256": None if a.title is None else text_digest(a.title),
        "read_by": None if read_by is None else asdict(read_by),
        "captures": [
            {
                "sha256": c.sha256,
                "bytes": c.length,
                "media_type": c.media_type,
                "fetched_at": c.fetched_at,
                "seen_at": c.seen_at,
                "url": c.url,
            }
            for c in captures
        ],
    }


def _report(report: Report, pieces: Pieces) -> Record:
    return {
        "unit": report.unit,
        "article": report.article,
        "field": report.field,
        "spans": [[s.start, s.end] for s in report.spans],
        "sha256": [_at(pieces, report.article, s, report.field) for s in report.spans],
        "stance": report.stance,
        "certainty": report.certainty,
        "chain": list(report.chain),
        "stated_chain": list(report.stated_chain),
        "derived_from": report.derived_from,
        "derivation": report.derivation,
    }


def _edge(edge: Edge, pieces: Pieces) -> Record:
    return {
        "earlier": edge.earlier,
        "later": edge.later,
        "kind": edge.kind,
        "acknowledged": edge.acknowledged,
        "by": edge.by,
        "passages": list(_passages(edge, pieces)),
    }


def _passages(edge: Edge, pieces: Pieces) -> Iterator[Record]:
    for before, after in edge.passages:
        for article, span in ((edge.earlier, before), (edge.later, after)):
            if span is not None:
                place = [[span.start, span.end]]
                yield {
                    "article": article,
                    "field": "text",
                    "spans": place,
                    "sha256": [_at(pieces, article, span, "text")],
                }


def _at(pieces: Pieces, article: str, span: Span, field: str) -> str | None:
    """The digest of the words at a place; None where the article is not handed in, or too short."""
    if article not in pieces:
        return None
    a = pieces[article].reading.article
    text = a.text if field == "text" else a.title or ""
    return text_digest(span.of(text)) if span.end <= len(text) else None


def decision_record(decision: Decision, *, with_text: bool) -> Record:
    """A decision as the manifest tells it."""
    payload = dict(decision.payload) if with_text else payload_without_words(decision.payload)
    return {
        "id": decision.id,
        "kind": decision.kind,
        "target": decision.target,
        "payload": payload,
        "who": decision.who,
        "at": decision.at,
        "why": decision.why,
    }


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _sha(data: bytes) -> str:
    return sha256(data).hexdigest()
