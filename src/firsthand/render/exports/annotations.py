"""Owns statements as W3C Web Annotations (Web Annotation Data Model, 2017) in JSON-LD. It fetches no context.

One annotation for each statement: its body says who the words are attributed to and how they are put, its targets are
the places of the content, by position and by quotation. Positions count in code points of the stored text, as the model
asks. A dispute is an annotation of its own that replies to the statement's.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from firsthand.ledger.answers import Dispute
from firsthand.ledger.bundles import Bundle
from firsthand.ledger.redacting import without_words
from firsthand.ledger.rows import Row
from firsthand.model import digest
from firsthand.render.exports.lines import document, item, json_line
from firsthand.render.exports.naming import LEDGER, TERMS, is_web_address, source_iri
from firsthand.render.exports.rows import called

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters before and after a quotation that tell it from the same words elsewhere."""


def annotation_lines(bundles: Iterable[Bundle], ids: Iterable[str], *, with_text: bool = True) -> Iterator[str]:
    """The pieces of one AnnotationCollection with its one page; `ids` are the articles', for the collection's id."""
    collection = f"{LEDGER}collection/{digest(*ids)}"
    head = {"@context": [CONTEXT, {"firsthand": TERMS}], "id": collection, "type": "AnnotationCollection"}
    page = {"id": f"{collection}/page", "type": "AnnotationPage", "partOf": collection, "startIndex": 0}
    opened = f'{json_line(head)[:-1]}, "first": {json_line(page)[:-1]}, "items": ['
    yield from document(opened, _items(bundles, with_text=with_text), "]}}")


def _items(bundles: Iterable[Bundle], *, with_text: bool) -> Iterator[Mapping[str, Any]]:
    for bundle in bundles:
        bare = None if with_text else without_words(bundle)
        others = bundle.standing if bare is None else bare.standing
        text, title = bundle.article["text"], bundle.article["title"]
        for s, other in zip(bundle.standing, others, strict=True):
            told = None if bare is None else annotation(bare, other)
            named = (bundle.id, bundle.article["key"])
            yield item(annotation(bundle, s), told, text=text, title=title, article=named)
            for dispute in bundle.disputes(s["local"]):
                yield reply(bundle, s, dispute)


def annotation(bundle: Bundle, statement: Row) -> dict[str, Any]:
    """The annotation of one statement."""
    made = next((d for d in bundle.decisions if d.id == statement["decision"]), None)
    reader = {
        "id": f"{LEDGER}reader/{bundle.reader['id']}",
        "type": "Software",
        "name": f"firsthand {bundle.reader['version']}, {bundle.reader['encoder']}",
    }
    return {
        "id": f"{LEDGER}statement/{bundle.id}.{statement['local']}",
        "type": "Annotation",
        "motivation": "describing",
        "created": made.at if made else bundle.article["added_at"],
        "creator": {"type": "Person", "name": made.who} if made else reader,
        "generator": reader,
        "body": [_body(bundle, statement)],
        "target": [_target(bundle, span) for span in statement["content_spans"]],
    }


def reply(bundle: Bundle, statement: Row, dispute: Dispute) -> dict[str, Any]:
    """The annotation of a dispute: a person's reply to a statement."""
    return {
        "id": f"{LEDGER}decision/{dispute.id}",
        "type": "Annotation",
        "motivation": "replying",
        "created": dispute.at,
        "creator": {"type": "Person", "name": dispute.sender},
        "body": [
            {
                "type": "TextualBody",
                "purpose": "replying",
                "format": "text/plain",
                "value": dispute.reply,
            }
        ],
        "target": f"{LEDGER}statement/{bundle.id}.{statement['local']}",
    }


def _body(bundle: Bundle, s: Row) -> dict[str, Any]:
    sources = {row["local"]: row for row in bundle.sources}
    chain = [sources[local] for local in s["stated_chain"] if local in sources]
    source = sources.get(s["source"] or "")
    body: dict[str, Any] = {
        "type": "TextualBody",
        "purpose": "describing",
        "format": "text/plain",
        "language": "en",
        "firsthand:quotation": s["quotation"],
        "firsthand:stance": s["stance"],
        "firsthand:certainty": s["certainty"],
        "firsthand:knowledge": s["knowledge_kind"],
        "firsthand:hedge": [hedge["term"] for hedge in s["hedges"]],
        "firsthand:inferred": s["inferred"],
        "firsthand:confidence": s["confidence"],
        "firsthand:producer": s["producer"],
        "firsthand:chain": {"@list": [{"id": source_iri(bundle, link)} for link in chain]},
    }
    for name in ("cue_span", "source_span"):
        if s[name] is not None:
            body[f"firsthand:{name.removesuffix('_span')}"] = _position(s[name])
    for name in ("parent", "continues"):
        if s[name] is not None:
            body[f"firsthand:{name}"] = {"id": f"{LEDGER}statement/{bundle.id}.{s[name]}"}
    if source is not None:
        body["firsthand:source"] = {
            "id": source_iri(bundle, source),
            "type": f"firsthand:{source['kind']}",
            "firsthand:unnamed": source["anonymous"],
            "name": called(source),
        }
    return body | {"value": _sentence(s, chain or ([source] if source else []))}


def _sentence(s: Row, chain: list[Row]) -> str:
    who = " → ".join(called(link) for link in chain) or "a source that is not known"
    how = [s["stance"], s["certainty"]] + (["carried over or concluded"] if s["inferred"] else [])
    return f"Attributed to {who} ({', '.join(how)})"


def _target(bundle: Bundle, span: list[int]) -> dict[str, Any]:
    a = bundle.article
    source = {"id": f"{LEDGER}article/{bundle.id}", "type": "Text", "format": "text/plain"}
    source |= {"language": a["language"]} if a["language"] else {}
    source |= {"via": a["url"]} if is_web_address(a["url"]) else {}
    selector = [_position(span)]
    if a["text"] is not None:
        start, end = span
        quotation = {"type": "TextQuoteSelector", "exact": a["text"][start:end]}
        around = {"prefix": a["text"][max(0, start - AROUND) : start], "suffix": a["text"][end : end + AROUND]}
        selector.append(quotation | {name: words for name, words in around.items() if words})
    return {"type": "SpecificResource", "source": source, "selector": selector}


def _position(span: list[int]) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": span[0], "end": span[1]}
