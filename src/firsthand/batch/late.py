"""Owns adding to a ledger where among the inputs are folders that a batch wrote, and the putting off of pyarrow until
one is. It reads no article; what is none of those folders goes the usual way.

This is the only place of this folder that loads a module by its name, and only of this folder: whoever adds one text
file should not wait for what reads Parquet.
"""

import os
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import groupby
from typing import Any

from firsthand.ledger import Ledger
from firsthand.pipeline.adding import Adder, Outcome

MARKER = "firsthand-batch.json"
"""The file that makes a folder one of a batch."""


def add_all(adder: Adder, inputs: Sequence[str], **given: Any) -> Iterator[Outcome]:
    """As `Adder.add`, and folders that `firsthand batch` wrote are taken in without reading them again."""
    for batch, items in groupby(inputs, key=is_batch):
        if not batch:
            yield from adder.add(list(items), **given)
            continue
        for item in items:
            yield from add_batch(adder.ledger, item)


def is_batch(item: str) -> bool:
    """True where a path or an address is of a folder that `firsthand batch` wrote."""
    if "://" in item:
        if item.lower().startswith(("http://", "https://")):
            return False
        is_one: bool = import_module("firsthand.batch.into_ledger").is_batch_at(item)
        return is_one
    try:
        return os.path.isfile(os.path.join(item, MARKER))
    except ValueError:  # a path with a NUL
        return False


def add_batch(ledger: Ledger, place: str) -> Iterator[Outcome]:
    """`firsthand.batch.into_ledger.add_batch`."""
    outcomes: Iterator[Outcome] = import_module("firsthand.batch.into_ledger").add_batch(ledger, place)
    return outcomes
