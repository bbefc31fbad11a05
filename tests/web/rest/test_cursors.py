"""Cursors: where a list goes on, and that nobody else's, no other question's and no altered one is taken."""

from types import SimpleNamespace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from firsthand.errors import InvalidValue
from firsthand.web.rest.cursors import SLACK, Window, cursor_of, next_link, position, window


def request(query="words=pier", path="/api/v1/search", secret=b"k" * 32):
    house = SimpleNamespace(settings=SimpleNamespace(secret=secret))
    return SimpleNamespace(
        app=SimpleNamespace(state=SimpleNamespace(house=house)),
        url=SimpleNamespace(path=path),
        query_params=QueryParams(query),
    )


def test_a_cursor_gives_back_where_it_was():
    cursor = cursor_of(request(), (5, "a1"))
    assert position(request("limit=7&words=pier&cursor=x"), cursor) == (5, "a1")
    assert window(request(), cursor, 3) == Window(limit=3, start=5, after="a1")
    assert position(request(), None) is None
    assert cursor_of(request(), None) is None


@pytest.mark.parametrize(
    "other",
    [
        request("words=ferry"),
        request("words=pier&stance=denies"),
        request(path="/api/v1/statements"),
        request(secret=b"j" * 32),
    ],
)
def test_a_cursor_is_of_one_question_and_one_server(other):
    with pytest.raises(InvalidValue, match="cursor"):
        position(other, cursor_of(request(), (5, "a1")))


@given(st.text(max_size=60))
def test_no_words_are_a_cursor(words):
    with pytest.raises(InvalidValue, match="cursor"):
        position(request(), words)


def test_an_altered_cursor_is_none():
    cursor = cursor_of(request(), (5, "a1")) or ""
    for n in range(len(cursor)):
        with pytest.raises(InvalidValue, match="cursor"):
            position(request(), cursor[:n] + ("A" if cursor[n] != "A" else "B") + cursor[n + 1 :])
    with pytest.raises(InvalidValue, match="cursor"):
        position(request(), cursor * 20)


def test_the_link_keeps_the_question():
    link = next_link(request("words=north+pier&limit=3&cursor=old"), "new")
    address, _, rel = link.partition("; ")
    assert rel == 'rel="next"'
    assert parse_qsl(address[1:-1].partition("?")[2]) == [("words", "north pier"), ("limit", "3"), ("cursor", "new")]


@given(st.integers(0, 60), st.integers(1, 20))
def test_pages_together_are_the_list(size, limit):
    rows, seen, wanted = list(range(100, 100 + size)), [], Window(limit=limit)
    while True:
        found, at = wanted.cut(rows[: wanted.reach], int)
        seen += found
        if at is None:
            break
        wanted = Window(limit=limit, start=at[0], after=at[1])
    assert seen == rows


@given(st.integers(0, SLACK), st.integers(1, 20))
def test_what_comes_in_between_shifts_no_page(new, limit):
    rows = list(range(1000, 1060))
    _, at = Window(limit=limit).cut(rows, int)
    assert at is not None
    wanted = Window(limit=limit, start=at[0], after=at[1])
    found, _ = wanted.cut([*range(new), *rows][: wanted.reach], int)
    assert list(found) == rows[limit : 2 * limit]


def test_a_list_goes_on_at_its_number_where_its_last_row_is_gone():
    found, _ = Window(limit=2, start=2, after=99).cut([1, 2, 3, 4, 5], int)
    assert found == [3, 4]
