"""Verbs by kind of wrongdoing: their forms, and the patterns made of them."""

import re

import pytest

from firsthand.house.verbs import forms, patterns


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("con+", {"conned", "conning"}),
        ("fake", {"faked", "faking"}),
        ("bury", {"buried", "burying"}),
        ("steal/stole/stolen", {"stole", "stolen", "stealing"}),
        ("tear_up/tore_up/torn_up", {"tore_up", "torn_up", "tearing_up"}),
        ("sell/sold", {"sold", "selling"}),
    ],
)
def test_forms(verb: str, expected: set[str]) -> None:
    assert forms(verb) == expected


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("tore up a warning letter", True),
        ("backdated four contracts", True),
        ("pocketed £90k", True),
        ("dropped the letter into a box", False),
        ("was stoned by pickets", True),
        ("wants shot of him", False),
    ],
)
def test_patterns(words: str, found: bool) -> None:
    filled = (p.replace("{person}", "clerk").replace("{det}", "(?:the|a)") for p in patterns({}))
    assert any(re.search(rf"\b{p}", words) for p in filled) is found
