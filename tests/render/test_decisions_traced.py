"""What the log says of decisions about claims: both articles are named, and which one a report was taken out of."""

import pytest

from firsthand.ledger.decided import Decided
from firsthand.ledger.decisions import Decision
from firsthand.render.decisions import what


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("edge cut", "edge cut aaaa → bbbb"),
        ("edge link", "edge link aaaa → bbbb"),
        ("claim split", "claim split: a report in bbbb taken out of what is told in aaaa"),
        ("claim merge", "claim merge: a report in bbbb tells what is told in aaaa"),
    ],
)
def test_both_articles_are_named(kind: str, told: str) -> None:
    given = dict.fromkeys(Decision.__slots__)
    given |= {"kind": kind, "target": "aaaa", "payload": {"a": {"article": "aaaa"}, "b": {"article": "bbbb"}}}
    assert what(Decided(decision=Decision(**given), sources={})) == told  # type: ignore[arg-type]
