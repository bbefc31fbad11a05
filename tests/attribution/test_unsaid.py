"""What only looks like a statement is left out; what leaves a matter open, and what others are told to think, stays."""

import pytest
from drafted import drafted, parts

from firsthand.attribution.unsaid import without_unsaid

NOTHING = [
    "The quay is older than {s|anyone} {q|says}{c|.}",
    "{c|The quay is older} than {s|anyone} {q|says}.",
    "{c|The debt is bigger} than {s|anybody at the bank} {q|admits}.",
    "{c|It} is the coldest fair {s|anyone} {q|remembers}.",
    "The storm was as bad as {s|everyone} {q|said} {c|it would be}.",
    "{s|The ministry} {q|declined} {c|to comment}.",
    "{s|Dora Finch} {q|declined} {c|to comment on the talks}.",
    "{s|The mayor} {q|refused} {c|to answer questions}.",
    "{s|Her lawyer} {q|would} {c|not say}.",
    "{s|Her lawyer, Ivo Stark,} {q|would not say} {c|more}.",
    "{s|A guard} {q|wouldn't} {c|say}.",
    "{s|Neither Rask nor Dole} {q|would} {c|comment}.",
    "{s|Ms Brandt} {q|did not respond to} {c|requests for comment}.",
    "{s|The bank} {q|could not be reached} {c|for comment}.",
    "“It is a lie: {s|I} {q|do not believe} {n|the paper},” he said.",
    "“{s|I} {q|do not} {n|believe the paper},” he said.",
    "“{s|I} {q|think} {n|the boat is lost},” he said.",
    "'{s|I} {q|am sure} {n|that the boat is lost},' he said.",
]
NOTHING += [
    "{s|Radio Orrin} {q|could not independently verify} {c|the claim}.",
    "{s|The Gazette} {q|has not been able to verify} {c|the figures}.",
    "Dole said {s|the ministry} {q|was} {n|not told}.",
]
STATEMENTS = [
    "{s|Police} {q|could not confirm} {c|that anybody was hurt}.",
    "{s|Ms Finch} {q|would not say} {c|whether the ferry would run}.",
    "{s|The board} {q|declined to say} {c|who had signed it}.",
    "{s|Mr Rask} {q|refused to answer} {c|questions about whether he had known}.",
    "{s|The bank} {q|agreed} {c|to comment}.",
    "{s|Mr Stark} {q|said} {c|he would not comment}.",
    "“{c|We do not comment},” {s|the bank} {q|said}.",
    "{c|The quay is older} than {s|the ministry} {q|says}.",
    "{s|Anyone who was there} {q|says} {c|it was loud}.",
    "{s|Nobody at the ministry} {q|said} {c|the crane was safe}.",
    "“I left, and {s|my sister} {q|thinks} {n|the boat is lost},” he said.",
    "“{s|I} {q|told} them {n|the boat was lost},” he said.",
    "Dole said {s|he} {q|thinks} {n|the pier was sound}.",
    "{s|I} {q|think} {c|the pier was sound}.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_stated(text: str) -> None:
    article, drafts = drafted(text)
    assert without_unsaid(article, drafts, parts(article)[0]) == []


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_stays(text: str) -> None:
    article, drafts = drafted(text)
    assert without_unsaid(article, drafts, parts(article)[0]) == drafts


def test_who_is_asked_asks_nothing() -> None:
    article, drafts = drafted("It rained. {q|Asked} {c|whether it would close}, {s|Mr Dunn} said yes.")
    assert without_unsaid(article, drafts, parts(article)[0]) == []
