"""What is left out of the drafts: clauses of anonymity are reasons and never statements; the statements beside stay."""

from dataclasses import replace

import pytest
from drafted import drafted, shown

from firsthand.attribution.anonymity import anonymity_clauses
from firsthand.attribution.pruning import (
    in_one_sentence,
    with_names_after,
    with_whole_sources,
    without_anonymity_clauses,
    without_header,
)
from firsthand.model import Span

CLAUSES = [
    (
        "Both spoke on condition of anonymity because they are not permitted to discuss the talks.",
        [
            "on condition of anonymity because they are not permitted to discuss the talks",
            "because they are not permitted to discuss the talks",
        ],
    ),
    (
        "A clerk, who asked not to be named because the file is sealed, warned that it was lost.",
        ["asked not to be named because the file is sealed"],
    ),
    (
        "An aide, granted anonymity to describe private deliberations, said no.",
        ["granted anonymity to describe private deliberations"],
    ),
    ("He declined to be named, citing a court order. She left.", ["declined to be named, citing a court order"]),
    ("Lund said the clerk was not authorised to speak for the board.", []),
    ("The judge ruled that the witness was barred from speaking to the press.", []),
    ("The union asked not to raise fares. Torvald wants to remain in the party.", []),
    ("“She was a baker,” a neighbour who didn't want to be named said.", ["didn't want to be named"]),
]


@pytest.mark.parametrize(("text", "expected"), CLAUSES)
def test_clauses(text: str, expected: list[str]) -> None:
    found = [c.whole.of(text) for c in anonymity_clauses(text)]
    assert found == expected


SWALLOWED = [
    "Both spoke on condition of anonymity because {s|they} {q|are not permitted} {c|to discuss the talks}.",
    "Both spoke because {s|they} {q|are not permitted} {c|to discuss the talks}.",
    "A clerk, {s|who} {q|asked} {c|not to be named because the file is sealed}, left.",
    "A clerk, who asked not to be named because {s|the judge} {q|had told} staff {c|to keep silent}, left.",
    "{s|An aide}, granted anonymity to {q|describe} {c|private deliberations}, left.",
    "One cook, granted anonymity because {s|she} {q|feared} {c|her bosses would say she had lied}, left.",
    "{s|The nurse} requested anonymity, {q|citing} {c|a rule that forbids staff to comment}.",
    "{s|Three pilots} {q|spoke} {c|on condition of anonymity for fear of losing their licences}.",
    "The source – who was {q|not allowed} {c|to talk about the case} – left.",
    'The trader asked that his name not be used since {s|his firm} {q|forbids} {c|interviews}, the "Gull" wrote.',
]
KEPT = [
    "{s|An official} {q|said} on condition of anonymity {c|that it failed}.",
    "{c|“It failed,”} {s|an official who asked not to be named} {q|said}.",
    "{s|An aide} who asked not to be named because the talks are private {q|said} {c|the deal was done}.",
    "{s|A clerk}, who asked not to be named because the file is sealed, {q|warned} {c|that it was lost}.",
    "{s|A manager}, speaking on condition of anonymity to describe private talks, {q|warned} {c|that it was lost}.",
    "{s|Ministers} {q|said} {c|the victims cannot be named for legal reasons}.",
    "{s|The union} {q|asked} {c|not to raise fares before June}.",
    "{s|The judge} {q|ruled} {c|that the witness was barred from speaking to the press}.",
    "{s|Staff}, who were told that they were forbidden from speaking, {q|described} {c|the kitchen as filthy}.",
    "{c|“They lied,”} {q|said} {s|a driver who did not want to give his name for fear that the firm would sue}.",
]


@pytest.mark.parametrize("source", SWALLOWED)
def test_a_clause_of_anonymity_is_no_statement(source: str) -> None:
    article, drafts = drafted(source)
    assert without_anonymity_clauses(article, drafts) == []


@pytest.mark.parametrize("source", KEPT)
def test_the_statement_beside_it_stays(source: str) -> None:
    article, drafts = drafted(source)
    assert shown(article, without_anonymity_clauses(article, drafts)) == shown(article, drafts)


def test_labelled_lines_say_nothing_and_the_title_only_its_own() -> None:
    head = "Title: {s2|Board} {q2|says} {c2|tolls rise\n{s1|Outlet}{q1|:} {c1|The Post}}\n"
    article, drafts = drafted(f"{head}By: {{s3|Ada Brent}}\n\n{{c3|Tolls rise}}, she {{q3|wrote}}.")
    title, start = Span(7, 28), article.text.index("Tolls rise")
    article = replace(article, title="Board says tolls rise", title_span=title, body_start=start)
    assert shown(article, without_header(article, drafts)) == ["test Board: tolls rise", "test -: Tolls rise"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("{s|The} letter, dated March 3, {q|gives no} {c|reason}.", "The letter"),
        (
            "{c|The school will close}, a draft plan {s|seen by The Gazette} {q|shows}.",
            "a draft plan seen by The Gazette",
        ),
        ("{s|The lender} {q|said} {c|it was safe}.", "The lender"),
    ],
)
def test_a_source_is_a_whole_phrase(text: str, source: str) -> None:
    article, drafts = drafted(text)
    (found,) = with_whole_sources(article, drafts)
    assert found.source is not None
    assert found.source.of(article.text) == source


def test_there_is_nobody() -> None:
    article, drafts = drafted("“{s|There} {q|is no doubt} {c|that it is theirs},” she said.")
    assert with_whole_sources(article, drafts) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("{c|“I did not sleep,”} {q|said} Brown. {c|“Somebody has to count.”}", "Brown"),
        ("{c|“I did not sleep,”} {q|said} Monday. {c|“Somebody has to count.”}", None),
        ("{c|“I did not sleep,”} {q|said} Brown yesterday.", None),
    ],
)
def test_the_name_behind_the_verb_speaks(text: str, source: str | None) -> None:
    article, drafts = drafted(text)
    (found,) = with_names_after(article, drafts)
    assert (found.source.of(article.text) if found.source is not None else None) == source


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{c|It} {q|was told by} {s|Radio Sund. The editor} saw it.", ["test Radio Sund: It"]),
        ("{s|Radio Sund. The editor} {q|said} {c|so}.", ["test The editor: so"]),
        ("{s|Ms. The, a clerk} {q|said} {c|so}.", ["test Ms. The, a clerk: so"]),
    ],
)
def test_a_source_stands_in_one_sentence(marked: str, expected: list[str]) -> None:
    article, drafts = drafted(marked)
    assert shown(article, in_one_sentence(article, drafts)) == expected
