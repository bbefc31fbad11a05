"""Names in invented sentences: text → (name, kind)."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.language.names import names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was Dr Philippa Straw who spoke.", [("Philippa Straw", "person")]),
        (
            "Then Prime Minister Torben Lis met Ursula von der Heyden.",
            [("Torben Lis", "person"), ("Ursula von der Heyden", "person")],
        ),
        ("They told the Alder Vale Courier so.", [("Alder Vale Courier", "outlet")]),
        ("Prices rose, The Carrow Ledger reported.", [("Carrow Ledger", "outlet")]),
        ("Prices rose, the Carrow Pioneer has learned.", [("Carrow Pioneer", "outlet")]),
        ("Vestmark.info reported it.", [("Vestmark.info", "outlet")]),
        ("It fell, according to Nordlys24.net.", [("Nordlys24.net", "outlet")]),
        ("It fell, nordlys24.net wrote.", [("nordlys24.net", "outlet")]),
        ("It was sold on Lampholder.com in May.", [("Lampholder.com", "unknown")]),
        ("The boat sank.in May it rained.", []),
        ("The bridge fell, the Ledger wrote.", [("Ledger", "outlet")]),
        ("She told the Ledger that it fell.", [("Ledger", "outlet")]),
        ("She watched the Mercury rise.", [("Mercury", "unknown")]),
        ("The trade newsletter Crust & Salt reported it.", [("Crust & Salt", "outlet")]),
        ("The Alder and Mole trust disagreed.", [("Alder and Mole trust", "organisation")]),
        ("So Halvek district police came.", [("Halvek district police", "organisation")]),
        ("In March the United States left.", [("United States", "country")]),
        ("The Harbour Ministry was late.", [("Harbour Ministry", "government")]),
        ("It was Norma Quill of Bakers’ Union.", [("Norma Quill", "person"), ("Bakers’ Union", "organisation")]),
        ("They asked J. R. Hale on Monday.", [("J. R. Hale", "person")]),
        ("We saw Ravna's foreign ministry.", [("Ravna", "country")]),
        ("Officials and residents met on Friday.", []),
        ("", []),
    ],
)
def test_names_and_their_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(n.text, n.kind) for n in names(text)] == expected


def test_a_short_form_takes_the_kind_of_the_full_name() -> None:
    found = names("Ann Corvo spoke. Then Corvo left, and so did Mrs Corvo.")
    assert [(n.text, n.kind) for n in found] == [("Ann Corvo", "person"), ("Corvo", "person"), ("Corvo", "person")]
    assert [n.gender for n in found] == ["f", None, "f"]


def test_the_words_beside_a_name_make_it_an_outlet_everywhere() -> None:
    found = names("They told Lumen so. It was in Lumen, the paper. He reads Lumen.")
    assert {n.kind for n in found if n.text == "Lumen"} >= {"outlet"}


def test_a_headline_s_capitals_say_nothing() -> None:
    assert names("Mayor Promises New Bridge Before Winter Comes\n\nIt rained.") == ()


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="Aa bÉ.’'&-\n“”\u202e0éİ🙂", max_size=80))
def test_spans_are_in_order_inside_the_text_and_hold_the_name(text: str) -> None:
    found = names(text)
    for name in found:
        assert name.span.of(text) == name.text
    for before, after in pairwise(found):
        assert before.span.end <= after.span.start
