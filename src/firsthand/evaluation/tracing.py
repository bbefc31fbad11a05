"""Owns the figures of a trace against a story's gold, and three naive baselines beside them. It traces nothing itself:
the trace is handed in as the record that `firsthand trace --format json` prints.

A story is a folder with ``articles.jsonl`` (rows with ``id``, ``outlet``, ``title``, ``text``) and ``gold.json``. Spans
are ``[start, end)`` in code points of an article's text.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from firsthand.errors import NotFound, NotReadable
from firsthand.language.sentences import sentences

Record = Mapping[str, Any]
Interval = list[int | None]

JACCARD = 0.55
"""Share of title words that two articles have in common, from which the third baseline takes them for one claim."""
_SMALL = frozenset("a an the of to in on at for and or by with from one its his her their".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story: its `name`, its articles' rows in order, and its gold."""

    name: str
    articles: tuple[Record, ...]
    gold: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryScore:
    """The figures of one trace; shares and F1 in 0..1, `intrusions` a count.

    - `reports_found`: gold reports that a predicted one overlaps by half of the shorter of the two or more;
    - `b3`: B-cubed F1 of claims (Bagga & Baldwin 1998), a report that was not found being a claim of its own;
    - `intrusions`: reports of articles that hold no claim of the story, in claims that were matched;
    - `interval`: of gold claims told by two or more articles, those given exactly the gold's independence;
      `interval_balanced`: the mean of that over claims of one root and over the others;
    - `false_confirmation`: of claims of at most one root, those given two or more; `missed_confirmation`: of those of
      two or more, those given fewer;
    - `root`, `stance`, `certainty`: of the reports found, those that agree; `root` is the first link of the chain;
    - `edges`: F1 of article pairs; `kind`: of the right pairs, those whose kind agrees.
    """

    reports_found: float
    b3: float
    intrusions: int
    interval: float
    interval_balanced: float
    false_confirmation: float
    missed_confirmation: float
    root: float
    stance: float
    certainty: float
    edges: float
    kind: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The figures of one story: the trace's own, and those of each baseline by its name."""

    story: str
    trace: StoryScore
    baselines: tuple[tuple[str, StoryScore], ...]


def read_stories(folder: Path) -> tuple[Story, ...]:
    """The story in `folder`, or those in its subfolders, by name. NotFound where there is none, NotReadable where a
    file of one is no JSON or lacks what a story needs."""
    places = [folder] if (folder / "gold.json").is_file() else sorted(p.parent for p in folder.glob("*/gold.json"))
    if not places:
        raise NotFound(f"there is no story in {folder}: a story is a folder with articles.jsonl and gold.json")
    return tuple(_read(place) for place in places)


def _read(place: Path) -> Story:
    try:
        gold = json.loads((place / "gold.json").read_text("utf-8"))
        lines = (place / "articles.jsonl").read_text("utf-8").split("\n")
        rows = tuple(json.loads(line) for line in lines if line.strip())
        if missing := {"sources", "claims", "article_edges"} - gold.keys():
            raise NotReadable(f"{place / 'gold.json'} has no {', '.join(sorted(missing))}")
        return Story(name=place.name, articles=rows, gold=gold)
    except OSError as e:
        raise NotReadable(f"the story {place} cannot be read: {e}") from e
    except (ValueError, AttributeError) as e:
        raise NotReadable(f"the story {place} holds what is no JSON object: {e}") from e


def compare(story: Story, trace: Record) -> Compared:
    """The figures of `trace`, and of the baselines on the same story."""
    baselines = {
        "every outlet a root": every_outlet(trace),
        "always [1, 1]": always_one(trace),
        f"title words, Jaccard {JACCARD}": by_titles(story),
    }
    return Compared(
        story=story.name,
        trace=score(story, trace),
        baselines=tuple((name, score(story, record)) for name, record in baselines.items()),
    )


def evaluate_stories(folder: Path, tracer: Callable[[Path], Record]) -> tuple[Compared, ...]:
    """The figures of every story in `folder`; `tracer` makes the trace of a story's ``articles.jsonl``."""
    root = folder if (folder / "gold.json").is_file() else None
    return tuple(compare(s, tracer((root or folder / s.name) / "articles.jsonl")) for s in read_stories(folder))


# Baselines


def every_outlet(trace: Record) -> Record:
    """The trace, with each claim's asserting outlets counted as its roots."""
    return {**trace, "claims": [{**c, "independence": [_outlets(c), _outlets(c)]} for c in trace.get("claims", [])]}


def _outlets(claim: Record) -> int:
    return len({r.get("outlet") or r["article"] for r in claim["reports"] if r.get("stance") == "asserts"})


def always_one(trace: Record) -> Record:
    """The trace, with one root for each claim."""
    return {**trace, "claims": [{**c, "independence": [1, 1]} for c in trace.get("claims", [])]}


def by_titles(story: Story) -> Record:
    """One claim for each group of articles whose titles are alike, told by their first sentences; outlets are roots."""
    groups: list[list[Record]] = []
    for row in story.articles:
        like = [g for g in groups if any(_jaccard(row.get("title") or "", o.get("title") or "") >= JACCARD for o in g)]
        groups = [g for g in groups if g not in like] + [[*(o for g in like for o in g), row]]
    claims = []
    for n, group in enumerate(groups):
        reports = [_lead(row) for row in group if row["text"].strip()]
        outlets = len({row.get("outlet") or row["id"] for row in group})
        claims.append({"id": f"t{n}", "reports": reports, "independence": [outlets, outlets]})
    return {"sources": [], "claims": claims, "edges": []}


def _lead(row: Record) -> dict[str, Any]:
    first = sentences(row["text"])[0]
    told = {
        "article": row["id"],
        "outlet": row.get("outlet"),
        "field": "text",
        "stance": "asserts",
        "certainty": "flat",
    }
    return {**told, "content_spans": [[first.start, first.end]], "chain": []}


def _jaccard(a: str, b: str) -> float:
    x, y = _words(a), _words(b)
    return len(x & y) / len(x | y) if x | y else 0.0


# The figures


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A gold report of a gold claim, and the predicted report and claim that are matched with it."""

    claim: Record
    gold: Record
    got: tuple[Record, Record] | None


def score(story: Story, trace: Record) -> StoryScore:
    """The figures of `trace` against the story's gold. Reports in titles are not counted."""
    gold = story.gold
    rows = _matched(gold["claims"], trace)
    found = [(r, r.got) for r in rows if r.got is not None]
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row, (claim, _) in found:
        votes[row.claim["id"]][claim["id"]] += 1
    by_id = {c["id"]: c for c in trace.get("claims", [])}
    told = [c for c in gold["claims"] if len({r["article"] for r in c["reports"]}) > 1]
    want: dict[str, Interval] = {c["id"]: [c["independent_min"], c["independent_max"]] for c in told}
    got = {id: _interval(by_id, votes.get(id)) for id in want}
    holding = {r["article"] for c in gold["claims"] for r in c["reports"]}
    matched = {id for v in votes.values() for id in v}
    sources = {s["id"]: s for s in gold["sources"]}, {s["id"]: s for s in trace.get("sources", [])}
    edges, kind = _edges(gold["article_edges"], trace.get("edges", []))
    return StoryScore(
        reports_found=len(found) / len(rows) if rows else 0.0,
        b3=bcubed(
            [r.claim["id"] for r in rows], [r.got[0]["id"] if r.got else ("not found", n) for n, r in enumerate(rows)]
        ),
        intrusions=sum(str(r["article"]) not in holding for id in matched for r in by_id[id]["reports"]),
        **_confirmations(want, got),
        root=_share(_right_root(row.gold, report, *sources) for row, (_, report) in found if row.gold["chain"]),
        stance=_share(report.get("stance") == row.gold["stance"] for row, (_, report) in found),
        certainty=_share(report.get("certainty") == row.gold["certainty"] for row, (_, report) in found),
        edges=edges,
        kind=kind,
    )


def _matched(claims: Sequence[Record], trace: Record) -> list[_Row]:
    """Each gold report with the predicted one of the same article that fits it best: by Dice, then by stance, then one
    that is not used yet. One that is more than four times as long and 100 characters fits nothing."""
    told = [
        (claim, report, _characters(report.get("content_spans")))
        for claim in trace.get("claims", [])
        for report in claim.get("reports", [])
        if report.get("field", "text") == "text"
    ]
    used: set[int] = set()
    rows = []
    for claim in claims:
        for gold in claim["reports"]:
            best = _best(gold, told, used)
            if best is not None:
                used.add(best)
            rows.append(_Row(claim=claim, gold=gold, got=None if best is None else told[best][:2]))
    return rows


def _best(gold: Record, told: Sequence[tuple[Record, Record, set[int]]], used: set[int]) -> int | None:
    here = _characters([gold["span"]])
    best: tuple[tuple[float, bool, bool], int] | None = None
    for n, (_, report, there) in enumerate(told):
        if str(report["article"]) != gold["article"] or not there or len(there) > 4 * len(here) + 100:
            continue
        both = len(here & there)
        if 2 * both < min(len(here), len(there)):
            continue
        dice = round(2 * both / (len(here) + len(there)), 2)
        key = (dice, report.get("stance") == gold["stance"], n not in used)
        if best is None or key > best[0]:
            best = (key, n)
    return None if best is None else best[1]


def _characters(spans: Iterable[Sequence[int]] | None) -> set[int]:
    return {i for start, end in spans or () for i in range(start, end)}


def _interval(by_id: Mapping[str, Record], votes: Counter[str] | None) -> Interval | None:
    """The independence of the claim that most reports of a gold claim are in; None where none was found."""
    return list(by_id[votes.most_common(1)[0][0]].get("independence") or [0, None]) if votes else None


def _confirmations(want: Mapping[str, Interval], got: Mapping[str, Interval | None]) -> dict[str, float]:
    ones, others = [c for c in want if want[c] == [1, 1]], [c for c in want if want[c] != [1, 1]]
    right = {c: got[c] == want[c] for c in want}
    interval = _share(right.values())
    balanced = (_share(right[c] for c in ones) + _share(right[c] for c in others)) / 2 if ones and others else interval
    return {
        "interval": interval,
        "interval_balanced": balanced,
        "false_confirmation": _share(_at_least_two(got[c]) for c in want if want[c][1] == 1),
        "missed_confirmation": _share(_fewer_than_two(got[c]) for c in want if (want[c][0] or 0) >= 2),
    }


def _at_least_two(interval: Interval | None) -> bool:
    return interval is not None and (interval[0] or 0) >= 2


def _fewer_than_two(interval: Interval | None) -> bool:
    return interval is None or (interval[1] is not None and interval[1] < 2)


def _edges(gold: Iterable[Record], got: Iterable[Record]) -> tuple[float, float]:
    want = {(e["from"], e["to"]): e["kind"] for e in gold}
    have = {(str(e["from"]), str(e["to"])): e["kind"] for e in got}
    hit = want.keys() & have.keys()
    f1 = 2 * len(hit) / (len(want) + len(have)) if hit else 0.0
    return f1, _share(want[pair] == have[pair] for pair in hit)


def bcubed(gold: Sequence[Hashable], got: Sequence[Hashable]) -> float:
    """B-cubed F1 of two ways to group the same things (Bagga & Baldwin 1998); 0 for nothing."""
    if not gold:
        return 0.0
    pairs = list(zip(gold, got, strict=True))
    both, golds, gots = Counter(pairs), Counter(gold), Counter(got)
    precision = sum(both[p] / gots[p[1]] for p in pairs) / len(pairs)
    recall = sum(both[p] / golds[p[0]] for p in pairs) / len(pairs)
    return 2 * precision * recall / (precision + recall)


def _right_root(gold: Record, report: Record, golds: Mapping[str, Record], gots: Mapping[str, Record]) -> bool:
    chain = report.get("chain") or [None]
    return same_root(golds.get(gold["chain"][0]), gots.get(chain[0]))


def same_root(gold: Record | None, got: Record | None) -> bool:
    """Named: the same name or a part of it; unnamed: unnamed too, with a word of the description in common; a document:
    a document with a word in common."""
    if gold is None or got is None or bool(gold.get("anonymous")) != bool(got.get("anonymous")):
        return False
    x = _words(gold.get("name")) or _words(gold.get("descriptor"))
    y = _words(got.get("name")) or _words(got.get("descriptor"))
    if gold.get("anonymous"):
        return bool(x & y)
    if (gold.get("kind") == "document") != (got.get("kind") == "document"):
        return False
    if gold.get("kind") == "document":
        return bool(
            (_words(gold.get("name")) | _words(gold.get("descriptor")))
            & (_words(got.get("name")) | _words(got.get("descriptor")))
        )
    return bool(x) and bool(y) and (x <= y or y <= x)


def _words(text: str | None) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", (text or "").lower())) - _SMALL


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


# Out


def stories_json(compared: Iterable[Compared]) -> list[dict[str, Any]]:
    """The figures as plain dicts, one for each story."""
    return [
        {"story": c.story, "trace": asdict(c.trace), "baselines": {name: asdict(s) for name, s in c.baselines}}
        for c in compared
    ]


def stories_text(compared: Iterable[Compared]) -> str:
    """The figures as a table for each story: shares in percent, intrusions as a count."""
    return "\n\n".join(_table(c) for c in compared)


def _table(compared: Compared) -> str:
    columns = [("firsthand", compared.trace), *compared.baselines]
    widths = [max(len(name), 6) for name, _ in columns]
    head = "  ".join(name.rjust(w) for (name, _), w in zip(columns, widths, strict=True))
    lines = [compared.story, f"{'':20}{head}"]
    for field in fields(StoryScore):
        cells = [_cell(getattr(s, field.name)).rjust(w) for (_, s), w in zip(columns, widths, strict=True)]
        lines.append(f"{field.name.replace('_', ' '):20}{'  '.join(cells)}")
    return "\n".join(lines)


def _cell(value: float | int) -> str:
    return str(value) if isinstance(value, int) else f"{100 * value:.1f}"
