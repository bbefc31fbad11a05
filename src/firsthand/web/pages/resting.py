"""Owns which claims rest on a named source, as far as what it was last quoted with shows. It counts nothing anew."""

from firsthand.ledger import Ledger
from firsthand.ledger import units as rows
from firsthand.ledger.who import Who
from firsthand.model.trace import Claim
from firsthand.pipeline import tracing

MOST = 40
"""Statements, the last ones, from which is looked."""


def claims_on(ledger: Ledger, found: Who) -> tuple[Claim, ...]:
    """The claims that have the source as a known root, those with the most reports first."""
    places = {tuple(a.id.split(".", 1)) for a in found.said[-MOST:]}
    if not places:
        return ()
    tracing.track(ledger)
    with ledger.reading() as connection:
        told = rows.of_articles(connection, {article for article, _ in places})
        units = [u for u, _ in told if (u.article, u.statement) in places]
        if not units:
            return ()
        answered = tracing.of_units(connection, units)
    wanted = set(answered.claims)
    resting = [
        c for c in answered.trace.claims if c.id in wanted and any(r.source == found.source.root for r in c.roots)
    ]
    return tuple(sorted(resting, key=lambda c: (-len(c.reports), c.id)))
