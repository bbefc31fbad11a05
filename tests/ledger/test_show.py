"""A statement in its paragraph; an article with captures, versions and what differs between them."""

import pytest

from firsthand.errors import NotHeld
from firsthand.ledger import Ledger
from firsthand.ledger.decisions import record
from firsthand.ledger.show import ShownArticle, ShownStatement, show
from firsthand.ledger.tables import articles, captures, statements
from tests.ledger.asked import SALE, add, entry, filled, sale
from tests.ledger.conftest import Stories


@pytest.fixture
def ids(ledger: Ledger) -> dict[str, str]:
    return filled(ledger)


def test_a_statement_in_its_paragraph(stories: Stories) -> None:
    ledger, ids = stories
    with ledger.reading() as connection:
        shown = show(connection, f"{ids['sale'][:8]}.a2")
    assert isinstance(shown, ShownStatement)
    assert shown.paragraph is not None
    assert shown.paragraph.startswith("The price was")
    assert SALE[shown.at :].startswith(shown.paragraph)
    words = {name: SALE[start:end] for name, (start, end) in shown.marks}
    assert words == {"content": "The price was perhaps a third of the estimate", "hedge": "perhaps"}
    assert [c.location for c in shown.captures] == ["/sale.txt"]
    assert shown.captures[0].kept
    assert shown.read_by.version == "test"


def test_an_article_by_id_key_and_url(stories: Stories) -> None:
    ledger, ids = stories
    with ledger.reading() as connection:
        for named in (ids["sale"], ids["sale"][:6], "sale"):
            shown = show(connection, named)
            assert isinstance(shown, ShownArticle)
            assert [a.id for a in shown.statements] == [f"{ids['sale']}.a{n}" for n in (1, 2, 3)]


def test_a_key_with_a_point_is_an_article(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        add(connection, sale("2031.report"))
    with ledger.reading() as connection:
        assert isinstance(show(connection, "2031.report"), ShownArticle)


@pytest.mark.parametrize("named", ["nothing", "ffff0000.a1", "", "a\0b", "%", "x" * 10_000])
def test_not_there(stories: Stories, named) -> None:
    ledger, _ = stories
    with ledger.reading() as connection, pytest.raises(NotHeld) as raised:
        show(connection, named)
    assert len(str(raised.value)) < 400


def test_versions_and_what_differs(ledger: Ledger) -> None:
    url = "https://post.example/harbour"
    old = sale("v1", url=url, fetched="2031-05-04T08:00:00Z")
    text = SALE.replace("Nobody has signed anything", "Nobody has signed a thing").replace("perhaps a third", "a third")
    new = entry(
        "v2",
        text,
        old.reading.sources[:2],
        (),
        {},
        url=url,
        fetched="2031-05-05T08:00:00Z",
    )
    with ledger.writing() as connection:
        first, second = add(connection, old, new)
    with ledger.reading() as connection:
        shown = show(connection, second)
        assert isinstance(shown, ShownArticle)
        assert [v.id for v in shown.versions] == [first, second]
        (step,) = shown.steps
        assert step.changes is not None
        assert len(step.changes.lost) == 3
        assert step.told == "the two captures differ; no correction note found"
        assert step.same_reader
        before = show(connection, first)
        assert isinstance(before, ShownArticle)
        assert not before.article.latest


def test_a_cleared_text_is_said(ledger: Ledger, ids) -> None:
    with ledger.writing() as connection:
        connection.execute(articles.update().values(text=None))
        connection.execute(captures.update().values(body=None))
        connection.execute(statements.update().values(words=None))
    with ledger.reading() as connection:
        shown = show(connection, f"{ids['sale']}.a2")
        assert isinstance(shown, ShownStatement)
        assert (shown.paragraph, shown.answer.content, shown.answer.article.cleared) == (None, None, True)
        assert shown.answer.source is not None
        assert shown.answer.source.reason is None
        assert not shown.captures[0].kept


def test_a_dispute_without_its_statement_stays_with_the_article(ledger: Ledger, ids) -> None:
    with ledger.writing() as connection:
        for local in ("a1", "a99"):
            record(
                connection,
                kind="dispute",
                target=ids["sale"],
                payload={"statement": local, "reply": f"about {local}", "from": "Tove Brandt"},
                who="desk",
                why="letter",
                at="2031-06-09T10:00:00Z",
            )
    with ledger.reading() as connection:
        shown = show(connection, ids["sale"])
    assert isinstance(shown, ShownArticle)
    assert [d.reply for d in shown.disputes] == ["about a99"]
    assert [d.reply for d in shown.statements[0].disputes] == ["about a1"]
