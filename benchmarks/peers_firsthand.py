"""Owns firsthand's row of `benchmarks/peers.py`: the whole job on each text, one thread, in a process of its own."""

import sys
from collections.abc import Sequence

from benchmarks.peers_child import Answer, Job, serve
from firsthand.errors import FirsthandError
from firsthand.evaluation.relation import relations_of
from firsthand.model import Article
from firsthand.pipeline import Reader


def load(_: str) -> Job:
    """A reader with one thread; nested statements, chains, sources and confidences are made as always."""
    reader = Reader.load(threads=1)

    def job(texts: Sequence[str]) -> list[Answer]:
        return [_read(reader, number, text) for number, text in enumerate(texts)]

    return job


def _read(reader: Reader, number: int, text: str) -> Answer:
    try:
        return relations_of(reader.read(Article(key=str(number), text=text)))
    except FirsthandError as error:
        return str(error)


if __name__ == "__main__":
    sys.exit(serve(load))
