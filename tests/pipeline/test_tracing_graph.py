"""The graph of pairs: which forms are in one part with others, and where it stops."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.ledger import Ledger, open_ledger, units
from firsthand.ledger.units import FormPair
from firsthand.pipeline import tracing_graph
from firsthand.pipeline.tracing_graph import STEPS, Graph, connected

EDGES = st.dictionaries(
    st.tuples(st.integers(0, 14), st.integers(0, 14)).filter(lambda e: e[0] < e[1]),
    st.sampled_from([0.1, 0.14, 0.25, 0.35, 0.55, 0.85]),
)


def walked(pairs: dict[tuple[str, str], float], start: set[str], least: float) -> set[str]:
    found = set(start)
    while True:
        more = {x for (a, b), p in pairs.items() if p >= least and {a, b} & found for x in (a, b)}
        if more <= found:
            return found
        found |= more


def bottom_up(pairs: dict[tuple[str, str], float], start: set[str], most: int) -> set[str]:
    """What the lowest step leads to that leads to no more than `most`."""
    for step in STEPS:
        found = walked(pairs, start, step)
        if len(found) <= most:
            return found
    return start


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edges=EDGES, start=st.sets(st.integers(0, 14), min_size=1, max_size=3), most=st.integers(3, 8))
def test_reach_is_the_lowest_step_that_fits(tmp_path_factory, edges, start, most) -> None:
    pairs = {(f"f{a:02}", f"f{b:02}"): p for (a, b), p in edges.items()}
    wanted = {f"f{n:02}" for n in start}
    with (
        pytest.MonkeyPatch.context() as patch,
        open_ledger(tmp_path_factory.mktemp("graph") / "ledger.db") as ledger,
        ledger.writing() as connection,
    ):
        patch.setattr(tracing_graph, "WIDEST", most)
        patch.setattr(tracing_graph, "AT_ONCE", 2)
        units.put_pairs(connection, [FormPair(a, b, p) for (a, b), p in pairs.items()])
        assert Graph(connection).reach(wanted) == bottom_up(pairs, wanted, most)


def test_many_forms_reach_all_that_is_connected(ledger: Ledger, monkeypatch) -> None:
    monkeypatch.setattr(tracing_graph, "MOST_FORMS", 2)
    with ledger.writing() as connection:
        units.put_pairs(connection, [FormPair(f"f{n}", f"f{n + 1}", 0.1) for n in range(9)])
        assert Graph(connection).reach(["f0", "x", "y"]) == {"x", "y", *(f"f{n}" for n in range(10))}


def test_a_part_that_is_too_large_is_parted_by_the_next_step(monkeypatch) -> None:
    monkeypatch.setattr(tracing_graph, "MOST_FORMS", 3)
    pairs = [FormPair("a", "b", 0.9), FormPair("b", "c", 0.12), FormPair("c", "d", 0.4), FormPair("x", "y", 0.1)]
    found = connected("abcdxyz", {(p.a, p.b): p for p in pairs})
    assert set(found) == {frozenset(ids) for ids in ("ab", "cd", "xy", "z")}
