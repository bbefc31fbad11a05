"""Why sources are unnamed."""

import pytest
from marked import marked

from firsthand.attribution.wording import anonymity_reasons

CASES = [
    (
        "“{c|It failed},” {q|said} {s|an official}, who asked not to be named because the talks are private.",
        {"1": "because the talks are private"},
    ),
    (
        "{s|A clerk}, speaking on condition of anonymity for fear of losing her job, {q|said} {c|it failed}.",
        {"1": "for fear of losing her job"},
    ),
    (
        "{s|An officer who is not authorised to speak to reporters} {q|said} {c|it failed}.",
        {"1": "not authorised to speak to reporters"},
    ),
    (
        "{c|It failed}, {q|said} {s|a guard whose name we leave out because his brother works there}.",
        {"1": "because his brother works there"},
    ),
    (
        "{s|A guard} {q|said} {c|it failed}. He asked that his name not be used, since he still works there.",
        {"1": "since he still works there"},
    ),
    (
        "{s|Three people} {q|said} {c|it failed}. {s2|One of the people} {q2|said} {c2|it burned}. All three spoke on "
        "condition of anonymity because they were not authorized to speak publicly.",
        {
            "1": "because they were not authorized to speak publicly",
            "2": "because they were not authorized to speak publicly",
        },
    ),
    (
        "An engineer spoke to the Gull on condition of anonymity, citing a court order. {s|The engineer} "
        "{q|said} {c|it failed}.",
        {"1": "citing a court order"},
    ),
    (
        "{s|The witness, who cannot be named for legal reasons}, {q|told} the court {c|it failed}.",
        {"1": "for legal reasons"},
    ),
    (
        "{s|A diplomat}, who requested anonymity to discuss internal matters, {q|said} {c|it failed}.",
        {"1": "to discuss internal matters"},
    ),
    ("{s|An official} {q|said} on condition of anonymity {c|it failed}.", {}),
    ("{s|Orla Finch} {q|said} {c|it failed because the rope was old}.", {}),
    ("{s|Orla Finch} {q|said} {c|it failed}. He asked not to be named because he is shy.", {}),
    ("{s|Ministers} {q|said} {c|the victims cannot be named for legal reasons}.", {}),
    ("{s|Lund} {q|said} {c|the clerk was not authorised to speak for the board}.", {}),
    (
        "{s|Sources} {q|told} us {c|it failed}. They spoke on condition of anonymity because the case is open.",
        {"1": "because the case is open"},
    ),
    ("{s|A cook} {q|said} {c|it failed}. Her name has been withheld for her own safety.", {"1": "for her own safety"}),
    (
        "The sources, who asked not to be named because it is secret, declined to say more. "
        "{s|One source} {q|said} {c|it failed}.",
        {"1": "because it is secret"},
    ),
    ("{s|A man} {q|said} {c|it failed because of the rope}.", {}),
    (
        "«{c|It failed}», {q|said} {s|a baker}, «{c|and nobody came}». The baker did not want to be "
        "named, lest his customers hear.",
        {"1": "lest his customers hear"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_anonymity_reasons(text: str, expected: dict[str, str]) -> None:
    article, statements = marked(text)
    found = anonymity_reasons(article, statements)
    assert {id: span.of(article.text) for id, span in found.items()} == expected
