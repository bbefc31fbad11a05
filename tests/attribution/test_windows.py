"""Windows: every token is owned once, and offsets lead back to the article's characters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import BertPreTokenizer

from firsthand.attribution.windows import CLS, SEP, Tokens, case_of, cut, tokenise, window_inputs
from firsthand.language.quotes import quotations


def tokenizer() -> Tokenizer:
    out = Tokenizer(WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    out.normalizer, out.pre_tokenizer = Lowercase(), BertPreTokenizer()
    return out


def tokens(lengths: list[int]) -> Tokens:
    """Paragraphs of so many tokens, each with its [SEP]."""
    starts: list[int] = []
    for n in lengths:
        starts += [*range(len(starts), len(starts) + n), -1]
    at = np.array(starts, dtype=np.int64)
    return Tokens(ids=np.arange(len(at)), starts=at, ends=at + (at >= 0), cases=at * 0, quotes=at * 0)


def test_tokens_lead_back_to_the_text() -> None:
    text = "😀 Ada said:\n\n‘NO “way”, not in 2031.’"
    found = tokenise(text, quotations(text), tokenizer())
    words = [text[a:b] if a >= 0 else "¶" for a, b in zip(found.starts, found.ends, strict=True)]
    assert words == ["😀", "Ada", "said", ":", "¶", "‘", "NO", "“", "way", "”", ",", "not", "in", "2031", ".", "’", "¶"]
    assert found.cases.tolist() == [0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0]
    assert found.quotes.tolist() == [0, 0, 0, 0, 0, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 0]


def test_no_text_has_no_windows() -> None:
    found = tokenise(" \n ", (), tokenizer())
    assert len(found) == 0
    assert cut(found) == []


@pytest.mark.parametrize(
    ("word", "case"), [("ada", 0), ("Ada", 1), ("A", 1), ("ADA", 2), ("4th", 3), ("“", 0), ("", 0)]
)
def test_case_of(word: str, case: int) -> None:
    assert case_of(word) == case


@settings(deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=20), st.integers(12, 40), st.integers(0, 9))
def test_every_token_is_owned_once(lengths: list[int], width: int, context: int) -> None:
    found = tokens(lengths)
    windows = cut(found, width=width, context=context)
    owns = [w.own for w in windows]
    assert owns[0] == 0
    assert owns == sorted(set(owns))
    for window, until in zip(windows, [*owns[1:], len(found)], strict=True):
        assert 0 <= window.first <= window.own < until <= window.last <= len(found)
        assert window.last - window.first <= width - 2
        assert window.own - window.first <= context
    assert windows[-1].last == len(found)


def test_windows_end_between_paragraphs_where_they_can() -> None:
    found = tokens([9, 9, 9])
    assert [(w.first, w.last, w.own) for w in cut(found, width=24, context=12)] == [(0, 20, 0), (10, 30, 20)]
    inputs = window_inputs(found, cut(found, width=24, context=12)[1])
    assert inputs["input_ids"].tolist() == [[CLS, *range(10, 30), SEP]]
    assert {a.shape for a in inputs.values()} == {(1, 22)}
