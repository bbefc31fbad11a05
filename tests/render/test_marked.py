"""Which words a statement is shown with: the article's own quotation marks, and no others."""

import pytest

from firsthand.language.quotes import quotations
from firsthand.model import Quotation, Span, Statement
from firsthand.render.marked import missing_marks, shown_spans, words


def statement(text: str, quotation: Quotation, *contents: str) -> Statement:
    spans = tuple(Span(text.index(c), text.index(c) + len(c)) for c in contents)
    return Statement(id="a1", quotation=quotation, content_spans=spans)


@pytest.mark.parametrize(
    ("text", "quotation", "contents", "shown"),
    [
        ("“We go,” Ola said.", "direct", ("We go",), "“We go,”"),
        ("“We go,” Ola said.", "direct", ("We go,",), "“We go,”"),
        ("“We go,” Ola said.", "direct", ("“We go,”",), "“We go,”"),
        ('"We go," Ola said. "Now."', "direct", ("We go,", "Now."), '"We go," … "Now."'),
        ("«We go», Ola said.", "direct", ("We go",), "«We go»"),
        ("‘We don’t go,’ Ola said.", "direct", ("We don’t go",), "‘We don’t go,’"),
        ("Ola called it “a trap”.", "mixed", ("it “a trap",), "it “a trap”"),
        ("Ola called it “a trap”.", "mixed", ("a trap",), "“a trap”"),
        ("“Ola says boats sink,” Per said.", "indirect", ("boats sink",), "boats sink"),
        ("“Ola says boats sink, and fast,” Per said.", "direct", ("boats sink",), "boats sink"),
        ("Ola said the boats\nhad  sunk.", "indirect", ("the boats\nhad  sunk",), "the boats had sunk"),
        ("“One.\n\n“Two.”", "direct", ("“One.", "“Two.”"), "“One. “Two.”"),
        ("Boats, Ola said, sink.", "indirect", ("Boats", "sink"), "Boats … sink"),
    ],
)
def test_marks_are_the_articles_own(text: str, quotation: Quotation, contents: tuple[str, ...], shown: str) -> None:
    said = statement(text, quotation, *contents)
    assert words(text, shown_spans(text, quotations(text), said)) == shown


@pytest.mark.parametrize(
    ("text", "content", "notes"),
    [
        ("“We go,” Ola said.", "“We go,”", 0),
        ("Ola said: “We go.", "“We go.", 1),
        ("“We go.\n\n“We stay.”", "“We go.", 0),
        ("“We go.\n\n“We stay.”", "“We stay.”", 0),
        ("“We go.\n\nThe boats lay still.", "“We go.", 1),
    ],
)
def test_a_missing_mark_is_said_and_not_added(text: str, content: str, notes: int) -> None:
    said = statement(text, "direct", content)
    quotes = quotations(text)
    assert len(missing_marks(quotes, said)) == notes
    assert words(text, shown_spans(text, quotes, said)) == content
