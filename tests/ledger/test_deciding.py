"""What people decide about sources and statements: applied at once, undone in any order, safe from newer readings."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shelf import AT, READ_BY, add, alone, capture, contents, key_of, reading, same_base
from sqlalchemy import select

from firsthand.errors import InvalidValue, NotHeld, Withheld
from firsthand.ledger import Ledger, correcting, corrections, deciding, forgetting, stored
from firsthand.ledger.answers import disputes
from firsthand.ledger.correcting import Change
from firsthand.ledger.deciding import By
from firsthand.ledger.show import show_article, show_statement
from firsthand.ledger.tables import article_sources, sources, statements
from firsthand.ledger.writing import Entry, put, replace_found
from firsthand.model import Source, Span, Statement

ANN = By(who="Ann Lee", why="they are one", at=AT)
NAMES = ("Ada Quill", "Bo Lind", "Cy Rowe", "Di Marsh")


def root_of(connection, name: str) -> str:
    return connection.scalar(select(sources.c.root).where(sources.c.id == key_of(name).id))


def filled(connection, names=NAMES) -> dict[str, str]:
    """One article for each name, in two outlets and two roles."""
    ids = {}
    for n, name in enumerate(names):
        found = reading(
            f"The pier {n} will close, {name} said. It will not, an official said.",
            key=name,
            name=name,
            outlet=("Harbour Post", "Skerry Courier")[n % 2],
        )
        role = ("mayor", "surgeon")[n // 2 % 2]
        found = replace(found, sources=(replace(found.sources[0], role=role), *found.sources[1:]))
        ids[name] = add(connection, found)
    return ids


def state(connection) -> dict[str, list[str]]:
    found = contents(connection)
    return {name: found[name] for name in ("sources", "article_sources", "statements")}


# Merging and splitting


def test_a_merge_makes_one_source_and_its_undoing_two_again(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filled(connection)
        before = state(connection)
        one, two = root_of(connection, "Ada Quill"), root_of(connection, "Bo Lind")
        made = deciding.merge(connection, one, two, ANN)
        part = deciding.part(connection, one)
        assert (part.name, part.names, part.statements) == ("Ada Quill", ("Ada Quill", "Bo Lind"), 2)
        with pytest.raises(InvalidValue, match="already"):
            deciding.merge(connection, one, root_of(connection, "Bo Lind"), ANN)
        deciding.undo(connection, made.id, ANN, alone)
        assert state(connection) == before


def test_a_person_is_no_outlet(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filled(connection)
        found = reading("It will close, the Post said. It will not, an official said.", key="x", name="the Post")
        source = replace(found.sources[0], kind="outlet", name="the Post")
        key = key_of("the Post", kind_class="outlet")
        entry = Entry(
            reading=replace(found, sources=(source, found.sources[1])),
            capture=capture(found),
            read_by=READ_BY,
            names={"s1": key},
        )
        put(connection, entry, groups=alone, at=AT)
        with pytest.raises(InvalidValue, match="a person and something else"):
            deciding.merge(connection, root_of(connection, "Ada Quill"), key.id, ANN)


TAKEN = (
    ({"roles": ["SURGEON"]}, 2),
    ({"outlets": ["Skerry Courier"]}, 2),
    ({"spellings": ["bo lind"]}, 1),
    ({"spellings": ["Bo Lind", "Cy Rowe"], "roles": ["surgeon"]}, 1),
)


def test_a_split_takes_away_what_fits(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filled(connection)
        root = root_of(connection, "Ada Quill")
        for other in NAMES[1:]:
            deciding.merge(connection, root, root_of(connection, other), ANN)
        before = state(connection)
        for what, gone in TAKEN:
            made = deciding.split(connection, root, ANN, name="Ada Quill (other)", **what)
            new = deciding.part(connection, made.payload["new"])
            assert (new.name, new.statements) == ("Ada Quill (other)", gone), what
            assert deciding.part(connection, root).statements == 4 - gone
            deciding.undo(connection, made.id, ANN, alone)
            assert state(connection) == before


def test_a_split_holds_for_articles_to_come(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filled(connection)
        add(connection, reading(key="p", outlet="Skerry Courier"))
        made = deciding.split(connection, root_of(connection, "Ada Quill"), ANN, outlets=["Skerry Courier"])
        add(connection, reading("New: it closes, Ada Quill said. It does not, a man said: an official said.", key="q"))
        text = "Late: it closes, Ada Quill said. It does not, a man said: an official said."
        add(connection, reading(text, key="r", outlet="Skerry Courier"))
        assert deciding.part(connection, made.payload["new"]).statements == 2
        assert deciding.part(connection, root_of(connection, "Ada Quill")).statements == 2


NOT_SPLIT = (
    ({}, InvalidValue, "needs what goes away"),
    ({"spellings": ["Nobody"]}, InvalidValue, "no spelling"),
    ({"roles": ["mayor"]}, InvalidValue, "all of"),
    ({"roles": ["mayor"], "name": "x" * 400}, InvalidValue, "a name has"),
    ({"roles": ["bishop"]}, NotHeld, "nothing of"),
)


def test_a_split_that_cannot_be_is_said_and_changes_nothing(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filled(connection)
        before = contents(connection)
        root = root_of(connection, "Ada Quill")
        for what, error, message in NOT_SPLIT:
            with pytest.raises(error, match=message), connection.begin_nested():
                deciding.split(connection, root, ANN, **what)
        assert contents(connection) == before


def test_a_part_is_split_again_and_undone_in_either_order(ledger: Ledger) -> None:
    for first_first in (True, False):
        with ledger.writing() as connection:
            filled(connection)
            root = root_of(connection, "Ada Quill")
            made = [deciding.merge(connection, root, root_of(connection, other), ANN) for other in NAMES[1:]]
            before = state(connection)
            one = deciding.split(connection, root, ANN, outlets=["Skerry Courier"])
            two = deciding.split(connection, one.payload["new"], ANN, roles=["surgeon"])
            assert deciding.part(connection, two.payload["new"]).statements == 1
            for decision in (one, two) if first_first else (two, one):
                deciding.undo(connection, decision.id, ANN, alone)
            assert state(connection) == before
            for decision in made:
                deciding.undo(connection, decision.id, ANN, alone)


STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "undo"]), st.integers(0, 9), st.integers(0, 9)), max_size=8
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, order=st.randoms(use_true_random=False))
def test_any_decisions_all_undone_leave_things_as_they_were(ledger: Ledger, steps, order) -> None:
    with ledger.writing() as connection:
        filled(connection)
        before, made = state(connection), []
        for what, a, b in steps:
            roots = sorted(set(connection.scalars(select(sources.c.root))))
            try:
                with connection.begin_nested():
                    if what == "merge":
                        made.append(deciding.merge(connection, roots[a % len(roots)], roots[b % len(roots)], ANN))
                    elif what == "split":
                        by = ({"roles": ["surgeon"]}, {"outlets": ["Skerry Courier"]}, {"roles": ["mayor"]})[b % 3]
                        made.append(deciding.split(connection, roots[a % len(roots)], ANN, **by))
                    elif made:
                        deciding.undo(connection, made.pop(a % len(made)).id, ANN, alone)
            except (InvalidValue, NotHeld):
                continue
        order.shuffle(made)
        for decision in made:
            deciding.undo(connection, decision.id, ANN, alone)
        assert state(connection) == before


# Correcting


def correct(connection, id: str, **change):
    return correcting.correct(connection, id, Change(**change), replace(ANN, why="misread"), alone)


def nested(text: str = "It closes, an official said, the Post said. It does not, Bo Lind said."):
    """A statement of an outlet, one inside it of an unnamed official with the same content, and one of a person."""
    found = reading("a, Ada Quill said. b, an official said.", key="nested")
    content = Span(0, text.index(","))
    last = Span(text.index("It does"), text.index(", Bo"))
    article = replace(found.article, text=text)

    def statement(id: str, source: str, chain: tuple[str, ...], spans=content, **more) -> Statement:
        return Statement(
            id=id,
            quotation="indirect",
            content_spans=(spans,),
            source=source,
            stated_chain=chain,
            confidence=0.9,
            **more,
        )

    return replace(
        found,
        article=article,
        sources=(
            Source(id="s1", kind="outlet", name="the Post"),
            Source(id="s2", kind="person", descriptor="an official", anonymous=True, via="s1"),
            Source(id="s3", kind="person", name="Bo Lind"),
        ),
        statements=(
            statement("a1", "s1", ("s1",), cue_span=Span(38, 42)),
            statement("a1.1", "s2", ("s2", "s1"), parent="a1", cue_span=Span(23, 27)),
            statement("a2", "s3", ("s3",), spans=last),
        ),
    )


def test_a_corrected_source_ends_the_chains_of_what_stands_inside(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, nested())
        before = state(connection)
        made = correct(connection, f"{id}.a1", name="the Herald", kind="outlet")
        now = stored.reading(connection, id)
        new = now.statement("a1").source
        assert now.source(new).name == "the Herald"
        assert (now.statement("a1").stated_chain, now.statement("a1.1").stated_chain) == ((new,), ("s2", new))
        assert (now.statement("a1.1").source, now.statement("a1.1").producer) == ("s2", "unknown")
        deciding.undo(connection, made.id, ANN, alone)
        assert state(connection) == before


def test_a_corrected_inner_source_leaves_the_outer_one(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, nested())
        correct(connection, f"{id}.a1.1", local="s3")
        now = stored.reading(connection, id)
        assert (now.statement("a1").source, now.statement("a1.1").stated_chain) == ("s1", ("s3", "s1"))
        correct(connection, f"{id}.a1.1", local="s1")
        assert stored.reading(connection, id).statement("a1.1").stated_chain == ("s1",)
        correct(connection, f"{id}.a1.1", unknown=True)
        left = stored.reading(connection, id).statement("a1.1")
        assert (left.source, left.stated_chain) == (None, ())


def test_two_corrections_are_undone_in_any_order(ledger: Ledger) -> None:
    for order in ((0, 1), (1, 0)):
        with ledger.writing() as connection:
            id = add(connection, reading())
            before = state(connection)
            made = [
                correct(connection, f"{id}.a1", fields={"content_spans": [[0, 3]]}),
                correct(connection, f"{id}.a1", fields={"stance": "doubts"}),
            ]
            deciding.undo(connection, made[order[0]].id, ANN, alone)
            left = [s for s in stored.reading(connection, id).statements if s.id != "a2"]
            assert len(left) == 1
            assert (left[0].stance, left[0].content_spans[0].end) == (("doubts", 19), ("asserts", 3))[order[0]]
            deciding.undo(connection, made[order[1]].id, ANN, alone)
            assert state(connection) == before


def test_a_correction_of_an_addition_goes_with_it(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, reading())
        before = state(connection)
        added = correcting.add_statement(connection, id, [Span(4, 8)], Change(name="Bo Lind"), ANN, alone)
        local = next(s.id for s in stored.reading(connection, id).statements if s.id.startswith("p"))
        changed = correct(connection, f"{id}.{local}", fields={"stance": "denies"})
        deciding.undo(connection, added.id, ANN, alone)
        assert [s.id for s in stored.reading(connection, id).statements] == ["a1", "a2"]
        deciding.undo(connection, changed.id, ANN, alone)
        assert state(connection) == before


def test_every_statement_has_an_id_of_its_own(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, reading())
        first = correct(connection, f"{id}.a1", fields={"stance": "doubts"})
        for n in range(3):
            correcting.add_statement(connection, id, [Span(4 + n, 8 + n)], Change(descriptor="a man"), ANN, alone)
            if n == 0:
                deciding.undo(connection, first.id, ANN, alone)
        now = stored.reading(connection, id)
        assert len({s.id for s in now.statements}) == 5
        assert len({s.source for s in now.statements}) == 5


def newer(connection, found, **kept) -> None:
    """A newer reading in place of the one before."""
    names = {s.id: key_of(s.name) for s in found.sources if s.name and not s.anonymous}
    entry = Entry(
        reading=found,
        capture=capture(found),
        read_by=replace(READ_BY, version="9"),
        names=names,
        outlet_name="Harbour Post",
    )
    replace_found(connection, entry, groups=alone, at=AT)


def test_a_corrected_source_is_found_again_by_its_name_when_ids_change(ledger: Ledger) -> None:
    found = nested()
    with ledger.writing() as connection:
        id = add(connection, found)
        correct(connection, f"{id}.a1.1", local="s3")
        swap = {"s1": "s2", "s2": "s3", "s3": "s1"}
        moved = replace(
            found,
            sources=tuple(replace(s, id=swap[s.id], via=swap.get(s.via)) for s in found.sources),
            statements=tuple(
                replace(s, source=swap[s.source], stated_chain=tuple(swap[i] for i in s.stated_chain))
                for s in found.statements
            ),
        )
        newer(connection, moved)
        now = stored.reading(connection, id)
        assert now.source(now.statement("a1.1").source).name == "Bo Lind"
        assert now.source(now.statement("a1").source).name == "the Post"


def test_a_correction_stands_by_itself_where_its_statement_is_gone(ledger: Ledger) -> None:
    found = nested()
    with ledger.writing() as connection:
        id = add(connection, found)
        correct(connection, f"{id}.a2", fields={"stance": "denies"})
        other = replace(found.statements[0], id="a2", source="s3", stated_chain=("s3",), cue_span=None)
        sources_ = (Source(id="s3", kind="person", name="Cy Rowe"),)
        newer(connection, replace(found, sources=sources_, statements=(other,)))
        now = stored.reading(connection, id)
        assert {(now.source(s.source).name, s.stance) for s in now.statements} == {
            ("Cy Rowe", "asserts"),
            ("Bo Lind", "denies"),
        }


def test_a_dispute_follows_its_statement_into_a_newer_reading(ledger: Ledger) -> None:
    found = reading()
    with ledger.writing() as connection:
        id = add(connection, found)
        deciding.dispute(connection, f"{id}.a1", "I did not say so.", By(who="Ada Quill", why="her reply", at=AT))
        one, two = found.statements
        newer(connection, replace(found, statements=(replace(two, id="a1"), replace(one, id="a2"))))
        assert list(disputes(connection, [id])) == [(id, "a2")]
        correct(connection, f"{id}.a2", fields={"content_spans": [[0, 3]]})
        assert show_statement(connection, f"{id}.a2").answer.disputes[0].reply == "I did not say so."
        newer(connection, replace(found, statements=(two,)))
        assert [d.reply for d in show_article(connection, id).disputes] == ["I did not say so."]


def test_a_split_holds_for_corrected_statements(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        ids = filled(connection)
        made = correct(connection, f"{ids['Bo Lind']}.a2", name="Ada Quill", key=key_of("Ada Quill"))
        split = deciding.split(connection, root_of(connection, "Ada Quill"), ANN, outlets=["Skerry Courier"])
        new = split.payload["new"]
        assert deciding.part(connection, new).statements == 1
        correct(connection, f"{ids['Bo Lind']}.a1", fields={"stance": "doubts"})  # lays all over once more
        assert deciding.part(connection, new).statements == 1
        deciding.undo(connection, split.id, ANN, alone)
        correct(connection, f"{ids['Bo Lind']}.a1", fields={"stance": "asks"})
        assert deciding.part(connection, root_of(connection, "Ada Quill")).statements == 2
        deciding.undo(connection, made.id, ANN, alone)
        assert deciding.part(connection, root_of(connection, "Ada Quill")).statements == 1


def test_a_name_that_only_a_correction_brought_goes_with_it(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, reading())
        before = state(connection)
        made = correcting.correct(
            connection, f"{id}.a2", Change(name="Ann Quill", key=key_of("Ann Quill")), ANN, same_base
        )
        assert root_of(connection, "Ada Quill") == root_of(connection, "Ann Quill")
        deciding.undo(connection, made.id, ANN, same_base)
        assert state(connection) == before


def test_a_forgotten_name_is_not_brought_back_by_a_correction(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        ids = filled(connection)
        forgetting.forget_source(connection, root_of(connection, "Ada Quill"), at=AT)
        with pytest.raises(Withheld, match="forgotten on request"):
            correct(connection, f"{ids['Bo Lind']}.a2", name="Ada Quill", key=key_of("Ada Quill"))


NOT_CORRECTED = (
    ({}, "changes something"),
    ({"fields": {"content_spans": [[3, 3]]}}, "start < end"),
    ({"fields": {"content_spans": [[3, 9], [5, 12]]}}, "do not overlap"),
    ({"fields": {"content_spans": [[0, 10_000]]}}, "within the article's text"),
    ({"fields": {"content_spans": [[9, 3]]}}, "start < end"),
    ({"fields": {"content_spans": []}}, "within the article's text"),
    ({"name": " "}, "a name has"),
    ({"name": "a\0b"}, "a name has"),
)


def test_a_correction_that_cannot_be_is_said_and_changes_nothing(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, reading())
        before = contents(connection)
        for change, message in NOT_CORRECTED:
            with pytest.raises(InvalidValue, match=message), connection.begin_nested():
                correct(connection, f"{id}.a1", **change)
        for reply in ("", "  ", "x" * 10_001, "a\0b"):
            with pytest.raises(InvalidValue), connection.begin_nested():
                deciding.dispute(connection, f"{id}.a1", reply, ANN)
        assert contents(connection) == before


@pytest.mark.parametrize(
    "change",
    [
        {"fields": {"row": 1}},
        {"fields": {"stance": "confirms"}},
        {"name": "a", "unknown": True},
        {"kind": "ghost"},
    ],
)
def test_a_change_that_cannot_be_is_not_made(change) -> None:
    with pytest.raises(InvalidValue):
        Change(**change)


def test_an_unnamed_source_has_no_row_across_articles(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        id = add(connection, reading())
        names = connection.scalars(select(sources.c.id)).all()
        correct(connection, f"{id}.a1", descriptor="an official")
        assert connection.scalars(select(sources.c.id)).all() == names
        rows = connection.execute(select(article_sources).where(article_sources.c.anonymous)).all()
        assert (len(rows), {r.source_id for r in rows}) == (2, {None})
        live = connection.execute(select(statements.c.unnamed).where(statements.c.live)).scalars().all()
        assert live == [True, True]
        assert corrections.chain_with(["s1"], "s1", None) == []
