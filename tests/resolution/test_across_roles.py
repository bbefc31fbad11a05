"""Roles across articles: which wordings are one, and which may be two people's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.resolution.across_roles import Role, role, roles, roles_conflict


@pytest.mark.parametrize(
    ("text", "affiliation", "expected"),
    [
        ("mayor", "Aldmere", Role(text="mayor", affiliation="Aldmere")),
        ("Mayor of Aldmere", None, Role(text="Mayor", affiliation="Aldmere")),
        ("the mayor of Aldmere", "Aldmere", Role(text="mayor", affiliation="Aldmere")),
        ("Aldmere’s mayor", None, Role(text="mayor", affiliation="Aldmere")),
        ("former mayor of Aldmere", None, Role(text="mayor", affiliation="Aldmere", former=True)),
        ("ex-mayor", "Aldmere", Role(text="mayor", affiliation="Aldmere", former=True)),
        ("then-mayor of Aldmere", None, Role(text="mayor", affiliation="Aldmere")),
        ("Ukrainian foreign minister", None, Role(text="foreign minister", affiliation="Ukraine")),
        (
            "deputy minister for European Integration of Velmark",
            None,
            Role(text="deputy minister for European Integration", affiliation="Velmark"),
        ),
        ("rector of the University of Velmark", None, Role(text="rector", affiliation="University of Velmark")),
        (
            "professor of history",
            "Velmark University",
            Role(text="professor of history", affiliation="Velmark University"),
        ),
        ("head of Sales", "Hollis Foods", Role(text="head of Sales", affiliation="Hollis Foods")),
        ("farmer", None, Role(text="farmer")),
        ("", "Aldmere", None),
        (None, None, None),
        ("the ", None, None),
        ("\0", "\0", None),
        ("x" * 10_000, None, None),
    ],
)
def test_a_role(text: str | None, affiliation: str | None, expected: Role | None) -> None:
    assert role(text, affiliation) == expected


def sure(text: str, affiliation: str | None = None) -> Role:
    found = role(text, affiliation)
    assert found is not None
    return found


def test_wordings_of_one_role_are_listed_once() -> None:
    stated = [sure("mayor of Aldmere"), sure("Mayor of Aldmere"), sure("the MAYOR", "the Aldmere"), sure("farmer")]
    assert roles(stated) == roles(reversed(stated))
    assert [r.key for r in roles(stated)] == [("farmer", "", False), ("mayor", "aldmere", False)]


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        ([("surgeon", None), ("farmer", "Aldmere")], ["two trades"]),
        ([("mayor", "Aldmere"), ("mayor", "Norde")], ["the same office of two bodies"]),
        ([("chairman", "Hollis"), ("spokeswoman", "Hollis")], ["a man and for a woman"]),
        ([("mayor", "Aldmere"), ("former mayor", "Norde")], []),
        ([("mayor", "Aldmere"), ("mayor", "Aldmere council")], []),
        ([("mayor", "Aldmere"), ("mayor", None)], []),
        ([("minister", "Velmark"), ("lawyer", None)], []),
        ([("surgeon", None), ("heart surgeon", "Norde")], []),
        ([("farmer", None)], []),
        ([], []),
    ],
)
def test_roles_that_may_be_two_peoples(stated: list[tuple[str, str | None]], says: list[str]) -> None:
    found = roles_conflict(sure(*s) for s in stated)
    assert len(found) == len(says)
    for hint, words in zip(found, says, strict=True):
        assert words in hint
        assert "may be two people" in hint
    assert roles_conflict(sure(*s) for s in reversed(stated)) == found


@given(st.text(max_size=60), st.one_of(st.none(), st.text(max_size=40)))
def test_no_text_is_too_odd(text: str, affiliation: str | None) -> None:
    found = role(text, affiliation)
    if found is not None:
        assert found.key[0]
        assert roles_conflict([found, found]) == ()
