"""PROV of claims: rdflib and prov take it offline, and it says what was taken from whom."""

import json
import warnings
from dataclasses import replace

import rdflib
import trace_story as story
from prov.model import ProvDerivation, ProvDocument

from firsthand.render.exports.trace_prov import trace_prov_lines

PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
LEDGER = "urn:firsthand:"
TEXT = "".join(trace_prov_lines(story.TRACE, story.pieces()))
GRAPH = rdflib.Graph().parse(data=TEXT, format="json-ld")


def at(kind: str, id: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"{LEDGER}{kind}/{id}")


def article(key: str) -> rdflib.URIRef:
    return at("article", story.ID[key])


def test_articles_derive_from_articles() -> None:
    assert (article("wire-1"), PROV.wasQuotedFrom, article("lantern-1")) in GRAPH
    assert (article("post-1"), PROV.wasDerivedFrom, article("wire-1")) in GRAPH
    assert (article("lantern-1"), PROV.wasAttributedTo, at("source", "tarn-lantern")) in GRAPH


def test_reports_have_a_primary_source() -> None:
    primary = at("root", "c-bridge.engineer")
    mine = [at("report", f"c-bridge.{r.unit}") for r in story.REPORTS if r.stance == "asserts"]
    assert set(GRAPH.subjects(PROV.hadPrimarySource, primary)) == set(mine)
    assert (primary, PROV.wasAttributedTo, at("source", f"{story.ID['lantern-1']}.s1")) in GRAPH
    denial = at("report", f"c-bridge.{story.DENIAL.unit}.denies")
    assert (denial, PROV.wasQuotedFrom, article("herald-1")) in GRAPH
    assert not list(GRAPH.objects(denial, PROV.hadPrimarySource))


def test_prov_reads_it_without_a_network() -> None:
    assert all(isinstance(c, dict) for c in json.loads(TEXT)["@context"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        document = ProvDocument.deserialize(content=TEXT, format="jsonld")
    kinds = {str(v) for d in document.get_records(ProvDerivation) for _, v in d.attributes}
    assert {"prov:Quotation", "prov:PrimarySource", "firsthand:drift-hedge"} <= kinds
    assert ProvDocument.deserialize(content=document.serialize(format="json"), format="json") == document


def test_an_outlet_that_no_source_stands_for_is_an_agent() -> None:
    trace = replace(story.TRACE, sources=())
    graph = rdflib.Graph().parse(data="".join(trace_prov_lines(trace, {})), format="json-ld")
    assert len(set(graph.objects(article("wire-1"), PROV.wasAttributedTo))) == 1
