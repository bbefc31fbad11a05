"""The order and the words in which statements are shown."""

from dataclasses import replace

import harbour

from firsthand.model import Article, Reading, Source, Span, Statement
from firsthand.render.outline import at_least, least_sure_first, outline


def test_text_order_with_nested_ones_under_theirs() -> None:
    items = outline(harbour.reading())
    assert [(i.number, i.statement.id, i.depth) for i in items] == [
        ("1", "a10", 0), ("2", "a1", 0), ("3", "a2", 0), ("4", "a3", 0), ("5", "a4", 0), ("6", "a5", 0),
        ("7", "a6", 0), ("7.1", "a6.1", 1), ("8", "a7", 0), ("9", "a8", 0), ("10", "a9", 0),
    ]  # fmt: skip
    assert [i.tag for i in items[:4]] == ["unknown", "outlet", "unnamed", "named"]
    assert [i.doubtful for i in items].count(True) == 2
    assert items[7].inside == "7"


def test_notes_say_how_it_is_put_and_what_is_carried_over() -> None:
    notes = {i.number: i.notes for i in outline(harbour.reading())}
    assert notes["2"] == ("the article hedges: Allegedly",)
    assert notes["3"] == ("the source hedges: perhaps", "said to know as a participant: familiar with the talks")
    assert notes["5"] == ("goes on from 4, the source carried over",)
    assert notes["7.1"] == ("an expectation", "the source hedges: probably (for analysts 55 to 80 percent)")
    assert notes["10"] == ("a denial", "put as doubtful")


def test_least_sure_first() -> None:
    order = [i.number for i in least_sure_first(outline(harbour.reading()))]
    assert order[:3] == ["8", "1", "7.1"]


def test_at_least_leaves_out_and_hangs_children_on_what_is_kept() -> None:
    reading = harbour.reading()
    assert at_least(reading, 0.0) is reading
    kept = at_least(reading, 0.8)
    assert {s.id for s in kept.statements} == {"a1", "a2", "a3", "a4", "a6", "a8", "a9"}
    child = replace(reading.statement("a6.1"), confidence=0.99)
    others = tuple(replace(s, confidence=0.1) for s in reading.statements if s.id != "a6.1")
    alone = at_least(replace(reading, statements=(*others, child)), 0.5)
    assert [(s.id, s.parent) for s in alone.statements] == [("a6.1", None)]
    assert alone.basis == reading.basis


def test_a_circle_of_parents_ends() -> None:
    article = Article(key="k", text="one two")
    a = Statement(id="a", quotation="indirect", content_spans=(Span(0, 3),), parent="b")
    b = Statement(id="b", quotation="indirect", content_spans=(Span(4, 7),), parent="a")
    reading = Reading(article=article, statements=(a, b))
    assert [i.number for i in outline(reading)] == ["1", "1.1"]
    assert at_least(reading, 0.9).statements == ()


def test_a_source_that_says_itself_that_it_is_unnamed_is_not_told_twice() -> None:
    article = Article(key="k", text="one two")
    source = Source(id="s", kind="person", descriptor="an unnamed aide", anonymous=True)
    said = Statement(id="a", quotation="indirect", content_spans=(Span(0, 3),), source="s")
    assert outline(Reading(article=article, sources=(source,), statements=(said,)))[0].chain_words == "an unnamed aide"
