"""Owns the pronoun examples that the resolver is trained on, from annotated documents; it reads no files itself.

Examples made from plain text are in `training.name_swap`, whose function is offered here too.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from training.gum import load_folder
from training.name_swap import SwapExample, name_swap_examples

__all__ = ["PronounExample", "SwapExample", "name_swap_examples", "pronoun_examples"]


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


Span = tuple[int, int]

THIRD_PERSON = frozenset(("he", "him", "his", "she", "her", "they", "them", "their"))
PEOPLE = frozenset(("person", "organization"))
NOT_NOMINAL = _words(
    "who whom whose which that this these those what whoever one ones someone somebody anyone anybody everyone "
    "everybody no none nobody other others another each all both many some any most few several"
)
"""Words that name nobody when they are the whole mention, so that resolving to them would tell a reader nothing."""


class PronounExample(NamedTuple):
    """A pronoun, the mentions it might stand for, and which of them it does; spans are half-open code points."""

    pronoun: Span
    candidates: tuple[Span, ...]
    labels: tuple[bool, ...]


def pronoun_examples(doc: dict[str, Any], max_chars: int = 1500) -> Iterator[PronounExample]:
    """One example per third-person pronoun of a document of `training.gum` that has a candidate.

    Candidates are named or nominal people and organisations that start up to `max_chars` before the pronoun, or
    end within its sentence after it. An example may have no true candidate. Members of a group that the pronoun
    sums up ("A met B. They …") are neither right nor wrong, and are left out.
    """
    text = doc["text"]
    candidates = [mention for mention in doc["mentions"] if _may_be_meant(mention, text)]
    for pronoun in doc["mentions"]:
        start, end = pronoun["start"], pronoun["end"]
        if not pronoun["pronoun"] or text[start:end].lower() not in THIRD_PERSON:
            continue
        sentence_end = next((stop for begin, stop in doc["sentences"] if begin <= start < stop), end)
        labels: dict[Span, bool] = {}
        for mention in candidates:
            before = mention["start"] < start and start - mention["start"] <= max_chars
            after = mention["start"] >= end and mention["end"] <= min(sentence_end, end + max_chars)
            if not (before or after) or mention["cluster"] in pronoun["parts"]:
                continue
            span = (mention["start"], mention["end"])
            labels[span] = labels.get(span, False) or mention["cluster"] == pronoun["cluster"]
        if labels:
            yield PronounExample((start, end), tuple(labels), tuple(labels.values()))


def _may_be_meant(mention: dict[str, Any], text: str) -> bool:
    surface = text[mention["start"] : mention["end"]].lower()
    return mention["type"] in PEOPLE and not mention["pronoun"] and surface not in NOT_NOMINAL and surface[:1].isalnum()


def main(folders: list[str]) -> None:
    """Prints counts of documents, mentions and pronoun examples for each folder, as a check by eye."""
    for folder in folders:
        docs = load_folder(Path(folder))
        mentions = [mention for doc in docs for mention in doc["mentions"]]
        examples = [example for doc in docs for example in pronoun_examples(doc)]
        labels = [label for example in examples for label in example.labels]
        print(f"{folder}: {len(docs)} documents, {sum(len(doc['text']) for doc in docs)} characters")
        print(f"  {len(mentions)} mentions, {sum(m['named'] for m in mentions)} named, ", end="")
        print(f"{sum(m['pronoun'] for m in mentions)} pronouns")
        print(f"  {len(examples)} pronoun examples, {sum(any(e.labels) for e in examples)} with a true candidate")
        print(f"  {len(labels)} pairs, {sum(labels)} true ({sum(labels) / max(1, len(labels)):.1%})")
        swaps = [swap for doc in docs for swap in name_swap_examples(doc["text"], random.Random(1))]
        print(f"  {len(swaps)} name-swap examples from the same texts")


if __name__ == "__main__":
    main(sys.argv[1:])
