"""Claims kept in a ledger: the same in whatever order articles come, decided on, forgotten, and under bad input."""

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from told import PIER, SEEN, Told, add, shape, together

from firsthand.errors import InvalidValue, NotHeld
from firsthand.ledger import Ledger, deciding, forgetting, open_ledger, stored
from firsthand.ledger.deciding import By
from firsthand.ledger.tables import articles, form_pairs, form_words, forms, tracked, units
from firsthand.ledger.units import DERIVED
from firsthand.pipeline import deciding as deciding_over
from firsthand.pipeline import tracing
from firsthand.pipeline.tracing import Widely
from firsthand.pipeline.tracing_forms import features_of_json, form
from firsthand.pipeline.tracing_pieces import links_in, pieces, when
from firsthand.pipeline.tracing_rulings import Ruling, rule
from firsthand.resolution.across import groups
from firsthand.tracing.features import features_of

BY = By(who="Ann Lee", why="read both", at="2031-07-01T08:00:00Z")
KEYS = {one.key: one for one in PIER}


def only_claim(ledger: Ledger, words: str, *keys: str):
    found = tracing.trace(ledger, words)
    return next(c for c in found.trace.claims if {r.key for r in c.reports} >= set(keys))


def everything(ledger: Ledger) -> dict[str, list[str]]:
    """Every row that tracing keeps, as text."""
    with ledger.reading() as connection:
        return {t.name: sorted(repr(tuple(row)) for row in connection.execute(select(t))) for t in DERIVED}


# Asking


def test_a_claim_of_two_outlets_has_its_one_root(ledger: Ledger) -> None:
    add(ledger, PIER)
    claim = only_claim(ledger, "old ferry pier torn down", "herald-1", "post-1", "wire-1")
    assert claim.independence[0] == 1
    assert frozenset(("trains-1", "echo-1")) in together(tracing.trace(ledger))
    assert not any("bread-1" in keys for keys in together(tracing.trace(ledger)))


def test_words_an_article_a_claim_and_a_report_lead_to_the_same_claim(ledger: Ledger) -> None:
    ids = add(ledger, PIER)
    claim = only_claim(ledger, "night trains sold out", "trains-1", "echo-1")
    unit = claim.reports[0].unit
    for asked in (claim.id, claim.id[:8], unit, unit[:8], ids["echo-1"], "echo-1", f"{ids['echo-1']}.a1"):
        found = tracing.trace(ledger, asked)
        assert claim.id in found.claims, asked
        assert {"trains-1", "echo-1"} <= {p.key for p in found.pieces.values()}
    assert claim.id in tracing.trace(ledger).claims


@pytest.mark.parametrize("asked", ["zzqx vwxq", "0000dead", "…", "--", "a" * 5000, "zzqx\0", "“”"])
def test_what_nothing_is_told_of_is_one_sentence(ledger: Ledger, asked: str) -> None:
    add(ledger, PIER[:2])
    with pytest.raises((NotHeld, InvalidValue)):
        tracing.trace(ledger, asked)


def test_an_empty_ledger_and_one_of_one_article(ledger: Ledger) -> None:
    assert tracing.trace(ledger).trace.claims == ()
    assert tracing.echoes(ledger).claims == ()
    add(ledger, PIER[:1])
    found = tracing.trace(ledger)
    assert {r.key for c in found.trace.claims for r in c.reports} == {"herald-1"}
    assert tracing.echoes(ledger, Widely(min_outlets=2)).claims == ()


# Keeping


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    with open_ledger(str(tmp_path_factory.mktemp("order") / "ledger.db")) as ledger:
        add(ledger, PIER)
        tracing.rebuild(ledger)
        return everything(ledger), shape(tracing.trace(ledger))


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(PIER), one_by_one=st.booleans())
def test_any_order_of_adding_gives_what_a_rebuild_gives(tmp_path_factory, rebuilt, order, one_by_one) -> None:
    rows, trace = rebuilt
    with open_ledger(str(tmp_path_factory.mktemp("any") / "ledger.db")) as ledger:
        for some in [[one] for one in order] if one_by_one else [order[:2], order[2:]]:
            add(ledger, some)
            tracing.track(ledger)
        assert everything(ledger) == rows
        assert shape(tracing.trace(ledger)) == trace


def test_what_was_taken_in_and_out_again_leaves_no_mark(ledger: Ledger) -> None:
    ids = add(ledger, PIER[:2])
    tracing.track(ledger)
    before = everything(ledger)
    ids |= add(ledger, PIER[2:])
    tracing.track(ledger)
    with ledger.writing() as connection:
        for one in PIER[2:]:
            forgetting.forget_article(connection, ids[one.key], at=SEEN)
    tracing.track(ledger)
    assert everything(ledger) == before


def test_nothing_is_done_twice(ledger: Ledger) -> None:
    add(ledger, PIER)
    assert tracing.track(ledger) == len(PIER)
    assert tracing.track(ledger) == 0


def test_a_correction_is_told_at_once(ledger: Ledger) -> None:
    ids = add(ledger, PIER[:2])
    claim = only_claim(ledger, "ferry pier", "herald-1", "post-1")
    assert claim.independence == (1, 1)
    with ledger.writing() as connection:
        made = deciding_over.reject(connection, f"{ids['post-1']}.a1", BY).decision
    assert all(r.statement != "a1" or r.key != "post-1" for r in _reports(ledger))
    with ledger.writing() as connection:
        deciding.undo(connection, made.id, BY, groups)
    assert any(r.statement == "a1" and r.key == "post-1" for r in _reports(ledger))


def _reports(ledger: Ledger):
    return [r for c in tracing.trace(ledger).trace.claims for r in c.reports]


def test_forgetting_an_article_and_clearing_a_text_take_its_rows(ledger: Ledger) -> None:
    ids = add(ledger, PIER)
    tracing.track(ledger)
    with ledger.writing() as connection:
        forgetting.forget_article(connection, ids["echo-1"], at=SEEN)
        forgetting.clear_text(connection, ids["bread-1"])
        for table in (units, tracked):
            gone = table.c.article_id.in_((ids["echo-1"], ids["bread-1"]))
            assert connection.scalar(select(func.count()).select_from(table).where(gone)) == 0
        used = set(connection.scalars(select(units.c.form_id)))
        assert set(connection.scalars(select(forms.c.id))) == used
        left = {ids[one.key] for one in PIER} - {ids["echo-1"], ids["bread-1"]}
        assert set(connection.scalars(select(form_words.c.form_id))) <= used | left
        assert set(connection.scalars(select(form_pairs.c.a))) | set(connection.scalars(select(form_pairs.c.b))) <= used
    found = tracing.trace(ledger)
    assert {r.key for c in found.trace.claims for r in c.reports}.isdisjoint({"echo-1", "bread-1"})
    assert tracing.track(ledger) == 0


def test_a_later_version_of_a_page_takes_the_place_of_the_earlier(ledger: Ledger) -> None:
    page = replace(KEYS["herald-1"], url="https://quayherald.example/pier")
    add(ledger, [page, KEYS["post-1"]])
    tracing.track(ledger)
    add(ledger, [replace(page, text="The pier stays, Mara Quist said. That is all.")], seen="2031-07-02T08:00:00Z")
    told = {r.words for c in tracing.trace(ledger).trace.claims for r in c.reports if r.key == "herald-1"}
    assert not any("torn down" in words for words in told)


def test_features_come_back_as_they_were_kept() -> None:
    text = "On May 4, 27 of the 46 trains at Karsund failed; nearly 300 were not tested by Ines Falk."
    told = features_of(text)
    kept = form(told, b"\x01\xff", ("2031-05-04T00:00:00Z", None))
    assert features_of_json(kept.features) == told
    assert kept.vector == b"\x01\xff"
    assert kept.id != form(told, b"\x01\xfe", ("2031-05-04T00:00:00Z", None)).id


# Deciding


def test_an_analyst_joins_splits_and_takes_back(ledger: Ledger) -> None:
    ids = add(ledger, PIER)
    pier = only_claim(ledger, "ferry pier", "herald-1", "post-1")
    bread = tracing.trace(ledger, f"{ids['bread-1']}.a1").trace.claims[0]
    with ledger.writing() as connection:
        a, b = pier.reports[0].unit, bread.reports[0].unit
        merged = rule(connection, Ruling(kind="merge", a=a, b=b), BY)
    assert any({"herald-1", "bread-1"} <= keys for keys in together(tracing.trace(ledger)))
    assert any({"herald-1", "bread-1"} <= keys for keys in together(tracing.trace(ledger, pier.id)))
    assert tracing.trace(ledger, pier.id).decisions[0].id == merged.id
    with ledger.writing() as connection:
        deciding.undo(connection, merged.id, BY, groups)
    assert not any({"herald-1", "bread-1"} <= keys for keys in together(tracing.trace(ledger)))
    post = next(r.unit for r in pier.reports if r.key == "post-1" and r.statement)
    with ledger.writing() as connection:
        rule(connection, Ruling(kind="split", a=pier.reports[0].unit, b=post), BY)
    claims = [c for c in tracing.trace(ledger).trace.claims if any(r.unit == post for r in c.reports)]
    assert [len(c.reports) for c in claims] == [1]


def test_a_decision_stands_after_the_article_was_read_again(ledger: Ledger) -> None:
    ids = add(ledger, PIER[:2])
    claim = only_claim(ledger, "ferry pier", "herald-1", "post-1")
    with ledger.writing() as connection:
        rule(connection, Ruling(kind="cut", a=ids["herald-1"], b="post-1"), BY)
        post = next(r.unit for r in claim.reports if r.key == "post-1" and r.statement)
        rule(connection, Ruling(kind="split", a=claim.reports[0].unit, b=post), BY)
        # As `reread` does it: other numbers of statements over the same places.
        connection.execute(
            stored.statements.update().where(stored.statements.c.article_id == ids["post-1"]).values(local="a7")
        )
        connection.execute(tracked.delete())
    found = tracing.trace(ledger)
    assert found.trace.edges == ()
    claims = [c for c in found.trace.claims if any(r.statement == "a7" for r in c.reports)]
    assert [len(c.reports) for c in claims] == [1]
    assert {d.kind for d in found.decisions} == {"edge cut", "claim split"}


def test_an_edge_and_roots_are_decided_on(ledger: Ledger) -> None:
    ids = add(ledger, PIER[:3])
    found = tracing.trace(ledger, "ferry pier torn down")
    assert all(e.later != ids["wire-1"] or e.earlier != ids["herald-1"] for e in found.trace.edges)
    with ledger.writing() as connection:
        rule(connection, Ruling(kind="link", a="herald-1", b="wire-1", edge="rewrite"), BY)
    linked = tracing.trace(ledger, "ferry pier torn down").trace
    assert any(e.by != "text" and e.kind == "rewrite" for e in linked.edges)
    quist = next(s.id for s in linked.sources if s.name == "Mara Quist")
    local = next(s for s in pieces_of(ledger, ids["wire-1"]).reading.sources if s.anonymous).id
    with ledger.writing() as connection:
        made = rule(connection, Ruling(kind="two roots", a=quist, b=f"{ids['wire-1']}.{local}"), BY)
    assert made.id in {d.id for d in tracing.trace(ledger, "ferry pier torn down").decisions}
    with ledger.writing() as connection:
        forgetting.forget_source(connection, quist, at=SEEN)
        kinds = [d.kind for d in tracing.rulings.standing(connection)]
    assert "two roots" not in kinds


def pieces_of(ledger: Ledger, id: str):
    with ledger.reading() as connection:
        return pieces(connection, [id])[0]


@pytest.mark.parametrize(
    ("kind", "a", "b"),
    [("cut", "herald-1", "herald-1"), ("cut", "herald-1", "no such"), ("merge", "zzzz", "herald-1.a9"),
     ("one root", "Nobody Known", "Mara Quist"), ("split", "", "x")],
)  # fmt: skip
def test_a_decision_about_nothing_is_one_sentence(ledger: Ledger, kind, a, b) -> None:
    add(ledger, PIER[:2])
    tracing.track(ledger)
    with pytest.raises((NotHeld, InvalidValue)), ledger.writing() as connection:
        rule(connection, Ruling(kind=kind, a=a, b=b), BY)


# Echoes


def test_what_is_widely_reported_with_one_known_root(ledger: Ledger) -> None:
    first = KEYS["herald-1"]
    others = [
        replace(first, key=f"copy-{n}", outlet=f"Paper {name}", published=f"2031-05-0{4 + n}T08:00:00Z")
        for n, name in enumerate(("Alder", "Birch", "Cedar"))
    ]
    add(ledger, [first, *others, *PIER[3:]])
    found = tracing.echoes(ledger, Widely(since="2031-05-05", min_outlets=4))
    assert next({r.key for r in c.reports} for c in found.trace.claims if c.id in found.claims) == {
        "herald-1", "copy-0", "copy-1", "copy-2"
    }  # fmt: skip
    assert tracing.echoes(ledger, Widely(since="2031-06-05", min_outlets=4)).claims == ()
    assert tracing.echoes(ledger, Widely(min_outlets=5)).claims == ()
    with pytest.raises(InvalidValue):
        tracing.echoes(ledger, Widely(since="May"))


# Bad input

DATES = [
    (None, (None, SEEN)),
    ("", (None, SEEN)),
    ("soon", (None, SEEN)),
    ("2031-05-04", ("2031-05-04T00:00:00Z", "2031-05-04T23:59:59Z")),
    ("2031-02", ("2031-02-01T00:00:00Z", "2031-02-28T23:59:59Z")),
    ("2031", ("2031-01-01T00:00:00Z", "2031-12-31T23:59:59Z")),
    ("2031-05-04T10:00:00+02:00", ("2031-05-04T08:00:00Z", "2031-05-04T08:00:00Z")),
    ("2031-05-04T10:00", ("2031-05-04T10:00:00Z", "2031-05-04T10:00:00Z")),
    ("9999-12-31T23:59:59-12:00", (None, SEEN)),
    ("2031-13-41", (None, SEEN)),
    ("0001-01-01", ("0001-01-01T00:00:00Z", "0001-01-01T23:59:59Z")),
]


@pytest.mark.parametrize(("published", "interval"), DATES)
def test_when_an_article_came_out(published: str | None, interval) -> None:
    assert when(published, SEEN) == interval


@pytest.mark.parametrize("date", [None, "2031-05-04", "2999-01-01", "2031", "0001-01-01"])
def test_articles_with_one_date_or_none_still_tell_one_claim(ledger: Ledger, date: str | None) -> None:
    add(ledger, [replace(one, published=date) for one in PIER[:3]])
    claim = only_claim(ledger, "ferry pier", "herald-1", "post-1")
    assert claim.independence[0] <= 1


def test_an_undated_article_is_found_from_whenever_the_others_are(ledger: Ledger) -> None:
    add(ledger, [replace(KEYS["herald-1"], published=None), replace(KEYS["post-1"], published="2019-02-03")])
    assert only_claim(ledger, "ferry pier", "herald-1", "post-1")


def test_one_outlet_under_two_names_is_one_once_it_is_merged(ledger: Ledger) -> None:
    named = "The pier will be closed for good in May, Quay Herald Online reported. The Quay Herald wrote of it first."
    first = KEYS["herald-1"]
    ids = add(
        ledger,
        [first, replace(first, key="online-1", outlet="Quay Herald Online"), Told(key="x", text=named, outlet="Post")],
    )
    with ledger.writing() as connection:
        for name in ("Quay Herald", "Quay Herald Online"):
            _hold_outlet(connection, name)
        deciding_over.merge(connection, "Quay Herald", "Quay Herald Online", BY)
        found = pieces(connection, ids.values())
    assert [p.outlet for p in found][:2] == ["Quay Herald", "Quay Herald"]
    assert "Quay Herald Online" in found[1].aliases


def _hold_outlet(connection, name: str) -> None:
    from firsthand.ledger import naming
    from firsthand.model import Source
    from firsthand.pipeline.named import own_outlets
    from firsthand.resolution.across import source_key

    key = source_key(Source(id="s1", kind="outlet", name=name), outlets=own_outlets(connection))
    assert key is not None
    naming.hold(connection, [key], groups)


def test_two_stories_about_different_people_of_one_name(ledger: Ledger) -> None:
    goal = "Stellin won the final by two goals, Jon Berg said."
    fish = "Herring have left the bay for good, Jon Berg said."
    told = (Told(key="goal", outlet="Quay Herald", text=goal), Told(key="fish", outlet="Stellin Post", text=fish))
    add(ledger, [replace(one, published="2031-05-03") for one in told])
    assert together(tracing.trace(ledger)) == set()


@pytest.mark.slow
def test_five_hundred_copies_of_one_text_take_bounded_time(tmp_path) -> None:
    with open_ledger(str(tmp_path / "ledger.db")) as ledger:
        first = PIER[0]
        copies = [
            replace(first, key=f"copy-{n}", outlet=f"Paper {n}", published=f"2031-05-{3 + n % 20:02}T08:00:00Z")
            for n in range(500)
        ]
        add(ledger, copies[:499])
        tracing.track(ledger)
        add(ledger, copies[499:])
        start = time.process_time()
        tracing.track(ledger)
        assert time.process_time() - start < 3
        with ledger.reading() as connection:
            assert connection.scalar(select(func.count()).select_from(articles)) == 500
            assert connection.scalar(select(func.count(units.c.claim.distinct()))) < 10


PAGES = [
    (b"<p><a href='/b?utm_source=x'>b</a> <a href='https://a.example/x'>own</a> <a href='mailto:x@y'>m</a>", 1),
    (b"<a href='http://[bad'>x</a><a href='https://c.example/y#z'>y</a>", 1),
    (b"", 0),
    (b"\x00\xff\xfe", 0),
    (b"<a href='https://c.example/" + b"y" * 5000 + b"'>y</a>", 0),
    (b"".join(b"<a href='https://c.example/%d'>y</a>" % n for n in range(5000)), 400),
]


@pytest.mark.parametrize(("page", "number"), PAGES)
def test_links_of_a_page(page: bytes, number: int) -> None:
    assert len(links_in(page, "https://a.example/x")) == number
