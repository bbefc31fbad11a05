"""One source phrase at a time: phrase → what it is read as."""

import pytest

from firsthand.language.names import names
from firsthand.model import Span
from firsthand.resolution.phrase import Phrase
from firsthand.resolution.phrases import analyse


def phrase(words: str) -> Phrase:
    text = f"{words} said so."
    span = Span(0, len(words))
    return analyse(text, span, tuple(n for n in names(text) if span.holds(n.span)))


@pytest.mark.parametrize(
    ("words", "name", "role", "affiliation"),
    [
        ("Acme spokesman John Roe", "John Roe", "spokesman", "Acme"),
        ("Jane Doe, a spokeswoman for Acme Foods,", "Jane Doe", "spokeswoman", "Acme Foods"),
        ("John Roe of Acme", "John Roe", None, "Acme"),
        ("Mr Ruiz, who heads the union,", "Ruiz", None, None),
        ("the bank's chief economist, A. B. Hale,", "A. B. Hale", "chief economist", None),
        (
            "Deputy Prime Minister of Ostrava for Trade and Fair Dealing Olha Korr",
            "Olha Korr",
            "Deputy Prime Minister of Ostrava for Trade and Fair Dealing",
            None,
        ),
        ("Her predecessor, Ruth Hale, who still owns 6 percent,", "Ruth Hale", "predecessor", None),
        ("Oda Quill, 61, a retired teacher who watched", "Oda Quill", "retired teacher", None),
        ("the president of neighbouring Velland, Anton Drave", "Anton Drave", "president", None),
        ("Michigan Attorney General Bill Scully (R)", "Bill Scully", "Attorney General", "Michigan"),
        ("Clinton's chief pollster and strategist Joel Bensen", "Joel Bensen", None, None),
        ("Chief Executive Dana Whit", "Dana Whit", "Chief Executive", None),
    ],
)
def test_a_named_person_has_name_role_and_body(
    words: str, name: str, role: str | None, affiliation: str | None
) -> None:
    read = phrase(words)
    assert read.name == name
    assert read.kind in ("person", "unknown")
    if role is not None:
        assert read.role == role
    if affiliation is not None:
        assert read.affiliation == affiliation


@pytest.mark.parametrize(
    ("words", "kind", "form", "count"),
    [
        ("two officials", "group", "indefinite", (2, 2)),
        ("officials", "group", "indefinite", (2, None)),
        ("several residents", "group", "indefinite", (2, None)),
        ("at least 12 nurses at the hospital", "group", "indefinite", (12, None)),
        ("a dozen drivers", "group", "indefinite", (12, 12)),
        ("two or three people", "group", "indefinite", (2, 3)),
        ("three people familiar with the matter", "group", "indefinite", (3, 3)),
        ("71 per cent of residents", "group", "indefinite", (2, None)),
        ("an official briefed on the talks, who asked not to be named,", "person", "indefinite", (1, 1)),
        ("one of the publication’s interlocutors", "person", "partitive", (1, 1)),
        ("some members of the Harbour Council", "group", "partitive", (2, None)),
        ("one of them", "person", "partitive", (1, 1)),
        ("another source, who sat in,", "person", "another", (1, 1)),
        ("a second official", "person", "another", (1, 1)),
        ("Others", "group", "another", (2, None)),
        ("the same source", "person", "same", (1, 1)),
        ("the two", "group", "definite", (2, 2)),
        ("both", "group", "definite", (2, 2)),
        ("his supporters", "group", "definite", (2, None)),
        ("John Roe and his lawyer", "group", "conjoined", (2, 2)),
        ("somebody", "person", "indefinite", (1, 1)),
        ("the parish council", "organisation", "definite", (1, 1)),
        ("the foreign ministry", "government", "definite", (1, 1)),
        ("a leaked e-mail", "document", "indefinite", (1, 1)),
        ("a two-page note drawn up for the delegation", "document", "indefinite", (1, 1)),
        ("court papers", "document", "indefinite", (1, 1)),
        ("the news agency", "outlet", "definite", (1, 1)),
        ("she", "unknown", "pronoun", (1, 1)),
    ],
)
def test_a_phrase_without_a_name_has_kind_form_and_heads(
    words: str, kind: str, form: str, count: tuple[int, int | None]
) -> None:
    read = phrase(words)
    assert (read.kind, read.form, read.count) == (kind, form, count)
    assert read.name is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("the Norda agency", "Norda"),
        ("the local newspaper Halden Avis", "Halden Avis"),
        ("the Daily Marge", "Daily Marge"),
    ],
)
def test_an_outlet_by_its_noun_or_its_words(words: str, name: str) -> None:
    read = phrase(words)
    assert (read.kind, read.name) == ("outlet", name)


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("Lantern’s sources close to the palace", "Lantern"),
        ("its spokeswoman", "its"),
        ("the union’s lawyer", "the union"),
    ],
)
def test_a_possessor_is_found(words: str, owner: str) -> None:
    read = phrase(words)
    assert read.owner is not None
    assert read.owner.of(f"{words} said so.") == owner


@pytest.mark.parametrize("words", ["(", "“ ”", "'s", "of", "the", "a", "…", "and", "–", "42", "İ", "🙂 he"])
def test_odd_spans_are_read_without_an_error(words: str) -> None:
    assert phrase(words).span.end <= len(words)
