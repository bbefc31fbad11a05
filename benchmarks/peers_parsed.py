"""Owns two rows of `benchmarks/peers.py`: a spaCy pipeline by itself, and the dependency rules on it.

python -m benchmarks.peers_parsed parse|rules … (started by `benchmarks/peers.py`)
"""

import sys
from collections.abc import Sequence

import spacy

from benchmarks.peers_child import BATCH, Answer, Job, serve
from benchmarks.peers_rules import extract


def load_parse(pipeline: str) -> Job:
    """The pipeline alone: what any extractor on it costs at least."""
    nlp = spacy.load(pipeline)

    def job(texts: Sequence[str]) -> list[Answer]:
        return [() for _ in nlp.pipe(texts, batch_size=BATCH)]

    return job


def load_rules(pipeline: str) -> Job:
    """The pipeline and `benchmarks.peers_rules`."""
    nlp = spacy.load(pipeline)

    def job(texts: Sequence[str]) -> list[Answer]:
        return [extract(doc) for doc in nlp.pipe(texts, batch_size=BATCH)]

    return job


if __name__ == "__main__":
    sys.exit(serve({"parse": load_parse, "rules": load_rules}[sys.argv.pop(1)]))
