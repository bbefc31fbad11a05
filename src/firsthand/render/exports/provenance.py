"""Owns the provenance of statements as PROV-JSONLD: where each comes from, who is said to have said it, who changed it.

Captures, articles, statements and disputes are entities; sources, readers and the people who decided are agents;
readings and people's decisions are activities. Unnamed sources are agents of their own article alone. The context
stands in the file, so that rdflib and prov read it offline.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from firsthand.ledger.answers import Dispute
from firsthand.ledger.bundles import Bundle
from firsthand.ledger.decisions import Decision
from firsthand.ledger.redacting import without_words
from firsthand.ledger.rows import Row, content_words
from firsthand.model import Span, digest
from firsthand.render.exports.lines import document, item, json_line
from firsthand.render.exports.naming import LEDGER, TERMS, is_web_address, source_path
from firsthand.render.exports.provcontext import context
from firsthand.render.exports.rows import called

_AGENTS = {"person": "prov:Person", "organisation": "prov:Organization", "outlet": "prov:Organization"}
_AGENTS |= {"government": "prov:Organization", "group": "firsthand:group"}

Node = dict[str, Any]


def provenance_lines(bundles: Iterable[Bundle], *, with_text: bool = True) -> Iterator[str]:
    """The pieces of one PROV-JSONLD document."""
    told = {"ledger": LEDGER, "firsthand": TERMS}
    head = json_line({"@context": [told, context()]})
    yield from document(f'{head[:-1]}, "@graph": [', _nodes(bundles, with_text=with_text), "]}")


def _nodes(bundles: Iterable[Bundle], *, with_text: bool) -> Iterator[Mapping[str, Any]]:
    """The nodes of all articles; agents that articles share come once."""
    shared: set[str] = set()
    for bundle in bundles:
        full = list(nodes(bundle))
        bare = [None] * len(full) if with_text else list(nodes(without_words(bundle)))
        for node, other in zip(full, bare, strict=True):
            if node["@type"] == "Agent" and node["@id"] in shared:
                continue
            if node["@type"] == "Agent" and "." not in node["@id"]:
                shared.add(node["@id"])
            a = bundle.article
            yield item(node, other, text=a["text"], title=a["title"], article=(bundle.id, a["key"]), as_list=True)


def nodes(bundle: Bundle) -> Iterator[Node]:
    """All that is told of one article."""
    yield from _article(bundle)
    for source in bundle.sources:
        yield _source(bundle, source)
    for statement in bundle.statements:
        if statement["decision"] is None:
            yield from _read(bundle, statement)
    for decision in bundle.decisions:
        yield from _decided(bundle, decision)


def _article(bundle: Bundle) -> Iterator[Node]:
    a = bundle.article
    reading, reader = f"ledger:reading/{bundle.id}", f"ledger:reader/{a['reader_id']}"
    yield _agent(reader, f"firsthand {bundle.reader['version']}, {bundle.reader['encoder']}", "prov:SoftwareAgent")
    yield {"@type": "Activity", "@id": reading, "endTime": a["added_at"], "type": ["firsthand:Reading"]}
    yield {"@type": "Association", "activity": reading, "agent": reader}
    facts = {n: a[n] for n in ("key", "outlet", "byline", "section", "published", "language", "text_sha256", "length")}
    entity = _entity(f"article/{bundle.id}", "Article", facts)
    if is_web_address(a["url"]):
        entity["firsthand:url"] = [_value(a["url"], "xsd:anyURI")]
    yield entity | ({"label": [_value(a["title"])]} if a["title"] else {})
    yield {"@type": "Generation", "entity": _id("article", bundle.id), "activity": reading, "time": a["added_at"]}
    for c in bundle.captures:
        named = _id("capture", c["id"])
        facts = {n: c[n] for n in ("fetched_at", "seen_at", "media_type", "sha256", "length")}
        yield _entity(f"capture/{c['id']}", "Capture", facts | {"place": c["location"]})
        yield {"@type": "Usage", "activity": reading, "entity": named, "time": a["added_at"]}
        yield {"@type": "Derivation", "generatedEntity": _id("article", bundle.id), "usedEntity": named}


def _source(bundle: Bundle, source: Row) -> Node:
    facts = {"unnamed": source["anonymous"], "kind": source["kind"]}
    root = bundle.root(source)
    name = called(source) if root is None or source["anonymous"] else root["name"]
    more = _facts(facts if root is None else facts | {"kind": root["kind_class"]})
    kind = _AGENTS.get(source["kind"], "firsthand:source")
    return {"@type": "Agent", "@id": f"ledger:{source_path(bundle, source)}", "type": [kind], **more} | {
        "label": [_value(name)]
    }


def _read(bundle: Bundle, s: Row) -> Iterator[Node]:
    """A statement as it was read, under its own id, or, where a person overruled it, under ``…/read``."""
    named = f"{bundle.id}.{s['local']}" + ("" if s["overruled_by"] is None else "/read")
    yield from _statement(bundle, s, named, f"ledger:reading/{bundle.id}", bundle.article["added_at"])


def _statement(bundle: Bundle, s: Row, named: str, activity: str, at: str) -> Iterator[Node]:
    facts = {n: s[n] for n in ("quotation", "stance", "certainty", "inferred", "confidence", "producer")}
    facts |= {"knowledge": s["knowledge_kind"], "content_spans": _places(s["content_spans"])}
    entity = _entity(f"statement/{named}", "Statement", facts)
    text = bundle.article["text"]
    if text is not None:
        entity["value"] = [_value(content_words(text, [Span(*pair) for pair in s["content_spans"]]))]
    yield entity
    id = _id("statement", named)
    yield {"@type": "Generation", "entity": id, "activity": activity, "time": at}
    quoted = {"type": ["prov:Quotation"]} if s["quotation"] == "direct" else {}
    yield {"@type": "Derivation", "generatedEntity": id, "usedEntity": _id("article", bundle.id), **quoted}
    sources = {row["local"]: row for row in bundle.sources}
    for local in dict.fromkeys(filter(None, (s["source"], *s["stated_chain"]))):
        if local in sources:
            role = "firsthand:saidBy" if local == s["source"] else "firsthand:through"
            agent = f"ledger:{source_path(bundle, sources[local])}"
            yield {"@type": "Attribution", "entity": id, "agent": agent, "type": [role]}


def _decided(bundle: Bundle, d: Decision) -> Iterator[Node]:
    activity, person = f"ledger:decision/{d.id}", f"ledger:person/{digest(d.who)}"
    yield _agent(person, d.who, "prov:Person")
    yield {"@type": "Activity", "@id": activity, "endTime": d.at, "type": [f"firsthand:{_word(d.kind)}"]} | _facts(
        {"why": d.why}
    )
    yield {"@type": "Association", "activity": activity, "agent": person}
    before = [s for s in bundle.statements if s["overruled_by"] == d.id]
    ids = [_id("statement", f"{bundle.id}.{s['local']}/{s['decision'] or 'read'}") for s in before]
    for id in ids:
        yield {"@type": "Invalidation", "entity": id, "activity": activity, "time": d.at}
    for s in bundle.statements:
        if s["decision"] == d.id:
            named = f"{bundle.id}.{s['local']}" + ("" if s["overruled_by"] is None else f"/{d.id}")
            yield from _statement(bundle, s, named, activity, d.at)
            for id in ids:
                revised = {"@type": "Derivation", "generatedEntity": _id("statement", named), "usedEntity": id}
                yield revised | {"type": ["prov:Revision"]}
    for s in bundle.standing:
        for dispute in bundle.disputes(s["local"]):
            if dispute.id == d.id:
                yield from _disputed(f"{bundle.id}.{s['local']}", dispute, activity)


def _disputed(statement: str, dispute: Dispute, activity: str) -> Iterator[Node]:
    id, sender = _id("dispute", dispute.id), f"ledger:person/{digest(dispute.sender)}"
    yield _agent(sender, dispute.sender, "prov:Person")
    yield _entity(f"dispute/{dispute.id}", "Dispute", {}) | {"value": [_value(dispute.reply)]}
    yield {"@type": "Generation", "entity": id, "activity": activity, "time": dispute.at}
    yield {"@type": "Attribution", "entity": id, "agent": sender}
    used = {"generatedEntity": id, "usedEntity": _id("statement", statement)}
    yield {"@type": "Derivation", **used, "type": ["firsthand:reply"]}


def _entity(path: str, kind: str, facts: Mapping[str, Any]) -> Node:
    return {"@type": "Entity", "@id": f"ledger:{path}", "type": [f"firsthand:{kind}"], **_facts(facts)}


def _agent(id: str, name: str, kind: str) -> Node:
    return {"@type": "Agent", "@id": id, "type": [kind], "label": [_value(name)]}


def _id(kind: str, named: str) -> str:
    return f"ledger:{kind}/{named}"


def _facts(facts: Mapping[str, Any]) -> Node:
    """Attributes in firsthand's own words; what is not known is left out."""
    return {f"firsthand:{name}": [_typed(value)] for name, value in facts.items() if value is not None}


def _typed(value: Any) -> dict[str, str]:
    if isinstance(value, bool):
        return _value("true" if value else "false", "xsd:boolean")
    if isinstance(value, int):
        return _value(str(value), "xsd:int")
    return _value(str(value), "xsd:double") if isinstance(value, float) else _value(str(value))


def _value(value: str, kind: str | None = None) -> dict[str, str]:
    return {"@value": value, "@type": kind} if kind else {"@value": value}


def _places(spans: Iterable[Iterable[int]]) -> str:
    return " ".join("-".join(map(str, span)) for span in spans)


def _word(kind: str) -> str:
    return "".join(c for c in kind if c.isalnum())
