"""Owns what reads here: the installed encoder and firsthand's version, known without loading the encoder."""

import json
from functools import cache
from types import SimpleNamespace

from firsthand.attribution.encoder import FOLDER
from firsthand.errors import ModelError
from firsthand.ledger.writing import ReadBy
from firsthand.pipeline.adding import read_by
from firsthand.pipeline.reader import Reader


def installed() -> ReadBy:
    """What a reader that is loaded here would be called in a ledger. Raises ModelError where its card is missing."""
    try:
        card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
        return read_by(SimpleNamespace(encoder=SimpleNamespace(version=str(card["version"]), card=card)))  # type: ignore[arg-type]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the encoder in {FOLDER} has no card that can be read: install firsthand again") from error


@cache
def loaded() -> Reader:
    """The reader of this process, loaded once, with one core: as many processes read as there are cores."""
    return Reader.load(threads=1)


@cache
def reading_here() -> ReadBy:
    """What the reader of this process is called in a ledger."""
    return read_by(loaded())


def prepare() -> None:
    """Loads the reader of this process before the first shard is there."""
    loaded()
