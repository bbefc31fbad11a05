"""Owns how a story of `benchmarks/stories` is taken apart to learn from: its pieces, and what claims they tell."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from firsthand.evaluation.tracing import Story
from firsthand.ledger import open_ledger
from firsthand.ledger.tables import articles as held
from firsthand.model.trace import Piece, Unit
from firsthand.pipeline import Reader
from firsthand.pipeline.adding import Adder
from firsthand.pipeline.tracing_pieces import pieces


def pieces_of(articles: Path, reader: Callable[[], Reader]) -> list[Piece]:
    """The articles of a story as tracing sees them, by way of a ledger of their own."""
    with TemporaryDirectory() as place, open_ledger(Path(place) / "story.db") as ledger:
        for outcome in Adder(ledger=ledger, load=reader).add([str(articles)]):
            if outcome.what != "added":
                raise SystemExit(f"{outcome.key} of {articles}: {outcome.message or outcome.what}")
        with ledger.reading() as connection:
            return list(pieces(connection, list(connection.scalars(select(held.c.id)))))


def claims_of(story: Story, told: Mapping[str, tuple[Unit, Piece]]) -> dict[str, str]:
    """The gold claim of each unit that fits a report of the gold best (Dice), by the unit's id."""
    found: dict[str, str] = {}
    for claim in story.gold["claims"]:
        for report in claim["reports"]:
            start, end = report["span"]
            fits = {}
            for id, (unit, piece) in told.items():
                if unit.field != "text" or piece.key != report["article"]:
                    continue
                length = sum(map(len, unit.spans))
                both = sum(max(0, min(end, s.end) - max(start, s.start)) for s in unit.spans)
                if 2 * both >= min(length, end - start) and length <= 4 * (end - start) + 100:
                    fits[id] = 2 * both / (length + end - start)
            if fits:
                found.setdefault(max(fits, key=lambda id: (fits[id], id)), claim["id"])
    return found
