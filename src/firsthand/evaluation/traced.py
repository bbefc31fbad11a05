"""Owns the tracing of a story for its figures: as a user would, in a ledger of its own. It scores nothing."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from firsthand.errors import NotReadable
from firsthand.ledger import open_ledger
from firsthand.model.wire_trace import trace_to_json
from firsthand.pipeline import Reader, tracing
from firsthand.pipeline.adding import Adder


def tracer(load: Callable[[], Reader] = Reader.load) -> Callable[[Path], dict[str, Any]]:
    """The function that makes the record of `firsthand trace --all --format json` of a story's ``articles.jsonl``.

    Every story gets a ledger of its own that is gone afterwards; the encoder is loaded once. Raises NotReadable where
    an article of the story cannot be read.
    """
    loaded: list[Reader] = []

    def reader() -> Reader:
        loaded[:] = loaded or [load()]
        return loaded[0]

    def trace(articles: Path) -> dict[str, Any]:
        with TemporaryDirectory(prefix="firsthand-") as folder, open_ledger(Path(folder) / "story.db") as ledger:
            for outcome in Adder(ledger=ledger, load=reader).add([str(articles)]):
                if outcome.what != "added":
                    raise NotReadable(f"{outcome.key} of {articles}: {outcome.message or outcome.what}")
            return trace_to_json(tracing.trace(ledger).trace)

    return trace
