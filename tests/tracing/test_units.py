import pytest

from firsthand.model import Article, Reading, Source, Span, Statement
from firsthand.model.trace import Piece
from firsthand.tracing.clauses import clauses
from firsthand.tracing.units import units

TEXT = (
    "The pier will close in May, and the ferries will move to Sild, Ada Quill said. "
    "The council denied that Quill had sold the pier. "
    "The council decided to sell the lamps. "
    "A spokesman did not respond to a request for comment. "
    "The pier was built in 1911; it was widened in 1957."
)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def statement(id: str, content: str, cue: str, **more) -> Statement:
    return Statement(id=id, quotation="indirect", content_spans=(at(content),), cue_span=at(cue), **more)


def told(statements: tuple[Statement, ...], own: tuple[str, ...] = (), title: str | None = None) -> list:
    article = Article(key="pier", text=TEXT, title=title)
    sources = (Source(id="s1", kind="person", name="Ada Quill"), Source(id="s2", kind="organisation", name="council"))
    reading = Reading(article=article, sources=sources, statements=statements, own_voice=tuple(map(at, own)))
    return list(units(Piece(reading=reading)))


def test_a_content_with_two_clauses_is_two_parts_of_one_whole() -> None:
    both = statement("a1", "The pier will close in May, and the ferries will move to Sild", "said", source="s1")
    parts = told((both,))
    assert [u.words for u in parts] == ["The pier will close in May", "the ferries will move to Sild"]
    assert parts[0].parent == parts[1].parent is not None


def test_who_passes_on_is_left_to_who_said_it_unless_it_is_denied() -> None:
    child = statement("a1.1", "Quill had sold the pier", "sold", source="s1", parent="a1", stated_chain=("s1", "s2"))
    passing = statement("a1", "that Quill had sold the pier", "denied", source="s2", stance="asserts")
    denying = statement("a1", "that Quill had sold the pier", "denied", source="s2", stance="denies")
    assert [(u.statement, u.chain) for u in told((passing, child))] == [("a1.1", ("s1", "s2"))]
    assert {(u.statement, u.stance) for u in told((denying, child))} == {("a1", "denies"), ("a1.1", "asserts")}


def test_a_decision_is_told_by_the_article_not_by_who_decides() -> None:
    deciding = statement("a1", "to sell the lamps", "decided", source="s2")
    found = told((deciding,), own=("The council decided to sell the lamps.",))
    assert [(u.statement, u.words) for u in found] == [(None, "The council decided to sell the lamps.")]


def test_no_news_is_no_unit_and_a_semicolon_parts() -> None:
    own = (
        "A spokesman did not respond to a request for comment.",
        "The pier was built in 1911; it was widened in 1957.",
    )
    assert [u.words for u in told((), own)] == ["The pier was built in 1911", "it was widened in 1957."]


@pytest.mark.parametrize(
    ("title", "words", "certainty"),
    [
        ("Pier to close in May", ["Pier to close in May"], "flat"),
        ("Pier to close in May - report", ["Pier to close in May"], "hedged"),
        ("UPDATE 2-Pier may be closed in May, sources", ["Pier may be closed in May"], "hedged"),
        ("Will the pier be closed in May?", ["Will the pier be closed in May?"], "doubtful"),
        ("Quill: pier will close in May", ["pier will close in May"], "flat"),
        ("News", [], "flat"),
    ],
)
def test_titles(title: str, words: list[str], certainty: str) -> None:
    found = told((), title=title)
    assert [u.words for u in found] == words
    assert {(u.field, u.certainty, u.quotation) for u in found} <= {("title", certainty, "none")}
    assert all(u.spans[0].of(title) == u.words for u in found)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "the mill has failed and that the town will pay for all",
            ["the mill has failed", "the town will pay for all"],
        ),
        ("the state will end the one part but keep its order for the rest", None),
        ("she saw doors that would not close and brakes that did not hold", None),
        ("he met the envoys in Sild, while the army was crossing the river", 2),
        ("the figures were supplied by men and women who will not be named", None),
    ],
)
def test_clauses(text: str, parts) -> None:
    found = [s.of(text) for s in clauses(text, Span(0, len(text)))]
    if isinstance(parts, list):
        assert found == parts
    else:
        assert len(found) == (parts or 1)
