"""Patterns written to be quick find what the plain ones find."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.attribution.as_put import _OPENS, _PARENTHESIS
from firsthand.attribution.stance import _TOKEN
from firsthand.language.quotes import _DOUBLES, _INWARD, _OUTWARD, _SINGLES

PLAIN = re.compile(r"[a-z]+?(?=n['’]t\b)|n['’]t\b|['’][a-z]+|[a-z]+(?:-[a-z]+)*|[^\sa-z]", re.I)
WORDS = st.lists(
    st.sampled_from(["did", "n't", "n’t", "n", "’s", "'", "-", "well", "Could", " ", "t", "4", ".", "K", "as", "it"]),
    max_size=10,
).map("".join)
MARKED = st.text(alphabet="a1 \n\r(—«»‹›‘’'“\"„.", max_size=24)
PUT = st.lists(
    st.sampled_from(
        ["As ", "as\n", "Roe ", "has ", "put ", "it", ", ", "in the words of ", "In the  words of ", ".", "x"]
    ),
    max_size=9,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(WORDS)
def test_tokens(text: str) -> None:
    assert _TOKEN.findall(text) == PLAIN.findall(text)


@settings(max_examples=300, deadline=None)
@given(MARKED)
def test_marks(text: str) -> None:
    assert len(_INWARD.findall(text)) == len(re.findall(r"(?:^|[\s(])[»›]\w", text, re.M))
    assert len(_OUTWARD.findall(text)) == len(re.findall(r"(?:^|[\s(])[«‹]", text, re.M))
    assert len(_SINGLES.findall(text)) == len(re.findall(r"(?:^|[\s(—–])(?:[‘'](?=\w)|‘(?=’\w))", text, re.M))
    assert len(_DOUBLES.findall(text)) == len(re.findall(r"(?:^|[\s(—–])[“\"«„](?=\S)", text, re.M))


@settings(max_examples=300, deadline=None)
@given(PUT)
def test_parentheses(text: str) -> None:
    assert _PARENTHESIS.search(text) is None or _OPENS.search(text) is not None
