"""Owns the whole of tracing on an invented story: its gold, every order of adding, decisions, and bad input."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model.trace import Piece, TraceDecision, Unit
from firsthand.tracing.order import order
from firsthand.tracing.trace import trace
from tests.tracing.ferry import EDGES, INDEPENDENCE, WHO, ferry, keys
from tests.tracing.invented import Story, source, sources

STORY = ferry()
TRACE = trace(STORY.pieces, STORY.clusters)


def claim(name: str, traced=TRACE, story: Story = STORY):
    ids = {u.id for u in story.claims[name]}
    return next(c for c in traced.claims if ids & {r.unit for r in c.reports})


def test_edges_are_those_of_the_gold() -> None:
    names = keys(TRACE)
    assert {(names[e.earlier], names[e.later]): (e.kind, e.acknowledged) for e in TRACE.edges} == EDGES


@pytest.mark.parametrize("name", INDEPENDENCE)
def test_independence_is_that_of_the_gold(name: str) -> None:
    assert claim(name).independence == INDEPENDENCE[name]


def test_every_chain_of_the_rock_begins_with_a_person_who_was_there() -> None:
    firsts = {TRACE.source(r.chain[0]).descriptor for r in claim("rock").reports if r.stance == "asserts"}
    assert firsts == {"a harbour pilot", "a sailor on board"}


def test_the_circle_goes_back_to_the_pilot() -> None:
    again = next(r for r in claim("rock").reports if r.key == "again")
    names = [TRACE.source(i).name or TRACE.source(i).descriptor for i in again.chain]
    assert names == ["a harbour pilot", "The Harbour Post", "Coast Wire", "Quay Letter"]


def test_an_article_about_something_else_is_in_no_claim_of_the_story() -> None:
    assert {r.key for c in TRACE.claims if len(c.reports) > 1 for r in c.reports}.isdisjoint({"weather"})


def test_readers_are_told_why_and_what_it_turns_on() -> None:
    rock = claim("rock")
    assert "Told by 7 outlets in 9 stored articles." in rock.why
    assert any("apart" in w and "a sailor on board" in w for w in rock.why)
    assert any("are two, it is 2 distinct known roots" in t for t in rock.turns_on)
    told = " ".join((*rock.why, *rock.turns_on, *(e.evidence for e in TRACE.edges)))
    assert "confirm" not in told
    assert "“" not in "".join(rock.why)


def test_a_denied_report_is_told_and_denied() -> None:
    stances = [(r.stance, r.key) for r in claim("rock").reports if r.key == "denial"]
    assert stances == [("asserts", "denial"), ("denies", "denial")]


def test_the_correction_list_names_every_article_that_carries_it() -> None:
    (correction,) = TRACE.corrections
    names = keys(TRACE)
    carried = [names[a] for a in correction.carried_by]
    assert names[correction.article] == "note"
    assert carried == ["post", "echo", "wire", "gull", "denial", "radio", "circle", "again", "note"]


@given(st.randoms(use_true_random=False))
@settings(max_examples=12)
def test_no_order_changes_anything(chance: random.Random) -> None:
    pieces, clusters = list(STORY.pieces), [list(c) for c in STORY.clusters]
    chance.shuffle(pieces)
    chance.shuffle(clusters)
    for cluster in clusters:
        chance.shuffle(cluster)
    assert trace(pieces, clusters) == TRACE


@given(st.permutations(range(len(STORY.pieces))))
@settings(max_examples=8)
def test_adding_one_at_a_time_ends_in_the_same(sequence: list[int]) -> None:
    held: list[Piece] = []
    for n in sequence:
        held.append(STORY.pieces[n])
        ids = {p.id for p in held}
        clusters = [tuple(u for u in c if u.article in ids) for c in STORY.clusters]
        now = trace(held, clusters)
    assert now == TRACE


def test_what_is_there_later_changes_no_earlier_claim_s_id() -> None:
    first = trace(
        STORY.pieces[:3], [tuple(u for u in c if u.article in {p.id for p in STORY.pieces[:3]}) for c in STORY.clusters]
    )
    assert {c.id for c in first.claims} <= {c.id for c in TRACE.claims}


def test_decisions_are_laid_over_what_is_found() -> None:
    rock = STORY.claims["rock"]
    pilot = next(r for r in claim("rock").reports if r.key == "post").chain[0]
    sailor = next(r for r in claim("rock").reports if r.key == "radio").chain[0]

    def decided(kind: str, a: str, b: str):
        return claim("rock", trace(STORY.pieces, STORY.clusters, [TraceDecision(id="d", kind=kind, a=a, b=b)]))

    assert decided("one root", pilot, sailor).independence == (1, 1)
    assert decided("two roots", pilot, sailor).independence == (2, 2)
    radio = next(u for u in rock if u.article == STORY.pieces[5].id)
    assert decided("split", rock[0].id, radio.id).independence == (1, 1)
    gull = next(p.id for p in STORY.pieces if p.key == "gull")
    wire = next(p.id for p in STORY.pieces if p.key == "wire")
    assert decided("cut", wire, gull).independence == (1, 3)
    joined = decided("merge", rock[0].id, STORY.claims["sale"][0].id)
    assert len(joined.reports) > len(claim("rock").reports)


# Bad input


def copies(count: int, whens: list[str | None]) -> tuple[list[Piece], list[list[Unit]]]:
    story = Story(sources=WHO)
    text = "[rock|The ferry Alba struck a rock off Skerry Point]. Divers found a gash beside the propeller there."
    for n in range(count):
        story.add(
            f"k{n}", f"Outlet {n}", whens[n % len(whens)], f"{text} Edition {n} of the paper was printed in Brandal."
        )
    return story.pieces, [list(c) for c in story.clusters]


def test_many_copies_are_one_root() -> None:
    instants = [f"2031-05-04T{n // 60:02}:{n % 60:02}:00Z" for n in range(150)]
    found = trace(*copies(150, instants))
    assert found.claims[0].independence == (1, 1)
    assert {e.earlier for e in found.edges} == {found.claims[0].reports[0].article}


@pytest.mark.parametrize("whens", [["2031-05-04T06:00:00Z"], [f"2031-05-{n:02}T06:00:00Z" for n in range(1, 21)]])
def test_five_hundred_copies_take_bounded_time(whens: list[str | None]) -> None:
    given = copies(500, whens)
    start = time.process_time()
    found = trace(*given)
    assert time.process_time() - start < 8
    assert found.claims[0].independence[0] == 1
    assert len(found.edges) <= 500


def test_of_copies_at_one_instant_none_is_said_to_be_the_first() -> None:
    found = trace(*copies(3, ["2031-05-04T06:00:00Z"]))
    assert found.edges == ()
    assert found.claims[0].independence == (1, 3)


def test_undated_copies_are_not_put_in_order() -> None:
    assert trace(*copies(3, [None])).edges == ()


def test_an_undated_article_that_names_the_other_comes_after_it() -> None:
    story = Story(sources=WHO)
    story.add("b", "Coast Wire", None, "[rock|The Alba struck a rock|pilot<POST], the Harbour Post reported.")
    story.add("a", "Harbour Post", None, "[rock|The ferry Alba struck a rock|pilot], a harbour pilot said.")
    found = trace(story.pieces, story.clusters)
    assert [(keys(found)[e.earlier], keys(found)[e.later]) for e in found.edges] == [("a", "b")]
    assert found.claims[0].independence == (1, 1)


def test_an_outlet_that_is_cited_and_not_there_is_listed() -> None:
    story = Story(sources=WHO)
    story.add(
        "a", "Coast Wire", "2031-05-04T06:00:00Z", "[rock|The Alba struck a rock|ABSENT], the Inland Times wrote."
    )
    found = trace(story.pieces, story.clusters)
    assert [(a.outlet, [keys(found)[k] for k in a.by]) for a in found.cited_but_absent] == [("Inland Times", ["a"])]
    assert found.claims[0].independence == (1, 1)
    assert any("The article of Inland Times is not here" in t for t in found.claims[0].turns_on)


def test_one_outlet_under_two_names_is_one() -> None:
    story = Story(sources=WHO)
    story.add("a", "The Harbour Post", "2031-05-04T06:00:00Z", "[rock|The ferry Alba struck a rock].")
    story.add("b", "Harbour Post", "2031-05-05T06:00:00Z", "[rock|The Alba was holed by a rock].")
    assert trace(story.pieces, story.clusters).claims[0].independence == (1, 1)


def test_one_article_and_nothing_at_all() -> None:
    assert trace([], []) == trace([], [()])
    story = Story(sources=sources(source("pilot", descriptor="a pilot")))
    story.add("a", None, None, "[rock|The ferry struck a rock|pilot/denies].")
    (only,) = trace(story.pieces, story.clusters).claims
    assert only.independence == (0, 0)
    assert only.why == ("Nobody here asserts it: it is only denied or doubted.",)


@given(st.lists(st.sampled_from(["2031-05-04T06:00:00Z", "2031-05-04T07:00:00Z", None]), min_size=4, max_size=4))
def test_order_has_two_sides(whens: list[str | None]) -> None:
    a, b = (tuple(sorted(w, key=lambda x: x or "")) for w in (whens[:2], whens[2:]))
    turned = {"before": "after", "after": "before", "not known": "not known"}
    if None not in (*a, *b):
        assert order(b, a) == turned[order(a, b)]


def test_edges_never_go_forward_in_time() -> None:
    place = {id: n for n, id in enumerate(dict(TRACE.keys))}
    assert all(place[e.earlier] < place[e.later] for e in TRACE.edges)
