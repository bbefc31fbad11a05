"""Owns which places of two articles are one text whose order is not known. It guesses no order: who was first stays
open, and what stands in one text is told by the same source, whichever of the two had it first.
"""

from collections.abc import Iterator

from firsthand.model.trace import Unit
from firsthand.tracing.details import content, copied_share, stands_in
from firsthand.tracing.order import order
from firsthand.tracing.shown import MOST
from firsthand.tracing.told import Told

LOOKED = 24
"""Articles at the same time that tell the same words, of which the texts are compared, the first ones."""


def twins(view: Told, unit: Unit, claim: int) -> Iterator[Unit]:
    """The places that may stand for `unit` and for all that are one text with it, the first by id first: of articles
    that can have come out before it and after it, most of whose sentences stand in one of the two.
    """
    mine = view.pieces[unit.article]
    looked: dict[str, bool] = {}
    for other in view.clusters[claim] if unit.field == "text" else ():
        theirs = view.pieces[other.article]
        if view.place[theirs.id] >= view.place[mine.id] or len(looked) > LOOKED:
            return
        if other.field != "text" or view.stance(other) != view.stance(unit) or not _one_wording(unit, other):
            continue
        if theirs.id not in looked:
            looked[theirs.id] = order(theirs.when, mine.when) == "not known" and _one_text(view, mine.id, theirs.id)
        if looked[theirs.id]:
            yield other


def _one_wording(a: Unit, b: Unit) -> bool:
    return content(a.words) == content(b.words) or stands_in(a.words, b.words)


def _one_text(view: Told, a: str, b: str) -> bool:
    """True where most sentences of the one stand in the other."""
    x, y = view.pieces[a].reading.article, view.pieces[b].reading.article
    return copied_share(x, y) > MOST - 1e-9 or copied_share(y, x) > MOST - 1e-9
