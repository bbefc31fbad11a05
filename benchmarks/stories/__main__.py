"""Owns the check of a story's gold: it fills in every report's span, and says what is wrong. It judges no claim.

    python -m benchmarks.stories FOLDER…

A folder holds `articles.jsonl` and `gold.json`. The `words` of a report (and `nth`, from 1, where they occur several
times) become its `span`; `gold.json` is written back with every span that could be found, also when something is
wrong. Exits 0 when all is well, 1 when something is wrong, 2 without a folder.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

Row = dict[str, Any]

ARTICLE = ("id", "outlet", "url", "published", "byline", "title", "text")
GOLD = ("sources", "claims", "article_edges", "contradictions", "distractors")
SOURCE = ("id", "kind", "name", "descriptor", "anonymous", "role")
CLAIM = ("id", "text", "roots", "independent_min", "independent_max", "root_note", "reports")
REPORT = (
    *("article", "words", "quotation", "stance", "certainty"),
    *("hedge_text", "chain", "derived_from", "derivation"),
)
EDGE = ("from", "to", "kind", "acknowledged")
ALLOWED = {
    "quotation": ("none", "direct", "indirect", "mixed"),
    "stance": ("asserts", "denies", "doubts"),
    "certainty": ("flat", "hedged", "doubtful"),
    "derivation": ("original", "independent", "verbatim", "rewrite", "cites"),
}
SOURCE_KINDS = ("person", "group", "outlet", "organization", "document")
EDGE_KINDS = ("verbatim", "rewrite", "cites")


def occurrences(words: str, text: str) -> list[int]:
    """Where the words begin in the text, in code points; occurrences may overlap."""
    starts = []
    at = text.find(words) if words else -1
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + 1)
    return starts


def located(report: Row, text: str) -> tuple[list[int] | None, str | None]:
    """The half-open span of the report's words in the text, or what keeps it from being found."""
    words, nth = report["words"], report.get("nth")
    starts = occurrences(words, text)
    if not starts:
        return None, f"words not found in {report['article']}: {words!r}; copy them from its text"
    if nth is None and len(starts) > 1:
        return None, f"words occur {len(starts)} times in {report['article']}: {words!r}; give nth, 1 to {len(starts)}"
    if nth is not None and not 1 <= nth <= len(starts):
        return None, f"nth is {nth}, but the words occur {len(starts)} times in {report['article']}: {words!r}"
    start = starts[(nth or 1) - 1]
    return [start, start + len(words)], None


def spanned(report: Row, texts: dict[str, str]) -> tuple[Row, str | None]:
    """The report with its span behind its words, and what is wrong; one that cannot be placed has no span."""
    if not report.get("words") or report.get("article") not in texts:
        return report, None
    span, wrong = located(report, texts[report["article"]])
    filled: Row = {}
    for name, value in report.items():
        if name != "span":
            filled[name] = value
        if name == "words" and span is not None:
            filled["span"] = span
    return filled, wrong


def lacking(row: Row, names: Sequence[str], where: str) -> Iterator[str]:
    """The fields that the row must have and has not."""
    missing = [name for name in names if name not in row]
    if missing:
        yield f"{where}: missing {', '.join(missing)}"


def repeated(rows: Sequence[Row], kind: str) -> Iterator[str]:
    """The ids that several rows share."""
    for name, count in Counter(str(row.get("id")) for row in rows).items():
        if count > 1:
            yield f"{kind} {name}: {count} have this id; ids must differ"


def unknown(names: Sequence[str], known: Sequence[str], where: str) -> Iterator[str]:
    """The names that are not known, with those that are."""
    for name in names:
        if name not in known:
            yield f"{where}: unknown {name!r}; known are {', '.join(sorted(known))}"


def wrong_with_report(report: Row, where: str, sources: Sequence[str], dates: dict[str, datetime]) -> Iterator[str]:
    """What is wrong with one report, its words aside. `dates` has every article's time of publication by its id."""
    yield from lacking(report, REPORT, where)
    for name, allowed in ALLOWED.items():
        yield from unknown([report[name]] if name in report else [], allowed, f"{where}: {name}")
    yield from unknown(report.get("chain", []), sources, f"{where}: chain")
    article, earlier = report.get("article"), report.get("derived_from")
    yield from unknown([name for name in (article, earlier) if name is not None], list(dates), f"{where}: article")
    if article in dates and earlier in dates:
        if article == earlier:
            yield f"{where}: derived_from is the article itself; name another, or null"
        elif dates[earlier] > dates[article]:
            yield f"{where}: derived_from {earlier} was published after {article}; name an earlier one, or null"
    if earlier is not None and report.get("derivation") in ("original", "independent"):
        yield f"{where}: derivation {report['derivation']} goes with derived_from null, not {earlier}"


def wrong_with_claim(claim: Row, where: str, sources: Sequence[str], dates: dict[str, datetime]) -> Iterator[str]:
    """What is wrong with one claim and its reports, their words aside."""
    yield from lacking(claim, CLAIM, where)
    yield from unknown(claim.get("roots", []), sources, f"{where}: roots")
    least, most = claim.get("independent_min", 0), claim.get("independent_max", 0)
    if most is not None and least > most:
        yield f"{where}: independent_min {least} is over independent_max {most}"
    if not claim.get("reports"):
        yield f"{where}: no reports; a claim needs one at least"
    for number, report in enumerate(claim.get("reports", []), 1):
        yield from wrong_with_report(report, f"{where}, report {number}", sources, dates)


def wrong_with_edge(edge: Row, dates: dict[str, datetime]) -> Iterator[str]:
    """What is wrong with one edge between articles; `from` is the earlier one."""
    where = f"edge {edge.get('from')} → {edge.get('to')}"
    yield from lacking(edge, EDGE, where)
    ends = [edge[name] for name in ("from", "to") if name in edge]
    yield from unknown(ends, list(dates), where)
    yield from unknown([edge["kind"]] if "kind" in edge else [], EDGE_KINDS, f"{where}: kind")
    if len(ends) == 2 and all(end in dates for end in ends) and dates[ends[0]] > dates[ends[1]]:
        yield f"{where}: goes from the later article to the earlier one; turn it round"


def wrong_with_gold(gold: Row, articles: Sequence[Row]) -> Iterator[str]:
    """All that is wrong with a story, the reports' words aside."""
    for row in articles:
        yield from lacking(row, ARTICLE, f"article {row.get('id')}")
    yield from repeated(articles, "article")
    yield from lacking(gold, GOLD, "gold")
    sources, claims = gold.get("sources", []), gold.get("claims", [])
    for kind, rows in (("source", sources), ("claim", claims)):
        yield from repeated(rows, kind)
    for row in sources:
        yield from lacking(row, SOURCE, f"source {row.get('id')}")
        yield from unknown([row["kind"]] if "kind" in row else [], SOURCE_KINDS, f"source {row.get('id')}: kind")
    dates = {row["id"]: datetime.fromisoformat(row["published"]) for row in articles if {"id", "published"} <= set(row)}
    for claim in claims:
        known = [str(row.get("id")) for row in sources]
        yield from wrong_with_claim(claim, f"claim {claim.get('id')}", known, dates)
    for edge in gold.get("article_edges", []):
        yield from wrong_with_edge(edge, dates)
    for pair in gold.get("contradictions", []):
        yield from unknown(pair, [str(claim.get("id")) for claim in claims], f"contradiction {pair}")


def check(folder: Path) -> list[str]:
    """Fill in the spans of the story in the folder, write its gold back, and return what is wrong with it.

    Raises `OSError` when a file cannot be read and `ValueError` when one is not JSON or has a date that is none.
    """
    lines = (folder / "articles.jsonl").read_text(encoding="utf-8").split("\n")
    articles: list[Row] = [json.loads(line) for line in lines if line.strip()]
    gold: Row = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    wrong = list(wrong_with_gold(gold, articles))
    texts = {row["id"]: row["text"] for row in articles if {"id", "text"} <= set(row)}
    for claim in gold.get("claims", []):
        filled = [spanned(report, texts) for report in claim.get("reports", [])]
        claim["reports"] = [report for report, _ in filled]
        wrong += [f"claim {claim.get('id')}, report {at}: {why}" for at, (_, why) in enumerate(filled, 1) if why]
    (folder / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return wrong


def main(folders: Sequence[str]) -> int:
    """Check every folder, say what is wrong on standard error, and return the exit status."""
    if not folders:
        print("no folder given; use: python -m benchmarks.stories FOLDER…", file=sys.stderr)
        return 2
    status = 0
    for folder in map(Path, folders):
        try:
            wrong = check(folder)
        except (OSError, ValueError) as error:
            wrong = [f"cannot be read: {error}"]
        for message in wrong:
            print(f"{folder.name}: {message}", file=sys.stderr)
        print(f"{folder.name}: {f'{len(wrong)} wrong' if wrong else 'in order'}")
        status = 1 if wrong else status
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
