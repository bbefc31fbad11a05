"""Owns the JSON-LD context of PROV-JSONLD, written from the W3C member submission "A JSON-LD Representation for the
PROV Data Model" (2024), so that an export needs no network to be read."""

from typing import Any

_PROV = "prov:"
_EXTENDED = "provext:"


def _to(term: str) -> dict[str, str]:
    return {"@id": term, "@type": "@id"}


def _back(term: str) -> dict[str, str]:
    """The thing that a qualified relation hangs on: the relation's property points the other way."""
    return {"@reverse": term, "@type": "@id"}


def _time(term: str) -> dict[str, str]:
    return {"@id": term, "@type": "xsd:dateTime"}


def _relation(kind: str, owner: str, more: dict[str, dict[str, str]], *, of: str = _PROV) -> dict[str, Any]:
    return {"@id": of + kind, "@context": {owner: _back(f"{of}qualified{kind}"), **more}}


def context() -> dict[str, Any]:
    """The terms of PROV-JSONLD, as an object of its own each time."""
    return {
        "@version": 1.1,
        "prov": "http://www.w3.org/ns/prov#",
        "provext": "https://openprovenance.org/ns/provext#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "role": _to("prov:hadRole"),
        "type": _to("rdf:type"),
        "label": {"@id": "rdfs:label"},
        "location": _to("prov:atLocation"),
        "entity": _to("prov:entity"),
        "activity": _to("prov:activity"),
        "agent": _to("prov:agent"),
        "Entity": {"@id": "prov:Entity", "@context": {"value": {"@id": "prov:value"}}},
        "Activity": {
            "@id": "prov:Activity",
            "@context": {"startTime": _time("prov:startedAtTime"), "endTime": _time("prov:endedAtTime")},
        },
        "Agent": {"@id": "prov:Agent", "@context": {}},
        **_relations(),
    }


def _relations() -> dict[str, Any]:
    at, did = {"time": _time("prov:atTime")}, _to("prov:hadActivity")
    return {
        "Usage": _relation("Usage", "activity", at),
        "Generation": _relation("Generation", "entity", at),
        "Invalidation": _relation("Invalidation", "entity", at),
        "Attribution": _relation("Attribution", "entity", {}),
        "Association": _relation("Association", "activity", {"plan": _to("prov:hadPlan")}),
        "Communication": _relation("Communication", "informed", {"informant": _to("prov:activity")}),
        "Delegation": _relation("Delegation", "delegate", {"responsible": _to("prov:agent"), "activity": did}),
        "Influence": _relation("Influence", "influencee", {"influencer": _to("prov:influencer")}),
        "Derivation": _relation(
            "Derivation",
            "generatedEntity",
            {
                "usedEntity": _to("prov:entity"),
                "activity": did,
                "generation": _to("prov:hadGeneration"),
                "usage": _to("prov:hadUsage"),
            },
        ),
        "Start": _relation("Start", "activity", {"trigger": _to("prov:entity"), "starter": did, **at}),
        "End": _relation("End", "activity", {"trigger": _to("prov:entity"), "ender": did, **at}),
        "Specialization": _relation(
            "Specialization", "specificEntity", {"generalEntity": _to("provext:generalEntity")}, of=_EXTENDED
        ),
        "Membership": _relation("Membership", "collection", {"entity": _to("provext:member")}, of=_EXTENDED),
        "Alternate": _relation("Alternate", "alternate1", {"alternate2": _to("provext:alternate")}, of=_EXTENDED),
    }
