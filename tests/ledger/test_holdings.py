"""Which named sources are held: counts, roles over time, identifiers, the user's outlets, dossiers without unnamed
ones."""

import pytest
from asked import HALLORAN, MAYOR, Said, add, entry, filled
from shelf import AT

from firsthand.errors import InvalidValue, NotHeld, Withheld
from firsthand.language.outlets import Outlet
from firsthand.ledger import Ledger, deciding, forgetting, holdings
from firsthand.ledger.decided import decided
from firsthand.ledger.deciding import By
from firsthand.ledger.dossier import UNNAMED, dossier
from firsthand.ledger.tables import articles, statements
from firsthand.model import Source

ANN = By(who="Ann", why="one and the same", at=AT)


def names(found: holdings.Holdings) -> list[str]:
    return [one.name for one in found.found]


def test_every_named_source_is_listed_with_what_is_held(stories) -> None:
    ledger, _ = stories
    with ledger.reading() as connection:
        found = holdings.held_sources(connection)
    assert found.total == 4
    first = found.found[0]
    assert (first.name, first.statements, first.articles, first.first, first.last) == (
        "Ingeborg Halloran",
        2,
        2,
        "2031-05-04",
        "2031-05-04",
    )
    assert [(r.role, r.first) for r in first.roles] == [("head of the port board", "2031-05-04"), ("a candidate", None)]
    courier = next(one for one in found.found if one.kind_class == "outlet")
    assert (courier.statements, courier.articles, courier.last) == (1, 2, "2031-06-02")
    assert "official" not in str(found)


@pytest.mark.parametrize(
    ("words", "kind", "wanted"),
    [
        ("HALLORAN", None, ["Ingeborg Halloran"]),
        ("brandt", None, ["Tove Brandt", "Ilse Brandt"]),
        ("brandt tove", "person", ["Tove Brandt"]),
        ("brandt", "outlet", []),
        ("100%", None, []),
        ("_", None, []),
        ("'; DROP TABLE sources; --", None, []),
        ("\0 \u202e", None, []),
        (None, "outlet", ["Skerry Courier"]),
    ],
)
def test_sources_are_found_by_words_of_their_names(stories, words, kind, wanted) -> None:
    with stories[0].reading() as connection:
        assert set(names(holdings.held_sources(connection, words, kind=kind))) == set(wanted)


def test_questions_are_bounded(stories) -> None:
    with stories[0].reading() as connection:
        assert names(holdings.held_sources(connection, limit=1)) == ["Ingeborg Halloran"]
        with pytest.raises(InvalidValue, match="too many"):
            holdings.held_sources(connection, "a " * 40)
        with pytest.raises(InvalidValue, match="--kind"):
            holdings.held_sources(connection, kind="ghost")
        with pytest.raises(NotHeld):
            holdings.held_source(connection, "nothing")


def test_a_merged_source_has_all_names_roles_and_identifiers(ledger: Ledger) -> None:
    filled(ledger)
    with ledger.writing() as connection:
        assert holdings.attach(connection, MAYOR.id, " Wikidata ", "Q1")
        assert not holdings.attach(connection, MAYOR.id, "wikidata", "Q1")
        deciding.merge(connection, HALLORAN.id, MAYOR.id, ANN)
        one = holdings.held_source(connection, HALLORAN.id)
        assert (one.names, one.statements) == (("Ingeborg Halloran", "Tove Brandt"), 3)
        assert one.identifiers == (("wikidata", "Q1"),)
        for scheme, value in (("", "Q1"), ("wikidata", " "), ("wikidata", "x" * 600), ("a\0", "Q1")):
            with pytest.raises(InvalidValue, match="of an identifier has"):
                holdings.attach(connection, MAYOR.id, scheme, value)


def test_outlets_of_the_user_name_what_is_held(ledger: Ledger) -> None:
    ids = filled(ledger)
    post = Outlet(name="The Harbour Post", aliases=("Harbour Post",), domains=("harbourpost.example",))
    with ledger.writing() as connection:
        known = holdings.take_outlets(connection, [post])
        assert holdings.rename_outlets(connection, known) == 1
        assert holdings.own_outlets(connection) == (post,)
        for table, column in ((articles, articles.c.id), (statements, statements.c.article_id)):
            called = connection.scalar(
                table.select().with_only_columns(table.c.outlet_name).where(column == ids["sale"])
            )
            assert called == "The Harbour Post"
        again = Outlet(name="Harbour POST")
        holdings.take_outlets(connection, [again, Outlet(name="THE harbour post")])
        assert {o.name for o in holdings.own_outlets(connection)} == {"THE harbour post"}
        with pytest.raises(InvalidValue, match="share the domain"):
            holdings.take_outlets(
                connection, [Outlet(name="One", domains=("a.example",)), Outlet(name="Two", domains=("a.example",))]
            )


# Dossiers


def test_a_dossier_has_all_that_is_held_and_no_word_of_an_unnamed_source(ledger: Ledger) -> None:
    filled(ledger)
    with ledger.writing() as connection:
        found = dossier(connection, "Ingeborg Halloran")
        assert (found.said_in_all, len(found.said), len(found.about), len(found.places)) == (2, 2, 2, 2)
        assert found.source.name == "Ingeborg Halloran"
        assert [p.role for p in found.places] == ["head of the port board", "a candidate"]
        forgetting.keep_text_days(connection, 9)
        told = dossier(connection, "Skerry Courier")
        assert told.kept_days == 9
        assert "official" not in str(told.places) + str([(a.source, a.chain, a.notes) for a in told.said])


def test_what_an_unnamed_source_says_of_somebody_is_given_without_it(ledger: Ledger) -> None:
    text = "Ingeborg Halloran sold it perhaps twice, a tired clerk said, fearing for his post.\n"
    told = entry(
        "clerk",
        text,
        (Source(id="s1", kind="person", descriptor="a tired clerk", anonymous=True, role="clerk"),),
        (Said("Ingeborg Halloran sold it perhaps twice", "s1", hedge="perhaps", knowledge=("witness", "his post")),),
        {},
    )
    filled(ledger)
    with ledger.writing() as connection:
        add(connection, told)
        found = dossier(connection, HALLORAN.id)
        (answer,) = [a for a in found.about if a.article.key == "clerk"]
        assert answer.content == "Ingeborg Halloran sold it perhaps twice"
        assert answer.source is not None
        assert answer.source.descriptor == UNNAMED
        assert "clerk" not in str(answer).replace("key='clerk'", "")


@pytest.mark.parametrize(
    "name", ["an official", "a senior official", "people familiar with the talks", "unnamed source"]
)
def test_there_is_no_dossier_on_an_unnamed_source(stories, name: str) -> None:
    with stories[0].reading() as connection, pytest.raises(Withheld):
        dossier(connection, name)


# The log


def test_the_log_tells_who_decided_what_about_whom(ledger: Ledger) -> None:
    ids = filled(ledger)
    with ledger.writing() as connection:
        merged = deciding.merge(connection, HALLORAN.id, MAYOR.id, ANN)
        replied = deciding.dispute(connection, f"{ids['sale']}.a1", "No.", By(who="Ida", why="reply", at=AT))
        back = deciding.undo(connection, merged.id, ANN, lambda keys: tuple((k,) for k in keys))
        assert back.id == merged.id
        kinds = {
            about: [d.decision.kind for d in decided(connection, about)]
            for about in (None, "Tove Brandt", merged.id, ids["sale"], f"{ids['sale']}.a1", f"{ids['sale']}.a2")
        }
        assert kinds == {
            None: ["undo", "dispute", "merge"],
            "Tove Brandt": ["undo", "merge"],
            merged.id: ["undo", "merge"],
            ids["sale"]: ["dispute"],
            f"{ids['sale']}.a1": ["dispute"],
            f"{ids['sale']}.a2": [],
        }
        (one,) = decided(connection, replied.id)
        assert one.article is not None
        assert (one.statement, one.article.key, one.stands) == (f"{ids['sale']}.a1", "sale", True)
        for wrong in ("Nobody Atall", f"{ids['sale']}.zz", "x" * 3000, "a\0b"):
            with pytest.raises(NotHeld):
                decided(connection, wrong)
