"""Owns reversals, two voices of one body, correction lists and circles, on invented articles in several styles."""

import pytest

from firsthand.model.trace import Trace
from firsthand.tracing.trace import trace
from tests.tracing.invented import Story, source, sources

WHO = sources(
    source("MINISTER", name="Ada Lind", role="transport minister"),
    source("SECRETARY", name="Per Voss", role="state secretary", affiliation="the Transport Ministry"),
    source("JUDGE", name="Otto Wiik"),
    source("UNION", name="Bo Lund", affiliation="Seamen’s Union"),
    source("clerk", descriptor="a clerk at the harbour office"),
    source("A", "outlet", "Quay Letter"),
    source("B", "outlet", "Coast Wire"),
    source("C", "outlet", "Daily Gull"),
)
DAYS = [f"2031-05-{n:02}T06:00:00Z" for n in range(1, 20)]


def told(*articles: tuple[str, str], days: list[str | None] | None = None) -> tuple[Trace, dict[str, str]]:
    """The trace of articles given as outlet and text, a day apart, and their ids to keys (`k0`, `k1`, …)."""
    story = Story(sources=WHO)
    for n, (outlet, text) in enumerate(articles):
        story.add(f"k{n}", outlet, (days or DAYS)[n], text)
    found = trace(story.pieces, story.clusters)
    return found, dict(found.keys)


# A source that turns round

SAID = ("Harbour Post", "[sale|The state will sell the ferry company|MINISTER], Ada Lind said on the quay.")
ECHO = ("Daily Gull", "[sale|The ferry company is to be sold|MINISTER], the minister announced. Shares rose at once.")
DENIED = ("Fjord FM", "[sale|The ferry company will be sold|MINISTER/denies], the minister denied in parliament.")


def test_who_denies_what_he_said_before_reverses_himself() -> None:
    found, keys = told(SAID, ECHO, DENIED)
    (claim,) = found.claims
    assert [r.stance for r in claim.reports] == ["asserts", "asserts", "denies"]
    turned = next(c for c in found.contradictions if c.kind == "reversed")
    assert (turned.a, turned.b, turned.by) == (claim.id, claim.id, (claim.reports[0].chain[0],))
    assert turned.why == "Ada Lind asserts it first and denies it later"
    (correction,) = found.corrections
    assert keys[correction.article] == "k2"
    assert [keys[a] for a in correction.carried_by] == ["k0", "k1"]


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ([DAYS[5], DAYS[1]], "denies it first and asserts it later"),
        ([DAYS[1], DAYS[1]], "which came first is not known"),
        ([None, None], "which came first is not known"),
    ],
)
def test_the_order_of_a_reversal_is_told_as_far_as_it_is_known(days: list[str | None], why: str) -> None:
    (turned,) = (c for c in told(SAID, DENIED, days=days)[0].contradictions if c.kind == "reversed")
    assert why in turned.why


NOT = [
    ("The state will sell the ferry company in June", "The state will not sell the ferry company", True),
    ("The state will not sell the ferry company", "The state will sell the ferry company in June", True),
    (
        "27 cranes failed their spring test",
        "27 cranes did not pass their spring test",
        False,
    ),  # the same, otherwise put
    ("The state will sell the ferry company", "Not only will the state sell the ferry company", False),
]


@pytest.mark.parametrize(("first", "then", "turned"), NOT)
def test_who_says_not_in_the_same_words_denies_what_he_said(first: str, then: str, turned: bool) -> None:
    found, _ = told(
        ("Harbour Post", f"[sale|{first}|MINISTER], Ada Lind said."),
        ("Coast Wire", f"[sale|{then}|MINISTER], Ada Lind said."),
    )
    assert [r.stance for r in found.claims[0].reports] == ["asserts", "denies" if turned else "asserts"]
    assert ("reversed" in {c.kind for c in found.contradictions}) is turned
    assert bool(found.corrections) is turned


def test_a_denial_by_somebody_else_is_no_reversal() -> None:
    found, _ = told(SAID, ("Fjord FM", "[sale|It will be sold|UNION/denies], Bo Lund of the Seamen’s Union denied."))
    assert [c.kind for c in found.contradictions] == ["denied"]
    assert found.corrections == ()


def test_who_always_denied_it_in_other_words_is_no_root() -> None:
    found, _ = told(
        ("Harbour Post", "[sale|The ferry company will be sold|clerk], a clerk said."),
        ("Coast Wire", "[sale|Nobody is going to sell the ferry company|MINISTER], Ada Lind said."),
        DENIED,
    )
    (claim,) = found.claims
    assert [r.stance for r in claim.reports] == ["asserts", "denies", "denies"]
    assert not [c for c in found.contradictions if c.kind == "reversed"]


# One body, two voices

AGAINST = ("Coast Wire", "[sale|The ferry company will be sold|SECRETARY/denies], state secretary Per Voss denied.")


def test_two_of_one_body_who_say_the_opposite_are_shown_as_that() -> None:
    found, _ = told(SAID, AGAINST)
    (clash,) = found.contradictions
    assert clash.kind == "denied"
    assert len(clash.by) == 2
    assert "the texts place Ada Lind and Per Voss at one body" in clash.why
    assert found.corrections == ()  # another person: nobody took anything back


def test_two_claims_of_one_body_that_do_not_go_together() -> None:
    found, _ = told(
        ("Harbour Post", "[a|The eastern ferry line will close in autumn|MINISTER], Ada Lind said."),
        ("Coast Wire", "[b|The eastern ferry line will not close in autumn|SECRETARY], Per Voss said."),
    )
    (clash,) = found.contradictions
    assert clash.kind == "opposed"
    assert "at one body" in clash.why
    assert len(clash.by) == 2


def test_two_bodies_are_two() -> None:
    found, _ = told(SAID, ("Fjord FM", "[sale|It will be sold|UNION/denies], Bo Lund of the Seamen’s Union denied."))
    assert "one body" not in found.contradictions[0].why


# Corrections

PLAIN = "[crane|The crane fell on 14 parked cars]. Nobody was hurt."
NOTES = [
    "All is calm.\n\nCorrection: The Harbour Post reported on Sunday that [crane|the crane fell on 14 parked cars]. "
    "That was wrong; there were four.",
    "All is calm.\n\nCORRECTION — An earlier version of this article incorrectly stated that [crane|the crane fell on "
    "14 parked cars]. There were four.",
    "Editors’ notes stand below.\n\nRetraction: On Sunday we wrote that [crane|the crane fell on 14 parked cars]. We "
    "retract this: the report was false.",
]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_lists_who_still_carries_it(note: str) -> None:
    found, keys = told(
        ("Harbour Post", PLAIN),
        ("Coast Wire", "[crane|Fourteen cars lie under the crane], the Harbour Post reported. Ducks swam by."),
        ("Harbour Post", note),
        ("Daily Gull", "[crane|A crane fell on 14 cars in Brandal]. The sun shone on it."),
    )
    (correction,) = found.corrections
    assert keys[correction.article] == "k2"
    assert {keys[a] for a in correction.carried_by} >= {"k0", "k1", "k3"}
    assert [c.kind for c in found.contradictions] == ["retracted"]


LATER = [
    ("The night ferry to Skerry will stop in June", "The night ferry to Skerry will not stop in June", True),
    ("The police counted 14 cars under the crane", "The police counted 4 cars under the crane", True),
    ("The police counted 14 cars under the crane", "The police counted 90 gulls on the eastern quay", False),
    ("The night ferry to Skerry will stop in June", "The night ferry to Skerry will stop in June for repairs", False),
]


@pytest.mark.parametrize(("first", "then", "listed"), LATER)
def test_a_root_that_tells_the_opposite_later_has_the_first_looked_at_again(
    first: str, then: str, listed: bool
) -> None:
    articles = (
        ("Harbour Post", f"[a|{first}|MINISTER], Ada Lind said."),
        ("Coast Wire", f"[a|{first}|MINISTER], according to Ada Lind. It rained."),
        ("Fjord FM", f"[b|{then}|MINISTER], Ada Lind said on Friday."),
    )
    found, keys = told(*articles)
    got = [(keys[c.article], [keys[a] for a in c.carried_by]) for c in found.corrections]
    assert got == ([("k2", ["k0", "k1"])] if listed else [])
    assert told(*articles, days=[DAYS[0]] * 3)[0].corrections == ()  # which came first is not known


def test_another_source_with_another_number_takes_nothing_back() -> None:
    found, _ = told(
        ("Harbour Post", "[a|The police counted 14 cars under the crane|MINISTER], Ada Lind said."),
        ("Fjord FM", "[b|The police counted 4 cars under the crane|JUDGE], Otto Wiik said."),
    )
    assert [c.kind for c in found.contradictions] == ["opposed"]
    assert found.corrections == ()


# Circles

FIRST = (
    "Quay Letter",
    "[rock|The tug Berta has run on a rock|clerk], a clerk said. The cook was asleep. Nets hung from the crane.",
)
CIRCLES = [
    (
        ("Coast Wire", "[rock|The tug Berta has hit a rock|A], the Quay Letter reported."),
        ("Quay Letter", "Now others bear it out: [rock|the tug Berta hit a rock|B], Coast Wire wrote on Monday."),
    ),
    (
        ("Coast Wire", "According to the Quay Letter, [rock|the tug Berta lies on a rock|A]. It is cold."),
        ("Daily Gull", "[rock|The tug Berta is on a rock|B], says Coast Wire, and nobody doubts it."),
        ("Quay Letter", "As the Daily Gull has written, [rock|the tug Berta is on a rock|C]. We said so."),
        ("Coast Wire", "Two papers have it: [rock|the tug Berta is on a rock|A], the Quay Letter reported again."),
    ),
    (
        ("Coast Wire", "[rock|The tug Berta has hit a rock]. This was first reported by the Quay Letter."),
        ("Quay Letter", "[rock|The tug Berta did hit a rock], Coast Wire reports."),
    ),
]  # fmt: skip


@pytest.mark.parametrize("later", CIRCLES)
@pytest.mark.parametrize(
    "days", [DAYS, [("2031-05-01T00:00:00Z", "2031-05-01T23:59:59Z")] * 9], ids=["days", "one day"]
)
def test_a_circle_adds_nothing(later, days) -> None:
    found, _ = told(FIRST, *later, days=days)
    (claim,) = found.claims
    assert claim.independence[0] == 1
    if days is DAYS:
        assert claim.independence == (1, 1)
        assert {found.source(r.chain[0]).descriptor for r in claim.reports} == {"a clerk at the harbour office"}
    above: dict[str, set[str]] = {}
    for edge in found.edges:
        above.setdefault(edge.later, set()).add(edge.earlier)
    for start in above:
        seen, todo = set(), [start]
        while todo:
            fresh = above.get(todo.pop(), set()) - seen
            seen |= fresh
            todo += fresh
        assert start not in seen


def test_a_circle_of_two_who_give_no_source_is_one_at_most_two() -> None:
    found, _ = told(
        ("Coast Wire", "[rock|The tug Berta has hit a rock], the Daily Gull reported. Fish is dear."),
        ("Daily Gull", "[rock|The tug Berta has hit a rock], Coast Wire reported. The mayor was away."),
        days=[None, None],
    )
    assert found.claims[0].independence[0] <= 1
