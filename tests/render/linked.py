"""Owns what tests of linked exports share: a filled ledger's bundles, and rdflib without a network."""

import json
from pathlib import Path
from typing import Any

import rdflib
from packed import fill

from firsthand.ledger import open_ledger
from firsthand.ledger.bundles import Bundle, bundles

OA = "http://www.w3.org/ns/oa#"
_IRIS = {
    "body": "hasBody",
    "target": "hasTarget",
    "source": "hasSource",
    "selector": "hasSelector",
    "via": "via",
}
_WORDS = {
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "created": "http://purl.org/dc/terms/created",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
    "name": "http://xmlns.com/foaf/0.1/name",
    "startIndex": "http://www.w3.org/ns/activitystreams#startIndex",
    **{name: OA + name for name in ("start", "end", "exact", "prefix", "suffix")},
}
_TYPES = ("Annotation", "TextualBody", "SpecificResource", "TextPositionSelector", "TextQuoteSelector")
ANNOTATION_CONTEXT: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **{name: {"@id": OA + term, "@type": "@id"} for name, term in _IRIS.items()},
    **_WORDS,
    **{name: OA + name for name in (*_TYPES, "describing", "replying")},
    "motivation": {"@id": OA + "motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": OA + "hasPurpose", "@type": "@vocab"},
    "creator": {"@id": "http://purl.org/dc/terms/creator", "@type": "@id"},
    "generator": {"@id": "http://www.w3.org/ns/activitystreams#generator", "@type": "@id"},
    "items": {"@id": "http://www.w3.org/ns/activitystreams#items", "@type": "@id", "@container": "@list"},
    "first": {"@id": "http://www.w3.org/ns/activitystreams#first", "@type": "@id"},
    "partOf": {"@id": "http://www.w3.org/ns/activitystreams#partOf", "@type": "@id"},
    "Text": "http://purl.org/dc/dcmitype/Text",
    "Person": "http://xmlns.com/foaf/0.1/Person",
    "Software": "http://www.w3.org/ns/activitystreams#Application",
    "AnnotationCollection": "http://www.w3.org/ns/activitystreams#OrderedCollection",
    "AnnotationPage": "http://www.w3.org/ns/activitystreams#OrderedCollectionPage",
}
"""The terms of http://www.w3.org/ns/anno.jsonld that firsthand uses, as the Web Annotation Vocabulary defines them."""


def filled(tmp_path: Path) -> tuple[dict[str, str], list[Bundle]]:
    """The ids and bundles of the ledger of `packed`, in the order of the ids."""
    with open_ledger(tmp_path / "ledger.db") as ledger:
        ids = fill(ledger)
        with ledger.reading() as connection:
            return ids, list(bundles(connection, sorted(ids.values())))


def graph(text: str) -> rdflib.Graph:
    """The triples of a JSON-LD document; a context that would have to be fetched is taken from here, or refused."""
    document = json.loads(text)
    given = document["@context"]
    document["@context"] = [_local(one) for one in given]
    return rdflib.Graph().parse(data=json.dumps(document), format="json-ld")


def _local(context: Any) -> Any:
    if isinstance(context, str):
        assert context == "http://www.w3.org/ns/anno.jsonld"
        return ANNOTATION_CONTEXT
    return context
