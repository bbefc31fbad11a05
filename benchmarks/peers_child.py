"""Owns what each system of `benchmarks/peers.py` does in its own process: load, then answer lines. It rates nothing.

The parent writes a line and reads one. ``go`` runs the job once over this process's texts and answers how much was
found and refused, and the seconds of processor time; ``predict`` answers the attributions themselves; ``peak`` the peak
memory in MB.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from firsthand.evaluation.relation import Relation
from firsthand.model import Span

Answer = tuple[Relation, ...] | str
"""The attributions of one text, or why the system refused it."""
Job = Callable[[Sequence[str]], list[Answer]]

BATCH = 4
"""Articles that spaCy takes at a time: of 1, 4, 16, 64 and 1000 as fast as any, with the least memory of those."""


def serve(load: Callable[[str], Job]) -> int:
    """Loads by `load`, given the name of a pipeline, and answers until the lines end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--core", type=int, required=True)
    parser.add_argument("--part", type=int, required=True)
    parser.add_argument("--parts", type=int, required=True)
    parser.add_argument("--pipeline", default="")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {options.core})
    texts = json.loads(options.texts.read_text(encoding="utf-8"))[options.part :: options.parts]
    job = load(options.pipeline)
    _say({"ready": True})
    for line in sys.stdin:
        if line.strip() == "peak":
            _say({"peak_mb": _megabytes()})
            continue
        began = time.process_time()
        answers = job(texts)
        spent = time.process_time() - began
        if line.strip() == "predict":
            _say({"answers": [a if isinstance(a, str) else [_row(r) for r in a] for a in answers]})
        else:
            found = sum(len(a) for a in answers if not isinstance(a, str))
            _say({"found": found, "refused": sum(isinstance(a, str) for a in answers), "cpu": spent})
    return 0


def relation(row: dict[str, list[list[int]]]) -> Relation:
    """The attribution that a row of ``predict`` stands for."""
    source, cue, content = (tuple(Span(a, b) for a, b in row[role]) for role in ("source", "cue", "content"))
    return Relation(source=source, cue=cue, content=content)


def _row(of: Relation) -> dict[str, list[list[int]]]:
    return {
        "source": [[s.start, s.end] for s in of.source],
        "cue": [[s.start, s.end] for s in of.cue],
        "content": [[s.start, s.end] for s in of.content],
    }


def _say(row: dict[str, Any]) -> None:
    print(json.dumps(row), flush=True)


def _megabytes() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
