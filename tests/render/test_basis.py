"""What an article rests on, in words."""

from dataclasses import replace

import harbour
import pytest

from firsthand.model import Basis, Reading, Source
from firsthand.render.basis import basis_lines, counted_statements, heads, known_sources


def told(reading: Reading) -> dict[str, tuple[str, str]]:
    return {line.heading: (" · ".join(line.each), line.remark) for line in basis_lines(reading)}


def test_the_whole_basis() -> None:
    lines = told(harbour.reading())
    assert list(lines) == [
        "1 named person", "1 person known by office only", "3 to 4 unnamed sources", "1 other outlet", "1 document",
        "source not known", "own voice",
    ]  # fmt: skip
    assert lines["1 named person"][0].endswith("Ostrevik Harbour and Inner Waterways Authority (3)")
    assert lines["1 person known by office only"] == ("the mayor (1)", "")
    assert lines["3 to 4 unnamed sources"] == (
        "two officials familiar with the talks (1) · one of the Courier's sources (1) · Another source (1)",
        "described in 3 ways, all through one outlet, Skerry Courier; why they are unnamed is stated for 1 of the 3: "
        "because the bids are sealed; how they know is stated for 1 of the 3: said to know as a participant: "
        "familiar with the talks",
    )
    assert lines["1 other outlet"][0] == "Skerry Courier: 4 of the 10 statements reach this page through it"
    assert lines["own voice"][1] == "hardly any of the text is asserted with no source (4%)"


def test_only_what_asserts_denies_or_doubts_counts_and_only_outside_of_people() -> None:
    assert [s.id for s in counted_statements(harbour.reading())] == [
        "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10",
    ]  # fmt: skip


def test_an_article_that_rests_on_nothing_says_so() -> None:
    assert list(told(harbour.empty())) == [
        "no named person or body", "no unnamed source", "no other outlet", "no document", "own voice",
    ]  # fmt: skip


def test_where_nothing_is_stated_of_the_unnamed_that_is_said() -> None:
    reading = harbour.reading()
    bare = replace(
        reading,
        sources=tuple(replace(s, anonymity_reason=None) for s in reading.sources),
        statements=tuple(s for s in reading.statements if s.id not in ("a2", "a6", "a6.1")),
        basis=Basis(unnamed=(1, 1)),
    )
    assert told(bare)["1 unnamed source"][1] == (
        "through one outlet, Skerry Courier; why it is unnamed or how it knows is not stated"
    )


@pytest.mark.parametrize(
    ("count", "words"), [((0, 0), "0"), ((2, 2), "2"), ((1, 3), "1 to 3"), ((2, None), "2 or more")]
)
def test_heads(count: tuple[int, int | None], words: str) -> None:
    assert heads(count) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "none of the text is asserted in the article's own voice"),
        (0.004, "hardly any of the text is asserted with no source (less than 1%)"),
        (0.25, "about a quarter of the text is asserted with no source (25%)"),
        (0.5, "about half of the text is asserted with no source (50%)"),
        (0.999, "nearly all of the text is asserted with no source (100%)"),
        (1.0, "all of the text is asserted with no source (100%)"),
    ],
)
def test_own_voice_in_words(share: float, words: str) -> None:
    assert told(replace(harbour.reading(), basis=Basis(own_voice_share=share)))["own voice"][1] == words


def test_bodies_are_not_people() -> None:
    lines = told(replace(harbour.reading(), basis=Basis(named=("s3", "s8"))))
    assert lines["1 named person"]
    assert lines["1 named body"] == ("Storvik, the buyer (0)", "")


@pytest.mark.parametrize(
    ("sources", "headings", "short"),
    [
        ((), ["no named person or body"], "0 named"),
        (
            (Source(id="n1", kind="person", descriptor="The mayor", role="mayor"),),
            ["no named person or body", "1 person known by office only"],
            "0 named, 1 known by office",
        ),
        (
            (
                Source(id="n1", kind="person", descriptor="the pope"),
                Source(id="n2", kind="person", name="Ann Roe"),
                Source(id="n3", kind="person", descriptor="the queen"),
                Source(id="n4", kind="government", name="Harbour Ministry"),
                Source(id="n5", kind="unknown", descriptor="a sign at the gate"),
            ),
            ["1 named person", "2 people known by office only", "1 named body", "1 other source without a name"],
            "2 named, 2 known by office, 1 without a name",
        ),
    ],
)
def test_an_office_is_no_name(sources: tuple[Source, ...], headings: list[str], short: str) -> None:
    basis = Basis(named=tuple(s.id for s in sources))
    reading = Reading(article=harbour.empty().article, sources=sources, basis=basis)
    assert [line.heading for line in basis_lines(reading) if line.sort == "named"] == headings
    assert known_sources(reading) == short
