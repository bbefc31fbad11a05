"""Owns the making of the examples' gold: finds the words of annotations/NAME.words in NAME.txt, writes NAME.gold.json.

    python examples/build_gold.py [--show] [NAME ...]

An annotation is written by hand and holds words, never offsets. Blank lines and ``#`` lines are left out.

    article outlet=TPA                                    what the page does not say of itself (optional)
    @id kind | name=… | desc=… | role=… | aff=… | anon | count=2-2 | via=id | not=id,id | why=words
    s4.1 mixed id stance: PHRASE ;; option ;; option      a statement; its parent is read from its id; "-" is no source
    unnamed 2 4: why                                      "-" for no maximum
    left out: why

PHRASE is a run of the article's words that stands in it once, with ``{source}``, ``[cue]``, ``<content>`` (one or
more), ``*hedge*``, and ``~`` for words left away within one paragraph. Options: ``inferred``, ``continues=id``,
``novia`` (this statement did not come through the source's outlet), ``doubtful``, ``by=id`` or ``by=-`` (whose the
hedges are, where it is not the source's inside the content and the article's own outside it), ``knows=kind: words``
(``wo[rd]s`` narrows), ``chain=id,id``, ``note=…``. Whatever is ambiguous, missing or out of place stops the run.
It uses nothing of firsthand.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
STANCES = ["asserts", "denies", "doubts", "asks", "wants", "offers", "promises", "orders", "believes", "expects"]
KINDS = ["person", "group", "organisation", "government", "country", "outlet", "document", "unknown"]
MARKS = '“”«»‹›"‘'
FIELDS = {
    "name": "name",
    "desc": "descriptor",
    "role": "role",
    "aff": "affiliation",
    "via": "via",
    "why": "anonymity_reason",
}


class Wrong(ValueError):
    """An annotation that does not fit its article."""


def find(text, phrase):
    """{marker: [[start, end], …]} of the one place in `text` where `phrase` stands; key "" is the whole."""
    pattern, opened, groups = "", [], []
    for token in re.split(r"([{}\[\]<>*]|\s*~\s*)", phrase):
        if token.strip() == "~":
            pattern += r"[^\n]*?"
        elif (token and token in "{[<") or (token == "*" and "*" not in [o[0] for o in opened]):
            opened.append((token, len(groups)))
            groups.append(token)
            pattern += "()"
        elif token and token in "}]>*":
            start = {"}": "{", "]": "[", ">": "<", "*": "*"}[token]
            if not opened or opened[-1][0] != start:
                raise Wrong(f"{token} closes nothing in: {phrase}")
            groups.append((opened.pop()[1], start))
            pattern += "()"
        else:
            pattern += re.escape(token)
    if opened:
        raise Wrong(f"{opened[-1][0]} is left open in: {phrase}")
    hits = [m for i in range(len(text)) if (m := re.compile(pattern).match(text, i))]
    if len(hits) != 1:
        raise Wrong(f"stands {len(hits)} times, must stand once: {phrase}")
    found = {"": [[hits[0].start(), hits[0].end()]]}
    for number, group in enumerate(groups, start=1):
        if isinstance(group, tuple):
            found.setdefault(group[1], []).append([hits[0].start(group[0] + 1), hits[0].start(number)])
    return found


def narrow(text, phrase):
    """The span of `phrase`, or of what stands in [ ] in it."""
    found = find(text, phrase)
    return found.get("[", found[""])[0]


def source(line):
    head, *rest = (part.strip() for part in line[1:].split(" | "))
    key, kind = head.split()
    if kind not in KINDS:
        raise Wrong(f"{kind} is no kind of source: {line}")
    made = {
        "id": key,
        "kind": kind,
        "name": None,
        "descriptor": None,
        "role": None,
        "affiliation": None,
        "anonymous": False,
        "via": None,
        "distinct_from": [],
        "count": [1, 1],
        "anonymity_reason": None,
    }
    for part in rest:
        name, _, value = part.partition("=")
        if name == "anon":
            made["anonymous"] = True
        elif name == "not":
            made["distinct_from"] = value.split(",")
        elif name == "count":
            low, high = value.split("-")
            made["count"] = [int(low), int(high) if high else None]
        else:
            made[FIELDS[name]] = value
    return made


def options(parts):
    return {name: value for name, _, value in (part.strip().partition("=") for part in parts)}


def chain_of(made, sources, statements, opts):
    if "chain" in opts:
        return opts["chain"].split(",") if opts["chain"] else []
    links = [made["source"]] if made["source"] else []
    via = sources[made["source"]]["via"] if made["source"] else None
    if via and "novia" not in opts:
        links.append(via)
    above = statements[made["parent"]]["stated_chain"] if made["parent"] else []
    return links + [link for link in above if link not in links]


def hedges_of(text, found, made, opts):
    for span in found.get("*", []):
        inside = any(start <= span[0] and span[1] <= end for start, end in made["content_spans"])
        by = opts.get("by", made["source"] if inside else None)
        yield {"span": span, "text": text[span[0] : span[1]], "by": None if by == "-" else by}


def statement(line, text, sources, statements):
    head, _, rest = line.partition(": ")
    key, quotation, who, stance = head.split()
    phrase, *parts = rest.split(" ;; ")
    opts, found = options(parts), find(text, phrase)
    if stance not in STANCES or quotation not in ("direct", "mixed", "indirect"):
        raise Wrong(f"unknown stance or quotation: {head}")
    made = {
        "id": key,
        "quotation": quotation,
        "source": None if who == "-" else who,
        "source_span": found.get("{", [None])[0],
        "cue_span": found.get("[", [None])[0],
        "content_spans": sorted(found["<"]),
        "parent": key.rpartition(".")[0] or None,
        "continues": opts.get("continues"),
        "inferred": "inferred" in opts,
    }
    made["stated_chain"] = chain_of(made, sources, statements, opts)
    made["stance"] = stance
    hedges = list(hedges_of(text, found, made, opts))
    made["certainty"] = "doubtful" if "doubtful" in opts else "hedged" if hedges else "flat"
    made["hedges"] = hedges
    kind, _, words = opts.get("knows", "not stated").partition(": ")
    made["knowledge"] = {"kind": kind, "span": narrow(text, words) if words else None}
    if "note" in opts:
        made["note"] = opts["note"]
    return made


def check(made, text, statements):
    """Raises Wrong where a statement lies outside its parent, or its marks do not go with its quotation type."""
    spans = made["content_spans"]
    parent = statements.get(made["parent"])
    if made["parent"] and not parent:
        raise Wrong(f"{made['id']}: its parent comes later or is missing")
    if parent:
        low, high = parent["content_spans"][0][0], parent["content_spans"][-1][1]
        if spans[0][0] < low or spans[-1][1] > high:
            raise Wrong(f"{made['id']} lies outside {parent['id']}")
    for start, end in spans:
        if text[start:end] != text[start:end].strip() or "\n" in text[start:end]:
            raise Wrong(f"{made['id']}: white space at an edge, or a paragraph break inside")
    marked = [text[start] in MARKS for start, _ in spans]
    holds = any(char in MARKS for start, end in spans for char in text[start:end])
    expected = "direct" if all(marked) else "mixed" if holds else "indirect"
    if parent and parent["quotation"] == "direct" and not holds and made["quotation"] == "direct":
        raise Wrong(f"{made['id']}: the marks of the parent do not count")
    if expected != made["quotation"] and not made.get("note", "").startswith("marks:"):
        raise Wrong(f"{made['id']} looks {expected}, not {made['quotation']}")


def heading(text, name):
    line = text.partition("\n")[0]
    dated = re.fullmatch(r" date (\d{4}-\d\d-\d\d) (.+)", line)
    return {
        "file": f"{name}.txt",
        "title": dated[2] if dated else line,
        "published": dated[1] if dated else None,
        "language": "en",
        "outlet": None,
    }


def summary(sources, statements, numbers):
    """Counted as DESIGN.md says: what asserts, denies or doubts, outermost or inside an outlet's or a document's."""
    counted = []
    for s in statements.values():
        above = statements[s["parent"]]["source"] if s["parent"] else None
        heard = not s["parent"] or (above and sources[above]["kind"] in ("outlet", "document"))
        if heard and s["stance"] in ("asserts", "denies", "doubts") and s["source"]:
            counted.append(s)
    rested = list(dict.fromkeys(link for s in counted for link in s["stated_chain"]))
    own = list(dict.fromkeys(s["source"] for s in counted))
    named = [i for i in own if not sources[i]["anonymous"] and sources[i]["kind"] not in ("outlet", "document")]
    return {
        "named_on_record": named,
        "outlets_relied_on": [i for i in rested if sources[i]["kind"] == "outlet"],
        "documents": [i for i in own if sources[i]["kind"] == "document"],
        **numbers,
        "outermost": sum(not s["parent"] for s in statements.values()),
    }


def build(name):
    """The gold of one example, as the value that is written to NAME.gold.json."""
    text = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    article, sources, statements = heading(text, name), {}, {}
    numbers: dict[str, object] = {}
    for line in (HERE / "annotations" / f"{name}.words").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("article "):
            article.update(part.partition("=")[::2] for part in line[8:].split(" | "))
        elif line.startswith("@"):
            made = source(line)
            sources[made["id"]] = made
        elif line.startswith("unnamed "):
            low, high = (part.strip() for part in line[8:].partition(":")[0].split())
            numbers["unnamed_sources"] = [int(low), None if high == "-" else int(high)]
            numbers["unnamed_note"] = line.partition(": ")[2]
        elif line.startswith("left out: "):
            numbers["left_out_note"] = line[10:]
        else:
            made = statement(line, text, sources, statements)
            check(made, text, statements)
            if made["id"] in statements:
                raise Wrong(f"{made['id']} is given twice")
            statements[made["id"]] = made
    used = {s["source"] for s in statements.values()} | {
        link for s in statements.values() for link in s["stated_chain"]
    }
    if odd := set(sources) ^ (used - {None}):
        raise Wrong(f"given and not used, or used and not given: {sorted(odd)}")
    return {
        "article": article,
        "sources": list(sources.values()),
        "statements": list(statements.values()),
        "summary": summary(sources, statements, numbers),
    }


def show(gold, text):
    """Prints every statement with its words, to be read by a person."""

    def words(span):
        return span and text[span[0] : span[1]]

    for s in gold["statements"]:
        chain = " < ".join(s["stated_chain"]) or "-"
        more = [s["quotation"], s["stance"], s["certainty"], f"chain {chain}"]
        more += ["inferred"] * s["inferred"] + [f"continues {s['continues']}"] * bool(s["continues"])
        print(f"{s['id']:7}", " | ".join(more))
        print(f"        source {words(s['source_span'])!r} cue {words(s['cue_span'])!r}")
        for span in s["content_spans"]:
            print(f"        {words(span)}")
        for hedge in s["hedges"]:
            print(f"        hedge {hedge['text']!r} by {hedge['by'] or 'the article'}")
        if s["knowledge"]["span"]:
            print(f"        knows: {s['knowledge']['kind']}, {words(s['knowledge']['span'])!r}")
    print(json.dumps(gold["summary"], ensure_ascii=False, indent=1))


def rows(names):
    """The chained articles as JSONL rows: the title apart, the text without it."""
    outlets = {
        "reactor-1-examiner": "The Carrow Examiner",
        "reactor-2-wire": "TPA",
        "reactor-3-weekly": "Valley Weekly",
    }
    dates = {
        "reactor-1-examiner": "2025-02-11T05:30:00Z",
        "reactor-2-wire": "2025-02-11T08:05:00Z",
        "reactor-3-weekly": "2025-02-14T06:00:00Z",
    }
    for name in names:
        text = (HERE / f"{name}.txt").read_text(encoding="utf-8")
        body = text.partition("\n")[2].strip("\n")
        yield {
            "id": name,
            "outlet": outlets[name],
            "published": dates[name],
            "title": heading(text, name)["title"],
            "url": f"https://{name}.example/story",
            "text": body,
        }


def main(arguments):
    names = [a for a in arguments if a != "--show"] or sorted(p.stem for p in (HERE / "annotations").glob("*.words"))
    total = 0
    for name in names:
        try:
            gold = build(name)
        except (Wrong, KeyError) as problem:
            raise SystemExit(f"annotations/{name}.words: {problem}") from problem
        target = HERE / f"{name}.gold.json"
        target.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if "--show" in arguments:
            print(f"===== {name}")
            show(gold, (HERE / f"{name}.txt").read_text(encoding="utf-8"))
        nested = sum(s["parent"] is not None for s in gold["statements"])
        total += len(gold["statements"])
        print(f"{name}: {len(gold['statements'])} statements, {nested} of them nested")
    chained = sorted(p.stem for p in HERE.glob("reactor-*.txt"))
    (HERE / "reactor.jsonl").write_text(
        "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows(chained)), "utf-8"
    )
    print(f"{total} statements in {len(names)} articles")


if __name__ == "__main__":
    main(sys.argv[1:])
