"""Owns finding the spaCy pipeline of `benchmarks/peers.py` and saying in words what it learned from. It loads none."""

import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import platformdirs

DEFAULT = Path(platformdirs.user_cache_dir("firsthand")) / "peers-parser"
"""Where `python -m training.parser` writes."""
LEAST_UAS = 80.0
"""A parser of ours below this says nothing about the extractors on it, so it gives their speed alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """`name` is for ``spacy.load``; `learned` is False for a stand-in or a weak parser: speed alone."""

    name: str
    words: str
    learned: bool


def described(wanted: str | None) -> tuple[Pipeline | None, list[str]]:
    """The pipeline, or None and one sentence why: `wanted` is a folder or the name of an installed package."""
    if find_spec("spacy") is None:
        return None, ["spaCy is not installed: pip install 'firsthand[peers]'"]
    folder = DEFAULT if wanted is None else Path(wanted)
    if not (folder / "meta.json").is_file():
        if wanted is not None and wanted.isidentifier() and find_spec(wanted) is not None:
            return Pipeline(name=wanted, words=f"with the parser {wanted}, not trained by us", learned=True), []
        makes = "python -m training.parser --treebank FILE.conllu"
        return None, [f"{folder} holds no spaCy pipeline: {makes} makes one, or --stand-in for speed alone"]
    meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return _of(str(folder), meta), []


def _of(name: str, meta: dict[str, Any]) -> Pipeline:
    ours = meta.get("firsthand")
    if ours is None:
        words = f"with the parser {meta.get('lang')}_{meta.get('name')} {meta.get('version')}, not trained by us"
        return Pipeline(name=name, words=words, learned=True)
    if ours["trained_on"] == "stand-in":
        words = f"a stand-in that learned from {ours['sentences']} made-up sentences, for speed alone"
        return Pipeline(name=name, words=words, learned=False)
    words = (
        f"with a parser trained by us on {ours['sentences']} sentences, {ours['trained_on']}: UAS {ours['UAS']}, "
        f"LAS {ours['LAS']} on {ours['held_out']} held out, gold tokens"
    )
    if ours["UAS"] < LEAST_UAS:
        return Pipeline(name=name, words=f"{words}; too weak to judge extractors by", learned=False)
    return Pipeline(name=name, words=words, learned=True)
