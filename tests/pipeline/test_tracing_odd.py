"""Bad and odd input for a whole trace over a ledger: dates, names of outlets, copies, links, people of one name."""

import time
from dataclasses import replace

import pytest
from told import PIER, SEEN, Told, add, together

from firsthand.ledger import Ledger, open_ledger
from firsthand.model.trace import Claim
from firsthand.pipeline import tracing
from firsthand.pipeline.tracing import Widely

HERALD, POST, WIRE = PIER[:3]
MORE = " Gulls have nested under its roof since the last boat left. The town has asked for offers twice."


def claim_of(ledger: Ledger, *keys: str) -> Claim:
    """The claim that all those articles tell."""
    return next(c for c in tracing.trace(ledger).trace.claims if {r.key for r in c.reports} >= set(keys))


def unnamed(n: int, published: str | None, **more: str) -> Told:
    """An article with an unnamed source, the same text in each."""
    text = f"The old ferry pier at Stellin will be torn down in autumn, an official said.{MORE}"
    return Told(key=f"k{n}", text=text, outlet=f"Paper {'ABCDEFGH'[n]}", published=published, **more)


# Dates


@pytest.mark.parametrize("date", [None, "2031-05-04", "2031-05-04T08:00:00Z", "soon", "2999-01-01"])
def test_one_text_at_one_time_has_one_unnamed_source_and_no_first(ledger: Ledger, date: str | None) -> None:
    add(ledger, [unnamed(n, date) for n in range(3)])
    claim = claim_of(ledger, "k0", "k1", "k2")
    assert claim.independence == (1, 1)
    assert tracing.trace(ledger).trace.edges == ()
    assert {r.derivation for r in claim.reports} == {"original"}


@pytest.mark.parametrize("date", [None, "2031-05-04"])
def test_one_text_without_a_source_is_from_one_to_all(ledger: Ledger, date: str | None) -> None:
    text = f"The old ferry pier at Stellin will be torn down in autumn.{MORE}"
    add(ledger, [replace(unnamed(n, date), text=text, title=f"Pier to be torn down {n}") for n in range(3)])
    assert all(c.independence[0] <= 1 for c in tracing.trace(ledger).trace.claims)


def test_an_article_from_the_future_comes_last_and_adds_no_root(ledger: Ledger) -> None:
    ids = add(ledger, [unnamed(0, "2031-05-03"), unnamed(1, "2093-05-03")])
    found = tracing.trace(ledger).trace
    # Years apart are no window of time in which two are compared: nothing is joined, and nothing counted as two.
    assert all(c.independence[0] <= 1 for c in found.claims)
    assert all((e.earlier, e.later) == (ids["k0"], ids["k1"]) for e in found.edges)


def test_an_article_dated_after_it_was_fetched_is_traced(ledger: Ledger) -> None:
    ids = add(ledger, [unnamed(0, "2031-06-29"), unnamed(1, "2031-07-20")], seen=SEEN)
    claim = claim_of(ledger, "k0", "k1")
    assert claim.independence == (1, 1)
    assert [(e.earlier, e.later) for e in tracing.trace(ledger).trace.edges] == [(ids["k0"], ids["k1"])]


# Outlets


def test_one_outlet_under_two_spellings_is_one(ledger: Ledger) -> None:
    own = replace(HERALD, text=f"The old ferry pier at Stellin will be torn down in autumn, an official said.{MORE}")
    add(ledger, [own, replace(own, key="again", outlet="The Quay Herald", published="2031-05-04T08:00:00Z")])
    claim = claim_of(ledger, "herald-1", "again")
    assert claim.independence == (1, 1)
    assert claim.why[0].startswith("Told by 1 outlet in 2") or "Told by 2 outlets" in claim.why[0]


def test_articles_without_an_outlet(ledger: Ledger) -> None:
    add(ledger, [replace(one, outlet=None) for one in (HERALD, POST)])
    assert claim_of(ledger, "herald-1", "post-1").independence == (1, 1)
    assert tracing.echoes(ledger, Widely(min_outlets=2)).claims == ()


# Links

SITE = "https://quayherald.example/pier"


def page(text: str, *links: str) -> str:
    return f"<p>{text}</p>" + "".join(f"<a href='{link}'>more</a>" for link in links)


def linking(key: str, text: str, *links: str, outlet: str = "Norrvik Wire", day: str = "2031-05-05") -> Told:
    return Told(
        key=key, text=text, outlet=outlet, published=day, url=f"https://wire.example/{key}", page=page(text, *links)
    )


def test_a_link_beside_the_same_claim_is_a_credited_derivation(ledger: Ledger) -> None:
    first = replace(HERALD, url=SITE)
    text = "The old ferry pier at Stellin is to be torn down this autumn, Mara Quist said. Nobody would say who pays."
    ids = add(ledger, [first, linking("later", text, f"{SITE}?utm_source=feed#top")])
    (edge,) = tracing.trace(ledger).trace.edges
    assert (edge.earlier, edge.later, edge.kind) == (ids["herald-1"], ids["later"], "cites")
    assert edge.acknowledged
    assert "its page links to that article" in edge.evidence


def test_a_link_beside_another_matter_is_none(ledger: Ledger) -> None:
    text = "Bread in Varneby costs two crowns more than a year ago, Olle Brink said. Flour is dear."
    add(ledger, [replace(HERALD, url=SITE), linking("later", text, SITE)])
    assert tracing.trace(ledger).trace.edges == ()


def test_a_follow_up_that_links_to_its_own_article_is_no_second_root(ledger: Ledger) -> None:
    text = "The old ferry pier at Stellin will be torn down in autumn, Mara Quist said. Work begins on a Monday."
    add(ledger, [replace(HERALD, url=SITE), linking("later", text, SITE, outlet="Quay Herald")])
    assert claim_of(ledger, "herald-1", "later").independence == (1, 1)
    assert [e.acknowledged for e in tracing.trace(ledger).trace.edges] == [True]


# Many, one, and two of one name


@pytest.mark.slow
def test_two_hundred_copies_are_answered_in_bounded_time(tmp_path) -> None:
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        add(
            ledger,
            [
                replace(unnamed(0, f"2031-05-{3 + n % 20:02}T08:00:00Z"), key=f"copy-{n}", outlet=f"Paper {n}")
                for n in range(200)
            ],
        )
        tracing.track(ledger)
        start = time.process_time()
        found = tracing.trace(ledger, "old ferry pier torn down")
        assert time.process_time() - start < 10
        claim = next(c for c in found.trace.claims if len(c.reports) >= 200)
        assert claim.independence == (1, 1)
        assert claim.why[0] == "Told by 200 outlets in 200 stored articles."


def test_a_ledger_of_one_article_has_its_claims(ledger: Ledger) -> None:
    add(ledger, [unnamed(0, None)])
    found = tracing.trace(ledger)
    assert all(c.independence == (1, 1) for c in found.trace.claims)
    assert (found.trace.edges, found.trace.contradictions, found.trace.corrections) == ((), (), ())


def test_two_people_of_one_name_in_two_stories_do_not_clash(ledger: Ledger) -> None:
    goal = "The final at Stellin will be played again on Sunday, Jon Berg said. The referee had lost his whistle."
    fish = "The herring of the bay will not be caught again this year, Jon Berg said. The boats stay in port."
    add(
        ledger,
        [
            Told(key="goal", outlet="Quay Herald", text=goal, published="2031-05-03"),
            Told(key="fish", outlet="Stellin Post", text=fish, published="2031-05-04"),
        ],
    )
    found = tracing.trace(ledger)
    assert together(found) == set()
    assert found.trace.contradictions == ()
    assert found.trace.corrections == ()
    assert found.trace.edges == ()


def test_who_says_the_opposite_later_is_shown_with_who_carries_it(ledger: Ledger) -> None:
    stays = "The old ferry pier at Stellin will not be torn down in autumn, Mara Quist said. It is to be painted."
    add(ledger, [HERALD, POST, replace(WIRE, key="stays", text=stays, published="2031-05-09T12:00:00Z")])
    found = tracing.trace(ledger).trace
    assert {c.kind for c in found.contradictions} & {"reversed", "denied"}
    keys = dict(found.keys)
    carried = {keys[a] for c in found.corrections for a in c.carried_by}
    assert {"herald-1", "post-1"} <= carried
