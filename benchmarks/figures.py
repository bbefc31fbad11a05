"""Owns the tables of figures in README.md and docs: it puts what was measured into `benchmarks/figures.json`.

    python benchmarks/gate.py --record measured.json
    python benchmarks/speed.py > speed.txt
    python benchmarks/quantisation.py INT8 FP32 GOLD… > quantisation.txt
    python benchmarks/figures.py measured.json [--speed speed.txt] [--quantisation quantisation.txt]

It measures nothing itself. What it is not given stays as it was.
"""

import argparse
import json
import re
from pathlib import Path

from firsthand.attribution.encoder import FOLDER

FIGURES = Path(__file__).with_name("figures.json")
HUMANS = {"exact_source": 79.0, "exact_cue": 71.2, "exact_content": 71.7, "found": 82.0, "linked": 71.3}
"""Pairs of annotators on PolNeAR's 16 articles that several annotated, by `firsthand evaluate --humans`."""
NAMES = {
    "exact_source": "source, exact",
    "exact_cue": "cue, exact",
    "exact_content": "content, exact",
    "raw_source": "source, exact and untrimmed",
    "raw_cue": "cue, exact and untrimmed",
    "raw_content": "content, exact and untrimmed",
    "found": "found",
    "linked": "linked",
    "calibration error, %": "calibration error",
}
Measured = dict[str, dict[str, float]]
Table = dict[str, list[str] | list[list[str]]]


def table(columns: list[str], rows: list[list[str]]) -> Table:
    """A table as docs/refresh.py wants it."""
    return {"columns": columns, "rows": rows}


def accuracy(measured: Measured) -> dict[str, Table]:
    """The tables of what the gate measured; a corpus that was not there has no row."""
    out: dict[str, Table] = {}
    dev, each = measured.get("polnear dev", {}), measured.get("polnear agreement, each", {})
    if dev:
        rows = [[NAMES.get(k, k), f"{v:.1f}"] for k, v in dev.items()]
        out["reading"] = table(["PolNeAR dev, 84 articles", "F1, %"], rows)
    if each:
        rows = [[NAMES[k], f"{each[k]:.1f}", f"{v:.1f}"] for k, v in HUMANS.items()]
        out["people"] = table(["16 articles, each annotator in turn", "firsthand", "other annotators"], rows)
    if gap := measured.get("gap"):
        out["pronouns"] = table(["GAP development, two names given", "%"], [[k, f"{v:.1f}"] for k, v in gap.items()])
    styled = measured.get("examples, restyled", {})
    out["styles"] = table(
        ["the examples in other marks", "%"], [[k.rstrip(", %"), f"{v:.1f}"] for k, v in styled.items()]
    )
    whole = [
        [title, f"{m['right, %']:.1f}", f"{m.get('nested right, %', 0):.1f}", f"{m['extra statements']:.0f}"]
        for name, title in (
            ("articles, real", "a real article, 17 statements (acceptance)"),
            ("articles, invented", "five invented articles, 133 statements (acceptance)"),
            ("examples", "the examples that ship, 220 statements (rules were tried on them)"),
        )
        if (m := measured.get(name))
    ]
    out["whole"] = table(
        ["whole statements: quotation, source and chain", "right, %", "nested right, %", "extra"], whole
    )
    summary = [
        [f"PolNeAR dev: {NAMES[k]}", f"{dev[k]:.1f}"] for k in (*list(HUMANS), "calibration error, %") if k in dev
    ]
    out["summary"] = table(["figure", "%"], summary + [[f"{r[0]}: right", r[1]] for r in whole])
    card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
    held = card.get("held_out", {})
    out["models"] = table(
        ["held-out slice of PolNeAR train, 64 articles", "F1, %"],
        [[NAMES[k], f"{held[k]:.1f}"] for k in NAMES if k in held],
    )
    return out


def speed(text: str) -> Table:
    """The table that benchmarks/speed.py prints."""
    rows = []
    for line in text.splitlines():
        m = re.match(
            r"(whole job|bare pass, int8|(?:whole job|bare pass), 2 processes)\s+"
            r"(\d)\s+([\d.]+)\s+([\d.]+)\s+(\d+)(.*)",
            line,
        )
        if m:
            rest = m.group(6).split()
            ratio = rest[0] if len(rest) > 1 else ""
            rows.append([m.group(1), m.group(2), m.group(4), m.group(5), ratio, rest[-1] if rest else ""])
        elif line.startswith(("firsthand read", "firsthand batch")):
            rows.append([line, "", "", "", "", ""])
    return table(["", "cores", "articles/s", "words/s", "times bare int8", "peak MB"], rows)


def quantisation(text: str) -> Table:
    """The table that benchmarks/quantisation.py prints."""
    rows, corpus = [], ""
    for line in text.splitlines():
        if ": figure," in line:
            corpus = line.partition(":")[0]
        m = re.match(r"  (\S.*?)\s+([\d.]+)\s+([\d.]+)\s+([+-][\d.]+)$", line)
        if m and not m.group(1).startswith("chars"):
            rows.append([f"{corpus}: {NAMES.get(m.group(1), m.group(1))}", *m.groups()[1:]])
    return table(["figure", "int8", "fp32", "difference"], rows)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("measured", type=Path, help="what `gate.py --record` wrote")
    p.add_argument("--speed", type=Path, help="what speed.py printed")
    p.add_argument("--quantisation", type=Path, help="what quantisation.py printed")
    args = p.parse_args()
    old = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {"tables": {}}
    seen = json.loads(args.measured.read_text(encoding="utf-8"))
    tables = {**old["tables"], **accuracy(seen["measured"])}
    if args.speed:
        tables["speed"] = speed(args.speed.read_text(encoding="utf-8"))
    if args.quantisation:
        tables["quantisation"] = quantisation(args.quantisation.read_text(encoding="utf-8"))
    fresh = {"date": seen["date"], "machine": seen["machine"], "tables": tables}
    FIGURES.write_text(json.dumps(fresh, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
