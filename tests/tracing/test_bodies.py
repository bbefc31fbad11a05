"""Owns which body a source is of: a table of what the text says."""

import pytest

from firsthand.model.trace import TracedSource
from firsthand.tracing.bodies import one_body

TABLE = [
    ({"affiliation": "Ministry of Transport"}, {"affiliation": "the Transport Ministry"}, True),
    ({"affiliation": "transport ministry"}, {"role": "transport minister"}, True),
    ({"affiliation": "transport ministry"}, {"role": "minister for transport"}, True),
    ({"role": "foreign minister", "affiliation": "Norway"}, {"affiliation": "foreign ministry"}, True),
    ({"affiliation": "Alba Lines"}, {"kind": "organisation", "name": "Alba Lines"}, True),
    ({"affiliation": "the ministry"}, {"affiliation": "the ministry"}, False),  # whichever that is
    ({"affiliation": "Norway"}, {"affiliation": "Norway"}, False),
    ({"affiliation": "University of Brandal"}, {"affiliation": "University Hospital of Brandal"}, False),
    ({"role": "prime minister"}, {"role": "prime minister"}, False),
    ({"role": "transport minister"}, {"role": "finance minister"}, False),
    ({"kind": "outlet", "name": "Harbour Post"}, {"affiliation": "Harbour Post"}, False),
    ({}, {}, False),
]


@pytest.mark.parametrize(("a", "b", "same"), TABLE)
def test_one_body(a: dict[str, str], b: dict[str, str], same: bool) -> None:
    one, other = (TracedSource(id=id, **{"kind": "person", **told}) for id, told in (("a", a), ("b", b)))
    assert one_body(one, other) is same
    assert one_body(other, one) is same
    assert not one_body(one, one)
