"""Web Annotations and PROV: accepted by a schema of the W3C model, rdflib and prov; offsets and quotations agree."""

import json
import warnings
from pathlib import Path

import jsonschema
import pytest
from linked import OA, filled, graph
from prov.model import ProvActivity, ProvAgent, ProvDerivation, ProvDocument, ProvEntity
from rdflib import RDF, Namespace, URIRef

from firsthand.ledger.redacting import without_words
from firsthand.render.exports.annotations import annotation_lines
from firsthand.render.exports.provenance import provenance_lines

SCHEMA = json.loads((Path(__file__).parent / "web_annotation.schema.json").read_text())
oa, PROV = Namespace(OA), Namespace("http://www.w3.org/ns/prov#")


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("linked"))


def annotations(bundles, **options) -> str:
    return "".join(annotation_lines(bundles, [b.id for b in bundles], **options))


@pytest.mark.parametrize("with_text", [True, False])
def test_annotations_are_valid_by_the_model(held, with_text: bool) -> None:
    document = json.loads(annotations(held[1], with_text=with_text))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert len(document["first"]["items"]) == sum(len(b.standing) for b in held[1]) + 1


def test_the_schema_refuses_what_the_model_does() -> None:
    item = {"id": "urn:x:1", "type": "Annotation", "target": "urn:x:2"}
    whole = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:x:c", "type": "AnnotationCollection"}
    page = {"id": "urn:x:p", "type": "AnnotationPage"}
    check = jsonschema.Draft202012Validator(SCHEMA)
    assert check.is_valid(whole | {"first": page | {"items": [item]}})
    for wrong in (
        {"target": []},
        {"motivation": "confirming"},
        {"created": "today"},
        {"body": [{"type": "TextualBody"}]},
    ):
        assert not check.is_valid(whole | {"first": page | {"items": [item | wrong]}})


def test_positions_and_quotations_are_the_texts(held) -> None:
    texts = {b.id: b.article["text"] for b in held[1]}
    seen = 0
    for item in json.loads(annotations(held[1]))["first"]["items"]:
        for target in item["target"] if isinstance(item["target"], list) else []:
            text = texts[target["source"]["id"].rpartition("/")[2]]
            position, *quotation = target["selector"]
            start, end = position["start"], position["end"]
            for q in quotation:
                assert q["exact"] == text[start:end]
                assert text[:start].endswith(q.get("prefix", ""))
                assert text[end:].startswith(q.get("suffix", ""))
                seen += 1
    assert seen > 20


def test_rdflib_reads_annotations_and_disputes(held) -> None:
    ids, bundles = held
    found = graph(annotations(bundles))
    statement = URIRef(f"urn:firsthand:statement/{ids['newer']}.a1")
    assert (statement, RDF.type, oa.Annotation) in found
    replies = list(found.subjects(oa.hasTarget, statement))
    assert [found.value(r, oa.motivatedBy) for r in replies] == [oa.replying]
    assert str(found.value(found.value(replies[0], oa.hasBody), RDF.value)) == "=I never said “close”.\nAda"
    assert len(set(found.subjects(RDF.type, oa.Annotation))) == sum(len(b.standing) for b in bundles) + 1
    assert "stance" in {str(p).rpartition("#")[2] for p in found.predicates()}


def test_unnamed_sources_of_two_articles_are_never_one(held) -> None:
    ids, bundles = held
    for text in (annotations(bundles), "".join(provenance_lines(bundles))):
        for key in ("pier", "newer"):
            assert f"source/{ids[key]}.s2" in text
    named = {b.root(b.sources[0])["id"] for b in bundles if b.id in (ids["pier"], ids["newer"])}
    assert len(named) == 1


@pytest.mark.parametrize("with_text", [True, False])
def test_prov_and_rdflib_accept_the_provenance(held, with_text: bool) -> None:
    ids, bundles = held
    text = "".join(provenance_lines(bundles, with_text=with_text))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        document = ProvDocument.deserialize(content=text, format="jsonld")
    counts = {kind: len(list(document.get_records(kind))) for kind in (ProvEntity, ProvAgent, ProvActivity)}
    assert counts[ProvEntity] > 40
    assert counts[ProvActivity] == len(bundles) + sum(len(b.decisions) for b in bundles)
    assert any(str(v) == "prov:Revision" for d in document.get_records(ProvDerivation) for _, v in d.attributes)
    triples = graph(text)
    assert len(set(triples.subjects(RDF.type, PROV.Entity))) == counts[ProvEntity]
    assert len(set(triples.subjects(RDF.type, PROV.Agent))) == len(
        {a.identifier for a in document.get_records(ProvAgent)}
    )
    statement = URIRef(f"urn:firsthand:statement/{ids['pier']}.a1")
    derived = [triples.value(d, PROV.entity) for d in triples.objects(statement, PROV.qualifiedDerivation)]
    assert derived == [URIRef(f"urn:firsthand:article/{ids['pier']}")]
    assert ProvDocument.deserialize(content=document.serialize(format="json"), format="json") == document


def test_nothing_of_the_text_stays_without_text(held) -> None:
    _, bundles = held
    exports = (
        annotations(bundles, with_text=False),
        "".join(provenance_lines(bundles, with_text=False)),
    )
    for bundle in bundles:
        words = [w for w in (bundle.article["text"] or "").split(". ") if len(w) > 20 and "Ä" not in w]
        words += [s["descriptor"] for s in bundle.sources if s["descriptor"] and s["decision"] is None]
        for text in exports:
            for one in words:
                assert json.dumps(one, ensure_ascii=False)[1:-1] not in text
    assert without_words(bundles[0]).article["text"] is None
