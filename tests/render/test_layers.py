"""Weaving: whatever the marks, the pieces nest and the words are the text's."""

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model import Span
from firsthand.render.layers import Mark, woven

TEXT = "The owl said the mouse had said the cat was out."
marks = st.lists(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20), st.integers(-1, 3)).map(
        lambda t: Mark(span=Span(t[0], min(t[0] + t[1], len(TEXT))), rank=t[2], name=f"{t[0]}{t[2]}")
    ),
    max_size=8,
)


@settings(deadline=None)
@given(marks, st.integers(0, 10), st.integers(11, len(TEXT)))
def test_pieces_nest_and_keep_every_word(found: list[Mark], start: int, end: int) -> None:
    stack: list[Mark] = []
    covered: dict[int, set[int]] = {}
    at = start
    for piece in woven(TEXT, Span(start, end), found, set()):
        if piece.opens:
            stack.append(piece.opens)
        elif piece.closes:
            stack.pop()
        else:
            assert TEXT.startswith(piece.text, at)
            assert piece.text
            for i in range(at, at + len(piece.text)):
                covered[i] = {id(m) for m in stack}
            at += len(piece.text)
    assert not stack
    assert at == end
    for i in range(start, end):
        assert covered[i] == {id(m) for m in found if m.span.start <= i < m.span.end}


def test_crossing_marks_are_cut_and_the_first_opening_is_told() -> None:
    a, b = Mark(span=Span(0, 5), rank=0, name="a"), Mark(span=Span(3, 8), rank=0, name="b")
    pieces = woven(TEXT, Span(0, 10), [a, b], set())
    told = ["/" if p.closes else f"<{p.opens.name}{'!' if p.first else ''}>" if p.opens else p.text for p in pieces]
    assert "".join(told) == "<a!>The<b!> o//<b>wl //said".replace("wl //said", "wl /sa")
