"""What is looked for first, because it is quick, loses nothing that the whole pattern would find."""

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.resolution.clusters import _AFTER_COMMA, _BEFORE, _DIRECT, _last_word

PIECES = st.sampled_from(
    ["mayor", "the", "Capt.", "Dr", "’s", "old-boy", ",", ", ", " ", "  ", "\n", "\u00a0", "“", "1"]
)
LEFT = st.lists(PIECES, max_size=9).map("".join)


@settings(max_examples=300, deadline=None)
@given(LEFT)
def test_a_role_before_a_comma_ends_as_it_has_to(left: str) -> None:
    assert _BEFORE.search(left) is None or _AFTER_COMMA.search(left) is not None


@settings(max_examples=300, deadline=None)
@given(LEFT)
def test_the_last_word_is_that_of_the_role(left: str) -> None:
    found = _DIRECT.search(left)
    assert found is None or found["noun"].split()[-1] == _last_word(left)
