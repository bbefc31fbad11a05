"""Where things stand: later is further right, nothing covers anything, what is undated has its interval."""

from dataclasses import replace
from itertools import pairwise

import trace_story as story

from firsthand.render.trace_layout import LEAST_GAP, MOST_ARTICLES, layout, seconds
from firsthand.render.trace_words import index

FOUND = index(story.TRACE)
PICTURE = layout(FOUND, story.CLAIM)


def test_later_is_further_right() -> None:
    dated = sorted((n for n in PICTURE.nodes if n.bar is None), key=lambda n: n.lead.when)
    assert all(a.x == b.x if a.lead.when == b.lead.when else b.x - a.x >= LEAST_GAP for a, b in pairwise(dated))
    for arrow in PICTURE.arrows:
        assert arrow.start.x < arrow.end.x


def test_an_undated_article_has_an_interval() -> None:
    blog, gazette = (next(n for n in PICTURE.nodes if n.lead.key == k) for k in ("blog-1", "gazette-1"))
    assert blog.bar is not None
    assert blog.bar[0] <= min(n.x for n in PICTURE.nodes)
    assert gazette.bar is not None
    assert gazette.bar[0] < gazette.x < gazette.bar[1]
    assert PICTURE.undated


def test_lanes_are_outlets_and_nothing_covers_anything() -> None:
    assert [lane.name for lane in PICTURE.lanes][:3] == ["Tarn Lantern", "Orm Wire", "Harl Post"]
    for a, b in pairwise(PICTURE.lanes):
        assert a.y + a.height == b.y
    places = [(n.x, n.y) for n in PICTURE.nodes]
    assert len(set(places)) == len(places)
    for n in PICTURE.nodes:
        lane = PICTURE.lanes[n.lane]
        assert lane.y < n.y < lane.y + lane.height
        assert 0 < n.x < PICTURE.width


def test_signs_by_place_and_drift_at_the_arrow() -> None:
    assert {(n.lead.key, n.shape) for n in PICTURE.nodes} >= {
        ("post-1", "attributed"),
        ("post-1", "title"),
        ("gazette-1", "own voice"),
    }
    drifts = {a.end.lead.key: [d.kind for d in a.drift] for a in PICTURE.arrows}
    assert drifts == {"wire-1": [], "post-1": ["hedge", "number"], "gazette-1": ["attribution"], "blog-1": []}
    assert [a.number for a in PICTURE.arrows] == [1, 2, 3, 4]


def test_of_many_the_telling_ones_are_drawn() -> None:
    copies = tuple(replace(story.WIRE, unit=f"w{i}", article=f"{i:016}", outlet=f"O{i % 3}") for i in range(300))
    claim = replace(story.CLAIM, reports=(*story.REPORTS, *copies))
    picture = layout(FOUND, claim)
    assert {"lantern-1", "post-1", "herald-1"} <= {n.lead.key for n in picture.nodes}
    assert len({n.lead.article for n in picture.nodes}) <= MOST_ARTICLES
    assert sum(lane.left_out for lane in picture.lanes) > 200


def test_nothing_dated_and_nothing_at_all() -> None:
    undated = replace(story.CLAIM, reports=tuple(replace(r, when=(None, None)) for r in story.REPORTS))
    picture = layout(FOUND, undated)
    assert picture.ticks == ()
    assert all(n.bar for n in picture.nodes)
    assert layout(FOUND, replace(story.CLAIM, reports=(), drift=())).nodes == ()


def test_instants() -> None:
    assert seconds("1970-01-01T00:01:00Z") == 60
    assert seconds("1970-01-02") == 86400
    assert [seconds(s) for s in (None, "soon", "")] == [None, None, None]
