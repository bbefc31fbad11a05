"""The word lists: that they load, and that their columns hold what they say."""

from importlib import resources

import pytest

from firsthand.language import words

LISTS = sorted(
    f.name
    for f in resources.files("firsthand.language").joinpath("data").iterdir()
    if f.name.endswith((".txt", ".tsv"))
)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_rows_and_none_twice(name: str) -> None:
    rows = words.rows(name)
    assert rows
    first = [row[0] for row in rows]
    assert len(first) == len(set(first)), sorted(f for f in first if first.count(f) > 1)


def test_genders_are_m_f_or_any() -> None:
    for name in ("roles.txt", "people.txt", "titles.txt", "first_names.tsv"):
        assert set(words.column(name).values()) <= {"m", "f"}


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("ministries", "ministry"),
        ("women", "woman"),
        ("witnesses", "witness"),
        ("analyses", "analysis"),
        ("boss", "boss"),
    ],
)
def test_singular(plural: str, singular: str) -> None:
    assert words.singular(plural) == singular


def test_countries_and_outlets_are_found_without_accents_and_the() -> None:
    assert words.plain("Côte d’Ivoire") in words.countries()
    assert words.outlets()["el pais"][0] == "El País"
    assert words.outlets()["economist"][0] == "Economist"
